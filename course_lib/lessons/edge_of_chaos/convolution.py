"""Two ways to start a convolution of 3×3 pixels: Gaussian taps, and delta-orthogonal. NumPy only."""

import numpy as np

from course_lib.initializers import orthogonal


def gaussian(rng, channels):
    """Kernel (channels, channels, 3, 3) of variance 1 / fan_in, where fan_in counts the nine taps."""
    return rng.standard_normal((channels, channels, 3, 3)) / np.sqrt(9 * channels)


def delta_orthogonal(rng, channels):
    """Kernel (channels, channels, 3, 3): an orthogonal matrix in the middle tap, 0 in the others. Xiao et al. 2018."""
    kernel = np.zeros((channels, channels, 3, 3))
    kernel[:, :, 1, 1] = orthogonal(rng, (channels, channels))
    return kernel


def convolve(kernel, A, border="zeros"):
    """A (channels, height, width) convolved with a kernel (filters, channels, 3, 3): (filters, height, width).

    Beyond the border are zeros, or with border="wrap" the other side of the picture.
    """
    padded = np.pad(A, ((0, 0), (1, 1), (1, 1)), mode={"zeros": "constant", "wrap": "wrap"}[border])
    _, height, width = A.shape
    return sum(np.tensordot(kernel[:, :, y, x], padded[:, y:y + height, x:x + width], 1)
               for y in range(3) for x in range(3))
