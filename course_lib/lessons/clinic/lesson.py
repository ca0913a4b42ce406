"""The record of notebook 10."""

from course_lib.lessons.lesson import Lesson, Look, Prediction, can, minutes

PREDICTIONS = (
    Prediction("Ten classes, no training yet. Hidden layers look healthy, but the loss is 56. Which layer is it?", {
        "The first": "a bad first layer gives bad answers, but only a sure answer costs that much.",
        "The last": "only sure and wrong answers cost much more than ln 10 = 2.3, and the last layer gives them.",
        "All at once": "then hidden activations would grow or stand at their ends; here they look healthy.",
    }, "The last", Look(
        "clinic",
        "With *seed* at 0 drag *bed* to 4. Follow the line in flat share from layer 1 to the output, where it counts "
        "answers that are sure.",
        ({"bed": 4, "dose": 1.0, "prescription": "nothing", "seed": 0},),
        "Where was the flat share of this patient large?", {
            "In layer 1": "at layer 1 the line in flat share is near 0.",
            "In all layers": "in the hidden layers the line in flat share stays below a quarter.",
            "At the output only": "the line is low in all hidden layers and jumps at the output.",
        }, "At the output only", "flat")),
    Prediction("You may multiply all weights of a sick network by one number. Which disease can that cure?", {
        "All weights zero": "any number times zero is zero.",
        "All weights 0.1": "they stay equal, and so do the units.",
        "Weights too small": "size is all that is wrong with them, and the number changes just that.",
    }, "Weights too small", Look(
        "clinic",
        "With *seed* at 0 drag *bed* to 10 and *dose* to its right end. Then go to *bed* 5 and let *dose* stand at 32 "
        "or more.",
        ({"bed": 10, "dose": (">=", 30), "prescription": "nothing", "seed": 0},
         {"bed": 5, "dose": (">=", 30), "prescription": "nothing", "seed": 0}),
        "Which of the two patients did a large dose lift above the mark in update : data?", {
            "Bed 5 only": "bed 5 rises above the grey mark; bed 10 lies at the lower edge at each dose.",
            "Both": "in bed 10 the line in update : data lies at the lower edge, whatever the dose.",
            "Neither": "in bed 5 the line in update : data is above the grey mark at this dose.",
        }, "Bed 5 only", "ratio")),
    Prediction("A patient's loss is 30. You multiply all weights by 0.01, and the loss falls to 2.30. Is it cured?", {
        "Yes, the loss is small now": "2.30 is ln 10, the loss of one tenth for each class: it says nothing any more.",
        "No, now its weights are too small": "it answers a guess to every digit, and its steps are tiny: another "
                                             "disease.",
        "Half: a little training will do": "a step changes the weights by less than a ten-thousandth of their size.",
    }, "No, now its weights are too small", Look(
        "clinic",
        "In *bed* 1, with *seed* at 0, drag *dose* to its left end. Read the loss below the picture, and find the "
        "grey mark in update : "
        "data.",
        ({"dose": ("<=", 0.013), "bed": 1, "prescription": "nothing", "seed": 0},),
        "What did you see at the left end?", {
            "A loss near 2.3, update : data above the mark": "in update : data the whole line lies below the grey "
                                                             "mark.",
            "A loss near 2.3, update : data below the mark": "the loss is a guess, and in each layer a step is tiny.",
            "A loss still far above 2.3": "the sentence says 2.3; far above it is the loss at dose 1.",
        }, "A loss near 2.3, update : data below the mark", "ratio")),
    Prediction("A tanh network in which nine of ten activations stand at −1 or 1. All of its weights become 100 times "
               "as large. The gradient of layer 1 ...", {
        "... grows: large weights pass on more": "they do, but the slopes 1 − A² fall much faster than the weights "
                                                 "grow.",
        "... stays: the units are saturated already": "they come closer to ±1 still, and the slope goes on falling to "
                                                      "0.",
        "... becomes 0": "each layer multiplies by slopes that are now practically 0, and nothing gets to layer 1.",
    }, "... becomes 0", Look(
        "clinic",
        "In *bed* 1, with *seed* at 0, drag *dose* to its right end. Compare the rows of dW1 with those at dose 1.",
        ({"dose": (">=", 30), "bed": 1, "prescription": "nothing", "seed": 0},),
        "What did the sixteen images of dW1 look like at the right end?", {
            "Darker than at dose 1": "at dose 1 they are dark; at the right end all sixteen are blank.",
            "As dark as at dose 1": "at the right end the same rows of dW1 are blank.",
            "Blank": "nothing reaches layer 1; in sizes of gradients its column is at 0.",
        }, "Blank", "dW1")),
)
OBJECTIVES = (
    can("compute the gain of a layer and the first loss, and say from them which layer is sick",
        1, "gain_of", "first_loss"),
    can("name what ails a network from its numbers before training", 4, "diagnoses"),
    can("prescribe another start, and say what a change of size alone can cure", 2, 3, "prescriptions"),
)
EXERCISES = minutes(gain_of=2, first_loss=3, diagnoses=20, prescriptions=15)
LESSON = Lesson(
    number="10",
    folder="clinic",
    name="The clinic",
    question="What is wrong with this network?",
    minutes=60,
    needs="notebooks 01 to 07",
    after="07",
    objectives=OBJECTIVES,
    exercises=EXERCISES,
    explorers=("explorer:clinic",),
    predictions=PREDICTIONS,
)
