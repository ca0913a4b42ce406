"""Lesson 12: its exercises, its claims, and the numbers its pictures say."""

import re
from functools import cache

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad

from course_lib import datasets
from course_lib.explorers import deep_branches, two_factors
from course_lib.lessons.two_factors import adapter, deep
from tests.lessons.common import exercise_tests
from tests.lessons.looks import moment, seen_tests
from tests.lessons.plain import rows

RNG = np.random.default_rng(5)
SMALL, ZERO = RNG.normal(size=(4, 3)), np.zeros((5, 4))
MIXED = np.vstack([SMALL[:2], 0 * SMALL[:2]]), np.hstack([ZERO[:, :2], RNG.normal(size=(5, 2))])
ACROSS = RNG.normal(size=(5, 4))
ACROSS -= ACROSS @ SMALL @ np.linalg.pinv(SMALL)  # speaks across everything A says: no factor is zero, the product is


def simulated(a, b):
    """By trying: three steps towards the target 1."""
    found, start = [0, 0], (a, b)
    for step in (1, 2, 3):
        a, b = a - 0.01 * b * (a * b - 1), b - 0.01 * a * (a * b - 1)
        found = [f or (step if now != was else 0) for f, now, was in zip(found, (a, b), start)]
    return found


WRONG = {  # exercise: [(a plausible wrong answer, a word of the hint meant for it)]; at least five of each
    "dA": [(lambda dW, A, B: dW @ A.T, "this is dB"), (lambda dW, A, B: -(B.T @ dW), "the sign"),
           (lambda dW, A, B: B.T @ dW / dW.shape[1], "mean over the samples"), (lambda dW, A, B: dW.T @ B, "turned"),
           (lambda dW, A, B: B @ dW, "stops with ValueError"), (lambda dW, A, B: 0 * A, "other numbers"),
           (lambda dW, A, B: B.T @ dW + A, "other numbers")],
    "first_moves": [(lambda a, b: (1, 1), "times b"), (lambda a, b: simulated(b, a), "swapped"),
                    (lambda a, b: (2 if b == 0 else 1, 2 if a == 0 else 1), "two zeros"),
                    (lambda a, b: (1 if b else 0, 1 if a else 0), "only waits"),
                    (lambda a, b: (2, 2), "other numbers"), (lambda a, b: 1, "shape")],
    "branch_scale": [(lambda L, g: 1 / np.sqrt(2 * L), "another each time"),
                     (lambda L, g: (g ** (1 / L) - 1) / 2, "root"),
                     (lambda L, g: np.sqrt(g ** (1 / L) - 1), "a 2 is missing"),
                     (lambda L, g: np.sqrt(np.log(g) / 2 / L), "very many blocks"),
                     (lambda L, g: np.sqrt((g - 1) / L / 2), "multiply"),
                     (lambda L, g: 1 / np.sqrt(L), "other numbers")],
    "living_start": [((0 * SMALL, ZERO), "both zero"), ((np.ones((4, 3)), ZERO), "swapping"),
                     ((SMALL, np.ones((5, 4))), "not zero"), ((1e-5 * SMALL, 1e-5 * ACROSS[::-1] + 1e-5), "not zero"),
                     ((SMALL.T, ZERO.T), "shape"),
                     ((SMALL[[0, 0, 1, 2]], ZERO), "3 of 4"),
                     ((np.vstack([SMALL[:3], 0 * SMALL[:1]]), ZERO), "number 4"), (5, "stops with TypeError")],
}
RIGHT = {  # exercise: [an answer that is right, though it looks unusual]
    "dA": [lambda dW, A, B: np.einsum("ur,ui->ri", B, dW), lambda dW, A, B: [[b @ w for w in dW.T] for b in B.T]],
    "first_moves": [simulated, lambda a, b: np.array([1 + (b == 0), 1 + (a == 0)]) * (a != 0 or b != 0)],
    "branch_scale": [lambda L, g: (np.expm1(np.log(g) / L) / 2) ** 0.5,
                     lambda L, g: np.hypot(0, (g ** L**-1.0 - 1) ** 0.5) / 2**0.5],
    "living_start": [MIXED, (SMALL, ACROSS), (0 * SMALL, RNG.normal(size=(5, 4))),
                     (np.arange(12).reshape(4, 3).tolist(), ZERO.tolist())],
}
test_exercise = exercise_tests("two_factors", WRONG, RIGHT)

