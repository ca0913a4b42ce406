"""The blocks of notebook 13 against plain loops, and their gradients against central differences."""

import numpy as np
import pytest
from autograd import grad
from autograd import numpy as anp

from course_lib.blocks import attention, embedding, filters, pointwise, recurrent

RNG = np.random.default_rng(0)


@pytest.fixture(autouse=True)
def the_same_draws_whatever_ran_before():
    RNG.bit_generator.state = np.random.default_rng(0).bit_generator.state


def check_gradients(f, *arrays, h=1e-5):
    """autograd's derivative by each argument against central differences, entry by entry."""
    for k, array in enumerate(arrays):
        found = grad(f, k)(*arrays)
        for place in np.ndindex(array.shape):
            moved = [array.copy(), array.copy()]
            moved[0][place] += h
            moved[1][place] -= h
            up, down = (f(*arrays[:k], one, *arrays[k + 1:]) for one in moved)
            assert found[place] == pytest.approx((up - down) / (2 * h), rel=1e-6, abs=1e-8)


@pytest.mark.parametrize("padding", filters.PADDINGS)
@pytest.mark.parametrize("size", [1, 3, 5])
def test_a_convolution_is_a_sum_over_taps(padding, size):
    W, b, A = RNG.normal(size=(2, 3 * size**2)), RNG.normal(size=(2, 1)), RNG.normal(size=(3, 6, 7, 2))
    Z = filters.convolve(W, b, A, size, padding)
    margin = 0 if padding == "none" else size // 2
    assert Z.shape == (2, 6 - size + 1 + 2 * margin, 7 - size + 1 + 2 * margin, 2)
    for f, y, x, m in np.ndindex(Z.shape):
        total = b[f, 0]
        for c, i, j in np.ndindex(3, size, size):
            row, column = y + i - margin, x + j - margin
            inside = 0 <= row < 6 and 0 <= column < 7
            if inside or padding == "wrap":
                total += W[f, c * size**2 + i * size + j] * A[c, row % 6, column % 7, m]
        assert Z[f, y, x, m] == pytest.approx(total)


def test_an_unknown_padding_and_pictures_that_cannot_be_cut_are_named():
    with pytest.raises(ValueError, match="padding must be one of none, zeros, wrap, not 'same'"):
        filters.patches(np.zeros((1, 4, 4, 1)), 3, "same")
    with pytest.raises(ValueError, match="5 by 4 cannot be cut into squares of 2"):
        filters.pool(np.zeros((1, 5, 4, 1)))


@pytest.mark.parametrize("padding", filters.PADDINGS)
def test_gradients_of_two_convolutions(padding):
    weights = RNG.normal(size=(3, 9)), RNG.normal(size=(3, 1)), RNG.normal(size=(2, 27))
    A = RNG.normal(size=(1, 6, 6, 2))
    side = 1 if padding == "none" else 3
    last = RNG.normal(size=(2, side, side, 2))

    def f(W, b, W2):
        hidden = anp.tanh(filters.convolve(W, b, A, 3, padding))
        return anp.sum(last * filters.pool(pointwise.relu(filters.convolve(W2, 0.0, hidden, 3, padding))))

    check_gradients(f, *weights)


def test_relu_has_slope_0_at_0():
    np.testing.assert_array_equal(grad(lambda Z: anp.sum(pointwise.relu(Z)))(np.array([-1.0, 0.0, 2.0])), [0, 0, 1])


def test_softmax_and_its_loss():
    Z, Y = RNG.normal(size=(4, 5)), np.eye(4)[:, [0, 3, 1, 1, 2]]
    shares = np.exp(Z) / np.exp(Z).sum(axis=0)
    np.testing.assert_allclose(pointwise.softmax(Z), shares)
    assert pointwise.cross_entropy(Z, Y) == pytest.approx(-np.log(shares[[0, 3, 1, 1, 2], range(5)]).mean())
    np.testing.assert_allclose(pointwise.softmax(1e4 * Z, axis=1).sum(axis=1), 1)
    check_gradients(lambda Z: pointwise.cross_entropy(Z, Y), Z)


