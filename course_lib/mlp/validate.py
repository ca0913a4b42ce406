"""What forward, loss and backward demand before they compute. The messages name the argument and the shapes."""

import numpy as np

from course_lib import activations
from course_lib.checking import array, real
from course_lib.mlp.losses import LOSSES
from course_lib.mlp.network import Layer


def check_network(network):
    """The network with float64 arrays, its layers fitting one another and its output having a loss."""
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
        last = number == len(network)
        name = activations.get(layer.activation).name
        if not last and activations.get(layer.activation).df is None:
            raise ValueError(f"layer {number}: activation {name!r} is for the output layer only")
        if last and name not in LOSSES:
            raise ValueError(f"output activation {name!r} has no matching loss; choose one of: {', '.join(LOSSES)}")
        checked.append(Layer(W, b, layer.activation))
    return tuple(checked)


def check_inputs(network, X):
    """X as float64 (inputs, samples) that fits the network's first layer."""
    X = array("X", X, ndim=2)
    if X.shape[0] != network[0].W.shape[-1]:
        raise ValueError(f"X must have {network[0].W.shape[-1]} rows (inputs of layer 1), but its shape is {X.shape}")
    if not X.shape[1]:
        raise ValueError(f"X has no samples: its shape is {X.shape}")
    return X


def check_targets(network, samples, Y):
    """Y as float64 (outputs, samples), holding what the output activation can be compared with."""
    Y = array("Y", Y)
    expected = (network[-1].W.shape[-2], samples)
    if Y.shape != expected:
        raise ValueError(f"Y must have shape (outputs, samples) = {expected}, but its shape is {Y.shape}")
    name = activations.get(network[-1].activation).name
    if name != "identity" and not np.isin(Y, (0.0, 1.0)).all():
        raise ValueError(f"Y must hold only 0 and 1 for a {name} output, but holds {Y[~np.isin(Y, (0.0, 1.0))][0]}")
    if name == "softmax" and not (Y.sum(axis=0) == 1.0).all():
        raise ValueError("Y must be one-hot for a softmax output: exactly one 1 in every column")
    return Y


def check_caches(network, caches):
    """The caches must come from `forward` on a network of these shapes."""
    shapes = [(*np.shape(c.Z)[-2:], *np.shape(c.A_in)[-2:]) for c in caches]
    samples = shapes[0][1] if shapes else 0
    expected = [(n.W.shape[-2], samples, n.W.shape[-1], samples) for n in network]
    if shapes != expected:
        raise ValueError(f"caches do not belong to this network: (units, samples, inputs, samples) per layer is "
                         f"{shapes}, but the network needs {expected}")
    return samples


def check_rate(learning_rate):
    """A learning rate as a number, or as (batch, 1, 1) to meet W and b of a batch of networks."""
    if np.ndim(learning_rate) == 0:
        return real("learning_rate", np.asarray(learning_rate).item())
    return array("learning_rate", learning_rate, ndim=1)[:, None, None]


def check_finite(what, arrays):
    """Too large weights overflow; say so, rather than hand on inf."""
    for number, values in enumerate(arrays, 1):
        if not np.isfinite(values).all():
            raise ValueError(f"{what} of layer {number} is too large for float64 (overflow): "
                             "the weights, or the learning rate that made them, are too large")