# The experiments once more: gradients by automatic differentiation, or written out block by block ------------------

def relu(Z):
    return Z * (Z > 0)  # its slope at 0 is 0, where that of autograd's maximum is 1/2


def cross_entropy(Z, Y):
    """Of softmax, mean over the samples."""
    Z = Z - Z.max(axis=0)  # the loss stays, and large scores do not overflow
    return anp.mean(anp.log(anp.sum(anp.exp(Z), axis=0)) - anp.sum(Y * Z, axis=0))


def descend(loss, parts, rate, steps):
    """Gradient descent on loss(*parts), by automatic differentiation."""
    gradient = grad(lambda parts: loss(*parts))
    for _ in range(steps):
        parts = tuple(part - rate * g for part, g in zip(parts, gradient(parts)))
    return parts


def right(Z, Y):
    return (Z.argmax(axis=0) == Y.argmax(axis=0)).mean()


def two_layers(rng, units, inputs=64, outputs=10):
    return (rng.standard_normal((units, inputs)) * np.sqrt(2 / inputs), np.zeros((units, 1)),
            rng.standard_normal((outputs, units)) * np.sqrt(2 / units), np.zeros((outputs, 1)))


UPRIGHT = datasets.digits(np.random.default_rng(0), 256)
TEST = datasets.digits(np.random.default_rng(0), split="test")
TURNED = datasets.digits(np.random.default_rng(1), 256)
TURNED = TURNED[0][::-1], TURNED[1]


@cache
def pretrained():
    def loss(W, b, V, c):
        return cross_entropy(V @ relu(W @ UPRIGHT[0] + b) + c, UPRIGHT[1])
    return descend(loss, two_layers(np.random.default_rng(0), 64), 0.2, 300)


def answers(A, B, X):
    W, b, V, c = pretrained()
    return V @ relu((W + B @ A) @ X + b) + c


def pair_at_start(A, B, seed):
    rng = np.random.default_rng(seed)
    draws = rng.standard_normal((16, 64)) / 8, rng.standard_normal((16, 64)) / 4
    A, B = ({"zero": 0 * D, "random": D, "equal": np.tile(D[0], (16, 1))}[name] for name, D in zip((A, B), draws))
    return A, B.T


@cache
def pair_at_end(A, B, seed=0, steps=200, rate=0.1, size=1.0):
    first, second = pair_at_start(A, B, seed)
    return descend(lambda A, B: cross_entropy(answers(A, B, TURNED[0]), TURNED[1]), (first, size * second), rate, steps)


def good(pair):
    return right(answers(*pair, TEST[0][::-1]), TEST[1]) > 0.8


def what_moves(A, B):
    found, before = [], pair_at_start(A, B, 0)
    for steps in (1, 2, 3):
        after = pair_at_end(A, B, 0, steps)
        found.append(" ".join(n for n, a, b in zip("AB", after, before) if (a != b).any()) or "nothing")
        before = after
    return found


def row_18():
    return (*what_moves("zero", "zero"), good(pair_at_end("zero", "zero")), *what_moves("random", "zero"),
            good(pair_at_end("random", "zero")))


def rank(pair):
    values = np.linalg.eigvalsh((pair[1] @ pair[0]).T @ (pair[1] @ pair[0]))  # the squares of the singular values
    return int((values > 1e-13 * values.max()).sum())


def row_19():
    usual, equal, parted = (pair_at_end(*names) for names in (("random", "zero"), ("equal", "zero"),
                                                              ("equal", "random")))
    return rank(usual), rows(usual[0]), good(usual), rank(equal), rows(equal[0]), good(equal), rank(parted)


