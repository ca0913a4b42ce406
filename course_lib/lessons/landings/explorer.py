"""09: the helicopter. Thirty landings descend at once on a loss surface over two weights; a click lands one more."""

from functools import lru_cache

import numpy as np

from course_lib import diagnostics, live, mlp, plots
from course_lib.lessons.common import GRADIENTS, WEIGHTS, count_units
from course_lib.lessons.landings.surface import (
    REACH,
    all_right,
    descend,
    heights,
    network,
    slopes,
    surface,
    symmetric_points,
)

STEPS, LANDINGS = 240, 30
PLACES = tuple(float(place) for place in np.linspace(-REACH, REACH, 81).round(1))
BIASES = {"−1: equal units end on saddles": -1.0, "−1.5: equal units end in valleys": -1.5}


@lru_cache(maxsize=8)
def dropped(spread, bias, seed):
    """Thirty landings spread * N(0, 1) around the symmetric point 0, 0: (steps + 1, landings, 2)."""
    return descend(spread * np.random.default_rng(seed).normal(size=(LANDINGS, 2)), bias, STEPS)


@lru_cache(maxsize=8)
def mine(w1, w2, bias):
    """The landing that a click or two sliders choose: (steps + 1, 2)."""
    return descend([[w1, w2]], bias, STEPS)[:, 0]


def compute(spread, step, bias, follow, w1, w2, seed):
    paths = dropped(spread, bias, seed)
    own = mine(w1, w2, bias)
    followed = own if follow == "mine" else paths[:, 0]
    everybody = np.concatenate([paths[:step + 1].swapaxes(0, 1), own[None, :step + 1]])
    points, across = symmetric_points(bias)
    here = mlp.pick(network(followed[step:step + 1], bias), 0)
    above = paths[step, :, 1] - paths[step, :, 0]
    sides = int((above > 1e-9).sum()), int((above < -1e-9).sum())
    return {"W1": here[0].W, "dW1": slopes(followed[step:step + 1], bias).T, "units": diagnostics.unit_classes(here),
            "map": plots.Shows(surface=surface(bias), paths=everybody, right=all_right(everybody[:, -1], bias),
                               followed=followed[:step + 1], points=points, saddles=across < 0, sides=sides),
            "friends": plots.Shows(xs=np.arange(STEPS + 1), marker=step,
                                   ys={"unit 1": followed[:, 0], "unit 2": followed[:, 1]}),
            "across": across}


def panels(figure):
    def rows(left, heading, scale):
        return plots.WeightRows(plots.place(figure, left, 44, 80, 236), 2, ("$x$",), heading, scale)

    plots.map_key(plots.place(figure, 624, 244, 162, 90))
    return {
        "W1": rows(36, "weights $W_1$", WEIGHTS),
        "dW1": rows(174, "gradients $dW_1$", GRADIENTS),
        "map": plots.LossMap(plots.place(figure, 332, 44, 236, 236), REACH, "30 landings, and yours"),
        "friends": plots.Curves(plots.place(figure, 624, 80, 162, 118), ("unit 1", "unit 2"), "two friends walk",
                                (0, STEPS), (-REACH, REACH), "training step", colours=plots.style.UNITS),
        "units": plots.DistinctUnits(plots.place(figure, 826, 44, 72, 236), 2),
    }


def describe(result, step, follow, bias, w1, w2, **_):
    shown = result["map"]
    above, below = shown.sides
    who = "Your landing" if follow == "mine" else "The first landing"
    where = ", ".join(f"{value:.3f}" for value in shown.followed[-1])
    kinds = ", ".join("saddle" if c < 0 else "valley" for c in result["across"])
    return (f"{count_units(result['units'])} After {step} steps {int(shown.right[:-1].sum())} of {LANDINGS} landings "
            f"get every sample right; {above} are above the mirror line, {below} below it. "
            f"{who} is at ({where}), loss {float(heights(shown.followed[-1:], bias)[0]):.3f}, largest |dW1| "
            f"{np.abs(result['dW1']).max():.2g}; yours starts at ({w1:g}, {w2:g}). Equal units "
            f"end at: {kinds}.")


def land(values, x, y):
    """What a click at (x, y) on the map does: one more landing there, and follow it."""
    def nearest(value):
        return min(PLACES, key=lambda place: abs(place - value))

    return {"w1": nearest(x), "w2": nearest(y), "follow": "mine"}


@live.named
def landings():
    """A helicopter over the loss of two weights; rows of W1 and dW1 of the landing you follow."""
    controls = {
        "spread": live.log_slider("spread of the landings", 1e-3, 3.0, 1.0, zero=True),
        "step": live.step_slider("training step", STEPS, 6),
        "bias": live.choice("fixed hidden bias", BIASES),
        "follow": live.choice("follow", {"the first landing": "first", "my landing": "mine"}),
        "w1": live.slider("my weight of unit 1", PLACES, 2.0),
        "w2": live.slider("my weight of unit 2", PLACES, 2.0),
        "seed": live.seed(),
    }
    actions = {"Reset (back to the drop)": lambda values: {"step": 0}, "New seed (30 new landings)": live.new_seed}
    return live.Explorer(controls, compute, panels, describe, main="spread", actions=actions, clicks={"map": land})
