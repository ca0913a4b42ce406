"""13: eight filters on real digits. Every filter sees every patch; what sets two filters apart?"""

from functools import lru_cache

import numpy as np

from course_lib import diagnostics, live, plots
from course_lib.lessons.common import BLEND, count_units, scale_slider
from course_lib.lessons.filters_heads import convnet
from course_lib.lessons.filters_heads.descent import descend
from course_lib.lessons.filters_heads.starts import ENDS, STARTS
from course_lib.plots import Scale

STEPS, RATE, SAMPLES, FLOOR = 30, 0.5, 48, 1e-8
WEIGHTS, GRADIENTS, SEEN = Scale(30, 1e-4), Scale(10, 1e-4), Scale(100, 1e-4)  # cover the slider's whole range


@lru_cache(maxsize=8)
def history(scale, blend, initializer, outgoing, seed):
    """All steps of one run, a list of (weights, gradients, loss)."""
    loss = convnet.loss_on(*convnet.pictures(SAMPLES))
    start = convnet.start(np.random.default_rng(seed), initializer, scale, blend, outgoing)
    return list(descend(loss, start, RATE, STEPS))


def compute(scale, blend, initializer, outgoing, step, seed):
    run = history(scale, blend, initializer, outgoing, seed)
    weights, gradients, loss = run[step]
    apart = diagnostics.row_spread(np.array([w["W"] for w, _, _ in run]))
    picture = convnet.pictures(SAMPLES)[0][..., :1]
    names = np.arange(1, convnet.FILTERS + 1)
    return {"W": plots.Shows(M=weights["W"], units=names, image=True),
            "dW": plots.Shows(M=gradients["W"], units=names, image=True),
            "seen": plots.Shows(M=convnet.features(weights["W"], weights["b"], picture).reshape(convnet.FILTERS, -1),
                                units=names, image=True),
            "apart": plots.Shows(xs=np.arange(STEPS + 1), marker=step,
                                 ys={"largest difference of filters": np.maximum(apart, FLOOR),
                                     "loss": np.maximum([value for _, _, value in run], FLOOR)}),
            "units": diagnostics.row_classes(convnet.by_filter(weights)), "difference": apart[step],
            "taps": float(np.ptp(weights["W"], axis=1).max()), "loss": loss}


def panels(figure):
    def images(left, heading, scale):
        return plots.UnitRows(plots.place(figure, left, 44, 124, 232), heading, scale, grid=(2, 4))

    return {
        "W": images(24, "filters $W$", WEIGHTS), "dW": images(184, "gradients $dW$", GRADIENTS),
        "seen": images(344, "what each sees", SEEN),
        "apart": plots.Curves(plots.place(figure, 548, 80, 216, 196), ("largest difference of filters", "loss"),
                              "do filters part?", (0, STEPS), (FLOOR, 100), "training step", yscale="log"),
        "units": plots.DistinctUnits(plots.place(figure, 812, 44, 72, 236), convnet.FILTERS),
    }


def describe(result, step, **_):
    return (f"{count_units(result['units'])} The units are filters. After {step} steps their rows differ by at most "
            f"{result['difference']:.2g}, the entries of one filter by up to {result['taps']:.2g}; "
            f"loss {result['loss']:.3f}. Largest |dW| {np.abs(result['dW'].M).max():.2g}.")


@live.named
def filters():
    """Eight 3×3 filters and their gradients on 48 digits: how they start, and whether they part in 30 steps."""
    controls = {
        "scale": scale_slider(0.5, "scale of the filters"),
        "blend": live.slider("blend with a draw for each", BLEND, 0.0),
        "initializer": live.choice("filters start", STARTS, "equal"),
        "outgoing": live.choice("outgoing weights", ENDS, "equal"),
        "step": live.step_slider("training step", STEPS, 0),
        "seed": live.seed(),
    }
    return live.Explorer(controls, compute, panels, describe, main="scale",
                         actions={"Reset (same weights)": lambda values: {"step": 0}, "New seed": live.new_seed})
