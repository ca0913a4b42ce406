"""Ways to draw the first weights, all with one signature: init(rng, shape, **options) -> W.

`shape` is (..., units, inputs); leading axes make a batch of independent draws. The fans are
fan_in = inputs and fan_out = units. A `scale` or `value` of shape (batch,) of a plain initializer makes
*one* draw of (units, inputs) and scales it, giving (batch, units, inputs): the same weights, larger and
larger. Every Gaussian is a plain one, not truncated, but truncated_normal, flax_default, and
variance_scaling where it is told to. Bad shapes and scales are a ValueError or TypeError.

    plain      zeros, constant, normal, uniform, truncated_normal, orthogonal, identity
    scaling    variance = factor / fan: LeCun, Xavier (Glorot), He (Kaiming), variance_scaling; fans, gain
    defaults   what PyTorch, Keras, scikit-learn and Flax do when nothing is said, biases included

A kernel of a convolution is drawn as the matrix (units, channels * height * width).
"""

from course_lib.checking import Registry
from course_lib.initializers.defaults import (
    WithBias,
    flax_default,
    keras_default,
    pytorch_default,
    sklearn_default,
    sklearn_logistic_default,
)
from course_lib.initializers.plain import constant, identity, normal, orthogonal, truncated_normal, uniform, zeros
from course_lib.initializers.scaling import (
    fans,
    gain,
    he_normal,
    he_uniform,
    lecun_normal,
    lecun_uniform,
    variance_scaling,
    xavier_normal,
    xavier_uniform,
)

glorot_normal, glorot_uniform = xavier_normal, xavier_uniform
kaiming_normal, kaiming_uniform = he_normal, he_uniform

INITIALIZERS = Registry("initializer", {
    f.__name__: f
    for f in (zeros, constant, normal, uniform, lecun_normal, xavier_normal, xavier_uniform, he_normal, he_uniform,
              orthogonal, lecun_uniform, variance_scaling, truncated_normal, identity, pytorch_default, keras_default,
              sklearn_default, sklearn_logistic_default, flax_default)
} | {"glorot_normal": glorot_normal, "glorot_uniform": glorot_uniform, "kaiming_normal": kaiming_normal,
     "kaiming_uniform": kaiming_uniform})

__all__ = ["INITIALIZERS", "WithBias", "constant", "fans", "flax_default", "gain", "glorot_normal", "glorot_uniform",
           "he_normal", "he_uniform", "identity", "kaiming_normal", "kaiming_uniform", "keras_default", "lecun_normal",
           "lecun_uniform", "normal", "orthogonal", "pytorch_default", "sklearn_default", "sklearn_logistic_default",
           "truncated_normal", "uniform", "variance_scaling", "xavier_normal", "xavier_uniform", "zeros"]
