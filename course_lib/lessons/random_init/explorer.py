"""05: from constant to random by a tiny ε, twelve landings at once, and how often which scale succeeds."""

from functools import lru_cache

import numpy as np

from course_lib import diagnostics, live, mlp, plots
from course_lib.lessons.common import (
    BLEND,
    GRADIENTS,
    WEIGHTS,
    count_units,
    samples_right,
    scale_slider,
    so_far,
    solved,
    starting_weights,
    trace,
)
from course_lib.lessons.planes import answers, plane

STEPS, RATE, LANDINGS, GRID, CENTRE = 300, 1.0, 12, 20, 0.5
SCALES, SEEDS, SWEEP_STEPS = (0.01, 0.1, 0.5, 1.0, 2.0, 5.0), 200, 1000
DATA = {"XOR": "xor", "moons": "moons"}


def landing(rng, shape, blend, scale):
    """(1 - ε) * 0.5 + ε * scale * draw."""
    return (1.0 - blend) * CENTRE + blend * scale * starting_weights(rng, shape, "random", 1.0)


@lru_cache(maxsize=16)
def history(blend, scale, data, seed):
    """Twelve networks 2-4-1 from seeds seed, seed + 1, ... trained together: axes (step, landing, ...)."""
    starts = [mlp.build(np.random.default_rng(seed + k), (2, 4, 1), "tanh",
                        lambda rng, shape: landing(rng, shape, blend, scale)) for k in range(LANDINGS)]
    square = plane(data, 32)
    return trace(mlp.stack(starts), square.X, square.Y, RATE, STEPS)


def compute(blend, scale, data, step, seed, width):
    square = plane(data, 32)
    landings = mlp.pick(history(blend, scale, data, seed), step)
    first = mlp.pick(landings, 0)
    gradients = mlp.backward(first, mlp.forward(first, square.X), square.Y)
    share = samples_right(landings, square.X, square.Y).mean(axis=-1)
    return {"W1": first[0].W, "dW1": gradients[0].dW, "units": diagnostics.unit_classes(first),
            "landings": plots.Shows(answers=answers(landings, square, GRID), solved=share == 1.0), "share": share}


def count_successes(width, **_):
    """The job: 200 seeds at each of six scales on XOR, one scale after the other, through the batch axis."""
    square, rates = plane("xor"), []
    draws = mlp.build(np.random.default_rng(0), (2, width, 1), "tanh", "normal", batch=(SEEDS,))
    for scale in SCALES:
        networks = tuple(layer._replace(W=scale * layer.W) for layer in draws)
        for trained, _, _ in mlp.train(networks, square.X, square.Y, RATE, SWEEP_STEPS):
            pass
        rates.append(100.0 * solved(trained, square.X, square.Y).mean())
        words = ", ".join(f"{scale:g}: {round(rate)} %" for scale, rate in zip(SCALES, rates))
        yield (len(rates) / len(SCALES), {"success": so_far({"solved": rates}, SCALES)},
               f"Solved by {SEEDS} seeds at width {width}, scale {words}.")


def panels(figure):
    def rows(left, heading, scale):
        return plots.WeightRows(plots.place(figure, left, 44, 96, 236), 4, ("$x_1$", "$x_2$"), heading, scale)

    return {
        "W1": rows(36, "weights $W_1$", WEIGHTS),
        "dW1": rows(182, "gradients $dW_1$", GRADIENTS),
        "landings": plots.Gallery(plots.place(figure, 318, 44, 246, 236), "twelve landings, ✓ = solved", GRID),
        "success": plots.Curves(plots.place(figure, 626, 44, 160, 236), ["solved"], "200 seeds solve XOR, %",
                                (0.007, 7), (0, 100), "scale", xscale="log", markers=True,
                                waits="“Count successes” shows here how many of 200 draws solve XOR, at each scale"),
        "units": plots.DistinctUnits(plots.place(figure, 826, 44, 72, 236), 4),
    }


def describe(result, step, **_):
    W1 = result["W1"]
    return (f"{count_units(result['units'])} After {step} steps {int(result['landings'].solved.sum())} of 12 landings "
            f"get every sample right. In the first landing the rows of W1 differ by at most "
            f"{float(diagnostics.row_spread(W1)):.2g}, the largest |dW1| is {np.abs(result['dW1']).max():.2g}.")


@live.named
def random_init():
    """Twelve landings of 2-4-1, from constant to random; a button counts the successes of 200 seeds."""
    controls = {
        "blend": live.slider("ε (constant → random)", BLEND, 1e-3),
        "step": live.step_slider("training step", STEPS, STEPS),
        "scale": scale_slider(1.0, "scale of the random part"),
        "data": live.choice("data", DATA),
        "width": live.choice("width for counting", {str(w): w for w in (2, 4, 8, 16)}, 4),
        "seed": live.seed(),
    }
    actions = {"Reset (same weights)": lambda values: {"step": 0},
               "New seed (twelve new landings)": lambda values: {"seed": (values["seed"] + LANDINGS) % 10_000}}
    return live.Explorer(controls, compute, panels, describe, main="blend", actions=actions,
                         jobs={"Count successes": (count_successes, ("width",))})
