"""What others call: the passes of `course_lib.mlp.passes`, with every argument checked and overflow told in words."""

import numpy as np

from course_lib.checking import array
from course_lib.mlp import passes
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


def loss(network, caches, Y, loss=None):
    """The loss, summed over outputs and averaged over samples: a number, or (batch,) for a batch of networks.

    loss   "squared_error" (half of it, under any output with a derivative and softmax), "cross_entropy" (sigmoid and
           softmax; computed from Z, so that it is finite for any Z), or None, the one that matches the output:
           cross-entropy for sigmoid and softmax, half squared error for identity

    Y holds 0 to 1 for sigmoid (soft labels are welcome), columns that add up to 1 for softmax, -1 to 1 for tanh.
    Errors as `forward`, for Y; KeyError for an unknown loss, ValueError for one that the output does not allow.
    """
    network = check_network(network)
    Y = check_targets(network, check_caches(network, caches), Y, loss)
    with np.errstate(**_QUIET):
        total = passes.loss(network, caches, Y, loss)
    check_finite("loss", [total])
    return total


def backward(network, caches, Y, loss=None):
    """The gradients (dZ, dW, db) of every layer: dW and db are derivatives of `mlp.loss`. Errors as there."""
    network = check_network(network)
    Y = check_targets(network, check_caches(network, caches), Y, loss)
    with np.errstate(**_QUIET):
        gradients = passes.backward(network, caches, Y, loss=loss)
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
