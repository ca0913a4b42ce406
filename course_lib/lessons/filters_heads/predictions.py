"""The predictions of notebook 13."""

from course_lib.lessons.lesson import Look, Prediction

PREDICTIONS = (
    Prediction("Eight filters start equal, and so do their outgoing weights. Each slides over all patches. They ...", {
        "... become different, as patches are": "every filter gets all of the patches; none sees what others do not.",
        "... stay equal": "patches differ, and that parts a filter's taps; but all filters get the same patches.",
        "... become different in part": "nothing treats one of them differently from another.",
    }, "... stay equal", Look(
        "filters",
        "Drag *scale of the filters* to both ends. Compare the eight images of gradients dW: what would a step change?",
        ({"scale": ("<=", 0.05), "initializer": "equal", "outgoing": "equal", "blend": 0.0, "step": 0},
         {"scale": (">=", 2), "initializer": "equal", "outgoing": "equal", "blend": 0.0, "step": 0}),
        "How did the eight images of gradients dW compare?", {
            "Eight different images": "each of the eight gradients dW is a copy of the first.",
            "Eight equal images, each of one colour": "they are equal, but within one the nine squares differ.",
            "Eight equal images, each of several colours": "the taps of a filter part, the filters do not.",
        }, "Eight equal images, each of several colours", "dW")),
    Prediction("W_Q and W_K of all heads start at zero, all else at random. The heads choose where they look ...", {
        "... from the first step on": "at the first step both gradients are zero: each holds the other as a factor.",
        "... from the second step on": "that is so if one of the two is zero; here nothing has moved by then.",
        "... never": "each gradient holds the other matrix as a factor, and neither stands in another product.",
    }, "... never", Look(
        "heads",
        "Set *queries, keys, values* to zero queries, zero keys and *output matrices* to a draw for each. Drag "
        "*training step* to its right end.",
        ({"initializer": "no queries and keys", "outputs": "random", "blend": 0.0, "step": (">=", 6)},),
        "What did the panel looks at show at the right end?", {
            "One colour in each head": "each token looks at all tokens alike; gradients of W_Q and W_K are 0.",
            "Another pattern in each head": "in looks at there is no pattern: each head is of one colour.",
            "One pattern, the same in all heads": "all heads agree, but without a pattern: looks at has one colour.",
        }, "One colour in each head", "looks")),
    Prediction("The recurrent matrix is the identity, all other weights are equal. How many of 16 units are "
               "distinct?", {
        "Sixteen, as no two rows are equal": "rows differ, but swapping two units swaps columns, too.",
        "One": "swap two units, that is rows and columns: the identity stays the identity.",
        "It depends on the data": "all units get the same inputs, whatever the data.",
    }, "One", Look(
        "through_time",
        "Drag *size of U* to both ends, and read the panel distinct.",
        ({"radius": ("<=", 0.7), "matrix": "identity", "vectors": "equal"},
         {"radius": (">=", 1.4), "matrix": "identity", "vectors": "equal"}),
        "How many of the sixteen units were distinct?", {
            "16: one for each row of U": "no two rows of U are equal, and the panel distinct says 1 of 16 all the "
                                         "same.",
            "1, at both ends": "sixteen rows of U, and one unit: all rows of the gradients dU are equal, too.",
            "1 with a small U, more with a large one": "the panel distinct says 1 of 16 at both ends.",
        }, "1, at both ends", "units")),
)
