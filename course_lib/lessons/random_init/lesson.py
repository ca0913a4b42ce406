"""The record of notebook 05."""

from course_lib.lessons.lesson import Lesson, Prediction, at, row

PREDICTIONS = (
    Prediction("Weights of 0.5 plus random numbers of size 0.000001. How many of four units are distinct?", {
        "One: the difference is too small": "the difference is small, but it is one.",
        "It depends on the data": "distinct is said of the weights alone.",
        "Four": "any difference makes units distinct. Whether it is enough to learn in time is another question.",
    }, "Four"),
    Prediction("200 random starts of standard deviation 1, two hidden units, XOR. How many succeed?", {
        "All": "with two units many landings end in a boundary with three of four right.",
        "About half": "and with eight units practically all: success is a rate.",
        "None": "two units are enough to solve XOR, if they land well.",
    }, "About half"),
)
CLAIMS = (
    row(16, "Small numbers that are not zero, such as 0.1, break the symmetry.", "half true",
        "Only if they differ: with all weights 0.1 the units stay one class.",
        "Different need not be enough: from differences of 0.000001 about 0 % of 200 seeds solve XOR in 1,000 steps.",
        at("05", "The claim, as numbers: small, or different?",
           "all weights 0.1: unit classes after 1,000 steps: `1` of 4",
           "ε = 1e-06  about `0` % of 200 seeds solve XOR", "ε = 0.1    about `100` % of 200 seeds solve XOR")),
)
LESSON = Lesson(
    number="05",
    folder="random_init",
    name="Random init",
    question="How different is different enough?",
    minutes=45,
    needs="notebooks 01 to 04",
    after="04",
    explorers=("explorer:random_init",),
    predictions=PREDICTIONS,
    claims=CLAIMS,
)
