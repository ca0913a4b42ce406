"""Lesson 08: its exercises, its claims, and the numbers its pictures say."""

from itertools import product

import numpy as np
import pytest

from course_lib import datasets
from course_lib.explorers import more_symmetry, symmetry_or_correlation
from course_lib.lessons.more_symmetry.exercises import TABLE
from tests.lessons.common import exercise_tests
from tests.lessons.looks import seen_tests
from tests.lessons.plain import HALF, XOR, F, rows, sigmoid, tens

WRONG = {  # exercise: [(a plausible wrong answer, a word of the hint meant for it)]
    "table": [(TABLE | {"mini-batches": (16, 16)}, "all units see the same"),
              (TABLE | {"one weight": (16, 16)}, "fifteen"), (TABLE | {"dropout": (1, 1)}, "mask of its own"),
              (TABLE | {"W1": 16}, "two numbers"), ({"W1": (16, 16)}, "missing"),
              (TABLE | {"noise": ...}, "11 of 12 rows"), (TABLE | {"W1": (16.9, 16.2)}, "run it again"),
              ([(16, 16)] * 12, "a dict")],
    "dropped": [(lambda A, U, p: np.where(U < p, 0, A), "has shrunk"), (lambda A, U, p: A * (U < p) / p, "*dropped*"),
                (lambda A, U, p: np.where(U < p, 0, A / p), "1 - p"),
                (lambda A, U, p: A * (U > p) / (1 - p), "*below* p"),
                (lambda A, U, p: A * (U < p) / (1 - p), "*dropped*")],
    "mask_classes": [(lambda M: M.shape[0], "still equal"), (lambda M: len(set(M.sum(1))), "which"),
                     (lambda M: 2 ** len(M[0]), "could occur"), (np.linalg.matrix_rank, "rank"),
                     (lambda M: M.shape[1], "other numbers")],
    "parallel_rows": [(np.outer([1, 2, 3], [1, 2, 3, 4]), "rank is 1"), (np.eye(3, 4), "correlation is"),
                      (np.ones((3, 4)), "only 1"), ([[1, 2, 3, 4]], "shape (3, 4)"),
                      ([[1, 2, 3, 4], [5, 5, 5, 5], [2, 3, 4, 5]], "no correlation"),
                      ([[1, 2, 3, 4], [-1, -2, -3, -4], [2, 3, 4, 5]], "correlation is -1")],
}
RIGHT = {  # exercise: [an answer that is right, though it looks unusual]
    "table": [{name: list(counts) for name, counts in TABLE.items()}, {name: np.array(n) for name, n in TABLE.items()}],
    "dropped": [lambda A, U, p: np.where(U < p, 0, A / (1 - p)), lambda A, U, p: A / (1 - p) - A / (1 - p) * (U < p)],
    "mask_classes": [lambda M: len(np.unique(M, axis=0)),
                     lambda M: len(set((M @ 2.0 ** np.arange(M.shape[1])).tolist()))],
    "parallel_rows": [[[1, 2, 3, 4], [2, 3, 4, 5], [3, 5, 7, 9]], np.add.outer([0.0, 1.0, -3.5], [0.0, 1.0, 4.0, 9.0])],
}

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


def plain_run(source, data, size=0.5, steps=200, constant=0.5, seed=0):
    """2-16-1 of equal tanh units with one source of difference, as arrays: steps + 1 times (W, b, v, c, dW)."""
    X, Y = XOR if data == "xor" else datasets.moons(np.random.default_rng(0), 60, 0.1, 0.4)
    rng, m, keep = np.random.default_rng(seed), Y.size, np.ones((16, 2))
    W, v, b, c = np.full((16, 2), constant), np.full(16, constant), np.zeros(16), 0.0
    if source in ("W1", "W1 and W2"):
        W = W + size * rng.standard_normal((16, 2))
    if source in ("W2", "W1 and W2"):
        v = v + size * rng.standard_normal(16)
    if source == "biases":
        b = size * rng.standard_normal(16)
    if source == "one weight":
        W[0, 0] += size
    if source in ("cut connections", "mini-batches"):
        keep = (rng.random((16, 2)) >= size) if source == "cut connections" else (rng.random((16, 2)) >= 0)
    W = W * keep
    for _ in range(steps + 1):
        x, y, spoil, mask, added = X, Y[0], 1.0, 1.0, 0.0
        if source == "mini-batches":
            some = rng.choice(m, max(1, round((1 - size) * m)), replace=False)
            x, y = X[:, some], Y[0, some]
        if source.endswith("dropout"):
            wide = {"dropout": 16, "shared dropout": 1, "input dropout": 2}[source]
            mask = (rng.random((wide, m)) >= size) / (1 - size)
            spoil, mask = (mask, 1.0) if source == "input dropout" else (1.0, mask)
        if source in ("noise", "shared noise"):
            added = size * rng.standard_normal((16 if source == "noise" else 1, m))
        h = np.tanh(W @ (x * spoil) + b[:, None])
        error = sigmoid(v @ (h * mask + added) + c) - y
        back = error * v[:, None] * mask * (1 - h**2)
        dW, db = back @ (x * spoil).T / y.size * keep, back.mean(axis=1)
        dv, dc = (error * (h * mask + added)).mean(axis=1), error.mean()
        if source == "gradient noise":
            dW, db = dW + size * rng.standard_normal((16, 2)), db + size * rng.standard_normal((16, 1))[:, 0]
            dv, dc = dv + size * rng.standard_normal((1, 16))[0], dc + size * rng.standard_normal((1, 1))[0, 0]
        yield W, b, v, c, dW
        W, b, v, c = W - dW, b - db, v - dv, c - dc


