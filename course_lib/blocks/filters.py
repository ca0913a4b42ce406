"""Convolution of small images: a filter is a row of W, and the layer is W times what the filters see.

Images are (channels, height, width, samples), filters W (filters, channels · size²) and b (filters, 1): row i belongs
to filter i, and its entries go channel by channel, row by row of pixels. Like most libraries it does not flip filters.
"""

import autograd.numpy as np

PADDINGS = ("none", "zeros", "wrap")


def _padded(A, margin, padding):
    """A with a margin of zeros, or of what is at the other side; A itself without."""
    if padding not in PADDINGS:
        raise ValueError(f"padding must be one of {', '.join(PADDINGS)}, not {padding!r}")
    if padding == "none" or margin == 0:
        return A
    for axis in (1, 2):
        first, last = ((A[:, :margin], A[:, -margin:]) if axis == 1 else (A[:, :, :margin], A[:, :, -margin:]))
        before, after = (last, first) if padding == "wrap" else (0.0 * first, 0.0 * last)
        A = np.concatenate([before, A, after], axis=axis)
    return A


def patches(A, size=3, padding="none"):
    """What the filters see: (channels · size², height', width', samples), a column for each place of each sample.

    padding: "none" makes the picture smaller by size − 1; "zeros" and "wrap" keep its size, with a border of zeros or
    with the opposite edge.
    """
    A = _padded(A, size // 2, padding)
    channels, height, width, samples = A.shape
    down, across = height - size + 1, width - size + 1
    shifted = [A[:, i:i + down, j:j + across] for i in range(size) for j in range(size)]
    return np.reshape(np.stack(shifted, axis=1), (channels * size**2, down, across, samples))


def convolve(W, b, A, size=3, padding="none"):
    """Pre-activations Z (filters, height', width', samples): at each place W times the patch, plus b."""
    return over(W, b, patches(A, size, padding))


def over(W, b, P):
    """The same over patches P (channels · size², height', width', samples) that are there already."""
    Z = W @ np.reshape(P, (P.shape[0], -1)) + b
    return np.reshape(Z, (W.shape[0], *P.shape[1:]))


def pool(A, size=2):
    """The mean of each size × size square: (channels, height / size, width / size, samples)."""
    channels, height, width, samples = A.shape
    if height % size or width % size:
        raise ValueError(f"pictures of {height} by {width} cannot be cut into squares of {size}")
    return np.mean(np.reshape(A, (channels, height // size, size, width // size, size, samples)), axis=(2, 4))
