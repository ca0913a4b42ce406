"""13: gradient descent on named arrays. The gradients come from autograd, the steps from the library's optimizers."""

from types import SimpleNamespace

import numpy as np
from autograd import grad, value_and_grad

from course_lib import mlp


def gradients(loss, weights):
    """{name: derivative of loss(**weights)}, each of the shape of its weights."""
    return grad(lambda named: loss(**named))(weights)


def _pairs(arrays):
    """Arrays as an optimizer wants them: one at a time, in the place of W, without bias."""
    return tuple(mlp.Gradient(None, array, np.zeros(1)) for array in arrays)


def descend(loss, weights, rate, steps, optimizer=None):
    """A generator of steps + 1 triples (weights, gradients, loss), before each step and at the end; weights and
    gradients are dicts with the same names.

    Plain gradient descent, or with an optimizer of `mlp`, such as mlp.Adam().
    """
    state = optimizer and optimizer.start([SimpleNamespace(W=array, b=np.zeros(1)) for array in weights.values()])
    both = value_and_grad(lambda named: loss(**named))
    for step in range(steps + 1):
        value, found = both(weights)
        yield weights, found, float(value)
        if step < steps:
            directions = [found[name] for name in weights]
            if optimizer:
                state, moves = optimizer.move(state, _pairs(directions))
                directions = [move.dW for move in moves]
            weights = {name: array - rate * way for (name, array), way in zip(weights.items(), directions)}


def last(loss, weights, rate, steps, optimizer=None):
    """The weights after all steps."""
    for trained, _, _ in descend(loss, weights, rate, steps, optimizer):
        pass
    return trained
