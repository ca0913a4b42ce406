"""The three records of a network: what a layer is, what the forward pass keeps, what the backward pass finds."""

from typing import NamedTuple

import numpy as np

from course_lib.activations import Activation


class Layer(NamedTuple):
    """W (..., units, inputs), b (..., units, 1), and the activation: a name or an Activation of your own."""

    W: np.ndarray
    b: np.ndarray
    activation: str | Activation


class Cache(NamedTuple):
    """One layer in the forward pass: A_in (..., inputs, samples), Z and A (..., units, samples)."""

    A_in: np.ndarray
    Z: np.ndarray
    A: np.ndarray


class Gradient(NamedTuple):
    """One layer in the backward pass: dZ as Z, dW as W, db as b."""

    dZ: np.ndarray
    dW: np.ndarray
    db: np.ndarray
