"""13: the one rule. Units are equal if swapping them leaves the whole start as it was."""

import numpy as np


def swap_classes(W, U, v, tol=1e-9):
    """A label for each unit of a recurrent layer: two share it if swapping them changes nothing.

    W (units, inputs), U (units, units), v (units,) or (units, outputs): a swap exchanges two rows of W and v, and two
    rows *and* two columns of U. Biases are part of W if they differ.
    """
    W, U, v = (np.asarray(M, float) for M in (W, U, v))
    near = tol * max(np.abs(M).max() for M in (W, U, v))
    labels = np.arange(len(U))
    for unit in range(len(U)):
        for other in range(unit):
            order = np.arange(len(U))
            order[[unit, other]] = other, unit
            moved = (W[order], W), (U[np.ix_(order, order)], U), (v[order], v)
            if labels[other] == other and all(np.abs(new - old).max() <= near for new, old in moved):
                labels[unit] = other
                break
    return np.unique(labels, return_inverse=True)[1]
