"""Lesson 05: its exercises, its claims, and the numbers its pictures say."""

import numpy as np
import pytest

from tests.lessons.common import exercise_tests
from tests.lessons.looks import seen_tests
from tests.lessons.plain import OR, XOR, Net, draws, parameters, random_net, rows, solved_share, solves, tens

WRONG = {  # exercise: [(a plausible wrong answer, a word of the hint meant for it)]
    "success_rate": [(lambda A, Y: ((A > 0.5) == Y).mean(), "share of samples"),
                     (lambda A, Y: ((A > 0.5) == Y).all((1, 2)).sum(), "divide"),
                     (lambda A, Y: ((A > 0.5) == Y).any((1, 2)).mean(), "one right sample"),
                     (lambda A, Y: ((A > 0) == Y).all((1, 2)).mean(), "above 0.5"),
                     (lambda A, Y: ((A > 0.5) == Y).all((1, 2)).sum() / 12, "other numbers")],
    "uniform_with_std": [(lambda rng, shape, scale: rng.uniform(-scale, scale, shape), "√3"),
                         (lambda rng, shape, scale: rng.normal(0, scale, shape), "not uniform"),
                         (lambda rng, shape, scale: rng.uniform(0, scale, shape), "symmetric"),
                         (lambda rng, shape, scale: rng.choice([-scale, scale], shape), "not uniform"),
                         (lambda rng, shape, scale: np.tile(rng.uniform(-scale, scale, shape[1]), (shape[0], 1)),
                          "rows are equal"),
                         (lambda rng, shape, scale: np.linspace(-1, 1, shape[0] * shape[1]).reshape(shape)
                          * 3**0.5 * scale, "two generators"),
                         (lambda rng, shape, scale: np.random.default_rng(0).uniform(-1, 1, shape) * 3**0.5 * scale,
                          "two generators"),
                         (lambda rng, shape, scale: rng.uniform(-0.5, 0.5, shape) * scale, "√12")],
    "some_success": [(lambda p, k: k * p, "add up"), (lambda p, k: p**k, "all k succeed"),
                     (lambda p, k: (1 - p)**k, "all k fail"), (lambda p, k: p, "other numbers"),
                     (lambda p, k: 1 - p**k, "other numbers")],
    "rank_one": [([[1, 0], [0, 1], [1, 1], [2, 1]], "rank is 2"), (np.ones((4, 2)), "only 1"), ([[1, 2]], "(1, 2)"),
                 (np.zeros((4, 2)), "only 1"), ([[1, 2], [2, 4], [3, 6], [1, 2]], "only 3")],
}
RIGHT = {  # exercise: [an answer that is right, though it looks unusual]
    "success_rate": [lambda A, Y: np.mean([all((a > 0.5) == (y == 1) for a, y in zip(one[0], Y[0])) for one in A]),
                     lambda A, Y: 1 - (np.abs(A - Y) >= 0.5).any((1, 2)).mean()],
    "uniform_with_std": [lambda rng, shape, scale: (rng.random(shape) - 0.5) * np.sqrt(12) * scale,
                         lambda rng, shape, scale: np.array([rng.uniform(-1, 1, shape[1]) for _ in range(shape[0])])
                         * np.sqrt(3) * scale],
    "some_success": [lambda p, k: sum(p * (1 - p)**i for i in range(k)), lambda p, k: -np.expm1(k * np.log1p(-p))],
    "rank_one": [np.outer([0, 1, -2, 0.5], [3, -1]), [[1, 0], [2, 0], [3, 0], [4, 0]]],
}

test_exercise = exercise_tests("random_init", WRONG, RIGHT)


def test_claim_8_distinct_rows_of_rank_one():
    net = Net(np.zeros((4, 2)), random_net(0, 1.0, 4).v, "tanh").train(*OR, 0.5, 1)
    assert rows(net.W) == 4
    singular = np.linalg.svd(net.W, compute_uv=False)
    assert singular[1] < 1e-12 * singular[0]
    still = Net(np.zeros((4, 2)), random_net(0, 1.0, 4).v, "tanh").gradients(*XOR)[0]
    biased = still[:, 0] - still[:, 1]
    assert np.abs(biased).max() < 1e-12


@pytest.mark.parametrize(("width", "scale", "low", "high"), [(2, 0.1, 0.85, 1.0), (2, 1.0, 0.38, 0.66),
                                                             (2, 5.0, 0.17, 0.40), (8, 1.0, 0.95, 1.0)])
def test_claim_12_success_is_a_rate_that_depends_on_scale_and_width(width, scale, low, high):
    """Other seeds than the notebook's: the rates agree within what 200 seeds allow."""
    assert low <= solved_share(scale, width, 5000 if width == 2 else 1000, 200) <= high


def test_claim_12_too_small_is_slow():
    assert solved_share(0.01, 4, 1000, 40) == 0


def test_claim_16_a_constant_breaks_nothing_and_a_tiny_difference_is_too_little():
    draw = random_net(0, 1.0, 4)
    for eps, distinct, solved in ((0, 1, False), (1e-6, 4, False), (0.1, 4, True)):
        net = Net((1 - eps) * 0.5 + eps * draw.W, (1 - eps) * 0.5 + eps * draw.v, "tanh")
        assert rows(net.W) == distinct
        net.train(*XOR, 1.0, 1000)
        assert all((net.answer(x) > 0.5) == y for x, y in zip(XOR[0].T, XOR[1][0])) == solved


def row_16():
    tenth = Net(np.full((4, 2), 0.1), np.full(4, 0.1), "tanh").train(*XOR, 1.0, 1000)
    shares = [tens(solves(*(0.5 * (1 - eps) + eps * part for part in draws(0, 4, 200)), 1000).mean())
              for eps in (1e-6, 0.1)]
    return rows(parameters(tenth)), *shares


RECOMPUTED = {16: row_16}  # claim: its marked numbers by another method


def distinct(here):
    return len(set(here.result["units"]))


def ticks(here):
    found = int(here.result["landings"].solved.sum())
    assert f"{found} of 12 landings" in here.words
    return found


def seen_1(left, notch):
    counts = distinct(left), distinct(notch)
    return counts == (1, 4), counts == (1, 1), counts == (4, 4)


def seen_2(here):
    return 0 < ticks(here) < 12, ticks(here) == 0, ticks(here) == 12


def seen_3(small, large):
    return ticks(small) > 0 < ticks(large), ticks(small) == 0 < ticks(large), ticks(small) == 0 == ticks(large)


def seen_4(small, large):
    assert np.abs(small.result["landings"].answers - 0.5).max() < 0.1, "white maps"
    return ticks(small) > 0 < ticks(large), ticks(small) > 0 == ticks(large), ticks(small) == 0 < ticks(large)


SEEN = {1: seen_1, 2: seen_2, 3: seen_3, 4: seen_4}  # prediction: whether each observation of its look is true
test_seen = seen_tests("random_init", SEEN)
