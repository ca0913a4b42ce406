"""The record of notebook 11."""

from course_lib.lessons.lesson import Lesson, Look, Prediction, can, minutes

PREDICTIONS = (
    Prediction("Ten classes, about equally frequent. After an hour of training the loss still reads 2.30. What does "
               "the network answer?", {
        "Always the same class, and it is sure of it": "nine of ten answers would be wrong and sure, which costs far "
                                                       "more.",
        "One tenth for each class, whatever the image": "minus the logarithm of one tenth is ln 10, which is 2.30.",
        "The right class, but hardly surer than one tenth": "such answers cost less than ln 10, and a loss that "
                                                            "stands still for an hour learns nothing.",
    }, "One tenth for each class, whatever the image", Look(
        "your_network",
        "Drag *all weights ×* to its left end: the loss is 2.3 there. Look at the column of the output in activations.",
        ({"scale": ("<=", 0.013), "start": ""},),
        "How did the output's activations lie there?", {
            "Most at 0, some at 1": "that is so at the right end; at the left end there is one line, a little above 0.",
            "Spread between 0 and 1": "at the left end the column of the output is one thin line.",
            "In one thin line, a little above 0": "all ten answers to all images are about a tenth.",
        }, "In one thin line, a little above 0", "activations")),
    Prediction("All weights are zero. To each you add a millionth of a random weight, and now all units are "
               "different. The network is ...", {
        "... ready to learn: difference was what it lacked": "to differ is not enough: next to nothing of the "
                                                             "differences between images gets through.",
        "... too small to learn": "each layer multiplies what it gets by about a millionth, on both ways.",
        "... dead: a millionth is as good as zero": "zero would never move. This moves, and takes ages.",
    }, "... too small to learn", Look(
        "your_network",
        "Set *start anew as* to zeros and *share of that start* to 0.999999, one notch from its right end: a "
        "millionth is left of the random weights. Read what is found.",
        ({"start": "zeros", "share": 0.999999},),
        "What did the count say, and what was found?", {
            "All units distinct; found: too small": "the panel distinct counts all, and the text below names the size.",
            "1 unit distinct; found: zero": "that is one notch further, at 1; here the panel distinct counts all.",
            "All units distinct; found: healthy": "all are distinct, but the text below the picture says too small.",
        }, "All units distinct; found: too small", "units")),
    Prediction("Your rate is 0.1 and each step changes the weights of layer 1 by a hundred-millionth of their size. "
               "What do you try first?", {
        "A thousand times the rate": "a hundred-thousandth is still next to nothing, and layers that are in order "
                                     "would get that rate, too.",
        "Another start": "the gradient has faded on its way to layer 1, and the weights above decide how much of it "
                         "arrives.",
        "A thousand times the steps": "that is still only a part in a hundred thousand.",
    }, "Another start", Look(
        "your_network",
        "Press Reset. Set *start anew as* to zeros, *share of that start* to 0.999999 and *rate* to its right end, "
        "10. Then set *rate* back to 0.1 and *start anew as* to he_normal.",
        ({"start": "zeros", "share": 0.999999, "scale": 1.0, "rate": (">=", 8)},
         {"start": "he_normal", "share": (">=", 0.9), "scale": 1.0, "rate": (">=", 0.1)}),
        "What brought the line in update : data above the grey mark?", {
            "A hundred times the rate": "at rate 10 the line in update : data still lies far below the mark.",
            "The other start": "at rate 10 it stayed below the mark, with He's weights it is above it at 0.1.",
            "Neither of the two": "with He's weights the line in update : data is above the grey mark.",
        }, "The other start", "ratio")),
    Prediction("All weights of a healthy tanh network for ten classes become 100 times as large. Before any training "
               "its loss ...", {
        "... is far above 2.3": "it is sure of its answers, and most of them are wrong.",
        "... stays near 2.3: it still only guesses": "to guess is to say one tenth; large weights say 0 or 1.",
        "... is near 0: it is sure now": "sure, but nobody told it the digits: mostly it is sure and wrong.",
    }, "... is far above 2.3", Look(
        "your_network",
        "Drag *all weights ×* to its right end. Look at the column of the output in activations, and read the loss.",
        ({"scale": (">=", 30), "start": ""},),
        "How did the output's activations lie there, and where was the loss?", {
            "Nearly all at 0 or 1, the loss far above 2.3": "so it is: in activations the output has two lines.",
            "In one line at a tenth, the loss near 2.3": "that is the left end; here in activations lie two lines.",
            "Nearly all at 0 or 1, the loss near 0": "read the loss below the picture again: it is far above 2.3.",
        }, "Nearly all at 0 or 1, the loss far above 2.3", "activations")),
)
OBJECTIVES = (
    can("read a loss that stands still, and one that is too large at the start", 1, 4),
    can("name what is wrong with a start from its charts, and what to try first", 2, 3, "names"),
    can("bring a network of your own into the course", "to_network"),
    can("find the slip in a backward pass, and mend it", "dW1"),
)
EXERCISES = minutes(names=10, to_network=6, dW1=8)
LESSON = Lesson(
    number="11",
    folder="your_network",
    name="Your network",
    question="Why does your network not learn?",
    minutes=45,
    needs="notebooks 01 to 07, and a network of your own if you have one",
    after="10",
    objectives=OBJECTIVES,
    exercises=EXERCISES,
    explorers=("explorer:your_network", "parts_explorer:your_parts"),
    predictions=PREDICTIONS,
)
