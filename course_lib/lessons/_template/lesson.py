"""The record of notebook 99."""

from course_lib.lessons.lesson import Lesson, Look, Prediction, can, minutes

PREDICTIONS = (
    Prediction("Ask before you show. Two units start with equal rows of W. Are their rows of dW1 equal?", {
        "Yes": "say why it is right.",
        "No": "say where it goes wrong.",
    }, "Yes", Look(
        "template",
        "Set *weights start as* to constant and compare the rows of the gradients.",
        ({"initializer": "constant"},),
        "What did the rows of the gradients look like?", {
            "All four were equal": "one row of numbers, four times.",
            "They differed": "go down one column of gradients dW1: one number, four times.",
        }, "All four were equal", "dW1")),
)
OBJECTIVES = (
    can("say what a learner can do afterwards, with a verb that can be checked", 1),
    can("double a number", "double"),
)
EXERCISES = minutes(double=1)
LESSON = Lesson(
    number="99",
    folder="template",
    name="Template",
    question="The one question of this notebook?",
    minutes=40,
    needs="notebooks 01 to 05",
    after="05",
    objectives=OBJECTIVES,
    exercises=EXERCISES,
    explorers=("explorer:template",),
    predictions=PREDICTIONS,
)
