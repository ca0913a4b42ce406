"""The record of notebook 13."""

from course_lib.lessons.lesson import Lesson, Prediction

PREDICTIONS = (
    Prediction("Eight filters start equal, and so do their outgoing weights. Each slides over all patches of a digit.", {
        "They part, because patches differ": "every filter sees all of the patches; none sees what others do not.",
        "They stay equal": "patches differ, but all filters get the same ones and the same error.",
        "Some part": "nothing treats one of them differently.",
    }, "They stay equal"),
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
