"""The record of notebook 08."""

from course_lib.lessons.lesson import Lesson, Look, Prediction, at, can, minutes, row

PREDICTIONS = (
    Prediction("Sixteen units start equal, all weights 0.5. What sets them apart?", {
        "Random mini-batches": "which samples are used is random, but all units see the same ones.",
        "Dropping inputs at random": "every unit sees the same spoilt inputs.",
        "Dropping hidden units at random": "each unit has a mask of its own and hears another part of the error.",
    }, "Dropping hidden units at random", Look(
        "more_symmetry",
        "Set *what differs* to mini-batches, then to input dropout, then to hidden-unit dropout. Read the large "
        "number each time.",
        ({"source": "mini-batches"}, {"source": "input dropout"},
         {"source": "dropout", "constant": 0.5, "size": 0.5, "step": (">=", 3)}),
        "With which of the three was more than 1 of 16 units distinct?", {
            "With all three": "with mini-batches and with input dropout the panel distinct says 1 of 16.",
            "With hidden-unit dropout only": "the panel distinct says 1 of 16 for the other two.",
            "With none of them": "the panel distinct goes up when hidden units are dropped.",
        }, "With hidden-unit dropout only", "units")),
    Prediction("One weight of one unit is changed. How many different units are there after 200 steps?", {
        "Sixteen": "nothing ever treats the other fifteen differently.",
        "Two": "the changed one and its fifteen equal colleagues: descent splits no class.",
        "One": "descent does not bring the changed unit back to the others here.",
    }, "Two", Look(
        "more_symmetry",
        "Set *what differs* to one changed weight and drag *training step* to its right end.",
        ({"source": "one weight", "size": (">=", 0.1), "step": (">=", 100)},),
        "How many of the sixteen units were distinct in the end?", {
            "2": "so says the panel distinct: unit 1, and the fifteen others in one class.",
            "16": "the panel distinct says 2 of 16: below row 1 the rows of W1 repeat one pair of numbers.",
            "1": "the panel distinct says 2 of 16: row 1 of W1 has other numbers than the rows below it.",
        }, "2", "units")),
    Prediction("Each hidden unit is dropped with a mask of its own, and all weights start at 0 instead of 0.5. The "
               "units ...", {
        "... part: each has its own mask": "a mask multiplies what a tanh unit says, and that is 0 with any mask.",
        "... part, but later": "nothing that moves the weights comes later: each step finds what the first one found.",
        "... stay equal": "with zero weights tanh units say 0: there is nothing to drop, and nothing moves W1.",
    }, "... stay equal", Look(
        "more_symmetry",
        "Set *what differs* to hidden-unit dropout and drag *constant of all weights* to its left end, 0.",
        ({"constant": 0.0, "source": "dropout"},),
        "What did you see at the left end?", {
            "Rows of dW1 that differ": "in gradients dW1 stands 0 in all sixteen rows, and 1 of 16 units is distinct.",
            "Sixteen distinct units, all weights tiny": "the panel distinct says 1 of 16, and the weights are 0, not "
                                                        "tiny.",
            "Zeros in all rows, and 1 distinct unit": "weights W1 and gradients dW1 are 0 in all sixteen rows.",
        }, "Zeros in all rows, and 1 distinct unit", "dW1")),
    Prediction("Three units have the rows r, r + 1 and r − 1 of weights: each two of them have correlation 1. How "
               "many units are distinct?", {
        "One: correlation 1 means equal": "correlation does not see what is added to a row; a unit does.",
        "Three": "the rows differ, so the units answer differently. What counts is equality, not correlation.",
        "Two: the rank is 2": "the rank says how many directions the rows have, not how many rows are equal.",
    }, "Three", Look(
        "symmetry_or_correlation",
        "Drag *scale* to both ends. Look at the second of the four networks: correlated, different.",
        ({"scale": ("<=", 0.01), "step": 0}, {"scale": (">=", 3), "step": 0}),
        "What stood in its panel distinct?", {
            "1 of 3, as in the first network": "it says 3 of 3 there; 1 of 3 is the first network's, whose rows are "
                                               "equal.",
            "3 of 3, at both ends": "the three rows differ at each scale, though every two have correlation 1.",
            "3 of 3 at the right end only": "small numbers may look alike, but the count is 3 of 3 at the left end, "
                                            "too.",
        }, "3 of 3, at both ends", "units correlated")),
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
OBJECTIVES = (
    can("sort sources of randomness into those that part equal units and those that cannot", 1, "table"),
    can("write dropout, and name a start from which it parts nothing", 3, "dropped"),
    can("count the kinds of units that a changed weight or a mask makes", 2, "mask_classes"),
    can("tell rows that are correlated from rows that are equal", 4, "parallel_rows"),
)
EXERCISES = minutes(table=12, dropped=4, mask_classes=4, parallel_rows=5)
LESSON = Lesson(
    number="08",
    folder="more_symmetry",
    name="More symmetry",
    question="What else breaks symmetry?",
    minutes=45,
    needs="notebooks 01 to 05",
    after="05",
    objectives=OBJECTIVES,
    exercises=EXERCISES,
    explorers=("explorer:more_symmetry", "symmetry_or_correlation:symmetry_or_correlation"),
    predictions=PREDICTIONS,
    claims=CLAIMS,
)
