"""The record of notebook 06."""

from course_lib.lessons.lesson import Lesson, Prediction, at, row

PREDICTIONS = (
    Prediction("1,000 inputs of size about 1, weights of standard deviation 1. How large is the sum?", {
        "About 30": "variances add up: 1,000 terms have variance 1,000, so the size is √1000.",
        "About 1,000": "that would need equal signs; random signs cancel to a large part.",
        "About 1": "the terms cancel, but not that well.",
    }, "About 30"),
    Prediction("One network with He's initializer, width 64, depth 50. Its signal ...", {
        "... keeps its size exactly": "the rule is about the mean over many draws.",
        "... always dies out": "some draws grow.",
        "... may be far larger or smaller": "the rule holds on average; a single deep narrow network strays.",
    }, "... may be far larger or smaller"),
)
CLAIMS = (
    row(13, "For ReLU draw Gaussian weights times √(2 / fan-in) (He), or use one of its relatives.", "true",
        "Gain √2 keeps the mean square of a ReLU layer where gain 1 halves it. LeCun, Xavier and He are one formula.",
        "It is a mean over draws: half of the networks of width 64 and depth 50 keep less than a sixth of it.",
        at("06", "By hand, once", "gain 1: one ReLU layer multiplies the mean square by about `0.5`",
           "gain √2: one ReLU layer multiplies the mean square by about `1.0`"),
        at("06", "The claim, and the spread around it", "median `0.15`, 5 % lie below `0.01`, 5 % above `3`",
           "first-layer gradient, gain 1 over He: `3e-05`")),
    row(14, "There is a rule of thumb for sigmoid networks.", "half true",
        "1/√fan-in can be derived, and it serves one layer.",
        "It does not serve ten: all samples come out alike. Gain 10 parts them, with many units near their flat ends.",
        at("06", "A rule of thumb for sigmoid?", "gain  1, layer 10: std of all `0.1`, between samples `4e-07`",
           "gain  4, layer 10: std of all `0.3`, between samples `4e-03`",
           "gain 10, layer 10: std of all `0.4`, between samples `8e-02`")),
)
LESSON = Lesson(
    number="06",
    folder="xavier_he",
    name="Xavier and He",
    question="How large should random be?",
    minutes=45,
    needs="notebooks 01 to 05, variance, and that variances of independent numbers add up",
    after="05",
    explorers=("explorer:xavier_he", "digit_training:digit_training"),
    predictions=PREDICTIONS,
    claims=CLAIMS,
)
