"""Samples of a known correlation on their way through random layers, and an error on its way back."""

from functools import lru_cache

import numpy as np

from course_lib import activations

DEEPEST, SAMPLES = 50, 8
DRAWS = {16: 16, 64: 4, 128: 1}  # networks at each width


def samples(rng, width, correlation):
    """X (width, SAMPLES) of mean square 1 in which each two samples have exactly that correlation."""
    directions = np.linalg.qr(rng.standard_normal((width, SAMPLES + 1)))[0] * np.sqrt(width)
    return np.sqrt(correlation) * directions[:, :1] + np.sqrt(1 - correlation) * directions[:, 1:]


@lru_cache(maxsize=1)
def draws(width, seed):
    """Standard normal weights (layers, draws, units, units), biases (layers, draws, units, 1), an error from above."""
    rng, count = np.random.default_rng(seed), DRAWS[width]
    return (rng.standard_normal((DEEPEST, count, width, width)), rng.standard_normal((DEEPEST, count, width, 1)),
            rng.standard_normal((count, width, SAMPLES)))


def passes(X, W, b, error, sigma_w, sigma_b, activation):
    """Through layers with weights sigma_w / sqrt(fan_in) * W and biases sigma_b * b, and back.

    X (width, samples), W (layers, draws, units, units): Z and dZ, both (layers, draws, units, samples).
    """
    f, size, caches, A = activations.get(activation), sigma_w / np.sqrt(W.shape[-1]), [], X
    for weights, biases in zip(W, b):
        Z = size * (weights @ A) + sigma_b * biases
        A = f.f(Z)
        caches.append((Z, A))
    dZs = [error * f.df(*caches[-1])]
    for weights, below in zip(W[:0:-1], caches[-2::-1]):
        dZs.append(size * (weights.swapaxes(-1, -2) @ dZs[-1]) * f.df(*below))
    return np.array([Z for Z, _ in caches]), np.array(dZs[::-1])


def correlation(Z):
    """The mean correlation of all pairs of samples: (..., units, samples) -> (...). The mean is not taken off."""
    products = Z.swapaxes(-1, -2) @ Z
    sizes = np.sqrt(np.diagonal(products, axis1=-2, axis2=-1))
    one, other = np.triu_indices(Z.shape[-1], 1)
    return (products[..., one, other] / (sizes[..., one] * sizes[..., other] + 1e-300)).mean(axis=-1)


def mean_square(Z):
    """The mean of the squares over units and samples: (..., units, samples) -> (...)."""
    return (Z * Z).mean(axis=(-2, -1))
