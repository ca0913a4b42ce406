"""The vital signs of any network on any data, from one pass forward and one back."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from course_lib import diagnostics
from course_lib.activations import get
from course_lib.reading import passes

FLAT = 1 - 0.99**2  # a slope of less than this share of the activation's steepest: |tanh| > 0.99
_LINE = np.concatenate([-np.geomspace(1e4, 1e-3, 400), [0.0], np.geomspace(1e-3, 1e4, 400)])[None]


@dataclass(frozen=True)
class Shape:
    """What an activation is, found from its values on the line and not from its name.

    steepest    its largest slope
    flat_left, flat_right   whether it ends flat far out on that side
    low, high   the values it can take
    """

    steepest: float
    flat_left: bool
    flat_right: bool
    low: float
    high: float

    @property
    def two_sided(self):
        """Flat at both ends, as tanh and sigmoid."""
        return self.flat_left and self.flat_right

    @property
    def one_sided(self):
        """Flat at one end only, as ReLU."""
        return self.flat_left != self.flat_right


@passes.quiet
def shape_of(activation):
    """The Shape of an activation, or None if it does not work element by element."""
    own = get(activation)
    if own.df is None:
        return None
    A = own.f(_LINE)
    slopes = np.abs(own.df(_LINE, A))[0]
    near = slopes[np.abs(_LINE[0]) < 50]
    steepest = float(near.max())
    left, right = slopes[:40].max() < 1e-3 * steepest, slopes[-40:].max() < 1e-3 * steepest
    low, high = np.round(A.min(), 9), np.round(A.max(), 9)
    if not left:
        low, high = (-np.inf, high) if A[0, 0] < A[0, 40] else (low, np.inf)
    if not right:
        low, high = (low, np.inf) if A[0, -1] > A[0, -40] else (-np.inf, high)
    return Shape(steepest, bool(left), bool(right), float(low), float(high))


def rms(M):
    """Root mean square of all entries."""
    return float(np.sqrt(np.mean(np.square(M))))


def std(W):
    """The standard deviation; exactly 0 for equal weights, whose mean may be rounded."""
    return 0.0 if np.ptp(W) == 0 else float(W.std())


def spread(A):
    """How differently samples are treated: the rms over units of the standard deviation between samples."""
    return float(np.sqrt(A.var(axis=1).mean()))


@dataclass
class Signs:
    """A network with its data (X (inputs, samples), Y or None), and what is known of its training."""

    network: tuple
    X: np.ndarray
    Y: np.ndarray | None
    loss_name: str
    rate: float | None = None
    trained: bool = False
    optimizer: str = "sgd"

    @cached_property
    def caches(self):
        """(A_in, Z, A) of each layer."""
        return passes.forward(self.network, self.X)

    @cached_property
    def gradients(self):
        """(dZ, dW, db) of each layer, or None without Y."""
        return None if self.Y is None else passes.backward(self.network, self.caches, self.Y, self.loss_name)

    @cached_property
    def losses(self):
        """The loss of each sample, or None without Y."""
        if self.Y is None:
            return None
        last = self.caches[-1]
        return passes.sample_losses(self.network, last.Z, last.A, self.Y, self.loss_name)

    @cached_property
    def loss(self):
        """The mean loss, or None without Y."""
        return None if self.Y is None else float(np.mean(self.losses))

    @property
    def answers(self):
        """A of the last layer."""
        return self.caches[-1].A

    @property
    def hidden(self):
        """The indices of the hidden layers."""
        return range(len(self.network) - 1)

    @cached_property
    def shapes(self):
        """The Shape of each layer's activation."""
        found = {id(own): shape_of(own) for own in {id(layer.activation): layer.activation
                                                    for layer in self.network}.values()}
        return [found[id(layer.activation)] for layer in self.network]

    @cached_property
    def gain(self):
        """std(W) · √fan_in of each layer."""
        return np.array([std(layer.W) * np.sqrt(layer.W.shape[1]) for layer in self.network])

    @cached_property
    def usual(self):
        """The gain that keeps the size: 1/rms slope near 0 … √2 for ReLU, 1 for tanh; at most 2 (sigmoid is 4)."""
        return np.array([usual_gain(layer.activation) for layer in self.network])

    @cached_property
    def spreads(self):
        """Of the inputs and then of each layer's A: the rms over units of the std between samples."""
        return np.array([spread(self.X), *(passes.quiet(spread)(c.A) for c in self.caches)])

    @cached_property
    def error_sizes(self):
        """The rms of dZ in each layer."""
        return np.array([rms(g.dZ) for g in self.gradients])

    @cached_property
    def classes(self):
        """The unit classes of each hidden layer."""
        return [diagnostics.unit_classes(self.network, k) for k in self.hidden]

    def flat(self, k, Z=None):
        """Where hidden unit i is flat for sample j: (units, samples), by this activation's own slope."""
        own, Z = get(self.network[k].activation), self.caches[k].Z if Z is None else Z
        slopes = np.abs(own.df(Z, own.f(Z)))
        return ~(slopes >= FLAT * self.shapes[k].steepest)

    @cached_property
    def flats(self):
        """`flat` of each hidden layer."""
        return [passes.quiet(self.flat)(k) for k in self.hidden]


@passes.quiet
def usual_gain(activation):
    """1 / √E[f′(z)²] for z from a narrow Gaussian: √2 for ReLU, 1 for tanh and identity, 4 for sigmoid."""
    own = get(activation)
    if own.df is None:
        return 1.0
    z = np.linspace(-0.3, 0.3, 201)[None]
    weights = np.exp(-0.5 * (z / 0.1) ** 2)
    slopes = own.df(z, own.f(z)) ** 2
    mean = float((weights * slopes).sum() / weights.sum())
    return 1.0 / np.sqrt(mean) if mean > 1e-6 else 1.0
