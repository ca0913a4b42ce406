"""Sixteen networks that people asked about, as they post them: the right finding comes first, its number recomputed."""

import numpy as np
import pytest

from course_lib import datasets, networks, ward
from course_lib.activations import Activation

XOR = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0, 1, 1, 0])  # (samples, inputs), class numbers


def digits(count=200):
    X, Y = datasets.digits(np.random.default_rng(0), count)
    return X.T, Y.argmax(axis=0)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def descend(Ws, bs, X, Y, f, slope, rate, steps, output=None, order=None):
    """Half squared error by hand: weights (units, inputs), X (samples, inputs); `order`: one sample a step."""
    g, gslope = output or (lambda z: z, lambda z, a: 1.0)
    Ws, bs = [W.copy() for W in Ws], [b.copy() for b in bs]
    for t in range(steps):
        x, y = (X, Y) if order is None else (X[order[t]][None], Y[order[t]][None])
        As, Zs = [x], []
        for k, (W, b) in enumerate(zip(Ws, bs)):
            Zs.append(As[-1] @ W.T + b)
            As.append((f if k < len(Ws) - 1 else g)(Zs[-1]))
        d = (As[-1] - y) * gslope(Zs[-1], As[-1])
        for k in range(len(Ws) - 1, -1, -1):
            dW, db = d.T @ As[k] / len(x), d.mean(axis=0)
            d = (d @ Ws[k]) * (slope(Zs[k - 1], As[k]) if k else 1.0)
            Ws[k], bs[k] = Ws[k] - rate * dW, bs[k] - rate * db
    return Ws, bs


RELU = (lambda z: np.maximum(z, 0), lambda z, a: (z > 0) * 1.0)
SIGMOID = (sigmoid, lambda z, a: a * (1 - a))


def test_1_xor_with_tiny_weights():
    rng = np.random.default_rng(0)
    W1, W2 = 0.01 * rng.standard_normal((5, 2)), 0.01 * rng.standard_normal((1, 5))
    found = ward.examine(networks.from_arrays([W1, W2], None, "sigmoid", "sigmoid"), *XOR, rate=0.03)
    assert found.names[0] == "too small" and found[0].notebook == "06"
    hidden = sigmoid(XOR[0] @ W1.T)
    shares = [np.sqrt(hidden.var(axis=0).mean()), np.sqrt(XOR[0].var(axis=0).mean())]
    assert found[0].evidence["reaches"] == pytest.approx(shares[0] / shares[1]) and shares[0] / shares[1] < 0.01
    assert "ln 2" in repr(found) and found.loss == pytest.approx(np.log(2), abs=1e-4)
    p = sigmoid(sigmoid(XOR[0] @ W1.T) @ W2.T)[:, 0]
    assert found.loss == pytest.approx(-np.mean(np.where(XOR[1] == 1, np.log(p), np.log(1 - p))))


def test_2_outputs_divided_by_their_sum():
    W1, W2 = np.array([[0.7, -0.4]]), np.array([[0.6], [0.6]])
    share = Activation("share", lambda Z: Z / Z.sum(axis=0), None)
    X = np.array([[0.1, 0.9], [0.9, 0.1], [0.9, 0.9], [0.4, 0.1]])
    found = ward.examine(networks.from_arrays([W1, W2], None, "sigmoid", share, layout="units_inputs"), X, [0, 1, 1, 0])
    assert found.names[0] == "answers ignore the input"
    hidden = sigmoid(X @ W1.T)
    c = hidden @ W2.T
    np.testing.assert_allclose(c / c.sum(axis=1, keepdims=True), 0.5)  # w3 / (w3 + w4), whatever the input
    assert found[0].evidence["answers"] == pytest.approx([0.5, 0.5]) and "no bias" in found[0].words
    assert "one unit does all" in found.names


