"""Two ways to start a convolution of 3×3 pixels: Gaussian taps, and delta-orthogonal."""

import numpy as np

from course_lib.blocks import filters
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
    return filters.convolve(kernel.reshape(len(kernel), -1), 0.0, A[..., None], 3, border)[..., 0]
