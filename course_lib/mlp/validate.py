"""What forward, loss and backward demand before they compute. The messages name the argument and the shapes."""

import numpy as np

from course_lib import activations
from course_lib.checking import array, real
from course_lib.mlp.losses import find, library_name
from course_lib.mlp.network import Layer


def check_network(network):
    """The network with float64 arrays, its layers fitting one another."""
    if not isinstance(network, (tuple, list)) or not network or not all(isinstance(n, tuple) for n in network):
        raise TypeError(f"network must be a non-empty tuple of Layer, not {type(network).__name__}")
    checked, inputs = [], None
    for number, layer in enumerate(network, 1):
        W, b = array(f"W of layer {number}", layer.W), array(f"b of layer {number}", layer.b)
        if W.ndim < 2 or b.ndim < 2 or b.shape[-2:] != (W.shape[-2], 1):
            raise ValueError(f"layer {number}: W must be (..., units, inputs) and b (..., units, 1), "
                             f"but W is {W.shape} and b is {b.shape}")
        if inputs not in (None, W.shape[-1]):
            raise ValueError(f"W of layer {number} takes {W.shape[-1]} inputs, but the layer below has {inputs} units")
        inputs = W.shape[-2]
        activation = activations.get(layer.activation)
        if number < len(network) and activation.df is None:
            raise ValueError(f"layer {number}: activation {activation.name!r} is for the output layer only")
        checked.append(Layer(W, b, layer.activation))
    batch_of(checked)
    return tuple(checked)


def check_inputs(network, X):
    """X as float64 (inputs, samples) that fits the network's first layer."""
    X = array("X", X, ndim=2)
    if X.shape[0] != network[0].W.shape[-1]:
        raise ValueError(f"X must have {network[0].W.shape[-1]} rows (inputs of layer 1), but its shape is {X.shape}")
    if not X.shape[1]:
        raise ValueError(f"X has no samples: its shape is {X.shape}")
    return X


_RANGES = {  # what an output of the library can be compared with
    "sigmoid": (0.0, 1.0, "only 0 and 1 (or soft labels between)"),
    "softmax": (0.0, 1.0, "only 0 and 1 (or soft labels between)"),
    "tanh": (-1.0, 1.0, "numbers from -1 to 1"),
}


def check_targets(network, samples, Y, loss=None):
    """Y as float64 (outputs, samples), holding what the output can be compared with under that loss."""
    find(network[-1].activation, loss)
    Y = array("Y", Y)
    expected = (network[-1].W.shape[-2], samples)
    if Y.shape != expected:
        raise ValueError(f"Y must have shape (outputs, samples) = {expected}, but its shape is {Y.shape}")
    name = library_name(network[-1].activation)
    low, high, words = _RANGES.get(name, (-np.inf, np.inf, ""))
    outside = Y[(Y < low) | (Y > high)]
    if outside.size:
        raise ValueError(f"Y must hold {words} for a {name} output, but holds {outside[0]}")
    if name == "softmax" and not np.allclose(Y.sum(axis=0), 1.0, rtol=0.0, atol=1e-5):
        worst = Y.sum(axis=0)[np.abs(Y.sum(axis=0) - 1.0).argmax()]
        raise ValueError("every column of Y must add up to 1 for a softmax output (one-hot: exactly one 1; or soft "
                         f"labels), but one adds up to {worst:g}")
    return Y


def batch_of(network):
    """The leading axes that all layers share: () for one network. Layers of different batches are refused."""
    try:
        return np.broadcast_shapes(*(part.shape[:-2] for layer in network for part in (layer.W, layer.b)))
    except ValueError:
        raise ValueError("the layers belong to batches of different sizes: W has shapes "
                         f"{[layer.W.shape for layer in network]}") from None


def check_caches(network, caches):
    """The caches must come from `forward` on a network of these shapes."""
    shapes = [np.shape(cache.Z) for cache in caches]
    samples = shapes[0][-1] if shapes and len(shapes[0]) >= 2 else 0
    expected = [(*batch_of(network[:k + 1]), layer.W.shape[-2], samples) for k, layer in enumerate(network)]
    if shapes != expected:
        raise ValueError(f"caches do not belong to this network: Z has shapes {shapes}, "
                         f"but the network needs {expected}")
    return samples


def check_rate(network, learning_rate):
    """A learning rate as a number, or as (batch, 1, 1) to meet W and b of a batch of networks."""
    if np.ndim(learning_rate) == 0:
        return real("learning_rate", np.asarray(learning_rate).item())
    rate = array("learning_rate", learning_rate, ndim=1)
    if rate.shape != batch_of(network):
        raise ValueError(f"learning_rate has shape {rate.shape}, but the networks form a batch of {batch_of(network)}")
    return rate[:, None, None]


def check_finite(what, arrays):
    """Too large weights overflow; say so, rather than hand on inf."""
    for number, values in enumerate(arrays, 1):
        if not np.isfinite(values).all():
            raise ValueError(f"{what} of layer {number} is too large for float64 (overflow): "
                             "the weights, or the learning rate that made them, are too large")
