"""From a PyTorch module or state_dict, without importing PyTorch."""

from collections.abc import Mapping

import numpy as np

from course_lib.activations import get
from course_lib.networks.known import clipped, elu, leaky_relu, recognize, softplus
from course_lib.networks.modules import by_weights, chain, refuse
from course_lib.networks.state_parts import state_parts, unwrapped
from course_lib.networks.tensors import to_array
from course_lib.networks.torch_matrices import children, parameters
from course_lib.networks.torch_parts import torch_parts

_PASSED_OVER = ("Dropout", "Identity", "Flatten", "AlphaDropout", "FeatureAlphaDropout")
_OPTIONS = {  # activations whose numbers are the module's own
    "LeakyReLU": lambda m: leaky_relu(m.negative_slope),
    "PReLU": lambda m: leaky_relu(_one_slope(m)),
    "ELU": lambda m: elu(m.alpha),
    "Softplus": lambda m: softplus(m.beta),
    "Hardtanh": lambda m: clipped(m.min_val, m.max_val, "hardtanh"),
    "GELU": lambda m: recognize("gelu" if m.approximate == "none" else "gelu_tanh"),
    "Softmax": lambda m: _over_outputs(m),
    "LogSoftmax": lambda m: _over_outputs(m),
}


def from_torch(module, activations=None, output=None):
    """A network from a module made of Linear layers and activations, or from its state_dict.

    A state_dict knows no activations, and neither does a module whose forward calls functions: say `activations` (one
    for all hidden layers, or a list) and `output`, as in from_arrays. The module is called once on
    four random inputs, to see that these layers in a row are what it computes. Any device, any float type.

    Where it is no row of such layers (convolution, normalization, attention, embeddings, a forward that adds to what
    came in) the answer is networks.Parts, which are read by their weights alone; not if you say `activations`.
    """
    if isinstance(module, Mapping):
        if activations is None and _by_weights(module):
            return state_parts(module)
        return chain(_state_dict(module), "units_inputs", _asked(activations, module), output)
    if not callable(getattr(module, "named_children", None)):
        raise TypeError(f"module must be a torch.nn.Module or a state_dict, not {type(module).__name__}")
    if activations is None and (by_weights(type(m).__name__ for m in module.modules()) or _owns_more(module)):
        return torch_parts(module)
    parts = list(_walk(module, type(module).__name__))
    linear = sum(kind == "linear" for kind, *_ in parts)
    if not linear:
        raise ValueError(f"{type(module).__name__} holds no Linear layer")
    if activations is None and linear > 1 and linear == len(parts) and not _sequential(module):
        if (made := torch_parts(module)).streams:
            return made
        raise ValueError(f"{type(module).__name__} shows {linear} Linear layers and no activation: its forward calls a "
                         "function such as F.relu. Say which: networks.from_torch(model, activations='relu'). If they "
                         "are no row, networks.parts(model) reads their weights alone")
    if activations is not None:
        parts = [part for part in parts if part[0] == "linear"]
    network = chain(parts, "units_inputs", activations, output)
    if _agree(module, network, output):
        return network
    words = (f"the forward of {type(module).__name__} does something else than its layers in a row, as they were "
             "registered")
    if activations is None:
        return torch_parts(module, f"{words}: read as parts. If they are in a row, say activations=[...]")
    raise ValueError(f"{words}. Say its activations in order: networks.from_torch(model, activations=[...]), hand in "
                     "the matrices with networks.from_arrays, or read it by its weights alone: networks.parts(model)")


def _owns_more(module):
    """Whether a module that holds others has parameters of its own: a gate, or a pair beside a layer."""
    return any((children(m) and parameters(m)) or "lora_A" in parameters(m) for m in module.modules())


def _by_weights(state):
    return any("lora_" in key or key.endswith(("running_mean", "in_proj_weight"))
               or key.endswith("weight") and len(value.shape) in (1, 3, 4, 5)
               for key, value in unwrapped(state).items())


