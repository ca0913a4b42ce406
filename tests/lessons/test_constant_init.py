"""Lesson 04: its exercises, its claims, and the numbers its pictures say."""

from itertools import combinations

import numpy as np
import pytest

from course_lib import datasets
from course_lib.explorers import constant_init
from tests.lessons.common import exercise_tests
from tests.lessons.looks import seen_tests
from tests.lessons.plain import HALF, OR, XOR, F, Net, parameters, rows, sigmoid

WRONG = {  # exercise: [(a plausible wrong answer, a word of the hint meant for it)]
    "merged_weights": [(lambda W: W[:, [0]], "add up"), (lambda W: W.mean(1, keepdims=True), "or their mean"),
                       (lambda W: W.sum(1), "keep the shape"), (lambda W: W.sum(0, keepdims=True), "over the outputs"),
                       (lambda W: W, "should be")],
    "half_plane_loss": [(lambda p: -(np.log(p) * 2 + np.log(1 - p)) / 3, "all four"),
                        (lambda p: -np.log(p) * 0.75, "label 0"), (lambda p: np.log(p), "random tries"),
                        (lambda p: -(2 * np.log(p) + np.log(1 - p)), "the sum"),
                        (lambda p: (2 * np.log(p) + np.log(1 - p)) / 4, "sign")],
    "two_classes": [(np.zeros((4, 1)), "one class"), ([[1], [2], [3], [4]], "4 classes"),
                    ([0, 0, 1, 1], "shape (4, 1)"), ([[0], [0], [1], [2]], "3 classes"),
                    ([[0], [0], [1], [1 + 1e-11]], "3 classes"),
                    ([[1], [1], [1], [1 + 1e-12]], "no more than rounding")],
}
RIGHT = {  # exercise: [an answer that is right, though it looks unusual]
    "merged_weights": [lambda W: W[:, :1] * W.shape[1], lambda W: W @ np.ones((W.shape[1], 1))],
    "half_plane_loss": [lambda p: np.mean([0, -np.log(p), -np.log(p), -np.log(1 - p)]),
                        lambda p: -np.log(p * p * (1 - p)) / 4],
    "two_classes": [[[-1.0], [2.0], [2.0], [2.0]], np.array([[0], [1], [0], [1]])],
}

test_exercise = exercise_tests("constant_init", WRONG, RIGHT)


def test_claim_5_equal_units_merge_into_one_and_width_is_a_step_size():
    wide = Net(np.full((8, 2), 0.5), np.full(8, 0.5), "tanh").train(*XOR, 0.5, 1000)
    one = Net(wide.W[:1], [wide.v.sum()], "tanh", wide.b[:1], wide.c)
    points = np.random.default_rng(1).normal(scale=3, size=(200, 2))
    np.testing.assert_allclose([wide.answer(x) for x in points], [one.answer(x) for x in points], atol=1e-9)


def test_claim_6_below_logistic_regression_above_the_bound_with_a_half_plane():
    net = Net(np.full((4, 2), 0.5), np.full(4, 0.5), "tanh").train(*XOR, 0.5, 1000)
    p = np.linspace(0.01, 0.99, 9801)
    bound = (-(2 * np.log(p) + np.log(1 - p)) / 4).min()  # the three corners that get one and the same answer
    assert bound == pytest.approx(0.4774, abs=1e-4) and bound < net.loss(*XOR) == pytest.approx(0.486, abs=5e-4)
    assert net.loss(*XOR) < np.log(2) and sum((net.answer(x) > 0.5) == y for x, y in zip(XOR[0].T, XOR[1][0])) == 3
    stuck = Net(np.full((4, 2), 0.5), np.full(4, -1.0), "tanh").train(*XOR, 0.5, 1000)
    assert stuck.loss(*XOR) == pytest.approx(np.log(2), abs=5e-5)


def test_claim_6_a_sine_solves_xor_with_one_class_and_a_negative_relu_is_dead():
    net = Net(np.full((4, 2), 0.5), np.full(4, 0.5), "sine").train(*XOR, 0.5, 1000)
    assert rows(np.column_stack([net.W, net.v])) == 1 and net.loss(*XOR) < 0.01
    dead = Net(np.full((4, 2), -0.5), np.full(4, -0.5), "relu").train(*XOR, 0.5, 100)
    assert (dead.W == -0.5).all()


def merged(W1, W2, bias, activation, X, y, width, steps):
    """Equal units are one: a single unit whose outgoing weight counts `width` times. Its row, slopes and answers."""
    f, slope = F[activation]
    w, b, v, c = np.array([W1, W1]), bias, W2, bias
    for step in range(steps + 1):
        z = w @ X + b
        error = sigmoid(width * v * f(z) + c) - y
        dw, db = X @ (error * v * slope(z)) / y.size, np.mean(error * v * slope(z))
        if step < steps:
            w, b, v, c = w - dw, b - db, v - np.mean(error * f(z)), c - error.mean()
    return dw, error + y


def half_planes(X, y):
    """The most samples that any straight line gets right: all lines through pairs of samples, moved a little."""
    best = 0
    for i, j in combinations(range(X.shape[1]), 2):
        across = np.array([[0, -1], [1, 0]]) @ (X[:, j] - X[:, i])
        for turn in (-1e-6, 0, 1e-6):
            normal = across + turn * (X[:, j] - X[:, i])
            along = np.sort(normal @ X)
            for cut in (along[0] - 1, *(along[1:] + along[:-1]) / 2):
                right = ((normal @ X > cut) == (y == 1)).sum()
                best = max(best, right, y.size - right)
    return int(best)


