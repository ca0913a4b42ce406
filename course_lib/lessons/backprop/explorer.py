"""02: the backward pass of 2-4-1, one factor at a time, and what a step does to the same rows of W1."""

from functools import lru_cache

import numpy as np

from course_lib import activations, diagnostics, live, mlp, plots
from course_lib.datasets import xor
from course_lib.lessons.common import (
    GRADIENTS,
    START,
    WEIGHTS,
    count_units,
    losses,
    scale_slider,
    starting_weights,
    trace,
)

X, Y = xor(np.random.default_rng(0))
SAMPLES = ("0 0", "0 1", "1 0", "1 1")
STEPS = 30
DIRECTIONS = {"subtract (descent)": 1.0, "add (as one answer has it)": -1.0}


@lru_cache(maxsize=8)
def history(scale, start_W1, start_W2, activation, rate, seed):
    """All steps from one start, and their losses."""
    starts = [lambda rng, shape, name=name: starting_weights(rng, shape, name, scale) for name in (start_W1, start_W2)]
    network = mlp.build(np.random.default_rng(seed), (2, 4, 1), activation, starts)
    run = trace(network, X, Y, rate, STEPS)
    return run, losses(run, X, Y)


def numerical_dW1(network):
    """dW1 by central differences: no formula of backpropagation in it."""
    first, *rest = network

    def loss(W1):
        moved = (first._replace(W=W1), *rest)
        return mlp.loss(moved, mlp.forward(moved, X), Y)

    return diagnostics.central_differences(loss, first.W)


def compute(scale, start_W1, start_W2, activation, learning_rate, direction, step, seed):
    run, curve = history(scale, start_W1, start_W2, activation, direction * learning_rate, seed)
    network = mlp.pick(run, step)
    caches = mlp.forward(network, X)
    first, last = mlp.backward(network, caches, Y)
    W2 = network[1].W
    return {"W1": network[0].W, "dW1": first.dW, "numerical": numerical_dW1(network),
            "loss": plots.Shows(xs=np.arange(STEPS + 1), ys=curve, marker=step),
            "units": diagnostics.unit_classes(network),
            "dZ2": last.dZ, "W2T": W2.T, "dA1": W2.T @ last.dZ,
            "slope": activations.get(activation).df(caches[0].Z, caches[0].A), "dZ1": first.dZ}


def panels(figure):
    def rows(left, top, width, count, columns, heading, scale, **options):
        return plots.WeightRows(plots.place(figure, left, top, width, 30 * count), count, columns, heading, scale,
                                **options)

    inputs, one = ("$x_1$", "$x_2$"), ("",)
    factor = {"bar": False, "size": 8.5}
    return {
        "W1": rows(36, 40, 100, 4, inputs, "weights $W_1$", WEIGHTS),
        "dW1": rows(184, 40, 110, 4, inputs, "$dW_1 = dZ_1 X^T / m$", GRADIENTS, size=8.5),
        "numerical": rows(372, 40, 110, 4, inputs, "central differences", GRADIENTS, size=8.5),
        "loss": plots.Curves(plots.place(figure, 566, 40, 210, 130), ["loss"], "loss", (0, STEPS), (0.001, 30), "step",
                             yscale="log"),
        "units": plots.DistinctUnits(plots.place(figure, 828, 40, 70, 200), 4),
        "dZ2": rows(146, 268, 190, 1, ("",) * 4, "$dZ_2 = A_2 - Y$", GRADIENTS, chips=False, **factor),
        "W2T": rows(36, 334, 54, 4, one, "$W_2^T$", WEIGHTS, **factor),
        "dA1": rows(146, 334, 190, 4, SAMPLES, "$W_2^T dZ_2$", GRADIENTS, **factor),
        "slope": rows(394, 334, 190, 4, SAMPLES, "times $g'(Z_1)$", WEIGHTS, **factor),
        "dZ1": rows(642, 334, 190, 4, SAMPLES, "is $dZ_1$", GRADIENTS, **factor),
    }


def describe(result, step, **_):
    W1, dW1, curve = result["W1"], result["dW1"], result["loss"].ys
    apart = np.abs(dW1 - result["numerical"]).max()
    agreement = "agree with" if apart <= 1e-6 * max(1.0, np.abs(dW1).max()) else "differ from"
    return (f"{count_units(result['units'])} Distinct rows (4 units): {diagnostics.distinct_rows(W1)} in W1, "
            f"{diagnostics.distinct_rows(result['W2T'])} in W2 transposed, {diagnostics.distinct_rows(dW1)} in dW1. "
            f"Step {step}: the loss is {curve[step]:.4f}, at first it was {curve[0]:.4f}. "
            f"Central differences {agreement} dW1.")


@live.named
def backprop():
    """XOR's backward pass, factor by factor, with steps that can be taken one at a time."""
    controls = {
        "scale": scale_slider(),
        "start_W1": live.choice("W1 starts as", START, "constant"),
        "start_W2": live.choice("W2 starts as", START, "constant"),
        "activation": live.choice("activation", ("tanh", "sigmoid", "relu", "identity")),
        "learning_rate": live.slider("learning rate", (0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0), 1.0),
        "direction": live.choice("update", DIRECTIONS),
        "step": live.step_slider("step", STEPS),
        "seed": live.seed(),
    }
    actions = {"Step": lambda values: {"step": min(values["step"] + 1, STEPS)},
               "Reset (same weights)": lambda values: {"step": 0},
               "New seed": lambda values: live.new_seed(values) | {"step": 0}}
    return live.Explorer(controls, compute, panels, describe, main="scale", actions=actions, size=(900, 490),
                         together=[("dZ2", "W2T", "dA1")])