def _asked(activations, state):
    if activations is None and sum(k.endswith("weight") for k in state) > 1:
        raise ValueError("a state_dict holds no activations: say which, e.g. "
                         "networks.from_torch(state_dict, activations='relu', output='softmax')")
    return activations if activations is not None else []


def _state_dict(state):
    parts, state = [], unwrapped(state)
    for key, value in state.items():
        if "weight_ih" in key or "weight_hh" in key:
            raise refuse("RNN or LSTM", key)
        if key.endswith("running_mean") or key.endswith("in_proj_weight"):
            raise refuse("BatchNorm" if key.endswith("mean") else "MultiheadAttention", key)
        if not key.endswith("weight"):
            if not key.endswith("bias") or key[:-4] + "weight" not in state:
                raise ValueError(f"{key!r} is neither the weight nor the bias of a Linear layer: leave it out, or hand "
                                 "the matrices in with networks.from_arrays")
            continue
        ndim = len(value.shape)
        if ndim != 2:
            raise refuse({1: "LayerNorm or BatchNorm", 3: "Conv1d", 4: "Conv2d"}.get(ndim, f"a layer of {ndim} axes"),
                         f"{key}, shape {tuple(value.shape)}")
        bias = state.get(key[:-6] + "bias")
        parts.append(("linear", to_array(key, value), None if bias is None else to_array(key[:-6] + "bias", bias)))
    if not parts:
        raise ValueError("the dict holds no '*.weight': is it a state_dict?")
    return parts


def _sequential(module):
    kind = type(module).__name__
    return kind == "Linear" or kind == "Sequential" and all(
        not children(child) or _sequential(child) for _, child in children(module))


def _walk(module, where):
    kind, inside = type(module).__name__, children(module)
    if kind in ("Linear", "LazyLinear", "NonDynamicallyQuantizableLinear"):
        bias = module.bias
        yield ("linear", to_array(f"{where}.weight", module.weight),
               None if bias is None else to_array(f"{where}.bias", bias))
    elif kind in _PASSED_OVER:
        return
    elif kind in _OPTIONS:
        yield "activation", _OPTIONS[kind](module)
    elif inside and not any(part in kind.lower() for part in ("attention", "transformer", "norm")):
        for name, child in inside:
            yield from _walk(child, f"{where}.{name}")
    else:
        try:
            yield "activation", recognize(kind)
        except KeyError:
            raise refuse(kind, where) from None


def _one_slope(module):
    slope = to_array("PReLU.weight", module.weight)
    if slope.size > 1:
        raise refuse("PReLU with a slope for each unit", "its weight")
    return float(slope.reshape(-1)[0])


def _over_outputs(module):
    if module.dim not in (None, 1, -1):
        raise ValueError(f"{type(module).__name__}(dim={module.dim}) sums over the samples of a batch, not over the "
                         "classes: dim=1")
    return "softmax"


def _agree(module, network, output):
    """Whether the module, called once where that is possible without changing it, answers as the network does."""
    noisy = any("Dropout" in type(m).__name__ and m.training for m in module.modules())
    if noisy or output is not None or not callable(module):
        return True
    weight = next(iter(module.parameters()))
    A = np.random.default_rng(0).normal(size=(network[0].W.shape[1], 4))
    try:
        theirs = to_array("answers", module(weight.new_tensor(A.T.tolist()))).T
    except Exception:  # its forward wants something else than one batch of inputs: nothing to compare
        return True
    for layer in network:
        A = get(layer.activation).f(layer.W @ A + layer.b)
    close = 1e-4 if theirs.size and weight.element_size() >= 4 else 5e-2
    return theirs.shape == A.shape and (np.allclose(theirs, A, rtol=close, atol=close * (1 + np.abs(A).max()))
                                        or np.allclose(np.exp(theirs), A, rtol=close, atol=close))
