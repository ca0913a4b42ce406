"""Equal rows without comparing every pair: rows are sorted by one random sum, and only neighbours are compared."""

import numpy as np


def row_classes(M, tol=1e-9):
    """A label per row of M (rows, columns): equal rows, within tol · max|M|, share the index of the first of them."""
    largest = np.abs(M).max() if M.size else 0.0
    labels = np.arange(len(M))
    if not largest:
        return np.zeros(len(M), dtype=int)
    weights = np.random.default_rng(0).uniform(0.5, 1.0, M.shape[1])
    sums = M @ weights
    order, near = np.argsort(sums, kind="stable"), 2 * tol * largest * weights.sum()
    start = 0
    for stop in range(1, len(M) + 1):
        if stop == len(M) or sums[order[stop]] - sums[order[stop - 1]] > near:
            _label(M, np.sort(order[start:stop]), labels, tol * largest)
            start = stop
    return labels


def _label(M, rows, labels, apart):
    """Within one run of candidates: each row gets the first earlier row that it equals."""
    while len(rows) > 1:
        first = rows[0]
        same = np.abs(M[rows] - M[first]).max(axis=1) <= apart
        labels[rows[same]] = first
        rows = rows[~same]


def unit_classes(network, k):
    """A label per unit of hidden layer k: shared where incoming weights, bias and outgoing weights agree.

    Each of the three is compared on its own scale: a large bias must not make different small weights look equal.
    """
    incoming = row_classes(np.hstack([network[k].W, network[k].b]) if network[k].b.any() else network[k].W)
    if len(set(incoming.tolist())) == len(incoming):
        return incoming
    outgoing = row_classes(network[k + 1].W.T)
    return np.unique(np.stack([incoming, outgoing]), axis=1, return_inverse=True)[1].ravel()
