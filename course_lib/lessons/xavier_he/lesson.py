"""The record of notebook 06."""

from course_lib.lessons.lesson import Lesson, Look, Prediction, at, can, minutes, row

HE, RANDN = "He: √2 / √n", "1 · randn"  # as the explorer's menu calls them
PREDICTIONS = (
    Prediction("1,000 inputs of size about 1, weights of standard deviation 1. How large is the sum?", {
        "About 30": "variances add up: 1,000 terms have variance 1,000, so the size is √1000.",
        "About 1,000": "that would need equal signs; random signs cancel to a large part.",
        "About 1": "the terms cancel, but not that well.",
    }, "About 30", Look(
        "xavier_he",
        "Set *scheme* to 1 · randn, *activation* to identity, *depth* to 1. Compare the rms at *width n* 16 and 64.",
        ({"scheme": RANDN, "activation": "identity", "depth": 1, "width": 16},
         {"scheme": RANDN, "activation": "identity", "depth": 1, "width": 64}),
        "Four times as many inputs: what did the rms of the activations do?", {
            "It grew about fourfold": "from about 4 to about 8, says the sentence under the picture.",
            "It about doubled": "about 4 and 8, the roots of 16 and 64, says the sentence under the picture.",
            "It stayed": "the sentence under the picture says about 4 at width 16, about 8 at 64.",
        }, "It about doubled", "forward")),
    Prediction("One narrow network with He's initializer, width 16, depth 50. Its signal ...", {
        "... keeps its size exactly": "the rule is about the mean over many draws.",
        "... always dies out": "some draws grow.",
        "... may be far larger or smaller": "the rule holds on average; a single deep narrow network strays.",
    }, "... may be far larger or smaller", Look(
        "xavier_he",
        "Set *scheme* to He, *width n* to 16, *depth* to 50. Follow the pale area around the line: nine of ten draws.",
        ({"scheme": HE, "activation": "relu", "width": 16, "depth": (">=", 45)},),
        "How wide was the pale area in “rms of activations”, from the first layer to the last?", {
            "It grew wider": "its edges meet at the left of “rms of activations”, far apart at the right.",
            "It stayed a thin line": "compare the two ends of “rms of activations”, where a mark is a power of ten.",
            "It grew narrower": "the left end of “rms of activations” is layer 1: narrow there, wide at the right.",
        }, "It grew wider", "forward")),
    Prediction("Thirty ReLU layers. At which gain, the spread of a weight times √n, does the signal keep its size?", {
        "At 1": "ReLU cuts off half, so at gain 1 the mean square is halved in each layer.",
        "At 2": "2 makes up for the half in mean squares; the gain is the root of it.",
        "Between 1 and 2": "about √2 = 1.41, which makes up for the half that ReLU cuts off.",
    }, "Between 1 and 2", Look(
        "xavier_he",
        "Drag *gain* to 0.8 or less, then to 2 or more; *depth* is at 20 or more. Watch “rms of activations”.",
        ({"gain": ("<=", 0.85), "scheme": "as the slider says", "activation": "relu", "depth": (">=", 20)},
         {"gain": (">=", 2), "scheme": "as the slider says", "activation": "relu", "depth": (">=", 20)}),
        "How did the line of “rms of activations” run at the small gain and at the large one?", {
            "Down at both": "at gain 2 and more the line of “rms of activations” climbs off the chart.",
            "Down, then level": "at gain 2 and more the line of “rms of activations” is not level: it climbs.",
            "Down, then up": "“rms of activations” falls at the small gain, climbs at the large: level is between.",
        }, "Down, then up", "forward")),
    Prediction("Thirty sigmoid layers, gain 1: the activations keep an rms of about 0.5. Does the input get through?", {
        "Yes: the size is kept": "the rms also counts what all samples have in common, and here that is nearly all.",
        "No: all samples come out alike": "each layer multiplies differences by a slope of at most a quarter.",
        "Yes, but more strongly each time": "the slope of a sigmoid is at most a quarter, so differences shrink.",
    }, "No: all samples come out alike", Look(
        "xavier_he",
        "Set *activation* to sigmoid; *gain* is at 1 or less. Compare the median's line with the dotted one.",
        ({"activation": "sigmoid", "scheme": "as the slider says", "gain": ("<=", 1.0), "depth": (">=", 20)},),
        "Where did the median and the dotted line, between samples, go in “rms of activations”?", {
            "Both stayed level": "the dotted line leaves “rms of activations” at the bottom within twenty layers.",
            "The median stayed level, the dotted line fell": "in “rms of activations” only the differences die out.",
            "Both fell": "the median stays near 0.5 in “rms of activations”; the dotted line alone falls.",
        }, "The median stayed level, the dotted line fell", "forward")),
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
OBJECTIVES = (
    can("predict how large a sum of many random terms is", 1),
    can("compute by how much a ReLU layer changes the mean square of what comes in", 3, "relu_step"),
    can("write He's and Xavier's initializers", "he_normal", "xavier_uniform"),
    can("say what the rule leaves open: a single narrow network, and sigmoid units", 2, 4),
)
EXERCISES = minutes(relu_step=4, he_normal=4, xavier_uniform=5)
LESSON = Lesson(
    number="06",
    folder="xavier_he",
    name="Xavier and He",
    question="How large should random be?",
    minutes=45,
    needs="notebooks 01 to 05, variance, and that variances of independent numbers add up",
    after="05",
    objectives=OBJECTIVES,
    exercises=EXERCISES,
    explorers=("explorer:xavier_he", "digit_training:digit_training"),
    predictions=PREDICTIONS,
    claims=CLAIMS,
)
