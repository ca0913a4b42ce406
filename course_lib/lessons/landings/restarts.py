"""09: best of k restarts of one network, and 100 starts of four kinds of learner behind a button."""

from functools import lru_cache

import numpy as np

from course_lib import diagnostics, live, mlp, plots
from course_lib.datasets import blobs, moons, xor
from course_lib.lessons.common import GRADIENTS, WEIGHTS, count_units, scale_slider, solved
from course_lib.lessons.landings.peers import k_means, logistic, perceptron
from course_lib.lessons.landings.solutions import expected_best, groups

STARTS, STEPS, RATE, WIDEST, CLUSTERS = 100, 300, 1.0, 8, 4
X, Y = xor(np.random.default_rng(0))
WIDTHS = {"tanh, width 2": 2, "tanh, width 4": 4, "tanh, width 8": 8}
LEARNERS = ("logistic regression", "perceptron", "k-means", *WIDTHS)
LONG = 1000  # steps of a network that is started 100 times


def train(width, scale, seed, steps):
    """100 networks 2-width-1 on XOR: (networks, gradients, losses (100,), solved (100,)) after `steps` steps."""
    draws = mlp.build(np.random.default_rng(seed), (2, width, 1), "tanh", "normal", batch=(STARTS,))
    networks = tuple(layer._replace(W=scale * layer.W) for layer in draws)
    for trained, caches, gradients in mlp.train(networks, X, Y, RATE, steps):
        pass
    return trained, gradients, mlp.loss(trained, caches, Y), solved(trained, X, Y)


@lru_cache(maxsize=32)
def started(width, scale, seed):
    """The 100 starts and their expected best of k: what `train` returns after 300 steps, and (100,)."""
    found = train(width, scale, seed, STEPS)
    return *found, expected_best(found[2])


def _room(M):
    """Rows of NaN below a matrix of fewer than eight units: they stay empty."""
    return np.vstack([M, np.full((WIDEST - len(M), M.shape[1]), np.nan)])


def compute(scale, width, k, seed):
    networks, gradients, losses, solved, expected = started(width, scale, seed)
    winner = int(losses[:k].argmin())
    best, counts = mlp.pick(networks, winner), np.arange(1, STARTS + 1)
    return {"W1": _room(best[0].W), "dW1": _room(gradients[0].dW[winner]), "units": diagnostics.unit_classes(best),
            "best": plots.Shows(xs=counts, marker=k,
                                ys={"these 100, in order": np.minimum.accumulate(losses), "expected": expected}),
            "winner": winner, "losses": losses, "solved": solved}


def start_learner(name, scale=1.0):
    """100 starts of one learner: (how far off (100,), the ends to be counted (100, n), in words).

    0 is as good as the best of the 100, and 1 a loss worse by ln 2, twice the best distance to a centre, or for the
    perceptron a line at a right angle to their mean direction.
    """
    rng = np.random.default_rng(0)
    if name == "logistic regression":
        _, losses = logistic(scale * rng.normal(size=(STARTS, 3)), *blobs(np.random.default_rng(0), 48, 1.0))
        return (losses - losses.min()) / np.log(2), losses[:, None], "ends in {} loss"
    if name == "perceptron":
        lines = perceptron(scale * rng.normal(size=(STARTS, 3)), *blobs(np.random.default_rng(0), 48)).weights
        normals = lines / np.linalg.norm(lines[:, :2], axis=1, keepdims=True)
        middle = normals[:, :2].mean(axis=0) / np.linalg.norm(normals[:, :2].mean(axis=0))
        return np.degrees(np.arccos(np.clip(normals[:, :2] @ middle, -1, 1))) / 90, normals, "draws {} lines"
    if name == "k-means":
        points, _ = moons(np.random.default_rng(0), 48, 0.2)
        centres = np.stack([points[:, rng.choice(48, CLUSTERS, replace=False)].T for _ in range(STARTS)])
        _, _, far = k_means(centres, points)
        return far / far.min() - 1, far[:, None], "finds {} clusterings"
    _, _, losses, solved = train(WIDTHS[name], scale, 0, LONG)
    words = f"{round(100 * solved.mean())} % solve XOR in {LONG:,} steps"
    return (losses - losses.min()) / np.log(2), losses[:, None], words


def start_100_times(scale, **_):
    """The job: 100 starts of each of six learners; the scale is that of all random weights."""
    found, words = {}, []
    for count, name in enumerate(LEARNERS, 1):
        found[name], ends, text = start_learner(name, scale)
        words.append(f"{name} {text.format(groups(ends, 1e-3).max() + 1)}")
        yield count / len(LEARNERS), {"success": dict(found)}, f"100 starts each: {'; '.join(words)}."


def panels(figure):
    def rows(left, heading, scale):
        return plots.WeightRows(plots.place(figure, left, 44, 96, 236), WIDEST, ("$x_1$", "$x_2$"), heading, scale)

    return {
        "W1": rows(36, "weights $W_1$", WEIGHTS),
        "dW1": rows(184, "gradients $dW_1$", GRADIENTS),
        "best": plots.Curves(plots.place(figure, 333, 80, 138, 200), ("these 100, in order", "expected"),
                             "smallest loss of k starts", (1, STARTS), (0.003, 1), f"k (each {STEPS} steps)",
                             xscale="log", yscale="log"),
        "success": plots.Dots(plots.place(figure, 645, 44, 143, 236), LEARNERS, "100 starts of each",
                              "like the best", "far off",
                              waits="“Start 100 times” shows here where each start of the four ends"),
        "units": plots.DistinctUnits(plots.place(figure, 826, 44, 72, 236), WIDEST),
    }


def describe(result, k, width, **_):
    lowest, expected = (float(curve[k - 1]) for curve in result["best"].ys.values())
    return (f"{count_units(result['units'])} Of 100 starts of 2-{width}-1 {int(result['solved'].sum())} solve XOR "
            f"after {STEPS} steps. The best of the first {k} is start {result['winner'] + 1} with loss {lowest:.3f}; "
            f"expected of {k} drawn at random: {expected:.3f}. Cost: {k * STEPS:,} training steps.")


@live.named
def restarts():
    """The best of k restarts, at the honest price; a button starts four kinds of learner 100 times each."""
    controls = {
        "scale": scale_slider(1.0),
        "k": live.slider("restarts k", (1, 2, 3, 4, 5, 7, 10, 14, 20, 30, 50, 70, 100), 5),
        "width": live.choice("width", {str(w): w for w in (2, 4, 8)}, 2),
        "seed": live.seed(),
    }
    return live.Explorer(controls, compute, panels, describe, main="scale",
                         actions={"Reset (one start)": lambda values: {"k": 1}, "New seed": live.new_seed},
                         jobs={"Start 100 times": (start_100_times, ("scale",))})
