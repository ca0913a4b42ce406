"""12: each factor of a product starts at zero, small or random. What moves at the first steps, and what never moves?"""

from functools import cache, lru_cache

import numpy as np

from course_lib import diagnostics, live, mlp, plots
from course_lib.blocks import factors
from course_lib.lessons.common import GRADIENTS, count_units, scale_slider
from course_lib.lessons.two_factors import adapter
from course_lib.plots import Scale

STEPS, SAMPLES = 60, 64
ROWS, SLOPES = Scale(10, 1e-4), Scale(10, 1e-5)  # cover every control's whole range
GATES = {"1, not trained": (1.0, False), "0, trained": (0.0, True), "0.01, trained": (0.01, True),
         "1, trained": (1.0, True)}
BETWEEN = {"nothing (LoRA)": "identity", "ReLU (a branch)": "relu"}


@lru_cache(maxsize=8)
def history(scale, A, B, gate, between, seed):
    """A whole training: lists of pairs, gradients and losses, one for each step from 0."""
    begin, trained = GATES[gate]
    pair = adapter.start(np.random.default_rng(seed), A, B, begin, scale)
    return tuple(zip(*adapter.train(pair, *adapter.upside_down(SAMPLES), STEPS, BETWEEN[between], trained)))


@cache
def without_it():
    """The loss of the pretrained network alone."""
    X, Y = adapter.upside_down(SAMPLES)
    return float(mlp.loss(adapter.pretrained(), mlp.forward(adapter.pretrained(), X), Y))


def movement(pairs):
    """The largest change of A, B and the gate (rows) at steps 1, 2, 3 (columns)."""
    return np.array([[np.abs(after - before).max() for before, after in zip(part, part[1:])]
                     for part in zip(*pairs[:4])])


def compute(scale, A, B, gate, between, step, seed):
    pairs, gradients, losses = history(scale, A, B, gate, between, seed)
    pair = pairs[step]
    curves = {"with the pair": np.array(losses), "without it": np.full(STEPS + 1, without_it())}
    return {"A": pair.A, "dA": gradients[step].A, "moved": movement(pairs),
            "loss": plots.Shows(xs=np.arange(STEPS + 1), ys=curves, marker=step),
            "units": diagnostics.row_classes(np.hstack([pair.A, pair.B.T])),
            "rank": factors.pair_rank(pair.B, pair.A)}


def panels(figure):
    return {
        "A": plots.DigitRows(plots.place(figure, 16, 44, 196, 214), "16 rows of $A$", ROWS),
        "dA": plots.DigitRows(plots.place(figure, 236, 44, 196, 214), "gradients $dA$", SLOPES),
        "moved": plots.WeightRows(plots.place(figure, 490, 44, 138, 150), 3, ("step 1", "step 2", "step 3"),
                                  "largest change at", GRADIENTS, names=("$A$", "$B$", "gate")),
        "loss": plots.Curves(plots.place(figure, 680, 80, 112, 180), ["with the pair", "without it"],
                             "loss", (0, STEPS), (0, 6), "step"),
        "units": plots.DistinctUnits(plots.place(figure, 822, 44, 76, 214), adapter.RANK),
    }


def describe(result, between, step, **_):
    names = ("A", "B", "gate")
    moved = ", ".join(
        f"step {k + 1}: {' '.join(n for n, change in zip(names, column) if change > 0) or 'nothing'}"
        for k, column in enumerate(result["moved"].T))
    curves = result["loss"].ys
    rank = f" The rank of B·A is {result['rank']}." if BETWEEN[between] == "identity" else ""
    return (f"{count_units(result['units'])}{rank} What moves, {moved}. Largest |A| "
            f"{np.abs(result['A']).max():.2g}, largest |dA| {np.abs(result['dA']).max():.1e}. Loss on upside-down "
            f"digits after {step} steps: {curves['with the pair'][step]:.2f}, without the pair "
            f"{curves['without it'][step]:.2f}.")


@live.named
def two_factors():
    """A pair of factors beside a trained layer; a switch for each says how it starts."""
    starts = {"zero": "zero", "small": "small", "random": "random", "equal units": "equal"}
    controls = {
        "scale": scale_slider(1.0, label="scale of A and B"),
        "step": live.step_slider("training step", STEPS, 2),
        "A": live.choice("A starts", starts, "random"),
        "B": live.choice("B starts", starts, "zero"),
        "gate": live.choice("gate", tuple(GATES)),
        "between": live.choice("between A and B", tuple(BETWEEN)),
        "seed": live.seed(),
    }
    actions = {"Reset (same weights)": lambda values: {"step": 0}, "New seed": live.new_seed}
    return live.Explorer(controls, compute, panels, describe, main="scale", actions=actions)
