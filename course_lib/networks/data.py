"""X and Y as people have them, brought to (inputs, samples) and (outputs, samples); what fits both ways is asked."""

from typing import NamedTuple

import numpy as np

from course_lib.activations import get
from course_lib.mlp.network import Layer
from course_lib.networks.tensors import to_array

LOSSES = {"crossentropy": "cross_entropy", "crossentropyloss": "cross_entropy", "bce": "cross_entropy",
          "bceloss": "cross_entropy", "bcewithlogitsloss": "cross_entropy", "nll": "cross_entropy",
          "nllloss": "cross_entropy", "logloss": "cross_entropy", "binarycrossentropy": "cross_entropy",
          "categoricalcrossentropy": "cross_entropy", "sparsecategoricalcrossentropy": "cross_entropy",
          "squarederror": "squared_error", "mse": "squared_error", "mseloss": "squared_error",
          "meansquarederror": "squared_error", "l2": "squared_error"}


class Arranged(NamedTuple):
    """network, X (inputs, samples), Y (outputs, samples) or None, loss ("cross_entropy" or "squared_error").

    `said` holds in words what was decided on the way: how X was turned, what class numbers became.
    """

    network: tuple
    X: np.ndarray
    Y: np.ndarray | None
    loss: str
    said: tuple


def arrange(network, X, Y=None, loss=None, samples=None):
    """X and Y in the course's layout, copied; and the network, with softmax or sigmoid where it gives logits.

    samples   "rows": X is (samples, inputs); "columns": X is (inputs, samples); None: what the shapes say
    loss      "cross_entropy", "squared_error", or what other libraries call them (BCELoss, mse ...); None: the one that
              matches the output (cross-entropy for sigmoid and softmax)
    Y         (outputs, samples) or (samples, outputs), one number per sample, or class numbers 0 ... outputs - 1

    Under cross-entropy a network that ends in identity gives logits: softmax is put there (sigmoid for one output).
    """
    if samples not in (None, "rows", "columns"):
        raise ValueError(f"samples must be 'rows', 'columns' or None, not {samples!r}")
    said = []
    X = _inputs(X, network[0].W.shape[1], samples, said)
    if Y is not None:
        Y, classes = _targets(Y, network[-1].W.shape[0], X.shape[1], samples, said)
        if classes and loss in (None, "matching") and get(network[-1].activation).name == "identity":
            loss = "cross_entropy"
    network, loss = _loss(network, loss, said)
    return Arranged(network, X, Y, loss, tuple(said))


def _loss(network, loss, said):
    last = network[-1]
    name = get(last.activation).name
    if loss in (None, "matching"):
        by_element = get(last.activation).df is not None and name != "sigmoid"
        return network, "squared_error" if by_element else "cross_entropy"
    key = "".join(c for c in str(loss).lower() if c.isalnum())
    if key not in LOSSES:
        raise ValueError(f"loss must be 'cross_entropy' or 'squared_error', not {loss!r}")
    if LOSSES[key] == "cross_entropy" and name == "identity":
        output = "softmax" if last.W.shape[0] > 1 else "sigmoid"
        said.append(f"outputs read as logits: {output} added")
        network = (*network[:-1], Layer(last.W, last.b, output))
    return network, LOSSES[key]


def _numbers(name, given):
    if callable(getattr(given, "toarray", None)):
        raise TypeError(f"{name} is a sparse matrix: hand in {name}.toarray()")
    return to_array(name, given)


def _inputs(X, inputs, samples, said):
    X = _numbers("X", X)
    if X.ndim == 1 and inputs == 1:
        return X.reshape(1, -1)
    if X.ndim == 1 and X.size == inputs:
        return X.reshape(-1, 1)
    if X.ndim != 2:
        fit = "X.reshape(len(X), -1)" if X.ndim > 2 and X[0].size == inputs else f"X.reshape(-1, {inputs})"
        raise ValueError(f"X must be (samples, {inputs}) or ({inputs}, samples), but its shape is {X.shape}; "
                         f"this would make it fit: {fit}")
    fits = {"rows": X.shape[1] == inputs, "columns": X.shape[0] == inputs}
    if not any(fits.values()):
        bias = " One number more than you have: is the bias a column of W? Hand it in as biases" \
            if inputs - 1 in X.shape else ""
        raise ValueError(f"layer 1 takes {inputs} inputs, but X has shape {X.shape}, which is neither (samples, "
                         f"{inputs}) "
                         f"nor ({inputs}, samples).{bias}")
    if samples is None and all(fits.values()):
        raise ValueError(f"X of shape {X.shape} fits both ways: say samples='rows' if X[0] is the first sample, "
                         "samples='columns' if X[:, 0] is")
    way = samples or ("rows" if fits["rows"] else "columns")
    if not fits[way]:
        raise ValueError(f"samples={way!r}, but X has shape {X.shape} and layer 1 takes {inputs} inputs: "
                         f"samples={'columns' if way == 'rows' else 'rows'!r} fits")
    if way == "rows":
        said.append(f"X of shape {X.shape} read as (samples, inputs)")
        X = X.T
    return X


def _targets(Y, outputs, m, samples, said):
    """(Y, whether it was class numbers)."""
    Y = _numbers("Y", Y)
    flat = Y.reshape(-1) if Y.ndim <= 1 or Y.ndim == 2 and 1 in Y.shape else None
    if flat is not None and flat.size == m and outputs == 1:
        return flat.reshape(1, m), False
    if flat is not None and flat.size == m and m > 1:
        return _one_hot(flat, outputs, said), True
    if Y.ndim == 1 and m == 1 and Y.size == outputs:
        return Y.reshape(-1, 1), False
    fits = {"columns": Y.shape == (outputs, m), "rows": Y.shape == (m, outputs)}
    if not any(fits.values()):
        names = f"({outputs}, {m}) = (outputs, samples), ({m}, {outputs}) or class numbers ({m},)"
        raise ValueError(f"Y must have shape {names}, but its shape is {Y.shape}")
    if all(fits.values()) and samples is None and outputs > 1:
        raise ValueError(f"Y of shape {Y.shape} fits both ways: say samples='rows' if Y[0] belongs to the first "
                         "sample, "
                         "samples='columns' if Y[:, 0] does")
    way = samples if samples and fits[samples] else "rows" if fits["rows"] else "columns"
    return (Y.T if way == "rows" and outputs > 1 or Y.shape != (outputs, m) else Y), False


def _one_hot(numbers, outputs, said):
    if (numbers != np.round(numbers)).any() or numbers.min() < 0 or numbers.max() >= outputs:
        low, high = numbers.min(), numbers.max()
        hint = " They count from 1: hand in Y - 1" if (low, high) == (1, outputs) else ""
        raise ValueError(f"Y holds one number per sample, so they should be class numbers 0 to {outputs - 1}, but "
                         "they go "
                         f"from {low:g} to {high:g}.{hint}")
    said.append(f"Y read as class numbers 0 to {outputs - 1}")
    return np.eye(outputs)[:, numbers.astype(int)]