def test_attention_looks_token_by_token():
    Q, K, V = RNG.normal(size=(3, 2, 3, 4))
    out, X = RNG.normal(size=(2, 4, 3)), RNG.normal(size=(4, 5, 2))
    maps, Y = attention.maps(Q, K, X), attention.attend(Q, K, V, out, X)
    assert maps.shape == (2, 2, 5, 5) and Y.shape == X.shape
    for m in range(2):
        for t in range(5):
            total = np.zeros(4)
            for h in range(2):
                scores = [(Q[h] @ X[:, t, m]) @ (K[h] @ X[:, s, m]) / np.sqrt(3) for s in range(5)]
                shares = np.exp(scores) / np.exp(scores).sum()
                np.testing.assert_allclose(maps[h, m, t], shares)
                total += out[h] @ sum(share * V[h] @ X[:, s, m] for s, share in enumerate(shares))
            np.testing.assert_allclose(Y[:, t, m], total)
    last = RNG.normal(size=X.shape)
    check_gradients(lambda *weights: anp.sum(last * attention.attend(*weights)), Q, K, V, out, X)


def test_embeddings_take_rows():
    E, U, M = RNG.normal(size=(5, 3)), RNG.normal(size=(5, 3)), RNG.normal(size=(3, 3))
    tokens = np.array([4, 0, 4])
    np.testing.assert_array_equal(embedding.embed(E, tokens), np.stack([E[4], E[0], E[4]], axis=1))
    np.testing.assert_allclose(embedding.next_token(E, U, tokens, M)[2, 1], U[2] @ M @ E[0])
    np.testing.assert_allclose(embedding.next_token(E, U, tokens)[2, 1], U[2] @ E[0])
    Y = np.eye(5)[:, [1, 2, 3]]
    check_gradients(lambda E, U, M: pointwise.cross_entropy(embedding.next_token(E, U, tokens, M), Y), E, U, M)
    check_gradients(lambda E: pointwise.cross_entropy(embedding.next_token(E, E, tokens), Y), E)


@pytest.mark.parametrize("activation", recurrent.ACTIVATIONS)
def test_states_and_the_way_back_through_time(activation):
    W, U, b = RNG.normal(size=(4, 2)), RNG.normal(size=(4, 4)) / 2, RNG.normal(size=(4, 1))
    X, last = RNG.normal(size=(2, 6, 3)), RNG.normal(size=(4, 3))
    hs = recurrent.states(W, U, b, X, activation)
    h, f = np.zeros((4, 3)), {"identity": lambda z: z, "tanh": np.tanh, "relu": lambda z: np.maximum(z, 0)}[activation]
    for t in range(6):
        h = f(W @ X[:, t] + U @ h + b)
        np.testing.assert_allclose(hs[t], h)
    check_gradients(lambda W, U, b: anp.sum(last * recurrent.states(W, U, b, X, activation)[-1]), W, U, b)

    back = recurrent.back_through_time(U, hs, activation, last)
    assert len(back) == 6
    for h, derivative in zip(hs[::-1], back):  # from each state on, the rest of the way as a function of it
        steps = next(k for k, state in enumerate(hs) if state is h)

        def rest(h, steps=steps):
            for t in range(steps + 1, 6):
                h = recurrent.ACTIVATIONS[activation](W @ X[:, t] + U @ h + b)
            return anp.sum(last * h)

        np.testing.assert_allclose(grad(rest)(h), derivative, atol=1e-12)


def test_an_lstm_step_by_step():
    n = 3
    W, U, b = RNG.normal(size=(4 * n, 2)), RNG.normal(size=(4 * n, n)), RNG.normal(size=(4 * n, 1))
    X = RNG.normal(size=(2, 5, 2))
    h = c = np.zeros((n, 2))
    for t, (found_h, found_c) in enumerate(recurrent.lstm_states(W, U, b, X)):
        i, f, g, o = np.split(W @ X[:, t] + U @ h + b, 4)
        c = c / (1 + np.exp(-f)) + np.tanh(g) / (1 + np.exp(-i))
        h = np.tanh(c) / (1 + np.exp(-o))
        np.testing.assert_allclose(found_h, h)
        np.testing.assert_allclose(found_c, c)
    check_gradients(lambda W, U, b: anp.sum(recurrent.lstm_states(W, U, b, X)[-1][0] ** 2), W, U, b)
