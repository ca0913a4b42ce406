"""08: sixteen units that start equal, and a menu of what may set them apart. Who differs, and since when?"""

from functools import lru_cache

import numpy as np

from course_lib import diagnostics, live, mlp, plots
from course_lib.lessons.common import GRADIENTS, WEIGHTS, count_units, losses, samples_right, scale_slider, so_far
from course_lib.lessons.more_symmetry import sources, verdict

STEPS, FLOOR = 200, 1e-8
SIZES = (0.0, 1e-6, 1e-5, 1e-4, 1e-3, 0.01, 0.03, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9)
DATA = {"XOR": "xor", "moons": "moons"}
SEEDS, SWEEP_STEPS, SCALES = 40, 400, (0.1, 0.25, 0.5, 1.0, 2.0)


@lru_cache(maxsize=8)
def history(source, constant, size, data, seed):
    """All steps of one run as a batch of networks, dW1 (steps + 1, 16, 2), rows' differences and losses."""
    networks, gradients = zip(*sources.run(source, data, constant, size, STEPS, seed))
    run = mlp.stack(networks)
    return run, np.stack(gradients), diagnostics.row_spread(run[0].W), losses(run, *sources.problem(data))


def compute(constant, source, size, step, data, dropout, seed):
    X, Y = sources.problem(data)
    run, gradients, apart, loss = history(source, constant, size, data, seed)
    network = mlp.pick(run, step)
    curves = {"largest difference of rows": np.maximum(apart, FLOOR), "loss": np.maximum(loss, FLOOR)}
    return {"W1": network[0].W, "dW1": gradients[step], "units": diagnostics.unit_classes(network),
            "apart": plots.Shows(xs=np.arange(STEPS + 1), ys=curves, marker=step), "loss": loss[step],
            "difference": apart[step], "samples": Y.size,
            "right": int(samples_right(network, X, Y).sum())}


def count_successes(data, dropout, **_):
    """The job: 40 seeds of 2-8-1 at five sizes, started at random, at random with dropout, and equal with dropout."""
    found, medians = {way: [] for way in verdict.WAYS}, {way: [] for way in verdict.WAYS}
    for place, size in enumerate(SCALES):
        for turn, way in enumerate(verdict.WAYS, 1):
            first, right = verdict.steps_to_solve(way, data, size, dropout, SEEDS, SWEEP_STEPS)
            found[way].append(100.0 * right.mean())
            medians[way].append(np.median(first))
            done = (place * len(verdict.WAYS) + turn) / (len(SCALES) * len(verdict.WAYS))
            yield done, {"success": so_far(found, SCALES)}, said(found, medians)


def said(found, medians):
    """What was counted so far: how many of the seeds solve it, and at which step half of them had done so first."""
    def row(numbers):
        return ", ".join(f"{number:.0f}" if np.isfinite(number) else "none" for number in numbers)

    sizes = ", ".join(f"{size:g}" for size in SCALES[:len(found["random"])])
    return "\n".join([f"Solved by {SEEDS} seeds after {SWEEP_STEPS} steps (median first step), sizes {sizes}:",
                      *(f"{way}: {row(found[way])} % ({row(medians[way])})" for way in found if found[way])])


def panels(figure):
    def rows(left, heading, scale):
        return plots.WeightRows(plots.place(figure, left, 44, 96, 248), sources.UNITS, ("$x_1$", "$x_2$"), heading,
                                scale, size=8, chip_radius=6.5)

    return {
        "W1": rows(36, "weights $W_1$", WEIGHTS),
        "dW1": rows(182, "gradients $dW_1$", GRADIENTS),
        "apart": plots.Curves(plots.place(figure, 340, 80, 182, 200), ("largest difference of rows", "loss"),
                              "do rows of $W_1$ part?", (0, STEPS), (FLOOR, 30), "training step", xscale="symlog",
                              yscale="log"),
        "success": plots.Curves(plots.place(figure, 590, 98, 190, 182), verdict.WAYS, f"{SEEDS} seeds solve it, %",
                                (0.07, 3), (0, 100), "size of the weights", xscale="log", markers=True,
                                waits=f"“Count successes” shows here how many of {SEEDS} draws solve it, by what "
                                      "makes their units different"),
        "units": plots.DistinctUnits(plots.place(figure, 826, 44, 72, 236), sources.UNITS),
    }


def describe(result, source, step, **_):
    shown = next(words for words, name in sources.SOURCES.items() if name == source)
    return (f"{count_units(result['units'])} Source of difference: {shown}. After {step} steps the distinct rows "
            f"of W1 number {diagnostics.distinct_rows(result['W1'])} and differ by at most {result['difference']:.2g}; "
            f"{result['right']} of {result['samples']} samples are right, "
            f"loss {result['loss']:.3f}. Largest |dW1| {np.abs(result['dW1']).max():.2g}.")


@live.named
def more_symmetry():
    """Choose what is random, its size and the step; a button counts successes with dropout and with random weights."""
    controls = {
        "constant": scale_slider(0.5, "constant of all weights", zero=True),
        "source": live.choice("what differs", sources.SOURCES, "dropout"),
        "size": live.slider("its size", SIZES, 0.5),
        "step": live.step_slider("training step", STEPS, 3),
        "data": live.choice("data", DATA),
        "dropout": live.slider("dropout for counting", (0.05, 0.1, 0.2, 0.3, 0.5), 0.05),
        "seed": live.seed(),
    }
    actions = {"Reset (same weights)": lambda values: {"step": 0}, "New seed": live.new_seed}
    return live.Explorer(controls, compute, panels, describe, main="constant", actions=actions,
                         jobs={"Count successes": (count_successes, ("data", "dropout"))})
