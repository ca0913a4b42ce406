"""07: the error times a vanishing slope. A sigmoid output unit is driven to its flat ends, under either loss."""

from functools import lru_cache

import numpy as np

from course_lib import activations, diagnostics, live, mlp, plots
from course_lib.initializers import normal
from course_lib.lessons.common import count_units
from course_lib.plots import Scale

UNITS, SAMPLES, WRONG = 4, 24, 0.9  # WRONG: an error beyond it counts as wholly wrong
LOSSES = {"squared error": "squared_error", "cross-entropy": "cross_entropy"}
WEIGHTS, GRADIENTS = Scale(300, 0.03), Scale(100, 0.001)  # cover the slider's whole range
ERRORS = np.linspace(-1.0, 1.0, 121)


@lru_cache(maxsize=8)
def data(seed):
    """Gaussian points (2, SAMPLES) with random labels: about half of the answers are wrong, whatever the weights."""
    rng = np.random.default_rng(1000 + seed)
    return rng.standard_normal((2, SAMPLES)), (rng.uniform(size=(1, SAMPLES)) < 0.5).astype(float)


def network(scale, seed):
    """2-4-1: tanh units, and an output unit with weights of scale * randn."""
    return mlp.build(np.random.default_rng(seed), (2, UNITS, 1), "tanh",
                     [normal, lambda rng, shape: normal(rng, shape, scale)])


def passed_back(errors, loss):
    """dZ of a sigmoid unit for every error A − Y: itself, or times the slope A (1 − A)."""
    sizes = np.abs(errors)  # A is the size of the error where the label is 0, and 1 minus it where it is 1
    return errors if loss == "cross_entropy" else errors * sizes * (1 - sizes)


def compute(scale, loss, seed):
    X, Y = data(seed)
    net = network(scale, seed)
    caches = mlp.forward(net, X)
    first, last = mlp.backward(net, caches, Y, loss)
    sigmoid, grid = activations.get("sigmoid"), plots.DotsOnCurve.GRID
    curve = sigmoid.f(grid)
    return {"W2T": net[1].W.T, "dW1": first.dW,
            "output": plots.Shows(z=caches[1].Z[0], a=caches[1].A[0], curve=curve, slope=sigmoid.df(grid, curve)),
            "errors": plots.Shows(z=(caches[1].A - Y)[0], a=last.dZ[0], curve=ERRORS, slope=passed_back(ERRORS, loss)),
            "units": diagnostics.unit_classes(net)}


def panels(figure):
    def rows(left, width, columns, heading, scale):
        return plots.WeightRows(plots.place(figure, left, 80, width, 200), UNITS, columns, heading, scale)

    return {
        "W2T": rows(36, 92, ("",), "$W_2^T$", WEIGHTS),
        "dW1": rows(178, 100, ("$x_1$", "$x_2$"), "gradients $dW_1$", GRADIENTS),
        "output": plots.DotsOnCurve(plots.place(figure, 328, 80, 190, 200), "output unit"),
        "errors": plots.DotsOnCurve(plots.place(figure, 572, 80, 210, 200), "what goes back", ERRORS,
                                    ("error $A - Y$", "$dZ_2$"), "error $A - Y$", top=1.1),
        "units": plots.DistinctUnits(plots.place(figure, 828, 80, 70, 200), UNITS),
    }


def describe(result, loss, **_):
    errors, back = np.abs(result["errors"].z), np.abs(result["errors"].a)
    wrong = errors > WRONG
    words = f"{wrong.sum()} of {SAMPLES} answers are wrong by more than {WRONG:g}"
    if wrong.any():
        words += f"; at most {(back[wrong] / errors[wrong]).max():.2g} of such an error goes back"
    name = next(words for words, value in LOSSES.items() if value == loss)
    return (f"{count_units(result['units'])} {name.capitalize()}: {words}. Largest error {errors.max():.2f}, largest "
            f"|dZ2| {back.max():.2f}, largest |dW1| {np.abs(result['dW1']).max():.1e}.")


@live.named
def vanishing_slope():
    """A sigmoid output unit at its flat ends: what of its error goes back, under squared error and cross-entropy."""
    controls = {
        "scale": live.log_slider("scale of W2", 0.01, 100.0, 1.0),
        "loss": live.choice("loss", LOSSES),
        "seed": live.seed(),
    }
    return live.Explorer(controls, compute, panels, describe, main="scale", actions={"New seed": live.new_seed})
