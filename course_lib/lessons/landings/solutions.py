"""Comparing the ends of many starts: the best of k, and which networks are one and the same written differently."""

from functools import lru_cache
from math import comb

import numpy as np


def expected_best(losses):
    """The expected smallest of k losses drawn from these n without repetition, for k = 1 ... n: (n,).

    The i-th smallest is the best of k if the other k - 1 come from the n - i larger ones: C(n - i, k - 1) / C(n, k).
    """
    return _chances(len(losses)) @ np.sort(np.asarray(losses, float))


@lru_cache(maxsize=4)
def _chances(n):
    """Row k - 1, column i - 1: the chance that the i-th smallest of n is the best of k."""
    return np.array([[comb(n - i, k - 1) / comb(n, k) for i in range(1, n + 1)] for k in range(1, n + 1)])


def parameters(network):
    """All parameters of a batch of 2-n-1 networks, unit after unit: (networks, 4 n + 1).

    A unit's four numbers are its two incoming weights, its bias and its outgoing weight; the output bias is last.
    """
    hidden, output = network
    units = np.concatenate([hidden.W, hidden.b, output.W.swapaxes(-1, -2)], axis=-1)
    return np.concatenate([units.reshape(len(units), -1), output.b[..., 0]], axis=-1)


def canonical(network):
    """`parameters`, after the units of each tanh network are given one sign and one order.

    Neither changes an answer: units may be listed in any order, and as tanh(-z) = -tanh(z) a unit may change the sign
    of its incoming weights, its bias and its outgoing weight at once. Outgoing weights become positive here, units
    are ordered by their first weight.
    """
    hidden, output = network
    sign = np.where(output.W < 0, -1.0, 1.0).swapaxes(-1, -2)
    order = (sign * hidden.W)[..., :1].argsort(axis=-2)
    W, b, v = (np.take_along_axis(sign * part, order, axis=-2)
               for part in (hidden.W, hidden.b, output.W.swapaxes(-1, -2)))
    return parameters((hidden._replace(W=W, b=b), output._replace(W=v.swapaxes(-1, -2))))


def groups(points, tolerance):
    """A label for each row of points (n, numbers): rows that agree with an earlier first row within `tolerance`
    (largest difference) share its label."""
    first, labels = [], []
    for point in np.asarray(points, float):
        near = [label for label, other in enumerate(first) if np.abs(point - other).max() <= tolerance]
        if not near:
            first.append(point)
        labels.append(near[0] if near else len(first) - 1)
    return np.array(labels, int)
