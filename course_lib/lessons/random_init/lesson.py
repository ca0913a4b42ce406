"""The record of notebook 05."""

from course_lib.lessons.lesson import Lesson, Look, Prediction, at, can, minutes, row

PREDICTIONS = (
    Prediction("Weights of 0.5 plus random numbers of size 0.000001. How many of four units are distinct?", {
        "One: the difference is too small": "the difference is small, but it is one.",
        "It depends on the data": "distinct is said of the weights alone.",
        "Four": "any difference makes units distinct. Whether it is enough to learn in time is another question.",
    }, "Four", Look(
        "random_init",
        "Drag *ε* to its left end, then move it by one notch to the right, to 1e-06. Read the panel “distinct”.",
        ({"blend": 0.0, "scale": (">=", 0.5)}, {"blend": 1e-06, "scale": (">=", 0.5)}),
        "What did the panel “distinct” say, at the left end and one notch beside it?", {
            "1, and 4 one notch beside it": "the numbers of W1 look equal; “distinct” counts what they hide.",
            "1 in both places": "the numbers in W1 look equal, but one notch from the left end “distinct” says 4.",
            "4 in both places": "at the left end, where all weights are 0.5, “distinct” says 1.",
        }, "1, and 4 one notch beside it", "units")),
    Prediction("Twelve starts whose four units differ by a millionth. How many solve XOR in 300 steps?", {
        "All twelve: the symmetry is broken": "broken it is, but descent must first enlarge the difference.",
        "About half": "success is a rate, but not here: from a difference so small every start is too slow.",
        "None": "different is not yet enough: 300 steps are too few to pull the units apart.",
    }, "None", Look(
        "random_init",
        "Drag *ε* to 0.0001 or less, *training step* at its right end. Look at the twelve maps.",
        ({"blend": ("<=", 1e-4), "data": "xor", "step": (">=", 250), "scale": ("<=", 1.0)},),
        "How many of the twelve landings had a tick?", {
            "Some of them": "not one map of “twelve landings” has a tick; the sentence counts 0 of 12.",
            "No landing": "“twelve landings” has no tick, and the sentence under the picture counts 0 of 12.",
            "All of them": "“twelve landings” has no tick; what says 4 is the count of distinct units.",
        }, "No landing", "landings")),
    Prediction("ε grows from a millionth to 1, wholly random. Where do the first of the twelve starts solve XOR?", {
        "Near 0.00001": "that makes the units distinct, not fast enough for 300 steps.",
        "Near 0.01": "a difference of about a hundredth is enlarged in time; it need not be wholly random.",
        "Near 1: random means wholly random": "a constant of 0.5 with some randomness on it learns as well.",
    }, "Near 0.01", Look(
        "random_init",
        "Drag *ε* slowly from 0.001 to 0.1, *scale of the random part* at 1. Watch for ticks in the twelve maps.",
        ({"blend": ("<=", 1e-3), "data": "xor", "step": (">=", 250), "scale": ("<=", 1.0)},
         {"blend": (">=", 0.03), "data": "xor", "step": (">=", 250), "scale": (">=", 0.5)}),
        "Where were ticks in the panel “twelve landings”?", {
            "At 0.001 and at 0.1": "up to 0.001 the panel “twelve landings” has no tick.",
            "Not at 0.001, but at 0.1": "the ticks of “twelve landings” come between the two, at about 0.01.",
            "At neither": "from 0.03 on nearly all of “twelve landings” have a tick; drag a little further.",
        }, "Not at 0.001, but at 0.1", "landings")),
    Prediction("Now ε is 1: random weights of size 0.01. How many of twelve starts solve XOR in 300 steps?", {
        "None": "they differ enough, but they are all near zero, where gradients are small: too small is too slow.",
        "Nearly all: small and different is ideal": "at size 1 nearly all do; near zero every step is tiny.",
        "About half": "success is a rate, but not here: from so near zero none is fast enough.",
    }, "None", Look(
        "random_init",
        "Drag *ε* to its right end. Then drag *scale of the random part* to 0.01 or less, and back to 0.5 or more.",
        ({"blend": 1.0, "scale": ("<=", 0.01), "data": "xor", "step": (">=", 250)},
         {"blend": 1.0, "scale": (">=", 0.5), "data": "xor", "step": (">=", 250)}),
        "At which of the two sizes did landings have ticks?", {
            "At both": "at 0.01 “twelve landings” has no tick, and its maps have no colour: answers near 0.5.",
            "Only at the small one": "it is the other way round: at 0.01 “twelve landings” has no tick.",
            "Only at the large one": "there “twelve landings” has ticks; at 0.01 its maps have no colour: near 0.5.",
        }, "Only at the large one", "landings")),
)
CLAIMS = (
    row(16, "Small numbers that are not zero, such as 0.1, break the symmetry.", "half true",
        "Only if they differ: with all weights 0.1 the units stay one class.",
        "Different need not be enough: from differences of 0.000001 about 0 % of 200 seeds solve XOR in 1,000 steps.",
        at("05", "The claim, as numbers: small, or different?",
           "all weights 0.1: unit classes after 1,000 steps: `1` of 4",
           "ε = 1e-06  about `0` % of 200 seeds solve XOR", "ε = 0.1    about `100` % of 200 seeds solve XOR")),
)
OBJECTIVES = (
    can("tell a difference between units from a difference that is enough to learn", 1, 2, 3, 4),
    can("measure how often a random start succeeds, and compute how often one of several does",
        "success_rate", "some_success"),
    can("draw uniform weights with the standard deviation you want", "uniform_with_std"),
    can("write down rows that all differ and yet are multiples of one", "rank_one"),
)
EXERCISES = minutes(success_rate=4, uniform_with_std=5, some_success=3, rank_one=4)
LESSON = Lesson(
    number="05",
    folder="random_init",
    name="Random init",
    question="How different is different enough?",
    minutes=45,
    needs="notebooks 01 to 04",
    after="04",
    objectives=OBJECTIVES,
    exercises=EXERCISES,
    explorers=("explorer:random_init",),
    predictions=PREDICTIONS,
    claims=CLAIMS,
)
