"""Layer by layer, the output last: what charts and pictures show of a network's Signs."""

import numpy as np

from course_lib import diagnostics
from course_lib.activations import get
from course_lib.reading.signs import std

SURE = 0.99  # an answer beyond it


def unit_classes(signs, layer):
    """A label per unit of a layer, from 0: the course's classes, and of the output layer equal rows."""
    if layer in signs.hidden:
        return diagnostics.unit_classes(signs.network, layer)
    return diagnostics.row_classes(signs.network[layer].W)


def flat(signs):
    """Per layer: units silent for every sample (flat at one end), or the share of flat activations (at both ends).

    Of the output: the share of samples with an answer beyond 0.99 of its range, 0 where the range has no ends.
    """
    found = []
    for k in signs.hidden:
        own, where = signs.shapes[k], signs.flats[k]
        found.append(where.all(axis=1).mean() if own.one_sided else where.mean())
    last, bounded = signs.answers, get(signs.network[-1].activation).df is None or signs.shapes[-1].two_sided
    return np.array([*found, (np.abs(last).max(axis=0) > SURE).mean() if bounded else 0.0])


def ratios(signs, rate):
    """update : data, rate · std(dW) / std(W); where all weights are equal, 0 if nothing moves, else NaN."""
    sizes = [std(layer.W) for layer in signs.network]
    return np.array([rate * g.dW.std() / size if size else np.nan if g.dW.any() else 0.0
                     for size, g in zip(sizes, signs.gradients)])
