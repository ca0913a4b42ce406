"""The record of notebook 10."""

from course_lib.lessons.lesson import Lesson, Prediction

PREDICTIONS = (
    Prediction("Ten classes, no training yet. Hidden layers look healthy, but the loss is 56. Which layer is it?", {
        "The first": "a bad first layer gives bad answers, but only a sure answer costs that much.",
        "The last": "only sure and wrong answers cost much more than ln 10 = 2.3, and the last layer gives them.",
        "All at once": "then hidden activations would grow or stand at their ends; here they look healthy.",
    }, "The last"),
    Prediction("You may multiply all weights of a sick network by one number. Which disease can that cure?", {
        "All weights zero": "any number times zero is zero.",
        "All weights 0.1": "they stay equal, and so do the units.",
        "Weights too small": "size is all that is wrong with them, and the number changes just that.",
    }, "Weights too small"),
)
LESSON = Lesson(
    number="10",
    folder="clinic",
    name="The clinic",
    question="What is wrong with this network?",
    minutes=60,
    needs="notebooks 01 to 07",
    after="07",
    explorers=("explorer:clinic",),
    predictions=PREDICTIONS,
)
