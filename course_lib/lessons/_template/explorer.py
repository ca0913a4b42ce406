"""99: say in one line what a learner sees here."""

import numpy as np

from course_lib import diagnostics, live, mlp, plots
from course_lib.datasets import xor
from course_lib.lessons.common import GRADIENTS, START, WEIGHTS, count_units, scale_slider, starting_weights

X, Y = xor(np.random.default_rng(0))


def compute(scale, initializer, seed):
    network = mlp.build(np.random.default_rng(seed), (2, 4, 1), "tanh",
                        lambda rng, shape: starting_weights(rng, shape, initializer, scale))
    gradients = mlp.backward(network, mlp.forward(network, X), Y)
    return {"W1": network[0].W, "dW1": gradients[0].dW, "units": diagnostics.unit_classes(network)}


def panels(figure):
    def rows(left, heading, scale):
        return plots.WeightRows(plots.place(figure, left, 44, 160, 236), 4, ("$x_1$", "$x_2$"), heading, scale)

    return {"W1": rows(40, "weights $W_1$", WEIGHTS), "dW1": rows(260, "gradients $dW_1$", GRADIENTS),
            "units": plots.DistinctUnits(plots.place(figure, 480, 44, 72, 236), 4)}


def describe(result, **_):
    return f"{count_units(result['units'])} Largest |dW1| {np.abs(result['dW1']).max():.2g}."


@live.named
def template():
    """Say what the picture is of."""
    controls = {"scale": scale_slider(), "initializer": live.choice("weights start as", START, "random"),
                "seed": live.seed()}
    return live.Explorer(controls, compute, panels, describe, main="scale", size=(580, 350),
                         actions={"New seed": live.new_seed})
