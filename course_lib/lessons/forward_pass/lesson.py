"""The record of notebook 01."""

from course_lib.lessons.lesson import Lesson, Look, Prediction, at, can, minutes, row

PREDICTIONS = (
    Prediction("All weights are 0.5, all biases 0. Is there a sample for which units 1 and 4 answer differently?", {
        "Yes, a sample with unequal inputs": "unequal inputs change the answer, but for both units alike.",
        "No, never": "both units have the same row of W, so they do the same sum for every sample.",
        "Only with sigmoid units": "the activation gets the same number in both units, whatever it is.",
    }, "No, never", Look(
        "forward_pass",
        "Drag *scale* to its right end, then to its left end. Watch the activations A1: a column is a sample.",
        ({"scale": (">=", 5), "initializer": "constant", "blend": 0.0},
         {"scale": ("<=", 0.01), "initializer": "constant", "blend": 0.0}),
        "How did the four numbers in one column of the activations A1 compare?", {
            "They were equal at small weights only": "at the right end, too, a column of A1 is one number four times.",
            "They differed where the inputs differ": "the columns of A1 differ; look down one column at a time.",
            "All four were equal, in each column": "a column of the activations A1 is one number, four times.",
        }, "All four were equal, in each column", "A1")),
    Prediction("All weights are 1 and the units are sigmoids. What do they answer when both inputs are 1?", {
        "1, because all weights are 1": "weights are no answers: the sum is 2, and then comes the sigmoid.",
        "2, the sum of the inputs": "that is z, which goes into the sigmoid; a sigmoid's answer stays below 1.",
        "About 0.88": "each unit outputs the sigmoid of the sum of its inputs, here sigmoid(2).",
    }, "About 0.88", Look(
        "forward_pass",
        "Set *weights start as* to ones and *activation* to sigmoid. Read the column 1 1 of the activations A1.",
        ({"initializer": "ones", "activation": "sigmoid", "blend": 0.0},),
        "What stood in the column 1 1 of the activations A1?", {
            "0.88, four times": "so it says in the column 1 1 of the activations A1.",
            "2.00, four times": "that stands in the pre-activations Z1, before the sigmoid; look at A1.",
            "Four different numbers": "the column 1 1 of the activations A1 is one number, four times.",
        }, "0.88, four times", "A1")),
    Prediction("Sixteen units see the 64 pixels of one digit. All weights are 0.01. How many different answers?", {
        "Sixteen, because the pixels differ": "the pixels differ from one another, but all units get the same pixels.",
        "One": "sixteen equal rows of W do one and the same sum, sixteen times.",
        "Two, for light and dark": "light and dark pixels go into one and the same sum.",
    }, "One", Look(
        "digit_rows",
        "In the picture of the digit drag *scale* to 0.01 or less. Read the sixteen numbers of the panel “their A1”.",
        ({"scale": ("<=", 0.01), "initializer": "constant", "blend": 0.0},),
        "What did the sixteen units answer to this digit?", {
            "One number, sixteen times": "the panel “their A1” repeats one number, and “distinct” says 1 of 16.",
            "Sixteen numbers that differ a little": "compare the rows of “their A1” again: one number, sixteen times.",
            "Some answered 0 and some did not": "in the panel “their A1” all rows have the same number and colour.",
        }, "One number, sixteen times", "A1")),
)
CLAIMS = (
    row(1, "Hidden units that start with equal weights all compute the same.", "true",
        "Equal rows of W1 and equal biases give equal activations, whatever the input.",
        "One bias changed makes two kinds of units; and different rows can still agree on all of your data.",
        at("01", "The claim, as a number", "distinct rows of A: `1` of 8, over 1,000 samples",
           "with one bias changed, distinct rows of A: `2` of 8")),
    row(2, "With every weight 1, each unit outputs the sigmoid of the sum of its inputs.", "true",
        "So it does, and with ten inputs of 1 the sigmoid has hardly any slope left.",
        "Only without a bias; and for small sums nothing is saturated.",
        at("01", "All ones: true, and a second problem", "2 inputs of 1: output `0.88080`, slope `0.10499`",
           "10 inputs of 1: output `0.99995`, slope `0.00005`")),
)
OBJECTIVES = (
    can("write the forward pass of a layer in NumPy", "pre_activations"),
    can("compute what a sigmoid unit answers whose weights are all 1", 2, "ones_output"),
    can("predict from weights and biases which units answer alike, and find different rows that do",
        1, 3, "hidden_twins"),
    can("count the units that differ, with a tolerance", "count_distinct"),
)
EXERCISES = minutes(pre_activations=3, ones_output=4, count_distinct=6, hidden_twins=7)
LESSON = Lesson(
    number="01",
    folder="forward_pass",
    name="Forward pass",
    question="What does one hidden unit compute?",
    minutes=35,
    needs="matrix products, and what a function's slope is; no neural networks yet",
    objectives=OBJECTIVES,
    exercises=EXERCISES,
    explorers=("explorer:forward_pass", "digit_rows:digit_rows"),
    predictions=PREDICTIONS,
    claims=CLAIMS,
)
