"""Activation functions, each f beside its derivative.

`f(Z)` and `df(Z, A)` work element by element on (..., units, samples); `df` gets both Z and A = f(Z), because
the derivative of sigmoid and tanh is cheapest in terms of A. Softmax works on whole columns and is for the
output layer only, where its loss takes care of the derivative: its `df` is None.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from course_lib.checking import Registry


class Activation(NamedTuple):
    """A named f with its derivative df(Z, A), A = f(Z)."""

    name: str
    f: Callable
    df: Callable | None


def _sigmoid(Z):
    # exp overflows beyond 709; there the answer is below 1e-307 whatever is put in.
    return 1.0 / (1.0 + np.exp(np.minimum(-Z, 709.0)))


def _softmax(Z):
    # Subtracting the column's maximum changes nothing in the result and keeps exp from overflowing.
    e = np.exp(Z - Z.max(axis=-2, keepdims=True))
    return e / e.sum(axis=-2, keepdims=True)


ACTIVATIONS = Registry("activation", {
    a.name: a
    for a in (
        Activation("identity", lambda Z: Z, lambda Z, A: np.ones_like(Z)),
        Activation("sigmoid", _sigmoid, lambda Z, A: A * (1.0 - A)),
        Activation("tanh", np.tanh, lambda Z, A: 1.0 - A * A),
        Activation("relu", lambda Z: np.maximum(Z, 0.0), lambda Z, A: (Z > 0.0).astype(np.float64)),
        Activation("softmax", _softmax, None),
    )
})


def get(activation):
    """The Activation of that name; an Activation of your own is passed through. KeyError lists the names."""
    return activation if isinstance(activation, Activation) else ACTIVATIONS[activation]
