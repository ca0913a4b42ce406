"""Lesson 13: its exercises, its claims, and the numbers its pictures say. Nothing here uses autograd or the blocks."""

import numpy as np
import pytest

from course_lib import datasets
from course_lib.explorers import filters, heads, through_time, tokens
from course_lib.lessons.filters_heads.exercises import FIRST_MOVES
from tests.lessons.common import exercise_tests
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


def conv_start(seed, n=8, equal=False, scale=np.sqrt(2 / 9)):
    rng = np.random.default_rng(seed)
    W, V = scale * rng.normal(size=(n, 9)), rng.normal(size=(n, 10, 9)) / np.sqrt(9 * n)
    if equal:
        W, V = np.tile(W[0], (n, 1)), np.tile(V[0], (n, 1, 1))
    return [W, np.zeros((n, 1)), np.hstack(list(V)), np.zeros((10, 1))]


def conv_rows(W, b, V, c):
    return np.column_stack([W, b, *(V[k].reshape(len(W), -1) for k in range(10))])


def heads_gradients(T, Y):
    """For tokens T (d, tokens, samples): the loss and the gradients of scores V mean(T + heads) + c, one by one."""
    m = Y.shape[1]

    def forward(Q, K, Vv, O):
        q, k, v = (np.einsum("hsd,dtm->hstm", W, T) for W in (Q, K, Vv))
        A = softmax(np.einsum("hsqm,hskm->hqkm", q, k) / 2.0, axis=2)
        seen = np.einsum("hqkm,hskm->hsqm", A, v)
        return q, k, v, A, seen, T + np.einsum("hds,hsqm->dqm", O, seen)

    def gradients(Q, K, Vv, O, V, c):
        q, k, v, A, seen, out = forward(Q, K, Vv, O)
        mean = out.mean(axis=1)
        d = (softmax(V @ mean + c) - Y) / m
        dout = np.repeat((V.T @ d)[:, None] / 8, 8, axis=1)
        dO, dseen = np.einsum("dqm,hsqm->hds", dout, seen), np.einsum("hds,dqm->hsqm", O, dout)
        dA, dv = np.einsum("hsqm,hskm->hqkm", dseen, v), np.einsum("hqkm,hsqm->hskm", A, dseen)
        dS = A * (dA - (A * dA).sum(axis=2, keepdims=True)) / 2.0
        dq, dk = np.einsum("hqkm,hskm->hsqm", dS, k), np.einsum("hqkm,hsqm->hskm", dS, q)
        return (*(np.einsum("hstm,dtm->hsd", g, T) for g in (dq, dk, dv)), dO, d @ mean.T, d.sum(axis=1, keepdims=True),
                dout)
    return forward, gradients


def heads_start(seed, zero=(), equal=(), scale=1.0):
    """[E, P, Q, K, V, O, head, c], drawn in the notebook's order."""
    rng = np.random.default_rng(seed)
    E, P = rng.normal(size=(16, 8)) / np.sqrt(2), rng.normal(size=(16, 8)) / np.sqrt(2)
    four = [scale * rng.normal(size=(4, 4, 16)) / 4 if k < 2 else rng.normal(size=(4, 4, 16)) / 4 for k in range(3)]
    four.append(rng.normal(size=(4, 16, 4)) / 4)
    for k in range(4):
        if k in equal:
            four[k] = np.stack([four[k][0]] * 4)
        four[k] = four[k] * (k not in zero)
    return [E, P, *four, rng.normal(size=(10, 16)) / 4, np.zeros((10, 1))]


def tokens_of(samples=None, split="train"):
    X, Y = images(samples, split)
    return X.transpose(1, 0, 2), Y


def network_of_heads(X, Y):
    """Gradients of all eight arrays; X (pixels, rows, samples)."""
    def gradients(E, P, *rest):
        *found, dT = heads_gradients(np.einsum("dp,ptm->dtm", E, X) + P[:, :, None], Y)[1](*rest)
        T = np.einsum("dp,ptm->dtm", E, X) + P[:, :, None]
        dT = dT + _through_heads(T, Y, *rest)
        return np.einsum("dtm,ptm->dp", dT, X), dT.sum(axis=2), *found
    return gradients


def _through_heads(T, Y, Q, K, Vv, O, V, c):
    """The part of the derivative by the tokens that goes through queries, keys and values."""
    forward, _ = heads_gradients(T, Y)
    q, k, v, A, seen, out = forward(Q, K, Vv, O)
    d = (softmax(V @ out.mean(axis=1) + c) - Y) / Y.shape[1]
    dseen = np.einsum("hds,dqm->hsqm", O, np.repeat((V.T @ d)[:, None] / 8, 8, axis=1))
    dA, dv = np.einsum("hsqm,hskm->hqkm", dseen, v), np.einsum("hqkm,hsqm->hskm", A, dseen)
    dS = A * (dA - (A * dA).sum(axis=2, keepdims=True)) / 2.0
    dq, dk = np.einsum("hqkm,hskm->hsqm", dS, k), np.einsum("hqkm,hsqm->hskm", dS, q)
    return sum(np.einsum("hsd,hstm->dtm", W, g) for W, g in ((Q, dq), (K, dk), (Vv, dv)))
