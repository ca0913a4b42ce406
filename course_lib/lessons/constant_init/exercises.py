"""Exercises of notebook 04."""

import numpy as np

from course_lib import diagnostics, mlp
from course_lib.datasets import CORNERS
from course_lib.exercise import Exercise, FunctionExercise, Verdict, not_yet


def _copies(rng):
    """The outgoing weights of n copies of one unit, for several outputs: all columns equal."""
    return (np.repeat(rng.normal(size=(rng.integers(2, 5), 1)), rng.integers(2, 8), axis=1),)


merged_weights = FunctionExercise(
    lambda W2: W2.sum(axis=1, keepdims=True), _copies,
    [(lambda W2: W2[:, :1], "this is the weight of one copy (or their mean, which is the same): all n copies add up."),
     (lambda W2: W2.sum(axis=0, keepdims=True), "you added over the outputs; the copies are the columns of W2."),
     (lambda W2: W2.sum(axis=1), "the numbers are right; keep the shape (outputs, 1) of a weight matrix.")],
    "n equal units with weight v say exactly what one unit with weight n·v says.")

half_plane_loss = FunctionExercise(
    lambda p: -(2 * np.log(p) + np.log(1 - p)) / 4, lambda rng: (rng.uniform(0.2, 0.9),),
    [(lambda p: -(2 * np.log(p) + np.log(1 - p)) / 3, "the mean is over all four samples, the perfect one included."),
     (lambda p: -(2 * np.log(p) + np.log(1 - p)), "this is the sum; the loss is the mean over four samples."),
     (lambda p: -(3 * np.log(p)) / 4, "one of the three corners has label 0: it pays -log(1 - p)."),
     (lambda p: (2 * np.log(p) + np.log(1 - p)) / 4, "the sign: a loss is -log of the probability.")],
    "it is smallest at p = 2/3, where it is 3/4 of the entropy of 1/3: the bound 0.4774.")


def _judge_two_classes(b1):
    b1 = np.asarray(b1, float)
    if b1.shape != (4, 1):
        return not_yet(f"b1 must have shape (4, 1), one bias per unit. Yours is {b1.shape}.")
    if len(np.unique(b1)) == 2 and np.ptp(b1) < 1e-6 * max(1.0, np.abs(b1).max()):
        return not_yet("your two biases differ by no more than rounding does. Make the difference larger.")
    network = (mlp.Layer(np.full((4, 2), 0.5), b1, "tanh"),
               mlp.Layer(np.full((1, 4), 0.5), np.zeros((1, 1)), "sigmoid"))
    for trained, _, _ in mlp.train(network, CORNERS, np.array([[0.0, 1.0, 1.0, 0.0]]), 0.5, 100):
        pass
    classes = max(diagnostics.unit_classes(trained).max() + 1, len(np.unique(b1)))
    if classes == 1:
        return not_yet("all four units are still one class. Equal biases leave them copies of each other.")
    if classes > 2:
        return not_yet(f"there are {classes} classes, two are asked for. How many different biases have you?")
    return Verdict("right", "copies move together, so descent splits no class: two at the start are at most two later.")


two_classes = Exercise(_judge_two_classes)
