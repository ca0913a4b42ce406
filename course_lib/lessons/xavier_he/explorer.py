"""06: how large should random be? Signals through up to fifty layers, twelve draws at once, theory over them."""

from functools import lru_cache

import numpy as np

from course_lib import activations, diagnostics, live, plots
from course_lib.lessons.common import WEIGHTS, count_units
from course_lib.plots import Scale

DEEPEST, DRAWS, SAMPLES, SHOWN = 50, 12, 8, 2
GRADIENTS = Scale(1e4, 1e-4)
SCHEMES = {  # the standard deviation of a weight, times √fan_in; all hidden layers are square, so Xavier is LeCun
    "as the slider says": None, "Xavier, LeCun: 1 / √n": lambda n: 1.0, "He: √2 / √n": lambda n: np.sqrt(2.0),
    "0.01 · randn": lambda n: 0.01 * np.sqrt(n), "1 · randn": lambda n: np.sqrt(n),
}


@lru_cache(maxsize=1)
def draws(width, seed):
    """Standard normal weights (layers, draws, units, inputs), samples (inputs, samples), and an error from above."""
    rng = np.random.default_rng(seed)
    return (rng.standard_normal((DEEPEST, DRAWS, width, width)), rng.standard_normal((width, SAMPLES)),
            rng.standard_normal((DRAWS, width, SAMPLES)))


def passes(gain, depth, width, activation, seed):
    """Forward and back through `depth` layers with W = gain / √width * draw: A and dZ per layer."""
    W, A, back = draws(width, seed)
    f, W, caches = activations.get(activation), gain / np.sqrt(width) * W[:depth], []
    for layer in W:
        Z = layer @ A
        A = f.f(Z)
        caches.append((Z, A))
    dZs = [back * f.df(*caches[-1])]
    for layer, below in zip(W[:0:-1], caches[-2::-1]):
        dZs.append(layer.swapaxes(-1, -2) @ dZs[-1] * f.df(*below))
    return W, [A for _, A in caches], dZs[::-1]


def compute(gain, depth, scheme, activation, width, seed):
    gain = SCHEMES[scheme](width) if SCHEMES[scheme] else gain
    W, As, dZs = passes(gain, depth, width, activation, seed)
    X = draws(width, seed)[1]
    layers = np.arange(1, depth + 1)
    tiny = 1e-300  # a logarithm of zero has no place in a picture
    forward = np.array([diagnostics.rms(A) for A in As]) + tiny
    backward = np.array([diagnostics.rms(dZ) for dZ in dZs]) + tiny
    spread = np.array([np.median(np.sqrt(A.var(axis=-1).mean(axis=-1))) for A in As]) + tiny
    theory = np.sqrt(diagnostics.predicted_mean_squares(activations.get(activation).f, gain, depth)) + tiny
    curves = {"median of 12 draws": np.median(forward, axis=1), "theory": theory, "between samples": spread}
    dW1 = dZs[0][0] @ X.T / SAMPLES
    return {"W1": W[0, 0, :4, :SHOWN], "dW1": dW1[:4, :SHOWN], "units": diagnostics.row_classes(W[0, 0]),
            "forward": plots.Shows(xs=layers, ys=curves, marker=depth, band=np.percentile(forward, (5, 95), axis=1)),
            "backward": plots.Shows(xs=layers, ys=np.median(backward, axis=1), marker=depth,
                                    band=np.percentile(backward, (5, 95), axis=1)),
            "gain": gain}


def panels(figure):
    inputs = tuple(f"$x_{k + 1}$" for k in range(SHOWN))

    def rows(left, heading, scale):
        return plots.WeightRows(plots.place(figure, left, 80, 126, 200), 4, inputs, heading, scale)

    return {
        "W1": rows(36, "4 rows of $W_1$", WEIGHTS),
        "dW1": rows(204, "gradients $dW_1$", GRADIENTS),
        "forward": plots.Curves(plots.place(figure, 392, 80, 190, 200),
                                ["median of 12 draws", "theory", "between samples"], "rms of activations",
                                (1, DEEPEST), (1e-8, 1e4), "layer", yscale="log", band=True),
        "backward": plots.Curves(plots.place(figure, 640, 80, 160, 200), ["gradients"], "rms of gradients $dZ$",
                                 (1, DEEPEST), (1e-8, 1e4), "layer", yscale="log", band=True),
        "units": plots.DistinctUnits(plots.place(figure, 828, 80, 70, 200), 4),
    }


def describe(result, depth, **_):
    forward, spread = (result["forward"].ys[name] for name in ("median of 12 draws", "between samples"))
    back = result["backward"].ys
    return (f"{count_units(result['units'])} Four are shown. Weights have standard deviation "
            f"{result['gain']:.2g} / √n. In layer {depth} the activations have rms {forward[-1]:.1e} and differ "
            f"between samples by {spread[-1]:.1e}. Gradients reach layer 1 at {back[0] / back[-1]:.1e} of their size.")


@live.named
def xavier_he():
    """Twelve random networks of up to fifty square layers: activations forward, gradients back."""
    controls = {
        "gain": live.log_slider("gain: std of W times √n", 0.3, 3.0, 1.0),
        "depth": live.slider("depth", range(1, DEEPEST + 1), 30),
        "scheme": live.choice("scheme", {name: name for name in SCHEMES}),
        "activation": live.choice("activation", ("relu", "tanh", "sigmoid", "identity")),
        "width": live.choice("width n", {str(n): n for n in (16, 32, 64)}, 32),
        "seed": live.seed(),
    }
    return live.Explorer(controls, compute, panels, describe, main="gain",
                         actions={"New seed": live.new_seed})
