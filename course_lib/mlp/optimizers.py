"""From gradients to the direction of a step: momentum, RMSprop and Adam as pure functions of (state, gradients).

    state = optimizer.start(network)
    state, directions = optimizer.move(state, gradients)
    network = mlp.step(network, directions, learning_rate)      W - learning_rate * direction

g is a gradient (dW or db), entry by entry; v and s start at 0. Nothing handed in is modified. Anything with these two
methods is an optimizer that `mlp.train` takes.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from course_lib.checking import real
from course_lib.mlp.network import Gradient


class State(NamedTuple):
    """What an optimizer remembers: how many steps, and per layer means of g and of g^2 as a Gradient without dZ."""

    steps: int
    first: tuple
    second: tuple


def _each(function, *layers):
    """function(entry of each, ...) for dW and db of every layer."""
    return tuple([Gradient(None, function(*(g.dW for g in same)), function(*(g.db for g in same)))
                  for same in zip(*layers)])


class _FromNothing:
    def start(self, network):
        """The state before the first step: nothing remembered."""
        nothing = tuple([Gradient(None, np.zeros_like(layer.W), np.zeros_like(layer.b)) for layer in network])
        return State(0, nothing, nothing)


def _share(name, value):
    if real(name, value, 0.0, 1.0) == 1.0:
        raise ValueError(f"{name} must be below 1: at 1 nothing new is heard")


@dataclass(frozen=True)
class Momentum(_FromNothing):
    """v <- momentum v + g; the direction is v, with `nesterov` g + momentum v.

    Polyak 1964; Sutskever, Martens, Dahl & Hinton 2013. As torch.optim.SGD counts: a constant gradient ends in steps
    1 / (1 - momentum) times as long.
    """

    momentum: float = 0.9
    nesterov: bool = False

    def __post_init__(self):
        _share("momentum", self.momentum)

    def move(self, state, gradients):
        """The next state, and the directions of this step."""
        mu = self.momentum
        v = _each(lambda v, g: mu * v + g, state.first, gradients)
        directions = _each(lambda v, g: g + mu * v, v, gradients) if self.nesterov else v
        return State(state.steps + 1, v, state.second), directions


@dataclass(frozen=True)
class RMSprop(_FromNothing):
    """s <- decay s + (1 - decay) g^2; the direction is g / (sqrt(s) + epsilon).

    Tieleman & Hinton 2012, lecture 6.5. PyTorch's default is decay=0.99, Keras' 0.9 with epsilon=1e-7.
    """

    decay: float = 0.9
    epsilon: float = 1e-8

    def __post_init__(self):
        _share("decay", self.decay)
        real("epsilon", self.epsilon, np.finfo(float).tiny)

    def move(self, state, gradients):
        """The next state, and the directions of this step."""
        s = _each(lambda s, g: self.decay * s + (1 - self.decay) * g * g, state.second, gradients)
        directions = _each(lambda g, s: g / (np.sqrt(s) + self.epsilon), gradients, s)
        return State(state.steps + 1, state.first, s), directions


@dataclass(frozen=True)
class Adam(_FromNothing):
    """v <- beta1 v + (1 - beta1) g, s <- beta2 s + (1 - beta2) g^2; the direction after t steps is

    v / (1 - beta1^t) / (sqrt(s / (1 - beta2^t)) + epsilon). Kingma & Ba 2015, algorithm 1.
    """

    beta1: float = 0.9
    beta2: float = 0.999
    epsilon: float = 1e-8

    def __post_init__(self):
        _share("beta1", self.beta1), _share("beta2", self.beta2)
        real("epsilon", self.epsilon, np.finfo(float).tiny)

    def move(self, state, gradients):
        """The next state, and the directions of this step."""
        t, b1, b2 = state.steps + 1, self.beta1, self.beta2
        v = _each(lambda v, g: b1 * v + (1 - b1) * g, state.first, gradients)
        s = _each(lambda s, g: b2 * s + (1 - b2) * g * g, state.second, gradients)
        directions = _each(lambda v, s: v / (1 - b1**t) / (np.sqrt(s / (1 - b2**t)) + self.epsilon), v, s)
        return State(t, v, s), directions
