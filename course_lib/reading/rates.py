"""The size of a step: beyond what the curvature allows, as large as the weights themselves, or next to nothing."""

import numpy as np

from course_lib import mlp
from course_lib.activations import get
from course_lib.reading import passes
from course_lib.reading.curvature import curvature, few
from course_lib.reading.findings import Finding, Where
from course_lib.reading.signs import rms

TRIED = 20  # steps
PLAIN = ("sgd", "momentum")  # whose steps grow with the gradient
# Times the size of the weights, one step of Adam or RMSprop. Eight networks that learn, 200 steps at many rates: from a
# half on some runs fail, of those beyond five 2 of 16 learned, whatever the first steps looked like.
UNUSUAL, HOPELESS = 0.5, 5.0


def updates(signs):
    """The size of a step beside that of the weights, layer by layer: rms(update) / max(rms W, 1/√inputs).

    Momentum's is counted as it is once it has gathered speed. Adam and RMSprop move each weight by about the rate.
    """
    gathered = 1 / (1 - mlp.Momentum().momentum) if signs.optimizer == "momentum" else 1.0
    moves = [signs.rate * (gathered * rms(g.dW) if signs.optimizer in PLAIN else 1.0) for g in signs.gradients]
    return np.array([move / max(rms(layer.W), 1 / np.sqrt(layer.W.shape[1]))
                     for move, layer in zip(moves, signs.network)])


@passes.quiet
def tried(signs, optimizer=None):
    """Twenty steps at this rate on a few samples: (loss before, loss after, whether hidden units all fell silent).

    Plain descent, or an optimizer such as mlp.Adam().
    """
    X, Y = few(signs)
    network, state = signs.network, optimizer and optimizer.start(signs.network)
    caches, before = _look(network, X, Y, signs.loss_name)
    was = _silent(network, caches)
    for _ in range(TRIED):
        moves = passes.backward(network, caches, Y, signs.loss_name)
        if optimizer:
            state, moves = optimizer.move(state, moves)
        network = mlp.passes.step(network, moves, signs.rate)
        caches, after = _look(network, X, Y, signs.loss_name)
        if not np.isfinite(after):
            return before, np.inf, False
    return before, after, _silent(network, caches) and not was


def _look(network, X, Y, loss):
    """The caches, and the mean loss."""
    caches = passes.forward(network, X)
    return caches, float(np.mean(passes.sample_losses(network, caches[-1].Z, caches[-1].A, Y, loss)))


def _silent(network, caches):
    return any(not np.any(get(layer.activation).df(c.Z, c.A)) for layer, c in zip(network[:-1], caches))


def rate(signs):
    """The findings on the rate."""
    ratio = updates(signs)
    if signs.rate > 0:
        yield from _steep(signs, ratio) if signs.optimizer in PLAIN else _far(signs, ratio)
    least = 1e-6 if signs.optimizer in PLAIN else 1e-5
    if ratio.max() < least and not signs.trained and any(g.dW.any() for g in signs.gradients):
        yield Finding("rate too small", 70, f"one step changes the weights by {ratio.max():.1g} of their size at most",
                      Where((int(ratio.argmax()) + 1,)), {"update:data": ratio.tolist()})


def _steep(signs, ratio):
    """Plain descent, or momentum: the rate beside the curvature, and steps tried where it is too much."""
    steep, beta = curvature(signs), mlp.Momentum().momentum if signs.optimizer == "momentum" else 0.0
    limit = 2 * (1 + beta) / max(steep, 1e-300)  # Polyak's bound; without momentum 2/λ
    if signs.rate > limit or not ratio.max() < 0.5:
        name = "2/λ" if not beta else f"{2 * (1 + beta):g}/λ (momentum {beta:g})"
        yield _judged(signs, ratio, tried(signs, mlp.Momentum() if beta else None),
                      f"the steepest curvature is {steep:.3g}, so steps are stable up to {name} = {limit:.2g}; "
                      f"the rate is {signs.rate:g}. ", {"curvature": steep, "limit": limit})


def _far(signs, ratio):
    """Adam and RMSprop, whose steps have the size of the rate: beside the size of the weights, and tried."""
    if not ratio.max() < UNUSUAL:
        optimizer = mlp.Adam() if signs.optimizer == "adam" else mlp.RMSprop()
        yield _judged(signs, ratio, tried(signs, optimizer),
                      f"{type(optimizer).__name__} moves each weight by about the rate, {signs.rate:g}. ",
                      {}, not ratio.max() < HOPELESS)


def _judged(signs, ratio, outcome, words, evidence, hopeless=False):
    before, end, silenced = outcome
    words += (f"One step changes the weights by {ratio.max():.2g} of their size. Tried: the loss goes from "
              f"{before:.3g} to {end:.3g} in {TRIED} steps" + ", and a layer falls silent" * silenced)
    grave = hopeless or silenced or not end < 1.5 * before
    return Finding("rate too large", (81 if signs.trained else 90) if grave else 30, words,
                   Where((int(ratio.argmax()) + 1,)), {"update:data": ratio.tolist(), **evidence, "loss before": before,
                                                       "loss after": end})
