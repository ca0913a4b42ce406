"""03: a scale whose left end is exactly zero. What moves at the first steps, and what never moves?"""

from functools import lru_cache

import numpy as np

from course_lib import diagnostics, live, mlp, plots
from course_lib.datasets import moons, or_, xor
from course_lib.lessons.common import GRADIENTS, WEIGHTS, count_units, losses, scale_slider, starting_weights, trace

STEPS, RATE = 200, 0.5
DATA = {
    "XOR (2 of 4 are class 1)": xor(np.random.default_rng(0)),
    "OR (3 of 4 are class 1)": or_(np.random.default_rng(0)),
    "moons (12 of 48 are class 1)": moons(np.random.default_rng(0), samples=48, balance=0.25),
}


@lru_cache(maxsize=8)
def history(scale, activation, data, seed):
    """The network's training from one start, and its losses."""
    network = mlp.build(np.random.default_rng(seed), (2, 4, 1), activation,
                        lambda rng, shape: starting_weights(rng, shape, "random", scale))
    run = trace(network, *DATA[data], RATE, STEPS)
    return run, losses(run, *DATA[data])


@lru_cache(maxsize=8)
def logistic_regression(data):
    """Losses of the single sigmoid unit that starts from zero on the same data."""
    start = mlp.build(np.random.default_rng(0), (2, 1), "identity", "zeros")
    return losses(trace(start, *DATA[data], RATE, STEPS), *DATA[data])


def movement(run):
    """The largest change of W1, b1, W2, b2 (rows) at steps 1, 2, 3 (columns)."""
    parts = (part for layer in run for part in (layer.W, layer.b))
    return np.array([np.abs(np.diff(part[:4], axis=0)).max(axis=(1, 2)) for part in parts])


def compute(scale, activation, data, step, seed):
    run, curve = history(scale, activation, data, seed)
    network, (X, Y) = mlp.pick(run, step), DATA[data]
    curves = {"network": curve, "logistic regression from zero": logistic_regression(data)}
    return {"W1": network[0].W, "dW1": mlp.backward(network, mlp.forward(network, X), Y)[0].dW, "moved": movement(run),
            "loss": plots.Shows(xs=np.arange(STEPS + 1), ys=curves, marker=step),
            "units": diagnostics.unit_classes(network)}


def panels(figure):
    def rows(left, width, columns, heading, scale, **options):
        return plots.WeightRows(plots.place(figure, left, 62, width, 218), 4, columns, heading, scale, **options)

    return {
        "W1": rows(36, 96, ("$x_1$", "$x_2$"), "weights $W_1$", WEIGHTS),
        "dW1": rows(182, 100, ("$x_1$", "$x_2$"), "gradients $dW_1$", GRADIENTS, size=8.5),
        "moved": rows(342, 162, ("step 1", "step 2", "step 3"), "largest change at", GRADIENTS,
                      names=("$W_1$", "$b_1$", "$W_2$", "$b_2$")),
        "loss": plots.Curves(plots.place(figure, 572, 62, 216, 218), ["network", "logistic regression from zero"],
                             "loss", (0, STEPS), (0.001, 30), "step", xscale="symlog", yscale="log"),
        "units": plots.DistinctUnits(plots.place(figure, 826, 62, 72, 218), 4),
    }


def describe(result, step, **_):
    names = ("W1", "b1", "W2", "b2")
    moved = ", ".join(
        f"step {k + 1}: {' '.join(n for n, change in zip(names, column) if change > 0) or 'nothing'}"
        for k, column in enumerate(result["moved"].T))
    curves = result["loss"].ys
    return (f"{count_units(result['units'])} Largest |W1| {np.abs(result['W1']).max():.3g}, largest |dW1| "
            f"{np.abs(result['dW1']).max():.2g}. What moves, {moved}. Loss after {step} steps: network "
            f"{curves['network'][step]:.3f}, logistic regression {curves['logistic regression from zero'][step]:.3f}.")


@live.named
def zero_init():
    """2-4-1 trained from scale * one draw; at scale 0 every weight and bias starts at zero."""
    controls = {
        "scale": scale_slider(0.0, zero=True),
        "step": live.step_slider("training step", STEPS, 3),
        "activation": live.choice("activation", ("tanh", "relu", "sigmoid")),
        "data": live.choice("data", tuple(DATA), "OR (3 of 4 are class 1)"),
        "seed": live.seed(),
    }
    actions = {"Reset (same weights)": lambda values: {"step": 0}, "New seed": live.new_seed}
    return live.Explorer(controls, compute, panels, describe, main="scale", actions=actions)
