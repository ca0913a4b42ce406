"""15: the plane of (sigma_w, sigma_b). At a point of it: correlations forward, gradients back, theory over both."""

from functools import lru_cache

import numpy as np

from course_lib import diagnostics, live, plots
from course_lib.blocks import meanfield
from course_lib.lessons.common import WEIGHTS, count_units
from course_lib.lessons.edge_of_chaos.signals import (
    DEEPEST,
    DRAWS,
    SAMPLES,
    correlation,
    draws,
    mean_square,
    passes,
    samples,
)
from course_lib.plots import Scale

GRADIENTS, SHOWN, TINY = Scale(1e4, 1e-4), 2, 1e-300
ACROSS, UP = (0.3, 3.0), (-0.05, 1.0)  # the map; below 0 is only room for the marks that lie on 0
STARTS = {  # (sigma_w, sigma_b) as a function of the width; all layers are square, so Xavier is LeCun
    "Xavier, LeCun": lambda n: (1.0, 0.0), "He": lambda n: (2**0.5, 0.0),
    "PyTorch": lambda n: (3**-0.5, (3 * n) ** -0.5), "tanh gain 5/3": lambda n: (5 / 3, 0.0),
}
LETTERS = dict(zip("XHPT", STARTS))


def _positions(evenly, own):
    return tuple(sorted({*np.round(evenly, 3).tolist(), *own}))


SIGMA_W = _positions(np.arange(0.3, 3.01, 0.05), {start(64)[0] for start in STARTS.values()})
SIGMA_B = _positions(np.arange(0.0, 1.01, 0.025), {STARTS["PyTorch"](n)[1] for n in DRAWS})


@lru_cache(maxsize=4)
def plane(activation):
    """chi_1 on a grid over the map, and the line where it is 1."""
    sigma_w, sigma_b = np.meshgrid(np.linspace(*ACROSS, 37), np.linspace(*UP, 22))
    along = np.linspace(0.0, UP[1], 21)
    if activation == "relu":  # half of a Gaussian passes, whatever its size: the same as below, without the halving
        return sigma_w**2 / 2, np.stack([np.full(along.shape, np.sqrt(2)), along])
    return (meanfield.chi_1(activation, sigma_w, np.maximum(sigma_b, 0.0)),
            np.stack([meanfield.critical_sigma_w(activation, along), along]))


@lru_cache(maxsize=64)
def theory(sigma_w, sigma_b, depth, start, activation):
    """Correlations (depth,), gradients' mean squares over that in the last layer (depth,), chi_1 and xi."""
    q = meanfield.lengths(activation, sigma_w, sigma_b, depth)
    factors = meanfield.gradient_factor(activation, q, sigma_w)
    back = np.append(np.cumprod(factors[-2::-1])[::-1], 1.0)
    return (meanfield.correlations(activation, sigma_w, sigma_b, depth, start), back,
            float(meanfield.chi_1(activation, sigma_w, sigma_b)),
            meanfield.depth_scale(activation, sigma_w, sigma_b))


def compute(sigma_w, sigma_b, depth, start, activation, width, seed):
    W, b, error = draws(width, seed)
    X = samples(np.random.default_rng(seed), width, start)
    Z, dZ = passes(X, W[:depth], b[:depth], error, sigma_w, sigma_b, activation)
    together, back = correlation(Z), mean_square(dZ) + TINY
    back = back / back[-1]
    expected, expected_back, chi, xi = theory(sigma_w, sigma_b, depth, start, activation)
    factors, line = plane(activation)
    W1, layers = sigma_w / np.sqrt(width) * W[0, 0], np.arange(1, depth + 1)
    return {"W1": W1[:4, :SHOWN], "dW1": (dZ[0, 0] @ X.T / SAMPLES)[:4, :SHOWN],
            "units": diagnostics.row_classes(W1),
            "map": plots.Shows(factors=factors, line=line, marks=[make(width) for make in STARTS.values()],
                               point=(sigma_w, sigma_b)),
            "together": plots.Shows(xs=layers, marker=depth, band=np.percentile(together, (0, 100), axis=1),
                                    ys={"measured": np.median(together, axis=1), "theory": expected}),
            "back": plots.Shows(xs=layers, band=np.percentile(back, (0, 100), axis=1),
                                ys={"measured": np.median(back, axis=1), "theory": expected_back + TINY}),
            "chi": chi, "xi": xi}


