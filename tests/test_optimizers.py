"""Optimizers against the published formulas, number by number; mini-batches; plain descent as it was."""

import copy

import numpy as np
import pytest

from course_lib import datasets, mlp
from course_lib.mlp import passes

X, Y = datasets.moons(np.random.default_rng(0), 20)
OPTIMIZERS = [mlp.Momentum(), mlp.Momentum(0.5, nesterov=True), mlp.RMSprop(), mlp.RMSprop(0.99, 1e-3), mlp.Adam(),
              mlp.Adam(0.5, 0.9, 1e-2)]


def net(batch=(), seed=4):
    return mlp.build(np.random.default_rng(seed), (2, 5, 1), "tanh", "xavier_normal", bias="normal", batch=batch)


def by_formula(optimizer, gs):
    """The directions for one weight whose gradients are gs, in plain Python from the papers."""
    found, v, s = [], 0.0, 0.0
    for t, g in enumerate(gs, 1):
        if isinstance(optimizer, mlp.Momentum):
            v = optimizer.momentum * v + g
            found.append(g + optimizer.momentum * v if optimizer.nesterov else v)
        elif isinstance(optimizer, mlp.RMSprop):
            s = optimizer.decay * s + (1 - optimizer.decay) * g**2
            found.append(g / (s**0.5 + optimizer.epsilon))
        else:
            v = optimizer.beta1 * v + (1 - optimizer.beta1) * g
            s = optimizer.beta2 * s + (1 - optimizer.beta2) * g**2
            m_hat, s_hat = v / (1 - optimizer.beta1**t), s / (1 - optimizer.beta2**t)
            found.append(m_hat / (s_hat**0.5 + optimizer.epsilon))
    return found


@pytest.mark.parametrize("optimizer", OPTIMIZERS, ids=str)
def test_directions_by_the_formula(optimizer):
    """Every entry of dW and db for itself; state and gradients stay as they were."""
    rng, network = np.random.default_rng(0), net()
    state, series, moved = optimizer.start(network), [], []
    for _ in range(6):
        gradients = tuple(mlp.Gradient(None, rng.normal(size=n.W.shape), rng.normal(size=n.b.shape)) for n in network)
        before = copy.deepcopy((state, gradients))
        new, directions = optimizer.move(state, gradients)
        for old, now in zip(before[0].first + before[0].second + before[1], state.first + state.second + gradients):
            assert old.dW.tobytes() == now.dW.tobytes() and old.db.tobytes() == now.db.tobytes()
        state = new
        series.append(gradients)
        moved.append(directions)
    for layer in range(2):
        for name in ("dW", "db"):
            gs, found = (np.array([getattr(g[layer], name) for g in record]) for record in (series, moved))
            for place in np.ndindex(gs.shape[1:]):
                one = (slice(None), *place)
                np.testing.assert_allclose(found[one], by_formula(optimizer, gs[one]), rtol=1e-12)


@pytest.mark.parametrize("optimizer", OPTIMIZERS, ids=str)
def test_training_follows_the_directions(optimizer):
    network, state = net(), optimizer.start(net())
    for trained, caches, gradients in mlp.train(network, X, Y, 0.05, 5, optimizer=optimizer):
        for one, other in zip(trained, network):
            np.testing.assert_array_equal(one.W, other.W)
        np.testing.assert_array_equal(gradients[0].dW, mlp.backward(network, mlp.forward(network, X), Y)[0].dW)
        state, directions = optimizer.move(state, gradients)
        network = mlp.step(network, directions, 0.05)


@pytest.mark.parametrize("optimizer", OPTIMIZERS, ids=str)
def test_a_batch_of_networks_is_its_networks(optimizer):
    rates = np.array([0.01, 0.1, 0.3])
    *_, (together, _, _) = mlp.train(net((3,)), X, Y, rates, 10, optimizer=optimizer, rng=np.random.default_rng(1),
                                     batch_size=6)
    for k, rate in enumerate(rates):
        *_, (one, _, _) = mlp.train(mlp.pick(net((3,)), k), X, Y, rate, 10, optimizer=optimizer,
                                    rng=np.random.default_rng(1), batch_size=6)
        np.testing.assert_allclose(together[0].W[k], one[0].W, rtol=1e-9)


def test_the_first_step_of_adam_is_the_rate_for_every_weight():
    """Kingma & Ba 2015, section 2.1: the size of a step does not depend on the size of the gradient."""
    (before, _, _), (after, _, _) = mlp.train(net(), X, Y, 0.01, 1, optimizer=mlp.Adam())
    np.testing.assert_allclose(np.abs(after[0].W - before[0].W), 0.01, rtol=1e-4)


