"""Vital signs: what the reading measures of a network before it is trained, as a table; and what it finds."""

from typing import NamedTuple

import numpy as np

from course_lib import diagnostics
from course_lib.lessons.clinic.treatment import images, rate
from course_lib.reading import examine, layers
from course_lib.reading.signs import Signs

LOOKED_AT = 64  # digits


class Chart(NamedTuple):
    """Arrays with one entry per layer, the output layer last, and the loss; prints itself as a table.

    mean_W, mean_b  means of the weights and biases
    gain            std(W) · √fan_in: 1 is Xavier's and LeCun's for square layers, 1.41 He's
    rms             root mean square of the activations
    flat            hidden layers: the share of tanh activations beyond ±0.99, or of ReLU units silent for every digit;
                    output: the share of digits answered with more than 0.99
    ratio           update : data, rate · std(dW) / std(W); 0 where nothing moves, NaN where all weights are equal
    classes, units  how many different units a layer has, and how many units
    loss            mean cross-entropy on the 64 digits that were looked at; ln 10 = 2.3 is a guess among ten
    """

    mean_W: np.ndarray
    gain: np.ndarray
    mean_b: np.ndarray
    rms: np.ndarray
    flat: np.ndarray
    ratio: np.ndarray
    classes: np.ndarray
    units: np.ndarray
    loss: float

    def __repr__(self):
        lines = [f"loss {self.loss:.3g}", "layer  mean W       gain  mean b   rms A  flat  update:data  classes"]
        for k in range(len(self.gain)):
            if 4 < k < len(self.gain) - 3:
                lines += ["  ..."] * (k == 5)
                continue
            name = "output" if k == len(self.gain) - 1 else f"{k + 1:6d}"
            ratio = "      -" if np.isnan(self.ratio[k]) else f"{self.ratio[k]:7.0e}"
            lines.append(f"{name} {self.mean_W[k]:7.2f} {self.gain[k]:10.3g} {self.mean_b[k]:7.1f} {self.rms[k]:7.1e} "
                         f"{self.flat[k]:5.2f} {ratio:>12s}  {self.classes[k]:3d} of {self.units[k]}")
        return "\n".join(lines)


def read(network):
    """The reading's Signs of a network on the 64 training digits that a chart looks at, at the rate of the ward."""
    X, Y = (M[:, :LOOKED_AT] for M in images())
    return Signs(network, X, Y, "cross_entropy", rate(network))


def diagnose(network):
    """The gravest finding of the reading, on all training digits: its name is that of the disease, or healthy."""
    return examine(network, *images(), samples="columns")[0]


def chart(network):
    """The Chart of a network, from one forward and one backward pass over 64 training digits."""
    signs = read(network)
    classes = [layers.unit_classes(signs, k) for k in range(len(network))]
    return Chart(np.array([layer.W.mean() for layer in network]), signs.gain,
                 np.array([layer.b.mean() for layer in network]), diagnostics.rms_by_layer(signs.caches),
                 layers.flat(signs), layers.ratios(signs, signs.rate),
                 np.array([len(set(found.tolist())) for found in classes]),
                 np.array([len(found) for found in classes]), signs.loss)
