"""Three other learners, small enough to read, to be started many times beside a network: what depends on the start?

Each takes a batch of starts and returns a batch of ends. NumPy only; X is (inputs, samples), as everywhere.
"""

from typing import NamedTuple

import numpy as np

from course_lib import mlp


def logistic(starts, X, Y, rate=2.0, steps=3000):
    """One sigmoid unit from weights and bias (n, inputs + 1): (ends like starts, losses (n,)). A convex problem."""
    starts = np.asarray(starts, float)
    network = (mlp.Layer(starts[:, None, :-1], starts[:, None, -1:], "sigmoid"),)
    for trained, caches, _ in mlp.train(network, X, Y, rate, steps):
        pass
    return np.concatenate([trained[0].W, trained[0].b], axis=-1)[:, 0], mlp.loss(trained, caches, Y)


class Lines(NamedTuple):
    """Ends of the perceptron: weights and bias (n, inputs + 1), passes needed (n,), or -1 where it did not end."""

    weights: np.ndarray
    passes: np.ndarray


def perceptron(starts, X, Y, most=1000):
    """Rosenblatt's rule, sample by sample, from weights and bias (n, inputs + 1): Lines.

    A sample on the wrong side (or on the line) is added to the weights with its sign, until a whole pass is right.
    """
    weights, signs = np.array(starts, float), np.where(Y[0] == 1, 1.0, -1.0)
    samples = signs * np.vstack([X, np.ones(X.shape[1])])  # with its sign, a right sample has a positive product
    passes = np.full(len(weights), -1)
    for count in range(most):
        clean = np.full(len(weights), True)  # equal weights before and after would not do: a pass may go in a circle
        for sample in samples.T:
            wrong = weights @ sample <= 0
            weights, clean = weights + wrong[:, None] * sample, clean & ~wrong
        passes[(passes < 0) & clean] = count
        if (passes >= 0).all():
            break
    return Lines(weights, passes)


def k_means(starts, X, rounds=100):
    """Lloyd's rounds from centres (n, clusters, inputs): (centres, clusters (n, samples), mean squared distances (n,)).

    Each sample joins its nearest centre, each centre moves to the mean of its samples; one without samples stays.
    """
    centres = np.array(starts, float)
    for _ in range(rounds):
        far = ((centres[:, :, :, None] - X) ** 2).sum(axis=2)
        member = far.argmin(axis=1)[:, None, :] == np.arange(centres.shape[1])[:, None]
        count = member.sum(axis=-1, keepdims=True)
        moved = np.where(count > 0, member @ X.T / np.maximum(count, 1), centres)
        if (moved == centres).all():
            break
        centres = moved
    far = ((centres[:, :, :, None] - X) ** 2).sum(axis=2)
    return centres, far.argmin(axis=1), far.min(axis=1).mean(axis=-1)
