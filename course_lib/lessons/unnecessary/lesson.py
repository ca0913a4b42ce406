"""The record of notebook 14."""

from course_lib.lessons.lesson import Lesson, Prediction

PREDICTIONS = (
    Prediction("Ask before you show. Two units start with equal rows of W. Are their rows of dW1 equal?", {
        "Yes": "say why it is right.",
        "No": "say where it goes wrong.",
    }, "Yes"),
)
LESSON = Lesson(
    number="14",
    folder="unnecessary",
    name="Unnecessary",
    question="The one question of this notebook?",
    minutes=40,
    needs="notebooks 01 to 05",
    after="05",
    explorers=("explorer:unnecessary",),
    predictions=PREDICTIONS,
)
