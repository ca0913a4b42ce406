"""Lesson 01: its exercises, its claims, and the numbers its pictures say."""

import numpy as np

from tests.lessons.common import exercise_tests
from tests.lessons.plain import rows, sigmoid

WRONG = {  # exercise: [(a plausible wrong answer, a word of the hint meant for it)]
    "pre_activations": [(lambda W, b, X: W.dot(X), "bias"),
                        (lambda W, b, X: np.clip(W @ X + b, 0, None), "activation")],
    "ones_output": [(lambda X: X.sum(0), "sigmoid is still missing"), (lambda X: sigmoid(X.mean(0)), "mean"),
                    (lambda X: sigmoid(X.sum(1)), "column")],
    "count_distinct": [(lambda W: len({tuple(r) for r in W}), "=="), (lambda W: W.shape[1], "columns")],
    "hidden_twins": [(-np.ones((4, 2)), "1 of your 4"), ([[1, 1], [2, 1], [1, 3], [3, 3]], "4 distinct rows"),
                     (np.ones((2, 4)), "shape (4, 2)")],
}
RIGHT = {}  # exercise: [an answer that is right, though it looks unusual]

test_exercise = exercise_tests("forward_pass", WRONG, RIGHT)


def test_claims_1_and_2_equal_rows_answer_alike_and_ones_give_the_sigmoid_of_the_sum():
    rng = np.random.default_rng(0)
    for _ in range(50):
        row, x = rng.normal(size=20), rng.normal(size=20)
        assert len({round(float(np.dot(row, x)), 12) for _ in range(8)}) == 1
    total = [(k, 1 / (1 + np.exp(-k))) for k in (1, 2, 5, 10)]
    np.testing.assert_allclose([s for _, s in total], [0.7311, 0.8808, 0.9933, 1.0], atol=5e-5)
    assert [round(s * (1 - s), 4) for _, s in total] == [0.1966, 0.1050, 0.0066, 0.0]


def row_1():
    rng = np.random.default_rng(1)
    row, samples = rng.normal(size=20), rng.normal(size=(20, 1000))
    equal = [[sigmoid(sum(w * x for w, x in zip(row, sample))) for sample in samples.T]] * 8
    other = [sigmoid(np.dot(row, sample) + 1.0) for sample in samples.T]
    return rows(np.array(equal)), rows(np.array([other, *equal[1:]]))


def row_2():
    answers = [1 / (1 + np.exp(-k)) for k in (2, 10)]
    return [n for a in answers for n in (a, a * (1 - a))]


RECOMPUTED = {1: row_1, 2: row_2}  # claim: its marked numbers by another method
