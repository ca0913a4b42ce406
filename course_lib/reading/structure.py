"""What is wrong by construction: factors that are zero, units that are equal, axes, labels, targets out of reach."""

import numpy as np

from course_lib.activations import get
from course_lib.reading import passes
from course_lib.reading.findings import Finding, Where

LOOKED_AT = 64  # samples for the few steps that are tried


def structure(signs):
    """The findings of this part."""
    yield from _outputs(signs)
    if signs.Y is not None:
        yield from _labels(signs)
        yield from _reach(signs)
    zero = list(_zero(signs))
    yield from zero
    if not zero:
        yield from _equal(signs)
    yield from _one_unit(signs)


def _outputs(signs):
    """An output of one's own that mixes samples, or gives the same whatever enters it."""
    last = len(signs.network)
    output, Z, A = get(signs.network[-1].activation), signs.caches[-1].Z, signs.answers
    if output.df is not None or not np.isfinite(A).all():
        return
    if len(Z) == 1 and passes.is_output(output, "softmax"):
        yield Finding("softmax of one output", 98, "the output layer has one unit, and its answer is 1 for every "
                                                   "sample",
                      Where((last,)), {"answers": (float(A.min()), float(A.max()))})
        return
    alone = np.hstack([output.f(Z[:, j:j + 1]) for j in range(min(Z.shape[1], 8))])
    if Z.shape[1] > 1 and not np.allclose(alone, A[:, :alone.shape[1]], rtol=1e-6, atol=1e-9):
        sums = A.sum(axis=0)
        yield Finding("softmax over the wrong axis", 99,
                      f"the answers of a sample add up to {np.median(sums):.2g} (median; {sums.min():.2g} to "
                      f"{sums.max():.2g}), those of an output over the samples to {np.median(A.sum(axis=1)):.2g}; "
                      "alone, a sample is answered differently than among others",
                      Where((last,)), {"sum over outputs": float(np.median(sums)),
                                       "sum over samples": float(np.median(A.sum(axis=1)))})
    elif not passes.is_output(output, "softmax") and np.ptp(Z, axis=1).max() > 1e-9 * np.abs(Z).max() \
            and np.ptp(A, axis=1).max() <= 1e-9 * np.abs(A).max():
        scale_free = np.allclose(output.f(2 * Z), A, rtol=1e-6, equal_nan=True)
        words = f"the output layer's Z differs by {np.ptp(Z, axis=1).max():.2g} between samples, its answers by 0"
        if scale_free:
            words += f"; its output gives the same for 2Z as for Z, and it has {signs.network[-1].W.shape[1]} input(s)"
            words += " and no bias" if not signs.network[-1].b.any() else ""
        yield Finding("answers ignore the input", 92, words, Where((last,)),
                      {"range of Z": float(np.ptp(Z, axis=1).max()), "range of answers": 0.0,
                       "answers": A[:, 0].tolist()})


def _labels(signs):
    Y, output = signs.Y, signs.network[-1].activation
    if len(Y) < 2 or signs.loss_name != "cross_entropy" or get(output).df is not None:
        return
    sums = Y.sum(axis=0)
    if np.allclose(sums, 1.0, atol=1e-4):
        return
    words = f"the columns of Y, one per sample, add up to {sums.min():.3g} … {sums.max():.3g} instead of 1"
    if np.allclose(Y.reshape(Y.shape[1], len(Y)).sum(axis=1), 1.0, atol=1e-4):
        words += f"; read as {Y.shape[::-1]}, row by row, each adds up to 1: it was reshaped, not transposed"
    yield Finding("labels in the wrong layout", 97, words, Where(),
                  {"smallest sum": float(sums.min()), "largest sum": float(sums.max()),
                   "share not 1": float((np.abs(sums - 1) > 1e-4).mean())})


