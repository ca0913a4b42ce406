"""Ten ways to begin, drawn from a seed: who lies in which bed, and with what.

Each disease is a function of rng that returns what `mlp.build` needs. All networks take 64 pixels and end in ten
softmax outputs; their hidden layers have 16 units, or 32 in the one disease that needs depth to show.
"""

from functools import cache
from typing import NamedTuple

import numpy as np

from course_lib import mlp
from course_lib.checking import Registry, whole
from course_lib.initializers import INITIALIZERS, constant, he_normal, normal

USUAL = {"relu": "he_normal", "tanh": "xavier_normal"}  # what a healthy network of this activation starts with


class Patient(NamedTuple):
    """A network as admitted, its bed (1 to 10), and, for those who ask, what it has and what the course prescribes."""

    bed: int
    network: tuple
    disease: str
    remedy: str

    def __repr__(self):
        sizes = [self.network[0].W.shape[1], *(layer.W.shape[0] for layer in self.network)]
        shown = "-".join(map(str, sizes if len(sizes) < 10 else [*sizes[:2], "…", *sizes[-2:]]))
        return f"bed {self.bed}: {shown}, {len(self.network)} layers, {self.network[0].activation}"


class _Admission(NamedTuple):
    hidden: int  # how many hidden layers
    activation: str
    initializer: object  # one for all layers, or a list
    bias: float = 0.0  # of the hidden units
    width: int = 16
    remedy: str = ""  # empty: the usual one


def _either(rng, relu=(2, 3, 4), tanh=(3, 4, 5)):
    """An activation and a number of hidden layers at which its usual start learns the digits."""
    activation = str(rng.choice(["relu", "tanh"]))
    return int(rng.choice(relu if activation == "relu" else tanh)), activation


def _same_draw(factor):
    return lambda rng, shape: factor * rng.standard_normal(shape)


def _healthy(rng):
    hidden, activation = _either(rng)
    return _Admission(hidden, activation, USUAL[activation], remedy="nothing")


def _zero(rng):
    return _Admission(*_either(rng), "zeros")


def _constant(rng):
    value = float(rng.choice([0.05, 0.1, 0.2]))
    return _Admission(*_either(rng), lambda rng, shape: constant(rng, shape, value))


def _too_small(rng):
    scale = float(rng.choice([0.001, 0.003, 0.01]))
    return _Admission(*_either(rng), lambda rng, shape: normal(rng, shape, scale))


def _too_large(rng):
    hidden, activation = _either(rng)
    return _Admission(hidden, activation, _same_draw({"relu": 1.5, "tanh": 5.0}[activation]))


def _wrong_fan(rng):
    # The fan of the 64 pixels, used in every layer. Tanh only: where this keeps narrow ReLU layers from learning, He's
    # draw fails now and then as well (six layers of 16: 2 of 49).
    return _Admission(int(rng.choice([6, 7])), "tanh", _same_draw(1 / 8))


def _dead_relu(rng):
    hidden = int(rng.choice([2, 3]))  # pixels are not negative: with mostly negative weights no sum is positive
    return _Admission(hidden, "relu", [lambda rng, shape: he_normal(rng, shape) - 0.4, *["he_normal"] * hidden])


def _saturated_output(rng):
    hidden, activation = _either(rng, (2, 3), (3, 4))
    factor, usual = float(rng.choice([40.0, 60.0])), INITIALIZERS[USUAL[activation]]
    return _Admission(hidden, activation, [usual] * hidden + [lambda rng, shape: factor * usual(rng, shape)])


def _he_on_tanh(rng):
    return _Admission(60, "tanh", "he_normal", width=32, remedy="orthogonal")


def _biases_that_kill(rng):
    hidden, activation = _either(rng)
    bias = {"relu": -4.0, "tanh": float(rng.choice([-4.0, 4.0]))}[activation]
    return _Admission(hidden, activation, USUAL[activation], bias, remedy="biases 0")


DISEASES = Registry("disease", {
    "healthy": _healthy, "zero": _zero, "constant": _constant, "too small": _too_small, "too large": _too_large,
    "wrong fan": _wrong_fan, "dead relu": _dead_relu, "saturated output": _saturated_output,
    "he on tanh": _he_on_tanh, "biases that kill": _biases_that_kill,
})


@cache
def admit(seed):
    """The ten patients of ward `seed`, a whole number from 0, in the order of their beds: a tuple of Patient."""
    order = np.random.default_rng([whole("seed", seed, 0), 0]).permutation(len(DISEASES))
    patients = []
    for bed, which in enumerate(order, 1):
        rng, disease = np.random.default_rng([seed, bed]), list(DISEASES)[which]
        case = DISEASES[disease](rng)
        network = mlp.build(rng, (64, *[case.width] * case.hidden, 10), case.activation, case.initializer, "softmax",
                            bias=[case.bias] * case.hidden + [0.0])
        patients.append(Patient(bed, network, disease, case.remedy or USUAL[case.activation]))
    return tuple(patients)
