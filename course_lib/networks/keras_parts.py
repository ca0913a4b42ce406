"""The parts of a Keras model, without importing Keras: by the class of its layers and the shapes of their weights."""

import numpy as np

from course_lib.networks.described import Parts, not_read, part
from course_lib.networks.known import recognize
from course_lib.networks.tensors import to_array

PASSED = ("InputLayer", "Flatten", "Dropout", "SpatialDropout2D", "GaussianNoise", "Identity", "Reshape")


def keras_parts(model):
    """The Parts of a built model; kernels are turned so that rows are units, filters and heads."""
    made, left = [], []
    _walk(model, "", made, left)
    if not made:
        raise ValueError("the model holds no layer whose weights are read: is it built? model.build(input_shape)")
    return Parts(made, type(model).__name__, said=not_read(left))


def _walk(model, where, made, left):
    row = (where or "model") if type(model).__name__ == "Sequential" else ""
    for layer in model.layers:
        kind = type(layer).__name__
        name = f"{where}.{layer.name}" if where else layer.name
        if hasattr(layer, "layers"):
            _walk(layer, name, made, left)
            continue
        arrays = [] if kind in PASSED else [to_array(f"{name}[{k}]", a) for k, a in enumerate(layer.get_weights())]
        one = _one(layer, kind, name, arrays, {"row": row, "block": where})
        if one:
            made += one
        else:
            left.append(f"{name} ({kind})")


def _one(layer, kind, name, arrays, at):
    """The parts of one layer, its activation as one of its own; nothing for a layer that is not read."""
    bias = arrays[1] if len(arrays) > 1 else None
    if kind == "Dense" and arrays:
        return [part(name, "dense", **at, W=arrays[0].T, b=bias), *_activation(layer, name, at)]
    if kind in ("Conv1D", "Conv2D", "Conv3D") and arrays:
        facts = {"groups": int(getattr(layer, "groups", 1))}
        return [part(name, "filters", **at, facts=facts, W=np.moveaxis(arrays[0], (-1, -2), (0, 1)), b=bias),
                *_activation(layer, name, at)]
    if kind in ("BatchNormalization", "LayerNormalization"):
        held = dict(zip([role for role, has in (("gamma", layer.scale), ("beta", layer.center)) if has], arrays))
        facts = {"epsilon": float(layer.epsilon)}
        return [part(name, "batch norm" if kind[0] == "B" else "layer norm", **at, facts=facts, **held)]
    if kind == "Embedding" and arrays:
        return [part(name, "embedding", **at, E=arrays[0])]
    if kind == "MultiHeadAttention" and len(arrays) in (4, 8):
        return [_attention(name, arrays, at)]
    if kind == "Activation" or not arrays:
        return _activation(layer, name, at, kind)
    return []


def _attention(name, arrays, at):
    """Kernels of queries, keys and values are (inputs, heads, size), the output's is (heads, size, outputs)."""
    step = 2 if len(arrays) == 8 else 1
    W = {f"W_{role}": arrays[step * k].transpose(1, 2, 0) for k, role in enumerate("QKV")}
    b = {f"b_{role}": arrays[step * k + 1] for k, role in enumerate("QKV")} if step == 2 else {}
    return part(name, "attention", **at, facts={"heads": arrays[0].shape[1]}, **W, **b,
                W_O=arrays[3 * step].transpose(0, 2, 1), b_O=arrays[7] if step == 2 else None)


def _activation(layer, name, at, kind=None):
    f = getattr(layer, "activation", None)
    function = f if isinstance(f, str) else getattr(f, "__name__", kind or "linear")
    if function == "linear":
        return []
    try:
        if kind in PASSED or kind and ("Pool" in kind or "Pad" in kind):
            raise KeyError(kind)
        return [part(f"{name}.activation", "activation", **at, facts={"function": recognize(function)})]
    except KeyError:
        return [part(f"{name}.activation" if kind is None else name, "other", **at, facts={"class": function})]
