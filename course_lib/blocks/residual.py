"""A stream with residual branches: every block adds something to what comes in. Forward and backward by hand.

    H_0 = stem @ X                                    the stream begins
    H_l = H_(l-1) + gate_l * W2_l @ relu(W1_l @ H_(l-1))      block l = 1 ... blocks adds its branch
    Z = head @ H_blocks                               what the output activation gets

stem (width, inputs), W1 (blocks, hidden, width), W2 (blocks, width, hidden), gate (blocks, 1, 1), head (outputs, width);
there are no biases. Row i of W1_l is unit i of block l, column i of W2_l is where it speaks. Networks of one shape may
be handled at once: their axis comes after that of the blocks. Pure functions that check nothing.
"""

from typing import NamedTuple

import numpy as np


class Residual(NamedTuple):
    """A residual network, or a gradient for each of its parts."""

    stem: np.ndarray
    W1: np.ndarray
    W2: np.ndarray
    gate: np.ndarray
    head: np.ndarray


class Passed(NamedTuple):
    """What a forward pass leaves: the stream H before the first and after each block, and the branches' insides."""

    H: list
    Z1: list
    A1: list
    F: list
    Z: np.ndarray


def forward(network, X):
    """The passes of all samples X (inputs, samples)."""
    H, Z1, A1, F = [network.stem @ X], [], [], []
    for W1, W2, gate in zip(network.W1, network.W2, network.gate):
        Z1.append(W1 @ H[-1])
        A1.append(np.maximum(Z1[-1], 0.0))
        F.append(W2 @ A1[-1])
        H.append(H[-1] + gate * F[-1])
    return Passed(H, Z1, A1, F, network.head @ H[-1])


def backward(network, passed, X, dZ):
    """(gradients of the mean loss as a Residual, dH): dZ (outputs, samples) belongs to each sample's own loss, and so
    does dH, the gradient that reaches the stream before the first and after each block.
    """
    m = X.shape[-1]
    dhead = dZ @ passed.H[-1].swapaxes(-1, -2) / m
    dH, parts = [network.head.swapaxes(-1, -2) @ dZ], []
    for l in range(len(network.W1) - 1, -1, -1):
        back = dH[-1]
        dgate = (back * passed.F[l]).sum(axis=(-2, -1), keepdims=True) / m
        dF = network.gate[l] * back
        dW2 = dF @ passed.A1[l].swapaxes(-1, -2) / m
        dZ1 = (network.W2[l].swapaxes(-1, -2) @ dF) * (passed.Z1[l] > 0)
        parts.append((dZ1 @ passed.H[l].swapaxes(-1, -2) / m, dW2, dgate))
        dH.append(back + network.W1[l].swapaxes(-1, -2) @ dZ1)  # past the branch, and through it
    dW1, dW2, dgate = (np.stack(part[::-1]) for part in zip(*parts))
    return Residual(dH[-1] @ X.T / m, dW1, dW2, dgate, dhead), dH[::-1]


def step(network, gradients, rate, fixed=()):
    """One step of gradient descent; parts named in `fixed`, such as "gate", stay as they are."""
    return Residual(*(part if name in fixed else part - rate * gradient
                      for name, part, gradient in zip(Residual._fields, network, gradients)))
