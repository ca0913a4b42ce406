"""The record of notebook 15."""

from course_lib.lessons.lesson import Lesson, Prediction, at, row

PREDICTIONS = (
    Prediction("Thirty tanh layers start as PyTorch does when nothing is said. Two different digits come in. In the "
               "last layer the units answer to both ...", {
        "... differently: random weights mix things up": "weights of that size mix little; the common bias wins.",
        "... almost the same": "soon each layer draws the two answers closer together, by a factor of about 3.",
        "... with opposite signs": "nothing pushes correlations below that of unrelated inputs.",
    }, "... almost the same"),
    Prediction("He's √2 was made for ReLU. Somebody takes it for 50 tanh layers. On its way back the gradient ...", {
        "... shrinks: tanh saturates": "some units do, but the weights are large enough to outweigh that.",
        "... grows": "each layer multiplies its mean square by about 1.1.",
        "... stays as it is: He keeps the size": "that is true of ReLU, which halves; tanh halves nothing.",
    }, "... grows"),
    Prediction("Orthogonal weights keep the length of every vector. With σ_w = 0.8, in 50 tanh layers, the gradient of "
               "layer 1 is ...", {
        "... as large as that of the last layer": "the matrix keeps it, but 0.8 and the slopes of tanh do not.",
        "... about as tiny as with Gaussian weights": "σ_w and the slopes decide; both draws have the same mean.",
        "... tiny, but a thousand times larger than with Gaussian weights": "on average both shrink alike.",
    }, "... about as tiny as with Gaussian weights"),
)
CLAIMS = (
    row(46, "Between vanishing and exploding gradients runs a line in the plane of σ_w and σ_b. Theory knows where.",
        "true", "Factors predicted by an integral are measured in tanh networks 256 wide, on both sides of the line.",
        "It is about wide networks. 16 wide and 50 deep, on the line, half of the draws lose more than nine tenths.",
        at("15", "The claim, as numbers: where the line runs", "σ_b 0.0: σ_w on the line `1.00`",
           "σ_b 0.3: σ_w on the line `1.40`", "σ_b 1.0: σ_w on the line `1.86`",
           "σ_w 0.8: theory `0.50`, measured `0.50`", "σ_w 2.0: theory `1.33`, measured `1.33`"),
        source="Schoenholz, Gilmer, Ganguli & Sohl-Dickstein 2017"),
    row(47, "A network can be trained down to about six depth scales: 6ξ layers.", "half true",
        "Beyond it 200 steps of descent learn less than half. Within it they do, near the edge; in chaos they fail.",
        "Adam goes on: to 20 layers where 6ξ is 13, and to 20 of 34 in chaos. At 40 layers it fails in both.",
        at("15", "Real digits: how deep?", "σ_w 0.8, 6ξ =  13:   5 `yes`    10 `partly` 20 `no`     40 `no`",
           "σ_w 1.3, 6ξ = 179:   5 `yes`    10 `yes`    20 `yes`    40 `yes`",
           "σ_w 2.5, 6ξ =  34:   5 `yes`    10 `yes`    20 `no`     40 `no`",
           "Adam, σ_w 0.8: 20 `yes`    40 `no`", "Adam, σ_w 2.5: 20 `yes`    40 `no`"),
        source="a rule that goes back to Schoenholz and others 2017"),
    row(48, "Orthogonal weights cure vanishing and exploding gradients.", "half true",
        "Off the line they vanish or explode just as Gaussian ones do. On it, every direction arrives, not only a few.",
        "ReLU cuts directions off with either draw. And a layer's weights are orthogonal at the start only.",
        at("15", "Orthogonal weights", "tanh 0.8, Gaussian  : mean square `3e-11`",
           "tanh 0.8, orthogonal: mean square `6e-11`",
           "tanh 1.0, Gaussian  : mean square `6e-03`, largest over median `5e+08`",
           "tanh 1.0, orthogonal: mean square `2e-02`, largest over median `3`",
           "40 tanh layers, Gaussian  : `all below 8 in 10`",
           "40 tanh layers, orthogonal: `all above 9 in 10`"),
        source="Saxe, McClelland & Ganguli 2013; against it off the line: Pennington, Schoenholz & Ganguli 2017"),
    row(49, "A convolution can be started so that fifty layers hand on a picture at its full size.", "true",
        "Delta-orthogonal taps keep it exactly. Gaussian taps of the right variance lose nine tenths at the border.",
        "In a linear network. tanh and ReLU lose as elsewhere, and at the start no pixel looks at its neighbours.",
        at("15", "Delta-orthogonal", "Gaussian taps   : `0.11` of the size",
           "delta-orthogonal: `1.00` of the size"),
        source="Xiao, Bahri, Sohl-Dickstein, Schoenholz & Pennington 2018"),
)
LESSON = Lesson(
    number="15",
    folder="edge_of_chaos",
    name="The edge of chaos",
    question="How deep may a network be?",
    minutes=60,
    needs="notebooks 01 to 07",
    after="06",
    explorers=("explorer:edge_of_chaos", "trained_depth:trained_depth"),
    predictions=PREDICTIONS,
    claims=CLAIMS,
)
