"""15: how deep can the real digits be trained at a sigma_w? A job fills a table; theory's 6 xi lies over it."""

from functools import cache

import numpy as np

from course_lib import diagnostics, live, mlp, plots
from course_lib.blocks import meanfield
from course_lib.datasets import digits
from course_lib.lessons.common import count_units
from course_lib.plots import Scale

WIDTH, STEPS, RATES = 32, 200, (0.01, 0.03, 0.1)
SIGMA_W, DEPTHS = (0.6, 0.8, 1.0, 1.2, 1.6, 2.0, 2.5), (5, 10, 20, 40)
WEIGHTS, GRADIENTS = Scale(30, 0.01), Scale(1000, 1e-8)


@cache
def data(samples=64):
    """Training digits, always the same."""
    return digits(np.random.default_rng(0), samples)


def network(sigma_w, sigma_b, depth, seed=0):
    """64-32-...-32-10 with `depth` hidden tanh layers and softmax: W ~ N(0, sigma_w² / fan_in), b ~ N(0, sigma_b²)."""
    def weights(rng, shape):
        return sigma_w / np.sqrt(shape[-1]) * rng.standard_normal(shape)

    return mlp.build(np.random.default_rng(seed), (64, *[WIDTH] * depth, 10), "tanh", weights, "softmax",
                     bias=lambda rng, shape: sigma_b * rng.standard_normal(shape))


def accuracy(sigma_w, sigma_b, depth, seed=0, rates=RATES, steps=STEPS, optimizer=None):
    """The share of 64 training digits that the best of the learning rates gets right after that many steps.

    All rates are trained side by side from one start. Rates whose numbers overflow spoil the others: none does here.
    """
    X, Y = data()
    starts = mlp.stack([network(sigma_w, sigma_b, depth, seed)] * len(rates))
    for _, caches, _ in mlp.train(starts, X, Y, np.array(rates), steps, optimizer=optimizer):
        pass
    return float(diagnostics.accuracy(caches[-1].A, Y).max())


def fill(sigma_b, seed, **_):
    """The job: every cell, the shallow networks first."""
    found = np.full((len(DEPTHS), len(SIGMA_W)), np.nan)
    cost = np.array([depth for depth in DEPTHS for _ in SIGMA_W])
    for cell, share in enumerate(cost.cumsum() / cost.sum()):
        row, column = divmod(cell, len(SIGMA_W))
        found[row, column] = accuracy(SIGMA_W[column], sigma_b, DEPTHS[row], seed)
        deepest = [max((d for d, a in zip(DEPTHS, shares) if a > 0.9), default="none") for shares in found.T]
        words = ", ".join(f"{s:g}: {depth}" for s, depth in zip(SIGMA_W, deepest))
        yield share, {"success": plots.Shows(accuracy=found.copy())}, f"Deepest with 9 in 10 right, by σ_w: {words}."


@cache
def limits(sigma_b):
    """6 xi at each sigma_w of the table."""
    return np.array([6 * meanfield.depth_scale("tanh", sigma_w, sigma_b) for sigma_w in SIGMA_W])


def compute(sigma_w, depth, sigma_b, seed):
    X, Y = data()
    net = network(sigma_w, sigma_b, depth, seed)
    caches = mlp.forward(net, X)
    return {"W1": net[0].W[:16], "dW1": mlp.backward(net, caches, Y)[0].dW[:16],
            "units": diagnostics.row_classes(net[0].W), "loss": float(mlp.loss(net, caches, Y)),
            "limits": plots.Shows(limits=limits(sigma_b), chosen=(SIGMA_W.index(sigma_w), DEPTHS.index(depth)))}


def panels(figure):
    def table():
        return plots.place(figure, 566, 80, 216, 190)

    return {
        "W1": plots.DigitRows(plots.place(figure, 16, 62, 226, 240), "16 rows of $W_1$", WEIGHTS),
        "dW1": plots.DigitRows(plots.place(figure, 276, 62, 226, 240), "gradients $dW_1$", GRADIENTS),
        "success": plots.DepthTable(table(), SIGMA_W, DEPTHS, "share that is learned",
                                    r"$\sigma_w$; dashes: 6$\xi$",
                                    waits="“Train the table” shows what is learned here"),
        "limits": plots.DepthLimits(table(), SIGMA_W, DEPTHS),
        "units": plots.DistinctUnits(plots.place(figure, 826, 62, 72, 240), WIDTH),
    }


def describe(result, sigma_w, depth, sigma_b, **_):
    limit = limits(sigma_b)[SIGMA_W.index(sigma_w)]
    words = "more than 1,000" if limit > 1000 else f"{limit:.0f}"
    return (f"{count_units(result['units'])} Sixteen are shown. At σ_w = {sigma_w:g}, σ_b = {sigma_b:g}: 6ξ is {words} "
            f"layers, this network has {depth}. Its untrained loss is {result['loss']:.3g}, its largest |dW1| "
            f"{np.abs(result['dW1']).max():.1e}.")


def choose(values, x, y):
    """What a click on a cell of the table does."""
    return {"sigma_w": SIGMA_W[min(int(x), len(SIGMA_W) - 1)], "depth": DEPTHS[min(int(y), len(DEPTHS) - 1)]}


@live.named
def trained_depth():
    """Rows of W1 and dW1 of tanh networks on digits; a button trains a table of sigma_w by depth."""
    controls = {
        "sigma_w": live.slider("σ_w", SIGMA_W, 1.2),
        "depth": live.slider("hidden layers", DEPTHS, 20),
        "sigma_b": live.slider("σ_b", (0.0, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0), 0.05),
        "seed": live.seed(),
    }
    return live.Explorer(controls, compute, panels, describe, main="sigma_w", clicks={"limits": choose},
                         actions={"New seed": live.new_seed},
                         jobs={"Train the table": (fill, ("sigma_b", "seed"))})
