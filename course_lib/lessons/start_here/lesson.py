"""The record of notebook 00."""

from course_lib.lessons.lesson import Lesson, Prediction

PREDICTIONS = (
    Prediction("A slider goes from all weights equal to all weights random. Where does learning begin to succeed?", {
        "At the first notch": "the units differ from there on, but too little to learn in the time they have.",
        "Somewhere on the way": "the units must differ enough, and that is long before everything is random.",
        "At the far end": "fully random weights are not needed: a small difference is enough.",
    }, "Somewhere on the way"),
    Prediction("Seventeen popular claims about the start of a network. How many are true as they stand?", {
        "Nearly all": "most of them lack a condition; the table below says which.",
        "None": "some survive every test that we could think of.",
        "Fewer than half": "6 true, 9 half true, 1 depends, 1 false; the table below says which.",
    }, "Fewer than half"),
)
LESSON = Lesson(
    number="00",
    folder="start_here",
    name="Start here",
    question="Which popular answers are true?",
    minutes=10,
    needs="nothing yet",
    predictions=PREDICTIONS,
)
