"""Sizes of the data and of a step: what is not scaled, a rate beyond what the curvature allows, update : data."""

import numpy as np

from course_lib.activations import get
from course_lib.mlp.network import Cache
from course_lib.reading import passes
from course_lib.reading.curvature import curvature, few, together
from course_lib.reading.findings import Finding, Where
from course_lib.reading.signs import rms

TRIED = 20  # steps


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
        gravity = 92 if size > 30 or apart > 1000 or size < 1e-3 else 55
        yield Finding("inputs not scaled", gravity, words, Where(), evidence)
    elif size > 3 or apart > 30:
        yield Finding("inputs not scaled", 30, words, Where(), evidence)


def _targets(signs):
    if signs.loss_name == "squared_error" and (size := rms(signs.Y)) > 10:
        yield Finding("targets not scaled", 91 if size > 100 else 35, f"Y has rms {size:.3g}, mean "
                                                                      f"{signs.Y.mean():.3g} "
                      f"and std {signs.Y.std():.3g}", Where(), {"rms": size, "mean": float(signs.Y.mean())})


def _history(losses):
    if not losses.size:
        return
    bad = ~np.isfinite(losses)
    if bad.any():
        yield Finding("rate too large", 81, f"the loss is NaN or infinite from entry {int(bad.argmax())} of the "
                                            "history on",
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
def tried(signs):
    """Twenty steps at this rate on a few samples: (loss before, loss after, whether hidden units all fell silent).

    Of layer 1, the largest as a rule, only Z is followed; its W is never needed.
    """
    X, Y = few(signs)
    first, *above = signs.network
    Z, kernel = first.W @ X + first.b, together(X)
    caches, before = _look(first, above, X, Z, Y, signs.loss_name)
    was = _silent(signs.network, caches)
    for _ in range(TRIED):
        if above:
            gradients = passes.backward(above, caches[1:], Y, signs.loss_name)
            error = (above[0].W.T @ gradients[0].dZ) * get(first.activation).df(Z, caches[0].A)
            above = [layer._replace(W=layer.W - signs.rate * g.dW, b=layer.b - signs.rate * g.db)
                     for layer, g in zip(above, gradients)]
        else:
            error = passes.output_error([first], Z, caches[0].A, Y, signs.loss_name)
        Z = Z - signs.rate * (error @ kernel)
        caches, after = _look(first, above, X, Z, Y, signs.loss_name)
        if not np.isfinite(after):
            return before, np.inf, False
    return before, after, _silent(signs.network, caches) and not was


def _look(first, above, X, Z, Y, loss):
    """The caches, and the mean loss, given Z of the first layer."""
    A = get(first.activation).f(Z)
    caches = (Cache(X, Z, A), *passes.forward(above, A))
    return caches, float(np.mean(passes.sample_losses([first, *above], caches[-1].Z, caches[-1].A, Y, loss)))


def _silent(network, caches):
    return any(not np.any(get(layer.activation).df(c.Z, c.A)) for layer, c in zip(network[:-1], caches))


def _rate(signs):
    ratio = updates(signs)
    evidence = {"update:data": ratio.tolist()}
    step = f"One step changes the weights by {ratio.max():.2g} of their size"
    where = Where((int(ratio.argmax()) + 1,))
    if signs.optimizer != "sgd":
        if not ratio.max() < 0.5:
            yield Finding("rate too large", 81, step, where, evidence)
    elif signs.rate > 0:
        steep = curvature(signs)
        evidence |= {"curvature": steep, "limit": 2 / max(steep, 1e-300)}
        if signs.rate * steep > 2 or not ratio.max() < 0.5:
            before, end, silenced = tried(signs)
            evidence |= {"loss before": before, "loss after": end}
            words = (f"the steepest curvature is {steep:.3g}, so steps are stable up to 2/λ = "
                     f"{2 / max(steep, 1e-300):.2g}; "
                     f"the rate is {signs.rate:g}. {step}. Tried: the loss goes from {before:.3g} to {end:.3g} in "
                     f"{TRIED} "
                     "steps" + ", and a layer falls silent" * silenced)
            grave = silenced or not end < 1.5 * before
            yield Finding("rate too large", (81 if signs.trained else 90) if grave else 30, words, where, evidence)
    if ratio.max() < 1e-6 and not signs.trained and any(g.dW.any() for g in signs.gradients):
        yield Finding("rate too small", 70, f"one step changes the weights by {ratio.max():.1g} of their size at most",
                      Where(), evidence)
