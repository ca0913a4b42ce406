"""One signature, the right variance, clear errors."""

from functools import partial

import numpy as np
import pytest

from course_lib.initializers import INITIALIZERS

RANDOM = [name for name in INITIALIZERS if name not in ("zeros", "constant")]
STD = {  # standard deviation as the papers have it, for units and inputs; written apart from the library
    "normal": lambda units, inputs: 1.0, "uniform": lambda units, inputs: 1 / np.sqrt(3),
    "lecun_normal": lambda units, inputs: np.sqrt(1 / inputs),
    "xavier_normal": lambda units, inputs: np.sqrt(2 / (units + inputs)),
    "xavier_uniform": lambda units, inputs: np.sqrt(6 / (units + inputs)) / np.sqrt(3),
    "he_normal": lambda units, inputs: np.sqrt(2 / inputs),
    "he_uniform": lambda units, inputs: np.sqrt(6 / inputs) / np.sqrt(3),
}


def rng(seed=0):
    return np.random.default_rng(seed)


def test_names():
    assert list(INITIALIZERS) == ["zeros", "constant", "normal", "uniform", "lecun_normal", "xavier_normal",
                                  "xavier_uniform", "he_normal", "he_uniform", "orthogonal"]


@pytest.mark.parametrize("name", STD)
@pytest.mark.parametrize("shape", [(50, 400), (400, 50), (200, 100)])
def test_mean_and_std(name, shape):
    W = INITIALIZERS[name](rng(), shape)
    assert W.shape == shape and W.dtype == np.float64
    assert W.std() == pytest.approx(STD[name](*shape), rel=0.03)
    assert abs(W.mean()) < 0.03 * STD[name](*shape)


@pytest.mark.parametrize("name", ["uniform", "xavier_uniform", "he_uniform"])
def test_uniform_bounds(name):
    W, bound = INITIALIZERS[name](rng(), (80, 120)), np.sqrt(3) * STD[name](80, 120)
    assert 0.98 * bound < np.abs(W).max() <= bound


@pytest.mark.parametrize("name", ["normal", "lecun_normal", "xavier_normal", "he_normal"])
def test_gaussians_are_not_truncated(name):
    W = INITIALIZERS[name](rng(), (200, 200)) / STD[name](200, 200)
    assert (np.abs(W) > 2).mean() == pytest.approx(0.0455, abs=0.005)


@pytest.mark.parametrize("shape", [(5, 9), (9, 5), (6, 6), (3, 5, 9)])
def test_orthogonal(shape):
    W = INITIALIZERS["orthogonal"](rng(), shape, gain=2.0) / 2.0
    small = W @ np.swapaxes(W, -1, -2) if shape[-2] <= shape[-1] else np.swapaxes(W, -1, -2) @ W
    np.testing.assert_allclose(small, np.broadcast_to(np.eye(min(shape[-2:])), small.shape), atol=1e-12)


def test_orthogonal_signs_are_fair():
    W = INITIALIZERS["orthogonal"](rng(), (2000, 4, 4))
    assert np.abs(W.mean(axis=0)).max() < 0.05  # without mending QR's signs the diagonal is far from 0


def test_constant_and_zeros():
    assert (INITIALIZERS["zeros"](rng(), (3, 2)) == 0).all()
    assert (INITIALIZERS["constant"](rng(), (3, 2), value=-0.5) == -0.5).all()


@pytest.mark.parametrize("name", RANDOM)
def test_same_state_same_draw_other_state_another(name):
    init = INITIALIZERS[name]
    np.testing.assert_array_equal(init(rng(1), (4, 3)), init(rng(1), (4, 3)))
    assert (init(rng(1), (4, 3)) != init(rng(2), (4, 3))).any()


@pytest.mark.parametrize("name", ["normal", "uniform"])
def test_an_array_of_scales_scales_one_draw(name):
    scales = np.logspace(-3, 1, 61)
    W = INITIALIZERS[name](rng(), (4, 2), scale=scales)
    assert W.shape == (61, 4, 2)
    for scale, one in zip(scales, W):
        np.testing.assert_allclose(one, INITIALIZERS[name](rng(), (4, 2), scale=scale))


def test_an_array_of_values():
    W = INITIALIZERS["constant"](rng(), (4, 2), value=[0.0, -1.0])
    assert W.shape == (2, 4, 2) and (W[1] == -1).all()


@pytest.mark.parametrize("name", INITIALIZERS)
@pytest.mark.parametrize("shape", [(0, 2), (4, 0), (-1, 2), (4, 2.0), (4,), 4, (4, "2"), (True, 2), (0, 4, 2)])
def test_bad_shapes(name, shape):
    with pytest.raises((ValueError, TypeError), match=r"shape|units|inputs|batch"):
        INITIALIZERS[name](rng(), shape)


@pytest.mark.parametrize("name", INITIALIZERS)
def test_a_seed_is_not_an_rng(name):
    with pytest.raises(TypeError, match="rng must be a numpy Generator"):
        INITIALIZERS[name](0, (4, 2))


@pytest.mark.parametrize("scale", [-1.0, np.nan, np.inf, [1.0, -1.0], "1", None, [[1.0]], []])
@pytest.mark.parametrize("name", ["normal", "uniform"])
def test_bad_scales(name, scale):
    with pytest.raises((ValueError, TypeError), match="scale"):
        INITIALIZERS[name](rng(), (4, 2), scale=scale)


def test_scales_and_a_batch_shape_do_not_mix():
    with pytest.raises(ValueError, match=r"scale of shape \(3,\) and shape \(5, 4, 2\)"):
        INITIALIZERS["normal"](rng(), (5, 4, 2), scale=np.ones(3))


@pytest.mark.parametrize("bad", [partial(INITIALIZERS["orthogonal"], gain=-1),
                                 partial(INITIALIZERS["constant"], value=np.nan)])
def test_bad_options(bad):
    with pytest.raises(ValueError, match="gain|value"):
        bad(rng(), (4, 2))


def test_unknown_name():
    with pytest.raises(KeyError, match="unknown initializer 'kaiming'; choose one of: zeros, constant"):
        INITIALIZERS["kaiming"]


@pytest.mark.parametrize("name", STD)
def test_docstrings_state_formula_and_source(name):
    doc = INITIALIZERS[name].__doc__
    assert "scale" in doc or ("variance" in doc and any(year in doc for year in ("1998", "2010", "2015")))
