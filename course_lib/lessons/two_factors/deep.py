"""Residual networks trained on the digits from each of the starts, in mini-batches."""

from functools import cache

import numpy as np

from course_lib import activations, diagnostics
from course_lib.blocks import residual, starts
from course_lib.datasets import digits
from course_lib.mlp import losses

WIDTH, BATCH, STEPS = 32, 32, 300
GROUP = (0, 3, 4, 6, 9)  # one group of digits against the others: no straight line parts them
RATES = {"plain": 0.003, "1/√(2L)": 0.01, "zero-last": 0.006, "zero-γ": 0.1, "Fixup": 0.1, "ReZero": 0.05,
         "two zeros": 0.1}


@cache
def data(groups=True, split="train"):
    """All digits of a split: X (64, samples) and labels, (1, samples) of the two groups or (10, samples)."""
    X, Y = digits(np.random.default_rng(0), None, split)
    return X, (Y[list(GROUP)].sum(axis=0, keepdims=True) if groups else Y)


def train(network, X, Y, rate, steps=STEPS, seed=0):
    """(network, loss of its mini-batch), steps + 1 times; ends early if the numbers overflow.

    One row of Y is a sigmoid's, several are softmax's.
    """
    rng, output = np.random.default_rng(seed), "sigmoid" if len(Y) == 1 else "softmax"
    f, loss = activations.get(output).f, losses.find(output, None).values
    for _ in range(steps + 1):
        which = rng.choice(X.shape[1], BATCH, replace=False)
        x, y = X[:, which], Y[:, which]
        with np.errstate(over="ignore", invalid="ignore"):
            passed = residual.forward(network, x)
            if not np.abs(passed.Z).max() < 1e12:  # NaN included
                return
            A = f(passed.Z)
            found = float(loss(passed.Z, A, y).sum(axis=0).mean())
        yield network, found  # outside of errstate, which would reach whoever asked for this step
        with np.errstate(over="ignore", invalid="ignore"):
            network = residual.step(network, residual.backward(network, passed, x, A - y), rate)


def accuracy(network, groups=True):
    """The share of the test images that it names rightly."""
    X, Y = data(groups, "test")
    Z = residual.forward(network, X).Z
    return float(((Z > 0) == (Y > 0.5)).mean() if groups else diagnostics.accuracy(Z, Y))


def run(start, blocks=50, groups=True, seed=0, rate=None, steps=STEPS):
    """(network at the start, network at the end or None if it overflows) of one training."""
    begin = starts.build(np.random.default_rng(seed), 64, WIDTH, 1 if groups else 10, blocks, start)
    for done, (network, _) in enumerate(train(begin, *data(groups), rate or RATES[start], steps, seed)):
        pass
    return begin, network if done == steps else None
