"""Starts that do not look at the size of a layer: constants, plain draws, orthogonal and identity matrices."""

import numpy as np

from course_lib.checking import array, generator, real, whole


def check_shape(rng, shape):
    """`shape` as whole numbers, (..., units, inputs); `rng` must be a Generator."""
    generator(rng)
    if not isinstance(shape, (tuple, list)) or len(shape) < 2:
        raise ValueError(f"shape must be (..., units, inputs), not {shape!r}")
    names = ["batch"] * (len(shape) - 2) + ["units", "inputs"]
    return tuple(whole(f"{name} in shape {tuple(shape)}", size) for name, size in zip(names, shape))


def _times(name, factor, draw, least):
    """factor * draw; an array of factors multiplies one and the same draw."""
    factor = array(name, factor, least=least)
    if factor.ndim == 0:
        return factor * draw
    if factor.ndim != 1 or draw.ndim != 2 or not factor.size:
        raise ValueError(f"{name} must be a number, or of shape (batch,) with shape (units, inputs); "
                         f"got {name} of shape {factor.shape} and shape {draw.shape}")
    return factor[:, None, None] * draw


def zeros(rng, shape):
    """Every weight 0."""
    return np.zeros(check_shape(rng, shape))


def constant(rng, shape, value=1.0):
    """Every weight `value`, a number or (batch,). `rng` is there for the common signature and is not used."""
    return _times("value", value, np.ones(check_shape(rng, shape)), -np.inf)


def normal(rng, shape, scale=1.0):
    """Gaussian of mean 0 and standard deviation `scale`, a number or (batch,)."""
    shape = check_shape(rng, shape)
    return _times("scale", scale, rng.standard_normal(shape), 0.0)


def uniform(rng, shape, scale=1.0):
    """Uniform on [-scale, scale): standard deviation scale / sqrt(3). `scale` is a number or (batch,)."""
    shape = check_shape(rng, shape)
    return _times("scale", scale, rng.uniform(-1.0, 1.0, shape), 0.0)


def orthogonal(rng, shape, gain=1.0):
    """Orthonormal rows (or columns, whichever are fewer) times `gain`. Saxe, McClelland & Ganguli 2013."""
    *batch, units, inputs = check_shape(rng, shape)
    Q, R = np.linalg.qr(rng.standard_normal((*batch, max(units, inputs), min(units, inputs))))
    # QR leaves the signs to the algorithm; making R's diagonal positive makes Q uniform over all rotations.
    Q = Q * np.where(np.diagonal(R, axis1=-2, axis2=-1) < 0, -1.0, 1.0)[..., None, :]
    return real("gain", gain, 0.0) * (Q if units >= inputs else np.swapaxes(Q, -1, -2))


def identity(rng, shape, gain=1.0):
    """`gain` on the diagonal, 0 elsewhere: each unit hands on one input. `rng` is not used."""
    *batch, units, inputs = check_shape(rng, shape)
    return real("gain", gain) * np.broadcast_to(np.eye(units, inputs), (*batch, units, inputs))


def truncated_normal(rng, shape, scale=1.0, within=2.0):
    """Gaussian of mean 0 and standard deviation `scale`, drawn again where it is beyond `within` * scale.

    What is cut off makes the rest narrower: with within=2 its standard deviation is 0.8796 * scale. `scale` is a number
    or (batch,).
    """
    shape, within = check_shape(rng, shape), real("within", within, 0.1)
    W = rng.standard_normal(shape)
    beyond = np.abs(W) > within
    while beyond.any():
        W[beyond] = rng.standard_normal(np.count_nonzero(beyond))
        beyond = np.abs(W) > within
    return _times("scale", scale, W, 0.0)
