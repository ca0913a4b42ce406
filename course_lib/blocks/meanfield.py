"""Mean field theory of wide random networks: lengths, correlations and gradients from layer to layer.

Weights are N(0, sigma_w² / fan_in), biases N(0, sigma_b²). In the limit of many units a pre-activation is Gaussian; q
is its mean square, and c the correlation of two samples: the mean over units of z z', divided by q. Not less the mean:
two samples that are equal up to a bias common to all have a c near 1. Poole et al. 2016, Schoenholz et al. 2017.

`activation` is a name or an Activation; the numbers sigma_w, sigma_b, q may be arrays of shapes that fit, unless a
docstring says number.

Means over a Gaussian are sums over few points (diagnostics.gaussian_points), so that a map is drawn while a slider
moves: right to 1e-7 for tanh while sqrt(q) is below 3, and to 2e-3 for ReLU's correlations.
"""

import numpy as np

from course_lib import activations, diagnostics
from course_lib.checking import array, real, whole

LARGEST = 1e6
_Z, _WEIGHTS = diagnostics.gaussian_points(128, 8.0)
_PAIR_Z, _PAIR_WEIGHTS = diagnostics.gaussian_points(80, 8.0)


def _slope(activation):
    f, df = activations.get(activation)[1:]
    return lambda z: df(z, f(z))


def _mean_square(g, q):
    """E[g(z)²] for z ~ N(0, q), of q's shape."""
    return g(np.sqrt(array("q", q, least=0.0))[..., None] * _Z) ** 2 @ _WEIGHTS


def length_map(activation, q, sigma_w, sigma_b):
    """The next layer's q: sigma_w² E[f(z)²] + sigma_b². Poole et al. 2016."""
    return sigma_w**2 * _mean_square(activations.get(activation).f, q) + sigma_b**2


def lengths(activation, sigma_w, sigma_b, layers, start=1.0):
    """q in layers 1, 2, ... above inputs of mean square `start`: (layers,). Numbers."""
    found = [real("sigma_w", sigma_w, 0.0) ** 2 * start + real("sigma_b", sigma_b, 0.0) ** 2]
    for _ in range(whole("layers", layers) - 1):
        found.append(float(length_map(activation, found[-1], sigma_w, sigma_b)))
    return np.array(found)


def gradient_factor(activation, q, sigma_w):
    """By how much a layer multiplies the mean square of a gradient dZ on its way back: sigma_w² E[f'(z)²]."""
    return sigma_w**2 * _mean_square(_slope(activation), q)


def fixed_length(activation, sigma_w, sigma_b):
    """The q that the length map keeps, by halving 0 .. LARGEST; inf where it grows beyond that.

    Where only 0 is kept (tanh, no bias, sigma_w at most 1), what halving leaves is about 1e-12.
    """
    sigma_w, sigma_b = np.broadcast_arrays(array("sigma_w", sigma_w, least=0.0), array("sigma_b", sigma_b, least=0.0))
    low, high = np.zeros(sigma_w.shape), np.full(sigma_w.shape, LARGEST)
    endless = length_map(activation, high, sigma_w, sigma_b) > high
    for _ in range(60):
        middle = (low + high) / 2
        grows = length_map(activation, middle, sigma_w, sigma_b) > middle
        low, high = np.where(grows, middle, low), np.where(grows, high, middle)
    return np.where(endless, np.inf, high)


def chi_1(activation, sigma_w, sigma_b):
    """The gradient factor at the fixed length. Where that is not 0, it is also the correlation map's slope at c = 1.

    Below 1 samples that are nearly equal become more so, and gradients vanish (order); above 1 samples part and
    gradients grow (chaos). Without a bias order is different: lengths go to 0, and tanh, linear near 0, keeps c.
    """
    return gradient_factor(activation, np.minimum(fixed_length(activation, sigma_w, sigma_b), LARGEST), sigma_w)


def critical_sigma_w(activation, sigma_b, most=10.0):
    """The largest sigma_w up to `most` with chi_1 not above 1, by halving; of sigma_b's shape."""
    sigma_b = array("sigma_b", sigma_b, least=0.0)
    low, high = np.zeros(sigma_b.shape), np.full(sigma_b.shape, real("most", most, 0.0))
    for _ in range(40):
        middle = (low + high) / 2
        order = chi_1(activation, middle, sigma_b) <= 1
        low, high = np.where(order, middle, low), np.where(order, high, middle)
    return low


def _pair_mean(g, c, q):
    """E[g(u) g(v)] for Gaussians of mean square q and correlation c: v is c u and an independent rest."""
    v = c * _PAIR_Z[:, None] + np.sqrt(max(1.0 - c * c, 0.0)) * _PAIR_Z
    return float(_PAIR_WEIGHTS @ (g(np.sqrt(q) * _PAIR_Z) * (g(np.sqrt(q) * v) @ _PAIR_WEIGHTS)))


def correlation_map(activation, c, q, sigma_w, sigma_b):
    """The next layer's c of two samples of mean square q and correlation c. Numbers. Poole et al. 2016."""
    return (sigma_w**2 * _pair_mean(activations.get(activation).f, c, q) + sigma_b**2) / float(
        length_map(activation, q, sigma_w, sigma_b))


def correlations(activation, sigma_w, sigma_b, layers, c, start=1.0):
    """c in layers 1, 2, ... above two inputs of mean square `start` and correlation c: (layers,). Numbers."""
    qs = lengths(activation, sigma_w, sigma_b, layers, start)
    found = [(sigma_w**2 * start * c + sigma_b**2) / qs[0]]
    for q in qs[:-1]:
        found.append(correlation_map(activation, found[-1], q, sigma_w, sigma_b))
    return np.array(found)


def fixed_correlation(activation, sigma_w, sigma_b):
    """The c >= 0 to which two samples go: 1 in order (with a bias), less in chaos. Numbers."""
    if chi_1(activation, sigma_w, sigma_b) <= 1:
        return 1.0
    q = min(float(fixed_length(activation, sigma_w, sigma_b)), LARGEST)
    low, high = 0.0, 1.0 - 1e-9
    for _ in range(30):
        middle = (low + high) / 2
        up = correlation_map(activation, middle, q, sigma_w, sigma_b) > middle
        low, high = (middle, high) if up else (low, middle)
    return high


def depth_scale(activation, sigma_w, sigma_b):
    """xi: over so many layers the distance of a correlation from its fixed value shrinks by a factor e. Numbers.

    -1 / ln of the correlation map's slope there: chi_1 in order; inf on the critical line. In order without a bias it
    is the scale of lengths and gradients alone. Schoenholz et al. 2017.
    """
    c = fixed_correlation(activation, sigma_w, sigma_b)
    q = min(float(fixed_length(activation, sigma_w, sigma_b)), LARGEST)
    slope = sigma_w**2 * _pair_mean(_slope(activation), c, q)
    return float(-1 / np.log(slope)) if slope < 1 - 1e-9 else np.inf
