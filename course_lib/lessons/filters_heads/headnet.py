"""13: real digits read row by row. The eight rows of pixels are eight tokens, and heads of attention look over them."""

from functools import cache

import numpy as np

from course_lib import diagnostics
from course_lib.blocks import attention, pointwise
from course_lib.datasets import digits
from course_lib.lessons.filters_heads.starts import group

TOKENS, PIXELS, D, HEADS, SIZE = 8, 8, 16, 4, 4


@cache
def rows_of_pixels(samples=None, split="train"):
    """Digits as tokens (pixels, rows, samples) with their targets (10, samples), always the same."""
    X, Y = digits(np.random.default_rng(0), samples, split)
    return X.reshape(TOKENS, PIXELS, -1).transpose(1, 0, 2), Y


def start(rng, scale=1.0, blend=0.0, heads=HEADS, **how):
    """{E, P, W_Q, W_K, W_V, W_O, V, c}: each row of pixels becomes E x + its place's column of P, (D, tokens, samples).

    how: W_Q="equal", W_O="zeros" and so on, see `starts.group`; what is left out is random. All draws of the heads have
    standard deviation 1 / √D; scale multiplies those of W_Q and W_K.
    """
    weights = {"E": rng.standard_normal((D, PIXELS)) / np.sqrt(2), "P": rng.standard_normal((D, TOKENS)) / np.sqrt(2)}
    for name, shape in (("W_Q", (SIZE, D)), ("W_K", (SIZE, D)), ("W_V", (SIZE, D)), ("W_O", (D, SIZE))):
        draw, size = rng.standard_normal((heads, *shape)), (scale if name in ("W_Q", "W_K") else 1.0) / np.sqrt(D)
        weights[name] = group(draw, how.get(name, "random"), size, blend)
    return weights | {"V": rng.standard_normal((10, D)) / np.sqrt(D), "c": np.zeros((10, 1))}


def tokens(X, E, P):
    """What the heads get: (D, tokens, samples)."""
    return (E @ X.reshape(PIXELS, -1)).reshape(D, TOKENS, -1) + P[:, :, None]


def scores(X, E, P, W_Q, W_K, W_V, W_O, V, c):
    """Ten scores for each digit: the tokens and what the heads add, their mean over tokens, and a matrix."""
    T = tokens(X, E, P)
    return V @ (T + attention.attend(W_Q, W_K, W_V, W_O, T)).mean(axis=1) + c


def loss_on(X, Y):
    """The loss as a function of the weights."""
    return lambda **weights: pointwise.cross_entropy(scores(X, **weights), Y)


def accuracy(weights, X, Y):
    """The share of digits whose highest score is the right one."""
    return float(diagnostics.accuracy(scores(X, **weights), Y))


def by_head(weights, names=("W_Q", "W_K", "W_V", "W_O")):
    """All numbers of each head in a row, (heads, numbers)."""
    return np.hstack([weights[name].reshape(len(weights[name]), -1) for name in names])