def row_20():
    def ends(*names, size=1.0):
        found = [right(answers(*pair_at_end(*names, seed, size=size), TEST[0][::-1]), TEST[1]) for seed in range(5)]
        return np.mean(found), sum(good(pair_at_end(*names, seed, rate=0.5, size=size)) for seed in range(12)) > 6

    return (*what_moves("random", "zero")[:2], *what_moves("zero", "random")[:2], *ends("random", "zero"),
            *ends("zero", "random"), *ends("zero", "random", size=0.5))


def row_21():
    W, b, V, c = pretrained()
    before, same, changed = V @ relu(W @ TEST[0] + b) + c, [], []
    for seed in range(20):
        same.append([(answers(*pair_at_start("random", B, seed), TEST[0]) == before).all() for B in ("zero", "random")])
        after = answers(*pair_at_start("random", "random", seed), TEST[0])
        changed.append(np.mean(after.argmax(axis=0) != before.argmax(axis=0)))
    return *np.all(same, axis=0), 100 * np.mean(changed)


def plain_network(f, parts, rate, steps):
    """64-n-10 trained on the upright digits: (first loss, W1 at the end, accuracy)."""
    def outputs(X, W, b, V, c):
        return V @ f(W @ X + b) + c

    def loss(*parts):
        return cross_entropy(outputs(UPRIGHT[0], *parts), UPRIGHT[1])

    end = descend(loss, parts, rate, steps)
    return loss(*parts), end[0], right(outputs(TEST[0], *end), TEST[1])


def row_22():
    found = []
    for f, second in ((lambda Z: Z, 1.0), (lambda Z: Z, 0.0), (relu, 1.0)):
        V = second * np.random.default_rng(0).standard_normal((10, 16)) / np.sqrt(8)  # W1 = 0 draws nothing
        _, W, accuracy = plain_network(f, (np.zeros((16, 64)), np.zeros((16, 1)), V, np.zeros((10, 1))), 0.3, 200)
        found += ["has moved" if W.any() else "is still zero", accuracy]
    return found


def row_26():
    found = []
    for scale in (0.0, 10.0):
        W, b, V, c = two_layers(np.random.default_rng(0), 32)
        found.append(plain_network(relu, (W, b, scale * V, c), 0.1, 300))
    return found[0][0], found[0][2], found[1][0]


GROUP = np.isin(np.arange(10), (0, 3, 4, 6, 9))


def task(groups, split="train"):
    X, Y = datasets.digits(np.random.default_rng(0), None, split)
    return X, (1.0 * GROUP[Y.argmax(axis=0)][None] if groups else Y)


def stream(seed, start, blocks=50, width=32, outputs=1):
    """stem, [[W1, W2, gate] of each block], head."""
    rng = np.random.default_rng(seed)
    stem = rng.standard_normal((width, 64)) / 4
    W1, W2 = ([rng.standard_normal((width, width)) * np.sqrt(2 / width) for _ in range(blocks)] for _ in range(2))
    head = rng.standard_normal((outputs, width)) / np.sqrt(width)
    last = {"plain": 1.0, "ReZero": 1.0, "zero-γ": 1.0, "1/√(2L)": (2 * blocks) ** -0.5}.get(start, 0.0)
    gate = {"ReZero": 0.0, "two zeros": 0.0, "zero-γ": np.zeros((width, 1))}.get(start, 1.0)
    first = blocks**-0.5 if start == "Fixup" else 1.0
    return [stem, [[first * U, last * V, gate] for U, V in zip(W1, W2)], head * (start != "Fixup")]


def along(stem, blocks, X):
    Hs = [stem @ X]
    for U, V, gate in blocks:
        Hs.append(Hs[-1] + gate * (V @ relu(U @ Hs[-1])))
    return Hs


