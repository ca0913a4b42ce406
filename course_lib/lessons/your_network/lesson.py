"""The record of notebook 11."""

from course_lib.lessons.lesson import Lesson, Prediction

PREDICTIONS = (
    Prediction("Two classes, equally frequent. After an hour of training the loss still reads 0.693. What does the "
               "network answer?", {
        "Always the same class, and it is sure of it": "half of its answers would be wrong and sure, which costs "
                                                       "far more.",
        "One half, whatever the input": "minus the logarithm of one half is ln 2, which is 0.693.",
        "The right class, but hardly surer than one half": "such answers cost less than ln 2, and a loss that stands "
                                                           "still for an hour learns nothing.",
    }, "One half, whatever the input"),
    Prediction("Weights from numpy.random.rand, scaled so that their spread is just right. Forty units of a layer look "
               "at one image. How different are their pre-activations?", {
        "Very: the weights are all different": "they are, but each unit first adds up the same mean weight times the "
                                               "sum of the inputs.",
        "Little: all of them are large and nearly alike": "rand lies between 0 and 1. Its mean, 1/2, multiplies the "
                                                          "sum of all inputs, and every unit has that in common.",
        "Not at all: positive weights are equal weights": "the units are distinct; no two rows agree.",
    }, "Little: all of them are large and nearly alike"),
    Prediction("Your rate is 0.1 and each step changes the weights of layer 1 by a hundred-millionth of their size. "
               "What do you try first?", {
        "A thousand times the rate": "the other layers would get that rate, too.",
        "Another start": "the gradient has faded on its way to layer 1, and the weights above decide how much of it "
                         "arrives.",
        "A thousand times the steps": "that is still only a part in a hundred thousand.",
    }, "Another start"),
)
LESSON = Lesson(
    number="11",
    folder="your_network",
    name="Your network",
    question="Why does your network not learn?",
    minutes=45,
    needs="notebooks 01 to 07, and a network of your own if you have one",
    after="10",
    explorers=("explorer:your_network", "parts_explorer:your_parts"),
    predictions=PREDICTIONS,
)
