"""The loss as a landscape: a real 1-2-1 network of which two weights may move, and landings that descend on it.

The map's coordinates are the two units: x is the one weight of unit 1, y that of unit 2. Biases and outgoing weights
are the same for both units and held fast, so the map is a mirror image of itself about the line x = y.
"""

from functools import lru_cache

import numpy as np

from course_lib import mlp
from course_lib.lessons.common import solved

# Class 1 at both ends of a line, class 0 in the middle: XOR on a line. Two more on the right, so that sides differ.
X = np.array([[-2.0, -1.6, -1.2, -0.6, -0.2, 0.2, 0.6, 1.2, 1.6, 2.0, 2.4, 2.8]])
Y = (np.abs(X) > 1.0).astype(float)
OUTGOING, OUTPUT_BIAS, RATE, REACH, SIDE = 2.0, 2.0, 0.5, 4.0, 97


def network(points, bias):
    """The networks 1-2-1 at the map's points (landings, 2), with that bias in both hidden units: a batch."""
    points = np.asarray(points, float)
    n = len(points)
    return (mlp.Layer(points[:, :, None], np.full((n, 2, 1), float(bias)), "tanh"),
            mlp.Layer(np.full((n, 1, 2), OUTGOING), np.full((n, 1, 1), OUTPUT_BIAS), "sigmoid"))


def heights(points, bias):
    """The loss at the points (landings, 2): (landings,)."""
    there = network(points, bias)
    return mlp.loss(there, mlp.forward(there, X), Y)


def slopes(points, bias):
    """dW1 at the points (landings, 2), as (landings, 2)."""
    there = network(points, bias)  # made here, so there is nothing to check
    return mlp.passes.backward(there, mlp.passes.forward(there, X), Y)[0].dW[..., 0]


def all_right(points, bias):
    """Whether the network at each point (landings, 2) gets every sample right: (landings,) of bool."""
    return solved(network(points, bias), X, Y)


def descend(points, bias, steps, rate=RATE):
    """Gradient descent of W1 alone from all points at once: (steps + 1, landings, 2), the start at index 0."""
    path = [np.asarray(points, float)]
    for _ in range(steps):
        path.append(path[-1] - rate * slopes(path[-1], bias))
    return np.array(path)


@lru_cache(maxsize=8)
def surface(bias):
    """The loss on a grid over the map: (SIDE, SIDE), row 0 at the bottom."""
    ticks = np.linspace(-REACH, REACH, SIDE)
    return heights(np.stack([g.ravel() for g in np.meshgrid(ticks, ticks)], axis=-1), bias).reshape(SIDE, SIDE)


def curvature(point, bias, h=1e-4):
    """The Hessian (2, 2) of the loss at a point: central differences of its gradient."""
    moves = np.asarray(point, float) + h * np.array([[1, 0], [-1, 0], [0, 1], [0, -1]])
    right, left, up, down = slopes(moves, bias)
    H = np.stack([right - left, up - down]) / (2 * h)
    return (H + H.T) / 2


@lru_cache(maxsize=8)
def symmetric_points(bias):
    """Where descents on the line x = y end: points (n, 2), and the curvature (n,) across the line at each."""
    line = np.repeat(np.linspace(-REACH, REACH, 9), 2).reshape(9, 2)
    ends = np.unique(descend(line, bias, 1500, 2 * RATE)[-1].round(6), axis=0)
    ends = ends[np.abs(slopes(ends, bias)).max(axis=1) < 1e-5]
    across = np.array([1.0, -1.0]) / np.sqrt(2)
    return ends, np.array([across @ curvature(end, bias) @ across for end in ends])
