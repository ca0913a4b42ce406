"""Data sets on the unit square, and the straight lines that networks are compared with."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from course_lib import datasets, mlp

GRID = 41


class Plane(NamedTuple):
    """A data set with the square that shows it: `corner` and `side` in data coordinates."""

    X: np.ndarray
    Y: np.ndarray
    corner: np.ndarray
    side: float

    def on_square(self, points):
        """Data coordinates (2, n) to 0..1."""
        return (np.asarray(points) - self.corner) / self.side

    def grid(self, side=GRID):
        """The grid's points in data coordinates: (2, side * side)."""
        ticks = np.linspace(0.0, 1.0, side)
        return self.corner + self.side * np.stack([g.ravel() for g in np.meshgrid(ticks, ticks)])


@lru_cache(maxsize=8)
def plane(name, samples=48):
    """The named data set, always the same draw, with a margin around it."""
    data = datasets.DATASETS[name]
    X, Y = data(np.random.default_rng(0)) if name in ("xor", "or") else data(np.random.default_rng(0), samples)
    low, high = X.min(axis=1, keepdims=True), X.max(axis=1, keepdims=True)
    side = 1.5 * (high - low).max()
    return Plane(X, Y, (low + high - side) / 2, float(side))


def answers(network, square, side=GRID):
    """The network's probabilities on the square's grid: (side, side), row 0 at the bottom; batches in front."""
    A = mlp.forward(network, square.grid(side))[-1].A
    return A.reshape(*A.shape[:-2], side, side)


@lru_cache(maxsize=8)
def logistic_regression(name):
    """(weights (2,), bias, loss) of one sigmoid unit trained from zero."""
    X, Y = plane(name)[:2]
    start = mlp.build(np.random.default_rng(0), (2, 1), "identity", "zeros")
    for network, caches, _ in mlp.train(start, X, Y, 1.0, 2000):
        pass
    return network[0].W[0], network[0].b.item(), float(mlp.loss(network, caches, Y))


def _directions(X):
    """Angles of enough half-planes: every way in which a straight line can part the samples is among them.

    The order of the samples along a direction changes only where two of them are level, so one direction between each
    two such angles will do. 360 more leave room on both sides.
    """
    one, other = np.triu_indices(X.shape[1], 1)
    level = np.arctan2(*(X[:, one] - X[:, other])[::-1]) + np.pi / 2
    level = np.unique(np.concatenate([level, level + np.pi]) % (2 * np.pi))
    between = (level + np.append(level[1:], level[0] + 2 * np.pi)) / 2
    return np.concatenate([np.linspace(0, 2 * np.pi, 360, endpoint=False), between])


@lru_cache(maxsize=8)
def best_half_plane(name):
    """(normal (2,), offset, share right) of the best of all half-planes; class 1 is where n·x > offset.

    Of equally good ones the one with the most room on both sides.
    """
    X, Y = plane(name)[:2]
    best, room = (np.zeros(2), 0.0, -1.0), 0.0
    for angle in _directions(X):
        normal = np.array([np.cos(angle), np.sin(angle)])
        along, labels = np.sort(normal @ X), Y[0][np.argsort(normal @ X)]
        gaps = np.diff(along)
        right = (np.cumsum(labels == 0)[:-1] + np.cumsum(labels[::-1] == 1)[-2::-1]) / labels.size
        right[gaps < 1e-12 * (along[-1] - along[0])] = -1  # level samples cannot be parted
        cut = np.lexsort((gaps, right))[-1]
        if (right[cut], gaps[cut]) > (best[2], room):
            best, room = (normal, float(along[cut] + along[cut + 1]) / 2, float(right[cut])), gaps[cut]
    return best


def line_on_square(normal, offset, square):
    """The line normal·x = offset inside the unit square: (2, 2), or None if it does not cross it."""
    normal = np.asarray(normal) * square.side
    offset = offset - float(np.asarray(normal) / square.side @ square.corner[:, 0])
    ends = []
    for axis in (0, 1):
        for value in (0.0, 1.0):
            if abs(normal[1 - axis]) > 1e-12:
                other = (offset - normal[axis] * value) / normal[1 - axis]
                if -1e-9 <= other <= 1 + 1e-9:
                    ends.append((value, other) if axis == 0 else (other, value))
    if not ends:
        return None
    return np.array([ends[0], max(ends, key=lambda end: np.hypot(end[0] - ends[0][0], end[1] - ends[0][1]))]).T