def test_momentum_ends_in_longer_steps():
    state, gradients = mlp.Momentum(0.9).start(net()), mlp.backward(net(), mlp.forward(net(), X), Y)
    for _ in range(300):
        state, directions = mlp.Momentum(0.9).move(state, gradients)
    np.testing.assert_allclose(directions[0].dW, 10 * gradients[0].dW)


def test_momentum_of_none_is_plain_descent_bit_for_bit():
    *_, (plain, _, _) = mlp.train(net(), X, Y, 0.3, 50)
    network = net()
    for _ in range(50):
        network = passes.step(network, passes.backward(network, passes.forward(network, X), Y), 0.3)
    for options in ({}, {"optimizer": mlp.Momentum(0.0)}, {"batch_size": X.shape[1]},
                    {"rng": np.random.default_rng(0)}):
        *_, (same, _, _) = mlp.train(net(), X, Y, 0.3, 50, **options)
        for one, other, third in zip(plain, same, network):
            assert one.W.tobytes() == other.W.tobytes() == third.W.tobytes() and one.b.tobytes() == other.b.tobytes()


# Mini-batches -------------------------------------------------------------------------------------------------

def test_minibatches_visit_every_sample_once_in_each_pass():
    batches = mlp.minibatches(10, 4, np.random.default_rng(0))
    passes_made = [[next(batches) for _ in range(3)] for _ in range(3)]
    for batches_of_one in passes_made:
        assert [len(b) for b in batches_of_one] == [4, 4, 2]
        assert sorted(np.concatenate(batches_of_one)) == list(range(10))
    assert len({tuple(np.concatenate(p)) for p in passes_made}) == 3


@pytest.mark.parametrize("size", [1, 6])
def test_each_update_is_made_of_its_own_samples(size):
    chosen, network = mlp.minibatches(20, size, np.random.default_rng(2)), net()
    for trained, caches, gradients in mlp.train(network, X, Y, 0.3, 8, rng=np.random.default_rng(2), batch_size=size):
        np.testing.assert_array_equal(trained[0].W, network[0].W)
        some = next(chosen)
        np.testing.assert_array_equal(caches[0].A_in, X[:, some])
        network = mlp.step(network, mlp.backward(network, mlp.forward(network, X[:, some]), Y[:, some]), 0.3)
        np.testing.assert_array_equal(gradients[0].dZ.shape[1], len(some))
    with pytest.raises(ValueError, match="Y must have shape"):
        mlp.loss(trained, caches, Y)  # the caches are of a few samples: not mistaken for all


def test_noise_goes_with_few_samples_and_an_optimizer():
    noise = [None, mlp.Noise(dropout=0.3)]
    runs = [[t[0].W.tobytes() for t, _, _ in mlp.train(net(), X, Y, 0.01, 5, noise, np.random.default_rng(0),
                                                       optimizer=mlp.Adam(), batch_size=3)] for _ in range(2)]
    assert runs[0] == runs[1] and len(set(runs[0])) == 6


@pytest.mark.parametrize(("options", "error", "words"), [
    ({"batch_size": 0}, ValueError, "batch_size must be at least 1"),
    ({"batch_size": 2.0}, TypeError, "batch_size must be a whole number"),
    ({"batch_size": 21}, ValueError, "batch_size must be at most the number of samples, 20, not 21"),
    ({"batch_size": 4}, TypeError, "rng must be a numpy Generator"),
    ({"optimizer": "adam"}, TypeError, r"optimizer must be None, Momentum\(\), RMSprop\(\), Adam\(\) .* not 'adam'"),
    ({"optimizer": mlp.Adam}, TypeError, r"optimizer must be made first: Adam\(\), not Adam"),
])
def test_bad_options_of_training(options, error, words):
    with pytest.raises(error, match=words):
        next(mlp.train(net(), X, Y, 0.1, 1, **options))


@pytest.mark.parametrize(("make", "words"), [
    (lambda: mlp.Momentum(1.0), "momentum must be below 1"), (lambda: mlp.Momentum(-0.1), "momentum must be a finite"),
    (lambda: mlp.RMSprop(decay=1.5), "decay"), (lambda: mlp.RMSprop(epsilon=0.0), "epsilon"),
    (lambda: mlp.Adam(beta1=1), "beta1"), (lambda: mlp.Adam(beta2=-1.0), "beta2"),
    (lambda: mlp.Adam(epsilon=-1), "eps"),
])
def test_bad_settings(make, words):
    with pytest.raises(ValueError, match=words):
        make()


@pytest.mark.parametrize("optimizer", [mlp.RMSprop(), mlp.Adam()], ids=str)
def test_squares_that_overflow_are_told(optimizer):
    network = tuple(layer._replace(W=1e155 * layer.W, activation="identity") for layer in net())
    settings = np.geterr()
    with pytest.raises(ValueError, match="too large for float64"):
        list(mlp.train(network, X / 1e155, Y, 0.1, 3, optimizer=optimizer))
    assert np.geterr() == settings
