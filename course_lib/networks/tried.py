"""Stacks of blocks, tried: what becomes of a stream of mean square 1 that runs through copies of them, one by one."""

import copy

import numpy as np

from course_lib.networks.described import Stream
from course_lib.networks.tensors import to_array

TOKENS, PIXELS = 8, 8  # the stream that is tried: 16 samples, with tokens or a square of pixels where blocks want them
SAMPLES = 16


def streams(stacks, parts):
    """(a Stream for each stack of blocks that could be called alone, words on those that could not)."""
    found, said = [], []
    for where, blocks in stacks:
        inside = [one for one in parts if one.name.startswith(blocks[0][0] + ".")]
        shape = _shape(inside)
        if shape is None:
            continue
        squares, kept = _run([block for _, block in blocks], shape)
        if squares is None:
            said.append(f"the blocks of {where or 'the model'} could not be tried one by one: how their stream grows "
                        "is not read")
        else:
            normalized = any(one.kind.endswith("norm") for one in inside)
            found.append(Stream(where or blocks[0][0], tuple(squares), kept, normalized))
    return found, said


def _shape(inside):
    """The shape of the stream that a block with these parts takes; None if that cannot be told."""
    for one in inside:
        if one.kind == "filters":
            width = one.arrays["W"].shape[1] * one.facts.get("groups", 1)
            return (SAMPLES, width, *[PIXELS] * (one.arrays["W"].ndim - 2))
        sizes = {"dense": ("W", 1), "attention": ("W_Q", 2), "layer norm": ("gamma", 0), "batch norm": ("gamma", 0)}
        role, axis = sizes.get(one.kind, ("", 0))
        if role in one.arrays:
            width = one.arrays[role].shape[axis]
            if any(other.kind == "filters" for other in inside):
                return (SAMPLES, width, PIXELS, PIXELS)
            tokens = any(other.kind == "attention" for other in inside)
            return (SAMPLES, TOKENS, width) if tokens else (SAMPLES, width)
    return None


def _run(blocks, shape):
    """(mean squares, share kept), or (None, 0.0) if a block cannot be called so. Copies are called, in double."""
    x = np.random.default_rng(0).normal(size=shape)
    squares, shares = [float(np.mean(x**2))], []
    for block in blocks:
        try:
            y = _call(block, x)
        except Exception:  # it wants something else than one stream
            return None, 0.0
        if y.shape != x.shape:
            return None, 0.0
        shares.append(float((x * y).sum() / max((x * x).sum(), 1e-300)))
        squares.append(float(np.mean(y**2)))
        x = y
        if not 0 < squares[-1] < 1e100:
            break
    return squares, float(np.median(shares))


def _call(block, x):
    own = copy.deepcopy(block)
    if callable(getattr(own, "double", None)):
        own = own.cpu().double().eval()
        for module in own.modules():
            if "BatchNorm" in type(module).__name__:
                module.train()  # the running mean and variance of a start are not those of any data
    weight = next(iter(own.parameters()))
    answer = own(weight.new_tensor(x.tolist()))
    return to_array("stream", answer[0] if isinstance(answer, (tuple, list)) else answer)


def first_loss(module, tokens):
    """The cross-entropy of a copy of a model of tokens, on random ones and random next ones; None if it takes no such.

    Averaged over all possible next tokens, so that nothing but the answers decides it.
    """
    rng = np.random.default_rng(0)
    try:
        own = copy.deepcopy(module).cpu().eval()
        weight = next(iter(own.parameters()))
        answer = own(weight.new_tensor(rng.integers(0, tokens, (4, 8)).tolist()).long())
        answer = getattr(answer, "logits", answer[0] if isinstance(answer, (tuple, list)) else answer)
        scores = to_array("scores", answer)
    except Exception:  # it wants something else than tokens
        return None
    if scores.shape[-1] != tokens:
        return None
    top = scores.max(axis=-1, keepdims=True)
    return float((top[..., 0] + np.log(np.exp(scores - top).sum(axis=-1)) - scores.mean(axis=-1)).mean())
