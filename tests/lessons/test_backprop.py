"""Lesson 02: its exercises, its claims, and the numbers its pictures say."""

from itertools import product

import numpy as np
import pytest

from course_lib.explorers import backprop
from course_lib.plots import format_number
from tests.lessons.common import exercise_tests
from tests.lessons.looks import seen_tests
from tests.lessons.plain import HALF, XOR, Net, random_net, rows, solves

WRONG = {  # exercise: [(a plausible wrong answer, a word of the hint meant for it)]
    "weight_gradient": [(lambda dZ, A: dZ @ A.T, "Divide by m"), (lambda dZ, A: dZ @ A.T / len(dZ), "units"),
                        (lambda dZ, A: dZ @ A.T / 7, "other numbers"), (lambda dZ, A: dZ @ A.T / len(A), "inputs"),
                        (lambda dZ, A: A @ dZ.T / A.shape[1], "transpose")],
    "hidden_error": [(lambda W, d, Z: W.T @ d, "slope"), (lambda W, d, Z: W.T @ d * (1 - Z * Z), "not 1 - Z²"),
                     (lambda W, d, Z: W.T @ d * (1 - np.tanh(Z)), "square"),
                     (lambda W, d, Z: W.T @ d * np.tanh(Z), "derivative"),
                     (lambda W, d, Z: W.T @ d * (Z > 0), "other numbers")],
    "update": [(lambda W, d, r: W + r * d, "uphill"), (lambda W, d, r: W - d, "learning_rate"),
               (lambda W, d, r: -r * d, "old W"), (lambda W, d, r: W - d / r, "other numbers"),
               (lambda W, d, r: np.subtract(W, r * d, out=W), "changes its arguments")],
    "two_kinds": [([[1, 1, 1, 1]], "all rows"), ([[1, 2, 3, 4]], "4 distinct"), ([1, 2, 3, 4], "shape (1, 4)"),
                  ([[1, 1, 2, 3]], "3 distinct"), ([[0, 0, 0, 0]], "all rows")],
}
RIGHT = {  # exercise: [an answer that is right, though it looks unusual]
    "weight_gradient": [lambda dZ, A: np.einsum("us,is->ui", dZ, A) / dZ.shape[1],
                        lambda dZ, A: np.mean([np.outer(d, a) for d, a in zip(dZ.T, A.T)], axis=0)],
    "hidden_error": [lambda W, d, Z: (d.T @ W).T / np.cosh(Z) ** 2,
                     lambda W, d, Z: np.einsum("ou,os->us", W, d) * (1 + np.tanh(Z)) * (1 - np.tanh(Z))],
    "update": [lambda W, d, r: -(r * d - W), lambda W, d, r: (W - r * d).tolist()],
    "two_kinds": [[[5, -1, -1, -1]], np.array([[1, 2, 1, 2]])],
}

test_exercise = exercise_tests("backprop", WRONG, RIGHT)


@pytest.mark.parametrize(("first", "second"), list(product(("constant", "random"), repeat=2)))
def test_claim_3_rows_of_dW1_are_equal_only_if_the_columns_of_W2_match_too(first, second):
    draw = random_net(0, 1.0, 4)
    net = Net(np.full((4, 2), 0.5) if first == "constant" else draw.W,
              np.full(4, 0.5) if second == "constant" else draw.v, "tanh")
    assert rows(net.gradients(*XOR)[0]) == (1 if first == second == "constant" else 4)


def test_claim_3_constant_W1_with_random_W2_learns_xor():
    for seed in range(5):
        net = Net(np.full((4, 2), 0.5), random_net(seed, 1.0, 4).v, "tanh").train(*XOR, 1.0, 1000)
        assert all((net.answer(x) > 0.5) == y for x, y in zip(XOR[0].T, XOR[1][0]))


def test_claim_17_adding_the_derivative_goes_uphill():
    net = random_net(3, 1.0, 4)
    before = net.loss(*XOR)
    assert random_net(3, 1.0, 4).train(*XOR, 0.1, 1).loss(*XOR) < before
    assert random_net(3, 1.0, 4).train(*XOR, -0.1, 1).loss(*XOR) > before


def row_3():
    v = np.random.default_rng(0).normal(size=4)
    same, other = (rows(Net(HALF, out, "tanh").gradients(*XOR)[0]) for out in (np.full(4, 0.5), v))
    many = np.random.default_rng(0).normal(size=(200, 4))
    shares = [100 * solves(np.full((200, 4, 2), 0.5), out, 1000).mean() for out in (np.full((200, 4), 0.5), many)]
    return same, other, *shares


def row_17():
    found, before = [], random_net(3, 1.0, 4).loss(*XOR)
    for rate in (-0.1, 0.1):
        change = random_net(3, 1.0, 4).train(*XOR, rate, 1).loss(*XOR) - before
        found += ["rises" if change > 0 else "falls", abs(change)]
    return found


def test_three_equal_units_and_one_other_solve_xor_for_some():
    """The share that the notebook prints, about 30 %, over draws of another seed."""
    W = np.full((200, 4, 2), 0.5)
    W[:, 3] = np.random.default_rng(5).normal(size=(200, 2))
    assert 0.2 < solves(W, np.full((200, 4), 0.5), 5000).mean() < 0.5


@pytest.mark.parametrize(("activation", "scale", "rate", "words"), [
    ("identity", 0.5, 10.0, "differ from"), ("identity", 0.5, 0.1, "agree with"), ("tanh", 10.0, 10.0, "agree with")])
def test_central_differences_are_lost_where_the_rate_has_made_the_numbers_huge(activation, scale, rate, words):
    explorer = backprop(activation=activation, start_W1="random", start_W2="random", learning_rate=rate, step=20)
    values = explorer.values() | {"scale": min(explorer.scene.controls["scale"].values, key=lambda s: abs(s - scale))}
    assert f"Central differences {words} dW1" in explorer.describe(**values)
    loss = float(explorer.compute(**values)["loss"].ys[20])
    assert (np.spacing(loss) > 1e-6) == (words == "differ from"), "the gap between two neighbouring floats"


RECOMPUTED = {3: row_3, 17: row_17}  # claim: its marked numbers by another method


def seen_1(here):
    """Told apart by the numbers as the screen writes them."""
    shown = {tuple(map(format_number, row)) for row in here.result["dW1"]}
    assert rows(here.result["W1"]) == 1
    return len(shown) == 1, len(shown) > 1, shown == {("0", "0")}


def seen_2(subtract, add):
    """As the screen writes them; on the way the loss fell and rose."""
    shown = [{format_number(w) for w in m.result["W1"].ravel()} for m in (subtract, add)]
    down, up = (m.result["loss"].ys[1] - m.result["loss"].ys[0] for m in (subtract, add))
    assert down < -0.01 and up > 0.01
    return shown == [{"0.48"}, {"0.52"}], shown == [{"0.52"}, {"0.48"}], shown == [{"0.48"}, {"0.48"}]


def seen_3(large, small):
    apart = {name: max(rows(m.result[name]) for m in (large, small)) > 1 for name in ("W2T", "dA1", "slope", "dZ1")}
    return apart["slope"], apart["dA1"], not any(apart.values())


SEEN = {1: seen_1, 2: seen_2, 3: seen_3}  # prediction: whether each observation of its look is true
test_seen = seen_tests("backprop", SEEN)
