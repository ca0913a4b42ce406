"""What Keras, scikit-learn and Flax draw themselves, beside the course's starts of their names: the same distribution.

Compared are the ends (bounds, or where a Gaussian is cut), the standard deviation, and the whole distribution by
Kolmogorov's and Smirnov's distance: the largest difference between the shares below a value.
"""

import jax
import keras
import numpy as np
import pytest
from flax import linen as nn
from jax import numpy as jnp
from sklearn.neural_network import MLPClassifier, MLPRegressor

from course_lib import initializers

UNITS, INPUTS = 300, 500


def ours(name, seed=0, shape=(UNITS, INPUTS)):
    return initializers.INITIALIZERS[name](np.random.default_rng(seed), shape)


def distance(one, other):
    """Kolmogorov's and Smirnov's, for two samples."""
    one, other = np.sort(np.ravel(one)), np.sort(np.ravel(other))
    values = np.concatenate([one, other])
    return np.abs(np.searchsorted(one, values, "right") / one.size
                  - np.searchsorted(other, values, "right") / other.size).max()


def same(mine, theirs, ends):
    """At the level of one in a million for the distance; `ends`: the largest size is a bound that both nearly reach."""
    mine, theirs = np.asarray(mine, float), np.asarray(theirs, float)
    assert mine.size == theirs.size
    assert distance(mine, theirs) < np.sqrt(np.log(2e6) / mine.size)
    assert abs(mine.std() / theirs.std() - 1) < 5 / np.sqrt(mine.size)
    if ends:
        assert abs(np.abs(mine).max() / np.abs(theirs).max() - 1) < 0.005


def kernels(initializer, inputs=INPUTS, units=UNITS):
    """(units, inputs) as Keras' initializer draws a Dense layer's kernel."""
    return np.asarray(initializer((inputs, units))).T


KERAS = {
    "glorot_uniform": (keras.initializers.GlorotUniform, True), "he_uniform": (keras.initializers.HeUniform, True),
    "lecun_uniform": (keras.initializers.LecunUniform, True), "orthogonal": (keras.initializers.Orthogonal, False),
}
CUT = {"glorot_normal": ("fan_avg", 1.0), "he_normal": ("fan_in", 2.0), "lecun_normal": ("fan_in", 1.0)}


@pytest.mark.parametrize("name", KERAS)
@pytest.mark.parametrize("seed", range(3))
def test_keras_draws_what_the_name_says(name, seed):
    made, ends = KERAS[name]
    same(ours(name, seed), kernels(made(seed=seed)), ends)


@pytest.mark.parametrize("name", CUT)
def test_keras_and_jax_cut_their_gaussians_where_variance_scaling_does(name):
    """Their he_normal and its like are truncated; the course's of that name are not, and say so."""
    mode, scale = CUT[name]
    mine = initializers.variance_scaling(np.random.default_rng(1), (UNITS, INPUTS), scale, mode, "truncated_normal")
    theirs = kernels(getattr(keras.initializers, "".join(part.title() for part in name.split("_")))(seed=1))
    same(mine, theirs, True)
    same(mine, np.asarray(getattr(jax.nn.initializers, name)()(jax.random.key(2), (INPUTS, UNITS))).T, True)
    plain = ours(name)
    assert abs(plain.std() / theirs.std() - 1) < 0.02 and np.abs(plain).max() > 1.5 * np.abs(theirs).max()
    assert distance(plain, theirs) > 0.01


def test_truncated_normal_is_that_of_keras_and_jax():
    mine = initializers.truncated_normal(np.random.default_rng(3), (UNITS, INPUTS), 0.05)
    same(mine, kernels(keras.initializers.TruncatedNormal(stddev=0.05, seed=3)), True)
    same(mine, jax.nn.initializers.truncated_normal(0.05)(jax.random.key(3), (UNITS, INPUTS)), True)


@pytest.mark.parametrize("shape", [(UNITS, INPUTS), (600, 250)])
def test_keras_default(shape):
    units, inputs = shape
    keras.utils.set_random_seed(5)
    layer = keras.layers.Dense(units)
    layer.build((None, inputs))
    kernel, bias = (keras.ops.convert_to_numpy(w) for w in layer.get_weights())
    same(ours("keras_default", 5, shape), kernel.T, True)
    np.testing.assert_array_equal(bias[:, None], initializers.keras_default.bias(np.random.default_rng(0), shape))


@pytest.mark.parametrize("model, name", [
    (MLPClassifier(activation="relu"), "sklearn_default"), (MLPClassifier(activation="tanh"), "sklearn_default"),
    (MLPRegressor(activation="identity"), "sklearn_default"),
    (MLPClassifier(activation="logistic"), "sklearn_logistic_default")])
def test_scikit_learns_default(model, name):
    """As drawn: a step of nearly 0 follows, which moves no weight by more than 1e-12. Every layer, biases too."""
    rng = np.random.default_rng(0)
    model.set_params(hidden_layer_sizes=(UNITS, 200), random_state=1, solver="sgd", learning_rate_init=1e-15)
    model.partial_fit(rng.normal(size=(20, INPUTS)), rng.integers(0, 3, 20),
                      **({"classes": [0, 1, 2]} if isinstance(model, MLPClassifier) else {}))
    default = initializers.INITIALIZERS[name]
    for kernel, bias in zip(model.coefs_, model.intercepts_):
        shape = kernel.shape[::-1]
        same(default(np.random.default_rng(2), shape), kernel.T, kernel.size > 5000)
        bound = np.abs(default(np.random.default_rng(2), (shape[0], shape[1]))).max()
        assert np.abs(bias).max() <= 1.01 * bound
    biases = default.bias(np.random.default_rng(2), (UNITS, INPUTS))
    same(biases.ravel(), model.intercepts_[0], False)
    assert abs(np.abs(biases).max() / np.abs(model.intercepts_[0]).max() - 1) < 0.05


def test_flax_default():
    params = nn.Dense(UNITS).init(jax.random.key(4), jnp.ones((1, INPUTS)))["params"]
    same(ours("flax_default", 4), np.asarray(params["kernel"]).T, True)
    np.testing.assert_array_equal(np.asarray(params["bias"])[:, None],
                                  initializers.flax_default.bias(np.random.default_rng(0), (UNITS, INPUTS)))
    cut = 2 / 0.87962566103423978 / np.sqrt(INPUTS)
    assert 0.999 * cut < np.abs(params["kernel"]).max() <= cut * 1.0001


@pytest.mark.parametrize("mode", ["fan_in", "fan_out", "fan_avg"])
@pytest.mark.parametrize("distribution", ["normal", "uniform", "truncated_normal"])
def test_variance_scaling_is_that_of_jax_and_keras(mode, distribution):
    mine = initializers.variance_scaling(np.random.default_rng(6), (UNITS, INPUTS), 1.7, mode, distribution)
    there = {"normal": "untruncated_normal"}.get(distribution, distribution)
    same(mine, kernels(keras.initializers.VarianceScaling(1.7, mode, there, seed=6)), distribution != "normal")
    jaxs = jax.nn.initializers.variance_scaling(1.7, mode, distribution)(jax.random.key(6), (INPUTS, UNITS))
    same(mine, np.asarray(jaxs).T, distribution != "normal")