@pytest.mark.parametrize("source", TABLE)
def test_the_table_of_the_exercise_is_what_a_plain_loop_finds(source):
    for data, count in zip(("xor", "moons"), TABLE[source]):
        *_, (W, *_) = plain_run(source, data)
        assert rows(W) == count, (source, data)


@pytest.mark.parametrize(("source", "size", "step", "data"), [
    ("dropout", 0.5, 3, "xor"), ("one weight", 0.5, 50, "moons"), ("cut connections", 0.5, 20, "xor"),
    ("gradient noise", 0.1, 10, "xor"), ("mini-batches", 0.5, 20, "moons"), ("noise", 0.3, 20, "moons")])
def test_the_picture_says_what_a_plain_loop_finds(source, size, step, data):
    X, Y = XOR if data == "xor" else datasets.moons(np.random.default_rng(0), 60, 0.1, 0.4)
    *_, (W, b, v, c, dW) = plain_run(source, data, size, step)
    p = np.array([sigmoid(sum(v[k] * np.tanh(W[k] @ x + b[k]) for k in range(16)) + c) for x in X.T])
    apart = max(abs(one[k] - other[k]) for one in W for other in W for k in range(2))
    right = sum(bool(a > 0.5) == bool(y) for a, y in zip(p, Y[0]))
    loss = -np.mean([np.log(a if y else 1 - a) for a, y in zip(p, Y[0])])
    text = more_symmetry().describe(source=source, size=size, step=step, data=data)
    assert (f"After {step} steps the distinct rows of W1 number {rows(W)} and differ by at most {apart:.2g}; "
            f"{right} of {Y.size} samples are right, loss {loss:.3f}. Largest |dW1| {np.abs(dW).max():.2g}.") in text
    assert text.startswith(f"{rows(np.column_stack([W, b, v]))} of 16 units are distinct.")


@pytest.mark.parametrize(("activation", "step", "scale"), [("tanh", 0, 1.0), ("tanh", 300, 1.0), ("sigmoid", 40, 2.0)])
def test_the_four_networks_say_what_plain_loops_find(activation, step, scale):
    scale = min(symmetry_or_correlation().scene.controls["scale"].values, key=lambda s: abs(s - scale))
    f, slope = F[activation]
    X = [np.array([a, b, c]) for a in (0.0, 1) for b in (0.0, 1) for c in (0.0, 1)]
    D, words, most = np.random.default_rng(3).normal(size=(3, 3)), [], 0.0
    starts = {"equal": [D[0]] * 3, "correlated": [D[0], D[0] + 1, D[0] - 1],
              "rank 1": [D[0], 0.5 * D[0], -1.5 * D[0]], "diverse": list(D)}
    for kind, W in starts.items():
        W, b, v, c = scale * np.array(W), np.zeros(3), np.ones(3), 0.0
        for k in range(step + 1):
            parts = [(x, sigmoid(v @ f(W @ x + b) + c) - (x[0] != x[1]), W @ x + b) for x in X]
            dW = sum(np.outer(e * v * slope(z), x) for x, e, z in parts) / 8
            if k < step:
                db, dv = (sum(e * part(z) for _, e, z in parts) / 8 for part in (lambda z, v=v: v * slope(z), f))
                W, b, v, c = W - dW, b - db, v - dv, c - sum(e for _, e, _ in parts) / 8
        rank = sum(s > 1e-6 * np.linalg.norm(W, 2) for s in np.sqrt(np.abs(np.linalg.eigvalsh(W @ W.T))))
        pairs = [np.corrcoef(W[i], W[j])[0, 1] for i, j in ((0, 1), (0, 2), (1, 2))]
        loss = -np.mean([np.log(abs(e + (x[0] != x[1]) - (x[0] == x[1]))) for x, e, _ in parts])
        words.append(f"{kind}: distinct rows {rows(W)}, rank {rank}, weakest correlation {min(pairs, key=abs):.3f}, "
                     f"loss {loss:.3f}")
        most = max(most, np.abs(dW).max())
    text = symmetry_or_correlation().describe(activation=activation, step=step, scale=scale)
    for sentence in (*words, f"Largest |dW1| {most:.2g}."):
        assert sentence in text


RECOMPUTED = {9: row_9}  # claim: its marked numbers by another method


def distinct(here, name="units"):
    return len(set(here.result[name].tolist()))


def seen_1(*three):
    batches, inputs, hidden = (distinct(here) > 1 for here in three)
    return batches and inputs and hidden, hidden and not batches and not inputs, not (batches or inputs or hidden)


def seen_2(end):
    return rows(end.result["W1"]) == 2 == distinct(end), distinct(end) == 16, distinct(end) == 1


def seen_3(here):
    W, dW = here.result["W1"], here.result["dW1"]
    return rows(dW) > 1, distinct(here) == 16 and W.any(), not W.any() and not dW.any() and distinct(here) == 1


def seen_4(small, large):
    equal, two = ([distinct(here, f"units {kind}") for here in (small, large)] for kind in ("equal", "correlated"))
    assert equal == [1, 1]
    return 1 in two, two == [3, 3], two[0] < 3 == two[1]


SEEN = {1: seen_1, 2: seen_2, 3: seen_3, 4: seen_4}  # prediction: is each observation of its look true?
test_seen = seen_tests("more_symmetry", SEEN, others=2)
