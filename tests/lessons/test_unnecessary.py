"""Lesson 14: its exercises, its claims, and the numbers its pictures say.

The networks are written anew here, in another layout: rows are samples, W is (nets, inputs, units), and the gradient
of a normalization goes its long way through variance and mean.
"""

from functools import lru_cache

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad

from course_lib import activations, datasets, diagnostics, mlp
from course_lib.blocks import normalization
from course_lib.explorers import unnecessary
from course_lib.lessons.unnecessary import normalized, runs, small, starts
from tests.lessons.common import exercise_tests
from tests.lessons.looks import moment, seen_tests
from tests.lessons.plain import F, rows


def no_root(Z, epsilon):
    return (Z - Z.mean(axis=1, keepdims=True)) / (Z.var(axis=1, keepdims=True) + epsilon)


def loops(Z, epsilon):
    found = []
    for row in Z:
        centred = [z - sum(row) / len(row) for z in row]
        found.append([c / (sum(d * d for d in centred) / len(row) + epsilon) ** 0.5 for c in centred])
    return found


def ramps(units, inputs):
    """Distinct rows, all multiples of one."""
    W = np.outer(np.arange(1, units + 1), np.arange(1, inputs + 1))
    return W * np.sqrt(2 / inputs / (W**2).mean())


def weyl(units, inputs):
    n = np.arange(1, units * inputs + 1).reshape(units, inputs)
    return np.sqrt(2 / inputs) * np.sqrt(12) * (n * np.sqrt(2) % 1 - 0.5)


