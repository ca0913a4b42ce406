"""13: a recurrent layer. Its matrix U may have sixteen different rows, and its units may be equal all the same."""

from functools import lru_cache

import numpy as np

from course_lib import live, plots
from course_lib.blocks import recurrent
from course_lib.initializers import orthogonal
from course_lib.lessons.common import count_units
from course_lib.lessons.filters_heads.starts import ENDS, group
from course_lib.lessons.filters_heads.swaps import swap_classes
from course_lib.plots import Scale

UNITS, STEPS, SAMPLES, NOTHING = 16, 60, 8, 1e-300
WEIGHTS, GRADIENTS = Scale(3, 0.01), Scale(1e6, 1e-6)
STARTS = {"identity": "identity", "orthogonal": "orthogonal", "Gaussian / √n": "gaussian", "constant 1 / n": "constant"}
NAMES = {"identity": "linear", "tanh": "tanh", "relu": "ReLU"}


@lru_cache(maxsize=8)
def draws(seed):
    """{how U starts: U (units, units)}, vectors W, v of normal numbers (units, 1), and inputs (1, steps, samples)."""
    rng = np.random.default_rng(seed)
    starts = {"identity": np.eye(UNITS), "orthogonal": orthogonal(rng, (UNITS, UNITS)),
              "gaussian": rng.standard_normal((UNITS, UNITS)) / np.sqrt(UNITS),
              "constant": np.full((UNITS, UNITS), 1 / UNITS)}
    return starts, rng.standard_normal((2, UNITS, 1)), rng.standard_normal((1, STEPS, SAMPLES))


def gradient(U, hs, back, activation):
    """dU of the mean over samples of v · h at the end: the sum over time of dZ times the state before."""
    return sum((d * recurrent.slope(activation, h)) @ before.T
               for d, h, before in zip(back, hs[::-1], hs[-2::-1])) / SAMPLES


def compute(radius, matrix, activation, vectors, inputs, seed):
    starts, (W, v), X = draws(seed)
    U, (W, v) = radius * starts[matrix], (group(part, vectors, 1.0) for part in (W, v))
    sizes, found = {}, {}
    for name, shown in NAMES.items():
        hs = recurrent.states(W, U, np.zeros((UNITS, 1)), inputs * X, name)
        back = recurrent.back_through_time(U, hs, name, np.repeat(v, SAMPLES, axis=1))
        norms = np.array([np.linalg.norm(d) for d in back])
        sizes[shown], found[name] = norms / norms[0] + NOTHING, (hs, back)
    hs, back = found[activation]
    names = np.arange(1, UNITS + 1)
    return {"U": plots.Shows(M=U, units=names),
            "dU": plots.Shows(M=gradient(U, hs, back, activation), units=names),
            "back": plots.Shows(xs=np.arange(STEPS), ys=sizes), "units": swap_classes(W, U, v),
            "rows": len(np.unique(U.round(9), axis=0)), "apart": float(np.ptp(hs[-1], axis=0).max()),
            "reached": sizes[NAMES[activation]][-1]}


def panels(figure):
    def rows(left, heading, scale):
        return plots.UnitRows(plots.place(figure, left, 44, 186, 236), heading, scale)

    return {
        "U": rows(40, "recurrent weights $U$", WEIGHTS), "dU": rows(272, "gradients $dU$", GRADIENTS),
        "back": plots.Curves(plots.place(figure, 536, 98, 220, 182), NAMES.values(), "gradient, going back in time",
                             (0, STEPS - 1), (1e-24, 1e24), "steps back", yscale="log"),
        "units": plots.DistinctUnits(plots.place(figure, 812, 44, 72, 236), UNITS),
    }


def describe(result, activation, **_):
    return (f"{count_units(result['units'])} Of the {UNITS} rows of U {result['rows']} are distinct. At the last step "
            f"states of one sample differ between units by at most {result['apart']:.2g}. With "
            f"{NAMES[activation]} {STEPS - 1} steps back the gradient has {result['reached']:.1e} of its size.")


@live.named
def through_time():
    """Sixteen units over sixty steps: the recurrent matrix, its gradient, and how far back an error is heard."""
    controls = {
        "radius": live.log_slider("size of U", 0.5, 2.0, 1.0),
        "matrix": live.choice("U starts as", STARTS, "identity"),
        "activation": live.choice("activation", {shown: name for name, shown in NAMES.items()}, "tanh"),
        "vectors": live.choice("input and output weights", ENDS, "equal"),
        "inputs": live.log_slider("size of the inputs", 0.01, 10.0, 1.0),
        "seed": live.seed(),
    }
    return live.Explorer(controls, compute, panels, describe, main="radius", actions={"New seed": live.new_seed})
