"""The predictions of notebook 14."""

from course_lib.lessons.lesson import Look, Prediction

PREDICTIONS = (
    Prediction("Batch norm follows a layer. Its weights become 100 times as large. What becomes of their gradient?", {
        "It becomes 100 times as large": "what comes after the normalization is as before, so the loss is as before.",
        "It stays the same": "the loss stays, but it now takes a change 100 times as large to change it as much.",
        "It becomes 1/100": "the same change of the loss is spread over a change of the weights 100 times as large.",
    }, "It becomes 1/100", Look(
        "unnecessary",
        "With *help* at BatchNorm drag *scale* from 1 to its right end. Watch the blue line in by layer.",
        ({"scale": (">=", 50), "help": "BatchNorm", "start": "random (He)"},),
        "What did the gradients of the hidden layers, all points of the blue line but the last, do?", {
            "They fell": "at the right end they lie lower, all but the output's, whose weights kept their size.",
            "They rose": "in by layer the blue points of the hidden layers lie lower at scale 100 than at scale 1.",
            "They stayed where they were": "only the last point of the blue line by layer stays, that of the output.",
        }, "They fell", "layers")),
    Prediction("Adam gives each weight a step size of its own. All units start equal. Do they part?", {
        "No": "equal units have equal gradients, so equal memories, so equal steps.",
        "Yes, each weight has its own step": "its own, but made of its own gradients, and those are equal.",
        "Only if the rate is large": "a common factor makes equal steps longer, not different.",
    }, "No", Look(
        "unnecessary",
        "Set *weights start as* to all equal and *help* to Adam. Below the picture stands the count after one step, "
        "too.",
        ({"start": "all equal", "help": "Adam"},),
        "How many of the 32 units were distinct, at the start and after Adam's first step?", {
            "1, then 32": "32 would be the count of a random start; after one step the sentence says 1.",
            "1, then 2": "the sentence says 1 after one step: Adam parts no two of them.",
            "1, then 1": "the panel distinct says 1 of 32, and so does the sentence after one step.",
        }, "1, then 1", "units")),
    Prediction("A start without one random number: rows of +1 and −1 that are orthogonal. How many of 32 units are "
               "distinct?", {
        "1: only randomness breaks the symmetry": "rows have to differ; nobody has to roll dice for that.",
        "32": "each row has a pattern of signs of its own. It learns digits about as well as a random start, see "
              "below.",
        "2: there are only two numbers": "two numbers are enough for very many different rows of 64.",
    }, "32", Look(
        "unnecessary",
        "Set *weights start as* to Hadamard. Look at the images of W1 and at the panel distinct.",
        ({"start": "Hadamard"},),
        "What did the rows of W1 look like, and how many units were distinct?", {
            "All alike, 1": "the images of W1 are stripes and checks, no two the same, and the count says 32.",
            "Each with a pattern of its own, 32": "so says the panel distinct, and the images show half of them.",
            "Of two kinds, 2": "there are two colours, but no two images of W1 are the same, and the count says 32.",
        }, "Each with a pattern of its own, 32", "units")),
)