WRONG = {  # exercise: [(a plausible wrong answer, a word of the hint meant for it)]
    "batch_norm": [
        (lambda Z, e: (Z - Z.mean(axis=0)) / np.sqrt(Z.var(axis=0) + e), "layer norm"),
        (lambda Z, e: (Z - Z.mean()) / np.sqrt(Z.var() + e), "its own"),
        (lambda Z, e: (Z - Z.mean(axis=1, keepdims=True)) / (Z.std(axis=1, keepdims=True) + e), "under the root"),
        (no_root, "its root"),
        (lambda Z, e: (Z - Z.mean(axis=1, keepdims=True)) / Z.std(axis=1, keepdims=True), "missing"),
        (lambda Z, e: Z / np.sqrt(Z.var(axis=1, keepdims=True) + e), "subtract it"),
        (lambda Z, e: (Z - Z.mean(1, keepdims=True)) / np.sqrt(Z.var(1, ddof=1, keepdims=True) + e), "m − 1"),
        (lambda Z, e: Z - Z.mean(axis=1, keepdims=True), "other numbers"),
        (lambda Z, e: Z.mean(axis=1), "shape")],
    "same_run_rate": [(lambda c, r: c * r, "both count"), (lambda c, r: r / c**2, "other way"),
                      (lambda c, r: r / c, "1/c"), (lambda c, r: r, "same rate"),
                      (lambda c, r: np.sqrt(c) * r, "other numbers"),
                      (lambda c, r: c**2, "other numbers"), (lambda c, r: c * r**2, "other numbers")],
    "adam_first_step": [
        (lambda g, r, e: r * np.sign(g), "ε counts"), (lambda g, r, e: r * g, "plain descent"),
        (lambda g, r, e: r * np.abs(g) / (np.abs(g) + e), "sign"),
        (lambda g, r, e: -r * g / (np.abs(g) + e), "subtracted"),
        (lambda g, r, e: r * g / np.sqrt(g**2 + e), "outside"), (lambda g, r, e: r * g / (g**2 + e), "root is missing"),
        (lambda g, r, e: r * 0.1 * g / (np.sqrt(0.001 * g**2) + e), "make up"),
        (lambda g, r, e: g / (np.abs(g) + e), "other numbers"), (lambda g, r, e: r / (np.abs(g) + e), "other numbers")],
    "start_without_chance": [
        (lambda u, n: np.full((u, n), np.sqrt(2 / n)), "1 of 16 rows"),
        (lambda u, n: np.sqrt(2 / n) * np.random.default_rng().normal(size=(u, n)), "chance"),
        (ramps, "rank is 1"),
        (lambda u, n: np.sqrt(2 / n) * (1 + 1e-7 * np.random.default_rng(0).normal(size=(u, n))), "rank is 1"),
        (lambda u, n: np.eye(u, n), "scale it"), (lambda u, n: weyl(n, u), "shape"),
        (lambda u, n: np.zeros((u, n)), "1 of 16 rows"), (lambda u, n: weyl(u, n)[np.arange(u) // 2], "8 of 16"),
        (lambda u, n: weyl(u, n) / np.sqrt(2), "scale it"), (np.eye(4), "the function itself"),
        (lambda u, n: np.full((u, n), np.inf), "not finite")],
}
RIGHT = {  # exercise: [an answer that is right, though it looks unusual]
    "batch_norm": [loops, lambda Z, e: ((Z.T - Z.mean(1)) / np.hypot(Z.std(1), np.sqrt(e))).T],
    "same_run_rate": [lambda c, r: r * c * c, lambda c, r: r / (1 / c) ** 2, lambda c, r: [r * c**2][0]],
    "adam_first_step": [lambda g, r, e: r / (np.abs(1 / g) * g) / (1 + e / np.abs(g)),
                        lambda g, r, e: [r * x / (abs(x) + e) for x in g]],
    "start_without_chance": [weyl, lambda u, n: np.sqrt(2) * np.eye(u, n), lambda u, n: np.sqrt(2) * np.eye(u, n)[::-1],
                             lambda u, n: np.random.default_rng(1).normal(0, np.sqrt(2 / n), (u, n))],
}


test_exercise = exercise_tests("unnecessary", WRONG, RIGHT)


# The networks in plain NumPy: X is (samples, 64), W (nets, inputs, units), b (nets, 1, units).

AXIS = {"BatchNorm": -2, "LayerNorm": -1}


@lru_cache
def data(split="train"):
    X, Y = datasets.digits(np.random.default_rng(0), 512 if split == "train" else None, split)
    return X.T, Y.T


def he(seed, sizes):
    rng = np.random.default_rng(seed)
    return [(np.sqrt(2 / n) * rng.standard_normal((m, n))).T for n, m in zip(sizes, sizes[1:])]


def together(nets, scales=(1,), everywhere=False):
    """For each scale all of the nets, as one batch of [W, b] pairs; the last layer is not scaled."""
    layers = [np.stack([(c if k < len(nets[0]) - 1 or everywhere else 1) * net[k] for c in scales for net in nets])
              for k in range(len(nets[0]))]
    return [[W, np.zeros((len(W), 1, W.shape[-1]))] for W in layers]


def run(net, X, norm, epsilon, f):
    found, A = [], X
    for k, (W, b) in enumerate(net):
        Z, mean, var = A @ W, 0.0, 1.0
        if norm in AXIS and k < len(net) - 1:
            mean = Z.mean(AXIS[norm], keepdims=True)
            var = ((Z - mean) ** 2).mean(AXIS[norm], keepdims=True) + epsilon
        N = (Z - mean) / np.sqrt(var)
        last = k == len(net) - 1
        out = np.exp(N + b - (N + b).max(-1, keepdims=True)) if last else F[f][0](N + b)
        found.append((A, Z - mean, var, N + b))
        A = out / out.sum(-1, keepdims=True) if last else out
    return found, A


def slopes(net, X, Y, norm="none", epsilon=1e-5, f="relu"):
    """[dW, db] of the mean cross-entropy, layer by layer."""
    found, P = run(net, X, norm, epsilon, f)
    D, result = (P - Y) / len(X), []
    for k in range(len(net) - 1, -1, -1):
        A, C, var, _ = found[k]
        db = D.sum(-2, keepdims=True)
        if norm in AXIS and k < len(net) - 1:
            axis, count = AXIS[norm], C.shape[AXIS[norm]]
            dvar = (D * C * -0.5 * var**-1.5).sum(axis, keepdims=True)
            dmean = (-D / np.sqrt(var)).sum(axis, keepdims=True) - 2 * dvar * C.mean(axis, keepdims=True)
            D = D / np.sqrt(var) + dvar * 2 * C / count + dmean / count
        result.append([np.swapaxes(A, -1, -2) @ D, db])
        if k:
            D = D @ np.swapaxes(net[k][0], -1, -2) * F[f][1](found[k - 1][3])
    return result[::-1]


def batches(steps, seed=0):
    rng, order = np.random.default_rng(seed), []
    while len(order) < 64 * steps:
        order += list(rng.permutation(512))
    return np.array(order[:64 * steps]).reshape(steps, 64)


def descend(net, rate, steps, norm="none", how="descent", epsilon=1e-5, small=1e-8, longer=1.0, seed=0, f="relu"):
    """The net after training; `how` is descent, momentum or Adam with its ε `small`."""
    X, Y = data()
    v, s = ([[np.zeros_like(p) for p in layer] for layer in net] for _ in range(2))
    with np.errstate(all="ignore"):
        for t, seen in enumerate(batches(steps, seed), 1):
            g = slopes(net, X[seen], Y[seen], norm, epsilon, f)
            for k, layer in enumerate(net):
                new = []
                for p in (0, 1):
                    move = g[k][p] * (longer if p == 0 and k < len(net) - 1 else 1)
                    if how == "momentum":
                        move = v[k][p] = 0.9 * v[k][p] + move
                    elif how in ("Adam", "RMSprop"):
                        b1, b2 = (0.9, 0.999) if how == "Adam" else (0.0, 0.9)
                        v[k][p] = b1 * v[k][p] + (1 - b1) * move
                        s[k][p] = b2 * s[k][p] + (1 - b2) * move**2
                        fix = (1 - b1**t, 1 - b2**t) if how == "Adam" else (1, 1)
                        move = v[k][p] / fix[0] / (np.sqrt(s[k][p] / fix[1]) + small)
                    new.append(layer[p] - rate * move)
                net = [*net[:k], new, *net[k + 1:]]
    return net


def right(net, norm="none", f="relu"):
    X, Y = data("test")
    with np.errstate(all="ignore"):
        P = run(net, X, norm, 1e-5, f)[1]
    P = np.where(np.isfinite(P), P, 0)
    return (P.argmax(-1) == Y.argmax(-1)).mean(-1)


def word(shares, mark=0.8):
    good = sum(bool(share > mark) for share in shares)
    return "none" if good == 0 else "all" if good == len(shares) else "some"


SCALES, DEEP3 = (1e-8, 1e-4, 0.01, 1, 100), (64, 32, 32, 10)


@lru_cache
def table(norm="none", how="descent", small=1e-8):
    nets = together([he(seed, DEEP3) for seed in range(5)], SCALES)
    ends = descend(nets, 0.1 if how == "descent" else 0.01, 200, norm, how, small=small)
    return tuple(word(shares) for shares in right(ends, norm).reshape(5, 5))


def row_37():
    X, _ = data("test")
    ends = [descend(together([he(0, DEEP3)], (c,)), 0.1, 200, "BatchNorm", epsilon=1e-12, longer=longer)
            for c, longer in ((1, 1), (100, 1e4))]
    P = [run(end, X, "BatchNorm", 1e-12, "relu")[1] for end in ends]
    loud = descend(together([he(seed, DEEP3) for seed in range(5)], (100,), True), 0.1, 200, "BatchNorm")
    deep = together([he(seed, [64, *[32] * 19, 10]) for seed in range(3)], (0.01, 1))
    deep = right(descend(deep, 0.1, 200, "BatchNorm"), "BatchNorm").reshape(2, 3)
    return (*table(), *table("BatchNorm"), *table("LayerNorm"), np.abs(P[0] - P[1]).max() < 1e-8,
            word(right(loud, "BatchNorm"), 0.5), word(deep[0], 0.6), word(deep[1], 0.6))


def same(*sizes):
    """[W] of one net, every weight √(2 / inputs)."""
    return [np.full((n, m), np.sqrt(2 / n)) for n, m in zip(sizes, sizes[1:])]


def unit_rows(net, k=0):
    """How many units of hidden layer k + 1 differ in what comes in or goes out."""
    return rows(np.hstack([net[k][0][0].T, net[k][1][0].T, net[k + 1][0][0]]))


def row_38():
    counts = [unit_rows(descend(together([same(64, 16, 16, 10)]), 0.1, 100, norm, f="tanh"))
              for norm in ("none", "BatchNorm", "LayerNorm")]
    X, Y = data()
    first = run(together([same(64, 16, 16, 10)]), X, "LayerNorm", 1e-5, "tanh")[0][1][0]  # what layer 2 gets
    random = he(0, (64, 16, 10))
    sizes = [np.sqrt((slopes(together([net]), X, Y, "LayerNorm", f="tanh")[0][0] ** 2).mean())
             for net in ([same(64, 16)[0], random[1]], random)]
    return *counts, np.abs(first).max() < 1e-9, sizes[0] / sizes[1]


def row_39():
    X, Y = data()
    growth = []
    for norm in ("none", "BatchNorm"):
        found = []
        for seed in range(5):
            g = slopes(together([he(seed, [64, *[128] * 29, 10])]), X[:256], Y[:256], norm)
            found.append(((g[4][0] ** 2).mean() / (g[24][0] ** 2).mean()) ** (1 / 40))
        growth.append(np.mean(found))
    words = []
    for depth in (10, 40):
        net = together([he(seed, [64, *[32] * (depth - 1), 10]) for seed in range(2)])
        best = np.max([right(descend(net, rate, 150, "BatchNorm"), "BatchNorm") for rate in (0.1, 0.03)], axis=0)
        words += [word(best), word(best, 0.5)]
    return *growth, *words


def row_40():
    counts = [unit_rows(descend(together([same(64, 16, 16, 10)]), 0.01, 100, how=how))
              for how in ("momentum", "RMSprop", "Adam")]
    # Zero weights have zero gradients but for the last bias: the step is what is left of the memory.
    rng, v = np.random.default_rng(0), 0.0
    W, w, b, c = rng.standard_normal((8, 2)), rng.standard_normal(8), np.zeros(8), 0.0
    p, m, s = np.concatenate([W.ravel(), w, b, [c]]), np.zeros(33), np.zeros(33)
    for t in range(1, 501):
        W, w, b, c = p[:16].reshape(8, 2), p[16:24], p[24:32], p[32]
        X, Y = np.array([[0, 0], [0, 1], [1, 0], [1, 1.0]]), np.array([0, 1, 1, 0.0])
        H = np.tanh(X @ W.T + b)
        e = (1 / (1 + np.exp(-(H @ w + c))) - Y) / 4
        D = np.outer(e, w) * (1 - H**2)
        g = np.concatenate([(D.T @ X).ravel(), H.T @ e, D.sum(0), [e.sum()]])
        m, s = 0.9 * m + 0.1 * g, 0.999 * s + 0.001 * g * g
        p = p - 0.01 * m / (1 - 0.9**t) / (np.sqrt(s / (1 - 0.999**t)) + 1e-8)
    kept = -0.01 * (0.9 * m / (1 - 0.9**501) / (np.sqrt(0.999 * s / (1 - 0.999**501)) + 1e-8))[:16].reshape(8, 2)
    return *counts, rows(kept), rows(np.zeros((8, 2)) + v)


def row_41():
    nets = together([he(seed, DEEP3) for seed in range(5)], (100,))
    large = (word(right(descend(nets, rate, 200, how=how)), 0.5) for rate, how in ((0.1, "descent"), (0.01, "Adam")))
    return *table(), *table(how="Adam"), *table(how="Adam", small=1e-4), *large


def walsh(units, inputs):
    """(-1) to the number of ones that i and j share in binary: Sylvester's matrix, entry by entry."""
    signs = [[(-1.0) ** bin(i & j).count("1") for j in range(inputs)] for i in range(units)]
    return np.sqrt(2 / inputs) * np.array(signs)


def row_42():
    found, sizes = [], (64, 32, 32, 10)
    chosen = {"he": he(0, sizes), "equal": same(*sizes),
              "hadamard": [walsh(m, n).T for n, m in zip(sizes, sizes[1:])],
              "identity": [np.eye(64, 32), np.eye(32), np.zeros((32, 10))]}
    for net in chosen.values():
        ends = [right(descend(together([net]), 0.1, 300, seed=order))[0] for order in range(3)]
        found += [unit_rows(together([net])), word(ends, 0.9)]
    wide = together([[walsh(128, 64).T, walsh(10, 128).T]])
    return *found, unit_rows(wide), unit_rows(descend(wide, 0.1, 300))


def row_43():
    M, apart = [[((3 * i + 5 * j) % 7 - 3) / 3 for j in range(6)] for i in range(6)], []
    for turned in (False, True):
        U, V, spread = [[0.1] * 3 for _ in range(6)], [[0.1] * 6 for _ in range(3)], []
        for _ in range(1001):
            spread.append(max(max(V[r][j] for r in range(3)) - min(V[r][j] for r in range(3)) for j in range(6)))
            E = [[0.0 + U[i][0] * V[0][j] + U[i][1] * V[1][j] + U[i][2] * V[2][j] - M[i][j] for j in range(6)]
                 for i in range(6)]
            order = [range(6)] * 2 + [range(5, -1, -1) if turned else range(6)]
            dU = [[total(E[i][j] * V[r][j] for j in order[r]) for r in range(3)] for i in range(6)]
            dV = [[total(E[i][j] * U[i][r] for i in order[r]) for j in range(6)] for r in range(3)]
            U = [[U[i][r] - 0.1 * dU[i][r] for r in range(3)] for i in range(6)]
            V = [[V[r][j] - 0.1 * dV[r][j] for j in range(6)] for r in range(3)]
        apart.append(spread)
    return total([0.1, 0.2, 0.3]) == 0.1 + 0.5, max(apart[0]), apart[1][10] < 1e-12, apart[1][1000]


def total(terms):
    """One after the other: newer Pythons' sum makes up for rounding."""
    found = 0.0
    for term in terms:
        found += term
    return found


def row_44():
    def differ(inits, orders):
        members = [descend(together([he(i, (64, 32, 10))]), 0.1, 200, seed=o) for i, o in zip(inits, orders)]
        answers = [run(member, data("test")[0], "none", 0, "relu")[1][0].argmax(-1) for member in members]
        return np.mean([(a != b).mean() for k, a in enumerate(answers) for b in answers[:k]])

    starts_differ = np.mean([differ(range(s, s + 5), [s] * 5) for s in (0, 5, 10)])
    orders_differ = np.mean([differ([s] * 5, range(s, s + 5)) for s in (0, 5, 10)])
    return differ([0] * 2, [0] * 2), starts_differ, 0 < orders_differ < starts_differ / 2


def row_45():
    X, _ = data()
    shares = []
    for bias in (0, 0.01):
        for inputs in (X, X - X.mean(axis=0)):
            alive = [(inputs @ he(seed, (64, 100))[0] + bias > 0).any(axis=0) for seed in range(20)]
            shares.append(100 * (1 - np.mean(alive)))
    for bias in (0, 0.01):
        rng = np.random.default_rng(0)
        start = rng.standard_normal((4, 32))
        A = np.repeat(start[None], 1000, axis=0)
        for _ in range(20):
            Z = np.einsum("nij,njs->nis", np.sqrt(0.5) * rng.standard_normal((1000, 4, 4)), A) + bias
            A = Z * (Z > 0)
        shares.append(100 * np.mean([all(len(set(unit)) == 1 for unit in net) for net in A]))
    return shares


RECOMPUTED = {37: row_37, 38: row_38, 39: row_39, 40: row_40, 41: row_41, 42: row_42, 43: row_43, 44: row_44,
              45: row_45}


# The building blocks, by central differences and by automatic differentiation.

@pytest.mark.parametrize("kind", ["batch", "layer"])
def test_the_gradient_through_a_normalization(kind):
    rng, axis = np.random.default_rng(1), {"batch": 1, "layer": 0}[kind]
    Z, G = 3 * rng.normal(size=(4, 6)) + 1, rng.normal(size=(4, 6))

    def by_autograd(Z):
        mean = anp.mean(Z, axis=axis, keepdims=True)
        return anp.sum(G * (Z - mean) / anp.sqrt(anp.mean((Z - mean) ** 2, axis=axis, keepdims=True) + 0.1))

    found = normalization.backward(G, normalization.standardize(Z, kind, 0.1), kind)
    np.testing.assert_allclose(found, grad(by_autograd)(Z), atol=1e-12)
    forward = {"batch": normalization.batch_norm, "layer": normalization.layer_norm}[kind]
    numerical = diagnostics.central_differences(lambda Z: (G * forward(Z, epsilon=0.1)).sum(axis=(-2, -1)), Z)
    np.testing.assert_allclose(found, numerical, atol=1e-8)
    assert by_autograd(Z) == pytest.approx((G * forward(Z, epsilon=0.1)).sum())


def test_gamma_beta_and_an_unknown_kind():
    rng = np.random.default_rng(0)
    Z, gamma, beta = rng.normal(size=(3, 50)), np.array([[1.0], [2], [3]]), np.array([[5.0], [6], [7]])
    out = normalization.batch_norm(Z, gamma, beta)
    np.testing.assert_allclose(out.mean(axis=1), [5, 6, 7])
    np.testing.assert_allclose(out.std(axis=1), [1, 2, 3], rtol=1e-4)
    np.testing.assert_allclose(normalization.layer_norm(Z).mean(axis=0), 0, atol=1e-12)
    with pytest.raises(KeyError):
        normalization.standardize(Z, "group")


@pytest.mark.parametrize("norm", normalized.NORMS)
@pytest.mark.parametrize("activation", ["relu", "tanh"])
def test_the_gradients_of_a_whole_network(norm, activation):
    net = starts.network(np.random.default_rng(3), depth=3, width=5, activation=activation)
    rng = np.random.default_rng(5)
    net = tuple(layer._replace(b=0.1 * rng.normal(size=layer.b.shape)) for layer in net)
    X, Y = (M[:, :7] for M in normalized.images())
    gradients = normalized.backward(net, normalized.forward(net, X, norm), Y, norm)

    def loss(parameters):
        A = X
        for k, (W, b) in enumerate(parameters):
            Z = anp.dot(W, A)
            if norm != "none" and k < 2:
                axis = {"BatchNorm": 1, "LayerNorm": 0}[norm]
                Z = Z - anp.mean(Z, axis=axis, keepdims=True)
                Z = Z / anp.sqrt(anp.mean(Z * Z, axis=axis, keepdims=True) + 1e-5)
            Z = Z + b
            A = Z if k == 2 else anp.tanh(Z) if activation == "tanh" else anp.maximum(Z, 0)
        return anp.mean(anp.log(anp.sum(anp.exp(A), axis=0)) - anp.sum(Y * A, axis=0))

    for mine, (dW, db) in zip(gradients, grad(loss)([(layer.W, layer.b) for layer in net])):
        np.testing.assert_allclose(mine.dW, dW, atol=1e-12)
        np.testing.assert_allclose(mine.db, db, atol=1e-12)


def test_without_normalization_it_is_the_library_s_network():
    net = starts.network(np.random.default_rng(0))
    X, Y = (M[:, :20] for M in normalized.images())
    caches = mlp.forward(net, X)
    np.testing.assert_allclose(normalized.forward(net, X)[-1].A, caches[-1].A)
    for mine, theirs in zip(normalized.backward(net, normalized.forward(net, X), Y), mlp.backward(net, caches, Y)):
        np.testing.assert_allclose(mine.dW, theirs.dW, atol=1e-15)
    *_, (end, _, _) = mlp.train(net, *normalized.images(), 0.01, 20, rng=np.random.default_rng(0), batch_size=64,
                                optimizer=mlp.Adam())
    mine = normalized.trained(net, 0.01, 20, optimizer=mlp.Adam())
    np.testing.assert_allclose(mine[0].W, end[0].W)


def test_a_batch_is_trained_as_each_network_alone_and_a_lost_one_takes_no_other_along():
    batch = runs.starts((1, 1e80), 2)
    ends = normalized.trained(batch, np.full(4, 0.1), 30)
    alone = normalized.trained(starts.network(np.random.default_rng(1)), 0.1, 30)
    np.testing.assert_allclose(ends[0].W[1], alone[0].W)
    assert normalized.accuracy(ends)[1] == normalized.accuracy(alone) > 0.3
    assert list(normalized.accuracy(ends)[2:]) == [0.1, 0.1]


def test_the_starts_without_chance_have_he_s_size_and_rows_that_differ():
    for name, start in starts.STARTS.items():
        W = start(np.random.default_rng(0), (32, 64))
        if name != "identity":
            assert (W**2).mean() * 32 == pytest.approx(1, rel=0.1), name
        assert diagnostics.distinct_rows(W) == (1 if name == "all equal" else 32), name
    H, D = (starts.STARTS[name](None, (64, 64)) / np.sqrt(2 / 64) for name in ("Hadamard", "DCT"))
    np.testing.assert_allclose(H @ H.T, 64 * np.eye(64), atol=1e-9)
    np.testing.assert_allclose(D @ D.T, 64 * np.eye(64), atol=1e-9)
    np.testing.assert_allclose(H, walsh(64, 64) / np.sqrt(2 / 64))


def test_with_batch_norm_the_gradient_of_a_row_is_orthogonal_to_the_row():
    net = starts.network(np.random.default_rng(0))
    X, Y = normalized.images()
    dW = normalized.backward(net, normalized.forward(net, X, "BatchNorm", 1e-12), Y, "BatchNorm")[0].dW
    assert np.abs((net[0].W * dW).sum(axis=1)).max() < 1e-9 * np.abs(dW).max()


def test_what_the_text_says_beside_the_tables():
    """Random draws differ as much as the starts do; layer norm's failure at 0.01 are silent units; gains are noise."""
    draws = right(descend(together([he(seed, DEEP3) for seed in range(5)]), 0.1, 300))
    others = [normalized.accuracy(normalized.trained(starts.network(np.random.default_rng(0), name), 0.1, 300))
              for name in starts.STARTS if name != "all equal"]
    assert np.ptp(others) < np.ptp(draws) + 0.015
    silent = {}
    for norm in AXIS:
        end = descend(together([he(seed, DEEP3) for seed in range(5)], (0.01,)), 0.1, 200, norm)
        A1 = run(end, data()[0], norm, 1e-5, "relu")[0][1][0]  # what layer 2 gets
        silent[norm] = (A1 <= 0).all(axis=1).mean(axis=1)
    assert silent["LayerNorm"].min() > 0.3 and silent["BatchNorm"].max() < 0.1, silent
    for k in range(3):
        members, average = small.ensemble(range(5 * k, 5 * k + 5), [5 * k] * 5)
        truth = normalized.images("test")[1].argmax(axis=0)
        assert abs((average == truth).mean() - (members == truth).mean()) < 0.015


def test_noise_wakes_adam_only_and_exact_zeros_nobody():
    for optimizer, noise, woken in ((None, 1e-19, False), (mlp.Adam(), 0.0, False), (mlp.Adam(), 1e-19, True)):
        assert small.awake(optimizer, noise) == woken
    assert rows(small.first_rows_after_reset(keep_memory=True)) == 8
    assert not small.first_rows_after_reset(keep_memory=False).any()


def test_one_input_dies_with_the_chance_of_the_formula():
    rng = np.random.default_rng(4)
    for width in (2, 4, 8):
        A = np.repeat(rng.normal(size=(1, width, 1)), 4000, axis=0)
        for _ in range(10):
            A = np.maximum(rng.normal(size=(4000, width, width)) @ A, 0)
        assert (A == 0).all(axis=(1, 2)).mean() == pytest.approx(1 - (1 - 0.5**width) ** 10, abs=0.03)


@pytest.mark.parametrize(("values", "norm", "distinct"), [
    ({"help": "nothing"}, "none", 32), ({"scale": 100.0}, "BatchNorm", 32),
    ({"scale": 1e-8, "help": "Adam", "depth": 5, "seed": 3}, "none", 32),
    ({"help": "LayerNorm", "depth": 10, "scale": 0.01}, "LayerNorm", 32)])
def test_the_picture_says_what_plain_numbers_give(values, norm, distinct):
    depth, scale = values.get("depth", 3), values.get("scale", 1.0)
    net = together([he(values.get("seed", 0), [64, *[32] * (depth - 1), 10])], (scale,))
    X, Y = data()
    sizes = [np.sqrt((g[0] ** 2).mean()) for g in (slopes(net, X[:64], Y[:64], norm))]
    first = slopes(net, X[:64], Y[:64], norm)[0][0]
    move = 0.01 * first / (np.abs(first) + 1e-8) if values.get("help") == "Adam" else 0.1 * first
    W1 = net[0][0]
    said = unnecessary().describe(**values)
    assert said.startswith(f"{distinct} of 32 units are distinct. After one step: {distinct}.")
    assert f"rms of W1 {np.sqrt((W1**2).mean()):.1e}," in said
    assert f"largest |dW1| {np.abs(first[0, :, :16]).max():.1e};" in said
    assert f"the rms of dW is {min(sizes):.0e} to {max(sizes):.0e}." in said
    assert f"The first step is {np.sqrt((move**2).mean() / (W1**2).mean()):.1g} times as large as W1." in said


@pytest.mark.parametrize("help", ["nothing", "BatchNorm", "LayerNorm", "Adam"])
def test_no_help_parts_equal_units_in_the_picture(help):
    assert unnecessary().describe(start="all equal", help=help).startswith(
        "1 of 32 units are distinct. After one step: 1.")


def test_the_job_finds_what_each_help_does():
    explorer = unnecessary()
    *_, (share, shown, words) = explorer.jobs["Train over scales"].work(**explorer.values())
    curves = shown["success"].ys
    assert share == 1 and words.count(";") == 3 and set(curves) == {"nothing", "BatchNorm", "LayerNorm", "Adam"}
    assert words.startswith("Scales with a median accuracy above 0.8: nothing 1; BatchNorm 1e-08, ")
    nets = together([he(seed, DEEP3) for seed in range(3)], (1e-4, 1, 100))
    expected = np.median(right(descend(nets, 0.1, 200, "BatchNorm"), "BatchNorm").reshape(3, 3), axis=1)
    np.testing.assert_allclose(np.array(curves["BatchNorm"])[[2, 6, 8]], expected, atol=0.01)


def test_names_are_those_of_the_library():
    assert set(starts.STARTS) >= {"Hadamard", "DCT", "identity"} and activations.get("relu").name == "relu"
    with pytest.raises(KeyError, match="Hadamard"):
        starts.network(np.random.default_rng(0), "hadamard")
    with pytest.raises(KeyError, match="Adam"):
        runs.accuracies("adam", (1,))


def seen_1(hundred):
    one = moment(unnecessary(), hundred.values | {"scale": 1.0})
    before, after = (here.result["layers"].ys["gradient |dW|"] for here in (one, hundred))
    assert abs(np.log(after[-1] / before[-1])) < np.log(1.5)
    change = after[:-1] / before[:-1] * hundred.values["scale"]
    return (0.5 < change).all() and (change < 2).all(), (after[:-1] > before[:-1]).any(), (
        abs(np.log(after[:-1] / before[:-1])) < np.log(2)).all()


def seen_2(here):
    before, after = len(set(here.result["units"].tolist())), here.result["after"]
    assert f"{before} of 32 units are distinct. After one step: {after}." in here.words
    return (before, after) == (1, 32), (before, after) == (1, 2), (before, after) == (1, 1)


def seen_3(here):
    shown, units = rows(here.result["W1"]), len(set(here.result["units"].tolist()))
    return shown == 1 == units, shown == 16 and units == 32, shown == 2 == units


SEEN = {1: seen_1, 2: seen_2, 3: seen_3}  # prediction: is each observation of its look true?
test_seen = seen_tests("unnecessary", SEEN, others=2)
