"""01: a real digit through 64-16-10. Each row of W1 is an image; a constant start makes sixteen identical ones."""

from functools import cache

import numpy as np

from course_lib import diagnostics, live, mlp, plots
from course_lib.datasets import digits
from course_lib.lessons.common import BLEND, START, count_units, scale_slider, starting_weights
from course_lib.plots import Scale

WEIGHTS, GRADIENTS, ACTIVATIONS = Scale(30, 0.01), Scale(1, 0.0003), Scale(30, 0.01)


@cache
def data():
    """Sixty-four training digits, always the same."""
    return digits(np.random.default_rng(0), samples=64)


def compute(scale, blend, initializer, activation, digit, seed):
    X, Y = data()
    network = mlp.build(np.random.default_rng(seed), (64, 16, 10), activation,
                        lambda rng, shape: starting_weights(rng, shape, initializer, scale, blend))
    caches = mlp.forward(network, X)
    first = mlp.backward(network, caches, Y)[0]
    return {"digit": X[:, digit], "W1": network[0].W, "dW1": first.dW, "A1": caches[0].A[:, [digit]],
            "units": diagnostics.unit_classes(network), "guess": caches[1].A[:, digit]}


def panels(figure):
    return {
        "digit": plots.DigitImage(plots.place(figure, 12, 44, 130, 130), "one digit $x$"),
        "W1": plots.DigitRows(plots.place(figure, 172, 44, 230, 262), "16 rows of $W_1$", WEIGHTS),
        "dW1": plots.DigitRows(plots.place(figure, 432, 44, 230, 262), "gradients $dW_1$", GRADIENTS),
        "A1": plots.WeightRows(plots.place(figure, 716, 44, 66, 262), 16, ("$x$",), "their $A_1$", ACTIVATIONS,
                               size=7.5, bar=False, chip_radius=7.5),
        "units": plots.DistinctUnits(plots.place(figure, 818, 44, 78, 262), 16),
    }


def describe(result, digit, **_):
    labels = data()[1].argmax(axis=0)
    guess = result["guess"]
    return (f"{count_units(result['units'])} Distinct rows: {diagnostics.distinct_rows(result['W1'])} in W1, "
            f"{diagnostics.distinct_rows(result['dW1'])} in dW1 (16 units). The digit is a "
            f"{labels[digit]}; the untrained network says yes to that with {guess[labels[digit]]:.2f}. "
            f"Largest |dW1| {np.abs(result['dW1']).max():.2g}.")


@live.named
def digit_rows():
    """One of 64 real digits through sixteen hidden units; dW1 is the gradient over all 64.

    Ten sigmoid outputs, one yes-or-no question per digit: with softmax and equal rows of W2, dW1 would be zero.
    """
    controls = {
        "scale": scale_slider(0.05),
        "blend": live.slider("ε (constant → random)", BLEND, 0.0),
        "initializer": live.choice("weights start as", START, "constant"),
        "activation": live.choice("activation", ("tanh", "sigmoid", "relu", "identity")),
        "digit": live.slider("digit", range(64), 3),
        "seed": live.seed(),
    }
    return live.Explorer(controls, compute, panels, describe, main="scale", actions={"New seed": live.new_seed})
