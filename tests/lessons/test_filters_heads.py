"""Lesson 13: its exercises, its claims, and the numbers its pictures say. Nothing here uses autograd or the blocks."""

import numpy as np
import pytest

from course_lib import datasets
from course_lib.explorers import filters, heads, through_time, tokens
from course_lib.lessons.filters_heads.exercises import FIRST_MOVES
from tests.lessons.common import exercise_tests
from tests.lessons.looks import seen_tests
from tests.lessons.plain import rows

WRONG = {  # exercise: [(a plausible wrong answer, a word of the hint meant for it)]
    "he_filters": [(lambda c, k: np.sqrt(2 / c), "taps are missing"), (lambda c, k: np.sqrt(2 / (c * k)), "*and*"),
                   (lambda c, k: 2 / (c * k * k), "variance"), (lambda c, k: 1 / np.sqrt(c * k * k), "2 is missing"),
                   (lambda c, k: np.sqrt(2) / k, "each channel"), (lambda c, k: np.sqrt(2 * c * k), "other numbers")],
    "one_head": [(lambda W: W.mean(0), "averaged"), (lambda W: W[0], "first head"), (lambda W: len(W) * W[0], "differ"),
                 (lambda W: np.hstack(list(W)), "same size"), (lambda W: W.sum(1), "first axis"),
                 (lambda W: W.sum(), "shape")],
    "swapped": [(lambda U, i, j: _swap(U, i, j), "columns, too"), (lambda U, i, j: _swap(U.T, i, j).T, "rows change"),
                (lambda U, i, j: U.T, "transposed"), (lambda U, i, j: U, "nothing"),
                (lambda U, i, j: U[::-1, ::-1], "only units"), (lambda U, i, j: _spoil(U), "changes its arguments")],
    "first_moves": [(FIRST_MOVES | {"W_Q": 1}, "queries as a factor"), (FIRST_MOVES | {"W_Q and W_K": 2}, "the other"),
                    (FIRST_MOVES | {"W_Q and W_O": 2}, "And then"), (FIRST_MOVES | {"W_O": 0}, "When does W_O"),
                    (FIRST_MOVES | {"W_V and W_O": 3}, "waits"), (FIRST_MOVES | {"W_O": ...}, "5 of 6"),
                    ({"W_Q": 2}, "these keys"), ([1, 2, 0], "a dict")],
}
RIGHT = {
    "he_filters": [lambda c, k: (2 / c) ** 0.5 / k, lambda c, k: np.sqrt(2) / np.sqrt(c) / k],
    "one_head": [lambda W: np.einsum("hds->ds", W), lambda W: sum(list(W))],
    "swapped": [lambda U, i, j: _swap(_swap(U, i, j).T, i, j).T,
                lambda U, i, j: _swap(np.eye(len(U)), i, j) @ U @ _swap(np.eye(len(U)), i, j)],
    "first_moves": [{name: float(step) for name, step in FIRST_MOVES.items()},
                    {name: np.int64(step) for name, step in reversed(FIRST_MOVES.items())}],
}


def _swap(U, i, j):
    U = U.copy()
    U[[i, j]] = U[[j, i]]
    return U


def _spoil(U):
    U[0] = 0
    return U


test_exercise = exercise_tests("filters_heads", WRONG, RIGHT)


# Plain networks, with derivatives by hand --------------------------------------------------------------------

def softmax(Z, axis=0):
    E = np.exp(Z - Z.max(axis=axis, keepdims=True))
    return E / E.sum(axis=axis, keepdims=True)


def adam(gradients, weights, rate, steps):
    """The weights after all steps of Adam, written apart from the library."""
    first, second = ([0 * w for w in weights] for _ in range(2))
    for t in range(1, steps + 1):
        g = gradients(*weights)
        first = [0.9 * v + 0.1 * d for v, d in zip(first, g)]
        second = [0.999 * s + 0.001 * d * d for s, d in zip(second, g)]
        weights = [w - rate * (v / (1 - 0.9**t)) / (np.sqrt(s / (1 - 0.999**t)) + 1e-8)
                   for w, v, s in zip(weights, first, second)]
    return weights


def images(samples=None, split="train"):
    X, Y = datasets.digits(np.random.default_rng(0), samples, split)
    return X.reshape(8, 8, -1), Y


