"""Starts for the lesson's networks, most of them without a random number, and the networks made of them.

Each is (rng, shape) -> W with shape (units, inputs) and mean square 2 / inputs, as He's. "identity" hands inputs on as
they are; its output layer starts at zero (Zhao, Schäfer & Anandkumar 2022 start so, with Hadamard's matrix in between).
"""

import numpy as np

from course_lib import mlp
from course_lib.checking import Registry
from course_lib.initializers import constant, he_normal, identity, zeros

WIDTH = 32


def _he(W):
    """W of mean square 1 brought to He's size."""
    return np.sqrt(2 / W.shape[1]) * W


def equal(rng, shape):
    """Every weight the same number."""
    return _he(constant(rng, shape))


def hadamard(rng, shape):
    """The first rows and columns of Sylvester's matrix of +1 and -1, whose rows are orthogonal."""
    H = np.ones((1, 1))
    while len(H) < max(shape):
        H = np.block([[H, H], [H, -H]])
    return _he(H[:shape[0], :shape[1]])


def dct(rng, shape):
    """The first rows and columns of the discrete cosine transform: waves, each faster than the one before."""
    n = max(shape)
    k, j = np.ogrid[0:n, 0:n]
    waves = np.where(k == 0, 1.0, np.sqrt(2) * np.cos(np.pi * k * (j + 0.5) / n))
    return _he(waves[:shape[0], :shape[1]])


def sines(rng, shape):
    """sin(j k) for unit k and input j, both counted from 1."""
    k, j = np.ogrid[1:shape[0] + 1, 1:shape[1] + 1]
    return _he(np.sqrt(2) * np.sin(j * k))


STARTS = Registry("start", {"random (He)": he_normal, "all equal": equal, "Hadamard": hadamard, "DCT": dct,
                            "sin(jk)": sines, "identity": identity})


def network(rng, start="random (He)", scale=1.0, depth=3, width=WIDTH, activation="relu", everywhere=False):
    """64-width-...-width-10 with softmax: `depth` layers of weights, the hidden ones times `scale`.

    The output layer, which no normalization follows, keeps its size; with everywhere=True it is scaled, too.
    """
    chosen = STARTS[start]
    layers = [chosen] * (depth - 1) + [zeros if start == "identity" else chosen]
    drawn = mlp.build(rng, (64, *[width] * (depth - 1), 10), activation, layers, "softmax")
    scaled = depth if everywhere else depth - 1
    return tuple(layer._replace(W=scale * layer.W if k < scaled else layer.W) for k, layer in enumerate(drawn))
