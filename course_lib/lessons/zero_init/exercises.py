"""Exercises of notebook 03."""

import numpy as np

from course_lib import mlp
from course_lib.datasets import CORNERS
from course_lib.exercise import Exercise, FunctionExercise, Verdict, not_yet


def _labels(rng):
    """Of several lengths, with few ones in half of the cases and many in the others: both signs occur."""
    Y = (rng.uniform(size=(1, rng.integers(7, 16))) < rng.choice([0.25, 0.75])).astype(float)
    Y[0, :2] = 1.0, 0.0
    return (Y,)


def _inputs_and_labels(rng):
    Y, = _labels(rng)
    return rng.normal(size=(rng.integers(2, 5), Y.size)), Y, rng.uniform(0.1, 1)


bias_gradient = FunctionExercise(
    lambda Y: 0.5 - Y.mean(), _labels,
    [(lambda Y: (0.5 - Y).mean(axis=1, keepdims=True), "right in value; hand it over as one number, without axes."),
     (lambda Y: Y.mean() - 0.5, "the sign: dZ2 is A2 - Y, prediction minus target."),
     (lambda Y: (0.5 - Y).sum(), "this is the sum over the samples; the loss is their mean."),
     (lambda Y: -Y.mean(), "a sigmoid at 0 answers 0.5, not 0."),
     (lambda Y: abs(0.5 - Y.mean()), "this is its size. Its sign matters: with many ones the bias has to rise.")],
    "it is zero when the classes are balanced, and then not even the output bias moves.", count=8)

logistic_step = FunctionExercise(
    lambda X, Y, learning_rate: -learning_rate * (0.5 - Y) @ X.T / X.shape[1],
    _inputs_and_labels,
    [(lambda X, Y, learning_rate: learning_rate * (0.5 - Y) @ X.T / X.shape[1], "the sign: descent subtracts."),
     (lambda X, Y, learning_rate: learning_rate * Y @ X.T / X.shape[1], "a sigmoid at 0 answers 0.5, not 0."),
     (lambda X, Y, learning_rate: -learning_rate * (0.5 - Y) @ X.T, "divide by the number of samples m."),
     (lambda X, Y, learning_rate: (0.5 - Y) @ X.T / X.shape[1], "this is dW; the weights after the step are asked.")],
    "no W2 stands between the error and W: the inputs differ from each other, so the weights move at once.")


def _judge_waking_labels(Y):
    Y = np.asarray(Y, float)
    if Y.shape != (1, 4) or not np.isin(Y, (0, 1)).all():
        return not_yet(f"Y must be four labels 0 or 1 of shape (1, 4), not shape {Y.shape}.")
    if Y.sum() in (0, 4):
        return not_yet("use both classes: with a single one there is nothing to tell apart.")
    network = mlp.build(np.random.default_rng(0), (2, 4, 1), "sigmoid", "zeros")
    *_, (network, _, _) = mlp.train(network, CORNERS, Y, 0.5, 2)
    if not np.abs(network[0].W).max() > 0:
        return not_yet("W1 is still zero after two steps. With two of each class the mean error is 0: unbalance them.")
    return Verdict("right", "unbalanced labels move W2 at step 1, and W2 lets the error through to W1 at step 2.")


waking_labels = Exercise(_judge_waking_labels)
