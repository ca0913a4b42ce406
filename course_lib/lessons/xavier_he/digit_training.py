"""06: the real digits trained from four starts, at depth 2 to 10; the losses appear as they are computed."""

from functools import cache, partial

import numpy as np

from course_lib import diagnostics, live, mlp, plots
from course_lib.datasets import digits
from course_lib.initializers import INITIALIZERS, normal
from course_lib.lessons.common import count_units, so_far
from course_lib.plots import Scale

WIDTH, RATE, STEPS, EVERY = 16, 0.05, 400, 10
WEIGHTS, GRADIENTS = Scale(30, 0.01), Scale(100, 0.0003)
STARTS = {"0.01 · randn": partial(normal, scale=0.01), "1 · randn": normal, "Xavier": INITIALIZERS["xavier_normal"],
          "He": INITIALIZERS["he_normal"]}


@cache
def data(samples=512):
    """Training digits, always the same."""
    return digits(np.random.default_rng(0), samples)


def network(rng, depth, initializer):
    """64-16-...-16-10 with ReLU and softmax; `depth` counts the layers of weights."""
    return mlp.build(rng, (64, *[WIDTH] * (depth - 1), 10), "relu", initializer, "softmax")


def compute(gain, depth, seed):
    X, Y = data(64)
    net = network(np.random.default_rng(seed), depth,
                  lambda rng, shape: gain / np.sqrt(shape[-1]) * normal(rng, shape))
    caches = mlp.forward(net, X)
    return {"W1": net[0].W, "dW1": mlp.backward(net, caches, Y)[0].dW, "units": diagnostics.row_classes(net[0].W),
            "first": float(mlp.loss(net, caches, Y))}


def train_the_four(depth, seed, **_):
    """The job: 400 steps from each start; a start whose numbers overflow ends where it does."""
    X, Y = data()
    test = digits(np.random.default_rng(0), split="test")
    losses, words = {name: [] for name in STARTS}, []
    for place, (name, initializer) in enumerate(STARTS.items()):
        start = network(np.random.default_rng(seed), depth, initializer)
        try:
            for k, (net, caches, _) in enumerate(mlp.train(start, X, Y, RATE, STEPS)):
                if k % EVERY == 0:
                    losses[name].append(float(mlp.loss(net, caches, Y)))
                    share = (place + k / STEPS) / len(STARTS)
                    yield share, {"losses": so_far(losses, range(0, STEPS + 1, EVERY))}, " ".join(words)
            reached = diagnostics.accuracy(mlp.forward(net, test[0])[-1].A, test[1])
            words.append(f"{name}: test accuracy {reached:.2f}.")
        except ValueError:
            words.append(f"{name}: cannot be trained, the numbers overflow.")
        yield (place + 1) / len(STARTS), {"losses": so_far(losses, range(0, STEPS + 1, EVERY))}, " ".join(words)


def panels(figure):
    return {
        "W1": plots.DigitRows(plots.place(figure, 16, 62, 226, 240), "16 rows of $W_1$", WEIGHTS),
        "dW1": plots.DigitRows(plots.place(figure, 276, 62, 226, 240), "gradients $dW_1$", GRADIENTS),
        "losses": plots.Curves(plots.place(figure, 566, 106, 210, 180), STARTS, "loss",
                               (0, STEPS), (0, 3), "step",
                               waits="“Train the four” shows here which of these starts learn"),
        "units": plots.DistinctUnits(plots.place(figure, 812, 62, 84, 240), WIDTH),
    }


def describe(result, depth, **_):
    return (f"{count_units(result['units'])} {depth} layers of weights; the untrained loss is {result['first']:.3g}. "
            f"Largest |W1| {np.abs(result['W1']).max():.2g}, largest |dW1| {np.abs(result['dW1']).max():.1e}.")


@live.named
def digit_training():
    """Rows of W1 and dW1 before training; a button trains 512 digits from four starts."""
    controls = {
        "gain": live.log_slider("gain: std of W times √n", 0.1, 10.0, 1.0),
        "depth": live.slider("depth", range(2, 11), 2),
        "seed": live.seed(),
    }
    return live.Explorer(controls, compute, panels, describe, main="gain", actions={"New seed": live.new_seed},
                         jobs={"Train the four": (train_the_four, ("depth", "seed"))})
