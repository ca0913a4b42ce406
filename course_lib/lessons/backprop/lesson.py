"""The record of notebook 02."""

from course_lib.lessons.lesson import Lesson, Prediction, at, row

PREDICTIONS = (
    Prediction("W1 is constant and W2 is random. Are the rows of dW1 equal?", {
        "Yes, because the rows of A1 are equal": "the activations are, but each error comes through its own W2.",
        "Only for the first sample": "the reasoning is the same for every sample.",
        "No, they differ": "row i of dZ1 is scaled by column i of W2, and those columns differ.",
    }, "No, they differ"),
    Prediction("The derivative of the loss is positive for some weight. What should a step do to the weight?", {
        "Make it smaller": "the loss grows with the weight, so descent goes the other way.",
        "Make it larger": "that goes uphill: a positive derivative says that the loss grows with the weight.",
        "Leave it, if the learning rate is small": "a small rate makes a small step, not none.",
    }, "Make it smaller"),
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
LESSON = Lesson(
    number="02",
    folder="backprop",
    name="Backprop",
    question="What does each unit hear of the error?",
    minutes=40,
    needs="notebook 01, and the chain rule for derivatives",
    after="01",
    explorers=("explorer:backprop",),
    predictions=PREDICTIONS,
    claims=CLAIMS,
)
