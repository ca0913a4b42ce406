"""Forward, loss, backward, step, train: against numerical gradients, hand calculations and single networks."""

from functools import partial

import numpy as np
import pytest

from course_lib import activations, datasets, diagnostics, initializers, mlp

HIDDEN = ("identity", "sigmoid", "tanh", "relu")
OUTPUTS = ("sigmoid", "softmax", "identity")


def rng(seed=0):
    return np.random.default_rng(seed)


def targets(output, units, samples):
    if output == "identity":
        return rng(9).normal(size=(units, samples))
    if output == "softmax":
        return np.eye(units)[:, rng(9).integers(0, units, samples)]
    return rng(9).integers(0, 2, (units, samples)).astype(float)


def problem(hidden, output, depth, samples=7):
    network = mlp.build(rng(3), (4, *[5, 3][:depth - 1], 3), hidden, partial(initializers.normal, scale=0.7), output,
                        bias=partial(initializers.normal, scale=0.3))
    return network, rng(1).normal(size=(4, samples)), targets(output, 3, samples)


@pytest.mark.parametrize("depth", [1, 2, 3])
@pytest.mark.parametrize("output", OUTPUTS)
@pytest.mark.parametrize("hidden", HIDDEN)
def test_gradients_by_central_differences(hidden, output, depth):
    """The one check of every derivative: each weight and bias moved up and down, the loss asked."""
    network, X, Y = problem(hidden, output, depth)
    caches = mlp.forward(network, X)
    if hidden == "relu":  # the numerical slope means nothing across the kink
        assert min(np.abs(c.Z).min() for c in caches[:-1] or caches) > 1e-3
    gradients = mlp.backward(network, caches, Y)
    for place, (layer, gradient) in enumerate(zip(network, gradients)):
        for name, found in (("W", gradient.dW), ("b", gradient.db)):
            def loss(values, place=place, name=name):
                moved = (*network[:place], network[place]._replace(**{name: values}), *network[place + 1:])
                return mlp.loss(moved, mlp.forward(moved, X), Y)

            numerical = diagnostics.central_differences(loss, getattr(layer, name))
            np.testing.assert_allclose(found, numerical, rtol=1e-6, atol=1e-8)
            assert found.shape == getattr(layer, name).shape and np.abs(found).max() > 1e-6
        assert gradient.dZ.shape == caches[place].Z.shape


def test_shapes_and_formulas_of_the_forward_pass():
    network, X, _ = problem("tanh", "sigmoid", 2)
    hidden, last = mlp.forward(network, X)
    np.testing.assert_array_equal(hidden.A_in, X)
    np.testing.assert_allclose(hidden.Z, [[w @ x + b[0] for x in X.T] for w, b in zip(network[0].W, network[0].b)])
    np.testing.assert_array_equal(last.A_in, hidden.A)
    np.testing.assert_allclose(last.A, 1 / (1 + np.exp(-last.Z)))


@pytest.mark.parametrize("output", OUTPUTS)
def test_loss_is_the_textbook_formula_summed_over_outputs_and_averaged_over_samples(output):
    network, X, Y = problem("tanh", output, 2)
    caches = mlp.forward(network, X)
    A = caches[-1].A
    book = {"identity": 0.5 * (A - Y) ** 2, "sigmoid": -(Y * np.log(A) + (1 - Y) * np.log(1 - A)) if output == "sigmoid"
            else None, "softmax": -Y * np.log(np.abs(A))}[output]
    assert mlp.loss(network, caches, Y) == pytest.approx(book.sum() / Y.shape[1])


@pytest.mark.parametrize("hidden", HIDDEN)
@pytest.mark.parametrize("output", OUTPUTS)
@pytest.mark.parametrize("layers", [1, 2, 3])
def test_weights_of_a_million_stay_finite_and_silent(hidden, output, layers):
    network = mlp.build(rng(), (4, *[6] * (layers - 1), 3), hidden, partial(initializers.normal, scale=1e6), output)
    X, Y = rng(1).normal(size=(4, 7)), targets(output, 3, 7)
    caches = mlp.forward(network, X)
    assert np.isfinite(mlp.loss(network, caches, Y))
    assert all(np.isfinite(part).all() for gradient in mlp.backward(network, caches, Y) for part in gradient)


