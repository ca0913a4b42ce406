"""12: up to a hundred residual blocks. How the stream grows at the start, what moves first, and what then learns."""

from functools import lru_cache

import numpy as np

from course_lib import activations, diagnostics, live, plots
from course_lib.blocks import residual, starts
from course_lib.lessons.common import WEIGHTS, count_units, so_far
from course_lib.lessons.two_factors import deep
from course_lib.plots import Scale

DEEPEST, DRAWS, SAMPLES, SHOWN, RATE, EVERY = 100, 4, 16, 2, 0.01, 10
BY_SLIDER = "plain, times the scale"
STARTS = (BY_SLIDER, *(name for name in starts.SCALES if name != "plain"))
TRAINED = ("zero-last", "ReZero", "1/√(2L)", "two zeros")
SLOPES, CHANGES = Scale(1e12, 1e-6), Scale(1e12, 1e-8)


@lru_cache(maxsize=2)
def draws(seed):
    """Four networks of a hundred blocks, unscaled, as one batch; sixteen digits and their groups."""
    rng = np.random.default_rng(seed)
    drawn = [starts.draw(rng, 64, deep.WIDTH, 1, DEEPEST) for _ in range(DRAWS)]
    batch = residual.Residual(*(np.stack(parts, axis=axis) for parts, axis in zip(zip(*drawn), (0, 1, 1, 1, 0))))
    X, Y = deep.data()
    which = rng.choice(X.shape[1], SAMPLES, replace=False)
    return batch, X[:, which], Y[:, which]


def begin(scale, blocks, start, seed):
    """The four networks as they start, their first `blocks` blocks."""
    batch, X, Y = draws(seed)
    cut = batch._replace(W1=batch.W1[:blocks], W2=batch.W2[:blocks], gate=batch.gate[:blocks])
    factors = (1.0, scale, 1.0, 1.0) if start == BY_SLIDER else starts.SCALES[start](blocks, deep.WIDTH)
    return starts.scaled(cut, *factors), X, Y


def gradients(network, X, Y):
    """(passed, gradients) of the loss of the two groups."""
    passed = residual.forward(network, X)
    return passed, residual.backward(network, passed, X, activations.get("sigmoid").f(passed.Z) - Y)


def first_steps(network, first, X, Y):
    """(4, 3): the largest change of head, gates, W2 and W1 (rows) at steps 1, 2, 3 of one network; NaN from the step
    on at which its numbers overflow. `first` are its gradients at the start.
    """
    found = np.full((4, 3), np.nan)
    for k in range(3):
        g = first if k == 0 else gradients(network, X, Y)[1]
        found[:, k] = [RATE * np.abs(part).max() for part in (g.head, g.gate, g.W2, g.W1)]
        if not np.isfinite(found[:, k]).all():
            found[:, k:] = np.nan
            break
        network = residual.step(network, g, RATE)
    return found


def one(network, k=0):
    """One network of the batch."""
    return residual.Residual(network.stem[k], network.W1[:, k], network.W2[:, k], network.gate[:, k], network.head[k])


def four_units(network):
    """(4, 4): the first units of block 1, what they hear (rows of W1) beside where they speak (columns of W2)."""
    return np.hstack([network.W1[0, :4, :SHOWN], network.W2[0, :SHOWN, :4].T])


def compute(scale, blocks, start, seed):
    with np.errstate(over="ignore", invalid="ignore"):
        network, X, Y = begin(scale, blocks, start, seed)
        passed, g = gradients(network, X, Y)
        stream = np.array([(H**2).mean(axis=(-2, -1)) for H in passed.H])
        moved = first_steps(one(network), one(g), X, Y)
    xs = np.arange(blocks + 1)
    curves = {"median of 4 draws": np.median(stream / stream[0], axis=1)}
    if start == BY_SLIDER:
        curves["theory"] = (1 + 2 * scale**2) ** xs.astype(float)
    first, change = one(network), one(g)
    classes = diagnostics.row_classes(np.hstack([first.W1[0], first.W2[0].T]))
    return {"W": four_units(first), "dW": four_units(change), "units": classes, "moved": moved,
            "stream": plots.Shows(xs=xs, ys=curves, marker=blocks)}