def test_4_two_samples_stuck_at_one_half():
    Ws = [np.array([[-0.126926, -0.844956], [-0.935743, 0.817365]]), np.array([[-0.583266, 0.530895]])]
    bs = [np.array([0.396507, -0.498085]), np.array([0.290894])]
    start = networks.from_arrays(Ws, bs, "sigmoid", "sigmoid", layout="units_inputs")
    assert not ward.examine(start, *XOR, loss="mse").grave
    order = np.tile([0, 1, 2, 3], 8_000)
    Ws, bs = descend(Ws, bs, XOR[0], XOR[1][:, None], *SIGMOID, 1.0, len(order), SIGMOID, order)
    end = networks.from_arrays(Ws, [list(b) for b in bs], "sigmoid", "sigmoid", layout="units_inputs")
    found = ward.examine(end, *XOR, loss="cross_entropy", trained=True)
    assert found.names[0] == "some samples share one answer"
    answers = sigmoid(sigmoid(XOR[0] @ Ws[0].T + bs[0]) @ Ws[1].T + bs[1])[:, 0]
    halves = np.flatnonzero(np.abs(answers - 0.5) < 0.05)
    assert found[0].evidence["samples"] == halves.tolist() and len(halves) == 2
    assert found.loss == pytest.approx(np.log(2) / 2, rel=0.05) and "2/4 of the entropy of 1/2" in found[0].words


def test_6_weights_that_are_all_positive():
    rng = np.random.default_rng(0)
    sizes = (64, 32, 32, 10)
    Ws = [rng.random((units, inputs)) * 3.46 / np.sqrt(inputs) for inputs, units in zip(sizes, sizes[1:])]
    X, y = digits()
    found = ward.examine(networks.from_arrays(Ws, None, "sigmoid", "softmax"), X, y, rate=0.1)
    assert found.names[0] == "a mean that drowns the spread"
    evidence = found[0].evidence
    assert evidence["n mean"] == pytest.approx(64 * Ws[0].mean())
    assert evidence["std root n"] == pytest.approx(8 * Ws[0].std())
    common = Ws[0].mean() * X.sum(axis=1)
    rest = X @ (Ws[0] - Ws[0].mean()).T
    assert evidence["ratio"] == pytest.approx(np.sqrt(np.mean(common**2) / np.mean(rest**2)))
    centered = networks.from_arrays([W - W.mean() for W in Ws], None, "sigmoid", "softmax")
    assert not ward.examine(centered, X, y, rate=0.1).grave


def line(seed):
    rng = np.random.default_rng(seed)
    sizes = (1, 4, 2, 1)
    Ws = [rng.uniform(-1, 1, (b, a)) * np.sqrt(6 / (a + b)) for a, b in zip(sizes, sizes[1:])]
    x = np.linspace(-5, 5, 21)
    return Ws, x, 2 * x - 1


def test_8_relu_at_the_output_and_negative_targets():
    dead = 0
    for seed in range(40):
        Ws, x, y = line(seed)
        found = ward.examine(networks.from_arrays(Ws, None, "relu", "relu"), x, y)
        A = x[None]
        for W in Ws:
            A = np.maximum(W @ A, 0)
        dead += not A.any()
        assert found.names[0] in (["dead relu"] if not A.any() else ["targets out of reach", "dead relu"])
        reach = next(f for f in found if f.name == "targets out of reach")
        assert reach.evidence["share"] == pytest.approx(np.mean(2 * x - 1 < 0))
        if not A.any():
            assert found.loss == pytest.approx(np.mean(y**2) / 2)
    assert dead > 5


def test_9_one_relu_unit_and_positive_inputs():
    X = np.random.default_rng(1).uniform(0.5, 3, (30, 2))
    y = X.sum(axis=1)
    dead = 0
    for seed in range(60):
        rng = np.random.default_rng(seed)
        W1, W2 = rng.standard_normal((1, 2)), rng.standard_normal((1, 1))
        found = ward.examine(networks.from_arrays([W1, W2], [[0.0], [0.0]], "relu"), X, y)
        silent = not (X @ W1.T > 0).any()
        dead += silent
        assert (found.names[0] == "dead relu") == silent
        standard = (X - X.mean(axis=0)) / X.std(axis=0)
        found = ward.examine(networks.from_arrays([W1, W2], [[0.0], [0.0]], "relu"), standard, y - y.mean())
        assert "dead relu" not in found.names
    assert 0.1 < dead / 60 < 0.4


