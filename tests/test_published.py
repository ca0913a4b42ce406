"""Numbers that others have published, which the library reproduces: nobody here made them."""

import numpy as np
import pytest

from course_lib import activations, diagnostics, initializers, mlp

TANH = activations.ACTIVATIONS["tanh"]


def test_a_step_of_backpropagation_worked_by_hand():
    """M. Mazur, "A step by step backpropagation example" (2015): 2-2-2, sigmoid, half squared error, rate 0.5."""
    network = (mlp.Layer(np.array([[0.15, 0.20], [0.25, 0.30]]), np.full((2, 1), 0.35), "sigmoid"),
               mlp.Layer(np.array([[0.40, 0.45], [0.50, 0.55]]), np.full((2, 1), 0.60), "sigmoid"))
    X, Y = np.array([[0.05], [0.10]]), np.array([[0.01], [0.99]])
    caches = mlp.forward(network, X)
    np.testing.assert_allclose(caches[-1].A.ravel(), [0.75136507, 0.772928465], atol=1e-9)
    assert mlp.loss(network, caches, Y, loss="squared_error") == pytest.approx(0.298371109, abs=1e-9)
    after = mlp.step(network, mlp.backward(network, caches, Y, loss="squared_error"), 0.5)
    np.testing.assert_allclose(after[0].W, [[0.149780716, 0.19956143], [0.24975114, 0.29950229]], atol=1e-8)
    np.testing.assert_allclose(after[1].W, [[0.35891648, 0.408666186], [0.511301270, 0.561370121]], atol=1e-8)


def circles(seed, samples=300, noise=0.05):
    """The rings of the deeplearning.ai assignment on initialization, drawn as its library draws them."""
    rng = np.random.RandomState(seed)  # noqa: NPY002
    angle = np.linspace(0, 2 * np.pi, samples // 2, endpoint=False)
    ring = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    points, labels = np.concatenate([ring, 0.8 * ring]), np.repeat([0, 1], samples // 2)
    order = np.arange(samples)
    rng.shuffle(order)
    return (points[order] + rng.normal(scale=noise, size=(samples, 2))).T, labels[order][None].astype(float)


def test_the_costs_of_the_assignment_on_initialization():
    """deeplearning.ai, "Initialization": 2-10-5-1, ReLU, He, rate 0.01; its notebook prints every thousandth cost."""
    X, Y = circles(1)
    rng = np.random.RandomState(3)  # noqa: NPY002
    network = tuple(mlp.Layer(rng.randn(units, inputs) * np.sqrt(2 / inputs), np.zeros((units, 1)), name)
                    for inputs, units, name in ((2, 10, "relu"), (10, 5, "relu"), (5, 1, "sigmoid")))
    printed = [0.8830537463419761, 0.6879825919728063, 0.6751286264523371, 0.6526117768893807, 0.6082958970572937,
               0.5304944491717495]
    costs = [float(mlp.loss(trained, caches, Y)) for step, (trained, caches, _)
             in enumerate(mlp.train(network, X, Y, 0.01, 5000)) if step % 1000 == 0]
    np.testing.assert_allclose(costs, printed, rtol=1e-6)


@pytest.mark.parametrize(("scale", "printed"), [
    (0.01, [0.213081, 0.047551, 0.010630, 0.002378, 0.000532]),
    (1.0, [0.981879, 0.981649, 0.981566, 0.981755]),
    (1 / np.sqrt(500), [0.627953, 0.486051, 0.407723, 0.357108, 0.320917, 0.292116]),
])
def test_the_layers_of_cs231n(scale, printed):
    """Stanford CS231n, lecture 5: 1,000 Gaussian samples through tanh layers of 500 units, std by layer."""
    rng = np.random.default_rng(0)
    A, measured = rng.normal(size=(500, 1000)), []
    for _ in printed:
        A = np.tanh(initializers.normal(rng, (500, 500), scale) @ A)
        measured.append(A.std())
    np.testing.assert_allclose(measured, printed, rtol=0.03)  # another draw than theirs
    theory = np.sqrt(diagnostics.predicted_mean_squares(TANH.f, scale * np.sqrt(500), len(printed)))
    np.testing.assert_allclose(theory, printed, rtol=0.02)


@pytest.mark.parametrize(("weights", "biases"), [(1.0500, 2.01e-5), (1.761, 0.05)])
def test_critical_points_of_tanh(weights, biases):
    """Pennington, Schoenholz & Ganguli 2017 and 2018: variances of weights and biases at the edge of chaos."""
    z = np.linspace(-9, 9, 4001)
    density = np.exp(-z * z / 2) / np.exp(-z * z / 2).sum()
    q = 1.0
    for _ in range(20_000):
        q = weights * density @ TANH.f(np.sqrt(q) * z) ** 2 + biases
    Z = np.sqrt(q) * z
    assert weights * density @ TANH.df(Z, TANH.f(Z)) ** 2 == pytest.approx(1.0, abs=1e-3)


def test_the_spread_of_he_networks():
    """Hanin & Rolnick 2018: the mean square of a He network of width n varies by the product of 1 + 5 / n, less 1."""
    n, depth, rng = 50, 3, np.random.default_rng(0)
    A = np.full((4000, n, 1), 1.0)
    for _ in range(depth):
        A = np.maximum(initializers.he_normal(rng, (4000, n, n)) @ A, 0.0)
    sizes = (A**2).mean(axis=(1, 2))
    assert sizes.mean() == pytest.approx(1.0, rel=0.03)
    assert sizes.var() == pytest.approx((1 + 5 / n) ** depth - 1, rel=0.1)


def adaptive(f, low, high, tolerance=1e-11):
    """Simpson's rule, halving where it does not agree with itself."""
    middle = (low + high) / 2
    def simpson(a, b):
        return (b - a) / 6 * (f(a) + 4 * f((a + b) / 2) + f(b))
    whole, halves = simpson(low, high), simpson(low, middle) + simpson(middle, high)
    if abs(whole - halves) < 15 * tolerance or high - low < 1e-9:
        return halves + (halves - whole) / 15
    return adaptive(f, low, middle, tolerance / 2) + adaptive(f, middle, high, tolerance / 2)


def selu(z):
    return 1.0507009873554805 * np.where(z > 0, z, 1.6732632423543772 * np.expm1(np.minimum(z, 0)))


FUNCTIONS = {"tanh": TANH.f, "sigmoid": activations.ACTIVATIONS["sigmoid"].f,
             "relu": activations.ACTIVATIONS["relu"].f, "selu": selu}


@pytest.mark.parametrize("gain", [0.01, 1.0, 5.0, 22.4, 100.0])
@pytest.mark.parametrize("name", FUNCTIONS)
def test_theory_agrees_with_adaptive_integration(name, gain):
    f = FUNCTIONS[name]
    def density(z):
        return float(f(np.float64(gain * z)) ** 2 * np.exp(-z * z / 2) / np.sqrt(2 * np.pi))
    wanted = sum(adaptive(density, low, low + 0.5) for low in np.arange(-9.0, 9.0, 0.5))
    assert diagnostics.predicted_mean_squares(f, gain, 1)[0] == pytest.approx(wanted, rel=1e-6)


def test_selu_stays_at_its_fixed_point():
    """Klambauer et al. 2017: mean 0 and variance 1 stay; for zero-mean weights that is the mean square 1."""
    np.testing.assert_allclose(diagnostics.predicted_mean_squares(selu, 1.0, 50), 1.0, atol=1e-6)
