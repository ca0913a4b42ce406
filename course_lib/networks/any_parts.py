"""The parts of whatever holds weights: modules, models, state_dicts, residual blocks as arrays."""

from collections.abc import Mapping

import numpy as np

from course_lib.networks.described import Part, Parts, Stream, part
from course_lib.networks.keras_parts import keras_parts
from course_lib.networks.state_parts import state_parts
from course_lib.networks.tensors import to_array
from course_lib.networks.torch_parts import torch_parts


def parts(model):
    """The Parts of a PyTorch module or state_dict, of a Keras model, or of a list of Part (networks.part makes one).

    TypeError for anything else; ValueError if it holds nothing that can be read.
    """
    if isinstance(model, Parts):
        return model
    if isinstance(model, Mapping):
        return state_parts(model)
    if callable(getattr(model, "named_children", None)):
        return torch_parts(model)
    if hasattr(model, "layers"):
        return keras_parts(model)
    if isinstance(model, (list, tuple)) and model and all(isinstance(one, Part) for one in model):
        return Parts(model)
    raise TypeError("model must be a module of PyTorch or its state_dict, a Keras model or a list of "
                    f"networks.part(...), not {type(model).__name__}")


def residual_parts(W1, W2, gate=1.0):
    """The Parts of residual blocks H + gate · W2 @ relu(W1 @ H), as in course_lib.blocks.residual, from their arrays.

    W1 (blocks, hidden, width), W2 (blocks, width, hidden), gate (blocks,) or (blocks, units, 1) or one number.
    """
    W1, W2 = to_array("W1", W1), to_array("W2", W2)
    if W1.ndim != 3 or W2.shape != (len(W1), W1.shape[2], W1.shape[1]):
        raise ValueError("W1 must be (blocks, hidden, width) and W2 (blocks, width, hidden), but their shapes are "
                         f"{W1.shape} and {W2.shape}")
    gates = to_array("gate", gate)
    gates = gates.reshape(-1, 1, 1) if gates.ndim < 2 else gates
    gates = np.broadcast_to(gates, (len(W1), *gates.shape[1:]))
    H = np.random.default_rng(0).normal(size=(W1.shape[2], 64))
    made, squares = [], [float(np.mean(H**2))]
    with np.errstate(over="ignore", invalid="ignore"):
        for k, (first, second, g) in enumerate(zip(W1, W2, gates)):
            made += [part(f"block{k}.W1", "dense", block=f"block{k}", W=first),
                     part(f"block{k}.relu", "activation", block=f"block{k}", facts={"function": "relu"}),
                     part(f"block{k}.W2", "dense", block=f"block{k}", W=second),
                     part(f"block{k}.gate", "gate", block=f"block{k}", g=g)]
            H = H + g * (second @ np.maximum(first @ H, 0.0))
            squares.append(float(np.mean(H**2)))
    return Parts(made, "residual blocks", streams=[Stream("blocks", tuple(squares), 1.0, False)])
