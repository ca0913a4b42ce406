"""The lesson's network: the course's layers with a normalization before each hidden activation, and its training.

    Z = N(W @ A_in) + b in hidden layers, Z = W @ A_in + b at the output      N: batch norm, layer norm, or nothing

b stands where beta stands in the papers; gamma stays 1. So a normalized network is a tuple of the same layers as any
other, and the library's optimizers move it.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from course_lib import activations, diagnostics, mlp
from course_lib.blocks import normalization
from course_lib.lessons.common import DIGITS, images

NORMS = {"none": None, "BatchNorm": "batch", "LayerNorm": "layer"}
BATCH = 64


class Cache(NamedTuple):
    """One layer: A_in and A as everywhere; Z is what the activation gets; normal is None without normalization."""

    A_in: np.ndarray
    Z: np.ndarray
    A: np.ndarray
    normal: normalization.Normal | None


def forward(network, X, norm="none", epsilon=normalization.EPSILON):
    """The Cache of each layer; norm is a key of NORMS. Batch norm takes mean and spread of these X."""
    caches, A, kind = [], X, NORMS[norm]
    for number, layer in enumerate(network, 1):
        A_in, Z, normal = A, layer.W @ A, None
        if kind and number < len(network):
            normal = normalization.standardize(Z, kind, epsilon)
            Z = normal.Z_hat
        Z = Z + layer.b
        A = activations.get(layer.activation).f(Z)
        caches.append(Cache(A_in, Z, A, normal))
    return caches


def backward(network, caches, Y, norm="none"):
    """The mlp.Gradient of each layer, for a softmax output with cross-entropy."""
    gradients, m, dZ = [], Y.shape[-1], caches[-1].A - Y
    for k in range(len(network) - 1, -1, -1):
        db, cache = dZ.sum(axis=-1, keepdims=True) / m, caches[k]
        if cache.normal is not None:
            dZ = normalization.backward(dZ, cache.normal, NORMS[norm])
        gradients.append(mlp.Gradient(dZ, dZ @ cache.A_in.swapaxes(-1, -2) / m, db))
        if k:
            below = caches[k - 1]
            slope = activations.get(network[k - 1].activation).df(below.Z, below.A)
            dZ = network[k].W.swapaxes(-1, -2) @ dZ * slope
    return tuple(gradients[::-1])


def train(network, rate, steps, norm="none", optimizer=None, epsilon=normalization.EPSILON, order=0):
    """A generator of (step, network), step 0 to `steps`: 64 of the 512 digits a step, shuffled by seed `order`.

    A batch of networks is trained as one, `rate` a number or (batch,). Numbers may overflow: such a network is lost
    (its weights are no numbers any more), the others go on.
    """
    X, Y = images()
    rate = np.asarray(rate)[..., None, None] if np.ndim(rate) else rate
    state = optimizer.start(network) if optimizer else None
    batches = mlp.minibatches(DIGITS, BATCH, np.random.default_rng(order))
    for step in range(steps + 1):
        yield step, network
        seen = next(batches)
        with np.errstate(all="ignore"):
            moves = backward(network, forward(network, X[:, seen], norm, epsilon), Y[:, seen], norm)
            if optimizer:
                state, moves = optimizer.move(state, moves)
            network = mlp.passes.step(network, moves, rate)


@dataclass(frozen=True)
class LongerSteps:
    """Plain descent in which the weights of hidden layers, not their biases, take steps `factor` times as long."""

    factor: float

    def start(self, network):
        """Nothing is remembered."""
        return None

    def move(self, state, gradients):
        """The same state, and the directions of this step."""
        *hidden, output = gradients
        return state, (*[g._replace(dW=self.factor * g.dW) for g in hidden], output)


def trained(network, rate, steps, **options):
    """The network, or the batch of networks, after training; options as in `train`."""
    for _, end in train(network, rate, steps, **options):
        pass
    return end


def accuracy(network, norm="none", epsilon=normalization.EPSILON):
    """The share of the 357 test digits that are right, a number or (batch,); lost networks have 0.1, a guess.

    Batch norm takes mean and spread of the test digits themselves.
    """
    X, Y = images("test")
    with np.errstate(all="ignore"):
        A = forward(network, X, norm, epsilon)[-1].A
    return np.where(np.isfinite(A).all(axis=(-2, -1)), diagnostics.accuracy(np.nan_to_num(A), Y), 0.1)
