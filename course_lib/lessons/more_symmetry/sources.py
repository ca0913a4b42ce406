"""Everything else that may break symmetry: one network of equal units, and one source of difference at a time."""

import numpy as np

from course_lib import mlp
from course_lib.datasets import moons, xor
from course_lib.mlp import Noise

UNITS, RATE = 16, 1.0
SOURCES = {  # what a menu shows: the name here
    "nothing": "nothing",
    "random W1 and W2": "W1 and W2",
    "random W1 only": "W1",
    "random W2 only": "W2",
    "random biases only": "biases",
    "one changed weight": "one weight",
    "hidden-unit dropout": "dropout",
    "the same, one mask for all units": "shared dropout",
    "input dropout": "input dropout",
    "noise on hidden units": "noise",
    "the same, one noise for all units": "shared noise",
    "gradient noise": "gradient noise",
    "cut connections (input mask)": "cut connections",
    "mini-batches": "mini-batches",
}


def problem(name):
    """X, Y of "xor" (2 of 4 are class 1) or "moons" (60 samples, 24 of class 1: not balanced, on purpose)."""
    rng = np.random.default_rng(0)
    return xor(rng) if name == "xor" else moons(rng, 60, 0.1, 0.4)


def begin(source, constant, size, rng, units=UNITS):
    """2-units-1 with every weight `constant` and every bias 0, but for `size` times what the source draws."""
    def part(shape, value, *names):
        return value + (size * rng.standard_normal(shape) if source in names else np.zeros(shape))

    W1, W2 = part((units, 2), constant, "W1", "W1 and W2"), part((1, units), constant, "W2", "W1 and W2")
    if source == "one weight":
        W1[0, 0] += size
    return mlp.Layer(W1, part((units, 1), 0.0, "biases"), "tanh"), mlp.Layer(W2, np.zeros((1, 1)), "sigmoid")


def noise(source, size):
    """The option of `mlp.train` that is this source; None for the others."""
    return {
        "dropout": [None, Noise(dropout=size)],
        "shared dropout": [None, Noise(dropout=size, shared=True)],
        "input dropout": [Noise(dropout=size), None],
        "noise": [None, Noise(added=size)],
        "shared noise": [None, Noise(added=size, shared=True)],
        "gradient noise": [Noise(gradient=size), Noise(gradient=size)],
    }.get(source)


def by_hand(network, X, Y, steps, kept, batch, rng):
    """Training in which only the connections `kept` (units, 2) exist and each step sees `batch` samples."""
    network = (network[0]._replace(W=network[0].W * kept), network[1])
    for _ in range(steps + 1):
        some = rng.choice(Y.size, batch, replace=False) if batch < Y.size else slice(None)
        gradients = mlp.backward(network, mlp.forward(network, X[:, some]), Y[:, some])
        cut = gradients[0]._replace(dW=gradients[0].dW * kept)
        yield network, None, (cut, gradients[1])
        network = mlp.step(network, (cut, gradients[1]), RATE)


def run(source, data, constant=0.5, size=0.5, steps=200, seed=0, units=UNITS):
    """Train with one source of asymmetry: a generator of (network, dW1), steps + 1 of them, dW1 as the step uses it.

    source  a value of SOURCES; size: a standard deviation, the change of the one weight, the share that is dropped
            or cut, or the share of the samples that a mini-batch leaves out. At 0 every source is off.
    """
    if source not in SOURCES.values():
        raise KeyError(f"unknown source {source!r}; choose one of: {', '.join(SOURCES.values())}")
    (X, Y), rng = problem(data), np.random.default_rng(seed)
    network = begin(source, constant, size, rng, units)
    if source in ("cut connections", "mini-batches"):
        kept = (rng.random((units, 2)) >= (size if source == "cut connections" else 0)).astype(float)
        batch = max(1, round((1 - size) * Y.size)) if source == "mini-batches" else Y.size
        triples = by_hand(network, X, Y, steps, kept, batch, rng)
    else:
        triples = mlp.train(network, X, Y, RATE, steps, noise(source, size), rng)
    for trained, _, gradients in triples:
        yield trained, gradients[0].dW
