"""How often the reading cries wolf, and how often it finds a slip: the rates that the course states.

    python benchmarks/bench_reading.py [false_alarms] [slips] [seconds]        nothing named: all

A network counts as healthy if it *learns*: plain descent at the best of three rates brings its loss to less than six
tenths of a guess within 400 steps. Which ones do is found by training them, without asking the reading.
"""

import sys
import time
from collections import Counter

import numpy as np

from course_lib import datasets, mlp, networks, ward
from course_lib.initializers import INITIALIZERS

RATES, STEPS, LEARNED = (0.05, 0.1, 0.2), 400, 0.6


def pytorch(rng, shape):
    """U(±1/√inputs), biases too."""
    return rng.uniform(-1, 1, shape) / np.sqrt(shape[1]), rng.uniform(-1, 1, shape[0]) / np.sqrt(shape[1])


def keras(rng, shape):
    """Glorot's uniform, biases 0."""
    return INITIALIZERS["xavier_uniform"](rng, shape), np.zeros(shape[0])


def sklearn(rng, shape):
    """Glorot's uniform for weights and biases."""
    bound = np.sqrt(6 / sum(shape))
    return rng.uniform(-bound, bound, shape), rng.uniform(-bound, bound, shape[0])


def flax(rng, shape):
    """LeCun's Gaussian, cut at two standard deviations and widened to keep its own; biases 0."""
    z = rng.normal(size=shape)
    while (far := np.abs(z) > 2).any():
        z[far] = rng.normal(size=int(far.sum()))
    return z / 0.87962566 / np.sqrt(shape[1]), np.zeros(shape[0])


def named(name):
    return lambda rng, shape: (INITIALIZERS[name](rng, shape), np.zeros(shape[0]))


FRAMEWORKS = (pytorch, keras, sklearn, flax)
USUAL = {"relu": ("he_normal", "he_uniform", "orthogonal"), "tanh": ("xavier_normal", "lecun_normal",
         "orthogonal", "xavier_uniform"), "sigmoid": ("xavier_normal", "xavier_uniform"),
         "leaky_relu": ("he_normal", "he_uniform"), "elu": ("he_normal", "lecun_normal"), "gelu": ("he_normal",),
         "selu": ("lecun_normal",), "softplus": ("xavier_normal",), "silu": ("he_normal",)}


def problem(rng):
    """(X, Y, output): one of nine problems, inputs of about unit size."""
    kind = rng.choice(["digits", "moons", "circles", "blobs", "xor", "sine", "plane", "teacher", "signs"])
    if kind == "digits":
        X, Y = datasets.digits(rng, 200)
        return (X - X.mean() if rng.random() < 0.5 else X), Y, "softmax"
    if kind in ("moons", "circles", "blobs"):
        return *datasets.DATASETS[kind](rng, 120), "sigmoid"
    if kind == "xor":
        return *datasets.xor(rng, 40, 0.1), "sigmoid"
    if kind == "sine":
        X = rng.uniform(-2, 2, (1, 80))
        return X, np.sin(2 * X), "identity"
    n = int(rng.integers(3, 40))
    X = rng.normal(size=(n, 200))
    if kind == "plane":
        return X, rng.normal(size=(2, n)) @ X / np.sqrt(n), "identity"
    scores = rng.normal(size=(4, n)) @ X
    if kind == "signs":
        return X, (scores[:1] > 0).astype(float), "sigmoid"
    return X, (scores == scores.max(axis=0)).astype(float), "softmax"


def candidate(seed):
    """(network, X, Y): a usual network for a usual problem, from a seed."""
    rng = np.random.default_rng([7, seed])
    X, Y, output = problem(rng)
    activation = str(rng.choice(list(USUAL)))
    deepest = {"sigmoid": 2, "softplus": 2}.get(activation, 5)
    depth = int(rng.integers(0, deepest + 1))
    hidden = [int(w) for w in rng.choice([4, 8, 16, 32, 64, 100], depth)]
    hidden = [hidden[0]] * depth if depth and rng.random() < 0.5 else sorted(hidden, reverse=True)
    draw = FRAMEWORKS[int(rng.integers(4))] if rng.random() < 0.5 else named(str(rng.choice(USUAL[activation])))
    sizes = [len(X), *hidden, len(Y)]
    layers = [draw(rng, (units, inputs)) for inputs, units in zip(sizes, sizes[1:])]
    network = networks.from_arrays([W for W, _ in layers], [b for _, b in layers], activation, output,
                                   layout="units_inputs")
    return network, X, Y, getattr(draw, "__name__", "usual"), activation


def learns(network, X, Y):
    """The best rate at which it learns, or None."""
    guess = ward.known_levels(Y, "squared_error" if network[-1].activation == "identity" else "cross_entropy")
    guess = guess[0].value if network[-1].activation == "identity" else guess[1].value
    reached = {}
    for rate in RATES:
        try:
            for last, caches, _ in mlp.train(network, X, Y, rate, STEPS):
                pass
            reached[rate] = float(mlp.loss(last, caches, Y))
        except ValueError:  # overflow
            continue
    best = min(reached, key=reached.get, default=None)
    return (best, last) if best is not None and reached[best] < LEARNED * guess else (None, None)


def false_alarms(count=200):
    """Of `count` networks that learn, how many get a grave finding: (rate, names)."""
    seed, healthy, wolf, seen = 0, 0, Counter(), Counter()
    while healthy < count:
        network, X, Y, *kind = candidate(seed)
        rate, _ = learns(network, X, Y)
        seed += 1
        if rate is None:
            continue
        healthy += 1
        found = ward.examine(network, X, Y, rate=rate, samples="columns")
        seen[kind[0]] += 1
        if found.grave:
            wolf[found.names[0]] += 1
    share = sum(wolf.values()) / count
    print(f"\n{count} networks that learn (of {seed} drawn): {share:.1%} get a grave finding {dict(wolf)}")
    return share, wolf