def _reach(signs):
    shape, Y = signs.shapes[-1], signs.Y
    low, high = (shape.low, shape.high) if shape else (0.0, 1.0)
    if shape is None and not passes.is_output(signs.network[-1].activation, "softmax"):
        return
    if signs.loss_name == "cross_entropy":
        low, high = max(low, 0.0), min(high, 1.0)
    edge = 1e-3 * min(1.0, high - low)
    outside = (Y < low - edge) | (Y > high + edge)
    if outside.any():
        least = 0.5 * (np.clip(Y, low, high) - Y) ** 2
        cost = f", which costs at least {least.sum(axis=0).mean():.3g}" if signs.loss_name == "squared_error" else ""
        yield Finding("targets out of reach", 88,
                      f"{outside.mean():.0%} of the targets lie outside what the output can give, {low:.3g} to "
                      f"{high:.3g}: "
                      f"they go from {Y.min():.3g} to {Y.max():.3g}{cost}", Where((len(signs.network),)),
                      {"share": float(outside.mean()), "low": low, "high": high, "least": float(Y.min()),
                       "most": float(Y.max())})


def _zero(signs):
    """Layers that are zero, where another zero (or a silent layer) keeps them from ever moving."""
    zero = [k for k, layer in enumerate(signs.network) if not layer.W.any()]
    if not zero or len(signs.network) == 1:
        return
    moved = _moved(signs, steps=len(signs.network) + 2)
    still = [k for k in range(len(signs.network)) if not moved[k]]
    if still:
        names = ", ".join(f"W{k + 1}" for k in zero)
        yield Finding("zero", 96, f"{names} {'is' if len(zero) == 1 else 'are'} zero, and after "
                                  f"{len(signs.network) + 2} "
                      f"steps tried, {', '.join(f'dW{k + 1}' for k in still)} {'is' if len(still) == 1 else 'are'} "
                      "still "
                      f"exactly 0", Where(tuple(k + 1 for k in zero)),
                      {"zero layers": len(zero), "layers that never moved": [k + 1 for k in still]})


def _moved(signs, steps):
    """Which W get a gradient that is not 0 within a few steps: tried on a copy."""
    X, network = signs.X[:, :LOOKED_AT], signs.network
    Y = signs.Y
    Y = np.random.default_rng(0).random((len(network[-1].W), X.shape[1])) if Y is None else Y[:, :LOOKED_AT]
    moved = np.zeros(len(network), dtype=bool)
    for _ in range(steps):
        gradients = passes.backward(network, passes.forward(network, X), Y, signs.loss_name)
        moved |= [bool(g.dW.any()) for g in gradients]
        network = tuple(layer._replace(W=layer.W - 0.1 * g.dW, b=layer.b - 0.1 * g.db)
                        for layer, g in zip(network, gradients))
    return moved


def _equal(signs):
    counts = [len(set(labels.tolist())) for labels in signs.classes]
    units = [len(labels) for labels in signs.classes]
    several = [k for k in signs.hidden if units[k] > 1]
    if several and all(counts[k] == 1 for k in several):
        k = several[0]
        W = signs.network[k].W
        same = np.ptp(W) == 0
        values = f"all weights of layer {k + 1} are {W.flat[0]:.3g}" if same else f"all rows of W{k + 1} are equal"
        yield Finding("constant", 95, f"{values}; 1 of {units[k]} units is distinct in layer {k + 1}"
                      + (", and so in every hidden layer" if len(several) > 1 else ""),
                      Where(tuple(k + 1 for k in several)), {"distinct": [1] * len(several), "units": units[k]})
        return
    for k in several:
        if counts[k] < units[k]:
            labels = signs.classes[k].tolist()
            double = tuple(i for i, label in enumerate(labels) if labels.count(label) > 1) if units[k] < 2000 else ()
            yield Finding("equal units", 93 if counts[k] <= 0.75 * units[k] else 30,
                          f"{counts[k]} of {units[k]} units are distinct in layer {k + 1}", Where((k + 1,), double),
                          {"distinct": counts[k], "units": units[k]})


def _one_unit(signs):
    narrow = [k for k in signs.hidden if len(signs.network[k].b) == 1 and signs.network[k].W.shape[1] > 1]
    if narrow:
        yield Finding("one unit does all", 30, f"layer {narrow[0] + 1} has one unit: everything passes through one "
                                               "number",
                      Where((narrow[0] + 1,)), {"units": 1})
