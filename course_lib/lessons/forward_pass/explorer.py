"""01: one sample at a time through 2-4-1. Rows of W1 are units; equal rows stay equal in Z1 and A1."""

import numpy as np

from course_lib import diagnostics, live, mlp, plots
from course_lib.datasets import xor
from course_lib.lessons.common import BLEND, GRADIENTS, START, WEIGHTS, count_units, scale_slider, starting_weights

X, Y = xor(np.random.default_rng(0))
SAMPLES = ("0 0", "0 1", "1 0", "1 1")


def compute(scale, blend, initializer, activation, sample, seed):
    rng = np.random.default_rng(seed)
    network = mlp.build(rng, (2, 4, 1), activation,
                        lambda rng, shape: starting_weights(rng, shape, initializer, scale, blend))
    caches = mlp.forward(network, X)
    first = mlp.backward(network, caches, Y)[0]
    W1, Z1, A1 = network[0].W, caches[0].Z, caches[0].A
    return {"network": plots.Shows(W1=W1, W2=network[1].W, x=X[:, sample], output=caches[1].A[0, sample]),
            "W1": W1, "Z1": plots.Shows(M=Z1, marked=sample), "A1": plots.Shows(M=A1, marked=sample),
            "dW1": first.dW, "units": diagnostics.unit_classes(network)}


def panels(figure):
    def rows(left, width, columns, heading, scale, **options):
        return plots.WeightRows(plots.place(figure, left, 44, width, 236), 4, columns, heading, scale, **options)

    return {
        "network": plots.NetworkDiagram(plots.place(figure, 4, 44, 130, 236), 2, 4, WEIGHTS),
        "W1": rows(174, 92, ("$x_1$", "$x_2$"), "weights $W_1$", WEIGHTS),
        "Z1": rows(304, 164, SAMPLES, "pre-activations $Z_1$", WEIGHTS, size=8.5),
        "A1": rows(506, 164, SAMPLES, "activations $A_1$", WEIGHTS, size=8.5),
        "dW1": rows(708, 86, ("$x_1$", "$x_2$"), "gradients $dW_1$", GRADIENTS, size=8),
        "units": plots.DistinctUnits(plots.place(figure, 828, 44, 70, 236), 4),
    }


def describe(result, sample, **_):
    W1, A1, dW1 = result["W1"], result["A1"].M, result["dW1"]
    return (f"{count_units(result['units'])} Distinct rows: {diagnostics.distinct_rows(W1)} in W1, "
            f"{diagnostics.distinct_rows(A1)} in A1, {diagnostics.distinct_rows(dW1)} in dW1 (4 units). "
            f"Sample {SAMPLES[sample]}: the network answers {result['network'].output:.3f}. "
            f"Largest |W1| {np.abs(W1).max():.3g}, largest |dW1| {np.abs(dW1).max():.2g}.")


@live.named
def forward_pass():
    """The forward pass of XOR's four samples through four hidden units, and a look ahead at dW1."""
    controls = {
        "scale": scale_slider(),
        "blend": live.slider("ε (constant → random)", BLEND, 0.0),
        "initializer": live.choice("weights start as", START, "constant"),
        "activation": live.choice("activation", ("tanh", "sigmoid", "relu", "identity")),
        "sample": live.choice("sample", {name: i for i, name in enumerate(SAMPLES)}, 1),
        "seed": live.seed(),
    }
    return live.Explorer(controls, compute, panels, describe, main="scale", actions={"New seed": live.new_seed})
