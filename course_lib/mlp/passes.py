"""The mathematics of the course on one screen: forward, loss, backward, step. Pure functions that check nothing.

    Z = W @ A_in + b,  A = f(Z)          forward, layer by layer        row i of W is unit i
    dZ = A - Y                           at the output, whose loss matches its activation; other losses: see losses
    dW = dZ @ A_in^T / m                 m samples
    dZ = (W above)^T @ dZ above * f'(Z)  one layer further down
    W - rate * dW                        one step of gradient descent

Shapes: see course_lib.mlp. `draws` holds what noise has drawn for each layer, see course_lib.mlp.noise. Call
`mlp.forward` and the others unless you have checked your arrays yourself: these are for loops that run long.
"""

import numpy as np

from course_lib import activations
from course_lib.mlp.losses import find
from course_lib.mlp.network import Cache, Gradient, Layer


def forward(network, X, draws=None):
    """Caches (A_in, Z, A) of every layer."""
    caches, A = [], X
    for k, layer in enumerate(network):
        if draws is not None:
            A = A * draws[k].kept + draws[k].added
        A_in, Z = A, layer.W @ A + layer.b
        A = activations.get(layer.activation).f(Z)
        caches.append(Cache(A_in, Z, A))
    return tuple(caches)


def loss(network, caches, Y, loss=None):
    """Summed over outputs, averaged over samples: a number, or (batch,)."""
    values = find(network[-1].activation, loss).values(caches[-1].Z, caches[-1].A, Y)
    return values.sum(axis=-2).mean(axis=-1)


def backward(network, caches, Y, draws=None, loss=None):
    """Gradients (dZ, dW, db) of every layer."""
    m, gradients = Y.shape[-1], []
    dZ = find(network[-1].activation, loss).dZ(caches[-1].Z, caches[-1].A, Y)
    for k in range(len(network) - 1, -1, -1):
        # swapaxes transposes every matrix of a batch. Divide by m after the product: dividing before leaves
        # residues that wake a dead network.
        dW, db = dZ @ caches[k].A_in.swapaxes(-1, -2) / m, dZ.sum(axis=-1, keepdims=True) / m
        if draws is not None:
            dW, db = dW + draws[k].dW, db + draws[k].db
        gradients.append(Gradient(dZ, dW, db))
        if k:
            below = caches[k - 1]
            slope = activations.get(network[k - 1].activation).df(below.Z, below.A)
            dZ = network[k].W.swapaxes(-1, -2) @ dZ
            dZ *= slope  # in place: the arrays of a deep network outgrow the cache
            if draws is not None:
                dZ = dZ * draws[k].kept  # what was dropped hears nothing of the error
    return tuple(gradients[::-1])


def step(network, gradients, rate):
    """A new network; `rate` is a number, or (batch, 1, 1)."""
    return tuple([Layer(layer.W - rate * g.dW, layer.b - rate * g.db, layer.activation)
                  for layer, g in zip(network, gradients)])


def stack(networks):
    """Networks of one shape as one batch: W becomes (networks, units, inputs)."""
    return tuple(Layer(np.stack([n.W for n in layer]), np.stack([n.b for n in layer]), layer[0].activation)
                 for layer in zip(*networks))


def pick(networks, index):
    """One network of a batch, or a part of the batch: the leading axis of W and b at `index`."""
    return tuple(layer._replace(W=layer.W[index], b=layer.b[index]) for layer in networks)
