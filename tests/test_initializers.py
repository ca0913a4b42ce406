"""One signature, the right variance, clear errors."""

from functools import partial

import numpy as np
import pytest

from course_lib import initializers, mlp
from course_lib.initializers import INITIALIZERS

RANDOM = [name for name in INITIALIZERS if name not in ("zeros", "constant", "identity")]
STD = {  # standard deviation as the papers have it, for units and inputs; written apart from the library
    "normal": lambda units, inputs: 1.0, "uniform": lambda units, inputs: 1 / np.sqrt(3),
    "lecun_normal": lambda units, inputs: np.sqrt(1 / inputs),
    "lecun_uniform": lambda units, inputs: np.sqrt(1 / inputs),
    "variance_scaling": lambda units, inputs: np.sqrt(1 / inputs),
    "glorot_normal": lambda units, inputs: np.sqrt(2 / (units + inputs)),
    "kaiming_uniform": lambda units, inputs: np.sqrt(2 / inputs),
    "xavier_normal": lambda units, inputs: np.sqrt(2 / (units + inputs)),
    "xavier_uniform": lambda units, inputs: np.sqrt(6 / (units + inputs)) / np.sqrt(3),
    "he_normal": lambda units, inputs: np.sqrt(2 / inputs),
    "he_uniform": lambda units, inputs: np.sqrt(6 / inputs) / np.sqrt(3),
}


def rng(seed=0):
    return np.random.default_rng(seed)


def test_names():
    assert list(INITIALIZERS)[:10] == ["zeros", "constant", "normal", "uniform", "lecun_normal", "xavier_normal",
                                       "xavier_uniform", "he_normal", "he_uniform", "orthogonal"]
    assert set(list(INITIALIZERS)[10:]) == {
        "lecun_uniform", "variance_scaling", "truncated_normal", "identity", "pytorch_default", "keras_default",
        "sklearn_default", "sklearn_logistic_default", "flax_default", "glorot_normal", "glorot_uniform",
        "kaiming_normal", "kaiming_uniform"}
    assert all(getattr(initializers, name) is f for name, f in INITIALIZERS.items())
    for other, ours in (("glorot", "xavier"), ("kaiming", "he")):
        for kind in ("normal", "uniform"):
            assert INITIALIZERS[f"{other}_{kind}"] is INITIALIZERS[f"{ours}_{kind}"]


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
    for asked, near in (("kaiming", "kaiming_normal or kaiming_uniform"), ("glorotNormal", "glorot_normal"),
                        ("truncated", "truncated_normal"), ("ortogonal", "orthogonal"), ("pytorch", "pytorch_default"),
                        ("torch.nn.init.kaiming_normal_", "kaiming_normal")):
        with pytest.raises(KeyError, match=f"unknown initializer '{asked}'; choose one of: zeros, .* mean .*{near}"):
            INITIALIZERS[asked]
    with pytest.raises(KeyError, match="kaiming_uniform\"$"):  # nothing is near: nothing is proposed
        INITIALIZERS["xyz"]


@pytest.mark.parametrize("name", STD)
def test_docstrings_state_formula_and_source(name):
    doc = INITIALIZERS[name].__doc__
    assert "scale" in doc or ("variance" in doc and any(year in doc for year in ("1998", "2010", "2015")))


# Options ------------------------------------------------------------------------------------------------------

UNITS, INPUTS = 300, 500


def drawn(name, seed=0, **options):
    return INITIALIZERS[name](rng(seed), (UNITS, INPUTS), **options)


@pytest.mark.parametrize(("mode", "fan"), [("fan_in", INPUTS), ("fan_out", UNITS), ("fan_avg", (UNITS + INPUTS) / 2)])
@pytest.mark.parametrize(("distribution", "bound"), [("normal", np.inf), ("uniform", np.sqrt(3)),
                                                     ("truncated_normal", 2 / 0.8796256610342398)])
