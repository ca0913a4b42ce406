"""From lists of arrays to a network."""

import warnings

import numpy as np

from course_lib.activations import get
from course_lib.mlp.network import Layer
from course_lib.networks.known import recognize
from course_lib.networks.tensors import to_array

LAYOUTS = ("units_inputs", "inputs_units")


def from_arrays(weights, biases=None, activations="relu", output=None, layout=None):
    """A network from your own arrays.

    weights      one matrix per layer, or a single matrix: arrays, nested lists or tensors of any float type
    biases       one per layer: flat (units,), (units, 1) or (1, units), a number, or None in a layer without one
    activations  one for all hidden layers, or one per hidden layer, or one per layer with the output's last: names
                 (those of PyTorch, Keras and scikit-learn too), NumPy functions such as np.tanh, or Activations
    output       the output's activation; "identity" if neither says it
    layout       "units_inputs": W @ A, row i belongs to unit i; "inputs_units": A @ W, as in Keras and many scripts.
                 None: what the shapes leave possible, with a warning where square layers leave both

    ValueError or TypeError, naming the layer and its shape, for what does not fit together.
    """
    weights = _matrices(weights)
    biases = _listed("biases", biases, len(weights))
    names = _activations(activations, output, len(weights))
    flat = [None if b is None else to_array(f"biases[{k}]", b).reshape(-1) for k, b in enumerate(biases)]
    if _layout(layout, weights, flat) == "inputs_units":
        weights = [W.T for W in weights]
    network = []
    for W, b, name in zip(weights, flat, names):
        units = W.shape[0]
        if b is None:
            b = np.zeros(units)
        elif b.size == 1:
            b = np.full(units, b[0])
        network.append(Layer(W, b.reshape(units, 1), name))
    return tuple(network)


def _is_flat(row):
    return not hasattr(row, "shape") and all(np.isscalar(entry) for entry in row)


def _matrices(weights):
    if isinstance(weights, np.ndarray) and weights.ndim == 2 or callable(getattr(weights, "detach", None)):
        weights = [weights]
    if isinstance(weights, dict):
        raise TypeError("weights must be a list of matrices, first layer first, not a dict: "
                        "[params['W1'], params['W2'], ...]; for a state_dict use networks.from_torch")
    if not isinstance(weights, (list, tuple)) and not isinstance(weights, np.ndarray):
        raise TypeError(f"weights must be a list of matrices, first layer first, not {type(weights).__name__}")
    if not len(weights):
        raise ValueError("weights is empty: one matrix per layer, first layer first")
    if all(_is_flat(row) for row in weights):  # one matrix as a nested list
        weights = [weights]
    read = [to_array(f"weights[{k}]", W) for k, W in enumerate(weights)]
    for k, W in enumerate(read):
        if W.ndim == 4:
            raise ValueError(f"weights[{k}] has shape {W.shape}, a convolution's: only fully connected layers are "
                             "read here. By its weights alone: networks.part(name, 'filters', W=...), where W is "
                             "(filters, channels, size, size). Or hand in the layers after it, with what it puts out "
                             "as X")
        if W.ndim != 2:
            hint = f"; for one unit say weights[{k}].reshape(1, -1)" if W.ndim == 1 else ""
            raise ValueError(f"weights[{k}] must be a matrix (units, inputs), but its shape is {W.shape}{hint}")
    return read


def _listed(name, given, layers):
    if given is None:
        return [None] * layers
    if isinstance(given, (int, float)):
        return [given] * layers
    listed = isinstance(given, (list, tuple)) and any(b is None or np.ndim(b) for b in given)
    if layers == 1 and not listed:  # the only layer's bias by itself, flat or a column
        given = [given]
    if len(given) != layers:
        raise ValueError(f"{name} must have one entry per layer: {layers} layers, but {len(given)} given; "
                         "None stands for a layer without")
    return list(given)


def _activations(given, output, layers):
    given = list(given) if isinstance(given, (list, tuple)) and not hasattr(given, "df") else [given] * (layers - 1)
    if len(given) == layers - 1:
        given = [*given, "identity" if output is None else output]
    elif len(given) == layers and output is not None:
        given[-1] = output
    if len(given) != layers:
        raise ValueError(f"activations must be one for all, one per hidden layer ({layers - 1}) or one per layer "
                         f"({layers}), but {len(given)} are given; the output's is output=")
    names = [recognize(name) for name in given]
    for number, name in enumerate(names[:-1], 1):
        if get(name).df is None:
            raise ValueError(f"activation {get(name).name!r} of layer {number} is for the output layer only: "
                             f"output={get(name).name!r}")
    return names


def _fits(layout, weights, flat):
    """What speaks against `layout`, in words; empty if nothing does."""
    inputs, units = (1, 0) if layout == "units_inputs" else (0, 1)
    for k, (W, b) in enumerate(zip(weights, flat)):
        if k and W.shape[inputs] != weights[k - 1].shape[units]:
            return (f"weights[{k}] of shape {W.shape} would take {W.shape[inputs]} inputs, but weights[{k - 1}] of "
                    "shape "
                    f"{weights[k - 1].shape} has {weights[k - 1].shape[units]} units")
        if b is not None and b.size not in (1, W.shape[units]):
            return f"weights[{k}] of shape {W.shape} would have {W.shape[units]} units, but biases[{k}] holds {b.size}"
    return ""


def _layout(layout, weights, flat):
    if layout not in (None, *LAYOUTS):
        raise ValueError(f"layout must be one of {', '.join(LAYOUTS)} or None, not {layout!r}")
    against = {name: _fits(name, weights, flat) for name in ([layout] if layout else LAYOUTS)}
    possible = [name for name, words in against.items() if not words]
    if not possible:
        raise ValueError("the layers do not fit together" + "".join(
            f"; as {name}: {words}" for name, words in against.items()) + (
            "" if layout is None or _fits(LAYOUTS[layout == LAYOUTS[0]], weights, flat) else
            f". The other layout fits: layout={LAYOUTS[layout == LAYOUTS[0]]!r}"))
    if len(possible) == 2:
        shapes = [W.shape for W in weights]
        if any(a != b for a, b in shapes):
            raise ValueError(f"weights of shapes {shapes} fit both ways: say layout='units_inputs' if you compute W @ "
                             "A, "
                             "layout='inputs_units' if you compute A @ W")
        warnings.warn(f"every layer is square, {shapes}: read as layout='units_inputs' (W @ A). If you compute A @ W, "
                      "as "
                      "Keras does, say layout='inputs_units': a transposed layer gives other answers and no error",
                      UserWarning, stacklevel=3)
    return possible[0]


def square_layers(network):
    """Numbers, from 1, of the hidden and output layers with as many units as inputs."""
    return [k for k, layer in enumerate(network, 1) if layer.W.shape[0] == layer.W.shape[1] > 1]


__all__ = ["LAYOUTS", "from_arrays", "square_layers"]
