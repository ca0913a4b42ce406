"""Training: descent on all samples or on a few at a time, plain or by an optimizer, with noise or without."""

from math import isfinite

import numpy as np

from course_lib.checking import generator, whole
from course_lib.mlp import passes
from course_lib.mlp.noise import check_noise, draw
from course_lib.mlp.validate import check_finite, check_inputs, check_network, check_rate, check_targets


def minibatches(samples, batch_size, rng):
    """Which samples take part in each step: arrays of indices, without end.

    Each pass through the data (an epoch) is shuffled anew and visits every sample once; where batch_size does not
    divide samples, the last array of a pass is shorter.
    """
    samples, size = whole("samples", samples), whole("batch_size", batch_size)
    if size > samples:
        raise ValueError(f"batch_size must be at most the number of samples, {samples}, not {size}")
    generator(rng)
    while True:
        order = rng.permutation(samples)
        for first in range(0, samples, size):
            yield order[first:first + size]


def train(network, X, Y, learning_rate, steps, noise=None, rng=None, *, loss=None, optimizer=None, batch_size=None):
    """Gradient descent: a generator of steps + 1 triples (network, caches, gradients).

    The k-th triple holds the network after k updates with its own caches and gradients, so measuring anything
    is a comprehension over it. To get only the end, loop (`for network, caches, _ in train(...): pass`): a list, or
    `*_, last = train(...)`, keeps every step in memory. Arguments are checked once, when the first triple is asked
    for; a run whose numbers overflow ends in a ValueError. `loss` as in `mlp.loss`.

    optimizer   None for plain descent, or mlp.Momentum(), mlp.RMSprop(), mlp.Adam()
    batch_size  samples per update, chosen by `minibatches` from `rng`; None or all: every sample, in their order.
                Caches and gradients are then those of the few samples that make the step: measure with `mlp.forward`
    noise       a list with a Noise or None for each layer; it is drawn from `rng` anew at each step. The caches and
                gradients are then the disturbed ones that make the step; `forward` gives the answers without noise
    """
    network = check_network(network)
    rate, X = check_rate(network, learning_rate), check_inputs(network, X)
    Y, steps = check_targets(network, X.shape[1], Y, loss), whole("steps", steps, least=0)
    noise, batches = check_noise(noise, network, rng), None
    if optimizer is not None and not all(callable(getattr(optimizer, name, None)) for name in ("start", "move")):
        raise TypeError("optimizer must be None, Momentum(), RMSprop(), Adam() or have start and move, "
                        f"not {optimizer!r}")
    if isinstance(optimizer, type):
        raise TypeError(f"optimizer must be made first: {optimizer.__name__}(), not {optimizer.__name__}")
    if batch_size is not None and whole("batch_size", batch_size) != X.shape[1]:
        batches = minibatches(X.shape[1], batch_size, rng)

    state, gradients = optimizer.start(network) if optimizer is not None else None, None
    for _ in range(steps + 1):
        some = slice(None) if batches is None else next(batches)
        x, y = X[:, some], Y[:, some]
        draws = None if noise is None else draw(noise, network, x.shape[1], rng)
        network, state, caches, gradients = _guarded(network, state, gradients, rate, optimizer, x, y, draws, loss)
        yield network, caches, gradients


def _guarded(*given):
    """One update and the passes after it; numbers that overflow are an error in words."""
    try:  # NumPy's own flags watch for overflow at no cost
        with np.errstate(over="raise", invalid="raise", under="ignore"):
            found = _once(*given)
            if isfinite(found[2][-1].Z.sum()):
                return found
    except FloatingPointError:
        pass
    with np.errstate(over="ignore", invalid="ignore", under="ignore"):
        _, _, caches, gradients = found = _once(*given)
    check_finite("Z", [cache.Z for cache in caches])
    check_finite("dW", [g.dW for g in gradients])
    return found


def _once(network, state, gradients, rate, optimizer, X, Y, draws, loss):
    if gradients is not None:
        state, directions = _move(optimizer, state, gradients) if optimizer is not None else (None, gradients)
        network = passes.step(network, directions, rate)
    caches = passes.forward(network, X, draws)
    return network, state, caches, passes.backward(network, caches, Y, draws, loss)


def _move(optimizer, state, gradients):
    try:
        with np.errstate(over="raise", invalid="raise", under="ignore"):
            return optimizer.move(state, gradients)
    except FloatingPointError:
        raise ValueError("the gradients are too large for float64 (their squares overflow): the weights, "
                         "or the learning rate that made them, are too large") from None