@pytest.mark.parametrize("values", [
    {}, {"W1": -1.0, "W2": 2.0, "bias": 0.3, "step": 300}, {"activation": "sine", "data": "moons", "bias": 0.2},
    {"activation": "relu", "data": "or", "width": 2}, {"activation": "sigmoid", "data": "circles", "step": 20}])
def test_the_picture_says_what_one_merged_unit_gives(values):
    explorer = constant_init()
    asked = explorer.values() | values
    X, Y = {"xor": lambda: XOR, "or": lambda: OR}.get(
        asked["data"], lambda: datasets.DATASETS[asked["data"]](np.random.default_rng(0), 48))()
    dw, p = merged(asked["W1"], asked["W2"], asked["bias"], asked["activation"], X, Y[0], asked["width"], asked["step"])
    loss, right = (-np.log(np.where(Y[0] == 1, p, 1 - p)).mean(), int(((p > 0.5) == (Y[0] == 1)).sum()))
    w, c = np.zeros(2), 0.0  # logistic regression, 2000 steps at rate 1
    for _ in range(2000):
        error = sigmoid(w @ X + c) - Y[0]
        w, c = w - X @ error / Y.size, c - error.mean()
    q = sigmoid(w @ X + c)
    straight = -np.log(np.where(Y[0] == 1, q, 1 - q)).mean()
    assert explorer.describe(**values) == (
        f"1 of {asked['width']} units are distinct. After {asked['step']} steps the loss is {loss:.3f}; logistic "
        f"regression has {straight:.3f} after 2,000. {right} of {Y.size} samples are right; the best half-plane gets "
        f"{half_planes(X, Y[0])}. Largest |dW1| {np.abs(dw).max():.2g}.")


def row_5():
    net, most = Net(np.full((8, 2), 0.5), np.full(8, 0.5), "tanh"), 0
    for _ in range(1000):
        most = max(most, rows(net.gradients(*XOR)[0]))
        net.train(*XOR, 0.5, 1)
    one = Net(net.W[:1], [net.v.sum()], "tanh", net.b[:1], net.c)
    points = np.random.default_rng(1).normal(scale=3, size=(2, 1000)).T
    return most, rows(parameters(net)), max(abs(net.answer(x) - one.answer(x)) for x in points) < 1e-9


def row_6():
    net = Net(HALF, np.full(4, 0.5), "tanh").train(*XOR, 0.5, 1000)
    p, early = np.linspace(0.01, 0.99, 9801), net.loss(*XOR)
    stuck = Net(HALF, np.full(4, -1.0), "tanh").train(*XOR, 0.5, 1000).loss(*XOR)
    late = Net(HALF, np.full(4, 0.5), "tanh").train(*XOR, 0.5, 10_000).loss(*XOR)
    wide = Net(np.full((8, 2), 0.5), np.full(8, 0.5), "tanh").train(*XOR, 0.5, 1000)
    ticks = np.linspace(-2, 3, 100)
    along = sorted((wide.W[0] @ (x, y), wide.answer(np.array([x, y])) > 0.5) for x in ticks for y in ticks)
    sides = sum(bool(a[1] != b[1]) for a, b in zip(along, along[1:]))
    right = sum((wide.answer(x) > 0.5) == y for x, y in zip(XOR[0].T, XOR[1][0]))
    sine = Net(HALF, np.full(4, 0.5), "sine").train(*XOR, 0.5, 1000)
    return (-np.log(0.5), (-(2 * np.log(p) + np.log(1 - p)) / 4).min(), early, late, stuck, sides, right,
            rows(parameters(sine)), *(round(sine.answer(x), 1) for x in XOR[0].T))


RECOMPUTED = {5: row_5, 6: row_6}  # claim: its marked numbers by another method


def right_on_the_map(here):
    """How many of XOR's corners lie on their own side of 0.5, read off the map that is shown."""
    shown = here.result["map"]
    column, row = np.rint(shown.points * (shown.answers.shape[-1] - 1)).astype(int)
    return int(((shown.answers[row, column] > 0.5) == (shown.labels > 0.5)).sum())


def seen_1(*ends):
    right = [right_on_the_map(here) for here in ends]
    assert all(f" {n} of 4 samples are right" in here.words for n, here in zip(right, ends))
    return right == [3, 3], 4 in right, right == [2, 2]


def seen_2(here):
    network, other = (curve[-1] for curve in here.result["loss"].ys.values())
    return abs(network - other) < 0.1, network < other - 0.1, network > other + 0.1


def seen_3(here):
    W1 = here.result["W1"][~np.isnan(here.result["W1"]).any(axis=1)]
    one_row, within = rows(W1) == 1, np.abs(W1[:, 0] - W1[:, 1]).min()
    assert W1[0, 0] * W1[0, 1] < 0
    return one_row and within < 1e-9, not one_row, one_row and within > 0.1


def seen_4(here):
    right, distinct = right_on_the_map(here), len(set(here.result["units"]))
    assert distinct == 1 == rows(here.result["W1"][:2])
    return right == 4 and distinct > 1, right == 4 and distinct == 1, right == 3 and distinct == 1


SEEN = {1: seen_1, 2: seen_2, 3: seen_3, 4: seen_4}  # prediction: whether each observation of its look is true
test_seen = seen_tests("constant_init", SEEN)