def conv_scores(X, W, b, V, c):
    """(scores, means (filters, 3, 3, samples), activations (filters, 6, 6, samples)), tap by tap."""
    Z = b[:, :, None, None] + sum(W[:, 3 * i + j, None, None, None] * X[None, i:i + 6, j:j + 6]
                                  for i in range(3) for j in range(3))
    A = np.where(Z > 0, Z, 0)
    means = sum(A[:, i::2, j::2] for i in (0, 1) for j in (0, 1)) / 4
    return V @ means.reshape(-1, X.shape[-1]) + c, means, A


def conv_gradients(X, Y):
    def gradients(W, b, V, c):
        Z, means, A = conv_scores(X, W, b, V, c)
        d = (softmax(Z) - Y) / Y.shape[1]
        dmeans = (V.T @ d).reshape(means.shape) / 4
        dZ = np.zeros_like(A)
        for i in (0, 1):
            for j in (0, 1):
                dZ[:, i::2, j::2] = dmeans
        dZ *= A > 0
        dW = np.stack([(dZ * X[None, i:i + 6, j:j + 6]).sum(axis=(1, 2, 3)) for i in range(3) for j in range(3)], 1)
        return dW, dZ.sum(axis=(1, 2, 3))[:, None], d @ means.reshape(-1, X.shape[-1]).T, d.sum(axis=1, keepdims=True)
    return gradients


def conv_start(seed, n=8, equal=False, scale=2**0.5 / 3):
    rng = np.random.default_rng(seed)
    W, V = scale * rng.normal(size=(n, 9)), rng.normal(size=(n, 10, 9)) / np.sqrt(9 * n)
    if equal:
        W, V = np.tile(W[0], (n, 1)), np.tile(V[0], (n, 1, 1))
    return [W, np.zeros((n, 1)), np.hstack(list(V)), np.zeros((10, 1))]


def conv_rows(W, b, V, c):
    return np.column_stack([W, b, *(V[k].reshape(len(W), -1) for k in range(10))])


def heads_start(seed, zero=(), equal=()):
    """[E, P, Q, K, V, R, head, c], drawn in the notebook's order; zero, equal: which of Q, K, V, R by number."""
    rng = np.random.default_rng(seed)
    E, P = rng.normal(size=(16, 8)) / np.sqrt(2), rng.normal(size=(16, 8)) / np.sqrt(2)
    four = [rng.normal(size=(4, 16, 4) if k == 3 else (4, 4, 16)) / 4 for k in range(4)]
    four = [np.stack([W[0]] * 4) if k in equal else W * (k not in zero) for k, W in enumerate(four)]
    return [E, P, *four, rng.normal(size=(10, 16)) / 4, np.zeros((10, 1))]


def heads_forward(X, E, P, Q, K, V, R, H, c):
    """Tokens T (d, tokens, samples), what is between, and the scores; X (pixels, rows, samples)."""
    T = np.einsum("dp,ptm->dtm", E, X) + P[:, :, None]
    q, k, v = (np.einsum("hsd,dtm->hstm", W, T) for W in (Q, K, V))
    A = softmax(np.einsum("hsqm,hskm->hqkm", q, k) / 2.0, axis=2)
    seen = np.einsum("hqkm,hskm->hsqm", A, v)
    mean = (T + np.einsum("hds,hsqm->dqm", R, seen)).mean(axis=1)
    return T, q, k, v, A, seen, mean, H @ mean + c


def heads_gradients(X, Y):
    def gradients(E, P, Q, K, V, R, H, c):
        T, q, k, v, A, seen, mean, scores = heads_forward(X, E, P, Q, K, V, R, H, c)
        d = (softmax(scores) - Y) / Y.shape[1]
        dout = np.repeat((H.T @ d)[:, None] / 8, 8, axis=1)
        dseen = np.einsum("hds,dqm->hsqm", R, dout)
        dA, dv = np.einsum("hsqm,hskm->hqkm", dseen, v), np.einsum("hqkm,hsqm->hskm", A, dseen)
        dS = A * (dA - (A * dA).sum(axis=2, keepdims=True)) / 2.0
        dq, dk = np.einsum("hqkm,hskm->hsqm", dS, k), np.einsum("hqkm,hsqm->hskm", dS, q)
        dT = dout + sum(np.einsum("hsd,hstm->dtm", W, g) for W, g in ((Q, dq), (K, dk), (V, dv)))
        of_four = [np.einsum("hstm,dtm->hsd", g, T) for g in (dq, dk, dv)] + [np.einsum("dqm,hsqm->hds", dout, seen)]
        return [np.einsum("dtm,ptm->dp", dT, X), dT.sum(axis=2), *of_four, d @ mean.T, d.sum(axis=1, keepdims=True)]
    return gradients


