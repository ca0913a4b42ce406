"""The record of notebook 03."""

from course_lib.lessons.lesson import Lesson, Prediction, at, row

PREDICTIONS = (
    Prediction("tanh units, all weights and biases zero, labels of OR. What moves at the first step?", {
        "Everything": "dW1 needs W2 and dW2 needs A1, and both are zero.",
        "Only b2, the output bias": "it sees the mean error, -0.25 here; all else is multiplied by a zero.",
        "Nothing at all": "nearly: but the classes are not balanced, so the output bias moves.",
    }, "Only b2, the output bias"),
    Prediction("The same with sigmoid units. When does W1 move?", {
        "At step 2": "A1 = 0.5 lets W2 move at step 1, and W2 lets the error through at step 2.",
        "Never": "that is tanh and ReLU; a sigmoid of 0 is 0.5, not 0.",
        "At step 1": "at step 1 W2 is still zero, so no error reaches W1.",
    }, "At step 2"),
)
CLAIMS = (
    row(4, "From zero weights no error gets back to the first layer, so it never moves.", "half true",
        "So with tanh and ReLU if the biases are zero, too. With sigmoid W2 moves at step 1, W1 at step 2, rows equal.",
        "Hidden biases of 0.1 wake tanh units. And balanced labels hide the exception: on XOR sigmoid does not move.",
        at("03", "The sigmoid exception",
           "tanh     on OR, first step at which each part moves: "
           "{'W1': '`never`', 'b1': 'never', 'W2': 'never', 'b2': 1}",
           "sigmoid  on OR, first step at which each part moves: {'W1': `2`, 'b1': 2, 'W2': `1`, 'b2': 1}",
           "distinct rows of W1: `1` of 4"),
        at("03", "The trap: balanced labels",
           "XOR   class 1: `50` %  sigmoid from zero: {'W1': '`never`', 'b1': 'never', 'W2': 'never', 'b2': 'never'}"),
        at("03", "Where it stops being true", "zero weights, hidden biases 0.1, tanh on OR: W1 moves at step `2`")),
)
LESSON = Lesson(
    number="03",
    folder="zero_init",
    name="Zero init",
    question="What never moves when all weights start at zero?",
    minutes=40,
    needs="notebooks 01 and 02",
    after="02",
    explorers=("explorer:zero_init",),
    predictions=PREDICTIONS,
    claims=CLAIMS,
)
