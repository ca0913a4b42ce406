"""The predictions of each notebook, to be answered before running on: `predictions.ask("01", 1)`."""

from course_lib.checking import Registry
from course_lib.quiz import Question

QUESTIONS = Registry("notebook", {
    "00": (
        Question("A slider goes from all weights equal to all weights random. Where does learning begin to succeed?", {
            "At the first notch": "the units differ from there on, but too little to learn in the time they have.",
            "Somewhere on the way": "the units must differ enough, and that is long before everything is random.",
            "At the far end": "fully random weights are not needed: a small difference is enough.",
        }, "Somewhere on the way"),
        Question("Seventeen popular claims about the start of a network. How many are true as they stand?", {
            "Nearly all": "most of them lack a condition; the table below says which.",
            "None": "some survive every test that we could think of.",
            "Fewer than half": "7 true, 8 half true, 1 depends, 1 false; the table below says which.",
        }, "Fewer than half"),
    ),
    "01": (
        Question("All weights are 0.5, all biases 0. Is there a sample for which units 1 and 4 answer differently?", {
            "Yes, a sample with unequal inputs": "unequal inputs change the answer, but for both units alike.",
            "No, never": "both units have the same row of W, so they do the same sum for every sample.",
            "Only with sigmoid units": "the activation gets the same number in both units, whatever it is.",
        }, "No, never"),
        Question("What does it take for two units to be copies of each other in the forward pass?", {
            "Equal rows of W and equal biases": "Z = W X + b needs nothing else; the numbers within a row may differ.",
            "All weights of the layer equal": "that is enough, but more than is needed.",
            "Zero weights": "zero is one way among many to have equal rows.",
        }, "Equal rows of W and equal biases"),
    ),
    "02": (
        Question("W1 is constant and W2 is random. Are the rows of dW1 equal?", {
            "Yes, because the rows of A1 are equal": "the activations are, but each error comes through its own W2.",
            "Only for the first sample": "the reasoning is the same for every sample.",
            "No, they differ": "row i of dZ1 is scaled by column i of W2, and those columns differ.",
        }, "No, they differ"),
        Question("The derivative of the loss is positive for some weight. What should a step do to the weight?", {
            "Make it smaller": "the loss grows with the weight, so descent goes the other way.",
            "Make it larger": "that goes uphill: a positive derivative says that the loss grows with the weight.",
            "Leave it, if the learning rate is small": "a small rate makes a small step, not none.",
        }, "Make it smaller"),
    ),
    "03": (
        Question("tanh units, all weights and biases zero, labels of OR. What moves at the first step?", {
            "Everything": "dW1 needs W2 and dW2 needs A1, and both are zero.",
            "Only b2, the output bias": "it sees the mean error, -0.25 here; all else is multiplied by a zero.",
            "Nothing at all": "nearly: but the classes are not balanced, so the output bias moves.",
        }, "Only b2, the output bias"),
        Question("The same with sigmoid units. When does W1 move?", {
            "At step 2": "A1 = 0.5 lets W2 move at step 1, and W2 lets the error through at step 2.",
            "Never": "that is tanh and ReLU; a sigmoid of 0 is 0.5, not 0.",
            "At step 1": "at step 1 W2 is still zero, so no error reaches W1.",
        }, "At step 2"),
    ),
    "04": (
        Question("Eight units start equal and learn XOR. How many of the four samples can be right?", {
            "Two": "a half-plane can do better than half.",
            "Four": "that needs a boundary that is no straight line, and equal tanh units draw straight lines.",
            "Three": "the best half-plane cuts off one corner.",
        }, "Three"),
        Question("And the loss, compared with logistic regression's on XOR?", {
            "Lower": "one tanh unit can answer one corner almost perfectly; logistic regression stays at 0.5.",
            "Equal": "the boundary is of the same kind, but the answers beside it are not.",
            "Higher": "training from 0.5 goes below ln 2 = 0.6931.",
        }, "Lower"),
    ),
    "05": (
        Question("Weights of 0.5 plus random numbers of size 0.000001. How many of four units are distinct?", {
            "One: the difference is too small": "the difference is small, but it is one.",
            "It depends on the data": "distinct is said of the weights alone.",
            "Four": "any difference makes units distinct. Whether it is enough to learn in time is another question.",
        }, "Four"),
        Question("200 random starts of standard deviation 1, two hidden units, XOR. How many succeed?", {
            "All": "with two units many landings end in a boundary with three of four right.",
            "About half": "and with eight units practically all: success is a rate.",
            "None": "two units are enough to solve XOR, if they land well.",
        }, "About half"),
    ),
    "06": (
        Question("1,000 inputs of size about 1, weights of standard deviation 1. How large is the sum?", {
            "About 30": "variances add up: 1,000 terms have variance 1,000, so the size is √1000.",
            "About 1,000": "that would need equal signs; random signs cancel to a large part.",
            "About 1": "the terms cancel, but not that well.",
        }, "About 30"),
        Question("One network with He's initializer, width 64, depth 50. Its signal ...", {
            "... keeps its size exactly": "the rule is about the mean over many draws.",
            "... always dies out": "some draws grow.",
            "... may be far larger or smaller": "the rule holds on average; a single deep narrow network strays.",
        }, "... may be far larger or smaller"),
    ),
    "07": (
        Question("z is Gaussian with standard deviation 1. Which share of tanh(z) lies beyond 0.99?", {
            "About half": "that takes a standard deviation of about 4.",
            "Less than one in a hundred": "0.99 is reached at |z| = 2.65, which is rare.",
            "About a tenth": "that takes a standard deviation of about 1.6.",
        }, "Less than one in a hundred"),
        Question("Ten tanh layers with weights of standard deviation 1. The gradient in layer 1 ...", {
            "... explodes": "few units are unsaturated, but ten large weights multiply.",
            "... vanishes": "that is what saturation suggests; measure it below.",
            "... stays the same": "that would be near 1 / √fan-in.",
        }, "... explodes"),
    ),
    "08": (
        Question("Sixteen units start equal, all weights 0.5. What sets them apart?", {
            "Random mini-batches": "which samples are used is random, but all units see the same ones.",
            "Dropping inputs at random": "every unit sees the same spoilt inputs.",
            "Dropping hidden units at random": "each unit has a mask of its own and hears another part of the error.",
        }, "Dropping hidden units at random"),
        Question("One weight of one unit is changed. How many different units are there after 10,000 steps?", {
            "Sixteen": "nothing ever treats the other fifteen differently.",
            "Two": "the changed one and its fifteen equal colleagues: descent splits no class.",
            "One": "descent does not bring the changed unit back to the others here.",
        }, "Two"),
    ),
    "09": (
        Question("Two units of a layer start with equal weights. On a map with one weight on each axis they walk ...", {
            "... to the nearest valley": "the nearest valley may lie beside the line, and no step leads off the line.",
            "... along the line where both are equal": "equal units get equal gradients, so no step leaves the line.",
            "... anywhere, given enough steps": "the number of steps does not matter: each one is equal for both.",
        }, "... along the line where both are equal"),
        Question("A two-unit network solves XOR from half of all starts. You may spend 4,000 steps. On what?", {
            "One run of 4,000 steps": "a start that is stuck after 1,000 steps is mostly still stuck after 4,000.",
            "Four restarts of 1,000 steps": "a start that is stuck mostly stays stuck; a new one is a new chance.",
            "It makes no difference": "it would if the stuck starts only needed more time.",
        }, "Four restarts of 1,000 steps"),
    ),
    "10": (
        Question("Ten classes, no training yet. Hidden layers look healthy, but the loss is 56. Which layer is it?", {
            "The first": "a bad first layer gives bad answers, but only a sure answer costs that much.",
            "The last": "only sure and wrong answers cost much more than ln 10 = 2.3, and the last layer gives them.",
            "All at once": "then hidden activations would grow or stand at their ends; here they look healthy.",
        }, "The last"),
        Question("You may multiply all weights of a sick network by one number. Which disease can that cure?", {
            "All weights zero": "any number times zero is zero.",
            "All weights 0.1": "they stay equal, and so do the units.",
            "Weights too small": "size is all that is wrong with them, and the number changes just that.",
        }, "Weights too small"),
    ),
})


def ask(notebook, number):
    """The question of that number, from 1."""
    return QUESTIONS[notebook][number - 1]


def progress(notebook, exercises):
    """In words what has been answered rightly so far; `exercises` is the notebook's module of checks."""
    solved = [thing.outcome == "right" for thing in vars(exercises).values() if hasattr(thing, "outcome")
              and hasattr(thing, "check")]
    right = [question.outcome == "right" for question in QUESTIONS[notebook]]
    return f"Exercises: {sum(solved)} of {len(solved)}. Predictions: {sum(right)} of {len(right)}."
