"""The record of notebook 07."""

from course_lib.lessons.lesson import Lesson, Prediction, at, row

PREDICTIONS = (
    Prediction("z is Gaussian with standard deviation 1. Which share of tanh(z) lies beyond 0.99?", {
        "About half": "that takes a standard deviation of about 4.",
        "Less than one in a hundred": "0.99 is reached at |z| = 2.65, which is rare.",
        "About a tenth": "that takes a standard deviation of about 1.6.",
    }, "Less than one in a hundred"),
    Prediction("Ten tanh layers with weights of standard deviation 1. The gradient in layer 1 ...", {
        "... explodes": "few units are unsaturated, but ten large weights multiply.",
        "... vanishes": "that is what saturation suggests; measure it below.",
        "... stays the same": "that would be near 1 / √fan-in.",
    }, "... explodes"),
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
LESSON = Lesson(
    number="07",
    folder="saturation",
    name="Saturation",
    question="What is too large, and what is too small?",
    minutes=45,
    needs="notebooks 01 to 06",
    after="06",
    explorers=("explorer:saturation", "vanishing_slope:vanishing_slope"),
    predictions=PREDICTIONS,
    claims=CLAIMS,
)