# A batch of networks ------------------------------------------------------------------------------------------

SCALES = np.logspace(-3, 1, 61)


@pytest.mark.parametrize("hidden", HIDDEN)
def test_61_scales_at_once_are_61_separate_runs(hidden):
    X, Y = datasets.moons(rng(), 12)
    rates = np.linspace(0.01, 0.5, 61)

    def build(scale):
        return mlp.build(rng(5), (2, 4, 3, 1), hidden, partial(initializers.normal, scale=scale),
                         bias=partial(initializers.normal, scale=0.1))

    together = build(SCALES)
    assert together[0].W.shape == (61, 4, 2) and together[0].b.shape == (61, 4, 1)
    runs = list(mlp.train(together, X, Y, rates, 5))
    losses = mlp.loss(runs[-1][0], runs[-1][1], Y)
    assert losses.shape == (61,)
    for k, (scale, rate) in enumerate(zip(SCALES, rates)):
        one = tuple(layer._replace(W=layer.W[k], b=layer.b[k]) for layer in together)
        np.testing.assert_allclose(one[0].W, build(scale)[0].W)
        *_, (network, caches, gradients) = mlp.train(one, X, Y, rate, 5)
        np.testing.assert_allclose(losses[k], mlp.loss(network, caches, Y), rtol=1e-9)
        for layer in range(3):
            np.testing.assert_allclose(runs[-1][2][layer].dW[k], gradients[layer].dW, rtol=1e-7, atol=1e-12)
            np.testing.assert_allclose(runs[-1][0][layer].b[k], network[layer].b, rtol=1e-7, atol=1e-12)


@pytest.mark.parametrize("output", OUTPUTS)
@pytest.mark.parametrize("hidden", HIDDEN)
def test_each_public_step_of_a_batch_is_that_of_its_networks(hidden, output):
    def one_step(network, rate):
        caches = mlp.forward(network, X)
        gradients = mlp.backward(network, caches, Y)
        return caches, gradients, mlp.step(network, gradients, rate), mlp.loss(network, caches, Y)

    X, Y, rates = rng(1).normal(size=(4, 7)), targets(output, 3, 7), np.linspace(0.01, 0.5, 61)
    network = mlp.build(rng(5), (4, 5, 3), hidden, partial(initializers.normal, scale=SCALES), output)
    *records, losses = one_step(network, rates)
    assert losses.shape == (61,)
    for k, rate in enumerate(rates):
        *ones, loss = one_step(tuple(n._replace(W=n.W[k], b=n.b[k]) for n in network), rate)
        np.testing.assert_allclose(losses[k], loss, rtol=1e-12)
        for record, one in zip(records, ones):
            for many, single in zip((p for r in record for p in r), (p for r in one for p in r)):
                if not isinstance(single, str):  # A_in of the first layer is X: shared, without a batch axis
                    np.testing.assert_allclose(many if many is X else many[k], single, rtol=1e-9, atol=1e-12)


def test_batch_draws_independent_networks():
    networks = mlp.build(rng(), (2, 4, 1), "tanh", "normal", batch=(200,))
    assert networks[0].W.shape == (200, 4, 2) and networks[1].b.shape == (200, 1, 1)
    assert len(np.unique(networks[0].W)) == 200 * 8


# Training -----------------------------------------------------------------------------------------------------

def test_train_yields_the_network_after_k_steps_with_its_own_caches_and_gradients():
    network, X, Y = problem("tanh", "sigmoid", 3)
    triples = list(mlp.train(network, X, Y, 0.3, 4))
    assert len(triples) == 5
    for k, (net, caches, gradients) in enumerate(triples):
        again = mlp.forward(net, X)
        np.testing.assert_array_equal(caches[-1].A, again[-1].A)
        np.testing.assert_array_equal(gradients[0].dW, mlp.backward(net, again, Y)[0].dW)
        if k:
            before, _, g = triples[k - 1]
            for layer, after in zip(mlp.step(before, g, 0.3), net):
                np.testing.assert_array_equal(layer.W, after.W)
                np.testing.assert_array_equal(layer.b, after.b)