def test_10_two_samples_and_a_rate_that_kills():
    X, y = np.array([[1.0, 2, 3, 4, 5], [2.0, 3, 4, 5, 6]]), np.array([15.0, 16.0])
    tried = 0
    for seed in range(12):
        rng = np.random.default_rng(seed)
        Ws, bs = [rng.standard_normal((2, 5)), rng.standard_normal((1, 2))], [np.zeros(2), np.zeros(1)]
        if not (X @ Ws[0].T > 0).any():
            continue
        tried += 1
        found = ward.examine(networks.from_arrays(Ws, bs, "relu"), X, y, rate=0.05)
        assert found.names[0] == "rate too large"
        hidden = np.maximum(X @ Ws[0].T, 0)  # the last layer's own curvature is a lower bound of the steepest
        assert found[0].evidence["curvature"] > np.linalg.eigvalsh(hidden.T @ hidden / 2)[-1] * 0.99
        with np.errstate(all="ignore"):
            Ws, bs = descend(Ws, bs, X, y[:, None], *RELU, 0.05, 3000)
        if not all(np.isfinite(W).all() for W in Ws):
            with pytest.raises(ValueError, match="NaN or infinity"):
                networks.from_arrays(Ws, bs, "relu")
            continue
        after = ward.examine(networks.from_arrays(Ws, bs, "relu"), X, y, trained=True)
        assert after.names[0] == "dead relu" and "stuck at a constant" in after.names
        stuck = after[after.names.index("stuck at a constant")]
        assert stuck.evidence["answer"] == pytest.approx([15.5]) and stuck.evidence["loss"] == pytest.approx(0.125)
        assert "½ var(y)" in stuck.evidence["levels"]
    assert tried >= 8


def test_12_tanh_answers_on_the_wrong_side():
    rng = np.random.default_rng(0)
    Ws = [3 * rng.standard_normal((20, 4)), 3 * rng.standard_normal((7, 20))]
    X = rng.standard_normal((150, 4))
    Y = np.where(rng.random((150, 7)) < 0.5, -1, 1)
    found = ward.examine(networks.from_arrays(Ws, None, "tanh", "tanh"), X, Y)
    assert found.names[0] == "saturated on the wrong side"
    Z = np.tanh(X @ Ws[0].T) @ Ws[1].T
    wrong = (np.tanh(Z) * Y < 0) & (1 - np.tanh(Z) ** 2 < 0.02)
    assert found[0].evidence["share on the wrong side"] == pytest.approx(wrong.mean(), abs=0.01) and wrong.mean() > 0.2


def torch_like(rng, sizes):
    return ([rng.uniform(-1, 1, (b, a)) / np.sqrt(a) for a, b in zip(sizes, sizes[1:])],
            [rng.uniform(-1, 1, b) / np.sqrt(a) for a, b in zip(sizes, sizes[1:])])


@pytest.mark.parametrize("seed", range(5))
def test_14_pytorchs_default_in_five_relu_layers(seed):
    Ws, bs = torch_like(np.random.default_rng(seed), (64, 32, 32, 32, 32, 32, 10))
    X, y = digits()
    found = ward.examine(networks.from_arrays(Ws, bs, "relu", "softmax"), X, y)
    assert found.names[0] == "PyTorch's default" and found[0].grave
    assert np.median(found[0].evidence["gain"]) == pytest.approx(1 / np.sqrt(3), abs=0.05)
    A = X
    for W, b in zip(Ws[:-1], bs):
        A = np.maximum(A @ W.T + b, 0)
    assert found[0].evidence["reaches"] == pytest.approx(np.sqrt(A.var(axis=0).mean() / X.var(axis=0).mean()))
    Ws, bs = torch_like(np.random.default_rng(seed), (64, 32, 32, 10))
    shallow = ward.examine(networks.from_arrays(Ws, bs, "relu", "softmax"), X, y)
    assert shallow.names[0] == "healthy" and "PyTorch's default" in shallow.names


