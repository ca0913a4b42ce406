"""The record of notebook 04."""

from course_lib.lessons.lesson import Lesson, Look, Prediction, at, can, minutes, row

PREDICTIONS = (
    Prediction("Eight units start equal and learn XOR. How many of the four samples can be right?", {
        "Two": "a half-plane can do better than half.",
        "Four": "that needs a boundary that is no straight line, and equal tanh units draw straight lines.",
        "Three": "the best half-plane cuts off one corner.",
    }, "Three", Look(
        "constant_init",
        "Drag *constant of W1* to its right end, then to its left end. Read the sentence under the picture.",
        ({"W1": (">=", 1), "W2": 0.5, "bias": 0.0, "activation": "tanh", "data": "xor", "step": (">=", 100)},
         {"W1": ("<=", -1), "W2": 0.5, "bias": 0.0, "activation": "tanh", "data": "xor", "step": (">=", 100)}),
        "How many samples were right at the two ends?", {
            "Three at both ends": "in “answer everywhere” one corner of four has the other class's colour.",
            "Four at one of them": "one disc on orange or square on purple is left in “answer everywhere”.",
            "Two at both ends": "two it is at W1 = 0; at the ends three corners of “answer everywhere” are right.",
        }, "Three at both ends", "map")),
    Prediction("And the loss, compared with logistic regression's on XOR?", {
        "Lower": "one tanh unit can answer one corner almost perfectly; logistic regression stays at 0.5.",
        "Equal": "the boundary is of the same kind, but the answers beside it are not.",
        "Higher": "training from 0.5 goes below ln 2 = 0.6931.",
    }, "Lower", Look(
        "constant_init",
        "Drag *constant of W1* to 1.5 or more. Compare the right ends of the two lines in the panel “loss”.",
        ({"W1": (">=", 1.5), "W2": 0.5, "bias": 0.0, "activation": "tanh", "data": "xor"},),
        "Where did the network's line end, beside that of logistic regression?", {
            "On it: the lines meet": "in “loss” they cross early, then the network's line goes on falling.",
            "Below logistic regression's": "in “loss” the network's line ends near 0.5, the other at 0.69.",
            "Above it": "it begins above; at the right end of the panel “loss” it is the lower one.",
        }, "Below logistic regression's", "loss")),
    Prediction("Eight equal units learn moons for 300 steps. Which of the weights W1 are equal at the end?", {
        "All sixteen, as at the start": "the two inputs differ, so the two weights of a row get different gradients.",
        "The eight in each column": "each unit gets what the others get, input by input: rows stay equal, not columns.",
        "None: 300 steps set them apart": "a step moves all eight rows by the same amounts.",
    }, "The eight in each column", Look(
        "constant_init",
        "Set *data* to moons and drag *training step* to its right end. Compare the numbers of the weights W1.",
        ({"data": "moons", "step": (">=", 200), "W1": 0.5, "W2": 0.5, "bias": 0.0, "activation": "tanh"},),
        "Which numbers of the weights W1 were equal?", {
            "All of them": "each row of the weights W1 holds one positive and one negative number.",
            "Hardly any": "look down a column of the weights W1: one number in all rows.",
            "Those of one column": "all rows of the weights W1 are the same pair of two different numbers.",
        }, "Those of one column", "W1")),
    Prediction("Is there a way for eight equal units to get all four samples of XOR right?", {
        "No: equal units draw a straight line": "so they do if the activation only rises; a sine turns back.",
        "Yes, with another constant": "that moves the line or the speed, and the boundary stays one straight line.",
        "Yes, with an activation that turns back": "a sine makes stripes of one sum, and a stripe parts XOR.",
    }, "Yes, with an activation that turns back", Look(
        "constant_init",
        "Set *activation* to sine and drag *training step* to its right end; the constants stand as at first.",
        ({"activation": "sine", "data": "xor", "step": (">=", 250), "W1": 0.5, "W2": 0.5, "bias": 0.0},),
        "How many samples were right, and how many units distinct?", {
            "Four right, all units distinct": "the panel “distinct” says 1: the rows of W1 are equal as before.",
            "Four right, one distinct unit": "a stripe in “answer everywhere” parts the corners; “distinct” says 1.",
            "Three right, one distinct unit": "all four corners have their own colour in “answer everywhere”.",
        }, "Four right, one distinct unit", "map")),
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
OBJECTIVES = (
    can("put one unit in the place of a layer of equal ones", 3, "merged_weights"),
    can("say how many samples of XOR equal units get right, and compute the loss that they approach",
        1, 2, "half_plane_loss"),
    can("name what an activation must do for equal units to solve XOR", 4),
    can("start a layer with exactly two kinds of units", "two_classes"),
)
EXERCISES = minutes(merged_weights=5, half_plane_loss=6, two_classes=4)
LESSON = Lesson(
    number="04",
    folder="constant_init",
    name="Constant init",
    question="How much is a network of equal units worth?",
    minutes=45,
    needs="notebooks 01 to 03",
    after="03",
    objectives=OBJECTIVES,
    exercises=EXERCISES,
    explorers=("explorer:constant_init",),
    predictions=PREDICTIONS,
    claims=CLAIMS,
)
