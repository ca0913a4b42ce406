"""Lesson 03: its exercises, its claims, and the numbers its pictures say."""

import numpy as np
import pytest

from course_lib.plots import format_number
from tests.lessons.common import exercise_tests
from tests.lessons.looks import seen_tests
from tests.lessons.plain import OR, XOR, Net, rows

WRONG = {  # exercise: [(a plausible wrong answer, a word of the hint meant for it)]
    "bias_gradient": [(lambda Y: Y.mean() - 0.5, "sign"), (lambda Y: np.sum(0.5 - Y), "mean"),
                      (lambda Y: abs(0.5 - Y.mean()), "its size"), (lambda Y: -Y.mean(), "answers 0.5"),
                      (lambda Y: (0.5 - Y).sum() / 10, "other numbers"),
                      (lambda Y: (0.5 - Y).mean(axis=1, keepdims=True), "one number")],
    "logistic_step": [(lambda X, Y, r: r * (0.5 - Y) @ X.T / Y.size, "sign"),
                      (lambda X, Y, r: r * (Y - 0.5) @ X.T, "m"), (lambda X, Y, r: r * Y @ X.T / Y.size, "answers 0.5"),
                      (lambda X, Y, r: (0.5 - Y) @ X.T / Y.size, "this is dW"),
                      (lambda X, Y, r: r * (Y - 0.5) @ X.T / 10, "other numbers")],
    "waking_labels": [([[0, 1, 1, 0]], "unbalance"), ([[1, 1, 1, 1]], "both classes"), ([0, 1, 1, 1], "shape (1, 4)"),
                      ([[1, 0, 1, 0]], "unbalance"), ([[0, 1, 2, 1]], "labels 0 or 1"),
                      ([[0, 0, 0, 0]], "both classes")],
}
RIGHT = {  # exercise: [an answer that is right, though it looks unusual]
    "bias_gradient": [lambda Y: ((Y == 0).sum() - (Y == 1).sum()) / 2 / Y.size, lambda Y: float(np.mean(0.5 - Y[0]))],
    "logistic_step": [lambda X, Y, r: [[r * np.mean((y - 0.5) * x) for x in X] for y in Y],
                      lambda X, Y, r: r * ((Y - 0.5) * X).mean(axis=1)[None]],
    "waking_labels": [[[True, False, False, False]], np.array([[1, 1, 0, 1]])],
}

test_exercise = exercise_tests("zero_init", WRONG, RIGHT)


@pytest.mark.parametrize(("f", "data", "moves"), [("tanh", OR, (False, False)), ("relu", OR, (False, False)),
                                                  ("sigmoid", OR, (True, True)), ("sigmoid", XOR, (False, False))])
def test_claim_4_zero_weights(f, data, moves):
    net = Net(np.zeros((4, 2)), np.zeros(4), f).train(*data, 0.5, 1)
    assert bool(net.v.any()) == moves[0] and not net.W.any()
    net.train(*data, 0.5, 1)
    assert bool(net.W.any()) == moves[1]
    net.train(*data, 0.5, 300)
    assert rows(np.column_stack([net.W, net.b, net.v])) == 1 and bool(net.W.any()) == moves[1]


def biased_first_move():
    """The step at which W1 of a tanh network of zeros moves, its hidden biases at 0.1, on OR."""
    net = Net(np.zeros((4, 2)), np.zeros(4), "tanh", b=np.full(4, 0.1))
    return next(k for k in range(1, 4) if net.train(*OR, 0.5, 1).W.any())


@pytest.mark.parametrize(("f", "data", "moves"), [("tanh", OR, True), ("tanh", XOR, False), ("relu", OR, False),
                                                  ("relu", XOR, False)])
def test_one_layer_at_zero_under_a_random_one(f, data, moves):
    """What the last section prints for seed 0 holds for others, too."""
    for seed in range(5):
        net = Net(np.zeros((4, 2)), np.random.default_rng(seed).normal(size=4), f).train(*data, 0.5, 500)
        assert bool(np.abs(net.W).max() > 1e-12) == moves


@pytest.mark.parametrize("f", ["tanh", "relu", "sigmoid"])
def test_a_last_layer_of_zeros_under_a_random_one_wakes(f):
    """W2 at step 1, W1 at step 2. How well ReLU units then do hangs on the draw: some of four may be silent."""
    for seed in range(5):
        start = np.random.default_rng(seed).normal(size=(4, 2))
        net = Net(start, np.zeros(4), f).train(*OR, 0.5, 2)
        assert (net.v != 0).any() and (net.W != start).any() and rows(net.W) == 4
        assert f == "relu" or net.train(*OR, 0.5, 1000).loss(*OR) < 0.1


def row_4():
    def first_move(f, data, part):
        net = Net(np.zeros((4, 2)), np.zeros(4), f)
        return next((k for k in range(1, 4) if getattr(net.train(*data, 0.5, 1), part).any()), "never")

    net = Net(np.zeros((4, 2)), np.zeros(4), "sigmoid").train(*OR, 0.5, 1000)
    return (first_move("tanh", OR, "W"), first_move("sigmoid", OR, "W"), first_move("sigmoid", OR, "v"), rows(net.W),
            100 * XOR[1].mean(), first_move("sigmoid", XOR, "W"), biased_first_move())


RECOMPUTED = {4: row_4}  # claim: its marked numbers by another method


def seen_1(_, zero):
    moved = zero.result["moved"][:, 0] != 0
    assert format_number(zero.result["moved"][3, 0]) == "0.12"
    return moved.all(), not moved.any(), moved.tolist() == [False, False, False, True]


def seen_2(here):
    first, *later = here.result["moved"][0] != 0
    assert format_number(here.result["moved"][0, 1]) == "0.002"
    return not first and all(later), first and all(later), not first and not any(later)


def seen_3(here):
    moved, losses = here.result["moved"] != 0, here.result["loss"].ys["network"]
    nothing = not moved.any() and not here.result["W1"].any() and np.ptp(losses) < 1e-9
    return (moved.any(axis=1).tolist() == [False, False, False, True],
            not moved[:3:2, 0].all() and moved[2, 0] and moved[0, 1], nothing)


def seen_4(_, zero):
    (first, *_, network), (_, *_, single) = (zero.result["loss"].ys[name]
                                             for name in ("network", "logistic regression from zero"))
    assert (round(network, 2), round(single, 2)) == (0.56, 0.09)
    return network > 0.5 and single < 0.1, min(network, single) > 0.5, max(network, single) < 0.1


SEEN = {1: seen_1, 2: seen_2, 3: seen_3, 4: seen_4}  # prediction: whether each observation of its look is true
test_seen = seen_tests("zero_init", SEEN)