def test_16_weights_stored_the_other_way_round():
    rng = np.random.default_rng(0)
    kernels = [(rng.standard_normal((a, b)) * np.sqrt(2 / b)).astype(np.float32) for a, b in ((784, 20), (20, 10))]
    X, y = rng.random((100, 784)), rng.integers(0, 10, 100)
    network = networks.from_arrays(kernels, [np.zeros(20), np.zeros(10)], "relu", "softmax")
    np.testing.assert_array_equal(network[0].W, kernels[0].T)
    found = ward.examine(network, X, y)
    assert found.names[0] == "swapped fan" and found[0].evidence["factor"] == pytest.approx(np.sqrt(784 / 20))
    with pytest.warns(UserWarning, match="every layer is square"):
        networks.from_arrays([np.eye(4), np.eye(4)], None, "relu")


def test_16_trained_square_layers_transposed_are_found():
    X, y = digits(400)
    Y = np.eye(10)[y]
    rng = np.random.default_rng(0)
    Ws = [rng.standard_normal((b, a)) * np.sqrt(2 / a) for a, b in ((64, 32), (32, 32), (32, 10))]
    Ws, bs = descend(Ws, [np.zeros(32), np.zeros(32), np.zeros(10)], X, Y, *RELU, 0.1, 400)
    right = networks.from_arrays(Ws, bs, "relu")
    turned = networks.from_arrays([Ws[0], Ws[1].T, Ws[2]], bs, "relu")
    assert not ward.examine(right, X, Y, trained=True).grave
    found = ward.examine(turned, X, Y, trained=True)
    assert found.names[0] == "transposed layer" and found[0].where.layers == (2,)
    assert found[0].evidence["loss transposed"] == pytest.approx(ward.examine(right, X, Y, trained=True).loss)


def test_17_a_softmax_that_sums_over_the_samples():
    def softmax(Z):
        e = np.exp(Z)
        return e / e.sum(axis=1, keepdims=True)

    rng = np.random.default_rng(0)
    Ws = [rng.standard_normal((20, 64)) / 8, rng.standard_normal((10, 20)) / np.sqrt(20)]
    X, y = digits(150)
    found = ward.examine(networks.from_arrays(Ws, None, "tanh", softmax), X, y)
    assert found.names[0] == "softmax over the wrong axis"
    answers = softmax(Ws[1] @ np.tanh(Ws[0] @ X.T))
    assert found[0].evidence["sum over outputs"] == pytest.approx(np.median(answers.sum(axis=0)), rel=1e-6)
    assert answers.sum(axis=0).mean() == pytest.approx(10 / 150)
    plain = networks.from_arrays(Ws, None, "tanh", "softmax")
    assert ward.examine(plain, X, y, answers=answers).names[0] == "softmax over the wrong axis"
    d = answers - np.eye(10)[y].T
    dW = [(Ws[1].T @ d * (1 - np.tanh(Ws[0] @ X.T) ** 2)) @ X / 150, d @ np.tanh(Ws[0] @ X.T).T / 150]
    assert ward.examine_gradients(dW, plain, X, y).names == ["softmax over the samples"]


def test_19_one_layer_from_zero_is_healthy():
    X, y = digits()
    found = ward.examine(networks.from_arrays([np.zeros((10, 64))], [np.zeros(10)], output="softmax"), X, y, rate=0.5)
    assert found.names[0] == "healthy" and found.loss == pytest.approx(np.log(10))


