"""The record of notebook 15."""

from course_lib.lessons.lesson import Lesson, Look, Prediction, at, can, minutes, row

PREDICTIONS = (
    Prediction("Thirty tanh layers start as PyTorch does when nothing is said. Two different digits come in. In the "
               "last layer the units answer to both ...", {
        "... differently: random weights mix things up": "weights of that size mix little; the common bias wins.",
        "... almost the same": "soon each layer draws the two answers closer together, by a factor of about 3.",
        "... with opposite signs": "nothing pushes correlations below that of unrelated inputs.",
    }, "... almost the same", Look(
        "edge_of_chaos",
        "Press PyTorch, or drag *σ_w* to 0.6 or further left. Follow the line in correlation to the last layer.",
        ({"sigma_w": ("<=", 0.6), "sigma_b": (">=", 0.05), "activation": "tanh", "depth": (">=", 20)},),
        "Where did the line in correlation end?", {
            "Near 0: the two have nothing in common": "the line in correlation ends at the upper edge, 1.",
            "Half way up: as far apart as they came": "it begins below and ends at the upper edge of correlation, 1.",
            "At 1: the two have become one": "after a few layers the two answers are the same.",
        }, "At 1: the two have become one", "together")),
    Prediction("He's √2 was made for ReLU. Somebody takes it for 50 tanh layers. On its way back the gradient ...", {
        "... shrinks: tanh saturates": "some units do, but the weights are large enough to outweigh that.",
        "... grows": "each layer multiplies its mean square by about 1.1.",
        "... stays as it is: He keeps the size": "that is true of ReLU, which halves; tanh halves nothing.",
    }, "... grows", Look(
        "edge_of_chaos",
        "Press He, which sets *σ_w* to 1.41 and *σ_b* to 0, and drag *depth* to its right end. The error comes in at "
        "the right.",
        ({"sigma_w": (">=", 1.41), "sigma_b": 0.0, "depth": (">=", 45), "activation": "tanh", "width": 64},),
        "From the last layer back to layer 1, what did the line in mean square of dZ do?", {
            "It fell": "read mean square of dZ from right to left: layer 1 lies higher than the last layer.",
            "It rose": "layer 1, at the left, lies higher than the last layer, where the error comes in.",
            "It stayed level": "the line is higher at layer 1; below the picture stands the factor.",
        }, "It rose", "back")),
    Prediction("Theory allows plain descent a certain depth, 6ξ layers. You start tanh networks with larger and "
               "larger weights, σ_w from 0.6 to 2.5. The depth allowed ...", {
        "... grows and then falls": "small weights let signals fade, large ones tear like inputs apart; between them "
                                    "lies the edge.",
        "... grows: large weights carry further": "they carry gradients further, but they make noise of the inputs.",
        "... falls: small weights are safe": "with small weights all inputs come out alike, and gradients vanish.",
    }, "... grows and then falls", Look(
        "trained_depth",
        "Drag *σ_w* from one end to the other. The dashes in the table stand at 6ξ; the sentence below says how much "
        "it is.",
        ({"sigma_w": ("<=", 0.6)}, {"sigma_w": (">=", 2.5)}),
        "How did the dashes stand from the left column to the right one?", {
            "They rose and then fell": "they are highest between the ends, near the edge of chaos.",
            "They rose all the way": "in the table the dash of the right column lies below the one before it.",
            "They fell all the way": "in the table the dash of the left column lies below the next one.",
        }, "They rose and then fell", "limits")),
)
CLAIMS = (
    row(46, "In wide tanh networks a line of σ_w and σ_b parts vanishing from exploding gradients. Theory knows where.",
        "true", "Factors predicted by an integral are measured in tanh networks 256 wide, on both sides of the line.",
        "It is about wide networks. 16 wide and 50 deep, on the line, half of the draws lose more than nine tenths.",
        at("15", "The claim, as numbers: where the line runs", "σ_b 0.0: σ_w on the line `1.00`",
           "σ_b 0.3: σ_w on the line `1.40`", "σ_b 1.0: σ_w on the line `1.86`",
           "σ_w 0.8: theory `0.50`, measured `0.50`", "σ_w 2.0: theory `1.33`, measured `1.33`"),
        source="Schoenholz, Gilmer, Ganguli & Sohl-Dickstein 2017"),
    row(47, "A network can be trained down to about six depth scales: 6ξ layers.", "half true",
        "Beyond it 200 steps of descent learn less than half. Within it 40 layers near the edge, but not 20 in chaos.",
        "At a rate of 0.001 descent learns those in 600 steps. Adam learns 20 where 6ξ is 13, and in chaos; not 40.",
        at("15", "Real digits: how deep?", "σ_w 0.8, 6ξ =  13:   5 `yes`    10 `partly` 20 `no`     40 `no`",
           "σ_w 1.3, 6ξ = 179:   5 `yes`    10 `yes`    20 `yes`    40 `yes`",
           "σ_w 2.5, 6ξ =  34:   5 `yes`    10 `yes`    20 `no`     40 `no`",
           "Adam, σ_w 0.8: 20 `yes`    40 `no`", "Adam, σ_w 2.5: 20 `yes`    40 `no`",
           "plain descent, σ_w 2.5, 20 layers, rate 0.001, 600 steps: `yes`"),
        source="a rule that goes back to Schoenholz and others 2017"),
    row(48, "Orthogonal weights cure vanishing and exploding gradients.", "half true",
        "Off the line mean squares vanish or explode as Gaussian ones do. On it most directions arrive, not a few.",
        "ReLU cuts half of the directions off with either draw. And weights are orthogonal at the start only.",
        at("15", "Orthogonal weights", "tanh 0.8, Gaussian  : mean square `3e-11`",
           "tanh 0.8, orthogonal: mean square `6e-11`",
           "tanh 1.0, Gaussian  : mean square `6e-03`, largest over median `5e+08`",
           "tanh 1.0, orthogonal: mean square `2e-02`, largest over median `3`",
           "tanh 2.0, Gaussian  : mean square `2e+06`", "tanh 2.0, orthogonal: mean square `1e+06`",
           "40 tanh layers, Gaussian  : `all below 8 in 10`",
           "40 tanh layers, orthogonal: `all above 9 in 10`"),
        source="Saxe, McClelland & Ganguli 2013; against it off the line: Pennington, Schoenholz & Ganguli 2017"),
    row(49, "Fifty linear convolutions can be started so that they hand on a picture at its full size.", "true",
        "Delta-orthogonal taps keep it exactly. Gaussian taps of the right variance lose nine tenths at the border.",
        "tanh and ReLU lose as elsewhere, and at the start no pixel looks at its neighbours.",
        at("15", "Delta-orthogonal", "Gaussian taps   : `0.11` of the size",
           "delta-orthogonal: `1.00` of the size"),
        source="Xiao, Bahri, Sohl-Dickstein, Schoenholz & Pennington 2018"),
)
OBJECTIVES = (
    can("predict whether a deep network keeps two inputs apart, and whether its gradient grows", 1, 2),
    can("compute the length of the next layer and the depth scale, and say how the depth allowed "
        "changes with the weights", 3, "paper_to_length", "depth_scale"),
    can("compute the size of weights that puts a layer on the edge", "critical_weights"),
    can("build a convolution that hands on a picture at its full size", "delta_kernel"),
)
EXERCISES = minutes(paper_to_length=4, depth_scale=4, critical_weights=4, delta_kernel=5)
LESSON = Lesson(
    number="15",
    folder="edge_of_chaos",
    name="The edge of chaos",
    question="How deep may a network be?",
    minutes=60,
    needs="notebooks 01 to 07",
    after="06",
    objectives=OBJECTIVES,
    exercises=EXERCISES,
    explorers=("explorer:edge_of_chaos", "trained_depth:trained_depth"),
    predictions=PREDICTIONS,
    claims=CLAIMS,
)
