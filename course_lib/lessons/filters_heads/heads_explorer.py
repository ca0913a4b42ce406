"""13: four heads of attention on real digits. A head is a unit with four matrices; where does it look?"""

from functools import lru_cache

import numpy as np

from course_lib import diagnostics, live, plots
from course_lib.blocks import attention
from course_lib.lessons.common import BLEND, count_units, scale_slider
from course_lib.lessons.filters_heads import headnet
from course_lib.lessons.filters_heads.descent import descend
from course_lib.lessons.filters_heads.starts import ENDS
from course_lib.plots import Scale

STEPS, RATE, SAMPLES = 12, 0.1, 24
WEIGHTS, GRADIENTS, SHARES = Scale(30, 1e-4), Scale(10, 1e-5), Scale(1, 0.05)
NAMES = ("W_Q", "W_K", "W_V", "W_O")
STARTS = {  # how W_Q, W_K, W_V start
    "zero queries, zero keys": ("zeros", "zeros", "random"), "zero queries": ("zeros", "random", "random"),
    "constant": ("constant",) * 3, "all equal to one draw": ("equal",) * 3, "a draw for each": ("random",) * 3,
}
SHORT = dict(zip(("no queries and keys", "no queries", "constant", "equal", "random"), STARTS.values()))


@lru_cache(maxsize=8)
def history(scale, blend, initializer, outputs, seed):
    """All steps of one run: a list of (weights, gradients, loss)."""
    how = dict(zip(NAMES, (*SHORT[initializer], outputs)))
    start = headnet.start(np.random.default_rng(seed), scale, blend, **how)
    return list(descend(headnet.loss_on(*headnet.rows_of_pixels(SAMPLES)), start, RATE, STEPS))


def compute(scale, blend, initializer, outputs, step, seed):
    weights, gradients, _ = history(scale, blend, initializer, outputs, seed)[step]
    X, Y = headnet.rows_of_pixels(SAMPLES)
    looks = attention.maps(weights["W_Q"], weights["W_K"], headnet.tokens(X[..., :1], weights["E"], weights["P"]))
    names, shape = np.arange(1, headnet.HEADS + 1), (headnet.SIZE, headnet.D)

    def flat(found, name):
        return plots.Shows(M=found[name].reshape(headnet.HEADS, -1), units=names, image=shape)

    largest = np.array([np.abs(gradients[name]).max(axis=(1, 2)) for name in NAMES]).T
    return {"W": flat(weights, "W_Q"), "dW": flat(gradients, "W_Q"), "largest": largest,
            "looks": plots.Shows(M=looks[:, 0].reshape(headnet.HEADS, -1), units=names, image=True),
            "units": diagnostics.row_classes(headnet.by_head(weights)),
            "loss": float(headnet.loss_on(X, Y)(**weights)), "uneven": float(np.abs(looks - 1 / headnet.TOKENS).max())}


def panels(figure):
    def images(left, width, heading, scale):
        return plots.UnitRows(plots.place(figure, left, 44, width, 232), heading, scale, grid=(1, 4))

    return {
        "W": images(24, 180, "queries $W_Q$ of each head", WEIGHTS),
        "dW": images(230, 180, "gradients $dW_Q$", GRADIENTS),
        "looks": images(436, 62, "looks at", SHARES),
        "largest": plots.WeightRows(plots.place(figure, 562, 44, 208, 196), headnet.HEADS,
                                    ("$W_Q$", "$W_K$", "$W_V$", "$W_O$"), "largest gradient", GRADIENTS),
        "units": plots.DistinctUnits(plots.place(figure, 812, 44, 72, 236), headnet.HEADS),
    }


def describe(result, step, **_):
    queries, keys, values, outputs = result["largest"].max(axis=0)
    return (f"{count_units(result['units'])} The units are heads. After {step} steps the largest gradients are "
            f"{queries:.2g} for W_Q, {keys:.2g} for W_K, {values:.2g} for W_V and {outputs:.2g} for W_O; loss "
            f"{result['loss']:.3f}. Attention strays from equal shares by at most {result['uneven']:.2g}.")


@live.named
def heads():
    """Four heads of attention over the rows of a digit: how they start, their gradients, and where they look."""
    controls = {
        "scale": scale_slider(1.0, "scale of queries and keys"),
        "blend": live.slider("blend with a draw for each", BLEND, 0.0),
        "initializer": live.choice("queries, keys, values", dict(zip(STARTS, SHORT)), "equal"),
        "outputs": live.choice("output matrices", {"zeros": "zeros"} | ENDS, "equal"),
        "step": live.step_slider("training step", STEPS, 0),
        "seed": live.seed(),
    }
    return live.Explorer(controls, compute, panels, describe, main="scale",
                         actions={"Reset (same weights)": lambda values: {"step": 0}, "New seed": live.new_seed})
