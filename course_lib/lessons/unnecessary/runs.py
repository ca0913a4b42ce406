"""Runs that are repeated over scales and seeds: what each help does, all networks of one shape trained as one batch."""

import numpy as np

from course_lib import diagnostics, mlp
from course_lib.checking import Registry
from course_lib.lessons.unnecessary import normalized
from course_lib.lessons.unnecessary.starts import network

STEPS = 200
HELP = Registry("help", {  # what may make the start unnecessary: options of normalized.train
    "nothing": {"rate": 0.1}, "BatchNorm": {"rate": 0.1, "norm": "BatchNorm"},
    "LayerNorm": {"rate": 0.1, "norm": "LayerNorm"}, "Adam": {"rate": 0.01, "optimizer": mlp.Adam()},
    "momentum": {"rate": 0.01, "optimizer": mlp.Momentum()}, "RMSprop": {"rate": 0.01, "optimizer": mlp.RMSprop()},
    "Adam, ε = 1e-4": {"rate": 0.01, "optimizer": mlp.Adam(epsilon=1e-4)},
})


def starts(scales, seeds, first=0, **options):
    """One batch: a network for each scale and seed (first, first + 1, ...), those of the first scale first.

    Options as in starts.network.
    """
    return mlp.stack([network(np.random.default_rng(first + seed), scale=scale, **options)
                      for scale in scales for seed in range(seeds)])


def accuracies(help, scales, seeds=5, steps=STEPS, rate=None, **options):
    """Test accuracies (scales, seeds) after training with a help of HELP, at its rate if none is given.

    `rate` is a number, or one for each network in the order of `starts`: the same scale twice, at two rates.
    Options as in starts.network.
    """
    given = HELP[help] | ({} if rate is None else {"rate": rate})
    ends = normalized.trained(starts(scales, seeds, **options), steps=steps, **given)
    return normalized.accuracy(ends, given.get("norm", "none")).reshape(len(scales), seeds)


def how_many(reached, mark=0.8):
    """"all", "some" or "none": how many of these accuracies lie above the mark."""
    above = np.asarray(reached) > mark
    return "all" if above.all() else "some" if above.any() else "none"


def gradient_growth(norm, depth=30, width=128, samples=128, seed=0):
    """The factor a layer by which dW grows on its way down from layer 25 to layer 5, as He draws it."""
    start = network(np.random.default_rng(seed), depth=depth, width=width)
    X, Y = (M[:, :samples] for M in normalized.images())
    gradients = normalized.backward(start, normalized.forward(start, X, norm), Y, norm)
    return (diagnostics.rms(gradients[4].dW) / diagnostics.rms(gradients[24].dW)) ** (1 / 20)