def rows_of_pixels(samples=None, split="train"):
    X, Y = images(samples, split)
    return X.transpose(1, 0, 2), Y


def loss(scores, Y):
    return -np.mean(np.log((softmax(scores) * Y).sum(axis=0)))


def descend(gradients, weights, rate, steps):
    """Plain descent: all weights, from the start on."""
    found = [weights]
    for _ in range(steps):
        found.append([w - rate * g for w, g in zip(found[-1], gradients(*found[-1]))])
    return found


def right(scores, Y):
    return (scores.argmax(axis=0) == Y.argmax(axis=0)).mean()


# The claims --------------------------------------------------------------------------------------------------

def row_27():
    (X, Y), test = images(120), images(None, "test")
    W, b, V, c = conv_start(0, equal=True)
    dW = conv_gradients(X, Y)(W, b, V, c)[0]
    leads = []
    for seed in range(3):
        ends = [adam(conv_gradients(X, Y), start, 0.02, 100)
                for start in (conv_start(seed), conv_start(seed, equal=True), conv_start(seed, n=1))]
        random, *others = (right(conv_scores(test[0], *end)[0], test[1]) for end in ends)
        leads.append(random - max(others))
        same = conv_rows(*adam(conv_gradients(X, Y), conv_start(seed, equal=True), 0.02, 10))
    return rows(dW), len(set(dW[0].round(9))), rows(same), bool(np.ptp(same[0, :9]) > 0.1), bool(min(leads) > 0.05)


def row_28():
    """Not drawn but derived: the share of the nine taps that lie on the picture, place by place."""
    q, means = {(i, j): 1.0 for i in range(8) for j in range(8)}, []
    for _ in range(10):
        q = {(i, j): sum(q.get((i + a, j + b), 0) for a in (-1, 0, 1) for b in (-1, 0, 1)) / 9 for i, j in q}
        means.append(sum(q.values()) / 64)
    return 9, 1, means[0], means[0], means[9] / means[8], means[9]


def row_29():
    X, Y = images(120)
    V = np.random.default_rng(0).normal(size=(10, 72)) / 8
    P = np.stack([X[i:i + 6, j:j + 6] for i in range(3) for j in range(3)])
    pooled = sum(P[:, i::2, j::2] for i in (0, 1) for j in (0, 1)).reshape(9, 9, -1) / 4  # taps, places, samples
    W, head, largest = np.zeros((8, 9)), V, 0
    for step in range(61):
        means = np.einsum("ft,tpm->fpm", W, pooled).reshape(72, -1)
        d = (softmax(head @ means) - Y) / 120
        if step < 60:
            dW = np.einsum("fpm,tpm->ft", (head.T @ d).reshape(8, 9, -1), pooled)
            largest = max(largest, np.abs(dW).max() * (step == 0))
            W, head = W - 0.2 * dW, head - 0.2 * d @ means.T
    return largest, loss(head @ means, Y), 0, np.log(10), 0, np.log(10)


def row_30():
    (X, Y), test = rows_of_pixels(96), rows_of_pixels(None, "test")
    E, P, Q, K, V, R, H, c = heads_start(0, equal=(0, 1, 2))
    T, q, k, v, A, seen, mean, _ = heads_forward(X, E, P, Q, K, V, R, H, c)
    one = (T + np.einsum("ds,sqm->dqm", R[0] + R[1] + R[2] + R[3], seen[0])).mean(axis=1)
    leads = []
    for seed in range(3):
        ends = [adam(heads_gradients(X, Y), start, 0.02, 100)
                for start in (heads_start(seed), heads_start(seed, equal=(0, 1, 2, 3)))]
        random, equal = (right(heads_forward(test[0], *end)[-1], test[1]) for end in ends)
        leads.append(random - equal)
    four = np.hstack([W.reshape(4, -1) for W in ends[1][2:6]])
    moved = "moved" if np.abs(ends[1][2] - heads_start(2, equal=(0,))[2]).max() > 0.01 else "never moved"
    return np.allclose(mean, one), rows(four), moved, bool(min(leads) > 0.05)


def moves(zero):
    """What has a gradient at the first three steps: words such as "W_Q W_V"."""
    X, Y = rows_of_pixels(96)
    names, gradients, found = ("W_Q", "W_K", "W_V", "W_O"), heads_gradients(X, Y), []
    for weights in descend(gradients, heads_start(0, zero), 0.1, 3):
        found.append([name for name, g in zip(names, gradients(*weights)[2:6]) if np.abs(g).max() > 1e-12])
    return [" ".join(words) for words in found[:3]]


