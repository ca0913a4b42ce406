"""What can be prescribed, and what training then makes of it."""

from collections import defaultdict
from functools import cache

import numpy as np

from course_lib import diagnostics, mlp
from course_lib.checking import Registry, whole
from course_lib.initializers import INITIALIZERS
from course_lib.lessons.common import DIGITS, images

STEPS, BATCH = 300, 64  # each step sees 64 of the 512 digits, each digit once in eight steps


def rate(network):
    """The learning rate: 0.1, or 0.03 for a network of more than twenty layers, which takes smaller steps only."""
    return 0.1 if len(network) <= 20 else 0.03


STARTS = ("zeros", "constant", "normal", "uniform", "lecun_normal", "xavier_normal", "xavier_uniform", "he_normal",
          "he_uniform", "orthogonal")  # of all initializers those that the course has met


def _drawn_anew(name):
    def prescription(network, rng):
        return tuple(layer._replace(W=INITIALIZERS[name](rng, layer.W.shape), b=np.zeros_like(layer.b))
                     for layer in network)
    return prescription


PRESCRIPTIONS = Registry("prescription", {
    "nothing": lambda network, rng: network,
    "biases 0": lambda network, rng: tuple(layer._replace(b=np.zeros_like(layer.b)) for layer in network),
    **{name: _drawn_anew(name) for name in STARTS},
})


def treat(patient, prescription, draw=0):
    """The patient's network as prescribed: a name of PRESCRIPTIONS.

    "nothing" leaves it as it was admitted, "biases 0" keeps the weights; the name of an initializer draws all weights
    anew, from a random generator of that bed and `draw`, and sets the biases to 0. KeyError for an unknown name.
    """
    rng = np.random.default_rng([whole("draw", draw, 0), patient.bed])
    return PRESCRIPTIONS[prescription](patient.network, rng)


@cache
def _order(steps):
    """Which digits each step sees: (steps + 1, 64) indices, the same for every network."""
    rng = np.random.default_rng(0)
    rounds = [rng.permutation(DIGITS) for _ in range(-(-(steps + 1) * BATCH // DIGITS))]
    return np.concatenate(rounds)[:(steps + 1) * BATCH].reshape(-1, BATCH)


def train(network, learning_rate=None, steps=STEPS):
    """Mini-batches of 64 digits: a generator of (step, network, loss of these 64). It ends where numbers overflow.

    A batch of networks is trained as one, with a loss for each: (networks,). One whose numbers overflow stays as it
    was before, with a loss of infinity.
    """
    X, Y = images()
    learning_rate = rate(network) if learning_rate is None else learning_rate
    going = np.ones(np.shape(network[0].W)[:-2], bool)
    for step, seen in enumerate(_order(steps)):
        with np.errstate(all="ignore"):  # what overflows is left out
            caches = mlp.passes.forward(network, X[:, seen])
            after = mlp.passes.step(network, mlp.passes.backward(network, caches, Y[:, seen]), learning_rate)
            losses = np.where(going, mlp.passes.loss(network, caches, Y[:, seen]), np.inf)
        going = np.isfinite(losses) & _finite(after)
        if not going.any():
            return
        yield step, network, losses if going.ndim else float(losses)
        network = after if going.all() else _where(going, after, network)


def _finite(network):
    return np.all([np.isfinite(part).all(axis=(-1, -2)) for layer in network for part in (layer.W, layer.b)], axis=0)


def _where(going, after, before):
    chosen = going[..., None, None]
    return tuple(mlp.Layer(np.where(chosen, a.W, b.W), np.where(chosen, a.b, b.b), a.activation)
                 for a, b in zip(after, before))


def cure(network):
    """The network, or the batch of networks, after training."""
    trained = network
    for _, trained, _ in train(network):
        pass
    return trained


def cure_all(networks):
    """A list of networks after training, in their order; those of one shape are trained as one batch."""
    wards, cured = defaultdict(list), list(networks)
    for place, network in enumerate(networks):
        wards[tuple((layer.W.shape, layer.activation) for layer in network)].append(place)
    for places in wards.values():
        together = cure(mlp.stack([networks[place] for place in places]))
        for number, place in enumerate(places):
            cured[place] = tuple(layer._replace(W=layer.W[number], b=layer.b[number]) for layer in together)
    return cured


def accuracy(network):
    """The share of the test digits that it gets right."""
    X, Y = images("test")
    return float(diagnostics.accuracy(mlp.forward(network, X)[-1].A, Y))
