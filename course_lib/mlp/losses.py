"""The loss that belongs to each output activation; with it, dZ = A - Y at the output."""

import numpy as np

from course_lib.checking import Registry


def _sigmoid_cross_entropy(Z, Y):
    # -[Y log A + (1-Y) log(1-A)] with A = sigmoid(Z), rearranged so that no log or exp can overflow.
    return np.maximum(Z, 0.0) - Y * Z + np.log1p(np.exp(-np.abs(Z)))


def _softmax_cross_entropy(Z, Y):
    top = Z.max(axis=-2, keepdims=True)
    log_sum = top + np.log(np.exp(Z - top).sum(axis=-2, keepdims=True))
    return Y * (log_sum - Z)


def _half_squared_error(Z, Y):
    return 0.5 * (Z - Y) ** 2


# Each is elementwise on (..., outputs, samples); mlp.loss sums over outputs and averages over samples.
LOSSES = Registry("output activation (only these have a matching loss)", {
    "sigmoid": _sigmoid_cross_entropy,
    "softmax": _softmax_cross_entropy,
    "identity": _half_squared_error,
})
