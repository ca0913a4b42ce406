"""Products of two factors: the gradients by central differences, the rank by construction."""

import numpy as np
import pytest

from course_lib.blocks import factors
from course_lib.diagnostics import central_differences

RNG = np.random.default_rng(3)
W0, B, A, X, T = (RNG.normal(size=shape) for shape in ((5, 4), (5, 3), (3, 4), (4, 7), (5, 7)))


def loss(W):
    """Half of the squared error of W X, mean over the samples; W may be a batch."""
    return 0.5 * ((W @ X - T) ** 2).sum(axis=-2).mean(axis=-1)


def test_each_factor_hears_the_error_through_the_other():
    dW = central_differences(loss, factors.pair(W0, B, A))
    dB, dA = factors.pair_gradients(dW, B, A)
    np.testing.assert_allclose(dB, central_differences(lambda B: loss(factors.pair(W0, B, A)), B), atol=1e-8)
    np.testing.assert_allclose(dA, central_differences(lambda A: loss(factors.pair(W0, B, A)), A), atol=1e-8)


@pytest.mark.parametrize(("b", "a"), [(0, 0), (0, 1), (1, 0), (1, 1)])
def test_a_zero_stops_the_other_factors_gradient_and_not_its_own(b, a):
    dB, dA = factors.pair_gradients(RNG.normal(size=(5, 4)), b * B, a * A)
    assert (bool(dB.any()), bool(dA.any())) == (bool(a), bool(b))


@pytest.mark.parametrize("gate", [0.7, 0.0, RNG.normal(size=(5, 1))], ids=["number", "zero", "each unit"])
def test_a_gate_hears_what_its_branch_says(gate):
    F, dY = RNG.normal(size=(5, 7)), RNG.normal(size=(5, 7))
    dgate, dF = factors.gate_gradients(dY, gate, F)
    wanted = central_differences(lambda g: (dY * g * F).sum(axis=(-2, -1)), np.reshape(gate, (-1, 1)))
    np.testing.assert_allclose(np.reshape(dgate, (-1, 1)), wanted, atol=1e-8)
    np.testing.assert_allclose(dF, central_differences(lambda F: (dY * gate * F).sum(axis=(-2, -1)), F), atol=1e-8)


@pytest.mark.parametrize(("B", "A", "rank"), [(B, A, 3), (B, 0 * A, 0), (B, np.repeat(A[:1], 3, axis=0), 1),
                                              (np.repeat(B[:, :1], 3, axis=1), A, 1), (1e-12 * B, A, 3)])
def test_the_rank_of_the_pair(B, A, rank):
    assert factors.pair_rank(B, A) == rank
