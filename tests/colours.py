"""Colours as WCAG 2 and CIE define them, and as a dark page shows them: written apart from the library and its page."""

import numpy as np

WEIGHTS = np.array((0.2126, 0.7152, 0.0722))
XYZ = np.array([[0.412456, 0.357576, 0.180438], [0.212673, 0.715152, 0.072175], [0.019334, 0.119192, 0.950304]])
WHITE = np.array([0.95047, 1.0, 1.08883])
VISION = {  # Machado, Oliveira & Fernandes 2009: complete blindness to one of three kinds of light
    "all colours": np.eye(3),
    "no red": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "no green": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "no blue": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]}


def rgb(name):
    """'#0072B2' as (3,) in 0..1, '#fff' too."""
    digits = name.lstrip("#")
    digits = digits if len(digits) == 6 else "".join(2 * d for d in digits)
    return np.array([int(digits[k:k + 2], 16) for k in (0, 2, 4)]) / 255


def linear(colours):
    return np.where(colours <= 0.04045, colours / 12.92, ((colours + 0.055) / 1.055) ** 2.4)


def encoded(light):
    return np.where(light <= 0.0031308, 12.92 * light, 1.055 * np.maximum(light, 1e-9) ** (1 / 2.4) - 0.055)


def luminance(colours):
    return linear(np.asarray(colours, float)) @ WEIGHTS


def contrast(a, b):
    """n : 1 between colours of shape (..., 3)."""
    first, second = luminance(a), luminance(b)
    return (np.maximum(first, second) + 0.05) / (np.minimum(first, second) + 0.05)


def turned(colours):
    """As a dark page shows them: (L' + 0.05) (L + 0.05) = 1.05 * 0.05, all channels moved like those of a grey."""
    before = luminance(colours)
    after = 1.05 * 0.05 / (before + 0.05) - 0.05
    return np.rint(255 * np.clip(colours + (encoded(after) - encoded(before))[..., None], 0, 1)) / 255


def lab(colours, vision="all colours"):
    """CIE L*a*b* of colours as somebody with that vision sees them: distances of 10 and more are easily told apart."""
    seen = np.clip(linear(np.asarray(colours, float)) @ np.array(VISION[vision]).T, 0, 1)
    f = seen @ XYZ.T / WHITE
    f = np.where(f > 0.008856, np.cbrt(f), 7.787 * f + 16 / 116)
    return np.stack([116 * f[..., 1] - 16, 500 * (f[..., 0] - f[..., 1]), 200 * (f[..., 1] - f[..., 2])], axis=-1)