def test_21_two_zero_factors_and_one():
    X, y = digits()
    rng = np.random.default_rng(0)
    A, B = rng.standard_normal((4, 64)) / 8, rng.standard_normal((10, 4)) / 2
    zeros = {"both": (0 * A, 0 * B), "A": (0 * A, B), "B": (A, 0 * B)}
    for name, (first, second) in zeros.items():
        found = ward.examine(networks.from_arrays([first, second], None, "identity", "softmax"), X, y)
        assert found.names[0] == ("zero" if name == "both" else "healthy"), name
        d = np.full((10, 200), 0.1) - np.eye(10)[y].T
        moves = np.abs((second.T @ d) @ X).max() + np.abs(d @ (X @ first.T)).max()
        assert (moves == 0) == (name == "both")


def test_22_two_zero_layers_in_a_row():
    X, y = digits()
    rng = np.random.default_rng(0)
    Ws = [rng.standard_normal((b, a)) * np.sqrt(2 / a) for a, b in ((64, 16), (16, 16), (16, 16), (16, 10))]
    one = [Ws[0], 0 * Ws[1], Ws[2], Ws[3]]
    two = [Ws[0], 0 * Ws[1], 0 * Ws[2], Ws[3]]
    found = ward.examine(networks.from_arrays(two, None, "tanh", "softmax"), X, y)
    assert found.names[0] == "zero" and found[0].where.layers == (2, 3)
    assert found[0].evidence["layers that never moved"] == [1, 2, 3]  # b3 moves, and so W4
    assert "zero" not in ward.examine(networks.from_arrays(one, None, "tanh", "softmax"), X, y).names


def test_24_a_recurrent_matrix_repeated_thirty_times():
    rng = np.random.default_rng(0)
    small = rng.uniform(-1, 1, (32, 32)) / np.sqrt(32)
    orthogonal = np.linalg.qr(rng.standard_normal((32, 32)))[0]
    entry, exit_ = rng.uniform(-1, 1, (32, 8)) / np.sqrt(8), rng.uniform(-1, 1, (4, 32)) / np.sqrt(32)
    X, y = rng.standard_normal((100, 8)), rng.integers(0, 4, 100)
    found = {}
    for name, W in {"small": small, "orthogonal": orthogonal}.items():
        network = networks.from_arrays([entry, *[W] * 30, exit_], None, "tanh", "softmax")
        found[name] = ward.examine(network, X, y)
    assert found["small"].names[0] == "PyTorch's default" and found["small"][0].evidence["error"] < 1e-4
    A, As = X, []
    for W in [entry, *[small] * 30]:
        A = np.tanh(A @ W.T)
        As.append(A)
    z = A @ exit_.T
    p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True) - np.eye(4)[y]
    d = p @ exit_ * (1 - As[-1] ** 2)
    for A in As[-2::-1]:
        d = d @ small * (1 - A**2)
    assert found["small"][0].evidence["error"] == pytest.approx(np.sqrt((d**2).mean() / (p**2).mean()))
    assert not found["orthogonal"].grave


def test_25_an_embedding_tied_to_the_output():
    rng = np.random.default_rng(0)
    E, tokens = rng.standard_normal((64, 64)), rng.integers(0, 64, 300)
    following = rng.integers(0, 64, 300)
    X = np.eye(64)[tokens]
    tied = networks.from_arrays([E.T, E], None, "identity", "softmax", layout="units_inputs")
    found = ward.examine(tied, X, following)
    assert found.names[0] == "saturated output" and found[0].where.layers == (2,)
    z = E[tokens] @ E.T
    loss = np.mean(np.log(np.exp(z - z.max(axis=1, keepdims=True)).sum(axis=1)) + z.max(axis=1)
                   - z[np.arange(300), following])
    assert found[0].evidence["loss"] == pytest.approx(loss) and loss > 40
    small = networks.from_arrays([0.02 * E.T, 0.02 * E], None, "identity", "softmax", layout="units_inputs")
    found = ward.examine(small, X, following)
    assert found.loss == pytest.approx(np.log(64), abs=0.01) and "saturated output" not in found.names
