"""The mean field theory of wide networks, against closed forms, another quadrature, and wide random networks."""

import numpy as np
import pytest

from course_lib import diagnostics
from course_lib.blocks import meanfield


def hermite(g, q):
    """E[g(z)], z ~ N(0, q), by the Gauss-Hermite rule with 150 nodes."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(150)
    return weights @ g(np.sqrt(q) * nodes) / np.sqrt(2 * np.pi)


def simpson(g, q):
    """The same by Simpson's rule on 20,001 points: at a large q Gauss-Hermite misses the step that tanh becomes."""
    z = np.linspace(-10, 10, 20_001)
    weights = np.where(np.arange(z.size) % 2, 4.0, 2.0) * np.exp(-z * z / 2)
    return weights @ g(np.sqrt(q) * z) * 1e-3 / 3 / np.sqrt(2 * np.pi)


def arc_cosine(c):
    return (np.sqrt(1 - c * c) + c * (np.pi - np.arccos(c))) / np.pi


@pytest.mark.parametrize("q", [0.01, 0.3, 1.0, 4.0, 9.0])
def test_means_of_tanh_agree_with_simpsons_rule(q):
    assert meanfield.length_map("tanh", q, 1.3, 0.2) == pytest.approx(
        1.69 * simpson(lambda z: np.tanh(z) ** 2, q) + 0.04, abs=1e-7)
    assert meanfield.gradient_factor("tanh", q, 1.3) == pytest.approx(
        1.69 * simpson(lambda z: np.cosh(z) ** -4.0, q), abs=1e-7)


def test_lengths_are_those_of_the_quadrature_that_notebook_06_uses():
    q = meanfield.lengths("tanh", 1.5, 0.0, 6)
    np.testing.assert_allclose(q[1:] / 1.5**2, diagnostics.predicted_mean_squares(np.tanh, 1.5, 5), atol=1e-7)
    assert q[0] == 1.5**2


def test_relu_has_closed_forms():
    assert meanfield.length_map("relu", 3.0, 1.2, 0.3) == pytest.approx(1.44 * 1.5 + 0.09)
    assert meanfield.fixed_length("relu", 1.0, 0.3) == pytest.approx(0.09 / (1 - 0.5))
    assert np.isinf(meanfield.fixed_length("relu", 1.6, 0.1))
    assert meanfield.chi_1("relu", 1.2, 0.3) == pytest.approx(0.72)
    np.testing.assert_allclose(meanfield.critical_sigma_w("relu", [0.0, 0.5]), np.sqrt(2), atol=1e-9)
    assert meanfield.depth_scale("relu", 1.0, 0.3) == pytest.approx(1 / np.log(2))
    c = [0.2]
    for _ in range(20):
        c.append(arc_cosine(c[-1]))
    np.testing.assert_allclose(meanfield.correlations("relu", np.sqrt(2), 0.0, 21, 0.2), c, atol=2e-3)


def test_a_linear_network_only_scales_and_adds():
    assert meanfield.length_map("identity", 2.0, 1.1, 0.4) == pytest.approx(1.21 * 2 + 0.16)
    assert meanfield.correlation_map("identity", 0.3, 2.0, 1.1, 0.4) == pytest.approx(
        (1.21 * 2 * 0.3 + 0.16) / (1.21 * 2 + 0.16))


@pytest.mark.parametrize(("sigma_w", "sigma_b"), [(0.8, 0.3), (1.2, 0.3), (2.0, 0.1), (2.5, 0.5)])
def test_chi_1_is_the_slope_of_the_correlation_map_at_1(sigma_w, sigma_b):
    q = float(meanfield.fixed_length("tanh", sigma_w, sigma_b))
    assert q == pytest.approx(meanfield.lengths("tanh", sigma_w, sigma_b, 400)[-1], rel=1e-6)
    h = 1e-5
    slope = (1.0 - meanfield.correlation_map("tanh", 1 - h, q, sigma_w, sigma_b)) / h
    assert meanfield.chi_1("tanh", sigma_w, sigma_b) == pytest.approx(slope, rel=1e-3)


@pytest.mark.parametrize(("sigma_w", "sigma_b", "start"), [(0.8, 0.3, 0.5), (1.2, 0.3, 0.1), (2.0, 0.3, 0.9),
                                                           (2.0, 0.3, 0.0), (2.5, 0.05, 0.6)])