def learn(seed, start, groups, rate, steps=300):
    """(accuracy, how many blocks have moved) after training with mini-batches; None if the numbers overflow."""
    X, Y = task(groups)
    stem, blocks, head = stream(seed, start, outputs=len(Y))
    begin, rng = [[np.copy(part) for part in block] for block in blocks], np.random.default_rng(seed)
    for _ in range(steps):
        which = rng.choice(X.shape[1], 32, replace=False)
        x, y = X[:, which], Y[:, which]
        with np.errstate(over="ignore", invalid="ignore"):
            Hs = along(stem, blocks, x)
            Z = head @ Hs[-1]
        if not np.isfinite(Z).all() or np.abs(Z).max() > 1e12:
            return None
        p = 1 / (1 + np.exp(-Z)) if groups else np.exp(Z - Z.max(axis=0)) / np.exp(Z - Z.max(axis=0)).sum(axis=0)
        error = (p - y) / 32
        back = head.T @ error
        head = head - rate * error @ Hs[-1].T
        for block, H in zip(blocks[::-1], Hs[-2::-1]):
            U, V, gate = block
            inside = relu(U @ H)
            through = (V.T @ (gate * back)) * (inside > 0)
            block[:] = U - rate * through @ H.T, V - rate * (gate * back) @ inside.T, gate - rate * (
                np.vdot(back, V @ inside))
            back = back + U.T @ through
        stem = stem - rate * back @ x.T
    X, Y = task(groups, "test")
    Z = head @ along(stem, blocks, X)[-1]
    moved = sum(any(np.any(a != b) for a, b in zip(*pair)) for pair in zip(begin, blocks))
    return (np.mean((Z > 0) == (Y > 0.5)) if groups else right(Z, Y)), moved


def row_24():
    grown = np.array([[(Hs[-1] ** 2).mean() / (Hs[0] ** 2).mean() for seed in range(10) for Hs in [
        along(*stream(seed, start, width=64)[:2], task(True)[0][:, :8])]] for start in ("plain", "1/√(2L)")])
    plain, divided = np.median(grown, axis=1)
    ends = [learn(1, start, True, rate) for start, rate in (("plain", 0.003), ("1/√(2L)", 0.01), ("zero-last", 0.006),
                                                            ("Fixup", 0.1), ("ReZero", 0.05))]
    learned = [value for accuracy, moved in ends[1:] for value in (moved, accuracy > 0.93)]
    return (np.log10(plain), plain ** (1 / 50), divided, "the numbers overflow" if ends[0] is None else "it learns",
            *learned)


def row_25():
    ten, two = learn(1, "two zeros", False, 0.1), learn(1, "two zeros", True, 0.1)
    return ten[1], ten[0] > 0.9, two[1], two[0] > 0.93


def first_moves(start, parts):
    """The step at which each part first hears of the error, by automatic differentiation."""
    X, Y = (part[:, :64] for part in task(True))
    stem, blocks, head = stream(0, start)
    stacked = (head, *(np.array([1.0 * np.asarray(block[k]) for block in blocks]) for k in (2, 1, 0)), stem)
    names, found = ("head", "gate", "W2", "W1"), {}

    def loss(head, gates, W2, W1, stem):
        Z = head @ along(stem, list(zip(W1, W2, gates)), X)[-1]
        return anp.mean(anp.log(1 + anp.exp(Z)) - Y * Z)

    for step in (1, 2, 3):
        before, stacked = stacked, descend(loss, stacked, 0.01, 1)
        for name, a, b in zip(names, before, stacked):
            if (a != b).any():
                found.setdefault(name, step)
    return [found.get(part, "never") for part in parts]


def test_a_zero_with_another_product_wakes_the_other():
    """Two zero convolutions as in ControlNet, x + Z2 tanh(F (x + Z1 c)): alive, unless x is zero as well."""
    rng = np.random.default_rng(0)
    F, there, c, target = rng.normal(size=(4, 3, 3))
    for x, first in ((there, {"Z2": 1, "Z1": 2}), (0 * there, {})):
        def loss(Z1, Z2, x=x):
            return anp.sum((x + Z2 @ anp.tanh(F @ (x + Z1 @ c)) - target) ** 2)

        parts, found = (np.zeros((3, 3)), np.zeros((3, 3))), {}
        for step in (1, 2, 3):
            after = descend(loss, parts, 0.01, 1)
            for name, old, new in zip(("Z1", "Z2"), parts, after):
                if (old != new).any():
                    found.setdefault(name, step)
            parts = after
        assert found == first


def row_23():
    inner = ("gate", "W2", "W1")
    return (*first_moves("zero-last", inner), *first_moves("Fixup", ("head", *inner)), *first_moves("two zeros", inner))


