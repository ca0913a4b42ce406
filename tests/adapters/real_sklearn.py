"""from_sklearn against scikit-learn."""

import numpy as np
import pytest
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from course_lib import networks, ward
from course_lib.reading import passes

rng = np.random.default_rng(0)
X = rng.normal(size=(60, 5))
CLASSES = rng.integers(0, 3, 60)


def answers(network):
    return passes.forward(network, X.T)[-1].A.T


@pytest.mark.parametrize("activation", ["relu", "tanh", "logistic", "identity"])
def test_outputs_are_those_of_scikit_learn(activation):
    model = MLPClassifier((8, 6), activation=activation, random_state=0)
    for _ in range(5):
        model.partial_fit(X, CLASSES, classes=[0, 1, 2])
    np.testing.assert_allclose(answers(networks.from_sklearn(model)), model.predict_proba(X), atol=1e-12)
    model = MLPClassifier((8,), activation=activation, random_state=0).partial_fit(X, CLASSES > 0, classes=[0, 1])
    np.testing.assert_allclose(answers(networks.from_sklearn(model))[:, 0], model.predict_proba(X)[:, 1], atol=1e-12)
    Y = rng.normal(size=(60, 2))
    model = MLPRegressor(hidden_layer_sizes=(7,), activation=activation, random_state=0).partial_fit(X, Y)
    np.testing.assert_allclose(answers(networks.from_sklearn(model)), model.predict(X), atol=1e-12)
    model = MLPRegressor("poisson", hidden_layer_sizes=(7,), activation=activation).partial_fit(X, np.abs(Y[:, 0]))
    np.testing.assert_allclose(answers(networks.from_sklearn(model))[:, 0], model.predict(X), atol=1e-12)


def test_what_is_not_a_fitted_network():
    with pytest.raises(ValueError, match="is not fitted"):
        networks.from_sklearn(MLPClassifier())
    pipe = make_pipeline(StandardScaler(), MLPClassifier(max_iter=5, solver="sgd"))
    with pytest.raises(TypeError, match=r"model\[-1\]"):
        networks.from_sklearn(pipe)
    with pytest.raises(TypeError, match="MLPClassifier or MLPRegressor, not StandardScaler"):
        networks.from_sklearn(StandardScaler())


@pytest.mark.parametrize("activation", ["relu", "logistic"])
def test_the_default_is_known_by_name(activation):
    model = MLPClassifier((40, 30), activation=activation, random_state=0, learning_rate_init=1e-14)
    model.partial_fit(X, CLASSES, classes=[0, 1, 2])  # a step of nearly 0: the weights as they were drawn
    found = ward.examine(networks.from_sklearn(model), X, CLASSES)
    assert "scikit-learn's default" in found.names
