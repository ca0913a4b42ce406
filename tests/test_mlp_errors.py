"""Nothing is silently accepted; messages name the argument and the shapes; arguments are never modified."""

import copy
from functools import partial

import numpy as np
import pytest

from course_lib import activations, datasets, initializers, mlp

X, Y = datasets.xor(np.random.default_rng(0))


def net(output="sigmoid", sizes=(2, 4, 1), hidden="tanh"):
    return mlp.build(np.random.default_rng(0), sizes, hidden, "normal", output)


def every_pass(network, X, Y):
    """The three public ways in, each of which must refuse bad targets."""
    yield lambda: mlp.loss(network, mlp.forward(network, X), Y)
    yield lambda: mlp.backward(network, mlp.forward(network, X), Y)
    yield lambda: next(mlp.train(network, X, Y, 0.1, 1))


@pytest.mark.parametrize(("bad", "words"), [
    (X[:1], r"X must have 2 rows .* shape is \(1, 4\)"), (X[0], r"X must have 2 axes, but its shape is \(4,\)"),
    (np.zeros((2, 0)), r"X has no samples: its shape is \(2, 0\)"), (X * np.nan, r"X \(shape \(2, 4\)\) holds NaN"),
    (X + np.inf, "infinity"), (X.astype(str), "X must hold real numbers"), (X[None], "2 axes"), (None, "X"),
])
def test_bad_inputs(bad, words):
    for attempt in (lambda: mlp.forward(net(), bad), lambda: next(mlp.train(net(), bad, Y, 0.1, 1))):
        with pytest.raises((ValueError, TypeError), match=words):
            attempt()


@pytest.mark.parametrize(("bad", "words"), [
    (Y[:, :3], r"\(1, 4\), but its shape is \(1, 3\)"),
    (Y[0], r"shape is \(4,\)"), (np.ones((1, 1)), r"shape is \(1, 1\)"),
    (np.ones((2, 4)), r"shape is \(2, 4\)"), (Y * 2, "only 0 and 1 .* holds 2.0"), (Y - 0.5, "only 0 and 1"),
    (Y * np.nan, "NaN"), (1.0, r"shape is \(\)"),
])
def test_bad_targets_for_sigmoid(bad, words):
    for attempt in every_pass(net(), X, bad):
        with pytest.raises(ValueError, match="Y.*" + words):
            attempt()


@pytest.mark.parametrize("bad", [np.zeros((3, 4)), np.ones((3, 4)), np.eye(3)[:, [0, 1, 2, 0]] * 0.5])
def test_softmax_targets_must_be_one_hot(bad):
    for attempt in every_pass(net("softmax", (2, 4, 3)), X, bad):
        with pytest.raises(ValueError, match="one-hot|only 0 and 1"):
            attempt()


@pytest.mark.parametrize(("sizes", "options", "error", "words"), [
    ((2,), {}, ValueError, "sizes"), ((2, 0, 1), {}, ValueError, r"sizes\[1\] must be at least 1"),
    ((2, 4.0, 1), {}, TypeError, r"sizes\[1\]"), ((2, -4, 1), {}, ValueError, "sizes"),
    ((2, 4, 1), {"activation": "softmax"}, ValueError, "output layer only"),
    ((2, 4, 1), {"activation": ["tanh", "relu"]}, ValueError, "1 hidden layers, but 2 given .* is `output`"),
    ((2, 4, 4, 1), {"activation": ["tanh", "softmax"]}, ValueError, "'softmax' is for the output layer only"),
    ((2, 4, 1), {"activation": "swish"}, KeyError, "identity, sigmoid, tanh"),
    ((2, 4, 1), {"output": "swish"}, KeyError, "unknown activation"),
    ((2, 4, 1), {"initializer": "kaiming"}, KeyError, "zeros, constant"),
    ((2, 4, 1), {"initializer": ["zeros"]}, ValueError, "2 layers, but 1 given"),
    ((2, 4, 1), {"initializer": 3}, TypeError, "initializer must be a name or a callable"),
    ((2, 4, 1), {"initializer": lambda rng, shape: np.zeros((1, 1))}, ValueError, r"shape \(1, 1\) for shape \(4, 2\)"),
    ((2, 4, 1), {"initializer": lambda rng, shape: np.full(shape, np.nan)}, ValueError, "NaN"),
    ((2, 4, 1), {"batch": (0,)}, ValueError, "batch"), ((2, 4, 1), {"bias": np.nan}, ValueError, "NaN"),
    ((2, 4, 1), {"rng": 0}, TypeError, "rng"),
])
def test_bad_builds(sizes, options, error, words):
    given = {"rng": np.random.default_rng(0), "activation": "tanh", "initializer": "normal"} | options
    with pytest.raises(error, match=words):
        mlp.build(sizes=sizes, **given)


