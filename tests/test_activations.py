"""Each f beside its derivative."""

import numpy as np
import pytest

from course_lib import activations
from course_lib.activations import ACTIVATIONS

Z = np.array([[-1000.0, -40.0, -3.0, -0.5, 0.0, 0.5, 3.0, 40.0, 1000.0]])
HIDDEN = [name for name, a in ACTIVATIONS.items() if a.df is not None]


def test_names():
    assert list(ACTIVATIONS) == ["identity", "sigmoid", "tanh", "relu", "softmax"]
    assert all(a.name == name for name, a in ACTIVATIONS.items())


@pytest.mark.parametrize("name", HIDDEN)
def test_derivative_by_central_differences(name):
    a = ACTIVATIONS[name]
    points = Z[np.abs(Z) > 1e-3][None]  # ReLU has a kink at 0
    numerical = (a.f(points + 1e-6) - a.f(points - 1e-6)) / 2e-6
    np.testing.assert_allclose(a.df(points, a.f(points)), numerical, atol=2e-8)


@pytest.mark.parametrize(("name", "values"), [
    ("identity", [-3, -0.5, 0, 0.5, 3]), ("relu", [0, 0, 0, 0.5, 3]),
    ("tanh", [-0.99505475, -0.46211716, 0, 0.46211716, 0.99505475]),
    ("sigmoid", [0.04742587, 0.37754067, 0.5, 0.62245933, 0.95257413]),
])
def test_values(name, values):
    np.testing.assert_allclose(ACTIVATIONS[name].f(Z[:, 2:7]), [values], atol=1e-8)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_extreme_inputs_are_finite_and_silent(name):
    A = ACTIVATIONS[name].f(Z)
    assert np.isfinite(A).all()
    if ACTIVATIONS[name].df:
        assert np.isfinite(ACTIVATIONS[name].df(Z, A)).all()


def test_sigmoid_keeps_its_tails():
    assert ACTIVATIONS["sigmoid"].f(np.array(-40.0)) == pytest.approx(np.exp(-40), rel=1e-12)


def test_relu_slope_at_zero_is_zero():
    assert ACTIVATIONS["relu"].df(np.zeros((1, 1)), np.zeros((1, 1))).item() == 0


def test_softmax_columns_are_probabilities_and_ignore_a_shift():
    columns = np.random.default_rng(0).normal(size=(3, 5, 4))
    A = ACTIVATIONS["softmax"].f(columns)
    np.testing.assert_allclose(A.sum(axis=-2), 1)
    np.testing.assert_allclose(ACTIVATIONS["softmax"].f(columns + 1e3), A)


def test_get_passes_an_activation_through_and_names_the_known():
    own = activations.Activation("square", lambda Z: Z**2, lambda Z, A: 2 * Z)
    assert activations.get(own) is own and activations.get("tanh").f is np.tanh
    with pytest.raises(KeyError, match="identity, sigmoid, tanh, relu, softmax"):
        activations.get("swish")
