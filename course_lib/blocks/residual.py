"""A stream with residual branches: every block adds something to what comes in. Forward and backward by hand.

    H_0 = stem @ X                                    the stream begins
    H_l = H_(l-1) + gate_l * W2_l @ relu(W1_l @ H_(l-1))      block l = 1 ... blocks adds its branch
    Z = head @ H_blocks                               what the output activation gets

stem (width, inputs), W1 (blocks, hidden, width), W2 (blocks, width, hidden), head (outputs, width), no biases; gate
(blocks, 1, 1), or (blocks, width, 1) with a number for each unit of the stream. Row i of W1_l is unit i of block l,
column i of W2_l is where it speaks. Several networks of one shape may be handled at once: their axis is the first of
stem and head, the second of the others. Pure functions that check nothing.
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
    """The gradients of the mean loss, as a Residual; dZ (outputs, samples) belongs to each sample's own loss."""
    m = X.shape[-1]
    dhead = dZ @ passed.H[-1].swapaxes(-1, -2) / m
    dH, parts = network.head.swapaxes(-1, -2) @ dZ, []
    for k in range(len(network.W1) - 1, -1, -1):
        dgate = (dH * passed.F[k]).sum(axis=-1, keepdims=True) / m
        if network.gate.shape[-2] == 1:  # one number for all units
            dgate = dgate.sum(axis=-2, keepdims=True)
        dF = network.gate[k] * dH
        dW2 = dF @ passed.A1[k].swapaxes(-1, -2) / m
        dZ1 = (network.W2[k].swapaxes(-1, -2) @ dF) * (passed.Z1[k] > 0)
        parts.append((dZ1 @ passed.H[k].swapaxes(-1, -2) / m, dW2, dgate))
        dH = dH + network.W1[k].swapaxes(-1, -2) @ dZ1  # past the branch, and through it
    dW1, dW2, dgate = (np.stack(part[::-1]) for part in zip(*parts))
    return Residual(dH @ X.T / m, dW1, dW2, dgate, dhead)


def step(network, gradients, rate):
    """One step of gradient descent."""
    return Residual(*(part - rate * gradient for part, gradient in zip(network, gradients)))


def moved(before, after):
    """The largest change of any weight or gate of each block: (blocks,), 0.0 for a block in which nothing moved."""
    changes = [np.abs(getattr(after, name) - getattr(before, name)) for name in ("W1", "W2", "gate")]
    return np.max([change.reshape(len(change), -1).max(axis=1) for change in changes], axis=0)
