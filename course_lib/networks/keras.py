"""From a Keras model or what its get_weights() returns, without importing Keras."""

import numpy as np

from course_lib.networks.keras_parts import keras_parts
from course_lib.networks.known import elu, leaky_relu, recognize
from course_lib.networks.modules import by_weights, chain, refuse
from course_lib.networks.tensors import to_array

_PASSED_OVER = ("InputLayer", "Flatten", "Dropout", "GaussianNoise", "GaussianDropout", "AlphaDropout", "Identity")


def from_keras(model, activations=None, output=None):
    """A network from a model made of Dense layers and activations, or from the list of model.get_weights().

    The list knows no activations: say `activations` and `output`, as in from_arrays. Kernels are (inputs, units).
    A model with convolution, normalization, attention or embeddings comes as networks.Parts, read by weights alone.
    """
    if isinstance(model, (list, tuple)):
        return _weights(model, activations, output)
    if not hasattr(model, "layers"):
        raise TypeError(f"model must be a Keras model or the list of its get_weights(), not {type(model).__name__}")
    if activations is None and by_weights(kinds(model)):
        return keras_parts(model)
    parts = list(_walk(model, type(model).__name__))
    if not any(kind == "linear" for kind, *_ in parts):
        raise ValueError("the model holds no Dense layer with weights: is it built? model.build((None, inputs))")
    if activations is not None:
        parts = [part for part in parts if part[0] == "linear"]
    return chain(parts, "inputs_units", activations, output)


def kinds(model):
    """The class names of all layers of a model, and of models in it."""
    for layer in model.layers:
        yield type(layer).__name__
        if hasattr(layer, "layers"):
            yield from kinds(layer)


def _weights(arrays, activations, output):
    parts = []
    for k, value in enumerate(arrays):
        value = to_array(f"get_weights()[{k}]", value)
        if value.ndim == 2:
            parts.append(("linear", value, None))
        elif value.ndim == 1 and parts and parts[-1][2] is None and value.size == parts[-1][1].shape[1]:
            parts[-1] = (*parts[-1][:2], value)
        else:
            raise refuse({1: "a normalization", 3: "Conv1D", 4: "Conv2D"}.get(value.ndim, "a layer"),
                         f"get_weights()[{k}], shape {value.shape}")
    if not parts:
        raise ValueError("the list holds no kernel: is the model built? model.build((None, inputs))")
    if activations is None and len(parts) > 1:
        raise ValueError("get_weights() holds no activations: say which, e.g. "
                         "networks.from_keras(model.get_weights(), activations='relu', output='softmax')")
    return chain(parts, "inputs_units", [] if activations is None else activations, output)


def _walk(model, where):
    for layer in model.layers:
        kind = type(layer).__name__
        name = f"{where}.{getattr(layer, 'name', kind)}"
        if kind == "Dense":
            arrays = layer.get_weights()
            if not arrays:
                raise ValueError(f"{name} has no weights yet: model.build((None, inputs))")
            yield "linear", to_array(f"{name} kernel", arrays[0]), (
                to_array(f"{name} bias", arrays[1]) if len(arrays) > 1 else None)
            yield from _activation(layer.activation)
        elif kind in ("Activation",):
            yield from _activation(layer.activation)
        elif kind == "LeakyReLU":
            slope = getattr(layer, "negative_slope", getattr(layer, "alpha", 0.3))
            yield "activation", leaky_relu(float(np.asarray(slope)))
        elif kind == "ELU":
            yield "activation", elu(float(np.asarray(layer.alpha)))
        elif kind in _PASSED_OVER:
            continue
        elif hasattr(layer, "layers"):
            yield from _walk(layer, name)
        else:
            try:
                yield "activation", recognize(kind)
            except KeyError:
                raise refuse(kind, name) from None


def _activation(f):
    name = f if isinstance(f, str) else getattr(f, "__name__", type(f).__name__)
    if name in ("linear", "NoneType"):
        return
    if name == "leaky_relu":
        yield "activation", leaky_relu(0.2)  # keras.activations.leaky_relu's own default
        return
    try:
        yield "activation", recognize({"hard_sigmoid": "hardsigmoid"}.get(name, name))
    except KeyError:
        raise ValueError(f"activation {name!r} of a Dense layer is not known: say all of them, "
                         "networks.from_keras(model, activations=[...])") from None