def panels(figure):
    ways = tuple(f"{word}$h_{k + 1}$" for word in ("of ", "to ") for k in range(SHOWN))

    def rows(left, heading, scale):
        return plots.WeightRows(plots.place(figure, left, 44, 176, 170), 4, ways, heading, scale, size=8)

    return {
        "W": rows(40, "4 units of block 1: $W_1$, $W_2$", WEIGHTS),
        "dW": rows(268, "their gradients $dW_1$, $dW_2$", SLOPES),
        "stream": plots.Curves(plots.place(figure, 506, 80, 284, 156), ["median of 4 draws", "theory"],
                               "mean square of the stream (first: 1)", (0, DEEPEST), (0.1, 1e25),
                               "block", yscale="log"),
        "moved": plots.WeightRows(plots.place(figure, 90, 330, 260, 150), 4, ("step 1", "step 2", "step 3"),
                                  "largest change at", CHANGES, names=("head", "gates", "$W_2$", "$W_1$")),
        "losses": plots.Curves(plots.place(figure, 506, 402, 284, 104), TRAINED, "loss",
                               (0, deep.STEPS), (0, 1), "step",
                               waits="“Train four” shows here which of four starts learn, and how fast"),
        "units": plots.DistinctUnits(plots.place(figure, 826, 44, 72, 218), 4),
    }


def train_four(blocks, seed, **_):
    """The job: two groups of digits from four starts, 300 steps each."""
    losses, words = {name: [] for name in TRAINED}, []
    steps = range(EVERY, deep.STEPS + 1, EVERY)
    for place, name in enumerate(TRAINED):
        first = starts.build(np.random.default_rng(seed), 64, deep.WIDTH, 1, blocks, name)
        recent = []
        for k, (network, loss) in enumerate(deep.train(first, *deep.data(), deep.RATES[name], seed=seed)):
            recent.append(loss)
            if k and k % EVERY == 0:
                losses[name].append(np.mean(recent[-EVERY:]))
                yield (place + k / deep.STEPS) / len(TRAINED), {"losses": so_far(losses, steps)}, " ".join(words)
        moving = int((residual.moved(first, network) > 0).sum())
        words.append(f"{name}: test accuracy {deep.accuracy(network):.2f}, {moving} of {blocks} blocks have moved."
                     if len(losses[name]) == len(steps) else f"{name}: the numbers overflow.")
        yield (place + 1) / len(TRAINED), {"losses": so_far(losses, steps)}, " ".join(words)


def describe(result, blocks, start, **_):
    names, moved = ("head", "gates", "W2", "W1"), result["moved"]
    said = ", ".join(f"step {k + 1}: " + ("overflow" if np.isnan(moved[:, k]).any() else
                                          " ".join(n for n, c in zip(names, moved[:, k]) if c > 0) or "nothing")
                     for k in range(3))
    grown = result["stream"].ys["median of 4 draws"][-1]
    theory = result["stream"].ys.get("theory")
    expected = f" (theory: {theory[-1]:.1e})" if theory is not None else ""
    return (f"{count_units(result['units'])} Start: {start}. After {blocks} blocks the mean square of the stream is "
            f"{grown:.1e} times that at its beginning{expected}. What moves, {said}.")


@live.named
def deep_branches():
    """Ten to a hundred residual blocks; a button trains four starts on two groups of digits."""
    controls = {
        "scale": live.log_slider("branch scale", 0.01, 3.0, 1.0, zero=True),
        "blocks": live.slider("blocks L", range(10, DEEPEST + 1, 10), 50),
        "start": live.choice("start", STARTS),
        "seed": live.seed(),
    }
    return live.Explorer(controls, compute, panels, describe, main="scale", size=(900, 542),
                         actions={"New seed": live.new_seed},
                         jobs={"Train four": (train_four, ("blocks", "seed"))})