def test_the_depth_scale_is_how_fast_correlations_arrive(sigma_w, sigma_b, start):
    c = meanfield.correlations("tanh", sigma_w, sigma_b, 60, start)
    end = meanfield.fixed_correlation("tanh", sigma_w, sigma_b)
    far = np.abs(c - end)
    late = np.flatnonzero(far > 1e-5)[-1]
    xi = meanfield.depth_scale("tanh", sigma_w, sigma_b)
    assert np.log(far[late - 1] / far[late]) == pytest.approx(1 / xi, rel=0.05)


def test_without_a_bias_order_keeps_correlations_while_lengths_die():
    assert meanfield.lengths("tanh", 0.6, 0.0, 40)[-1] < 1e-15
    assert meanfield.correlations("tanh", 0.6, 0.0, 40, 0.5)[-1] > 0.4
    assert meanfield.correlations("tanh", 0.6, 0.1, 40, 0.5)[-1] > 0.9999


@pytest.mark.parametrize("sigma_b", [0.0, 0.05, 0.3, 1.0])
def test_the_critical_line_by_following_q(sigma_b):
    """Along the line sigma_w and sigma_b are explicit functions of the fixed q: find the q of this sigma_b."""
    def point(q):
        sigma_w = hermite(lambda z: np.cosh(z) ** -4.0, q) ** -0.5
        return sigma_w, q - sigma_w**2 * hermite(lambda z: np.tanh(z) ** 2, q)

    low, high = 0.0, 4.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if point(middle)[1] < sigma_b**2 else (low, middle)
    assert meanfield.critical_sigma_w("tanh", sigma_b) == pytest.approx(point(high)[0], abs=1e-3)
    assert meanfield.chi_1("tanh", meanfield.critical_sigma_w("tanh", sigma_b), sigma_b) == pytest.approx(1, abs=1e-6)


def test_on_the_edge_the_depth_scale_has_no_bound_and_near_it_it_is_long():
    assert np.isinf(meanfield.depth_scale("tanh", 1.0, 0.0))
    edge = float(meanfield.critical_sigma_w("tanh", 0.3))
    assert meanfield.depth_scale("tanh", edge - 0.005, 0.3) > 100 < meanfield.depth_scale("tanh", edge + 0.005, 0.3)


@pytest.mark.parametrize("activation", ["tanh", "relu"])
def test_a_wide_network_does_what_theory_says(activation):
    rng, width, f = np.random.default_rng(7), 1500, {"tanh": np.tanh, "relu": lambda z: np.maximum(z, 0)}[activation]
    u, v = np.linalg.qr(rng.normal(size=(width, 2)))[0].T * np.sqrt(width)
    A = np.stack([u, 0.6 * u + 0.8 * v], axis=1)
    qs, cs = [], []
    for _ in range(5):
        Z = 1.3 / np.sqrt(width) * rng.normal(size=(width, width)) @ A + 0.3 * rng.normal(size=(width, 1))
        qs.append((Z**2).mean())
        cs.append((Z[:, 0] * Z[:, 1]).mean() / np.sqrt((Z[:, 0] ** 2).mean() * (Z[:, 1] ** 2).mean()))
        A = f(Z)
    np.testing.assert_allclose(meanfield.lengths(activation, 1.3, 0.3, 5), qs, rtol=0.1)
    np.testing.assert_allclose(meanfield.correlations(activation, 1.3, 0.3, 5, 0.6), cs, atol=0.04)


def test_arrays_go_through_and_wrong_arguments_are_named():
    sigma_w, sigma_b = np.meshgrid([0.5, 1.0, 2.0], [0.1, 0.4])
    found = meanfield.chi_1("tanh", sigma_w, sigma_b)
    assert found.shape == (2, 3) and found[1, 2] == pytest.approx(meanfield.chi_1("tanh", 2.0, 0.4))
    for call, error, words in ((lambda: meanfield.chi_1("tanh", -1.0, 0.1), ValueError, "sigma_w"),
                               (lambda: meanfield.lengths("tanh", 1.0, -0.1, 3), ValueError, "sigma_b"),
                               (lambda: meanfield.lengths("tanh", 1.0, 0.1, 0), ValueError, "layers"),
                               (lambda: meanfield.length_map("tanh", -1.0, 1.0, 0.1), ValueError, "q must"),
                               (lambda: meanfield.chi_1("gelu", 1.0, 0.1), KeyError, "tanh")):
        with pytest.raises(error, match=words):
            call()