@pytest.mark.parametrize(("network", "words"), [
    ((), "non-empty tuple of Layer"), ("net", "tuple of Layer"), ([1, 2], "tuple of Layer"),
    ((mlp.Layer(np.ones((4, 2)), np.zeros(4), "sigmoid"),), r"W is \(4, 2\) and b is \(4,\)"),
    ((mlp.Layer(np.ones((4, 2)), np.zeros((4, 1)), "tanh"), mlp.Layer(np.ones((1, 3)), np.zeros((1, 1)), "sigmoid")),
     "takes 3 inputs, but the layer below has 4 units"),
    ((mlp.Layer(np.ones((4, 2)), np.zeros((4, 1)), "softmax"), mlp.Layer(np.ones((1, 4)), np.zeros((1, 1)), "sigmoid")),
     "layer 1: activation 'softmax' is for the output layer only"),
    ((mlp.Layer(np.full((4, 2), np.nan), np.zeros((4, 1)), "sigmoid"),), "W of layer 1"),
])
def test_bad_networks(network, words):
    with pytest.raises((ValueError, TypeError), match=words):
        mlp.forward(network, X)


def test_caches_of_another_network_are_refused():
    with pytest.raises(ValueError, match="caches do not belong to this network"):
        mlp.backward(net(sizes=(2, 5, 1)), mlp.forward(net(), X), Y)
    with pytest.raises(ValueError, match="do not fit"):
        mlp.step(net(sizes=(2, 5, 1)), mlp.backward(net(), mlp.forward(net(), X), Y), 0.1)


@pytest.mark.parametrize("rate", [np.nan, np.inf, "0.1", None, [[0.1]]])
def test_bad_learning_rates(rate):
    gradients = mlp.backward(net(), mlp.forward(net(), X), Y)
    for attempt in (lambda: next(mlp.train(net(), X, Y, rate, 1)), lambda: mlp.step(net(), gradients, rate)):
        with pytest.raises((ValueError, TypeError), match="learning_rate"):
            attempt()


@pytest.mark.parametrize("steps", [-1, 1.5, "3"])
def test_bad_steps(steps):
    with pytest.raises((ValueError, TypeError), match="steps"):
        next(mlp.train(net(), X, Y, 0.1, steps))


def test_deeper_than_three_layers_a_million_is_a_clear_error():
    deep = mlp.build(np.random.default_rng(0), (2, *[16] * 60, 1), "relu", partial(initializers.normal, scale=1e6))
    with pytest.raises(ValueError, match="Z of layer 4[0-9] is too large|Z of layer 5[0-9] is too large"):
        mlp.forward(deep, np.ones((2, 3)))


def test_a_diverging_run_ends_in_an_error_and_leaves_numpy_settings_alone():
    settings = np.geterr()
    with pytest.raises(ValueError, match="too large"):
        for network, _, _ in mlp.train(net("identity"), X, Y, 50.0, 3000):
            assert np.isfinite(network[0].W).all() and np.geterr() == settings


@pytest.mark.parametrize(("hidden", "output", "scale"), [("identity", "identity", 1.0), ("relu", "sigmoid", 1e100)])
def test_a_diverging_run_never_yields_infinity(hidden, output, scale):
    """Gradients overflow a step before the last Z does; relu and tanh can hide an infinite Z below."""
    large = partial(initializers.normal, scale=scale)
    network = mlp.build(np.random.default_rng(0), (2, 4, 4, 1), hidden, large, output)
    with pytest.raises(ValueError, match="too large"):
        for triple in mlp.train(network, X, Y, 1.0, 300):
            assert all(np.isfinite(part).all() for part in leaves(triple) if not isinstance(part, str))


@pytest.mark.parametrize("kind", [int, bool, np.float32])
def test_other_number_types_give_the_float64_answer(kind):
    network = net()
    given = X.astype(kind), Y.astype(kind)
    caches = mlp.forward(network, given[0])
    assert caches[0].A_in.dtype == np.float64
    np.testing.assert_array_equal(caches[-1].A, mlp.forward(network, X)[-1].A)
    assert mlp.loss(network, caches, given[1]) == mlp.loss(network, mlp.forward(network, X), Y)
    small = tuple(layer._replace(W=layer.W.astype(np.float32)) for layer in network)
    assert mlp.forward(small, X)[-1].A.dtype == np.float64