def row_31():
    X, Y = rows_of_pixels(96)
    losses = []
    for zero in ((), (0, 1)):
        ends = [adam(heads_gradients(X, Y), heads_start(seed, zero), 0.02, 100) for seed in range(3)]
        losses.append(np.median([loss(heads_forward(X, *end)[-1], Y) for end in ends]))
    return *moves((0, 1)), *moves((0,))[:2], *losses


def language_end(E, U, steps=300, rate=2.0):
    """Plain descent on the ring of sixteen: the loss and both matrices."""
    follows = np.array([[0.7 * (i == (t + 1) % 16) + 0.3 * (i == (t + 2) % 16) for t in range(16)] for i in range(16)])
    for _ in range(steps):
        d = (softmax(U @ E.T) - follows) / 16
        E, U = E - rate * d.T @ U, U - rate * d @ E
    return -(follows * np.log(softmax(U @ E.T))).sum() / 16, E, U


def row_32():
    rng, found = np.random.default_rng(0), []
    E, U = (rng.normal(size=(16, 8)) / np.sqrt(8) for _ in range(2))
    columns = [np.outer(M[:, 0], np.ones(8)) for M in (E, U)]
    for start in ((np.tile(E[0], (16, 1)), U), (0 * E, 0 * U), columns):
        lowest, one, other = language_end(*start)
        found += [lowest, rows(one), rows(np.vstack([one, other]).T)]
    return *found, 0


def row_33():
    found = []
    for d in (64, 768):
        rng = np.random.default_rng(0)
        E, now, following = rng.normal(size=(1000, d)), *rng.integers(1000, size=(2, 200))
        for std in (1, 0.02):
            scores = std**2 * np.array([E @ E[t] for t in now])
            top = scores.max(axis=1)
            found.append(np.mean(top + np.log(np.exp(scores.T - top).sum(axis=0)) - scores[np.arange(200), following]))
    return *found, 0.02**2 * 64, 0.02**2 * 12288  # the scores' std as derived


def row_34():
    """Only the first steps, by central differences: what is equal after them stays so, by the rule."""
    X, Y = datasets.digits(np.random.default_rng(0), 200)
    these = Y[:2].any(axis=0)
    X, Y, found = X[:, these][:, :40], Y[:2, these][:, :40], []

    def cost(theta):
        W, U, V = theta[:8], theta[8:72].reshape(8, 8), theta[72:].reshape(2, 8)
        h = np.zeros((8, X.shape[1]))
        for x in X:
            h = np.maximum(np.outer(W, x) + U @ h, 0)
        return loss(V @ h, Y)

    for W in (np.full(8, 0.1), 0.1 * np.random.default_rng(0).normal(size=8)):
        theta = np.concatenate([W, np.eye(8).ravel(), [0.1] * 8, [-0.1] * 8])
        for _ in range(2):
            g = np.array([(cost(theta + 1e-5 * e) - cost(theta - 1e-5 * e)) / 2e-5 for e in np.eye(88)])
            theta = theta - 0.003 * g / np.abs(g).max()
        U, others = theta[8:72].reshape(8, 8), np.column_stack([theta[:8], theta[72:80], theta[80:]])
        kinds = np.column_stack([others, np.diag(U), U.sum(axis=1), U.sum(axis=0)]).round(6)
        found += [rows(U), len({tuple(kind) for kind in kinds})]
    return found


def back(radius, linear, inputs, seed, n=64, steps=100):
    """The size of a gradient 99 steps back: the product of the Jacobians, applied to a vector from the left."""
    rng = np.random.default_rng(seed)
    Q, R = np.linalg.qr(rng.normal(size=(n, n)))
    U, X = radius * Q * np.sign(np.diag(R)), inputs * rng.normal(size=(n, steps, 2))
    g, hs = rng.normal(size=(n, 2)), [np.zeros((n, 2))]
    for t in range(steps):
        z = X[:, t] + U @ hs[-1]
        hs.append(z if linear else np.tanh(z))
    size = np.linalg.norm(g)
    for h in hs[:1:-1]:
        g = np.stack([U.T @ (g[:, s] * (1 if linear else 1 - h[:, s] ** 2)) for s in (0, 1)], axis=1)
    return np.linalg.norm(g) / size


