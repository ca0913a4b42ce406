"""The record of notebook 13."""

from course_lib.lessons.lesson import Lesson, Prediction

PREDICTIONS = (
    Prediction("Eight filters start equal, and so do their outgoing weights. Each slides over all patches. They ...", {
        "... become different, as patches are": "every filter gets all of the patches; none sees what others do not.",
        "... stay equal": "patches differ, and that parts a filter's taps; but all filters get the same patches.",
        "... become different in part": "nothing treats one of them differently from another.",
    }, "... stay equal"),
    Prediction("W_Q and W_K of all heads start at zero, all else at random. The heads choose where they look ...", {
        "... from the first step on": "at the first step both gradients are zero: each holds the other as a factor.",
        "... from the second step on": "that is so if one of the two is zero; here nothing has moved by then.",
        "... never": "each gradient holds the other matrix as a factor, and both are zero.",
    }, "... never"),
    Prediction("The recurrent matrix is the identity, all other weights are equal. How many of 8 units are distinct?", {
        "Eight, as no two rows are equal": "rows differ, but swapping two units swaps columns, too.",
        "One": "swap two units, that is rows and columns: the identity stays the identity.",
        "It depends on the data": "all units get the same inputs, whatever the data.",
    }, "One"),
)
LESSON = Lesson(
    number="13",
    folder="filters_heads",
    name="Filters, heads",
    question="Filters, heads, tokens, time: is it the same question?",
    minutes=60,
    needs="notebooks 01 to 06",
    after="11",
    explorers=("explorer:filters", "heads_explorer:heads", "tokens_explorer:tokens",
               "time_explorer:through_time"),
    predictions=PREDICTIONS,
)
