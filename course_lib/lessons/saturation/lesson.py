"""The record of notebook 07."""

from course_lib.lessons.lesson import Lesson, Look, Prediction, at, can, minutes, row

PREDICTIONS = (
    Prediction("z is Gaussian with standard deviation 1. Which share of tanh(z) lies beyond 0.99?", {
        "About half": "that takes a standard deviation of about 4.",
        "About one in a hundred": "0.99 is reached at |z| = 2.65, which is rare.",
        "About a tenth": "that takes a standard deviation of about 1.6.",
    }, "About one in a hundred", Look(
        "saturation",
        "Drag *scale of randn* to 0.18: there z of layer 1 has standard deviation 1 or so. Read “share saturated”.",
        ({"scale": ("<=", 0.18), "activation": "tanh", "bias": 0.0},),
        "Which share of layer 1 was saturated at scale 0.18 or less?", {
            "About half": "that takes a scale near 1; at 0.18 the first dot of “share saturated” lies on the bottom.",
            "About a tenth": "the sentence under the picture says 0.02 or less for layer 1.",
            "0.02 or less": "the first dot of “share saturated” lies on the bottom or hardly above it.",
        }, "0.02 or less", "saturated")),
    Prediction("Ten tanh layers with weights of standard deviation 1. The gradient in layer 1 ...", {
        "... explodes": "few units are unsaturated, but ten large weights multiply.",
        "... vanishes": "that is what saturation suggests; the picture shows otherwise.",
        "... stays the same": "that would be near 1 / √fan-in.",
    }, "... explodes", Look(
        "saturation",
        "Drag *hidden layers* to 1 and then to 10; *scale of randn* is at 1. Read the largest |dW1| in the sentence.",
        ({"depth": 1, "scale": 1.0, "activation": "tanh", "bias": 0.0},
         {"depth": (">=", 9), "scale": 1.0, "activation": "tanh", "bias": 0.0}),
        "From one hidden layer to nine or ten, what did the largest |dW1| do?", {
            "It shrank": "below 0.1 with one hidden layer, above 1 with ten: compare the colours of dW1.",
            "It grew more than tenfold": "below 0.1 with one hidden layer, above 1 with ten: see the colours of dW1.",
            "It hardly changed": "“share saturated” hardly changes; the colours of dW1 grow stronger.",
        }, "It grew more than tenfold", "dW1")),
    Prediction("So multiply by 0.01? In five tanh layers at that scale: how large a step does layer 1 take?", {
        "About 0.001 of its weights: safe": "each layer takes most of the error away; layer 1 gets far less.",
        "Far less than 0.001 of its weights": "going back, each layer multiplies the error by about 0.01 √32 = 0.06.",
        "More: small weights move easily": "so it is with one layer; with five hardly any error gets back.",
    }, "Far less than 0.001 of its weights", Look(
        "saturation",
        "Drag *scale of randn* to 0.01 or less; *hidden layers* is at 5 or more. Find layer 1 in “update : data”.",
        ({"scale": ("<=", 0.01), "depth": (">=", 5), "activation": "tanh", "bias": 0.0},),
        "Where was layer 1 in the panel “update : data”, beside the guide at 1e-3?", {
            "Far below the guide": "more than a hundred times below 1e-3, at the left of the panel “update : data”.",
            "Near the guide": "the axis of “update : data” counts powers of ten: layer 1 is below 1e-5.",
            "Above the guide": "so it is with one hidden layer; with five, “update : data” shows layer 1 below 1e-5.",
        }, "Far below the guide", "ratio")),
    Prediction("A sigmoid output is sure and wholly wrong, under squared error. How much of its error goes back?", {
        "All: it is the largest error": "the error is multiplied by the slope of the sigmoid, which is flat there.",
        "A quarter": "that is the slope in the middle, where the output is undecided.",
        "Hardly any": "where the output is sure the sigmoid is flat, and its slope multiplies the error.",
    }, "Hardly any", Look(
        "vanishing_slope",
        "In the picture of the output unit drag *scale of W2* to 30 or more, under squared error.",
        ({"scale": (">=", 30), "loss": "squared_error"},),
        "In the panel “what goes back”, how high were the dots whose error is near -1 or 1?", {
            "As high as the error": "so it is under cross-entropy; here these dots lie near 0 in “what goes back”.",
            "Near 0": "in “what goes back” the curve, and the dots on it, come down to 0 at both ends.",
            "At about a quarter": "at both ends of “what goes back” the dots lie below 0.1.",
        }, "Near 0", "errors")),
)
CLAIMS = (
    row(15, "Large weights saturate tanh and sigmoid, so multiply by 0.01.", "half true",
        "True in one hidden layer. In ten, 0.01 loses the signal; scales of 1 to 10 make the gradient explode.",
        "One layer needs 0.01 no more than Xavier's scale, and bears it only under a usual output layer.",
        at("07", "The claim, as numbers: one layer and ten",
           "hidden layers  1, scale  10.0: |dW1| is `0.1` times that of Xavier's scale",
           "hidden layers 10, scale  0.01: |dW1| is `2e-11` times that of Xavier's scale",
           "hidden layers 10, scale   1.0: |dW1| is `2e+02` times that of Xavier's scale",
           "hidden layers  1, all layers at scale  0.01: |dW1| is `0.08` times that of Xavier's scale",
           "hidden layers 10, scale  30.0: |dW1| is `less than 1e-9` times")),
)
OBJECTIVES = (
    can("compute which share of units is saturated, and which is dead", 1, "saturated_share", "dead_share"),
    can("predict for ten tanh layers whether a scale makes the gradient vanish or explode", 2, 3),
    can("compute how large a step is beside the weights it changes", 3, "update_ratio"),
    can("say how much error a saturated output hands back under squared error", 4),
)
EXERCISES = minutes(saturated_share=6, update_ratio=3, dead_share=4)
LESSON = Lesson(
    number="07",
    folder="saturation",
    name="Saturation",
    question="What is too large, and what is too small?",
    minutes=45,
    needs="notebooks 01 to 06",
    after="06",
    objectives=OBJECTIVES,
    exercises=EXERCISES,
    explorers=("explorer:saturation", "vanishing_slope:vanishing_slope"),
    predictions=PREDICTIONS,
    claims=CLAIMS,
)
