"""Losses by name, and what each sends back through an output: dZ, the derivative of each sample's own loss.

    matching        the loss that belongs to the output: cross-entropy for sigmoid and softmax, half squared error for
                    identity; only these have dZ = A - Y
    squared_error   1/2 (A - Y)^2 under any output that has a derivative, softmax included: dZ = f'(Z) (A - Y), so the
                    error is multiplied by a slope that vanishes where the output is flat
    cross_entropy   under sigmoid and softmax; Y may hold soft labels
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from course_lib import activations
from course_lib.activations import ACTIVATIONS
from course_lib.checking import Registry


class Loss(NamedTuple):
    """A loss under one output activation, elementwise on (..., outputs, samples)."""

    values: Callable  # (Z, A, Y) -> what mlp.loss sums over outputs and averages over samples
    dZ: Callable      # (Z, A, Y) -> the derivative of each sample's sum


def _sigmoid_cross_entropy(Z, A, Y):
    # -[Y log A + (1-Y) log(1-A)] with A = sigmoid(Z), rearranged so that no log or exp can overflow.
    return np.maximum(Z, 0.0) - Y * Z + np.log1p(np.exp(-np.abs(Z)))


def _softmax_cross_entropy(Z, A, Y):
    top = Z.max(axis=-2, keepdims=True)
    log_sum = top + np.log(np.exp(Z - top).sum(axis=-2, keepdims=True))
    return Y * (log_sum - Z)


def _half_squared_error(Z, A, Y):
    return 0.5 * (A - Y) ** 2


def _error(Z, A, Y):
    return A - Y


def _softmax_squared_error(Z, A, Y):
    # The derivative of softmax is no slope by element: each output of a column moves all the others.
    E = A - Y
    return A * (E - (A * E).sum(axis=-2, keepdims=True))


_CROSS_ENTROPY = {"sigmoid": Loss(_sigmoid_cross_entropy, _error), "softmax": Loss(_softmax_cross_entropy, _error)}
_MATCHING = {**_CROSS_ENTROPY, "identity": Loss(_half_squared_error, _error)}


def library_name(activation):
    """The course's name of this activation; None for one of your own, whatever it calls itself."""
    activation = activations.get(activation)
    known = ACTIVATIONS.get(activation.name)
    return activation.name if known and activation.f is known.f and activation.df is known.df else None


def _own(activation):
    name = activations.get(activation).name
    is_own = library_name(activation) is None and name in ACTIVATIONS
    return f"output {name!r} of your own (it is not the library's)" if is_own else f"output {name!r}"


def _matching(activation):
    found = _MATCHING.get(library_name(activation))
    if found is None:
        raise ValueError(f"{_own(activation)} has no matching loss; choose one of: {', '.join(_MATCHING)}, "
                         "or say loss='squared_error'")
    return found


def _squared_error(activation):
    name, df = library_name(activation), activations.get(activation).df
    if name in ("identity", "softmax"):
        return Loss(_half_squared_error, _error if name == "identity" else _softmax_squared_error)
    if df is None:
        raise ValueError(f"{_own(activation)} has no derivative df, so nothing can be sent back through it")
    return Loss(_half_squared_error, lambda Z, A, Y: (A - Y) * df(Z, A))


def _cross_entropy(activation):
    found = _CROSS_ENTROPY.get(library_name(activation))
    if found is None:
        raise ValueError(f"{_own(activation)} gives no probabilities that loss='cross_entropy' could be sure of; "
                         f"choose one of: {', '.join(_CROSS_ENTROPY)}, or say loss='squared_error'")
    return found


LOSSES = Registry("loss", {"matching": _matching, "squared_error": _squared_error, "cross_entropy": _cross_entropy})


def find(activation, loss=None):
    """The Loss of that name under this output; None is "matching". KeyError lists the names, ValueError the outputs."""
    if not isinstance(loss, str | None):
        raise TypeError(f"loss must be the name of one ({', '.join(LOSSES)}) or None, not {type(loss).__name__}")
    return LOSSES[loss or "matching"](activation)
