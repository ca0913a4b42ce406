"""The record of notebook 08."""

from course_lib.lessons.lesson import Lesson, Prediction, at, row

PREDICTIONS = (
    Prediction("Sixteen units start equal, all weights 0.5. What sets them apart?", {
        "Random mini-batches": "which samples are used is random, but all units see the same ones.",
        "Dropping inputs at random": "every unit sees the same spoilt inputs.",
        "Dropping hidden units at random": "each unit has a mask of its own and hears another part of the error.",
    }, "Dropping hidden units at random"),
    Prediction("One weight of one unit is changed. How many different units are there after 10,000 steps?", {
        "Sixteen": "nothing ever treats the other fifteen differently.",
        "Two": "the changed one and its fifteen equal colleagues: descent splits no class.",
        "One": "descent does not bring the changed unit back to the others here.",
    }, "Two"),
)
CLAIMS = (
    row(9, "With dropout nobody needs random weights.", "half true",
        "Dropout of hidden units parts equal ones at once. Later, and moons not from 0.5 within 400 steps.",
        "Each unit needs a mask of its own: one mask for all, or dropped inputs, part none. Zero with tanh stays dead.",
        at("08", "By hand, once", "dropout of hidden units, each a mask of its own: distinct rows of dW1: `4` of 4",
           "dropout of hidden units, one mask for all: distinct rows of dW1: `1` of 4",
           "dropout of inputs: distinct rows of dW1: `1` of 4"),
        at("08", "The claim, as numbers: dropout",
           "moons, weights of size 1, dropout 0.05\n   random           about `100` %, step `100`\n"
           "   random, dropout  about `100` %, step `150`\n   equal, dropout   about `100` %, step `200`",
           "moons, weights of size 0.5, dropout 0.05\n   random           about  `90` %, step `200`\n"
           "   random, dropout  about  `80` %, step `250`\n   equal, dropout   about   `0` %, `never`")),
)
LESSON = Lesson(
    number="08",
    folder="more_symmetry",
    name="More symmetry",
    question="What else breaks symmetry?",
    minutes=45,
    needs="notebooks 01 to 05",
    after="05",
    explorers=("explorer:more_symmetry", "symmetry_or_correlation:symmetry_or_correlation"),
    predictions=PREDICTIONS,
    claims=CLAIMS,
)
