"""The gradients that each known slip would give: what someone's own are compared with."""

from typing import NamedTuple

import numpy as np

from course_lib.activations import get
from course_lib.mlp.network import Gradient
from course_lib.reading import passes


class Variant(NamedTuple):
    """A slip's name, the layers where it is made (from 1), its gradients, and words on it."""

    name: str
    layers: tuple
    gradients: tuple
    words: str = ""


def run(network, caches, error, slope=None, weights=None, below=None):
    """A backward pass in which parts can be exchanged: the output's error, slope, weights for W, below for A_in.

    weights(k, dW) may need the gradient just found of layer k, to be updated before it is used.
    """
    m, gradients, dZ = error.shape[1], [], error
    for k in range(len(network) - 1, -1, -1):
        A_in = caches[k].A_in if below is None else below(k)
        gradients.append(Gradient(dZ, dZ @ A_in.T / m, dZ.sum(axis=1, keepdims=True) / m))
        if k:
            W = network[k].W if weights is None else weights(k, gradients[-1].dW)
            dZ = W.T @ dZ
            right = get(network[k - 1].activation).df(caches[k - 1].Z, caches[k - 1].A)
            dZ = dZ * (right if slope is None else slope(k - 1, right))
    return tuple(gradients[::-1])


@passes.quiet
def variants(network, caches, Y, loss, rate, mine):
    """Every Variant, the plain ones first. `mine` is compared to guess a rate where none is given."""
    error = passes.output_error(network, caches[-1].Z, caches[-1].A, Y, loss)
    right = run(network, caches, error)
    yield from _slopes(network, caches, error)
    yield from _outputs(network, caches, Y, loss)
    yield from _weights(network, caches, error, right, rate, mine)
    if len(network) > 1:
        yield Variant("Z where A is meant", tuple(range(2, len(network) + 1)),
                      run(network, caches, error, below=lambda k: caches[k - 1].Z if k else caches[0].A_in))
    for j in (0, Y.shape[1] - 1) if Y.shape[1] > 1 else ():
        one = [type(c)(*(part[:, j:j + 1] for part in c)) for c in caches]
        for m, words in ((1, ""), (Y.shape[1], ", divided by m")):
            gradients = run(network, one, error[:, j:j + 1] / m)
            yield Variant("one sample only", tuple(range(1, len(network) + 1)), gradients, f"sample {j}{words}")


def _slopes(network, caches, error):
    hidden = range(len(network) - 1)
    for where in [tuple(hidden)] + [(k,) for k in hidden] * (len(hidden) > 1):
        if not where:
            continue
        layers = tuple(k + 1 for k in where)

        def with_slope(other, where=where):
            return run(network, caches, error, slope=lambda i, right: other(i) if i in where else right)

        yield Variant("a missing slope", layers, with_slope(lambda k: 1.0))
        yield Variant("the slope at another point", layers, with_slope(
            lambda k: get(network[k].activation).df(caches[k].Z, caches[k].Z)), "f′ written in A, given Z")
        yield Variant("the slope at another point", layers, with_slope(
            lambda k: get(network[k].activation).df(caches[k].A, get(network[k].activation).f(caches[k].A))), "f′(A)")
        yield Variant("the slope at another point", layers, with_slope(lambda k: caches[k].A),
                      "f(Z) itself instead of f′(Z)")


def _outputs(network, caches, Y, loss):
    Z, A, output = caches[-1].Z, caches[-1].A, get(network[-1].activation)
    last = (len(network),)
    plain = A - Y
    if passes.is_output(output, "softmax") and len(Z) > 1:
        e = np.exp(Z - Z.max())
        yield Variant("softmax over the samples", last, run(network, caches, e / e.sum(axis=1, keepdims=True) - Y))
        slope = A * (1 - A)
        through = A * (plain - (A * plain).sum(axis=0))
    else:
        slope = output.df(Z, A) if output.df is not None else np.ones_like(Z)
        through = plain * slope
    if loss == "squared_error":
        yield Variant("the output's slope is missing", last, run(network, caches, plain))
        yield Variant("the slope at another point", last, run(
            network, caches, plain * (output.df(Z, Z) if output.df else 1.0)), "f′ written in A, given Z")
        yield Variant("the slope at another point", last, run(
            network, caches, plain * (output.df(A, output.f(A)) if output.df else 1.0)), "f′(A)")
    else:
        yield Variant("the output's slope is too much", last, run(network, caches, plain * slope))
        yield Variant("the output's slope is too much", last, run(network, caches, through))
        yield Variant("the output's slope is missing", last, run(network, caches, -Y / np.clip(A, 1e-12, None)
                      + ((1 - Y) / np.clip(1 - A, 1e-12, None) if not passes.is_output(output, "softmax") else 0.0)))
    yield Variant("the targets are not subtracted", last, run(network, caches, A))


def _weights(network, caches, error, right, rate, mine):
    if len(network) == 1:
        return
    above = tuple(range(1, len(network)))
    if all(layer.W.shape[0] == layer.W.shape[1] for layer in network[1:]):
        yield Variant("W not transposed on the way back", above,
                      run(network, caches, error, weights=lambda k, dW: network[k].W.T))
    for k in range(1, len(network)):
        if network[k].W.shape[0] == network[k].W.shape[1] and len(network) > 2:
            yield Variant("W not transposed on the way back", (k,), run(
                network, caches, error, weights=lambda i, dW, k=k: network[i].W.T if i == k else network[i].W))
    for r in [rate] if rate is not None else _rates(network, caches, right, mine):
        yield Variant("W updated too early", above, run(
            network, caches, error, weights=lambda k, dW, r=r: network[k].W - r * dW), f"rate {r:.3g}")


def _rates(network, caches, right, mine):
    """The rate that W updated too early would have had: the gradient below the output is linear in it."""
    k = len(network) - 2
    if mine[k] is None or mine[k].shape != right[k].dW.shape:
        return
    slope = get(network[k].activation).df(caches[k].Z, caches[k].A)
    change = ((right[k + 1].dW.T @ right[k + 1].dZ) * slope) @ caches[k].A_in.T / right[k].dZ.shape[1]
    size = (change**2).sum()
    if size > 0:
        r = float(((right[k].dW - mine[k]) * change).sum() / size)
        if abs(r) > 1e-9:
            yield r
