"""Batch norm and layer norm: one formula, averaged over another axis.

    Z           (..., units, samples)   what is normalized, usually W @ A_in
    mean, std   over samples for batch norm (a number for each unit), over units for layer norm (one for each sample)
    Z_hat       (Z - mean) / sqrt(std^2 + epsilon)
    out         gamma * Z_hat + beta, with gamma and beta (..., units, 1) or plain numbers

Ioffe & Szegedy 2015; Ba, Kiros & Hinton 2016. These functions check nothing; leading axes are a batch of networks.
"""

from typing import NamedTuple

import numpy as np

AXES = {"batch": -1, "layer": -2}  # what the mean is taken over: samples, or units
EPSILON = 1e-5  # the default of PyTorch's BatchNorm and LayerNorm


class Normal(NamedTuple):
    """What the backward pass needs: Z_hat as Z, and spread = sqrt(std^2 + epsilon), with one entry on the axis."""

    Z_hat: np.ndarray
    spread: np.ndarray


def standardize(Z, kind, epsilon=EPSILON):
    """The Normal of Z, where kind is "batch" or "layer"; KeyError for another."""
    axis = AXES[kind]
    centred = Z - Z.mean(axis=axis, keepdims=True)
    spread = np.sqrt((centred * centred).mean(axis=axis, keepdims=True) + epsilon)
    return Normal(centred / spread, spread)


def batch_norm(Z, gamma=1.0, beta=0.0, epsilon=EPSILON):
    """out as Z: each unit has mean beta and, but for epsilon, standard deviation |gamma| over these samples."""
    return gamma * standardize(Z, "batch", epsilon).Z_hat + beta


def layer_norm(Z, gamma=1.0, beta=0.0, epsilon=EPSILON):
    """out as Z: each sample has mean 0 and, but for epsilon, standard deviation 1 over the units; then gamma, beta."""
    return gamma * standardize(Z, "layer", epsilon).Z_hat + beta


def backward(dZ_hat, normal, kind):
    """dZ as Z, from dZ_hat = gamma * d(out): what a change of Z does through Z_hat, mean and spread together.

    Two parts of dZ_hat get lost, its mean and its part along Z_hat; the rest is divided by the spread. That division is
    why weights c times as large get gradients 1/c times as large.
    """
    axis, (Z_hat, spread) = AXES[kind], normal
    along = (dZ_hat * Z_hat).mean(axis=axis, keepdims=True)
    return (dZ_hat - dZ_hat.mean(axis=axis, keepdims=True) - Z_hat * along) / spread
