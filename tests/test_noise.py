"""Dropout and noise as an option of a layer: off it changes no bit, on it does what plain loops do."""

import numpy as np
import pytest

from course_lib import datasets, mlp
from course_lib.mlp import Noise
from course_lib.mlp.noise import check_noise, draw

X, Y = datasets.moons(np.random.default_rng(0), 20)
RATE = 0.3


def net(sizes=(2, 5, 3, 1), batch=(), hidden="tanh"):
    return mlp.build(np.random.default_rng(4), sizes, hidden, "normal", bias="normal", batch=batch)


def rng(seed=0):
    return np.random.default_rng(seed)


def old_train(network, X, Y, rate, steps):
    """Training as it was before there was noise, operation for operation."""
    f = {"tanh": np.tanh, "sigmoid": lambda Z: 0.5 * (1 + np.tanh(0.5 * Z))}
    for _ in range(steps):
        inputs, A, found = [], X, []
        for layer in network:
            inputs.append(A)
            A = f[layer.activation](layer.W @ A + layer.b)
        dZ = A - Y
        for k in range(len(network) - 1, -1, -1):
            dW, db = dZ @ inputs[k].swapaxes(-1, -2) / Y.shape[1], dZ.sum(axis=-1, keepdims=True) / Y.shape[1]
            found.insert(0, (dW, db))
            if k:
                dZ = network[k].W.swapaxes(-1, -2) @ dZ * (1 - inputs[k] ** 2)
        network = tuple(mlp.Layer(n.W - rate * dW, n.b - rate * db, n.activation)
                        for n, (dW, db) in zip(network, found))
    return network


@pytest.mark.parametrize("batch", [(), (4,)])
def test_training_without_noise_is_what_it_was(batch):
    *_, (plain, _, _) = mlp.train(net(batch=batch), X, Y, RATE, 100)
    for one, other in zip(plain, old_train(net(batch=batch), X, Y, RATE, 100)):
        np.testing.assert_allclose(one.W, other.W, rtol=1e-9, atol=1e-12)
    for noise in (None, [None] * 3, [Noise()] * 3):
        generator = rng()
        *_, (same, _, _) = mlp.train(net(batch=batch), X, Y, RATE, 100, noise, generator)
        for one, other in zip(plain, same):  # bit for bit, and nothing is drawn
            assert one.W.tobytes() == other.W.tobytes() and one.b.tobytes() == other.b.tobytes()
        assert generator.random() == rng().random()


def disturbed_loss(network, draws):
    """The loss of one step's draws, sample by sample."""
    total = 0.0
    for s in range(X.shape[1]):
        a = X[:, s]
        for layer, d in zip(network, draws):
            kept, added = (part if np.isscalar(part) else part[..., s] for part in (d.kept, d.added))
            z = layer.W @ (a * kept + added) + layer.b[:, 0]
            a = np.tanh(z)
        total += np.log1p(np.exp(z[0])) - Y[0, s] * z[0]
    return total / X.shape[1]


@pytest.mark.parametrize("noise", [[None, Noise(dropout=0.5), Noise(dropout=0.2)], [Noise(dropout=0.3), None, None],
                                   [Noise(added=0.4), Noise(added=0.4, dropout=0.5), None],
                                   [None, Noise(dropout=0.5, added=0.2, shared=True), Noise(added=1.0)]])
def test_gradients_are_those_of_the_disturbed_loss(noise):
    """Every dW and db by central differences, with what was drawn held fast."""
    network = net()
    _, _, gradients = next(mlp.train(network, X, Y, RATE, 0, noise, rng(7)))
    draws = draw(check_noise(noise, network, rng()), network, X.shape[1], rng(7))
    for k, gradient in enumerate(gradients):
        for name, found in (("W", gradient.dW), ("b", gradient.db)):
            values, h = getattr(network[k], name), 1e-6
            for place in np.ndindex(values.shape):
                moved = []
                for sign in (1, -1):
                    other = values.copy()
                    other[place] += sign * h
                    moved.append(disturbed_loss((*network[:k], network[k]._replace(**{name: other}), *network[k + 1:]),
                                                draws))
                assert found[place] == pytest.approx((moved[0] - moved[1]) / (2 * h), abs=1e-7)


def test_dropout_drops_that_share_and_keeps_the_mean():
    wide = mlp.build(rng(), (2, 400, 1), "tanh", "normal")
    _, caches, _ = next(mlp.train(wide, X + 3, Y, RATE, 0, [None, Noise(dropout=0.3)], rng()))
    A, given = caches[0].A, caches[1].A_in
    assert (given == 0).mean() == pytest.approx(0.3, abs=0.02)
    np.testing.assert_allclose(given[given != 0], A[given != 0] / 0.7)
    assert (given / A).mean() == pytest.approx(1.0, abs=0.03)
    np.testing.assert_array_equal(caches[0].A_in, X + 3)


