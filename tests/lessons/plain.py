"""The networks of the course in plain NumPy, written apart from the library: what tests compare its numbers with.

Nothing here uses the passes of course_lib; draws come in the order in which the notebooks make them.
"""

import numpy as np

XOR = np.array([[0.0, 0, 1, 1], [0, 1, 0, 1]]), np.array([[0.0, 1, 1, 0]])
OR = XOR[0], np.array([[0.0, 1, 1, 1]])
HALF = np.full((4, 2), 0.5)
F = {"tanh": (np.tanh, lambda z: 1 / np.cosh(z) ** 2), "sine": (np.sin, np.cos),
     "relu": (lambda z: (z > 0) * z, lambda z: 1.0 * (z > 0)),
     "sigmoid": (lambda z: 1 / (1 + np.exp(-z)), lambda z: np.exp(-z) / (1 + np.exp(-z)) ** 2)}


class Net:
    """2-n-1 as explicit parameters, with gradients summed sample by sample."""

    def __init__(self, W, v, f, b=None, c=0.0):
        self.W, self.v, self.b, self.c, self.f = (np.array(W, float), np.array(v, float),
                                                  np.zeros(len(W)) if b is None else np.array(b, float), c, F[f])

    def answer(self, x):
        return 1 / (1 + np.exp(-(self.v @ self.f[0](self.W @ x + self.b) + self.c)))

    def gradients(self, X, Y):
        gW, gb, gv, gc = np.zeros_like(self.W), np.zeros_like(self.b), np.zeros_like(self.v), 0.0
        for x, y in zip(X.T, Y[0]):
            z, error = self.W @ x + self.b, self.answer(x) - y
            local = error * self.v * self.f[1](z)
            gW, gb = gW + np.outer(local, x), gb + local
            gv, gc = gv + error * self.f[0](z), gc + error
        m = X.shape[1]
        return gW / m, gb / m, gv / m, gc / m

    def train(self, X, Y, rate, steps):
        for _ in range(steps):
            gW, gb, gv, gc = self.gradients(X, Y)
            self.W, self.b, self.v, self.c = (self.W - rate * gW, self.b - rate * gb, self.v - rate * gv,
                                              self.c - rate * gc)
        return self

    def loss(self, X, Y):
        p = np.array([self.answer(x) for x in X.T])
        return -np.mean(np.where(Y[0] == 1, np.log(p), np.log1p(-p)))


def rows(M):
    """How many rows differ by more than 1e-9, one comparison after the other."""
    found = []
    for row in M:
        if not any(np.abs(row - other).max() < 1e-9 for other in found):
            found.append(row)
    return len(found)


def random_net(seed, scale, n, f="tanh"):
    rng = np.random.default_rng(seed)
    return Net(scale * rng.normal(size=(n, 2)), scale * rng.normal(size=n), f)


def solves(W, v, steps):
    """Which of the networks W (seeds, n, 2), v (seeds, n) solve XOR; in one einsum, written apart from the library."""
    b, c, (X, Y) = np.zeros(v.shape), np.zeros(len(v)), XOR
    for _ in range(steps + 1):
        h = np.tanh(np.einsum("sni,im->snm", W, X) + b[:, :, None])
        p = 1 / (1 + np.exp(-(np.einsum("sn,snm->sm", v, h) + c[:, None])))
        e = (p - Y) / 4
        back = e[:, None, :] * v[:, :, None] * (1 - h**2)
        W, b = W - np.einsum("snm,im->sni", back, X), b - back.sum(axis=2)
        v, c = v - np.einsum("sm,snm->sn", e, h), c - e.sum(axis=1)
    return ((p > 0.5) == (Y == 1)).all(axis=1)


def solved_share(scale, n, steps, seeds):
    """The share of seeds that solve XOR, of draws that are not the notebooks'."""
    rng = np.random.default_rng(123)
    return float(solves(scale * rng.normal(size=(seeds, n, 2)), scale * rng.normal(size=(seeds, n)), steps).mean())


def rms_of_dW1(Ws, v, X, y):
    """The rms of dW1 of tanh layers Ws under the output weights v (n,), written with loops."""
    As = [X]
    for W in Ws:
        As.append(np.tanh(W @ As[-1]))
    back = np.outer(v, 1 / (1 + np.exp(-v @ As[-1])) - y) * (1 - As[-1] ** 2)
    for W, A in zip(Ws[:0:-1], As[-2:0:-1]):
        back = W.T @ back * (1 - A**2)
    return np.sqrt(((back @ X.T / X.shape[1]) ** 2).mean())


def plain_perceptron(w, X, Y):
    w = np.array(w, float)
    for _ in range(1000):
        wrong = 0
        for x, y in zip(X.T, Y[0]):
            t, e = (1 if y else -1), np.append(x, 1.0)
            if t * (w @ e) <= 0:
                w, wrong = w + t * e, wrong + 1
        if not wrong:
            return w


def draws(seed, n, seeds, scale=1.0):
    """W1 (seeds, n, 2) and the outgoing weights (seeds, n), in the order in which the notebooks draw them."""
    rng = np.random.default_rng(seed)
    return scale * rng.normal(size=(seeds, n, 2)), scale * rng.normal(size=(seeds, n))


def tens(share):
    return 10 * round(10 * share)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def parameters(net):
    return np.column_stack([net.W, net.b, net.v])


def newton(w, X, Y):
    """Logistic regression's optimum and its loss: weights and bias (inputs + 1,), by Newton's method."""
    E = np.vstack([X, np.ones(X.shape[1])])
    for _ in range(30):
        p = sigmoid(w @ E)
        w = w - np.linalg.solve((E * (p * (1 - p))) @ E.T, E @ (p - Y[0]))
    return *w, -np.mean(np.where(Y[0] == 1, np.log(p), np.log(1 - p)))
