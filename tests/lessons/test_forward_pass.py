"""Lesson 01: its exercises, its claims, and the numbers its pictures say."""

import numpy as np
import pytest

from course_lib import activations, datasets, mlp
from course_lib.explorers import digit_rows
from tests.lessons.common import exercise_tests
from tests.lessons.looks import seen_tests
from tests.lessons.plain import F, rows, sigmoid

WRONG = {  # exercise: [(a plausible wrong answer, a word of the hint meant for it)]
    "pre_activations": [(lambda W, b, X: W.dot(X), "bias"), (lambda W, b, X: np.clip(W @ X + b, 0, None), "activation"),
                        (lambda W, b, X: W @ X - b, "added, not"), (lambda W, b, X: (W @ X + b).T, "should be"),
                        (lambda W, b, X: np.tanh(W @ X + b), "other numbers")],
    "ones_output": [(lambda X: X.sum(0), "sigmoid is still missing"), (lambda X: sigmoid(X.mean(0)), "mean"),
                    (lambda X: sigmoid(X.sum(1)), "column"), (lambda X: sigmoid(X).sum(0), "sum first"),
                    (lambda X: np.tanh(X.sum(0)), "other numbers")],
    "count_distinct": [(lambda W: len({tuple(r) for r in W}), "=="), (lambda W: W.shape[0], "=="),
                       (np.linalg.matrix_rank, "rank"), (lambda W: rows(W[:, :1]), "first column"),
                       (lambda W: len(np.unique(np.round(W, 1), axis=0)), "coarsely"),
                       (lambda W: rows(W.T), "row")],
    "hidden_twins": [(-np.ones((4, 2)), "1 of your 4"), ([[1, 1], [2, 1], [1, 3], [3, 3]], "4 distinct rows"),
                     (np.ones((2, 4)), "shape (4, 2)"), ([[-1, -1], [-2, -1], [-1, -2], [1, 1]], "2 distinct rows"),
                     (np.zeros((4, 2)), "1 of your 4")],
}
RIGHT = {  # exercise: [an answer that is right, though it looks unusual]
    "pre_activations": [lambda W, b, X: np.hstack([W, b]) @ np.vstack([X, np.ones(X.shape[1])]),
                        lambda W, b, X: [[sum(w * x for w, x in zip(row, column)) + c for column in X.T]
                                         for row, c in zip(W, b[:, 0])]],
    "ones_output": [lambda X: 0.5 * (1 + np.tanh(np.ones(len(X)) @ X / 2)),
                    lambda X: [1 / (1 + np.exp(-sum(column))) for column in X.T.tolist()]],
    "count_distinct": [rows, lambda W: len({tuple(np.rint(row / 1e-8).tolist()) for row in W})],
    "hidden_twins": [[[-1, -1], [-1, -2], [-2, -1], [-3, -0.5]], -np.arange(1, 9).reshape(4, 2) / 7],
}

test_exercise = exercise_tests("forward_pass", WRONG, RIGHT)


def test_claim_1_equal_rows_answer_alike_and_one_changed_bias_answers_otherwise():
    """The library's layer beside a sum over the inputs, for each of eight units."""
    rng = np.random.default_rng(0)
    row, X = rng.normal(size=20), rng.normal(size=(20, 50))
    b = np.zeros((8, 1))
    b[7] = 0.25
    A = mlp.forward((mlp.Layer(np.tile(row, (8, 1)), b, "sigmoid"),), X)[0].A
    for unit in range(8):
        by_hand = [sigmoid(sum(w * x for w, x in zip(row, sample)) + b[unit, 0]) for sample in X.T]
        np.testing.assert_allclose(A[unit], by_hand, rtol=1e-12)
    assert rows(A) == 2 and rows(A[:7]) == 1


