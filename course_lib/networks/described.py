"""A network that is no row of fully connected layers, as a list of named parts: what its weights alone can say.

    parts = networks.parts(model)       a module of PyTorch or its state_dict, a Keras model, or a list of Part
    ward.examine(parts)                 reads them; from_torch and from_keras make parts where layers in a row do not do

A part is a name, a kind and arrays by role, rows first:

    dense        W (units, inputs), b (units,)
    filters      W (filters, channels, size, size), or with one or three axes of pixels; b (filters,); facts: groups
    attention    W_Q, W_K, W_V (heads, size, inputs), W_O (heads, outputs, size); b_Q, b_K, b_V (heads, size), b_O
    pair         A (rank, inputs), B (units, rank): the product B @ A beside a matrix, as in LoRA
    gate         g: what multiplies a whole branch, one number or one for each unit
    batch norm, layer norm     gamma, beta, either of which may be missing
    embedding    E (tokens, width)
    activation   no arrays; facts: function, a name of the course
    other        no weights that are read: pooling, dropout, flattening
"""

from typing import NamedTuple

import numpy as np

from course_lib.networks.tensors import to_array

KINDS = ("dense", "filters", "attention", "pair", "gate", "batch norm", "layer norm", "embedding", "activation",
         "other")
WEIGHTED = ("dense", "filters", "attention", "pair", "embedding")


class Part(NamedTuple):
    """One part. `row` is the name of the container that surely runs its parts one after another; "" if none is known.

    block   the name of the module that owns it
    """

    name: str
    kind: str
    arrays: dict
    row: str = ""
    block: str = ""
    facts: dict = {}  # noqa: RUF012  (never written to)


class Stream(NamedTuple):
    """A stack of blocks, tried one after another on a stream of mean square 1.

    squares    the mean square before the first block and after each
    kept       how much of what enters a block comes out of it: near 1 where blocks add to it, near 0 where they do not
    """

    name: str
    squares: tuple
    kept: float
    normalized: bool


class Parts(tuple):
    """A tuple of Part; parts["name"] is one of them.

    kind      what it came from, in words
    tied      pairs of names that share one matrix
    streams   what was found of its stacks of blocks, a Stream each
    said      what was not read, and why
    first_loss   of a model of tokens, called on random ones: its cross-entropy; None where it was not called
    """

    def __new__(cls, parts, kind="parts", tied=(), streams=(), said=(), first_loss=None):
        made = super().__new__(cls, parts)
        made.kind, made.tied, made.streams, made.said = kind, tuple(tied), tuple(streams), tuple(said)
        made.first_loss = first_loss
        return made

    def __getitem__(self, key):
        if not isinstance(key, str):
            return super().__getitem__(key)
        found = next((part for part in self if part.name == key), None)
        if found is None:
            raise KeyError(f"unknown part {key!r}; choose one of: {', '.join(part.name for part in self)}")
        return found

    def __repr__(self):
        lines = [f"{part.name}: {part.kind}" + "".join(f", {role} {array.shape}" for role, array in part.arrays.items())
                 for part in self]
        return "\n".join([f"{self.kind}, {len(self)} parts", *lines, *self.said])


def part(name, kind, row="", block="", facts=None, **arrays):
    """A Part from arrays of your own; what is None is left out. ValueError or TypeError names what is wrong."""
    if kind not in KINDS:
        raise ValueError(f"kind must be one of {', '.join(KINDS)}, not {kind!r}")
    made = {role: to_array(f"{name}.{role}", array) for role, array in arrays.items() if array is not None}
    needed = {"dense": ("W",), "filters": ("W",), "attention": ("W_Q", "W_K", "W_V", "W_O"), "pair": ("A", "B"),
              "gate": ("g",), "embedding": ("E",)}.get(kind, ())
    missing = [role for role in needed if role not in made]
    if missing:
        raise ValueError(f"{name}, a part of kind {kind!r}, needs {', '.join(needed)}: {', '.join(missing)} missing")
    axes = {"dense": ("W", (2,)), "filters": ("W", (3, 4, 5)), "attention": ("W_Q", (3,)), "pair": ("A", (2,)),
            "embedding": ("E", (2,))}.get(kind)
    if axes and made[axes[0]].ndim not in axes[1]:
        raise ValueError(f"{name}.{axes[0]} must have {' or '.join(map(str, axes[1]))} axes, but its shape is "
                         f"{made[axes[0]].shape}")
    return Part(name, kind, made, row, block, dict(facts or {}))


def not_read(names, most=6):
    """What is said of parts that are left out: a list of one sentence, or of none."""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return [f"not read: {', '.join(names[:most])}{more}"] if names else []


def heads_of(W, heads):
    """A matrix (heads · size, inputs) cut into its heads: (heads, size, inputs)."""
    W = np.asarray(W)
    if len(W) % heads:
        raise ValueError(f"{len(W)} rows cannot be cut into {heads} heads of one size")
    return W.reshape(heads, -1, *W.shape[1:])


def rows_of(one):
    """The matrix whose rows are the units of a dense layer or the filters of a convolution: (units, entries)."""
    W = one.arrays["W"]
    return W.reshape(len(W), -1)