RECOMPUTED = {18: row_18, 19: row_19, 20: row_20, 21: row_21, 22: row_22, 23: row_23, 24: row_24, 25: row_25,
              26: row_26}  # claim: its marked numbers by another method


@pytest.mark.parametrize("between", ["identity", "relu"])
def test_the_pairs_gradients_are_those_of_automatic_differentiation(between):
    """Of A, B and the gate, for a gate that is neither 0 nor 1."""
    A, B = pair_at_start("random", "random", 3)
    W, b, V, c = pretrained()
    f, (X, Y) = {"identity": lambda Z: Z, "relu": relu}[between], adapter.upside_down(64)

    def loss(A, B, gate):
        return cross_entropy(V @ relu(W @ X + b + gate * (B @ f(A @ X))) + c, Y)

    (_, mine, said), = adapter.train(adapter.Pair(A, B, 0.7), X, Y, 0, between, gate_trained=True)
    assert said == pytest.approx(loss(A, B, 0.7))
    for part, wanted in zip(mine, grad(lambda parts: loss(*parts))((A, B, 0.7))):
        np.testing.assert_allclose(part, wanted, rtol=1e-6, atol=1e-9)


def test_adam_does_not_part_equal_units_either():
    """It divides each gradient by its own size, and equal ones by equal sizes."""
    parts = pair_at_start("equal", "zero", 0)
    means, squares = ([np.zeros_like(part) for part in parts] for _ in range(2))
    gradient = grad(lambda parts: cross_entropy(answers(*parts, TURNED[0]), TURNED[1]))
    for k in range(1, 101):
        g = gradient(parts)
        means = [0.9 * m + 0.1 * d for m, d in zip(means, g)]
        squares = [0.999 * s + 0.001 * d * d for s, d in zip(squares, g)]
        parts = tuple(part - 0.01 * m / (1 - 0.9**k) / (np.sqrt(s / (1 - 0.999**k)) + 1e-8)
                      for part, m, s in zip(parts, means, squares))
    assert rank(parts) == 1 and rows(parts[0]) == rows(parts[1].T) == 1 and not good(parts)


@pytest.mark.parametrize("values", [{}, {"A": "zero"}, {"A": "equal"}, {"A": "zero", "B": "random"}, {"scale": 0.1},
                                    {"A": "equal", "B": "random", "step": 0}])
def test_the_first_picture_says_what_automatic_differentiation_gives(values):
    asked = two_factors().values() | values
    A, B = (asked["scale"] * part for part in pair_at_start(asked["A"], asked["B"], 0))
    X, Y = datasets.digits(np.random.default_rng(1), 64)

    def loss(A, B):
        return cross_entropy(answers(A, B, X[::-1]), Y)

    runs = [(A, B)]
    for _ in range(3):
        runs.append(descend(loss, runs[-1], 0.1, 1))
    moved = [" ".join(n for n, a, b in zip("AB", *pair) if (a != b).any()) or "nothing" for pair in zip(runs, runs[1:])]
    A, B = runs[asked["step"]]
    text = two_factors().describe(**values)
    assert text.startswith(f"{rows(np.hstack([A, B.T]))} of 16 units are distinct. The rank of B·A is "
                           f"{np.linalg.matrix_rank(B @ A)}. ")
    assert f"step 1: {moved[0]}, step 2: {moved[1]}, step 3: {moved[2]}." in text
    assert f"largest |dA| {np.abs(grad(loss)(A, B)).max():.1e}." in text
    assert f"steps: {loss(A, B):.2f}, without the pair {loss(0 * A, B):.2f}." in text


@pytest.mark.parametrize(("values", "moves"), [
    ({"gate": "0, trained", "B": "random"}, ("gate", "A B gate")), ({"gate": "0, trained"}, ("nothing", "nothing")),
    ({"between": "ReLU (a branch)", "A": "zero", "B": "random"}, ("nothing", "nothing")),
    ({"gate": "1, trained", "B": "small"}, ("A B gate", "A B gate"))])
def test_three_factors_and_a_slope(values, moves):
    assert f"step 1: {moves[0]}, step 2: {moves[1]}, " in two_factors().describe(**values)


