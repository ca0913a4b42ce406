"""The record of notebook 04."""

from course_lib.lessons.lesson import Lesson, Prediction, at, row

PREDICTIONS = (
    Prediction("Eight units start equal and learn XOR. How many of the four samples can be right?", {
        "Two": "a half-plane can do better than half.",
        "Four": "that needs a boundary that is no straight line, and equal tanh units draw straight lines.",
        "Three": "the best half-plane cuts off one corner.",
    }, "Three"),
    Prediction("And the loss, compared with logistic regression's on XOR?", {
        "Lower": "one tanh unit can answer one corner almost perfectly; logistic regression stays at 0.5.",
        "Equal": "the boundary is of the same kind, but the answers beside it are not.",
        "Higher": "training from 0.5 goes below ln 2 = 0.6931.",
    }, "Lower"),
)
CLAIMS = (
    row(5, "From equal weights every update moves all rows alike, and a layer is worth one unit.", "true",
        "Eight equal units stay one class, and merged into one unit they answer as before.",
        "Biases and outgoing weights must match too; equal means up to rounding; width sets first loss and step size.",
        at("04", "The claim, as a number: eight units are one", "distinct rows of dW1 in 1,000 steps: at most `1`",
           "unit classes after 1,000 steps: `1`", "agree to 1e-9 on 1,000 random inputs (seed 1): `True`")),
    row(6, "A network of equal units can do no more than logistic regression.", "half true",
        "Its boundary is a half-plane, but its loss goes lower: towards 0.4774, where logistic regression has 0.6931.",
        "A half-plane needs a monotone activation: a sine solves XOR with one class. And some starts stay at 0.6931.",
        at("04", "The loss: lower than logistic regression's",
           "logistic regression `0.6931`, bound for one unit `0.4774`", "1,000 steps: loss `0.486`",
           "10,000 steps: loss `0.478`", "from W1 = 0.5, W2 = -1: loss `0.6931`"),
        at("04", "The boundary: a half-plane", "changes of side along w: `1`", "samples of XOR right: `3` of 4"),
        at("04", "The activation: monotone or not", "unit classes: `1` | answers on XOR: [[`0`. `1`. `1`. `0`.]]")),
)
LESSON = Lesson(
    number="04",
    folder="constant_init",
    name="Constant init",
    question="How much is a network of equal units worth?",
    minutes=45,
    needs="notebooks 01 to 03",
    after="03",
    explorers=("explorer:constant_init",),
    predictions=PREDICTIONS,
    claims=CLAIMS,
)
