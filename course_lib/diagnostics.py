"""Arrays in, numbers out: how equal, how saturated, how large. Nothing here draws or trains."""

from functools import lru_cache

import numpy as np

from course_lib.checking import array, real, whole


@lru_cache(maxsize=64)
def _mixture(columns):
    """Fixed weights for one mean per row: rows that are equal have means that are nearly equal."""
    return np.random.default_rng(0).uniform(0.5, 1.0, columns) / columns


def _first_equal(W, tol):
    """For each row the index of the first row equal to it within tol * max|W|: (..., units).

    Not every pair is compared, which is too much for thousands of rows: rows are sorted by one mean, and only runs of
    neighbours whose means leave it open are looked at.
    """
    W, tol = array("W", W), real("tol", tol, 0.0)
    if W.ndim < 2 or not W.shape[-2] or not W.shape[-1]:
        raise ValueError(f"W must be (..., units, inputs), but its shape is {W.shape}")
    matrices, mixture = W.reshape(-1, *W.shape[-2:]), _mixture(W.shape[-1])
    largest = np.abs(matrices).max(axis=(1, 2))
    labels = np.tile(np.arange(W.shape[-2]), (len(matrices), 1))
    means = matrices @ mixture
    order = np.argsort(means, axis=1, kind="stable")
    open_to = largest * (2 * tol + W.shape[-1] * np.finfo(float).eps)  # the second term: rounding of the means
    near = np.diff(np.take_along_axis(means, order, axis=1)) <= open_to[:, None]
    one = near.all(axis=1)  # a whole run of training may consist of matrices whose rows are all equal
    one[one] = np.abs(matrices[one] - matrices[one, :1]).max(axis=(1, 2)) <= tol * largest[one]
    labels[one] = 0
    for which in np.flatnonzero(near.any(axis=1) & ~one):
        for run in np.split(order[which], np.flatnonzero(~near[which]) + 1):
            _label(matrices[which], np.sort(run), labels[which], tol * largest[which])
    return labels.reshape(W.shape[:-1])


def _label(M, rows, labels, limit):
    """Within one run of candidates: each row gets the first earlier row that it equals."""
    while len(rows) > 1:
        same = np.abs(M[rows] - M[rows[0]]).max(axis=1) <= limit
        labels[rows[same]] = rows[0]
        rows = rows[~same]


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
    Weights, bias and outgoing weights are compared each on its own scale: a large bias must not make different small
    weights look equal.
    """
    if whole("layer", layer, 0) > len(network) - 2:
        raise ValueError(f"layer must be a hidden layer, 0 to {len(network) - 2}, not {layer}")
    firsts = [_first_equal(network[layer].W, tol)]
    if len(set(firsts[0].tolist())) < len(firsts[0]):  # else every unit is a class of its own
        firsts += [_first_equal(part, tol) for part in (network[layer].b, network[layer + 1].W.T)]
    return np.unique(_first_equal(np.stack(firsts, axis=1).astype(float), 0.0), return_inverse=True)[1]


def saturation(A, low=-1.0, high=1.0, share=0.99):
    """The share of activations in the outer (1 - share) of the range low..high: |tanh| > 0.99 by default."""
    middle, half = (high + low) / 2, (high - low) / 2
    return float((np.abs(array("A", A) - middle) > share * half).mean())


def accuracy(answers, Y):
    """The share of samples whose largest answer is the target's: a number, or (batch,).

    answers (..., outputs, samples), scores or probabilities; Y (outputs, samples), one 1 in each column.
    """
    return (array("answers", answers).argmax(axis=-2) == array("Y", Y).argmax(axis=-2)).mean(axis=-1)


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


def gaussian_points(points=4000, reach=9.0):
    """Points z and weights w, both (points,): w @ g(z) is the mean of g over N(0, 1).

    Evenly spaced within ±reach, as good as a rule can be for a smooth function. 0 is no point of an even number, so
    that a step there, as in ReLU's slope, is counted with half of its height.
    """
    step = 2 * reach / points
    z = -reach + step * (np.arange(points) + 0.5)
    weights = np.exp(-z * z / 2)
    return z, weights / weights.sum()


def predicted_mean_squares(f, gain, layers, start=1.0):
    """What theory expects of the mean square of A, layer by layer: (layers,).

    For W ~ N(0, gain² / fan_in) and no bias, a pre-activation is Gaussian with variance gain² q, where q is the mean
    square of what comes in; so q becomes E[f(gain √q z)²], z ~ N(0, 1). Poole et al. 2016. It is the mean over wide
    networks; a narrow deep one may be far off (Hanin & Rolnick 2018).

    The mean is a sum over 4,000 points on ±9: a rule of few points (Gauss-Hermite) misses the step that tanh becomes
    at a large gain.
    """
    (z, weights), q, found = gaussian_points(), real("start", start, 0.0), []
    for _ in range(whole("layers", layers)):
        q = float(weights @ f(real("gain", gain, 0.0) * np.sqrt(q) * z) ** 2)
        found.append(q)
    return np.array(found)