@pytest.mark.parametrize("scale", [0.25, 2.0])
def test_variance_scaling(scale, mode, fan, distribution, bound):
    W = drawn("variance_scaling", scale=scale, mode=mode, distribution=distribution)
    std = np.sqrt(scale / fan)
    assert W.std() == pytest.approx(std, rel=0.01) and abs(W.mean()) < 0.01 * std and W.dtype == np.float64
    assert np.abs(W).max() <= bound * std and np.abs(W).max() > 0.99 * min(bound, 4) * std
    kurtosis = {"normal": 3.0, "uniform": 1.8, "truncated_normal": 2.3656}[distribution]
    assert ((W / std) ** 4).mean() == pytest.approx(kurtosis, rel=0.02)


@pytest.mark.parametrize(("name", "options", "std"), [
    ("he_normal", {"slope": 0.2}, np.sqrt(2 / 1.04 / INPUTS)), ("he_uniform", {"slope": 1.0}, np.sqrt(1 / INPUTS)),
    ("kaiming_normal", {"mode": "fan_out"}, np.sqrt(2 / UNITS)),
    ("he_normal", {"gain": "tanh"}, 5 / 3 / np.sqrt(INPUTS)),
    ("xavier_uniform", {"gain": 2.0}, 2 * np.sqrt(2 / (UNITS + INPUTS))),
    ("xavier_normal", {"gain": "relu"}, np.sqrt(4 / (UNITS + INPUTS))),
    ("lecun_normal", {"gain": "selu", "mode": "fan_avg"}, 0.75 * np.sqrt(2 / (UNITS + INPUTS))),
])
def test_gain_slope_and_mode(name, options, std):
    assert drawn(name, **options).std() == pytest.approx(std, rel=0.01)
    assert (drawn(name, 1, **options) != drawn(name, 2, **options)).any(axis=1).all()


def test_gains_by_name():
    """The table of torch.nn.init.calculate_gain."""
    assert {name: round(initializers.gain(name), 4) for name in ("linear", "sigmoid", "tanh", "relu", "selu")} == {
        "linear": 1.0, "sigmoid": 1.0, "tanh": 1.6667, "relu": 1.4142, "selu": 0.75}
    assert initializers.gain("leaky_relu", 0.2) == pytest.approx(np.sqrt(2 / 1.04))


@pytest.mark.parametrize("within", [0.5, 2.0])
def test_truncated_normal(within):
    W = drawn("truncated_normal", scale=3.0, within=within)
    assert 0.99 * 3 * within < np.abs(W).max() <= 3 * within
    z = np.linspace(-within, within, 100_001)
    density = np.exp(-z * z / 2) / np.exp(-z * z / 2).sum()
    assert W.std() == pytest.approx(3 * np.sqrt(density @ z**2), rel=0.01)
    below = (W < 3 * within / 2).mean()  # a Gaussian cut off, not one squeezed or piled up at the ends
    assert below == pytest.approx(density[z < within / 2].sum(), abs=0.005) and len(np.unique(W)) == W.size


def test_identity():
    assert (INITIALIZERS["identity"](rng(), (2, 3), gain=-2.0) == [[-2, 0, 0], [0, -2, 0]]).all()
    W = INITIALIZERS["identity"](rng(), (5, 3, 2))
    assert W.shape == (5, 3, 2) and (W == np.eye(3, 2)).all()
    W[0, 0, 0] = 7  # an array of its own
    assert W[1, 0, 0] == 1


@pytest.mark.parametrize(("shape", "layout", "found"), [
    ((4, 2), "units_inputs", (2, 4)), ((2, 4), "inputs_units", (2, 4)),
    ((16, 3, 5, 5), "units_inputs", (75, 400)), ((5, 5, 3, 16), "inputs_units", (75, 400)),
    ((16, 3, 7), "units_inputs", (21, 112)), ([7, 3, 16], "inputs_units", (21, 112)),
])
def test_fans_of_matrices_and_kernels(shape, layout, found):
    assert initializers.fans(shape, layout) == found and all(type(n) is int for n in found)


