"""The record of notebook 03."""

from course_lib.lessons.lesson import Lesson, Look, Prediction, at, can, minutes, row

OR, XOR = "OR (3 of 4 are class 1)", "XOR (2 of 4 are class 1)"  # as the explorer's menu calls them
PREDICTIONS = (
    Prediction("tanh units, all weights and biases zero, labels of OR. What moves at the first step?", {
        "Everything": "dW1 needs W2 and dW2 needs A1, and both are zero.",
        "Only b2, the output bias": "it sees the mean error, -0.25 here; all else is multiplied by a zero.",
        "Nothing at all": "nearly: but the classes are not balanced, so the output bias moves.",
    }, "Only b2, the output bias", Look(
        "zero_init",
        "Drag *scale* to the right and then back to its left end, exactly 0. Read “largest change at”.",
        ({"scale": (">=", 0.3), "activation": "tanh", "data": OR}, {"scale": 0.0, "activation": "tanh", "data": OR}),
        "At scale 0, which rows of “largest change at” were not 0 in the column step 1?", {
            "All four": "so it was to the right; at scale 0 the rows W1, b1, W2 of “largest change at” are 0.",
            "None": "look at the lowest row of “largest change at”: b2 changes by 0.12.",
            "Only b2": "b2 changes by 0.12, the other three rows of “largest change at” are 0.",
        }, "Only b2", "moved")),
    Prediction("The same with sigmoid units. When does W1 move?", {
        "At step 2": "A1 = 0.5 lets W2 move at step 1, and W2 lets the error through at step 2.",
        "Never": "that is tanh and ReLU; a sigmoid of 0 is 0.5, not 0.",
        "At step 1": "at step 1 W2 is still zero, so no error reaches W1.",
    }, "At step 2", Look(
        "zero_init",
        "Set *activation* to sigmoid; *scale* is at 0. Read the row W1 of “largest change at”.",
        ({"scale": 0.0, "activation": "sigmoid", "data": OR},),
        "When did W1 move, as the panel “largest change at” says?", {
            "At step 2 for the first time": "in “largest change at” W2 has a number at step 1, W1 from step 2.",
            "At step 1 already": "the row W1 of “largest change at” begins with a 0.",
            "At none of three steps": "small numbers count: W1 has about 0.002 at step 2 in “largest change at”.",
        }, "At step 2 for the first time", "moved")),
    Prediction("Sigmoid units, zeros, and the labels of XOR: two of four samples are class 1. When does W1 move?", {
        "At step 2, as before": "on OR the errors do not cancel; here two are +0.5 and two are -0.5.",
        "Not in 200 steps": "the errors cancel in the mean, so b2 and W2 stay at zero, and W1 behind them.",
        "At step 1": "W2 is zero at step 1, so no error reaches W1, whatever the labels.",
    }, "Not in 200 steps", Look(
        "zero_init",
        "Set *activation* to sigmoid and *data* to XOR; *scale* is at 0. Then drag *training step* to its right end.",
        ({"scale": 0.0, "activation": "sigmoid", "data": XOR, "step": (">=", 180)},),
        "What had moved, as the panels “largest change at” and “loss” say?", {
            "b2 alone": "on XOR its row of “largest change at” is 0 at each step: the mean error is 0.",
            "W2 at step 1 and W1 at step 2": "that was OR; on XOR all numbers of “largest change at” are 0.",
            "Nothing at all": "“largest change at” shows 0 everywhere, and the network's loss is a level line.",
        }, "Nothing at all", "moved")),
    Prediction("A single sigmoid unit, logistic regression, starts at zero, too, on OR. Does it learn?", {
        "No, zero is a bad start for every model": "what stops a network is the zero W2 above W1; here is no W2.",
        "Only its bias does": "the gradient of its weights, (A - Y) X transposed / m, is not zero: the inputs are not.",
        "Yes": "its gradient, (A - Y) X transposed / m, has no factor that is zero at the start.",
    }, "Yes", Look(
        "zero_init",
        "Drag *scale* to 1 or more and back to its left end. There, compare the two lines of the panel “loss”.",
        ({"scale": (">=", 1), "activation": "tanh", "data": OR}, {"scale": 0.0, "activation": "tanh", "data": OR}),
        "At scale 0, where did the two lines of the panel “loss” go?", {
            "Only logistic regression's fell far": "in the panel “loss” it ends at 0.09, the network's at 0.56.",
            "Both stayed level": "in the panel “loss” logistic regression's line ends at 0.09, far below its start.",
            "Both fell alike": "in the panel “loss” the network's line ends at 0.56, logistic regression's at 0.09.",
        }, "Only logistic regression's fell far", "loss")),
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
OBJECTIVES = (
    can("say which weights and biases of a network of zeros move, and at which step", 1, 2, "bias_gradient"),
    can("choose labels that wake a sigmoid network of zeros, and labels that do not", 3, "waking_labels"),
    can("compute a step of logistic regression from zero, and say why it learns", 4, "logistic_step"),
)
EXERCISES = minutes(bias_gradient=4, logistic_step=5, waking_labels=6)
LESSON = Lesson(
    number="03",
    folder="zero_init",
    name="Zero init",
    question="What never moves when all weights start at zero?",
    minutes=40,
    needs="notebooks 01 and 02",
    after="02",
    objectives=OBJECTIVES,
    exercises=EXERCISES,
    explorers=("explorer:zero_init",),
    predictions=PREDICTIONS,
    claims=CLAIMS,
)