@pytest.mark.parametrize("inputs", [1, 2, 5, 10])
def test_claim_2_ones_give_the_sigmoid_of_the_sum_and_hardly_any_slope(inputs):
    """The slope of the library's sigmoid beside a difference quotient of its own output."""
    network = (mlp.Layer(np.ones((3, inputs)), np.zeros((3, 1)), "sigmoid"),)
    cache, h = mlp.forward(network, np.ones((inputs, 1)))[0], 1e-5
    above, below = (1 / (1 + np.exp(-(inputs + s))) for s in (h, -h))
    np.testing.assert_allclose(cache.A, 1 / (1 + np.exp(-inputs)))
    slope = activations.get("sigmoid").df(cache.Z, cache.A)
    np.testing.assert_allclose(slope, (above - below) / (2 * h), rtol=1e-5, atol=1e-10)


@pytest.mark.parametrize("values", [
    {}, {"initializer": "random", "activation": "relu", "digit": 12, "scale": 0.5}, {"blend": 0.5, "scale": 0.1},
    {"initializer": "random", "activation": "identity", "seed": 4}, {"initializer": "zeros", "activation": "sigmoid"}])
def test_the_digit_rows_say_what_plain_numbers_give(values):
    """Samples one by one; the largest entry of dW1 once more as a difference quotient of the loss."""
    explorer = digit_rows()
    if "scale" in values:
        scales = explorer.scene.controls["scale"].values
        values = values | {"scale": min(scales, key=lambda scale: abs(scale - values["scale"]))}
    asked = explorer.values() | values
    X, Y = datasets.digits(np.random.default_rng(0), samples=64)
    rng, scale, eps = np.random.default_rng(asked["seed"]), asked["scale"], asked["blend"]
    first = {"zeros": lambda D: 0 * D, "constant": lambda D: scale + 0 * D, "random": lambda D: scale * D}
    W1, W2 = ((1 - eps) * first[asked["initializer"]](D) + eps * scale * D
              for D in (rng.standard_normal((16, 64)), rng.standard_normal((10, 16))))
    f, slope = (F | {"identity": (lambda z: z, np.ones_like)})[asked["activation"]]
    answers, dW1 = np.array([sigmoid(W2 @ f(W1 @ x)) for x in X.T]), np.zeros((16, 64))
    for x, y, p in zip(X.T, Y.T, answers):
        dW1 += np.outer(W2.T @ (p - y) * slope(W1 @ x), x) / 64

    def loss(change, place):
        moved = W1.copy()
        moved[place] += change
        P = sigmoid(W2 @ f(moved @ X))
        return -np.where(Y == 1, np.log(P), np.log(1 - P)).sum() / 64

    place = np.unravel_index(np.abs(dW1).argmax(), dW1.shape)
    assert (loss(1e-5, place) - loss(-1e-5, place)) / 2e-5 == pytest.approx(dW1[place], rel=1e-4, abs=1e-9)
    label = int(np.argmax(Y[:, asked["digit"]]))
    text = explorer.describe(**values)
    assert (f"Distinct rows: {rows(W1)} in W1, {rows(dW1)} in dW1 (16 units). The digit is a {label}; the untrained "
            f"network says yes to that with {answers[asked['digit'], label]:.2f}. "
            f"Largest |dW1| {np.abs(dW1).max():.2g}.") in text
    assert text.startswith(f"{rows(np.column_stack([W1, W2.T]))} of 16 units are distinct.")


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


def even_columns(M):
    return np.ptp(M, axis=0).max() <= 1e-9


def seen_1(large, small):
    A, B = large.result["A1"].M, small.result["A1"].M
    return even_columns(B) and not even_columns(A), not (even_columns(A) and even_columns(B)), even_columns(
        A) and even_columns(B)


def seen_2(here):
    last = here.result["A1"].M[:, 3]
    return np.allclose(last, 1 / (1 + np.exp(-2))), np.allclose(last, 2.0), rows(last[:, None]) > 1


def seen_3(here):
    A = here.result["A1"]
    return rows(A) == 1, rows(A) > 1, (A == 0).any() and (A != 0).any()


SEEN = {1: seen_1, 2: seen_2, 3: seen_3}  # prediction: whether each observation of its look is true
test_seen = seen_tests("forward_pass", SEEN)
