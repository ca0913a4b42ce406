"""from_keras against Keras, whatever its backend is."""

import keras
import numpy as np
import pytest

from course_lib import networks, ward
from course_lib.reading import passes

X = np.random.default_rng(0).normal(size=(20, 5)).astype(np.float32) * 2


def same(network, model):
    theirs = np.asarray(keras.ops.convert_to_numpy(model(X)))
    np.testing.assert_allclose(passes.forward(network, X.T.astype(float))[-1].A, theirs.T, rtol=1e-5, atol=3e-6)


def dense(*parts):
    return keras.Sequential([keras.Input((5,)), *parts])


@pytest.mark.parametrize("activation", ["relu", "tanh", "sigmoid", "elu", "selu", "gelu", "silu", "softplus",
                                        "softsign", "linear", "leaky_relu", "hard_sigmoid", "relu6"])
def test_outputs_are_those_of_keras(activation):
    keras.utils.set_random_seed(0)
    model = dense(keras.layers.Dense(7, activation=activation), keras.layers.Dropout(0.5),
                  keras.layers.Dense(4, activation="softmax"))
    same(networks.from_keras(model), model)
    if activation != "leaky_relu":
        same(networks.from_keras(model.get_weights(), activation, "softmax"), model)


@pytest.mark.parametrize("layer", [keras.layers.ReLU(), keras.layers.LeakyReLU(negative_slope=0.3), keras.layers.ELU(),
                                   keras.layers.Activation("tanh")], ids=lambda x: x.name)
def test_activations_as_layers(layer):
    model = dense(keras.layers.Dense(7, use_bias=False), layer, keras.layers.Dense(3), keras.layers.Softmax())
    same(networks.from_keras(model), model)


def test_functional_models_and_models_in_models():
    inputs = keras.Input((5,))
    model = keras.Model(inputs, keras.layers.Dense(2)(keras.layers.Dense(6, activation="tanh")(inputs)))
    same(networks.from_keras(model), model)
    outer = dense(model, keras.layers.Activation("sigmoid"))
    same(networks.from_keras(outer), outer)


@pytest.mark.parametrize("layer, name", [
    (keras.layers.LSTM(3), "LSTM"), (keras.layers.BatchNormalization(), "BatchNorm"),
    (keras.layers.Conv1D(2, 2), "Conv1D"),
    (keras.layers.LayerNormalization(), "LayerN"), (keras.layers.Embedding(4, 3), "Embedding")])
def test_what_cannot_be_taken_is_refused_by_name(layer, name):
    model = keras.Sequential([keras.layers.Dense(3), layer])
    model.build((None, 4, 3) if name in ("LSTM", "Conv1D") else (None, 3))
    with pytest.raises(ValueError, match=f"(?s){name}.*Instead: "):
        networks.from_keras(model, "relu")
    if name == "LSTM":
        with pytest.raises(ValueError, match="(?s)LSTM.*Instead: "):
            networks.from_keras(model)
    else:
        assert "weights alone" in repr(ward.examine(networks.from_keras(model)))


def test_not_built_and_not_keras():
    with pytest.raises(ValueError, match="model.build"):
        networks.from_keras(keras.Sequential([keras.layers.Dense(3)]))
    with pytest.raises(TypeError, match="Keras model or the list"):
        networks.from_keras(3)
    with pytest.raises(ValueError, match="holds no activations"):
        networks.from_keras(dense(keras.layers.Dense(3), keras.layers.Dense(2)).get_weights())


@pytest.mark.parametrize("seed", range(5))
def test_the_default_is_known_by_name(seed):
    keras.utils.set_random_seed(seed)
    model = dense(keras.layers.Dense(32, activation="relu"), keras.layers.Dense(16, activation="relu"),
                  keras.layers.Dense(3, activation="softmax"))
    found = ward.examine(networks.from_keras(model), X, np.arange(20) % 3)
    assert found.names[0] == "healthy" and "Keras' default" in found.names