def row_35():
    found = []
    for radius, linear, inputs in ((0.5, True, 1), (1, True, 1), (1.5, True, 1), (0.5, False, 1), (1, False, 1),
                                   (1.5, False, 1), (1, False, 0.01), (1.5, False, 0.01)):
        power = round(np.log10(np.median([back(radius, linear, inputs, seed) for seed in range(10)])))
        found.append(f"1e{power}" if power else "1")
    return found


def lstm_heard(bias, seed, size=1.0, n=32):
    """How much the last state depends on the first input, over the last: by moving the inputs a little."""
    rng = np.random.default_rng(seed)
    W, U = rng.uniform(-1, 1, (4 * n, 1)) / np.sqrt(n), size * rng.uniform(-1, 1, (4 * n, n)) / np.sqrt(n)
    v, x = rng.normal(size=n), rng.normal(size=(1, 64, 4))[0]
    states = [(np.zeros((n, 4)), np.zeros((n, 4)))]
    parts = []
    for t in range(64):
        h, c = states[-1]
        i, f, g, o = np.split(W * x[t] + U @ h, 4)
        i, f, g, o = 1 / (1 + np.exp(-i)), 1 / (1 + np.exp(-f - bias)), np.tanh(g), 1 / (1 + np.exp(-o))
        c_new = f * c + i * g
        parts.append((i, f, g, o, c, c_new))
        states.append((o * np.tanh(c_new), c_new))
    dh, dc, heard = np.repeat(v[:, None], 4, axis=1), np.zeros((n, 4)), []
    for i, f, g, o, c, c_new in parts[::-1]:
        dc = dc + dh * o * (1 - np.tanh(c_new) ** 2)
        dz = np.vstack([dc * g * i * (1 - i), dc * c * f * (1 - f), dc * i * (1 - g**2),
                        dh * np.tanh(c_new) * o * (1 - o)])
        heard.append(np.abs(W.T @ dz).mean())
        dh, dc = U.T @ dz, dc * f
    return heard[-1] / heard[0]


def row_36():
    found = [np.median([lstm_heard(bias, seed) for seed in range(5)]) for bias in (0, 1, 2)]
    return found[0], np.median([lstm_heard(0, seed, size=0.0) for seed in range(5)]), *found[1:]


RECOMPUTED = {27: row_27, 28: row_28, 29: row_29, 30: row_30, 31: row_31, 32: row_32, 33: row_33, 34: row_34,
              35: row_35, 36: row_36}


# The exercise's table and the pictures -----------------------------------------------------------------------

@pytest.mark.parametrize("name", FIRST_MOVES)
def test_the_keys_move_when_the_exercise_says(name):
    zero = [number for number, letter in enumerate("QKVO") if f"W_{letter}" in name]
    steps = [step for step, words in enumerate(moves(zero), 1) if "W_K" in words]
    assert (steps[0] if steps else 0) == FIRST_MOVES[name]


@pytest.mark.parametrize(("how", "scale", "step"), [("equal", 0.5, 0), ("equal", 0.5, 7), ("random", 1.0, 12)])
def test_filters_say_what_plain_descent_finds(how, scale, step):
    scale = min(filters().scene.controls["scale"].values, key=lambda s: abs(s - scale))
    X, Y = images(48)
    start = conv_start(0, equal=how == "equal", scale=scale)
    if how == "random":  # the head's parts stay equal
        start[2] = np.hstack([start[2][:, :9]] * 8)
    W, b, V, c = descend(conv_gradients(X, Y), start, 0.5, step)[-1]
    text = filters().describe(initializer=how, scale=scale, step=step)
    assert text.startswith(f"{rows(conv_rows(W, b, V, c))} of 8 units are distinct.")
    apart, taps = np.ptp(W, axis=0).max(), np.ptp(W, axis=1).max()
    dW = conv_gradients(X, Y)(W, b, V, c)[0]
    assert f"differ by at most {apart:.2g}, the entries of one filter by up to {taps:.2g}; " in text
    assert f"loss {loss(conv_scores(X, W, b, V, c)[0], Y):.3f}. Largest |dW| {np.abs(dW).max():.2g}." in text


@pytest.mark.parametrize(("initializer", "outputs", "zero", "equal", "step"), [
    ("equal", "equal", (), (0, 1, 2, 3), 5), ("no queries and keys", "random", (0, 1), (), 3),
    ("no queries", "zeros", (0, 3), (), 2), ("random", "random", (), (), 4)])
