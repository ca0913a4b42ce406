"""13: real digits through a layer of filters: 3×3, ReLU, the mean of 2×2 squares, and a softmax over ten digits."""

from functools import cache

import numpy as np

from course_lib import diagnostics
from course_lib.blocks import filters, pointwise
from course_lib.datasets import digits
from course_lib.lessons.filters_heads.starts import group

FILTERS, SIZE, PLACES = 8, 3, 9  # places: what is left of 8 × 8 pixels after a 3×3 filter and 2×2 squares

HE = float(np.sqrt(2 / SIZE**2))


@cache
def pictures(samples=None, split="train"):
    """Digits as images (1, 8, 8, samples) with their targets (10, samples), always the same."""
    X, Y = digits(np.random.default_rng(0), samples, split)
    return X.reshape(1, 8, 8, -1), Y


def start(rng, how="random", scale=HE, blend=0.0, outgoing="random", filters=FILTERS):
    """{W, b, V, c}: filters W (filters, 9) and an output layer V (10, filters · 9), which sees each at 9 places.

    how, scale, blend: see `starts.group`, for the filters. outgoing "equal": the same columns of V for each filter.
    """
    W, V = rng.standard_normal((filters, SIZE**2)), rng.standard_normal((filters, 10, PLACES))
    V = group(V, outgoing, 1 / np.sqrt(filters * PLACES))
    return {"W": group(W, how, scale, blend), "b": np.zeros((filters, 1)),
            "V": V.transpose(1, 0, 2).reshape(10, -1), "c": np.zeros((10, 1))}


def features(W, b, X):
    """What the filters make of the pictures: activations (filters, 6, 6, samples)."""
    return pointwise.relu(filters.convolve(W, b, X, SIZE))


def scores(X, W, b, V, c):
    """Ten scores for each picture: (10, samples)."""
    return scores_over(filters.patches(X, SIZE), W, b, V, c)


def scores_over(P, W, b, V, c):
    """The same from the pictures' patches."""
    seen = filters.pool(pointwise.relu(filters.over(W, b, P)))
    return V @ seen.reshape(-1, P.shape[-1]) + c


def loss_on(X, Y):
    """The loss as a function of the weights: loss(W, b, V, c). The patches are cut once, not at every step."""
    P = filters.patches(X, SIZE)
    return lambda W, b, V, c: pointwise.cross_entropy(scores_over(P, W, b, V, c), Y)


def accuracy(weights, X, Y):
    """The share of pictures whose highest score is the right one."""
    return float(diagnostics.accuracy(scores(X, **weights), Y))


def by_filter(weights):
    """All numbers of each filter in a row: incoming, bias and outgoing, (filters, 9 + 1 + 90)."""
    W, b, V = (weights[name] for name in "WbV")
    return np.hstack([W, b, V.reshape(10, len(W), -1).transpose(1, 0, 2).reshape(len(W), -1)])
