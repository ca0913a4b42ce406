"""After training, or on the way: answers that ignore the input, samples that share one, a transposed layer."""

import numpy as np

from course_lib.networks.arrays import square_layers
from course_lib.reading import levels, passes
from course_lib.reading.findings import Finding, Where


def after(signs):
    """The findings of this part."""
    if signs.Y is None or signs.X.shape[1] < 2 or not np.isfinite(signs.answers).all():
        return
    yield from _transposed(signs)
    scale = max(float(signs.Y.std()), 1e-12)
    if not np.ptp(signs.Y, axis=1).any():
        return
    away = np.abs(signs.answers - signs.answers.mean(axis=1, keepdims=True)).max()
    if away <= 0.02 * scale:
        yield _constant(signs)
    else:
        yield from _groups(signs, scale)


def _constant(signs):
    answer, mean = signs.answers.mean(axis=1), signs.Y.mean(axis=1)
    scale = max(float(signs.Y.std()), 1e-12)
    shown = ", ".join(f"{a:.4g}" for a in answer[:6]) + ", …" * (len(answer) > 6)
    words = f"the answer to every sample is {shown}"
    if np.abs(answer - mean).max() <= 0.05 * scale:
        words += ": the mean of the targets"
    elif np.abs(answer).max() <= 1e-6 * scale:
        words += ": no output unit says anything"
    level = levels.what_is_this_loss(signs.loss, signs.Y, signs.loss_name)
    if level:
        words += f". The loss, {signs.loss:.4g}, is {level[0].formula}"
    return Finding("stuck at a constant", 78, words, Where(), {
        "answer": answer.tolist(), "mean of the targets": mean.tolist(), "loss": signs.loss,
        "levels": [level.formula for level in level]})


def _groups(signs, scale):
    """Samples of different labels with the same answer, the mean of their labels, while others are right."""
    A, Y = signs.answers, signs.Y
    if Y.shape[1] > 64:
        return
    free, groups = set(range(A.shape[1])), []
    while free:
        first = min(free)
        same = [j for j in sorted(free) if np.abs(A[:, j] - A[:, first]).max() <= 0.05 * scale]
        free -= set(same)
        groups.append(same)
    mixed = [g for g in groups if len(g) > 1 and np.ptp(Y[:, g], axis=1).max() > 0.5 * scale
             and np.abs(A[:, g].mean(axis=1) - Y[:, g].mean(axis=1)).max() <= 0.1 * scale]
    if not mixed:
        return
    stuck = max(mixed, key=len)
    level = levels.what_is_this_loss(signs.loss, Y, signs.loss_name, tolerance=0.05)
    words = (f"samples {', '.join(map(str, stuck[:8]))} get the same answer, {A[0, stuck].mean():.3g}, the mean of "
             "their "
             f"targets, {Y[0, stuck].mean():.3g}")
    if level:
        words += f". The loss, {signs.loss:.4g}, is near {level[0].value:.4g} = {level[0].formula}"
    yield Finding("some samples share one answer", 78, words, Where(), {
        "samples": stuck, "answer": A[:, stuck].mean(axis=1).tolist(), "loss": signs.loss,
        "levels": [found.formula for found in level]})


def _transposed(signs):
    """A trained network whose loss falls far below when its square layers are read the other way round."""
    square = square_layers(signs.network)
    guess = min(level.value for level in levels.known_levels(signs.Y, signs.loss_name)[:2])
    if not square or not signs.loss > 0.5 * guess:
        return
    sets = [square] + ([[k] for k in square] if 1 < len(square) <= 6 else [])
    losses = {}
    for layers in sets:
        turned = tuple(layer._replace(W=layer.W.T) if k in layers else layer
                       for k, layer in enumerate(signs.network, 1))
        last = passes.forward(turned, signs.X)[-1]
        losses[tuple(layers)] = float(np.mean(passes.sample_losses(turned, last.Z, last.A, signs.Y, signs.loss_name)))
    best = min(losses, key=losses.get)
    if losses[best] < 0.5 * min(signs.loss, guess):
        yield Finding("transposed layer", 96, f"the loss is {signs.loss:.3g}; with W{', W'.join(map(str, best))} "
                                              "transposed "
                      f"it is {losses[best]:.3g}", Where(best), {"loss": signs.loss, "loss transposed": losses[best]})
