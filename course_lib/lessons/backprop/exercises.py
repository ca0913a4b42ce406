"""Exercises of notebook 02."""

import numpy as np

from course_lib import diagnostics, mlp
from course_lib.datasets import CORNERS
from course_lib.exercise import Exercise, FunctionExercise, Verdict, not_yet


def _sizes(rng):
    """Four different numbers: what a sum is divided by shows."""
    return rng.permutation(np.arange(2, 12))[:4]


def _error_and_input(rng):
    units, inputs, samples, _ = _sizes(rng)
    return rng.normal(size=(units, samples)), rng.normal(size=(inputs, samples))


def _two_layers(rng):
    outputs, units, samples, _ = _sizes(rng)
    return rng.normal(size=(outputs, units)), rng.normal(size=(outputs, samples)), rng.normal(size=(units, samples))


weight_gradient = FunctionExercise(
    lambda dZ, A_in: dZ @ A_in.T / A_in.shape[1],
    _error_and_input,
    [(lambda dZ, A_in: dZ @ A_in.T, "this is the sum over the samples; the loss is their mean. Divide by m."),
     (lambda dZ, A_in: dZ @ A_in.T / dZ.shape[0], "you divide by the number of units. m is the number of samples."),
     (lambda dZ, A_in: dZ @ A_in.T / A_in.shape[0], "you divide by the number of inputs. m is the number of samples."),
     (lambda dZ, A_in: A_in @ dZ.T / A_in.shape[1], "this is the transpose: row i of dW must belong to unit i.")],
    "row i of dW is row i of dZ times what came in, the same for all rows: equal rows of dZ, equal rows of dW.")

hidden_error = FunctionExercise(
    lambda W2, dZ2, Z1: W2.T @ dZ2 * (1 - np.tanh(Z1) ** 2),
    _two_layers,
    [(lambda W2, dZ2, Z1: W2.T @ dZ2, "you stopped at W2.T @ dZ2. The slope g'(Z1) is still missing."),
     (lambda W2, dZ2, Z1: W2.T @ dZ2 * (1 - Z1 ** 2), "the slope of tanh is 1 - tanh(Z)², not 1 - Z²."),
     (lambda W2, dZ2, Z1: W2.T @ dZ2 * (1 - np.tanh(Z1)), "the slope of tanh is 1 - tanh(Z)²: you forgot the square."),
     (lambda W2, dZ2, Z1: W2.T @ dZ2 * np.tanh(Z1), "you multiplied by tanh itself; its derivative is needed.")],
    "unit i hears of the error only through column i of W2. Here the symmetry of the outgoing weights enters.")

update = FunctionExercise(
    lambda W, dW, learning_rate: W - learning_rate * dW,
    lambda rng: (*rng.normal(size=(2, *_sizes(rng)[:2])), rng.uniform(0.01, 1)),
    [(lambda W, dW, learning_rate: W + learning_rate * dW, "this goes uphill: dW points to where the loss grows."),
     (lambda W, dW, learning_rate: W - dW, "the step is learning_rate * dW."),
     (lambda W, dW, learning_rate: -learning_rate * dW, "this is the step; the new weights start from the old W.")],
    "equal rows of W minus equal rows of dW are equal rows again: training does not undo a symmetric start.")


def _judge_two_kinds(W2):
    W2 = np.asarray(W2, float)
    if W2.shape != (1, 4):
        return not_yet(f"W2 must have shape (1, 4): one output, four hidden units. Yours is {W2.shape}.")
    network = (mlp.Layer(np.full((4, 2), 0.5), np.zeros((4, 1)), "tanh"), mlp.Layer(W2, np.zeros((1, 1)), "sigmoid"))
    Y = np.array([[0.0, 1.0, 1.0, 0.0]])
    dW1 = mlp.backward(network, mlp.forward(network, CORNERS), Y)[0].dW
    rows = diagnostics.distinct_rows(dW1)
    if rows == 1:
        return not_yet("all rows of dW1 are equal. Equal columns of W2 give equal rows of dW1: make some differ.")
    if rows > 2:
        return not_yet(f"dW1 has {rows} distinct rows, two are asked for. How many different columns has your W2?")
    return Verdict("right", "as many kinds of outgoing weights, so many kinds of gradients, although W1 is constant.")


two_kinds = Exercise(_judge_two_kinds)