def test_shared_means_one_draw_for_all_units_of_a_sample():
    for noise in (Noise(dropout=0.5, shared=True), Noise(added=1.0, shared=True)):
        _, caches, _ = next(mlp.train(net(), X, Y, RATE, 0, [None, noise, None], rng()))
        change = caches[1].A_in / caches[0].A if noise.dropout else caches[1].A_in - caches[0].A
        np.testing.assert_allclose(change, np.broadcast_to(change[:1], change.shape), atol=1e-12)
        assert len(np.unique(change[0].round(9))) > 1


def test_gradient_noise_has_its_size_and_leaves_dZ_alone():
    wide = mlp.build(rng(), (2, 3000, 1), "tanh", "normal")
    (_, _, clean), (_, _, noisy) = (next(mlp.train(wide, X, Y, RATE, 0, noise, rng()))
                                    for noise in (None, [Noise(gradient=0.2), None]))
    assert (noisy[0].dW - clean[0].dW).std() == pytest.approx(0.2, rel=0.05)
    assert (noisy[0].db - clean[0].db).std() == pytest.approx(0.2, rel=0.05)
    np.testing.assert_array_equal(noisy[0].dZ, clean[0].dZ)
    np.testing.assert_array_equal(noisy[1].dW, clean[1].dW)


def test_each_network_of_a_batch_has_masks_of_its_own_even_of_the_shared_inputs():
    for noise in ([Noise(dropout=0.5), None, None], [None, Noise(dropout=0.5), None]):
        drawn = draw(check_noise(noise, net(batch=(6,)), rng()), net(batch=(6,)), 20, rng())
        masks = next(d.kept for d in drawn if np.ndim(d.kept))
        assert masks.shape[0] == 6 and len({mask.tobytes() for mask in masks}) == 6
    *_, (trained, _, _) = mlp.train(net(batch=(6,)), X, Y, RATE, 5, [Noise(dropout=0.5), None, None], rng())
    assert trained[0].W.shape == (6, 5, 2) and np.isfinite(trained[0].W).all()


def test_the_same_rng_gives_the_same_run_and_every_step_draws_anew():
    noise = [None, Noise(dropout=0.5), None]
    one, two = (list(mlp.train(net(), X, Y, RATE, 3, noise, rng(2))) for _ in range(2))
    assert all(a[0][0].W.tobytes() == b[0][0].W.tobytes() for a, b in zip(one, two))
    dropped = [caches[1].A_in == 0 for _, caches, _ in one]
    assert (dropped[0] != dropped[1]).any() and (dropped[1] != dropped[2]).any()


@pytest.mark.parametrize(("noise", "error", "words"), [
    (Noise(dropout=0.5), TypeError, "noise must be a list with a Noise or None for each layer, not Noise"),
    (0.5, TypeError, "noise must be a list .* not float"),
    ([None, None], ValueError, "noise must have one entry per layer: 3 layers, but 2 given"),
    ([None, 0.5, None], TypeError, "noise of layer 2 must be a Noise or None, not 0.5"),
    ([None, Noise(dropout=1.0), None], ValueError, "dropout of layer 2 must be below 1"),
    ([Noise(dropout=-0.1), None, None], ValueError, "dropout of layer 1 .* from 0.0 to 1.0, not -0.1"),
    ([None, None, Noise(dropout=1.5)], ValueError, "dropout of layer 3"),
    ([None, Noise(dropout="0.5"), None], TypeError, "dropout of layer 2 must be a number"),
    ([None, Noise(added=-1.0), None], ValueError, "added of layer 2"),
    ([None, Noise(gradient=np.nan), None], ValueError, "gradient of layer 2"),
    ([None, Noise(shared=1), None], TypeError, "shared of layer 2 must be True or False, not 1"),
])
def test_bad_noise_is_named(noise, error, words):
    with pytest.raises(error, match=words):
        next(mlp.train(net(), X, Y, RATE, 1, noise, rng()))


@pytest.mark.parametrize("bad", [None, 0, np.random.RandomState(0)])
def test_noise_needs_a_generator(bad):
    with pytest.raises(TypeError, match="rng must be a numpy Generator"):
        next(mlp.train(net(), X, Y, RATE, 1, [None, Noise(dropout=0.5), None], bad))


def test_overflow_under_noise_is_still_an_error():
    noise = [None, Noise(dropout=0.5), None]
    with pytest.raises(ValueError, match="too large for float64"):
        for _ in mlp.train(net(hidden="identity"), X, Y, 1e120, 50, noise, rng()):
            pass
    for _ in mlp.train(net(), X * 1e3, Y, 1e308, 50, noise, rng()):
        pass  # saturated, huge and finite: no error, and no warning either
