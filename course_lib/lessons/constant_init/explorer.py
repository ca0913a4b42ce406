"""04: constants for W1, W2 and the biases apart. However wide, the network is worth one unit."""

from functools import lru_cache, partial

import numpy as np

from course_lib import activations, diagnostics, live, mlp, plots
from course_lib.initializers import constant
from course_lib.lessons.common import GRADIENTS, WEIGHTS, count_units, losses, samples_right, trace
from course_lib.lessons.planes import answers, best_half_plane, line_on_square, logistic_regression, plane

STEPS, RATE, ROOM = 300, 1.0, 8
SINE = activations.Activation("sine", np.sin, lambda Z, A: np.cos(Z))
DATA = {"XOR": "xor", "OR": "or", "moons": "moons", "circles": "circles"}
CONSTANTS = tuple(np.round(np.linspace(-3, 3, 61), 1).tolist())


def network(W1, W2, bias, activation, width):
    """2-width-1 with one constant per layer; "sine" is an activation of our own, and not a monotone one."""
    starts = [partial(constant, value=W1), partial(constant, value=W2)]
    return mlp.build(np.random.default_rng(0), (2, width, 1), SINE if activation == "sine" else activation, starts,
                     bias=bias)


@lru_cache(maxsize=8)
def history(W1, W2, bias, activation, data, width):
    """All steps of one run, and their losses."""
    X, Y = plane(data)[:2]
    run = trace(network(W1, W2, bias, activation, width), X, Y, RATE, STEPS)
    return run, losses(run, X, Y)


def room_for(M):
    """M with rows of NaN below, up to the panel's eight rows."""
    return np.vstack([M, np.full((ROOM - len(M), M.shape[1]), np.nan)])


def compute(W1, W2, bias, activation, data, width, step):
    square = plane(data)
    run, curve = history(W1, W2, bias, activation, data, width)
    net = mlp.pick(run, step)
    caches = mlp.forward(net, square.X)
    weights, offset, other = logistic_regression(data)
    normal, middle, _ = best_half_plane(data)
    lines = {"logistic regression": line_on_square(weights, -offset, square),
             "best half-plane": line_on_square(normal, middle, square)}
    curves = {"network": curve, "logistic regression": np.full(STEPS + 1, other)}
    return {"W1": room_for(net[0].W), "dW1": room_for(mlp.backward(net, caches, square.Y)[0].dW),
            "map": plots.Shows(answers=answers(net, square), points=square.on_square(square.X), labels=square.Y[0],
                               lines=lines),
            "loss": plots.Shows(xs=np.arange(STEPS + 1), ys=curves, marker=step),
            "units": diagnostics.unit_classes(net),
            "right": int(samples_right(net, square.X, square.Y).sum()), "samples": square.Y.size}


def panels(figure):
    def rows(left, heading, scale):
        return plots.WeightRows(plots.place(figure, left, 62, 96, 218), ROOM, ("$x_1$", "$x_2$"), heading, scale,
                                size=8.5)

    return {
        "W1": rows(36, "weights $W_1$", WEIGHTS),
        "dW1": rows(182, "gradients $dW_1$", GRADIENTS),
        "map": plots.DecisionMap(plots.place(figure, 322, 62, 218, 218), "answer everywhere",
                                 ("logistic regression", "best half-plane")),
        "loss": plots.Curves(plots.place(figure, 600, 62, 186, 218), ["network", "logistic regression"], "loss",
                             (0, STEPS), (0, 1.2), "step", xscale="symlog"),
        "units": plots.DistinctUnits(plots.place(figure, 826, 62, 72, 218), ROOM),
    }


def describe(result, data, step, **_):
    curves = result["loss"].ys
    share = best_half_plane(data)[2]
    return (f"{count_units(result['units'])} After {step} steps the loss is {curves['network'][step]:.3f}; logistic "
            f"regression has {curves['logistic regression'][step]:.3f} after 2,000. {result['right']} of "
            f"{result['samples']} samples are right; the best half-plane gets {round(share * result['samples'])}. "
            f"Largest |dW1| {np.nanmax(np.abs(result['dW1'])):.2g}.")


@live.named
def constant_init():
    """One constant for each layer, a history of 300 steps, and the boundary beside two straight lines."""
    controls = {
        "W1": live.slider("constant of W1", CONSTANTS, 0.5),
        "step": live.step_slider("training step", STEPS, 100),
        "W2": live.slider("constant of W2", CONSTANTS, 0.5),
        "bias": live.slider("constant of the biases", CONSTANTS, 0.0),
        "activation": live.choice("activation", ("tanh", "sigmoid", "relu", "sine")),
        "data": live.choice("data", DATA),
        "width": live.choice("hidden units", {"8": 8, "4": 4, "2": 2}, 8),
    }
    return live.Explorer(controls, compute, panels, describe, main="W1",
                         actions={"Reset (same weights)": lambda values: {"step": 0}})
