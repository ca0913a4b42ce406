"""Success with dropout beside success with random weights: many seeds at once, and the step at which each solves."""

import numpy as np

from course_lib import mlp
from course_lib.lessons.common import solved
from course_lib.lessons.more_symmetry.sources import RATE, problem

WIDTH, EVERY = 8, 10
WAYS = {"random": ("normal", False), "random, dropout": ("normal", True),
        "equal, dropout": ("constant", True)}  # initializer, and whether hidden units are dropped


def solves(network, X, Y):
    """At least 95 % of the samples right, without noise: (batch,) of bool. Of XOR's four that means all."""
    return solved(network, X, Y, share=0.95)


def steps_to_solve(way, data, size, dropout, seeds, steps, seed=0):
    """The first of steps 0, 10, 20, ... at which each of `seeds` networks 2-8-1 solves the problem; inf if none does.

    Returns (first (seeds,), solved at the end (seeds,)). Weights: `size` for "equal, dropout", else size * Gaussian.
    """
    (X, Y), rng = problem(data), np.random.default_rng(seed)
    initializer, dropped = WAYS[way]
    draws = mlp.build(rng, (2, WIDTH, 1), "tanh", initializer, batch=(seeds,))
    networks = tuple(layer._replace(W=size * layer.W) for layer in draws)
    noise = [None, mlp.Noise(dropout=dropout)] if dropped and dropout else None
    first = np.full(seeds, np.inf)
    for step, (trained, _, _) in enumerate(mlp.train(networks, X, Y, RATE, steps, noise, rng)):
        if step % EVERY == 0:
            right = solves(trained, X, Y)
            first[right & np.isinf(first)] = step
    return first, right
