"""Lesson 08: its exercises, its claims, and the numbers its pictures say."""

from itertools import product

import numpy as np

from course_lib import datasets
from course_lib.lessons.more_symmetry.exercises import TABLE
from tests.lessons.common import exercise_tests
from tests.lessons.plain import HALF, XOR, rows, sigmoid, tens

WRONG = {  # exercise: [(a plausible wrong answer, a word of the hint meant for it)]
    "table": [(TABLE | {"mini-batches": (16, 16)}, "all units see the same"),
              (TABLE | {"one weight": (16, 16)}, "fifteen"),
              (TABLE | {"dropout": (1, 1)}, "mask of its own"),
              (TABLE | {"dropout": 16}, "two numbers"), ({"W1": (16, 16)}, "missing"),
              (TABLE | {"W1": ...}, "11 of 12 rows")],
    "dropped": [(lambda A, U, p: np.where(U < p, 0, A), "has shrunk"), (lambda A, U, p: A * (U < p) / p, "*dropped*"),
                (lambda A, U, p: np.where(U < p, 0, A / p), "1 - p")],
    "mask_classes": [(lambda M: M.shape[0], "still equal"), (lambda M: len(set(M.sum(1))), "which"),
                     (lambda M: 2 ** len(M[0]), "could occur")],
    "parallel_rows": [(np.outer([1, 2, 3], [1, 2, 3, 4]), "rank is 1"), (np.eye(3, 4), "correlation is"),
                      (np.ones((3, 4)), "only 1"), ([[1, 2, 3, 4]], "shape (3, 4)"),
                      ([[1, 2, 3, 4], [5, 5, 5, 5], [2, 3, 4, 5]], "no correlation")],
}
RIGHT = {}  # exercise: [an answer that is right, though it looks unusual]

test_exercise = exercise_tests("more_symmetry", WRONG, RIGHT)


def moons_with_dropout(way, size, p=0.05):
    """40 networks 2-8-1, 400 steps: the first of steps 0, 10, ... with 95 % of the moons right, and who is there."""
    (X, Y), rng = datasets.moons(np.random.default_rng(0), 60, 0.1, 0.4), np.random.default_rng(0)
    W, v = (rng.normal(size=(40, 8, 2)), rng.normal(size=(40, 8))) if way.startswith("random") else (1.0, 1.0)
    W, v, b, c, first = size * W * np.ones((40, 8, 2)), size * v * np.ones((40, 8)), np.zeros((40, 8)), 0.0, np.inf
    for step in range(401):
        K = (rng.random((40, 8, 60)) >= p) / (1 - p) if way.endswith("dropout") else 1.0
        h = np.tanh(W @ X + b[:, :, None])
        whole, thinned = (sigmoid((v[:, :, None] * part).sum(axis=1) + np.reshape(c, (-1, 1))) for part in (h, h * K))
        right = ((whole > 0.5) == (Y[0] == 1)).mean(axis=1) >= 0.95
        first = np.where(right & (step % 10 == 0), np.minimum(first, step), first)
        error = thinned - Y[0]
        back = error[:, None] * v[:, :, None] * K * (1 - h**2)
        W, b = W - back @ X.T / 60, b - back.mean(axis=2)
        v, c = v - (h * K * error[:, None]).mean(axis=2), c - error.mean(axis=1)
    return first, right


def row_9():
    found, rng = [], np.random.default_rng(3)
    for K, inputs in ((2.0 * (rng.random((4, 4)) > 0.5), 1), (2.0 * (rng.random(4) > 0.5), 1), (1, 2.0 * np.eye(2)[0])):
        X, h = XOR[0] * np.reshape(inputs, (-1, 1)), np.tanh(HALF @ (XOR[0] * np.reshape(inputs, (-1, 1))))
        error = sigmoid(0.5 * (h * K).sum(axis=0)) - XOR[1][0]
        found.append(rows((0.5 * error * K * (1 - h**2)) @ X.T / 4))
    for size, way in product((1.0, 0.5), ("random", "random, dropout", "equal, dropout")):
        first, right = moons_with_dropout(way, size)
        found += [tens(right.mean()), 50 * round(np.median(first) / 50) if right.mean() > 0.5 else "never"]
    return found


RECOMPUTED = {9: row_9}  # claim: its marked numbers by another method
