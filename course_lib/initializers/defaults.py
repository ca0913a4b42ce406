"""What other libraries do when nothing is said: first weights and first biases that belong together."""

import numpy as np

from course_lib.initializers.plain import check_shape, uniform
from course_lib.initializers.scaling import variance_scaling, xavier_uniform


class WithBias:
    """An initializer that brings biases of its own: called as any other for W, and `bias(rng, shape)` for b.

    Both get the shape of W, (..., units, inputs), so that biases may depend on the fans; b is (..., units, 1).
    `mlp.build` takes the biases from here unless it is given others.
    """

    def __init__(self, name, weights, bias, doc):
        self.__name__ = self.__qualname__ = name
        self.__doc__ = doc
        self._weights, self._bias = weights, bias

    def __repr__(self):
        return f"<initializer {self.__name__}>"

    def __call__(self, rng, shape):
        return self._weights(rng, shape)

    def bias(self, rng, shape):
        """First biases (..., units, 1) for weights of `shape`."""
        *batch, units, _ = check_shape(rng, shape)
        return self._bias(rng, shape, (*batch, units, 1))


def _zero(rng, shape, bias_shape):
    return np.zeros(bias_shape)


def _same_bound(bound):
    """Weights and biases, both uniform on [-bound(units, inputs), bound(units, inputs))."""
    return (lambda rng, shape: uniform(rng, shape, bound(*check_shape(rng, shape)[-2:])),
            lambda rng, shape, bias_shape: uniform(rng, bias_shape, bound(*check_shape(rng, shape)[-2:])))


pytorch_default = WithBias(
    "pytorch_default", *_same_bound(lambda units, inputs: 1.0 / np.sqrt(inputs)),
    "torch.nn.Linear: weights and biases uniform within 1 / sqrt(fan_in): variance 1 / (3 fan_in), a gain of 0.577.")
keras_default = WithBias(
    "keras_default", xavier_uniform, _zero, "keras.layers.Dense: glorot_uniform, biases 0.")
sklearn_default = WithBias(
    "sklearn_default", *_same_bound(lambda units, inputs: np.sqrt(6.0 / (inputs + units))),
    "MLPClassifier and MLPRegressor: weights and biases uniform within sqrt(6 / (fan_in + fan_out)).")
sklearn_logistic_default = WithBias(
    "sklearn_logistic_default", *_same_bound(lambda units, inputs: np.sqrt(2.0 / (inputs + units))),
    "The same with activation='logistic', in all layers: within sqrt(2 / (fan_in + fan_out)).")
flax_default = WithBias(
    "flax_default", lambda rng, shape: variance_scaling(rng, shape, 1.0, "fan_in", "truncated_normal"), _zero,
    "flax.linen.Dense and flax.nnx.Linear: LeCun's variance 1 / fan_in, truncated at two deviations; biases 0.")
