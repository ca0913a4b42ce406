"""Vital signs: what can be read off a network before it is trained, layer by layer."""

from typing import NamedTuple

import numpy as np

from course_lib import diagnostics, mlp
from course_lib.lessons.clinic.treatment import images, rate

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


def flat(caches, activation):
    """The share of what cannot answer to its input any more, per layer; see Chart."""
    shares = [float((c.Z <= 0).all(axis=-1).mean()) if activation == "relu" else diagnostics.saturation(c.A)
              for c in caches[:-1]]
    return np.array([*shares, float((caches[-1].A.max(axis=0) > 0.99).mean())])


def _std(W):
    """The standard deviation; exactly 0 for equal weights, whose mean may be rounded."""
    return 0.0 if np.ptp(W) == 0 else W.std()


def ratios(network, gradients):
    """rate · std(dW) / std(W) per layer; where all weights are equal, 0 if nothing moves and NaN if something does."""
    sizes = [_std(layer.W) for layer in network]
    return np.array([rate(network) * g.dW.std() / size if size else np.nan if g.dW.any() else 0.0
                     for size, g in zip(sizes, gradients)])


def gains(network):
    """std(W) · √fan_in per layer."""
    return np.array([_std(layer.W) * np.sqrt(layer.W.shape[1]) for layer in network])


def chart(network):
    """The Chart of a network, from one forward and one backward pass over 64 training digits."""
    X, Y = (M[:, :LOOKED_AT] for M in images())
    caches = mlp.forward(network, X)
    gradients = mlp.backward(network, caches, Y)
    classes = [len(set(diagnostics.unit_classes(network, k).tolist())) for k in range(len(network) - 1)]
    return Chart(np.array([layer.W.mean() for layer in network]),
                 gains(network), np.array([layer.b.mean() for layer in network]), diagnostics.rms_by_layer(caches),
                 flat(caches, network[0].activation), ratios(network, gradients),
                 np.array([*classes, diagnostics.distinct_rows(network[-1].W)]),
                 np.array([len(layer.b) for layer in network]), float(mlp.loss(network, caches, Y)))
