"""networks.parts against Keras: kernels are turned rightly, equal units and zeros are found, usual models pass."""

import keras
import numpy as np
import pytest

from course_lib import explorers, networks, ward
from course_lib.blocks import attention, filters


def images(*layers):
    return keras.Sequential([keras.Input((8, 8, 3)), *layers])


def cnn(last="glorot_uniform", **options):
    return images(keras.layers.Conv2D(8, 3, activation="relu", **options), keras.layers.GlobalAveragePooling2D(),
                  keras.layers.Dense(10, kernel_initializer=last))


def attends(**options):
    X = keras.Input((6, 16))
    return keras.Model(X, keras.layers.MultiHeadAttention(4, 4, name="mha", **options)(X, X))


def test_filters_are_those_of_keras():
    keras.utils.set_random_seed(0)
    model = images(keras.layers.Conv2D(4, 3, name="conv", bias_initializer="normal"))
    A = np.random.default_rng(0).normal(size=(2, 8, 8, 3))
    one = networks.from_keras(model)["conv"].arrays
    Z = filters.convolve(one["W"].reshape(4, -1), one["b"][:, None], A.transpose(3, 1, 2, 0))
    theirs = keras.ops.convert_to_numpy(model(A.astype("float32")))
    np.testing.assert_allclose(Z.transpose(3, 1, 2, 0), theirs, atol=1e-5)


def test_heads_are_those_of_keras():
    keras.utils.set_random_seed(0)
    model, X = attends(), np.random.default_rng(0).normal(size=(2, 6, 16))
    W = networks.from_keras(model)["mha"].arrays
    mine = attention.attend(W["W_Q"], W["W_K"], W["W_V"], W["W_O"], X.transpose(2, 1, 0))
    theirs = keras.ops.convert_to_numpy(model(X.astype("float32")))
    np.testing.assert_allclose(mine.transpose(2, 1, 0), theirs, atol=1e-5)


@pytest.mark.parametrize("make, name", [
    (lambda: cnn("ones", kernel_initializer=keras.initializers.Constant(0.1)), "equal filters"),
    (lambda: cnn(kernel_initializer="zeros"), "dead branch"),
    (lambda: attends(kernel_initializer="zeros"), "dead branch"),
    (lambda: attends(kernel_initializer=keras.initializers.Constant(0.1)), "equal heads"),
    (lambda: keras.Sequential([
        keras.Input((16,)), keras.layers.Dense(32, kernel_initializer=keras.initializers.RandomNormal(stddev=100)),
        keras.layers.BatchNormalization(), keras.layers.ReLU(), keras.layers.Dense(3)]),
     "a normalization hides the scale")])
def test_the_sick(make, name):
    keras.utils.set_random_seed(0)
    assert name in [f.name for f in ward.examine(networks.from_keras(make())).grave]


@pytest.mark.parametrize("make", [cnn, attends, lambda: cnn("zeros"), lambda: images(
    keras.layers.Conv2D(8, 3, use_bias=False), keras.layers.BatchNormalization(gamma_initializer="zeros"),
    keras.layers.Flatten(), keras.layers.Dense(3)), lambda: keras.Sequential([
        keras.Input((5,)), keras.layers.Embedding(20, 8), keras.layers.LayerNormalization(), keras.layers.Flatten(),
        keras.layers.Dense(3)])])
def test_the_usual(make):
    keras.utils.set_random_seed(0)
    assert not ward.examine(networks.from_keras(make())).grave


@pytest.mark.parametrize("make, part, shape", [(cnn, "conv2d", (8, 27)), (attends, "mha", (4, 3 * 4 * 16))])
def test_a_model_has_its_picture(make, part, shape):
    keras.utils.clear_session()
    explorer = explorers.your_network(networks.from_keras(make()), part=part)
    result = explorer.compute()
    explorer.canvas.draw(result)
    assert result["shape"] == shape and len(set(result["units"])) == shape[0]
