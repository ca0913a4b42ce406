"""Sizes of the data and of a step: what is not scaled, a rate beyond what the curvature allows, update : data."""

import numpy as np

from course_lib.reading import passes
from course_lib.reading.findings import Finding, Where
from course_lib.reading.signs import rms

LOOKED_AT = 256  # samples for the curvature


def steps(signs, losses=None):
    """The findings of this part. `losses`: the history of the loss, if there is one."""
    yield from _inputs(signs)
    if signs.Y is None:
        return
    yield from _targets(signs)
    if losses is not None:
        yield from _history(np.asarray(losses, dtype=float).ravel())
    if signs.rate is not None:
        yield from _rate(signs)


def _inputs(signs):
    size, stds = rms(signs.X), signs.X.std(axis=1)
    varied = stds[stds > 1e-12 * max(size, 1e-300)]
    if not varied.size:
        if signs.X.shape[1] > 1:
            yield Finding("inputs not scaled", 90, "all samples have the same inputs", Where(), {"std": 0.0})
        return
    apart = float(varied.max() / varied.min() if varied.size <= 8 else np.divide(*np.quantile(varied, (0.95, 0.5))))
    top = float(np.linalg.norm(signs.X @ signs.X.T if len(signs.X) <= signs.X.shape[1] else signs.X.T @ signs.X, 2)
                / signs.X.shape[1]) if min(signs.X.shape) <= 256 else None
    words = f"X has rms {size:.3g}, mean {signs.X.mean():.3g} and std {varied.min():.3g} to {varied.max():.3g} by input"
    evidence = {"rms": size, "mean": float(signs.X.mean()), "ratio of std": apart}
    if top is not None:
        words += f"; the largest eigenvalue of X·Xᵀ/m is {top:.3g}"
        evidence["largest eigenvalue"] = top
    if size > 10 or apart > 1000 or size < 1e-3:
        yield Finding("inputs not scaled", 92 if size > 30 or apart > 1000 or size < 1e-3 else 55, words, Where(), evidence)
    elif size > 3 or apart > 30:
        yield Finding("inputs not scaled", 30, words, Where(), evidence)


def _targets(signs):
    if signs.loss_name == "squared_error" and (size := rms(signs.Y)) > 10:
        yield Finding("targets not scaled", 60 if size > 100 else 35, f"Y has rms {size:.3g}, mean {signs.Y.mean():.3g} "
                      f"and std {signs.Y.std():.3g}", Where(), {"rms": size, "mean": float(signs.Y.mean())})


def _history(losses):
    if not losses.size:
        return
    bad = ~np.isfinite(losses)
    if bad.any():
        yield Finding("rate too large", 81, f"the loss is NaN or infinite from entry {int(bad.argmax())} of the history on",
                      Where(), {"first bad": int(bad.argmax())})
    elif losses.size > 4 and losses[-max(1, losses.size // 10):].mean() > 1.05 * losses[0]:
        yield Finding("loss went up", 80, f"the loss began at {losses[0]:.4g} and ended at {losses[-1]:.4g}", Where(),
                      {"first": float(losses[0]), "last": float(losses[-1])})


def updates(signs):
    """The size of a step beside that of the weights, layer by layer: rms(update) / max(rms W, 1/√inputs)."""
    plain = signs.optimizer in ("sgd", "momentum")
    moves = [signs.rate * (rms(g.dW) if plain else 1.0) for g in signs.gradients]
    return np.array([move / max(rms(layer.W), 1 / np.sqrt(layer.W.shape[1]))
                     for move, layer in zip(moves, signs.network)])


@passes.quiet
def curvature(signs, iterations=12):
    """The largest |eigenvalue| of the loss's second derivatives, by the power method on differences of gradients."""
    every = max(1, signs.X.shape[1] // LOOKED_AT)
    X, Y = signs.X[:, ::every], signs.Y[:, ::every]

    def gradient(network):
        found = passes.backward(network, passes.forward(network, X), Y, signs.loss_name)
        return [part for g in found for part in (g.dW, g.db)]

    rng, here = np.random.default_rng(0), gradient(signs.network)
    v = [rng.normal(size=part.shape) + 3 * part / (rms(part) or 1.0) for part in here]
    value = 0.0
    for _ in range(iterations):
        size = np.sqrt(sum((part**2).sum() for part in v))
        if not size > 0 or not np.isfinite(size):
            return value
        h = 1e-5 * max(1.0, max(rms(layer.W) for layer in signs.network)) / size
        moved = tuple(layer._replace(W=layer.W + h * v[2 * k], b=layer.b + h * v[2 * k + 1])
                      for k, layer in enumerate(signs.network))
        v = [(there - now) / (h * size) for there, now in zip(gradient(moved), here)]
        value = float(np.sqrt(sum((part**2).sum() for part in v)))
    return value


def _rate(signs):
    ratio = updates(signs)
    evidence = {"update:data": ratio.tolist()}
    if signs.optimizer == "sgd" and signs.rate > 0:
        steep = curvature(signs)
        evidence |= {"curvature": steep, "limit": 2 / steep if steep > 0 else np.inf}
        beyond = signs.rate * steep / 2
        if beyond > 1 or not ratio.max() < 0.5:
            grave = beyond > 2 or not ratio.max() < 0.5
            yield Finding("rate too large", (81 if signs.trained else 90) if grave else 45,
                          f"the steepest curvature is {steep:.3g}, so steps are stable up to 2/λ = {2 / max(steep, 1e-300):.2g}"
                          f"; the rate is {signs.rate:g}. One step changes the weights by {ratio.max():.2g} of their size",
                          Where((int(ratio.argmax()) + 1,)), evidence)
            return
    elif not ratio.max() < 0.5:
        yield Finding("rate too large", 81, f"one step changes the weights by {ratio.max():.2g} of their size",
                      Where((int(ratio.argmax()) + 1,)), evidence)
    if ratio.max() < 1e-6 and not signs.trained and any(g.dW.any() for g in signs.gradients):
        yield Finding("rate too small", 70, f"one step changes the weights by {ratio.max():.1g} of their size at most",
                      Where(), evidence)