def test_a_step_goes_downhill():
    network, X, Y = problem("tanh", "sigmoid", 2)
    losses = [mlp.loss(net, caches, Y) for net, caches, _ in mlp.train(network, X, Y, 0.05, 20)]
    assert (np.diff(losses) < 0).all()


def test_build_draws_layer_by_layer_and_takes_one_initializer_per_layer():
    network = mlp.build(rng(2), (2, 4, 1), "relu", ["zeros", "he_normal"], bias=[0.5, 0.0])
    assert not network[0].W.any() and (network[0].b == 0.5).all() and network[1].W.any() and not network[1].b.any()
    np.testing.assert_array_equal(mlp.build(rng(2), (3, 5), "relu", "normal")[0].W, rng(2).normal(size=(5, 3)))


def test_an_activation_of_your_own():
    bump = activations.Activation("bump", lambda Z: np.exp(-Z**2), lambda Z, A: -2 * Z * A)
    network = mlp.build(rng(), (2, 3, 1), bump, "normal")
    X, Y = datasets.xor(rng())
    np.testing.assert_allclose(mlp.forward(network, X)[0].A, np.exp(-(network[0].W @ X) ** 2))
    assert len(list(mlp.train(network, X, Y, 0.1, 3))) == 4


# Facts the course stands on -----------------------------------------------------------------------------------

@pytest.mark.parametrize("width", [4, 5])
@pytest.mark.parametrize("activation", ["tanh", "sigmoid", "relu"])
def test_constant_start_keeps_one_class_of_units(width, activation):
    X, Y = datasets.xor(rng())
    network = mlp.build(rng(), (2, width, 1), activation, partial(initializers.constant, value=0.5))
    *_, (network, _, _) = mlp.train(network, X, Y, 0.5, 2000)
    assert diagnostics.unit_classes(network).max() == 0 and diagnostics.row_spread(network[0].W) < 1e-12


def test_constant_tanh_on_xor_passes_below_logistic_regression_but_not_below_the_bound():
    X, Y = datasets.xor(rng())
    network = mlp.build(rng(), (2, 4, 1), "tanh", partial(initializers.constant, value=0.5))
    *_, (network, caches, _) = mlp.train(network, X, Y, 0.5, 1000)
    bound = 0.75 * -(1 / 3 * np.log(1 / 3) + 2 / 3 * np.log(2 / 3))
    assert bound == pytest.approx(0.4774, abs=1e-4)
    assert bound < mlp.loss(network, caches, Y) == pytest.approx(0.486, abs=5e-4)


def test_m_divides_after_the_product():
    """Dividing first leaves residues although the labels are balanced, enough to wake a dead network in time."""
    X, Y = datasets.moons(rng(), samples=60)
    network = mlp.build(rng(), (2, 4, 1), "sigmoid", "zeros")
    assert not mlp.backward(network, mlp.forward(network, X), Y)[1].dW.any()


@pytest.mark.parametrize(("activation", "data", "first"), [("tanh", "or", None), ("tanh", "xor", None),
                                                           ("relu", "or", None), ("sigmoid", "or", (2, 1)),
                                                           ("sigmoid", "xor", None)])
def test_what_zero_weights_do(activation, data, first):
    X, Y = datasets.DATASETS[data](rng())
    runs = [net for net, _, _ in mlp.train(mlp.build(rng(), (2, 4, 1), activation, "zeros"), X, Y, 0.5, 3000)]
    moves = tuple(next((k for k, net in enumerate(runs) if net[layer].W.any()), None) for layer in (0, 1))
    assert moves == (first or (None, None))
    assert (diagnostics.distinct_rows(np.stack([net[0].W for net in runs])) == 1).all()