def panels(figure):
    inputs = tuple(f"$x_{k + 1}$" for k in range(SHOWN))

    def rows(left, width, heading, scale):
        return plots.WeightRows(plots.place(figure, left, 44, width, 250), 4, inputs, heading, scale)

    def curves(top, heading, ylim, **options):
        return plots.Curves(plots.place(figure, 636, top, 160, 96), ("measured", "theory"), heading, (1, DEEPEST),
                            ylim, "layer", band=True, **options)

    return {
        "W1": rows(36, 92, "4 rows of $W_1$", WEIGHTS),
        "dW1": rows(168, 112, "gradients $dW_1$", GRADIENTS),
        "map": plots.PhaseMap(plots.place(figure, 322, 44, 250, 250), ACROSS, UP,
                              r"factor $\chi_1$ for each layer", LETTERS),
        "together": curves(70, "correlation", (0, 1)),
        "back": curves(276, "mean square of $dZ$", (1e-8, 1e8), yscale="log"),
        "units": plots.DistinctUnits(plots.place(figure, 806, 44, 82, 250), 4, wide=True),
    }


def _where(chi, xi, sigma_b, activation):
    beyond = "in chaos" if activation == "tanh" else "beyond the edge, where lengths grow without end"
    order = "in order" if sigma_b else "in order, where without a bias all lengths go to 0"
    side = "on the edge" if abs(np.log(chi)) < 0.005 else order if chi < 1 else beyond
    scale = f", ξ is {xi:.1f} layers, 6ξ is {6 * xi:.0f}" if xi < 200 else ", ξ is more than 200 layers"
    return (f"{side}: a layer multiplies the gradient's mean square by {chi:.2f}"
            f"{'' if side.startswith('beyond') else scale}")


def describe(result, sigma_w, sigma_b, depth, start, activation, **_):
    together, back = (result[name].ys for name in ("together", "back"))
    return (f"{count_units(result['units'])} Four are shown. σ_w = {sigma_w:.3g}, σ_b = {sigma_b:.3g} is "
            f"{_where(result['chi'], result['xi'], sigma_b, activation)}. Two samples of correlation {start:g} have "
            f"{together['measured'][-1]:.2f} in layer {depth} (theory {together['theory'][-1]:.2f}). From there to "
            f"layer 1 the mean square of dZ changes by a factor of {back['measured'][0]:.1e} "
            f"(theory {back['theory'][0]:.1e}).")


def go(values, x, y):
    """What a click at (x, y) on the map does."""
    return {"sigma_w": min(SIGMA_W, key=lambda place: abs(place - x)),
            "sigma_b": min(SIGMA_B, key=lambda place: abs(place - y))}


@live.named
def edge_of_chaos():
    """The plane of sigma_w and sigma_b; correlation and gradient through up to fifty layers at a point of it."""
    controls = {
        "sigma_w": live.slider("σ_w: std of W times √n", SIGMA_W, 1.2),
        "sigma_b": live.slider("σ_b: std of b", SIGMA_B, 0.3),
        "depth": live.slider("depth", range(2, DEEPEST + 1), 30),
        "start": live.slider("correlation of inputs", (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.99), 0.5),
        "activation": live.choice("activation", ("tanh", "relu")),
        "width": live.choice("width n", {str(n): n for n in DRAWS}, 64),
        "seed": live.seed(),
    }
    starts = {name: lambda values, make=make: dict(zip(("sigma_w", "sigma_b"), make(values["width"])))
              for name, make in STARTS.items()}
    return live.Explorer(controls, compute, panels, describe, main="sigma_w", size=(900, 420), clicks={"map": go},
                         actions=starts | {"New seed": live.new_seed})
