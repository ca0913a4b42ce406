"""What others call: the passes of `course_lib.mlp.passes`, with every argument checked and overflow told in words."""

from math import isfinite

import numpy as np

from course_lib.checking import array, whole
from course_lib.mlp import passes
from course_lib.mlp.noise import check_noise, draw
from course_lib.mlp.validate import (
    check_caches,
    check_finite,
    check_inputs,
    check_network,
    check_rate,
    check_targets,
)

_QUIET = {"over": "ignore", "invalid": "ignore", "under": "ignore"}  # check_finite speaks instead


def forward(network, X):
    """The caches (A_in, Z, A) of every layer for inputs X (inputs, samples).

    Raises ValueError or TypeError, naming the argument and the shapes, for a network or X that does not fit,
    and ValueError where the weights are so large that Z overflows.
    """
    network = check_network(network)
    with np.errstate(**_QUIET):
        caches = passes.forward(network, check_inputs(network, X))
    check_finite("Z", [cache.Z for cache in caches])
    return caches


def loss(network, caches, Y):
    """The loss that matches the output activation, summed over outputs and averaged over samples.

    Cross-entropy for sigmoid and softmax (computed from Z, so that it is finite for any Z), half squared error
    for identity. A number, or (batch,) for a batch of networks. Errors as `forward`, for Y.
    """
    network = check_network(network)
    Y = check_targets(network, check_caches(network, caches), Y)
    with np.errstate(**_QUIET):
        total = passes.loss(network, caches, Y)
    check_finite("loss", [total])
    return total


def backward(network, caches, Y):
    """The gradients (dZ, dW, db) of every layer: dW and db are derivatives of `loss`. Errors as `forward`."""
    network = check_network(network)
    Y = check_targets(network, check_caches(network, caches), Y)
    with np.errstate(**_QUIET):
        gradients = passes.backward(network, caches, Y)
    check_finite("dW", [g.dW for g in gradients])
    return gradients


def step(network, gradients, learning_rate):
    """A new network, one step of gradient descent further: W - learning_rate * dW, and b likewise.

    `learning_rate` is a number, or (batch,) with one rate for each network of a batch.
    """
    network = check_network(network)
    rate = check_rate(network, learning_rate)
    for number, g in enumerate(gradients, 1):
        array(f"dW of layer {number}", g.dW), array(f"db of layer {number}", g.db)
    if [np.shape(g.dW) for g in gradients] != [layer.W.shape for layer in network]:
        raise ValueError(f"gradients of shapes {[np.shape(g.dW) for g in gradients]} do not fit "
                         f"W of shapes {[layer.W.shape for layer in network]}")
    return passes.step(network, gradients, rate)


def train(network, X, Y, learning_rate, steps, noise=None, rng=None):
    """Full-batch gradient descent: a generator of steps + 1 triples (network, caches, gradients).

    The k-th triple holds the network after k updates with its own caches and gradients, so measuring anything
    is a comprehension over it. To get only the end, loop (`for network, caches, _ in train(...): pass`): a list, or
    `*_, last = train(...)`, keeps every step in memory. Arguments are checked once, when the first triple is asked
    for; a run whose numbers overflow ends in a ValueError.

    `noise` is a list with a Noise or None for each layer; it is drawn from `rng` anew at each step. The caches and
    gradients are then the disturbed ones that make the step; `forward` gives the answers without noise.
    """
    network = check_network(network)
    rate, X = check_rate(network, learning_rate), check_inputs(network, X)
    Y, steps = check_targets(network, X.shape[1], Y), whole("steps", steps, least=0)
    yield from _run(network, X, Y, rate, steps, check_noise(noise, network, rng), rng)


def _run(network, X, Y, rate, steps, noise, rng):
    gradients, draws = None, None
    for k in range(steps + 1):
        if noise is not None:
            draws = draw(noise, network, X.shape[1], rng)
        try:  # NumPy's own flags watch for overflow at no cost
            with np.errstate(over="raise", invalid="raise", under="ignore"):
                after = passes.step(network, gradients, rate) if k else network
                caches = passes.forward(after, X, draws)
                new = passes.backward(after, caches, Y, draws)
                doubt = not isfinite(caches[-1].Z.sum())
        except FloatingPointError:
            doubt = True
        if doubt:
            with np.errstate(**_QUIET):
                after = passes.step(network, gradients, rate) if k else network
                caches = passes.forward(after, X, draws)
                check_finite("Z", [cache.Z for cache in caches])
                new = passes.backward(after, caches, Y, draws)
                check_finite("dW", [g.dW for g in new])
        network, gradients = after, new
        yield network, caches, gradients