@pytest.mark.parametrize(("scale", "blocks"), [(1.0, 50), (0.1, 50), (0.0, 10), (2.0, 100)])
def test_the_second_picture_says_how_the_stream_grows(scale, blocks):
    """Four networks from one generator, a hundred blocks each; then sixteen digits."""
    rng, nets = np.random.default_rng(0), []
    for _ in range(4):
        stem = rng.standard_normal((32, 64)) / 4
        W1, W2 = ([rng.standard_normal((32, 32)) / 4 for _ in range(100)] for _ in range(2))
        nets.append((stem, [(U, scale * V, 1.0) for U, V in zip(W1, W2)][:blocks], rng.standard_normal((1, 32))))
    X = task(True)[0][:, rng.choice(1440, 16, replace=False)]
    grown = [(Hs[-1] ** 2).mean() / (Hs[0] ** 2).mean() for Hs in (along(stem, blocks, X) for stem, blocks, _ in nets)]
    text = deep_branches().describe(scale=scale, blocks=blocks)
    assert f"{np.median(grown):.1e} times that at its beginning (theory: {(1 + 2 * scale**2) ** blocks:.1e})" in text
    assert text.startswith("32 of 32 units are distinct.") and (scale < 1) == ("overflow" not in text)


@pytest.mark.parametrize("start", ["zero-last", "zero-γ", "ReZero", "Fixup", "two zeros"])
def test_the_second_picture_says_what_moves(start):
    first = dict(zip(("head", "gates", "W2", "W1"), first_moves(start, ("head", "gate", "W2", "W1"))))
    wanted = ", ".join(f"step {k}: " + " ".join(part for part, step in first.items() if step != "never" and step <= k)
                       for k in (1, 2, 3))
    assert f"What moves, {wanted}." in deep_branches().describe(start=start)


def test_plain_branches_overflow_at_each_rate_that_was_tried_and_ten_blocks_do_not():
    for rate in (0.1, 0.03, 0.01, 0.003, 0.001, 0.0001):
        assert learn(1, "plain", True, rate, steps=60) is None
    assert deep.run("plain", 10, seed=1)[1] is not None


def test_the_job_trains_four_and_says_which_blocks_moved():
    work, depends = deep_branches().jobs["Train four"].work, deep_branches().jobs["Train four"].depends
    assert depends == ("blocks", "seed")
    *_, (share, shown, words) = work(blocks=10, seed=1)
    assert share == 1 and words.count("10 of 10 blocks have moved") == 3
    assert re.search(r"two zeros: test accuracy 0\.\d+, 0 of 10 blocks have moved", words)
    curves = shown["losses"].ys
    assert all(len(curve) == 30 and curve[-1] < curve[0] for curve in curves.values())  # NaN is below nothing


def seen_1(small, large):
    A, B = (np.array([here.result["moved"][row, 0] > 0 for here in (small, large)]) for row in (0, 1))
    assert all((here.result["moved"][0, 1:] > 0).all() for here in (small, large))
    return (B & ~A).all(), (A & ~B).any(), (A & B).any()


def seen_2(here):
    units, rank = rows(here.result["A"]), here.result["rank"]
    assert f"The rank of B·A is {rank}." in here.words and units == len(set(here.result["units"].tolist()))
    return units == 16 == rank, units == 1 == rank == rows(here.result["dA"]), 1 < units


def seen_3(here):
    head, gates, W2, W1 = (here.result["moved"] > 0)
    return (head[0] and gates[0] and W2[0] and W1[0], gates[0] and W2[1] and W1[1],
            head.all() and not (gates | W2 | W1).any())


def seen_4(tenth):
    plain = moment(deep_branches(), tenth.values | {"scale": 1.0})
    ends = [here.result["stream"].ys["median of 4 draws"][-1] for here in (plain, tenth)]
    assert 1e20 < ends[0] < 1e28
    return ends[1] > 1e20, 0.999 < ends[1] < 10, ends[1] < 0.5


SEEN = {1: seen_1, 2: seen_2, 3: seen_3, 4: seen_4}  # prediction: is each observation of its look true?
test_seen = seen_tests("two_factors", SEEN, others=2)
