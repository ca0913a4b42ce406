"""The record of notebook 02."""

from course_lib.lessons.lesson import Lesson, Look, Prediction, at, can, minutes, row

PREDICTIONS = (
    Prediction("W1 is constant and W2 is random. Are the rows of dW1 equal?", {
        "Yes, because the rows of A1 are equal": "the activations are, but each error comes through its own W2.",
        "Only for the first sample": "the reasoning is the same for every sample.",
        "No, they differ": "row i of dZ1 is scaled by column i of W2, and those columns differ.",
    }, "No, they differ", Look(
        "backprop",
        "Set *W2 starts as* to random; *scale* is from 0.1 to 1, *step* at 0. Compare the rows of dW1 and of W1.",
        ({"start_W1": "constant", "start_W2": "random", "scale": ("<=", 1), "step": 0},),
        "How did the four rows of dW1 look beside those of W1?", {
            "Equal, as in W1": "equal are the rows of the weights W1 and of the slope g'(Z1); those of dW1 are not.",
            "Different, although the rows of W1 are equal": "row i of dW1 goes with row i of W2ᵀ.",
            "All zero": "small is not zero: each row of dW1 shows numbers of its own.",
        }, "Different, although the rows of W1 are equal", "dW1")),
    Prediction("The derivative of the loss is positive for some weight. What should a step do to the weight?", {
        "Make it smaller": "the loss grows with the weight, so descent goes the other way.",
        "Make it larger": "that goes uphill: a positive derivative says that the loss grows with the weight.",
        "Leave it, if the learning rate is small": "a small rate makes a small step, not none.",
    }, "Make it smaller", Look(
        "backprop",
        "*scale* at 0.5, both layers constant: at *step* 0 every dW1 is 0.015. Drag *step* to 1, once with *update* at "
        "subtract and once at add.",
        tuple({"direction": sign, "step": 1, "learning_rate": 1.0, "scale": 0.5, "start_W1": "constant",
               "start_W2": "constant", "activation": "tanh"} for sign in (1.0, -1.0)),
        "What did one step make of the weights W1, which were 0.50?", {
            "0.48 with subtract, 0.52 with add": "0.50 less 0.015, and 0.50 and 0.015; the loss fell and rose.",
            "0.52 with subtract, 0.48 with add": "compare the weights W1 with the word in the menu *update*.",
            "0.48 with both": "with add the weights W1 are 0.52 at step 1.",
        }, "0.48 with subtract, 0.52 with add", "W1")),
    Prediction("W1 and W2 are both constant. Which part of dZ1, W2ᵀ dZ2 times g'(Z1), differs between units?", {
        "The error dZ2": "it belongs to the output: there is one number for each sample, the same for all units.",
        "The slope g'(Z1), if weights are large": "equal rows of W1 give equal z, so equal slopes, flat or not.",
        "None": "equal outgoing weights, one error and equal slopes: nothing in it tells units apart.",
    }, "None", Look(
        "backprop",
        "Drag *scale* to its right end, then to its left end, both layers constant. Watch the panels from W2ᵀ to dZ1.",
        ({"scale": (">=", 5), "start_W1": "constant", "start_W2": "constant"},
         {"scale": ("<=", 0.05), "start_W1": "constant", "start_W2": "constant"}),
        "In which of the panels from W2ᵀ to dZ1 did rows, the units, differ?", {
            "In g'(Z1), at large weights": "its columns, the samples, differ; the four units share their slopes.",
            "In W2ᵀ dZ2": "its columns, the samples, differ; its four rows are the same.",
            "In none: rows are equal, columns differ": "columns are samples; rows are equal down to dZ1.",
        }, "In none: rows are equal, columns differ", "dZ1")),
)
CLAIMS = (
    row(3, "The backward pass treats equal units equally, too.", "half true",
        "Only if their outgoing weights match as well: a constant W1 under a random W2 learns XOR.",
        "Different outgoing weights do not always help: tanh units with W1 = 0 get no gradient on XOR.",
        at("02", "The claim, as a number", "W1 constant  W2 constant  distinct rows of dW1: `1` of 4",
           "W1 constant  W2 random    distinct rows of dW1: `4` of 4",
           "W1 constant, W2 constant:   `0` % of 200 draws (seed 0) solve XOR",
           "W1 constant, W2 random  : `100` % of 200 draws (seed 0) solve XOR")),
    row(17, "The new weight is the old one plus the derivative of the loss.", "false",
        "That climbs. Descent subtracts the derivative, times a learning rate.",
        "The right sign is not enough: too large a learning rate can raise the loss as well.",
        at("02", "The sign and the size of a step", "W +0.1 · dW: the loss `rises` by `0.015`",
           "W -0.1 · dW: the loss `falls` by `0.012`")),
)
OBJECTIVES = (
    can("write the gradient of a layer's weights and the error of its hidden units", "weight_gradient", "hidden_error"),
    can("predict from `W1` and `W2` whether the rows of `dW1` are equal", 1, 3),
    can("write a step of gradient descent, with the right sign", 2, "update"),
    can("choose outgoing weights that make two kinds of units out of four equal ones", "two_kinds"),
)
EXERCISES = minutes(weight_gradient=4, hidden_error=5, update=2, two_kinds=5)
LESSON = Lesson(
    number="02",
    folder="backprop",
    name="Backprop",
    question="What does each unit hear of the error?",
    minutes=40,
    needs="notebook 01, and the chain rule for derivatives",
    after="01",
    objectives=OBJECTIVES,
    exercises=EXERCISES,
    explorers=("explorer:backprop",),
    predictions=PREDICTIONS,
    claims=CLAIMS,
)
