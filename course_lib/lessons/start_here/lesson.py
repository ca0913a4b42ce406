"""The record of notebook 00."""

from course_lib.lessons.lesson import Lesson, Look, Prediction, can

PREDICTIONS = (
    Prediction("A slider goes from all weights equal to all weights random. Where does learning begin to succeed?", {
        "At the first notch": "the units differ from there on, but too little to learn in the time they have.",
        "Somewhere on the way": "the units must differ enough, and that is long before everything is random.",
        "At the far end": "fully random weights are not needed: a small difference is enough.",
    }, "Somewhere on the way", Look(
        "random_init",
        "Drag *ε* to its left end, then slowly to its right end. Watch the twelve maps: a tick means that all is "
        "right.",
        ({"blend": ("<=", 1e-5), "step": 300, "scale": 1.0, "data": "xor"},
         {"blend": (">=", 0.03), "step": 300, "scale": 1.0, "data": "xor"}),
        "Where did the twelve maps get their ticks?", {
            "From the first notch on": "at 0.000001 the count says 4 of 4 distinct, but no map has a tick.",
            "Between the first notch and the far end": "none has a tick at the left, and at 0.03 most of them have "
                                                       "one.",
            "At the far end only": "at 0.03 most of the twelve maps have a tick already.",
        }, "Between the first notch and the far end", "landings")),
    Prediction("Seventeen popular claims about the start of a network. How many are true as they stand?", {
        "Nearly all": "most of them lack a condition; the table below says which.",
        "None": "some survive every test that we could think of.",
        "Fewer than half": "6 true, 9 half true, 1 depends, 1 false; the table below says which.",
    }, "Fewer than half"),
)
OBJECTIVES = (
    can("say whether it is enough that units differ, and how much they must", 1),
    can("find the verdict on a popular claim, its limit, and the experiment that shows it", 2),
)
LESSON = Lesson(
    number="00",
    folder="start_here",
    name="Start here",
    question="Which popular answers are true?",
    minutes=10,
    needs="nothing yet",
    objectives=OBJECTIVES,
    predictions=PREDICTIONS,
)
