"""Lesson 15: its exercises, its claims, and the numbers its pictures say."""

import numpy as np

from course_lib.explorers import edge_of_chaos
from tests.lessons.common import exercise_tests

WRONG = {  # exercise: [(a plausible wrong answer, a word of the hint meant for it)]; at least five of each
    "double": [(lambda x: x * x, "square"), (lambda x: x + x[:1], "other numbers"), (lambda x: x, "other numbers"),
               (lambda x: x.sum() * 2, "shape"), (lambda x: x / 2, "other numbers")],
}
RIGHT = {"double": [lambda x: x + x, lambda x: [2 * n for n in x]]}  # right, though they look unusual; at least two
RECOMPUTED = {}  # claim: a function that gives its marked numbers by another method

test_exercise = exercise_tests("edge_of_chaos", WRONG, RIGHT)


def test_the_picture_says_what_plain_numbers_give():
    """Unit by unit, sample by sample, and none of the library's passes."""
    rng = np.random.default_rng(0)
    W1, W2 = 0.5 * rng.standard_normal((4, 2)), 0.5 * rng.standard_normal(4)
    dW1 = np.zeros((4, 2))
    for x, y in (((0, 0), 0), ((0, 1), 1), ((1, 0), 1), ((1, 1), 0)):
        h = np.tanh(W1 @ x)
        error = 1 / (1 + np.exp(-W2 @ h)) - y
        dW1 += np.outer(error * W2 * (1 - h**2), x) / 4
    assert f"Largest |dW1| {np.abs(dW1).max():.2g}." in edge_of_chaos().describe()
