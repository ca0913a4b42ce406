"""Ways to draw the first weights, all with one signature: init(rng, shape, **options) -> W.

`shape` is (..., units, inputs); leading axes make a batch of independent draws. The fans are
fan_in = inputs and fan_out = units. A `scale` or `value` of shape (batch,) makes *one* draw of
(units, inputs) and scales it, giving (batch, units, inputs): the same weights, larger and larger.
Every Gaussian is a plain one, not truncated. Bad shapes and scales are a ValueError or TypeError.
"""

import numpy as np

from course_lib.checking import Registry, array, generator, real, whole


def _shape(rng, shape):
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
    return np.zeros(_shape(rng, shape))


def constant(rng, shape, value=1.0):
    """Every weight `value`, a number or (batch,). `rng` is there for the common signature and is not used."""
    return _times("value", value, np.ones(_shape(rng, shape)), -np.inf)


def normal(rng, shape, scale=1.0):
    """Gaussian of mean 0 and standard deviation `scale`, a number or (batch,)."""
    shape = _shape(rng, shape)
    return _times("scale", scale, rng.standard_normal(shape), 0.0)


def uniform(rng, shape, scale=1.0):
    """Uniform on [-scale, scale): standard deviation scale / sqrt(3). `scale` is a number or (batch,)."""
    shape = _shape(rng, shape)
    return _times("scale", scale, rng.uniform(-1.0, 1.0, shape), 0.0)


def orthogonal(rng, shape, gain=1.0):
    """Orthonormal rows (or columns, whichever are fewer) times `gain`. Saxe, McClelland & Ganguli 2013."""
    *batch, units, inputs = _shape(rng, shape)
    Q, R = np.linalg.qr(rng.standard_normal((*batch, max(units, inputs), min(units, inputs))))
    # QR leaves the signs to the algorithm; making R's diagonal positive makes Q uniform over all rotations.
    Q = Q * np.where(np.diagonal(R, axis1=-2, axis2=-1) < 0, -1.0, 1.0)[..., None, :]
    return real("gain", gain, 0.0) * (Q if units >= inputs else np.swapaxes(Q, -1, -2))


def _variance_scaling(name, draw, factor, fan, source):
    """The one formula behind LeCun, Xavier and He: variance = factor / fan."""

    def initializer(rng, shape):
        *_, units, inputs = _shape(rng, shape)
        variance = factor / {"fan_in": inputs, "mean fan": (inputs + units) / 2}[fan]
        return draw(rng, shape, scale=np.sqrt(variance if draw is normal else 3.0 * variance))

    initializer.__name__ = initializer.__qualname__ = name
    kind = "Gaussian" if draw is normal else "Uniform"
    initializer.__doc__ = f"{kind} of mean 0 and variance {factor:g} / {fan}. {source}"
    return initializer


_LECUN = "LeCun, Bottou, Orr & Müller 1998, equation 16."
_GLOROT = "mean fan = (fan_in + fan_out) / 2. Glorot & Bengio 2010, equations 12 and 16."
_HE = "He, Zhang, Ren & Sun 2015, equation 10."

lecun_normal = _variance_scaling("lecun_normal", normal, 1, "fan_in", _LECUN)
xavier_normal = _variance_scaling("xavier_normal", normal, 1, "mean fan", _GLOROT)
xavier_uniform = _variance_scaling("xavier_uniform", uniform, 1, "mean fan", _GLOROT)
he_normal = _variance_scaling("he_normal", normal, 2, "fan_in", _HE)
he_uniform = _variance_scaling("he_uniform", uniform, 2, "fan_in", _HE)

INITIALIZERS = Registry("initializer", {
    f.__name__: f
    for f in (zeros, constant, normal, uniform, lecun_normal, xavier_normal, xavier_uniform,
              he_normal, he_uniform, orthogonal)
})