def test_arguments_are_never_modified():
    network = net()
    before = copy.deepcopy((network, X, Y))
    *_, (_, caches, gradients) = mlp.train(network, X, Y, 0.5, 3)
    kept = copy.deepcopy((caches, gradients))
    mlp.step(network, gradients, 0.5)
    mlp.backward(network, caches, Y)
    for old, new in ((before, (network, X, Y)), (kept, (caches, gradients))):
        for a, b in zip(leaves(old), leaves(new)):
            np.testing.assert_array_equal(a, b)


def leaves(thing):
    return [leaf for part in thing for leaf in leaves(part)] if isinstance(thing, tuple) else [thing]


def test_batches_that_do_not_match_are_named():
    batch = mlp.build(np.random.default_rng(0), (2, 4, 1), "tanh", "normal", batch=(5,))
    for rates, network in ((np.ones(3), batch), (np.ones(3), net())):
        for attempt in (lambda r=rates, n=network: next(mlp.train(n, X, Y, r, 1)),
                        lambda r=rates, n=network: mlp.step(n, mlp.backward(n, mlp.forward(n, X), Y), r)):
            with pytest.raises(ValueError, match=r"learning_rate has shape \(3,\)"):
                attempt()
    with pytest.raises(ValueError, match="batches of different sizes"):
        mlp.forward((batch[0], batch[1]._replace(W=batch[1].W[:3], b=batch[1].b[:3])), X)
    with pytest.raises(ValueError, match="caches do not belong"):
        mlp.loss(net(), mlp.forward(batch, X), Y)


def test_nan_gradients_do_not_become_weights():
    gradients = mlp.backward(net(), mlp.forward(net(), X), Y)
    with pytest.raises(ValueError, match="dW of layer 1"):
        mlp.step(net(), (gradients[0]._replace(dW=gradients[0].dW * np.nan), gradients[1]), 0.1)


OWN = [activations.Activation(name, lambda Z: Z, lambda Z, A: np.ones_like(Z)) for name in ("identity", "softmax")]


@pytest.mark.parametrize(("output", "loss", "error", "words"), [
    ("relu", None, ValueError, "'relu' has no matching loss; choose one of: sigmoid, softmax, identity, or say"),
    ("tanh", "matching", ValueError, "'tanh' has no matching loss"),
    ("tanh", "cross_entropy", ValueError, "'tanh' gives no probabilities .* choose one of: sigmoid, softmax"),
    ("identity", "cross_entropy", ValueError, "'identity' gives no probabilities"),
    (OWN[0], None, ValueError, r"'identity' of your own \(it is not the library's\) has no matching loss"),
    (OWN[1], "cross_entropy", ValueError, "'softmax' of your own .* could be sure of"),
    (OWN[1]._replace(df=None), "squared_error", ValueError, "'softmax' of your own .* has no derivative"),
    ("sigmoid", "mse", KeyError, "unknown loss 'mse'; choose one of: matching, squared_error, cross_entropy"),
    ("sigmoid", ["mse"], TypeError, "loss must be the name of one .* not list"),
])
def test_a_loss_that_the_output_does_not_allow(output, loss, error, words):
    network = net(output, (2, 4, 1))
    caches = mlp.forward(network, X)  # what needs no loss is not refused
    for attempt in (lambda: mlp.loss(network, caches, Y, loss=loss),
                    lambda: mlp.backward(network, caches, Y, loss=loss),
                    lambda: next(mlp.train(network, X, Y, 0.1, 1, loss=loss))):
        with pytest.raises(error, match=words):
            attempt()


@pytest.mark.parametrize(("output", "targets", "words"), [
    ("tanh", [[-1.0, 1.0, 0.5, -1.2]], r"numbers from -1 to 1 for a tanh output, but holds -1.2"),
    ("sigmoid", [[0.0, 1.0, 0.5, 1.2]], r"between\) for a sigmoid output, but holds 1.2"),
    ("softmax", [[1.0, 1.0, 0.5, 0.9]], "add up to 1 for a softmax output .* adds up to 0.5"),
])
def test_targets_out_of_range_under_squared_error(output, targets, words):
    network = net(output, (2, 4, 1))
    with pytest.raises(ValueError, match=words):
        mlp.loss(network, mlp.forward(network, X), targets, loss="squared_error")
