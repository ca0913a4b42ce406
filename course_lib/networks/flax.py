"""From Flax parameters: a dict of layers with kernel and bias, without importing JAX."""

import re
from collections.abc import Mapping

from course_lib.networks.modules import chain, refuse
from course_lib.networks.tensors import to_array


def from_flax(params, activations=None, output=None):
    """A network from model.init(...) or params: {"Dense_0": {"kernel": (inputs, units), "bias": (units,)}, ...}.

    Parameters know no activations: say `activations` and `output`, as in from_arrays. Layers are taken in the order of
    the numbers in their names, or in the dict's own order where only that one fits.
    """
    if not isinstance(params, Mapping):
        raise TypeError("params must be a dict of layers, as model.init(...)['params'] is, not "
                        f"{type(params).__name__}")
    layers = dict(_layers(params.get("params", params), ""))
    if not layers:
        raise ValueError("params holds no layer with a 'kernel'")
    parts = [("linear", to_array(f"{name}.kernel", layer["kernel"]),
              to_array(f"{name}.bias", layer["bias"]) if layer.get("bias") is not None else None)
             for name, layer in _ordered(layers)]
    if activations is None and len(parts) > 1:
        raise ValueError("params holds no activations: say which, e.g. "
                         "networks.from_flax(params, activations='relu', output='softmax')")
    return chain(parts, "inputs_units", [] if activations is None else activations, output)


def _layers(tree, path):
    for name, value in tree.items():
        here = f"{path}.{name}" if path else str(name)
        if not isinstance(value, Mapping):
            known = name in ("scale", "embedding", "bias")
            raise refuse("a normalization, an embedding or a layer of your own" if known
                         else "a parameter outside a Dense layer", here)
        if "kernel" in value and not isinstance(value["kernel"], Mapping):
            ndim = len(value["kernel"].shape)
            if ndim != 2:
                raise refuse({3: "Conv of one axis, or attention", 4: "Conv"}.get(ndim, "a layer"),
                             f"{here}, kernel {tuple(value['kernel'].shape)}")
            yield here, value
        elif any(name in value for name in ("hi", "hf", "hn")):
            raise refuse("an LSTM or GRU cell", here)
        elif "embedding" in value:
            raise refuse("Embed (embedding)", here)
        elif "scale" in value:
            raise refuse("LayerNorm or BatchNorm", here)
        else:
            yield from _layers(value, here)


def _ordered(layers):
    """JAX sorts dicts by name, Dense_10 before Dense_2: the shapes decide which order was meant."""
    def numbers(item):
        return [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", item[0])]

    for order in (sorted(layers.items(), key=numbers), list(layers.items())):
        sizes = [layer["kernel"].shape for _, layer in order]
        if all(above[0] == below[1] for below, above in zip(sizes, sizes[1:])):
            return order
    raise ValueError("the layers fit in none of the orders of their names: "
                     f"{ {name: tuple(layer['kernel'].shape) for name, layer in layers.items()} }. Hand them in one by "
                     "one: networks.from_arrays([kernel_1, kernel_2, ...], ..., layout='inputs_units')")
