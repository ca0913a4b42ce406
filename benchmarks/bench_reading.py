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
    """Of `count` networks that learn, how many get a grave finding at the rate at which they do, or with Adam at its
    usual 0.001: (rate, names)."""
    seed, healthy, wolf, seen = 0, 0, Counter(), Counter()
    while healthy < count:
        network, X, Y, *kind = candidate(seed)
        rate, _ = learns(network, X, Y)
        seed += 1
        if rate is None:
            continue
        healthy += 1
        found = ward.examine(network, X, Y, rate=rate, samples="columns")
        with_adam = ward.examine(network, X, Y, rate=0.001, optimizer="adam", samples="columns")
        found = found if found.grave else with_adam
        seen[kind[0]] += 1
        if found.grave:
            wolf[found.names[0]] += 1
    share = sum(wolf.values()) / count
    print(f"\n{count} networks that learn (of {seed} drawn): {share:.1%} get a grave finding {dict(wolf)}")
    return share, wolf


SLIPS = {  # what is planted, and the name that is right
    "sign": "sign", "no division by m": "not divided by m", "divided twice": "divided by m twice",
    "transposed": "transposed", "no slope": "a missing slope", "slope of Z": "the slope at another point",
    "W2 after its update": "W updated too early", "softmax over samples": "softmax over the samples",
    "bias over units": "bias summed over the wrong axis", "next layer": "the gradient of another layer"}
ARCHITECTURES = {"64-20-10 tanh": ((64, 20, 10), "tanh"), "10-10-10-10 sigmoid": ((10, 10, 10, 10), "sigmoid"),
                 "5-12-8-3 tanh": ((5, 12, 8, 3), "tanh")}


def by_hand(slip, Ws, bs, X, Y, activation, rate=0.5):
    """dW and db as a learner writes them, with one slip: softmax output, cross-entropy."""
    f = np.tanh if activation == "tanh" else lambda z: 1 / (1 + np.exp(-z))
    slope = (lambda a: 1 - a * a) if activation == "tanh" else (lambda a: a * (1 - a))
    m, Zs, As = X.shape[1], [], [X]
    for W, b in zip(Ws, bs):
        Zs.append(W @ As[-1] + b)
        As.append(f(Zs[-1]))
    e = np.exp(Zs[-1] - Zs[-1].max())
    answers = e / e.sum(axis=1 if slip == "softmax over samples" else 0, keepdims=True)
    dZ, dWs, dbs = answers - Y, [], []
    if slip == "sign":
        dZ = Y - answers
    for k in range(len(Ws) - 1, -1, -1):
        dW = dZ @ As[k].T / {"no division by m": 1, "divided twice": m * m}.get(slip, m)
        dbs.insert(0, dZ.sum(axis=0 if slip == "bias over units" else 1) / {"no division by m": 1,
                                                                           "divided twice": m * m}.get(slip, m))
        dWs.insert(0, dW.T if slip == "transposed" else dW)
        W = Ws[k] - rate * dW if slip == "W2 after its update" else Ws[k]
        dZ = W.T @ dZ
        if k and slip != "no slope":
            dZ = dZ * slope(Zs[k - 1] if slip == "slope of Z" else As[k])
    return (dWs[1:] + dWs[:1], dbs[1:] + dbs[:1]) if slip == "next layer" else (dWs, dbs)


def slips(seeds=1):
    """How many of ten slips in three architectures are named: (named, planted)."""
    named, missed = 0, []
    for seed in range(seeds):
        for title, (sizes, activation) in ARCHITECTURES.items():
            rng = np.random.default_rng([3, seed])
            network = mlp.build(rng, sizes, activation, "xavier_normal", "softmax", bias=0.1)
            X = rng.normal(size=(sizes[0], 30))
            Y = np.eye(sizes[-1])[:, rng.integers(0, sizes[-1], 30)]
            for slip, name in SLIPS.items():
                dWs, dbs = by_hand(slip, [n.W for n in network], [n.b for n in network], X, Y, activation)
                found = ward.examine_gradients(dWs, network, X, Y, db=dbs, samples="columns")
                named += found.names[0] == name
                missed += [] if found.names[0] == name else [(title, slip, found.names)]
    planted = seeds * len(ARCHITECTURES) * len(SLIPS)
    print(f"\n{named} of {planted} planted slips are named; not: {missed}")
    return named, planted


def seconds():
    """How long a reading of 784-512-512-10 with 1,024 samples takes: the median of seven, in seconds."""
    rng = np.random.default_rng(0)
    network = mlp.build(rng, (784, 512, 512, 10), "relu", "he_normal", "softmax")
    X, y = rng.normal(size=(1024, 784)), rng.integers(0, 10, 1024)
    times = {}
    for words, options in {"before training": {}, "with a rate": {"rate": 0.1}, "after": {"trained": True}}.items():
        runs = []
        for _ in range(7):
            begun = time.perf_counter()
            ward.examine(network, X, y, **options)
            runs.append(time.perf_counter() - begun)
        times[words] = float(np.median(runs))
    print("\nexamine, 784-512-512-10, 1,024 samples:", ", ".join(f"{k} {v:.2f} s" for k, v in times.items()))
    return times


def main():
    parts = {"false_alarms": false_alarms, "slips": slips, "seconds": seconds}
    for name in sys.argv[1:] or parts:
        parts[name]()


if __name__ == "__main__":
    main()
