"""14: hidden weights from 1e-8 to 100 times He's, with and without a help: rows, gradients and first steps by layer."""

import numpy as np

from course_lib import diagnostics, live, mlp, plots
from course_lib.lessons.common import count_units, so_far
from course_lib.lessons.unnecessary import normalized
from course_lib.lessons.unnecessary.runs import HELP, STEPS, starts
from course_lib.lessons.unnecessary.starts import STARTS, network
from course_lib.plots import Scale

WEIGHTS, GRADIENTS, SIZES = Scale(100, 1e-9), Scale(100, 1e-8), (1e-12, 1e6)  # cover the slider's range
SHOWN = ("nothing", "BatchNorm", "LayerNorm", "Adam")
SCALES, SEEDS, EVERY = (1e-8, 1e-6, 1e-4, 1e-3, 1e-2, 0.1, 1.0, 10.0, 100.0), 3, 10


def first_step(start, help):
    """(caches, gradients, the network after one step) on the first 64 digits."""
    (X, Y), given = (M[:, :normalized.BATCH] for M in normalized.images()), HELP[help]
    norm, optimizer = given.get("norm", "none"), given.get("optimizer")
    caches = normalized.forward(start, X, norm)
    moves = gradients = normalized.backward(start, caches, Y, norm)
    if optimizer:
        _, moves = optimizer.move(optimizer.start(start), gradients)
    return caches, gradients, mlp.passes.step(start, moves, given["rate"])


def relative_steps(before, after):
    """rms of W's change over rms of W, by layer: (layers,), infinite where W is 0 and moves."""
    change, size = (np.array([diagnostics.rms(W) for W in Ws]) for Ws in (
        [b.W - a.W for a, b in zip(before, after)], [a.W for a in before]))
    return np.divide(change, size, out=np.where(change > 0, np.inf, 0.0), where=size > 0)


def compute(scale, help, start, depth, seed):
    net = network(np.random.default_rng(seed), start, scale, depth)
    with np.errstate(over="ignore"):
        caches, gradients, after = first_step(net, help)
    sizes, steps = np.array([diagnostics.rms(g.dW) for g in gradients]), relative_steps(net, after)
    curves = {"gradient |dW|": np.clip(sizes, *SIZES), "first step : |W|": np.clip(steps, *SIZES)}
    return {"W1": net[0].W[:16], "dW1": gradients[0].dW[:16], "units": diagnostics.unit_classes(net),
            "layers": plots.Shows(xs=np.linspace(0, 1, depth), ys=curves), "sizes": sizes, "steps": steps,
            "after": len(set(diagnostics.unit_classes(after).tolist())), "rms": diagnostics.rms(net[0].W)}


def accuracy_by_scale(start, depth, seed, **_):
    """The job: nine scales times three seeds with each help, 200 steps; the median test accuracy of each scale."""
    medians, good = {}, []
    for place, name in enumerate(SHOWN):
        given = HELP[name]
        batch = starts(SCALES, SEEDS, first=seed, start=start, depth=depth)
        for step, ends in normalized.train(batch, steps=STEPS, **given):
            if step % EVERY == 0:
                yield (place + step / STEPS) / len(SHOWN), _shown(medians), said(good)
        reached = normalized.accuracy(ends, given.get("norm", "none")).reshape(len(SCALES), SEEDS)
        medians[name] = np.median(reached, axis=1)
        scales = [f"{scale:g}" for scale, median in zip(SCALES, medians[name]) if median > 0.8]
        good.append(f"{name} {', '.join(scales) or 'none'}")
        yield (place + 1) / len(SHOWN), _shown(medians), said(good)


def said(good):
    """What was found so far, in words."""
    return f"Scales with a median accuracy above 0.8: {'; '.join(good)}." if good else ""


def _shown(medians):
    return {"success": so_far(medians, SCALES)}


def panels(figure):
    def digits(left, heading, scale):
        return plots.DigitRows(plots.place(figure, left, 44, 168, 190), heading, scale)

    return {
        "W1": digits(16, "16 of 32 rows of $W_1$", WEIGHTS),
        "dW1": digits(210, "gradients $dW_1$", GRADIENTS),
        "layers": plots.Curves(plots.place(figure, 430, 80, 146, 154), ("gradient |dW|", "first step : |W|"),
                               "by layer", (0, 1), SIZES, "", yscale="log", markers=True, ends=("layer 1", "output")),
        "success": plots.Curves(plots.place(figure, 622, 116, 152, 118), SHOWN, "accuracy on new digits",
                                (SCALES[0], SCALES[-1]), (0, 1), "scale", xscale="log", markers=True,
                                waits="“Train over scales” shows here what each learns"),
        "units": plots.DistinctUnits(plots.place(figure, 824, 44, 72, 196), 32),
    }


def describe(result, scale, help, **_):
    low, high = result["sizes"].min(), result["sizes"].max()
    first = result["steps"][0]
    long = f"is {first:.1g} times as large as W1" if first else "leaves W1 as it is"
    return (f"{count_units(result['units'])} After one step: {result['after']}. Scale {scale:g}, help: {help}. rms of "
            f"W1 {result['rms']:.1e}, largest |dW1| {np.abs(result['dW1']).max():.1e}; by layer the rms of dW is "
            f"{low:.0e} to {high:.0e}. The first step {long}.")


@live.named
def unnecessary():
    """Digits 64-32-...-10 before training and their first step; a button trains over scales with each help."""
    controls = {
        "scale": live.log_slider("scale: hidden weights ×", SCALES[0], SCALES[-1], 1.0, positions=51),
        "help": live.choice("help", SHOWN, "BatchNorm"),
        "start": live.choice("weights start as", tuple(STARTS)),
        "depth": live.slider("depth", (2, 3, 5, 10, 20, 30), 3),
        "seed": live.seed(),
    }
    return live.Explorer(controls, compute, panels, describe, main="scale", size=(900, 310),
                         actions={"Reset (scale 1)": lambda values: {"scale": 1.0}, "New seed": live.new_seed},
                         jobs={"Train over scales": (accuracy_by_scale, ("start", "depth", "seed"))})
