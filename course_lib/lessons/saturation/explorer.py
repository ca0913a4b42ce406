"""07: what too large does. Dots on the curve, saturated shares, and how much an update would change each layer."""

from functools import lru_cache

import numpy as np

from course_lib import activations, diagnostics, live, mlp, plots
from course_lib.initializers import lecun_normal
from course_lib.lessons.common import WEIGHTS, count_units
from course_lib.plots import Scale

UNITS, SAMPLES, DEEPEST, RATE, SHOWN = 32, 32, 10, 0.1, 2
GRADIENTS = Scale(100, 1e-4)


@lru_cache(maxsize=8)
def data(seed):
    """Gaussian inputs (UNITS, SAMPLES) with random labels: nothing to learn, much to measure."""
    rng = np.random.default_rng(1000 + seed)
    return rng.standard_normal((UNITS, SAMPLES)), (rng.uniform(size=(1, SAMPLES)) < 0.5).astype(float)


def network(scale, bias, depth, activation, seed):
    """`depth` hidden layers of scale * randn, and an output layer that is always LeCun's."""
    def start(rng, shape):
        return lecun_normal(rng, shape) if shape[0] == 1 else scale * rng.standard_normal(shape)

    return mlp.build(np.random.default_rng(seed), (UNITS, *[UNITS] * depth, 1), activation, start,
                     bias=[bias] * depth + [0.0])


def saturated(A, Z, activation):
    """The share of activations at an end of the range; for ReLU the share of units silent for every sample."""
    if activation == "relu":
        return float((Z <= 0).all(axis=-1).mean())
    return diagnostics.saturation(A, low=0.0 if activation == "sigmoid" else -1.0)


def compute(scale, bias, depth, activation, seed):
    X, Y = data(seed)
    net = network(scale, bias, depth, activation, seed)
    caches = mlp.forward(net, X)
    gradients = mlp.backward(net, caches, Y)
    top, curve = caches[depth - 1], activations.get(activation).f(plots.DotsOnCurve.GRID)
    slope = activations.get(activation).df(plots.DotsOnCurve.GRID, curve)
    layers = np.arange(1, depth + 1)
    shares = np.array([saturated(c.A, c.Z, activation) for c in caches[:-1]])
    ratios = np.array([RATE * g.dW.std() / n.W.std() for g, n in zip(gradients[:-1], net)]) + 1e-300
    return {"W1": net[0].W[:4, :SHOWN], "dW1": gradients[0].dW[:4, :SHOWN],
            "dots": plots.Shows(z=top.Z[:8, :12].ravel(), a=top.A[:8, :12].ravel(), curve=curve, slope=slope),
            "saturated": plots.Shows(xs=layers, ys=shares), "ratio": plots.Shows(xs=layers, ys=ratios),
            "units": diagnostics.row_classes(net[0].W), "largest": float(np.abs(gradients[0].dW).max())}


def panels(figure):
    def rows(left, heading, scale):
        return plots.WeightRows(plots.place(figure, left, 80, 92, 200), 4, ("$x_1$", "$x_2$"), heading, scale)

    def layers(left, heading, ylim, **options):
        return plots.Curves(plots.place(figure, left, 80, 108, 200), [heading], heading, (1, DEEPEST), ylim, "layer",
                            markers=True, **options)

    return {
        "W1": rows(36, "4 rows of $W_1$", WEIGHTS),
        "dW1": rows(178, "gradients $dW_1$", GRADIENTS),
        "dots": plots.DotsOnCurve(plots.place(figure, 314, 80, 160, 200), "top hidden layer"),
        "saturated": layers(514, "share saturated", (0, 1)),
        "ratio": layers(694, "update : data", (1e-12, 1e4), yscale="log", guides=((1e-3, "1e-3"),)),
        "units": plots.DistinctUnits(plots.place(figure, 828, 80, 70, 200), 4),
    }


def describe(result, depth, activation, **_):
    shares, ratios = result["saturated"].ys, result["ratio"].ys
    what = "dead units" if activation == "relu" else "saturated activations"
    ends = sorted({1, depth})
    flat = ", ".join(f"layer {k} {shares[k - 1]:.2f}" for k in ends)
    moved = ", ".join(f"layer {k} {ratios[k - 1]:.1e}" for k in ends)
    return (f"{count_units(result['units'])} Four of them are shown. Share of {what}: {flat}. "
            f"Update-to-data ratio at learning rate {RATE:g}: {moved}. Largest |dW1| {result['largest']:.1e}.")


@live.named
def saturation():
    """Up to ten hidden layers of scale * randn: where activations end, and what an update would do."""
    controls = {
        "scale": live.log_slider("scale of randn", 1e-3, 10.0, 1.0),
        "bias": live.slider("bias of all units", np.round(np.linspace(-5, 5, 41), 2).tolist(), 0.0),
        "depth": live.slider("hidden layers", range(1, DEEPEST + 1), 5),
        "activation": live.choice("activation", ("tanh", "sigmoid", "relu")),
        "seed": live.seed(),
    }
    return live.Explorer(controls, compute, panels, describe, main="scale", actions={"New seed": live.new_seed})
