"""How steep the loss can be: the largest curvature, by the power method, without forming a matrix of all weights."""

import numpy as np

from course_lib.activations import get
from course_lib.reading import passes

LOOKED_AT = 256  # samples


def few(signs):
    """At most LOOKED_AT samples (an eighth of that for a large network): (X, Y)."""
    most = LOOKED_AT if sum(layer.W.size for layer in signs.network) < 100_000 else LOOKED_AT // 8
    chosen = np.linspace(0, signs.X.shape[1] - 1, min(most, signs.X.shape[1])).astype(int)
    return signs.X[:, chosen], signs.Y[:, chosen]


@passes.quiet
def curvature(signs, iterations=8):
    """The largest eigenvalue of the Gauss-Newton matrix JᵀHJ, by the power method.

    J is the derivative of the outputs' Z, H the second derivative of the loss there. For ReLU it is the curvature
    without the kinks, whose differences of gradients would be taken for steepness.
    """
    X, Y = few(signs)
    network, caches = signs.network, passes.forward(signs.network, X)
    slopes = [get(layer.activation).df(c.Z, c.A) for layer, c in zip(network[:-1], caches)]
    kernels = [together(c.A_in) if len(c.A_in) > X.shape[1] else None for c in caches]
    rng = np.random.default_rng(0)
    V = [(rng.normal(size=layer.W.shape) / layer.W.shape[1], rng.normal(size=layer.b.shape)) for layer in network]
    size = np.sqrt(sum((dW**2).sum() + (db**2).sum() for dW, db in V))
    moves, value = [dW @ c.A_in + db for c, (dW, db) in zip(caches, V)], 0.0
    for _ in range(iterations):
        if not size > 0 or not np.isfinite(size):
            return value
        errors = _gauss_newton(network, caches, slopes, [move / size for move in moves], signs.loss_name)
        moves, squares = zip(*(_step(u, c.A_in, K) for u, c, K in zip(errors, caches, kernels)))
        size = value = float(np.sqrt(sum(squares)))
    return value


def together(A_in):
    """How much the samples move one another, (A_inᵀ A_in + 1) / m: (samples, samples).

    The step (dW, db) that errors u make moves Z by u times it. With fewer samples than inputs this spares the large dW.
    """
    return (A_in.T @ A_in + 1.0) / A_in.shape[1]


def _step(u, A_in, kernel):
    """The step (dW, db) that errors u make: by how much it moves the layer's Z, and its squared length."""
    m = u.shape[1]
    if kernel is not None:
        moved = u @ kernel
        return moved, (u * moved).sum() / m
    dW, db = u @ A_in.T / m, u.sum(axis=1, keepdims=True) / m
    return dW @ A_in + db, (dW**2).sum() + (db**2).sum()


def _gauss_newton(network, caches, slopes, moves, loss):
    """HJ V, brought back to every layer's Z, for a direction V that moves each layer's own Z by `moves`."""
    moved = 0.0
    for k, (layer, own) in enumerate(zip(network, moves)):
        moved = own + (layer.W @ moved if k else 0.0)
        if k < len(slopes):
            moved = moved * slopes[k]
    errors = [_at_output(network[-1].activation, caches[-1], moved, loss)]
    for k in range(len(network) - 1, 0, -1):
        errors.append((network[k].W.T @ errors[-1]) * slopes[k - 1])
    return errors[::-1]


def _at_output(activation, cache, moved, loss):
    """The second derivative of the loss, without f″, times a change of the outputs' Z."""
    A = cache.A
    own = get(activation)
    if loss == "squared_error" and own.df is not None:
        return own.df(cache.Z, A) ** 2 * moved
    if loss == "cross_entropy" and own.df is not None:
        return A * (1 - A) * moved if passes.is_output(activation, "sigmoid") else moved
    return A * moved - A * (A * moved).sum(axis=0)