def test_heads_say_what_plain_descent_finds(initializer, outputs, zero, equal, step):
    X, Y = rows_of_pixels(24)
    weights = descend(heads_gradients(X, Y), heads_start(0, zero, equal), 0.1, step)[-1]
    largest = [np.abs(g).max() for g in heads_gradients(X, Y)(*weights)[2:6]]
    A, scores = (heads_forward(X, *weights)[k] for k in (4, 7))
    text = heads().describe(initializer=initializer, outputs=outputs, step=step)
    assert text.startswith(f"{rows(np.hstack([W.reshape(4, -1) for W in weights[2:6]]))} of 4 units are distinct.")
    assert "gradients are {:.2g} for W_Q, {:.2g} for W_K, {:.2g} for W_V and {:.2g} for W_O".format(*largest) in text
    assert f"loss {loss(scores, Y):.3f}." in text
    assert f"equal shares by at most {np.abs(A[..., 0] - 1 / 8).max():.2g}." in text


@pytest.mark.parametrize(("initializer", "step"), [("rows", 0), ("rows", 20), ("columns", 60)])
def test_tokens_say_what_plain_descent_finds(initializer, step):
    E, U = np.random.default_rng(0).normal(size=(2, 16, 8)) / np.sqrt(8)
    E = np.tile(E[0], (16, 1)) if initializer == "rows" else np.outer(E[:, 0], np.ones(8))
    U = U if initializer == "rows" else np.outer(U[:, 0], np.ones(8))
    found, E, U = language_end(E, U, step)
    outputs = "random" if initializer == "rows" else "columns"
    text = tokens().describe(initializer=initializer, outputs=outputs, step=step)
    assert text.startswith(f"{rows(np.vstack([E, U]).T)} of 8 units are distinct.")
    assert f"the loss is {found:.3f};" in text
    assert f"of the 16 tokens, rows of E, {rows(E)} are distinct." in text


@pytest.mark.parametrize(("vectors", "radius", "activation"), [("equal", 1.0, "tanh"), ("random", 2.0, "relu")])
def test_time_says_what_plain_loops_find(vectors, radius, activation):
    rng = np.random.default_rng(0)
    rng.standard_normal((32, 16))  # the orthogonal and the Gaussian start are drawn first
    (W, v), X = rng.standard_normal((2, 16)), rng.standard_normal((60, 8))
    W, v = (np.full(16, part[0]) if vectors == "equal" else part for part in (W, v))
    h, slopes = np.zeros((16, 8)), []
    for x in X:
        z = np.outer(W, x) + radius * h
        h = np.tanh(z) if activation == "tanh" else np.where(z > 0, z, 0)
        slopes.append(1 - h**2 if activation == "tanh" else 1.0 * (z > 0))
    g = np.prod([radius * slope for slope in slopes[1:]], axis=0) * v[:, None]
    text = through_time().describe(vectors=vectors, radius=radius, activation=activation)
    assert text.startswith(f"{1 if vectors == 'equal' else 16} of 16 units are distinct. Of the 16 rows of U 16 are")
    reached = np.linalg.norm(g) / np.linalg.norm(np.repeat(v[:, None], 8, axis=1))
    assert f"59 steps back the gradient has {reached:.1e} of its size." in text
    assert f"differ between units by at most {np.ptp(h, axis=0).max():.2g}." in text


def seen_1(small, large):
    images = [here.result["dW"].M for here in (small, large)]
    equal = all(np.ptp(M, axis=0).max() <= 1e-9 * np.abs(M).max() for M in images)
    coloured = all(np.ptp(M, axis=1).max() > 0.05 * np.abs(M).max() for M in images)
    return not equal, equal and not coloured, equal and coloured


def seen_2(here):
    looks, largest = here.result["looks"].M, here.result["largest"]
    assert not largest[:, :2].any() and largest[:, 2:].all()
    one_colour = np.ptp(looks, axis=1).max() < 1e-12
    return one_colour, not one_colour and rows(looks) > 1, not one_colour and rows(looks) == 1


def seen_3(small, large):
    units = [len(set(here.result["units"].tolist())) for here in (small, large)]
    assert all(here.result["rows"] == 16 and np.ptp(here.result["dU"].M, axis=0).max() <= 1e-9 * np.abs(
        here.result["dU"].M).max() for here in (small, large))
    return 16 in units, units == [1, 1], units[0] == 1 < units[1]


SEEN = {1: seen_1, 2: seen_2, 3: seen_3}  # prediction: is each observation of its look true?
test_seen = seen_tests("filters_heads", SEEN, others=2)
