"""What can be prescribed, and what training then makes of it."""

from functools import cache

import numpy as np

from course_lib import mlp
from course_lib.checking import Registry, whole
from course_lib.datasets import digits
from course_lib.initializers import INITIALIZERS

STEPS, SAMPLES = 300, 512


def rate(network):
    """The learning rate: 0.1, or 0.05 for a network of more than twenty layers, which takes smaller steps only."""
    return 0.1 if len(network) <= 20 else 0.05


@cache
def images(split="train"):
    """The digits, always the same: X (64, 512), Y (10, 512) to train with, or 357 of split "test"."""
    return digits(np.random.default_rng(0), SAMPLES if split == "train" else None, split)


def _drawn_anew(name):
    def prescription(network, rng):
        return tuple(layer._replace(W=INITIALIZERS[name](rng, layer.W.shape), b=np.zeros_like(layer.b))
                     for layer in network)
    return prescription


PRESCRIPTIONS = Registry("prescription", {
    "nothing": lambda network, rng: network,
    "biases 0": lambda network, rng: tuple(layer._replace(b=np.zeros_like(layer.b)) for layer in network),
    **{name: _drawn_anew(name) for name in INITIALIZERS},
})


def treat(patient, prescription, draw=0):
    """The patient's network as prescribed: a name of PRESCRIPTIONS.

    "nothing" leaves it as it was admitted, "biases 0" keeps the weights; the name of an initializer draws all weights
    anew, from a random generator of that bed and `draw`, and sets the biases to 0. KeyError for an unknown name.
    """
    rng = np.random.default_rng([whole("draw", draw, 0), patient.bed])
    return PRESCRIPTIONS[prescription](patient.network, rng)


def train(network):
    """300 steps on 512 digits: a generator of (step, network, loss). It ends early where numbers overflow."""
    X, Y = images()
    try:
        for step, (trained, caches, _) in enumerate(mlp.train(network, X, Y, rate(network), STEPS)):
            yield step, trained, float(mlp.loss(trained[-1:], caches[-1:], Y))  # checks one layer, not sixty-one
    except ValueError:  # the last network before the overflow stands
        return


def cure(network):
    """The network after training."""
    trained = network
    for _, trained, _ in train(network):
        pass
    return trained


def accuracy(network):
    """The share of the test digits that it gets right."""
    X, Y = images("test")
    return float((mlp.forward(network, X)[-1].A.argmax(axis=0) == Y.argmax(axis=0)).mean())
