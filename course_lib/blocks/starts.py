"""How a residual stream may start: where the weights of its branches begin, and its gates.

With He's initializer a branch W2 @ relu(W1 @ H) has twice the mean square of H, so each block multiplies the mean
square of the stream by about 3, and one that is `scale` times as large by 1 + 2 scale^2.

    plain        both layers of a branch as He says
    1/√(2L)      W2 times 1/√(2L) for L blocks, so that the stream grows by e in all (compare Radford et al. 2019)
    zero-last    W2 = 0: every block begins as the identity
    zero-γ       a gate for each unit, all of them 0 (as batch norm's γ in Goyal et al. 2017; here without the norm)
    Fixup        W2 = 0, head = 0, W1 times 1/√L (Zhang, Dauphin & Ma 2019, without their biases and multipliers)
    ReZero       gate = 0, both layers random (Bachlechner et al. 2020)
    two zeros    gate = 0 and W2 = 0
"""

import numpy as np

from course_lib.blocks.residual import Residual
from course_lib.checking import Registry, generator, whole
from course_lib.initializers import he_normal, normal

SCALES = Registry("start", {  # {name: (blocks, width) -> factors of (W1, W2, gate, head)}
    "plain": lambda blocks, width: (1.0, 1.0, 1.0, 1.0),
    "1/√(2L)": lambda blocks, width: (1.0, 1.0 / np.sqrt(2.0 * blocks), 1.0, 1.0),
    "zero-last": lambda blocks, width: (1.0, 0.0, 1.0, 1.0),
    "zero-γ": lambda blocks, width: (1.0, 1.0, np.zeros((width, 1)), 1.0),
    "Fixup": lambda blocks, width: (1.0 / np.sqrt(blocks), 0.0, 1.0, 0.0),
    "ReZero": lambda blocks, width: (1.0, 1.0, 0.0, 1.0),
    "two zeros": lambda blocks, width: (1.0, 0.0, 0.0, 1.0),
})


def draw(rng, inputs, width, outputs, blocks):
    """A residual network before any start has scaled it: He's weights in the branches, gates of 1.

    The stem's standard deviation is 2/√inputs: images of mean square ¼, such as the digits, begin a stream of about 1.
    """
    generator(rng)
    inputs, width, outputs, blocks = (whole(name, value) for name, value in (
        ("inputs", inputs), ("width", width), ("outputs", outputs), ("blocks", blocks)))
    stem = normal(rng, (width, inputs), 2.0 / np.sqrt(inputs))
    W1, W2 = (he_normal(rng, (blocks * width, width)).reshape(blocks, width, width) for _ in range(2))  # fan-in: width
    return Residual(stem, W1, W2, np.ones((blocks, 1, 1)), normal(rng, (outputs, width), 1.0 / np.sqrt(width)))


def scaled(network, W1=1.0, W2=1.0, gate=1.0, head=1.0):
    """The network with its parts times these factors."""
    return network._replace(W1=W1 * network.W1, W2=W2 * network.W2, gate=gate * network.gate, head=head * network.head)


def build(rng, inputs, width, outputs, blocks, start):
    """A residual network that starts as the list above says; KeyError for another name."""
    return scaled(draw(rng, inputs, width, outputs, blocks), *SCALES[start](blocks, width))
