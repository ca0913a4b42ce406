"""08: symmetry is not correlation. Four networks of three units on one screen, each with its singular values."""

from functools import lru_cache
from itertools import product

import numpy as np

from course_lib import diagnostics, live, mlp, plots
from course_lib.lessons.common import GRADIENTS, WEIGHTS, count_units, losses, scale_slider, trace

STEPS, RATE = 300, 1.0
KINDS = {"equal": "equal", "correlated": "correlated, different", "rank 1": "rank 1, different", "diverse": "diverse"}
X = np.array(list(product((0.0, 1.0), repeat=3))).T
Y = (X[:1] != X[1:2]).astype(float)  # XOR of the first two inputs; the third says nothing


def rows(kind, rng):
    """W1 (3 units, 3 inputs) of that kind."""
    draw = rng.standard_normal((3, 3))
    return {"equal": np.tile(draw[0], (3, 1)), "correlated": draw[0] + np.array([[0.0], [1.0], [-1.0]]),
            "rank 1": np.array([[1.0], [0.5], [-1.5]]) * draw[0], "diverse": draw}[kind]


def correlation(W):
    """The correlation of two rows that is closest to 0, among all pairs; nan if a row's entries are all equal."""
    centred = W - W.mean(axis=1, keepdims=True)
    lengths = np.linalg.norm(centred, axis=1)
    if lengths.min() <= 1e-9 * np.abs(W).max():
        return float("nan")
    pairs = (centred @ centred.T / np.outer(lengths, lengths))[np.triu_indices(len(W), 1)]
    return float(pairs[np.abs(pairs).argmin()])


def singular_values(W):
    """In falling order; what is only rounding, below 1e-12 of the largest, is 0."""
    values = np.linalg.svd(W, compute_uv=False)
    return np.where(values > 1e-12 * values[0], values, 0.0)


def start(scale, activation, seeds):
    """A batch of networks 3-3-1, one of each kind for each seed: W1 = scale * rows, W2 = 1, biases 0."""
    W1 = scale * np.stack([rows(kind, np.random.default_rng(seed)) for kind in KINDS for seed in seeds])
    return (mlp.Layer(W1, np.zeros((len(W1), 3, 1)), activation),
            mlp.Layer(np.ones((len(W1), 1, 3)), np.zeros((len(W1), 1, 1)), "sigmoid"))


def last_losses(scale, activation, seeds):
    """{kind: the losses after the last step, one for each seed}, all trained as one batch."""
    for networks, caches, _ in mlp.train(start(scale, activation, seeds), X, Y, RATE, STEPS):
        pass
    return dict(zip(KINDS, mlp.loss(networks, caches, Y).reshape(len(KINDS), -1)))


@lru_cache(maxsize=8)
def history(scale, activation, seed):
    """All steps of the four networks of that seed: for each kind its run and its losses."""
    every = trace(start(scale, activation, [seed]), X, Y, RATE, STEPS)
    runs = {kind: mlp.pick(every, np.s_[:, place]) for place, kind in enumerate(KINDS)}
    return {kind: (run, losses(run, X, Y)) for kind, run in runs.items()}


def compute(scale, step, activation, seed):
    result = {}
    for kind, (run, loss) in history(scale, activation, seed).items():
        network = mlp.pick(run, step)
        result |= {f"W1 {kind}": network[0].W, f"units {kind}": diagnostics.unit_classes(network),
                   f"dW1 {kind}": mlp.backward(network, mlp.forward(network, X), Y)[0].dW,
                   f"values {kind}": singular_values(network[0].W)[None], f"loss {kind}": loss[step]}
    return result


def panels(figure):
    def cells(left, top, rows, labels, heading, scale):
        return plots.WeightRows(plots.place(figure, left, top, 112, 22 * rows), rows, labels, heading, scale,
                                chips=rows > 1, bar=False, size=8, chip_radius=8)

    made, inputs = {}, ("$x_1$", "$x_2$", "$x_3$")
    for column, (kind, heading) in enumerate(KINDS.items()):
        left = 32 + 222 * column
        made |= {f"W1 {kind}": cells(left, 54, 3, inputs, f"{heading}\nweights $W_1$", WEIGHTS),
                 f"dW1 {kind}": cells(left, 174, 3, inputs, "gradients $dW_1$", GRADIENTS),
                 f"values {kind}": cells(left, 294, 1, ("$s_1$", "$s_2$", "$s_3$"), "singular values", WEIGHTS),
                 f"units {kind}": plots.DistinctUnits(plots.place(figure, left + 118, 54, 60, 160), 3)}
    return made


def describe(result, step, **_):
    words = []
    for kind in KINDS:
        W, values = result[f"W1 {kind}"], result[f"values {kind}"][0]
        weakest, rank = correlation(W), int((values > 1e-6 * values[0]).sum())
        words.append(f"{kind}: distinct rows {diagnostics.distinct_rows(W)}, rank {rank}, "
                     f"weakest correlation {'undefined' if np.isnan(weakest) else f'{weakest:.3f}'}, "
                     f"loss {result[f'loss {kind}']:.3f}")
    return (f"{count_units(result['units equal'])} That is the network of equal units; after {step} steps, "
            f"{'; '.join(words)}. Largest |dW1| {max(np.abs(result[f'dW1 {kind}']).max() for kind in KINDS):.2g}.")


@live.named
def symmetry_or_correlation():
    """Equal, correlated, of rank 1, diverse: the same descent, and which of these it keeps."""
    controls = {
        "scale": scale_slider(1.0),
        "step": live.step_slider("training step", STEPS, 0),
        "activation": live.choice("activation", ("tanh", "sigmoid", "identity")),
        "seed": live.seed(3),
    }
    return live.Explorer(controls, compute, panels, describe, main="scale",
                         together=[[f"{part} {kind}" for part in ("W1", "dW1", "values", "units")] for kind in KINDS],
                         actions={"Reset (same weights)": lambda values: {"step": 0}, "New seed": live.new_seed})
