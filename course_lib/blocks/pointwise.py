"""What the blocks share: ReLU, softmax and the loss, written so that autograd can take their gradients."""

import autograd.numpy as np


def relu(Z):
    """max(Z, 0), any shape. Its slope at 0 is 0, as everywhere in the course; autograd's own `maximum` takes ½."""
    return Z * (Z > 0)


def softmax(Z, axis=0):
    """Positive shares that add up to 1 along `axis`; never overflows. Shape of Z."""
    shares = np.exp(Z - np.max(Z, axis=axis, keepdims=True))
    return shares / np.sum(shares, axis=axis, keepdims=True)


def cross_entropy(Z, Y):
    """The mean over samples of −log softmax(Z) at the target. Z and one-hot Y: (outputs, samples)."""
    top = np.max(Z, axis=0)
    return np.mean(top + np.log(np.sum(np.exp(Z - top), axis=0)) - np.sum(Z * Y, axis=0))
