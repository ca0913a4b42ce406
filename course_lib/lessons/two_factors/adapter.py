"""A small network that knows the digits, and a pair of factors beside its first layer that learns them upside down.

    Z1 = W0 @ X + b0 + gate * B @ g(A @ X)        W0, b0 and the second layer stay; A, B and the gate are trained

With g the identity and a fixed gate of 1 this is LoRA. A (rank, 64), B (64, rank), gate a number.
"""

from functools import cache
from typing import NamedTuple

import numpy as np

from course_lib import activations, diagnostics, mlp
from course_lib.blocks import factors
from course_lib.datasets import digits
from course_lib.initializers import normal

INPUTS, UNITS, RANK, RATE = 64, 64, 16, 0.1
STARTS = ("zero", "small", "random", "equal")


class Pair(NamedTuple):
    """The two factors and the number in front of them."""

    A: np.ndarray
    B: np.ndarray
    gate: float = 1.0


@cache
def pretrained():
    """64-64-10, ReLU and softmax, after 300 steps on 256 upright digits."""
    X, Y = digits(np.random.default_rng(0), 256)
    start = mlp.build(np.random.default_rng(0), (INPUTS, UNITS, 10), "relu", "he_normal", "softmax")
    for network, _, _ in mlp.train(start, X, Y, 0.2, 300):  # not `*_, last`: that keeps the caches of every step
        pass
    return network


@cache
def upside_down(samples=None, split="train"):
    """Digits turned by half a circle: X (64, samples), Y (10, samples)."""
    X, Y = digits(np.random.default_rng(1), samples, split)
    return X[::-1].copy(), Y


def start(rng, A="random", B="zero", gate=1.0, scale=1.0):
    """A pair whose factors start as named: "zero", "small" (a hundredth of random), "random" or "equal" units."""
    draws = normal(rng, (RANK, INPUTS), scale / np.sqrt(INPUTS)), normal(rng, (RANK, UNITS), scale / np.sqrt(RANK))
    rows = [{"zero": 0.0 * D, "small": 0.01 * D, "random": D, "equal": np.repeat(D[:1], RANK, axis=0)}[name]
            for name, D in zip((A, B), draws)]
    return Pair(rows[0], rows[1].T.copy(), gate)


def beside(pair):
    """The pretrained network with a linear pair in it: W0 + gate * B @ A."""
    first, last = pretrained()
    return first._replace(W=factors.pair(first.W, pair.gate * pair.B, pair.A)), last


def train(pair, X, Y, steps, between="identity", gate_trained=False, rate=RATE):
    """Triples (pair, its gradients as a Pair, loss), steps + 1 of them: the k-th after k steps."""
    network, g = pretrained(), activations.get(between)
    alone, m = network[0].W @ X + network[0].b, X.shape[1]
    for k in range(steps + 1):
        H = pair.A @ X
        inside = g.f(H)
        F = pair.B @ inside
        Z1 = alone + pair.gate * F
        above = mlp.passes.forward(network[1:], np.maximum(Z1, 0.0))
        loss = float(mlp.passes.loss(network[1:], above, Y))
        dZ1 = network[1].W.T @ (above[-1].A - Y) * (Z1 > 0)
        dgate, dF = factors.gate_gradients(dZ1 / m, pair.gate, F)
        dA = pair.B.T @ dF * g.df(H, inside) @ X.T
        gradients = Pair(dA, dF @ inside.T, dgate * gate_trained)
        yield pair, gradients, loss
        if k < steps:
            pair = Pair(*(part - rate * gradient for part, gradient in zip(pair, gradients)))


def accuracy(network, X, Y):
    """The share of digits that it names rightly."""
    return float(diagnostics.accuracy(mlp.forward(network, X)[-1].A, Y))
