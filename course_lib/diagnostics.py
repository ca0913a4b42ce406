"""Arrays in, numbers out: how equal, how saturated, how large. Nothing here draws or trains."""

import numpy as np

from course_lib.checking import array, real, whole


def _first_equal(W, tol):
    """For each row the index of the first row equal to it within tol * max|W|: (..., units)."""
    W, tol = array("W", W), real("tol", tol, 0.0)
    if W.ndim < 2 or not W.shape[-2] or not W.shape[-1]:
        raise ValueError(f"W must be (..., units, inputs), but its shape is {W.shape}")
    largest = np.abs(W).max(axis=(-2, -1))[..., None, None]
    apart = np.abs(W[..., :, None, :] - W[..., None, :, :]).max(axis=-1)
    return (apart <= tol * largest).argmax(axis=-1)


def distinct_rows(W, tol=1e-9):
    """How many rows of W (..., units, inputs) differ by more than tol * max|W|: an int, or (...) for a batch.

    Rows of a network that stay equal in theory stay equal only up to rounding; hence a tolerance, relative to
    the largest weight of the same matrix.
    """
    counts = (_first_equal(W, tol) == np.arange(np.shape(W)[-2])).sum(axis=-1)
    return int(counts) if counts.ndim == 0 else counts


def row_classes(W, tol=1e-9):
    """A label per row of W (units, inputs): 0, 1, ... in order of appearance; equal rows share a label."""
    return np.unique(_first_equal(array("W", W, ndim=2), tol), return_inverse=True)[1]


def row_spread(W):
    """The largest difference between two rows in one column: max over columns of (max - min). 0: all rows equal."""
    W = array("W", W)
    return (W.max(axis=-2) - W.min(axis=-2)).max(axis=-1)


def unit_classes(network, layer=0, tol=1e-9):
    """A label per unit of a hidden layer: two units share it if incoming weights, bias *and* outgoing weights agree.

    `network` is one network (no batch), `layer` counts from 0. Deterministic gradient descent never splits a class.
    """
    if whole("layer", layer, 0) > len(network) - 2:
        raise ValueError(f"layer must be a hidden layer, 0 to {len(network) - 2}, not {layer}")
    return row_classes(np.hstack([network[layer].W, network[layer].b, network[layer + 1].W.T]), tol)


def saturation(A, low=-1.0, high=1.0, share=0.99):
    """The share of activations in the outer (1 - share) of the range low..high: |tanh| > 0.99 by default."""
    middle, half = (high + low) / 2, (high - low) / 2
    return float((np.abs(array("A", A) - middle) > share * half).mean())


def rms(M):
    """Root mean square of all entries of the last two axes."""
    return np.sqrt((array("M", M) ** 2).mean(axis=(-2, -1)))


def rms_by_layer(caches):
    """The rms of A in every layer: (layers,), or (layers, batch)."""
    return np.array([rms(cache.A) for cache in caches])


def spread_by_layer(caches):
    """How differently the samples are treated: per layer, the rms over units of A's std *between samples*.

    The overall std of A cannot show a collapse: units that ignore their input still differ from one another.
    """
    return np.array([np.sqrt(cache.A.var(axis=-1).mean(axis=-1)) for cache in caches])


def central_differences(f, W, h=1e-5):
    """The derivative of f at every entry of W, numerically: (f(W + h) - f(W - h)) / 2h. Shape of W.

    `f` gets a batch of arrays of shape (n, *W.shape), each with one entry moved, and returns (n,) numbers.
    """
    W, h = array("W", W), real("h", h, 0.0)
    moves = h * np.eye(W.size).reshape(W.size, *W.shape)
    return ((f(W + moves) - f(W - moves)) / (2.0 * h)).reshape(W.shape)


def predicted_mean_squares(f, gain, layers, start=1.0):
    """What theory expects of the mean square of A, layer by layer: (layers,).

    For W ~ N(0, gain² / fan_in) and no bias, a pre-activation is Gaussian with variance gain² q, where q is the mean
    square of what comes in; so q becomes E[f(gain √q z)²], z ~ N(0, 1). Poole et al. 2016. It is the mean over wide
    networks; a narrow deep one may be far off (Hanin & Rolnick 2018).

    The mean is a sum over 4,001 points on ±9: a rule for smooth functions (Gauss-Hermite) misses the step that tanh
    becomes at a large gain.
    """
    z = np.linspace(-9.0, 9.0, 4001)
    weights = np.exp(-z * z / 2)
    weights, q, found = weights / weights.sum(), real("start", start, 0.0), []
    for _ in range(whole("layers", layers)):
        q = float(weights @ f(real("gain", gain, 0.0) * np.sqrt(q) * z) ** 2)
        found.append(q)
    return np.array(found)
