"""13: sixteen tokens, a row of E for each on the way in and a row of U on the way out. Rows part; do columns?

The units are the columns of E, each with its column of U: swapping tokens would change the text.
"""

from functools import lru_cache

import numpy as np

from course_lib import diagnostics, live, plots
from course_lib.lessons.common import count_units, scale_slider
from course_lib.lessons.filters_heads import language
from course_lib.lessons.filters_heads.descent import descend
from course_lib.plots import Scale

STEPS, RATE = 60, 2.0
WEIGHTS, GRADIENTS = Scale(30, 1e-4), Scale(1, 1e-6)  # cover the slider's whole range
STARTS = {"zeros": "zeros", "all rows equal": "rows", "all columns equal": "columns", "a draw for each": "random"}


@lru_cache(maxsize=8)
def history(scale, initializer, outputs, seed):
    """All steps of one run, a list of (weights, gradients, loss)."""
    start = language.start(np.random.default_rng(seed), initializer, outputs, scale)
    return list(descend(language.loss, start, RATE, STEPS))


def compute(scale, initializer, outputs, step, seed):
    run, names = history(scale, initializer, outputs, seed), np.arange(1, language.VOCABULARY + 1)
    weights, gradients, loss = run[step]
    return {"E": plots.Shows(M=weights["E"], units=names), "dE": plots.Shows(M=gradients["E"], units=names),
            "U": plots.Shows(M=weights["U"], units=names),
            "units": diagnostics.row_classes(np.vstack([weights["E"], weights["U"]]).T),
            "losses": plots.Shows(xs=np.arange(STEPS + 1), marker=step,
                                  ys={"loss": [value for _, _, value in run],
                                      "lowest possible": np.full(STEPS + 1, language.FLOOR)}),
            "loss": loss,
            "tokens": diagnostics.distinct_rows(weights["E"]),
            "largest": {name: float(np.abs(found).max()) for name, found in gradients.items()}}


def panels(figure):
    def rows(left, heading, scale):
        return plots.UnitRows(plots.place(figure, left, 44, 124, 236), heading, scale, of="token")

    return {
        "E": rows(40, "embeddings $E$", WEIGHTS), "dE": rows(206, "gradients $dE$", GRADIENTS),
        "U": rows(372, "output vectors $U$", WEIGHTS),
        "losses": plots.Curves(plots.place(figure, 566, 80, 200, 200), ("loss", "lowest possible"), "loss",
                               (0, STEPS), (0, 4), "training step"),
        "units": plots.DistinctUnits(plots.place(figure, 812, 44, 72, 236), language.D),
    }


def describe(result, step, **_):
    E, U = (result["largest"][name] for name in "EU")
    return (f"{count_units(result['units'])} The units are the columns of E and U; of the {language.VOCABULARY} "
            f"tokens, rows of E, {result['tokens']} are distinct. After {step} steps the loss is {result['loss']:.3f}; "
            f"the largest |dE| is {E:.2g}, the largest |dU| {U:.2g}.")


@live.named
def tokens():
    """Sixteen tokens and their vectors: which starts part the rows, which leave the columns equal."""
    controls = {
        "scale": scale_slider(1.0),
        "initializer": live.choice("embeddings start", STARTS, "rows"),
        "outputs": live.choice("output vectors start", STARTS, "random"),
        "step": live.step_slider("training step", STEPS, 0),
        "seed": live.seed(),
    }
    return live.Explorer(controls, compute, panels, describe, main="scale",
                         actions={"Reset (same weights)": lambda values: {"step": 0}, "New seed": live.new_seed})
