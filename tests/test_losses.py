"""The loss apart from the output: values by the textbook, every gradient by central differences."""

from functools import partial

import numpy as np
import pytest

from course_lib import activations, datasets, diagnostics, initializers, mlp

ACTIVATIONS = activations.ACTIVATIONS
BUMP = activations.Activation("identity", lambda Z: np.exp(-Z**2), lambda Z, A: -2 * Z * A)  # not what it calls itself
PAIRS = [*((output, "squared_error") for output in ("identity", "sigmoid", "tanh", "relu", "softmax", BUMP)),
         ("sigmoid", "cross_entropy"), ("softmax", "cross_entropy"), ("sigmoid", "matching"), ("softmax", None)]


def problem(output, samples=6, batch=()):
    """A network that ends in `output`, X, and targets of its range, soft where they may be."""
    rng = np.random.default_rng(5)
    network = mlp.build(rng, (3, 4, 3), "tanh", partial(initializers.normal, scale=0.8), output,
                        bias=partial(initializers.normal, scale=0.3), batch=batch)
    X, Y = rng.normal(size=(3, samples)), rng.uniform(size=(3, samples))
    if output == "softmax":
        Y = Y / Y.sum(axis=0)
    return network, X, 2 * Y - 1 if output == "tanh" else Y


def textbook(output, loss, A, Y):
    if loss == "squared_error":
        return 0.5 * ((A - Y) ** 2).sum(axis=0).mean()
    if output == "softmax":
        return -(Y * np.log(A)).sum(axis=0).mean()
    return -(Y * np.log(A) + (1 - Y) * np.log(1 - A)).sum(axis=0).mean()


@pytest.mark.parametrize(("output", "loss"), PAIRS)
def test_values_and_gradients(output, loss):
    network, X, Y = problem(output)
    caches = mlp.forward(network, X)
    if output == "relu":  # the numerical slope means nothing across the kink; some units must be on, some off
        assert np.abs(caches[-1].Z).min() > 1e-3 and 0.1 < (caches[-1].Z > 0).mean() < 0.9
    assert mlp.loss(network, caches, Y, loss=loss) == pytest.approx(textbook(output, loss, caches[-1].A, Y))
    gradients = mlp.backward(network, caches, Y, loss=loss)
    for place, gradient in enumerate(gradients):
        for name, found in (("W", gradient.dW), ("b", gradient.db)):
            def there(values, place=place, name=name):
                moved = (*network[:place], network[place]._replace(**{name: values}), *network[place + 1:])
                return mlp.loss(moved, mlp.forward(moved, X), Y, loss=loss)

            numerical = diagnostics.central_differences(there, getattr(network[place], name))
            np.testing.assert_allclose(found, numerical, rtol=1e-6, atol=1e-9)
            assert np.abs(found).max() > 1e-4
    *_, (trained, _, after) = mlp.train(network, X, Y, 0.1, 1, loss=loss)
    np.testing.assert_array_equal(trained[0].W, network[0].W - 0.1 * gradients[0].dW)
    np.testing.assert_array_equal(after[0].dW, mlp.backward(trained, mlp.forward(trained, X), Y, loss=loss)[0].dW)


@pytest.mark.parametrize(("output", "loss"), PAIRS)
def test_a_batch_of_networks_is_its_networks(output, loss):
    networks, X, Y = problem(output, batch=(3,))
    caches = mlp.forward(networks, X)
    for k in range(3):
        one = mlp.pick(networks, k)
        alone = mlp.forward(one, X)
        assert mlp.loss(networks, caches, Y, loss=loss)[k] == pytest.approx(mlp.loss(one, alone, Y, loss=loss))
        np.testing.assert_allclose(mlp.backward(networks, caches, Y, loss=loss)[0].dW[k],
                                   mlp.backward(one, alone, Y, loss=loss)[0].dW, atol=1e-12)


def test_the_matching_pairs_are_the_default_bit_for_bit():
    for output, loss in (("sigmoid", "cross_entropy"), ("softmax", "cross_entropy"), ("identity", "squared_error")):
        network, X, Y = problem(output)
        caches = mlp.forward(network, X)
        found = [mlp.backward(network, caches, Y, **given) for given in ({}, {"loss": loss}, {"loss": "matching"})]
        assert all(g[0].dW.tobytes() == found[0][0].dW.tobytes() for g in found)
        np.testing.assert_array_equal(found[0][-1].dZ, caches[-1].A - Y)


def test_the_error_times_a_vanishing_slope():
    """A sigmoid that is sure and wrong: cross-entropy pulls with force 1, squared error with next to none."""
    network = (mlp.Layer(np.array([[20.0]]), np.zeros((1, 1)), "sigmoid"),)
    X, Y = np.ones((1, 1)), np.zeros((1, 1))
    caches = mlp.forward(network, X)
    assert mlp.backward(network, caches, Y)[0].dW.item() == pytest.approx(1.0)
    assert mlp.backward(network, caches, Y, loss="squared_error")[0].dW.item() == pytest.approx(np.exp(-20), rel=1e-6)


def test_a_copy_of_the_librarys_activation_is_the_librarys():
    copy = activations.Activation(*ACTIVATIONS["sigmoid"])
    network, X, Y = problem(copy)
    assert mlp.loss(network, mlp.forward(network, X), Y) > 0


def test_soft_labels_have_a_floor_their_entropy():
    """Cross-entropy falls to the entropy of the labels and no further, where A = Y."""
    Y = np.array([[0.7], [0.2], [0.1]])
    network = (mlp.Layer(np.zeros((3, 1)), np.log(Y), "softmax"),)
    caches = mlp.forward(network, np.ones((1, 1)))
    assert mlp.loss(network, caches, Y) == pytest.approx(-(Y * np.log(Y)).sum())
    np.testing.assert_allclose(mlp.backward(network, caches, Y)[0].db, 0, atol=1e-15)


@pytest.mark.parametrize("output", ["tanh", "relu", "sigmoid", "softmax"])
def test_huge_weights_stay_finite_and_silent_under_squared_error(output):
    network = mlp.build(np.random.default_rng(0), (2, 4, 2), "tanh", partial(initializers.normal, scale=1e6), output)
    X, Y = np.random.default_rng(1).normal(size=(2, 5)), np.full((2, 5), 0.5)
    caches = mlp.forward(network, X)
    assert np.isfinite(mlp.loss(network, caches, Y, loss="squared_error"))
    assert all(np.isfinite(g.dW).all() for g in mlp.backward(network, caches, Y, loss="squared_error"))


def test_build_takes_one_activation_for_each_hidden_layer_and_any_output():
    network = mlp.build(np.random.default_rng(0), (2, 4, 3, 1), ["tanh", "relu"], "xavier_normal", output="relu",
                        bias=0.5)
    assert [layer.activation for layer in network] == ["tanh", "relu", "relu"]
    X, Y = datasets.xor(np.random.default_rng(0))
    losses = [mlp.loss(trained, caches, Y, loss="squared_error")
              for trained, caches, _ in mlp.train(network, X, Y, 0.1, 20, loss="squared_error")]
    assert losses[-1] < losses[0]
