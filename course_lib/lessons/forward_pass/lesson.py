"""The record of notebook 01."""

from course_lib.lessons.lesson import Lesson, Prediction, at, row

PREDICTIONS = (
    Prediction("All weights are 0.5, all biases 0. Is there a sample for which units 1 and 4 answer differently?", {
        "Yes, a sample with unequal inputs": "unequal inputs change the answer, but for both units alike.",
        "No, never": "both units have the same row of W, so they do the same sum for every sample.",
        "Only with sigmoid units": "the activation gets the same number in both units, whatever it is.",
    }, "No, never"),
    Prediction("What does it take for two units to be copies of each other in the forward pass?", {
        "Equal rows of W and equal biases": "Z = W X + b needs nothing else; the numbers within a row may differ.",
        "All weights of the layer equal": "not enough: the biases must agree, too. And more than is needed.",
        "Zero weights": "zero is one way among many to have equal rows.",
    }, "Equal rows of W and equal biases"),
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
LESSON = Lesson(
    number="01",
    folder="forward_pass",
    name="Forward pass",
    question="What does one hidden unit compute?",
    minutes=35,
    needs="matrix products, and what a function's slope is; no neural networks yet",
    explorers=("explorer:forward_pass", "digit_rows:digit_rows"),
    predictions=PREDICTIONS,
    claims=CLAIMS,
)