@pytest.mark.parametrize(("attempt", "error", "words"), [
    (lambda: initializers.fans((4,)), ValueError, "two axes or more"),
    (lambda: initializers.fans((4, 0)), ValueError, r"shape\[1\] must be at least 1"),
    (lambda: initializers.fans((4, 2), "rows"), ValueError, "'units_inputs' or 'inputs_units', not 'rows'"),
    (lambda: drawn("variance_scaling", mode="fan_on"), KeyError, "unknown mode 'fan_on'; choose one of: fan_in, "),
    (lambda: drawn("variance_scaling", distribution="cauchy"), KeyError, "unknown distribution .* truncated_normal"),
    (lambda: drawn("variance_scaling", scale=-1.0), ValueError, "scale"),
    (lambda: drawn("he_normal", gain=-1.0), ValueError, "gain"),
    (lambda: drawn("he_normal", gain="swish"), KeyError, "unknown gain 'swish'; choose one of: identity"),
    (lambda: drawn("he_normal", gain=1.0, slope=0.2), ValueError, "give gain or slope, not both: .* gain=1.387"),
    (lambda: drawn("truncated_normal", within=0.0), ValueError, "within"),
])
def test_bad_options_of_scaling(attempt, error, words):
    with pytest.raises(error, match=words):
        attempt()


# Defaults of other libraries, biases included -----------------------------------------------------------------

@pytest.mark.parametrize(("name", "weight_bound", "bias_bound"), [
    ("pytorch_default", 1 / np.sqrt(INPUTS), 1 / np.sqrt(INPUTS)),
    ("keras_default", np.sqrt(6 / (UNITS + INPUTS)), 0.0),
    ("sklearn_default", np.sqrt(6 / (UNITS + INPUTS)), np.sqrt(6 / (UNITS + INPUTS))),
    ("sklearn_logistic_default", np.sqrt(2 / (UNITS + INPUTS)), np.sqrt(2 / (UNITS + INPUTS))),
])
def test_defaults_are_uniform_within_their_bounds(name, weight_bound, bias_bound):
    W, b, _, _ = (part for layer in mlp.build(rng(), (INPUTS, UNITS, 1), "tanh", name) for part in layer[:2])
    assert 0.99 * weight_bound < np.abs(W).max() <= weight_bound
    assert W.std() == pytest.approx(weight_bound / np.sqrt(3), rel=0.01)
    assert b.shape == (UNITS, 1) and 0.95 * bias_bound <= np.abs(b).max() <= bias_bound
    assert b.std() == pytest.approx(bias_bound / np.sqrt(3), rel=0.1)
    if bias_bound:
        assert len(np.unique(b)) == UNITS and not np.isin(b, W).any()


def test_flax_default_is_a_truncated_lecun():
    W = drawn("flax_default")
    assert W.std() == pytest.approx(1 / np.sqrt(INPUTS), rel=0.01)
    assert np.abs(W).max() <= 2 / 0.8796256610342398 / np.sqrt(INPUTS)
    assert not mlp.build(rng(), (4, 3), "tanh", "flax_default")[0].b.any()


def test_biases_come_along_unless_others_are_given():
    for bias, bound in ((0.0, 0.0), (2.0, 2.0), ("pytorch_default", 0.5)):
        b = mlp.build(rng(), (4, 200, 1), "tanh", "pytorch_default", bias=bias)[0].b
        assert 0.95 * bound <= np.abs(b).max() <= bound
    b = mlp.build(rng(), (4, 200, 1), "tanh", ["he_normal", "pytorch_default"])[0].b
    assert not b.any()  # each layer has its own
    b = mlp.build(rng(), (4, 200, 1), "tanh", "he_normal", bias="pytorch_default")[0].b
    assert 0.45 < np.abs(b).max() < 0.5
    networks = mlp.build(rng(), (4, 6, 1), "tanh", "pytorch_default", batch=(3,))
    assert networks[0].b.shape == (3, 6, 1) and len(np.unique(networks[0].b)) == 18


def test_biases_of_your_own_may_see_the_fans():
    own = initializers.WithBias("own", initializers.he_normal, lambda rng, shape, bias_shape:
                                np.full(bias_shape, 1.0 / shape[-1]), "He, and a bias of 1 / fan_in.")
    network = mlp.build(rng(), (4, 5, 1), "tanh", own)
    assert (network[0].b == 0.25).all() and (network[1].b == 0.2).all()
    assert (mlp.build(rng(), (4, 5, 1), "tanh", "normal", bias=own)[1].b == 0.2).all()
