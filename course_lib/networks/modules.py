"""What the adapters of layer-by-layer libraries share: a list of linear layers with activations between them."""

import re

from course_lib.activations import get
from course_lib.mlp.network import Layer
from course_lib.networks.arrays import from_arrays

BY_WEIGHTS = re.compile(r"conv|norm|attention|transformer|embedding|pool", re.I)  # kinds that networks.parts reads
INSTEAD = {  # by a part of the class's name, what can be done
    "conv": "hand in the fully connected layers after it, with what the convolutions put out as X",
    "lstm": "hand in its output layer, with the hidden states as X",
    "gru": "hand in its output layer, with the hidden states as X",
    "rnn": "unroll it: from_arrays([W_in, W_rec, W_rec, ...], activations='tanh')",
    "norm": "examine the layers before it and after it apart, with what it puts out as X of the second part",
    "embedding": "from_arrays([E.T, ...]) with one-hot columns as X, or hand in what it puts out as X",
    "attention": "hand in one of its matrices with from_arrays, and what enters it as X",
    "transformer": "hand in the feed-forward part of one block with from_arrays, and what enters it as X",
    "pool": "hand in the fully connected layers after it, with what it puts out as X",
}


def refuse(kind, where):
    """The ValueError for a layer that cannot be taken, by its name, with what can be done instead."""
    instead = next((words for part, words in INSTEAD.items() if part in kind.lower()),
                   "hand in its weights with networks.from_arrays, and say its activation")
    if BY_WEIGHTS.search(kind):
        instead = f"networks.parts(model) reads it by its weights alone. Or: {instead}"
    return ValueError(f"{kind} ({where}) is not read here: only fully connected layers in a row are. Instead: "
                      f"{instead}")


def by_weights(kinds):
    """Whether one of these kinds of layer is none that stands in a row, but one that networks.parts reads."""
    return any(BY_WEIGHTS.search(kind) for kind in kinds)


def chain(parts, layout, activations=None, output=None):
    """A network from parts in order: ("linear", W, b) and ("activation", name).

    `activations` and `output`, where they are given, are taken instead of what was found.
    """
    weights = [part[1] for part in parts if part[0] == "linear"]
    biases = [part[2] for part in parts if part[0] == "linear"]
    found, seen = [], False
    for kind, *rest in parts:
        if kind == "linear":
            found.append("identity")
            seen = True
        elif seen:
            if found[-1] != "identity":
                raise ValueError(f"two activations follow each other after layer {len(found)}: {found[-1]!r} and "
                                 f"{rest[0]!r}. Say them as one: activations=")
            found[-1] = rest[0]
        else:
            raise ValueError(f"{rest[0]!r} comes before the first linear layer: apply it to X yourself")
    if activations is None:
        activations = found
    return from_arrays(weights, biases, activations, output, layout)


def with_output(network, output):
    """The network with another activation in its last layer."""
    return (*network[:-1], Layer(network[-1].W, network[-1].b, output))


def name_of(layer):
    """The name of a layer's activation."""
    return get(layer.activation).name
