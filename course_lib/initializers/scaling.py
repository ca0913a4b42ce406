"""Starts that fit the size of a layer: one formula, variance = scale / fan, and the names it goes by."""

import numpy as np

from course_lib.checking import Registry, array, real, whole
from course_lib.initializers.plain import check_shape, normal, truncated_normal, uniform

MODES = Registry("mode", {
    "fan_in": lambda fan_in, fan_out: fan_in,
    "fan_out": lambda fan_in, fan_out: fan_out,
    "fan_avg": lambda fan_in, fan_out: (fan_in + fan_out) / 2,
})
TRUNCATED_STD = 0.87962566103423978  # of a standard Gaussian that is cut off at -2 and 2
DISTRIBUTIONS = Registry("distribution", {
    "normal": lambda rng, shape, variance: normal(rng, shape, scale=np.sqrt(variance)),
    "uniform": lambda rng, shape, variance: uniform(rng, shape, scale=np.sqrt(3.0 * variance)),
    "truncated_normal": lambda rng, shape, variance: truncated_normal(rng, shape, np.sqrt(variance) / TRUNCATED_STD),
})
GAINS = Registry("gain", {"identity": 1.0, "linear": 1.0, "sigmoid": 1.0, "tanh": 5 / 3, "relu": np.sqrt(2.0),
                          "selu": 0.75})


def fans(shape, layout="units_inputs"):
    """(fan_in, fan_out) of weights, kernels of convolutions included.

    layout   "units_inputs": (units, inputs) or, as PyTorch has kernels, (units, channels, height, width)
             "inputs_units": (inputs, units) or, as Keras and Flax have them, (height, width, channels, units)

    The fans of a kernel count its positions: channels * height * width come in, units * height * width go out.
    Axes that are a batch of networks are not for here: hand in shape[-2:].
    """
    if not isinstance(shape, (tuple, list)) or len(shape) < 2:
        raise ValueError(f"shape must have two axes or more, not {shape!r}")
    shape = [whole(f"shape[{place}]", size) for place, size in enumerate(shape)]
    if layout not in ("units_inputs", "inputs_units"):
        raise ValueError(f"layout must be 'units_inputs' or 'inputs_units', not {layout!r}")
    (units, inputs), positions = (shape[:2], shape[2:]) if layout == "units_inputs" else (shape[:-3:-1], shape[:-2])
    return inputs * int(np.prod(positions)), units * int(np.prod(positions))


def gain(activation, slope=0.01):
    """The gain that is recommended before an activation: 1, tanh 5/3, ReLU sqrt(2), SELU 3/4, leaky_relu by slope.

    PyTorch's table (torch.nn.init.calculate_gain). Only ReLU's and leaky ReLU's keep the mean square exactly.
    """
    return float(Registry("gain", {**GAINS, "leaky_relu": np.sqrt(_leaky(slope))})[activation])


def variance_scaling(rng, shape, scale=1.0, mode="fan_in", distribution="normal"):
    """Mean 0 and variance `scale` / fan.

    mode           "fan_in" (inputs), "fan_out" (units) or "fan_avg", their mean
    distribution   "normal", "uniform" or "truncated_normal" (cut off at two standard deviations and widened, so that
                   the variance is the same)
    """
    *_, units, inputs = check_shape(rng, shape)
    variance = array("scale", scale, ndim=0, least=0.0) / MODES[mode](inputs, units)
    return DISTRIBUTIONS[distribution](rng, shape, variance)


def _named(name, distribution, factor, mode, source):
    """LeCun's, Xavier's and He's start; `gain` takes the place of sqrt(factor), He's knows the slope of leaky ReLU."""
    usual = mode

    def initializer(rng, shape, gain=None, mode=usual):
        return variance_scaling(rng, shape, _factor(gain, factor), mode, distribution)

    def he(rng, shape, gain=None, slope=0.0, mode=usual):
        if gain is not None and slope:
            raise ValueError("give gain or slope, not both: "
                             f"slope={slope} stands for gain={np.sqrt(_leaky(slope)):.4g}")
        return variance_scaling(rng, shape, _factor(gain, _leaky(slope)), mode, distribution)

    made = he if name.startswith("he_") else initializer
    made.__name__ = made.__qualname__ = name
    kind = "Gaussian" if distribution == "normal" else "Uniform"
    fan = {"fan_in": "fan_in", "fan_avg": "mean fan"}[mode]
    made.__doc__ = (f"{kind} of mean 0 and variance {factor:g} / {fan}. {source}\n\n    Options: `gain` (a number, or "
                    "a name that `gain` knows): the variance is gain^2 / fan; `mode`: fan_in, fan_out, fan_avg"
                    + ("; `slope` of a leaky ReLU: 2 / (1 + slope^2) / fan." if made is he else "."))
    return made


def _leaky(slope):
    return 2.0 / (1.0 + real("slope", slope) ** 2)


def _factor(given, usual):
    if given is None:
        return usual
    return (gain(given) if isinstance(given, str) else real("gain", given, 0.0)) ** 2


_LECUN = "LeCun, Bottou, Orr & Müller 1998, equation 16."
_GLOROT = "mean fan = (fan_in + fan_out) / 2. Glorot & Bengio 2010, equations 12 and 16."
_HE = "He, Zhang, Ren & Sun 2015, equation 10."

lecun_normal = _named("lecun_normal", "normal", 1, "fan_in", _LECUN)
lecun_uniform = _named("lecun_uniform", "uniform", 1, "fan_in", _LECUN)
xavier_normal = _named("xavier_normal", "normal", 1, "fan_avg", _GLOROT)
xavier_uniform = _named("xavier_uniform", "uniform", 1, "fan_avg", _GLOROT)
he_normal = _named("he_normal", "normal", 2, "fan_in", _HE)
he_uniform = _named("he_uniform", "uniform", 2, "fan_in", _HE)
