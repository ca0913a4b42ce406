"""The residual stream: gradients by hand against central differences and automatic differentiation, and its starts."""

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad

from course_lib.blocks import residual, starts
from course_lib.diagnostics import central_differences

SIZES = dict(inputs=5, width=4, outputs=2, blocks=3)
X, T = np.random.default_rng(1).normal(size=(5, 6)), np.random.default_rng(2).normal(size=(2, 6))


def network(seed=0, gates=1):
    """All parts away from zero; a gate with as many numbers as asked for."""
    net = starts.draw(np.random.default_rng(seed), **SIZES)
    return net._replace(gate=np.random.default_rng(seed).uniform(0.5, 1.5, size=(3, gates, 1)))


def loss(*parts):
    """Half of the squared error, written apart from the library."""
    stem, W1, W2, gate, head = parts
    H = anp.dot(stem, X)
    for U, V, g in zip(W1, W2, gate):
        Z = anp.dot(U, H)
        H = H + g * anp.dot(V, Z * (Z > 0))
    return 0.5 * anp.sum((anp.dot(head, H) - T) ** 2) / X.shape[1]


def by_hand(net):
    passed = residual.forward(net, X)
    return residual.backward(net, passed, X, passed.Z - T)


@pytest.mark.parametrize("gates", [1, 4], ids=["a gate for each block", "a gate for each unit"])
@pytest.mark.parametrize("seed", range(3))
def test_the_gradients_are_those_of_automatic_differentiation(seed, gates):
    net = network(seed, gates)
    for name, mine, wanted in zip(net._fields, by_hand(net), grad(lambda parts: loss(*parts))(tuple(net))):
        np.testing.assert_allclose(mine, wanted, rtol=1e-10, atol=1e-12, err_msg=name)


@pytest.mark.parametrize("gates", [1, 4])
def test_the_gradients_are_those_of_central_differences(gates):
    net = network(0, gates)
    assert min(np.abs(Z).min() for Z in residual.forward(net, X).Z1) > 1e-3, "a unit on the kink of ReLU"
    for name, mine in zip(net._fields, by_hand(net)):
        def moved(parts, name=name):
            return np.array([loss(*net._replace(**{name: part})) for part in parts])
        np.testing.assert_allclose(mine, central_differences(moved, getattr(net, name)), atol=1e-7, err_msg=name)


def test_a_batch_of_networks_is_each_network_on_its_own():
    nets = [network(seed) for seed in range(4)]
    batch = residual.Residual(*(np.stack(parts, axis=axis) for parts, axis in zip(zip(*nets), (0, 1, 1, 1, 0))))
    together = by_hand(batch)
    for k, net in enumerate(nets):
        alone = by_hand(net)
        np.testing.assert_allclose(together.stem[k], alone.stem)
        np.testing.assert_allclose(together.W1[:, k], alone.W1)
        np.testing.assert_allclose(together.gate[:, k], alone.gate)


def test_a_step_goes_down_and_what_moved_is_told_block_by_block():
    net = network()
    after = residual.step(net, by_hand(net), 1e-3)
    assert loss(*after) < loss(*net)
    assert (residual.moved(net, after) > 0).all() and not residual.moved(net, net).any()
    second = net._replace(W2=net.W2 + np.array([0, 1, 0])[:, None, None])
    assert np.flatnonzero(residual.moved(net, second)).tolist() == [1]


@pytest.mark.parametrize(("start", "first"), [
    ("plain", (1, 1, 1, 1)), ("1/√(2L)", (1, 1, 1, 1)), ("zero-last", (1, 2, 1, 2)), ("zero-γ", (1, 1, 2, 2)),
    ("ReZero", (1, 1, 2, 2)), ("Fixup", (1, 3, 2, 3)), ("two zeros", (1, 0, 0, 0))])
def test_which_part_moves_first(start, first):
    """head, gate, W2, W1: the step at which each moves; 0 is never, in fifty steps."""
    net, found = starts.build(np.random.default_rng(0), start=start, **SIZES), {}
    for step in range(1, 51):
        g = by_hand(net)
        for part in ("head", "gate", "W2", "W1"):
            if getattr(g, part).any():
                found.setdefault(part, step)
        net = residual.step(net, g, 0.01)
    assert tuple(found.get(part, 0) for part in ("head", "gate", "W2", "W1")) == first


def test_starts_scale_what_they_say():
    plain, divided, fixup = (starts.build(np.random.default_rng(0), start=start, **SIZES)
                             for start in ("plain", "1/√(2L)", "Fixup"))
    np.testing.assert_allclose(divided.W2 * np.sqrt(6), plain.W2)
    np.testing.assert_allclose(fixup.W1 * np.sqrt(3), plain.W1)
    assert not fixup.W2.any() and not fixup.head.any() and (plain.W1 == divided.W1).all()
    assert plain.W1.std() == pytest.approx(np.sqrt(2 / 4), rel=0.3)
    with pytest.raises(KeyError, match="unknown start 'rezero'; choose one of: plain"):
        starts.build(np.random.default_rng(0), start="rezero", **SIZES)


def test_a_block_of_hes_weights_multiplies_the_mean_square_by_three():
    ratios = []
    for seed in range(60):
        net = starts.draw(np.random.default_rng(seed), 64, 200, 1, 1)
        before, after = residual.forward(net, np.random.default_rng(seed).normal(size=(64, 4))).H
        ratios.append((after**2).mean() / (before**2).mean())
    assert np.mean(ratios) == pytest.approx(3.0, rel=0.03)
