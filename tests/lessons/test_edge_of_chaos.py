"""Lesson 15: its exercises, its claims, and the numbers its pictures say."""

import re
from functools import cache

import numpy as np
import pytest

from course_lib import datasets, initializers
from course_lib.blocks import meanfield
from course_lib.explorers import edge_of_chaos, trained_depth
from course_lib.lessons.edge_of_chaos import convolution, explorer, signals
from course_lib.lessons.edge_of_chaos import trained_depth as table
from tests.lessons.common import exercise_tests
from tests.lessons.looks import seen_tests


def taps(Q, *places):
    kernel = np.zeros((len(Q), len(Q), 3, 3))
    for y, x in places:
        kernel[:, :, y, x] = Q
    return kernel


EVERYWHERE = [(y, x) for y in range(3) for x in range(3)]
WRONG = {  # exercise: [(a plausible wrong answer, a word of the hint meant for it)]
    "paper_to_length": [(lambda w, b, q: w * w * q / 2 + b * b, "squares already"),
                        (lambda w, b, q: w * q + b, "cuts off half"), (lambda w, b, q: 0.5 * w * q, "bias adds"),
                        (lambda w, b, q: 0.5 * (w * q + b), "not halved"),
                        (lambda w, b, q: w**0.5 * q / 2 + b**0.5, "no root"),
                        (lambda w, b, q: w * q / 2 + b * b, "like that of the weights"),
                        (lambda w, b, q: w * q / 4 + b, "other numbers")],
    "depth_scale": [(lambda s: 1 / np.log(s), "negative"), (lambda s: 1 / (1 - s), "multiply"),
                    (lambda s: -np.log(s), "for each layer"), (lambda s: -1 / np.log10(s), "natural"),
                    (lambda s: -2 / np.log(s), "no factor 2"), (lambda s: -6 / np.log(s), "other numbers")],
    "critical_weights": [(lambda s: 1 / np.mean(s**2), "its root"), (lambda s: 1 / np.mean(s), "squared slopes"),
                         (lambda s: np.mean(s) ** -0.5, "before you average"),
                         (lambda s: np.sqrt(np.mean(s**2)), "other way up"), (lambda s: 1 / np.std(s), "mean off"),
                         (lambda s: np.sqrt(2), "other numbers")],
    "delta_kernel": [(lambda Q: taps(Q, *EVERYWHERE), "One tap"), (lambda Q: taps(Q, (0, 0)), "shifts"),
                     (lambda Q: taps(Q.T, (1, 1)), "transpose"), (lambda Q: taps(Q / 3, *EVERYWHERE), "middle tap"),
                     (lambda Q: np.transpose(taps(Q, (1, 1)), (2, 3, 0, 1)), "taps come last"),
                     (lambda Q: Q, "shape"), (lambda Q: taps(Q / 9, (1, 1)), "other numbers")],
}
RIGHT = {  # exercise: [an answer that is right, though it looks unusual]
    "paper_to_length": [lambda w, b, q: np.mean([0, w * q]) + b, lambda w, b, q: (w * q + 2 * b) / 2],
    "depth_scale": [lambda s: 1 / np.log(1 / s), lambda s: -np.log10(np.e) / np.log10(s)],
    "critical_weights": [lambda s: np.sqrt(s.size / (s @ s)), lambda s: np.sqrt(len(s)) / np.linalg.norm(s)],
    "delta_kernel": [lambda Q: np.pad(Q[:, :, None, None], ((0, 0), (0, 0), (1, 1), (1, 1))),
                     lambda Q: np.einsum("fc,y,x->fcyx", Q, [0, 1, 0], [0, 1, 0])],
}
test_exercise = exercise_tests("edge_of_chaos", WRONG, RIGHT)


# The claims by another method ---------------------------------------------------------------------------------

def gauss(g, q):
    """E[g(z)], z ~ N(0, q), by the Gauss-Hermite rule."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(120)
    return weights @ g(np.sqrt(q) * nodes) / np.sqrt(2 * np.pi)


def slope_square(z):
    return np.cosh(z) ** -4.0


def on_the_line(sigma_b):
    """sigma_w of the edge: along it, q says where we are."""
    low, high = 0.0, 4.0
    for _ in range(50):
        q = (low + high) / 2
        sigma_w = gauss(slope_square, q) ** -0.5
        below = q - sigma_w**2 * gauss(lambda z: np.tanh(z) ** 2, q) < sigma_b**2
        low, high = (q, high) if below else (low, q)
    return sigma_w


def predicted(sigma_w, sigma_b):
    q = 1.0
    for _ in range(500):
        q = sigma_w**2 * gauss(lambda z: np.tanh(z) ** 2, q) + sigma_b**2
    return sigma_w**2 * gauss(slope_square, q)


def measured(sigma_w, sigma_b, width=256, depth=30):
    """From layer 30 back to layer 10, one sample after the other, from the notebook's draws."""
    found = []
    for seed in range(4):
        rng = np.random.default_rng(seed)
        W, b = rng.normal(size=(depth, width, width)), rng.normal(size=(depth, width))
        Q = np.linalg.qr(rng.normal(size=(width, 9)))[0] * np.sqrt(width)
        error, squares = rng.normal(size=(width, 8)), np.zeros(2)
        for sample in range(8):
            a, slopes = (Q[:, 0] + Q[:, 1 + sample]) / np.sqrt(2), []
            for layer in range(depth):
                z = sigma_w * (W[layer] @ a) / np.sqrt(width) + sigma_b * b[layer]
                a = np.tanh(z)
                slopes.append(np.cosh(z) ** -2.0)
            back = error[:, sample] * slopes[-1]
            squares[1] += back @ back
            for layer in range(depth - 1, 9, -1):
                back = slopes[layer - 1] * (sigma_w / np.sqrt(width) * (back @ W[layer]))
            squares[0] += back @ back
        found.append(squares[0] / squares[1])
    return np.mean(found) ** (1 / (depth - 10))


def row_46():
    return (*(on_the_line(sigma_b) for sigma_b in (0.0, 0.3, 1.0)),
            *(f(sigma_w, 0.3) for sigma_w in (0.8, 2.0) for f in (predicted, measured)))


def plain_start(sigma_w, sigma_b, depth, seed=0):
    rng, sizes = np.random.default_rng(seed), (64, *[32] * depth, 10)
    return [[sigma_w / np.sqrt(n) * rng.standard_normal((m, n)), sigma_b * rng.standard_normal((m, 1))]
            for n, m in zip(sizes, sizes[1:])]


def plain_learn(net, rate, steps, adam=False):
    """The share of digits right after training, the passes written out."""
    X, Y = datasets.digits(np.random.default_rng(0), 64)
    net = [[part.copy() for part in layer] for layer in net]
    memory = [[(0.0, 0.0)] * 2 for _ in net]
    for step in range(1, steps + 2):
        A = [X]
        for W, b in net[:-1]:
            A.append(np.tanh(W @ A[-1] + b))
        Z = net[-1][0] @ A[-1] + net[-1][1]
        P = np.exp(Z - Z.max(axis=0))
        P /= P.sum(axis=0)
        if step > steps:
            return (Z.argmax(axis=0) == Y.argmax(axis=0)).mean()
        back = (P - Y) / X.shape[1]
        for k in range(len(net) - 1, -1, -1):
            slopes = [back @ A[k].T, back.sum(axis=1, keepdims=True)]
            back = (net[k][0].T @ back) * (1 - A[k] ** 2)
            for part, g in enumerate(slopes):
                if adam:
                    m, v = memory[k][part] = (0.9 * memory[k][part][0] + 0.1 * g,
                                              0.999 * memory[k][part][1] + 0.001 * g * g)
                    g = m / (1 - 0.9**step) / (np.sqrt(v / (1 - 0.999**step)) + 1e-8)
                net[k][part] = net[k][part] - rate * g


def words(share):
    return "yes" if share > 0.9 else "partly" if share > 0.5 else "no"


def row_47():
    found = [words(max(plain_learn(plain_start(sigma_w, 0.05, depth), rate, 200) for rate in (0.03, 0.1)))
             for sigma_w in (0.8, 1.3, 2.5) for depth in (5, 10, 20, 40)]
    return (*found, *(words(plain_learn(plain_start(sigma_w, 0.05, depth), rate, 200, adam=True))
                      for sigma_w, rate in ((0.8, 0.003), (2.5, 0.001)) for depth in (20, 40)),
            words(plain_learn(plain_start(2.5, 0.05, 20), 0.001, 600)))


def jacobian(seed, draw, sigma_w, n=64):
    """The derivative of layer 50 by the input, column by column from small moves of the input's tangent."""
    rng, a = np.random.default_rng(seed), None
    a = rng.normal(size=n)
    tangents = np.eye(n)
    for _ in range(50):
        z = sigma_w * (W := draw(rng, (n, n))) @ a
        a = np.tanh(z)
        tangents = np.einsum("i,ij,kj->ki", sigma_w * np.cosh(z) ** -2.0, W, tangents, optimize=True)
    return np.linalg.svd(tangents, compute_uv=False)


def row_48():
    found = []
    for sigma_w in (0.8, 1.0, 2.0):
        for draw in (initializers.lecun_normal, initializers.orthogonal):
            s = np.median([jacobian(seed, draw, sigma_w) for seed in range(5)], axis=0)
            found += [(s @ s) / 64] + [s.max() / s[32]] * (sigma_w == 1.0)
    for draw in (initializers.lecun_normal, initializers.orthogonal):
        shares = []
        for seed in range(3):
            net, rng = plain_start(1.0, 0.0, 40, seed), np.random.default_rng(seed)
            for layer in net[1:-1]:
                layer[0] = draw(rng, (32, 32))
            shares.append(plain_learn(net, 0.03, 200))
        low, high = min(shares), max(shares)
        found.append("all above 9 in 10" if low > 0.9 else "all below 8 in 10" if high < 0.8 else "mixed")
    return found


def plain_convolution(kernel, A):
    """Each pixel of the result on its own, from the window around it."""
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(A, ((0, 0), (1, 1), (1, 1))), (3, 3), axis=(1, 2))
    return np.einsum("fcyx,chwyx->fhw", kernel, windows, optimize=True)


def row_49():
    found = []
    for delta in (False, True):
        rng = np.random.default_rng(0)
        A = start = rng.normal(size=(64, 8, 8))
        for _ in range(50):
            if delta:
                kernel = taps(initializers.orthogonal(rng, (64, 64)), (1, 1))
            else:
                kernel = rng.standard_normal((64, 64, 3, 3)) / 24
            A = plain_convolution(kernel, A)
        found.append(np.sqrt((A**2).sum() / (start**2).sum()))
    return found


RECOMPUTED = {46: row_46, 47: cache(row_47), 48: row_48, 49: row_49}  # claim: its marked numbers by another method


# What the pictures say ------------------------------------------------------------------------------------------

def test_samples_have_exactly_the_correlation_that_was_asked_for():
    for correlation in (0.0, 0.5, 0.99):
        X = signals.samples(np.random.default_rng(3), 32, correlation)
        np.testing.assert_allclose(X.T @ X / 32, np.where(np.eye(8), 1.0, correlation), atol=1e-12)


@pytest.mark.parametrize("values", [{"sigma_w": 1.2, "sigma_b": 0.3}, {"sigma_w": 2.5, "sigma_b": 0.0, "start": 0.9},
                                    {"sigma_w": 0.8, "sigma_b": 0.1, "activation": "relu"}])
def test_the_picture_says_what_plain_numbers_give(values):
    """Network by network, sample by sample, and none of the lesson's passes; width 16, depth 6."""
    values = {"depth": 6, "width": 16, "activation": "tanh", "start": 0.5, "seed": 2} | values
    f, df = {"tanh": (np.tanh, lambda z: np.cosh(z) ** -2.0),
             "relu": (lambda z: z * (z > 0), lambda z: 1.0 * (z > 0))}[values["activation"]]
    W, b, error = signals.draws(16, 2)
    X = signals.samples(np.random.default_rng(2), 16, values["start"])
    together, back, dW1 = [], [], None
    for k in range(W.shape[1]):
        Z = np.zeros((6, 16, 8))
        dZ = np.zeros((6, 16, 8))
        for s in range(8):
            a = X[:, s]
            for layer in range(6):
                Z[layer, :, s] = values["sigma_w"] / 4 * W[layer, k] @ a + values["sigma_b"] * b[layer, k, :, 0]
                a = f(Z[layer, :, s])
            dZ[5, :, s] = error[k, :, s] * df(Z[5, :, s])
            for layer in range(4, -1, -1):
                dZ[layer, :, s] = values["sigma_w"] / 4 * W[layer + 1, k].T @ dZ[layer + 1, :, s] * df(Z[layer, :, s])
        top = Z[5] / np.linalg.norm(Z[5], axis=0)
        together.append([top[:, i] @ top[:, j] for i in range(8) for j in range(i)])
        back.append((dZ[0] ** 2).mean() / (dZ[5] ** 2).mean())
        dW1 = sum(np.outer(dZ[0, :, s], X[:, s]) for s in range(8)) / 8 if k == 0 else dW1
    explorer = edge_of_chaos()
    text, result = explorer.describe(**values), explorer.compute(**explorer.scene.complete(values))
    assert f"have {np.median([np.mean(pairs) for pairs in together]):.2f} in layer 6" in text
    assert f"changes by a factor of {np.median(back):.1e}" in text
    np.testing.assert_allclose(result["dW1"], dW1[:4, :2], rtol=1e-9, atol=1e-12)
    assert text.startswith("16 of 16 units are distinct")


def test_order_edge_and_chaos_are_named():
    explorer = edge_of_chaos()
    for values, words_ in (({"sigma_w": 0.8}, "in order:"),
                           ({"sigma_w": 0.8, "sigma_b": 0.0}, "in order, where without"),
                           ({"sigma_w": 1.0, "sigma_b": 0.0}, "on the edge"), ({"sigma_w": 2.0}, "in chaos"),
                           ({"sigma_w": 2**0.5, "activation": "relu"}, "on the edge"),
                           ({"sigma_w": 2.0, "activation": "relu"}, "beyond the edge")):
        assert f"is {words_}" in explorer.describe(**values), values


def test_a_click_the_sliders_and_the_buttons_lead_to_the_same_place():
    clicked, pressed = edge_of_chaos(), edge_of_chaos()
    box = clicked.canvas.panels["map"].ax
    for point, wanted in (((1.41, 0.0), 2**0.5), ((1.0, 0.0), 1.0)):
        x, y = box.transData.transform(point)
        clicked.click(x, clicked.canvas.figure.bbox.height - y)
        assert clicked.values()["sigma_w"] == pytest.approx(wanted) and clicked.values()["sigma_b"] == 0.0
    pressed.press("Xavier, LeCun")
    assert pressed.values() == clicked.values()
    for width in signals.DRAWS:  # PyTorch's bias depends on the width: bound 1 / √n, so a variance of 1 / 3n
        pressed.set({"width": width})
        pressed.press("PyTorch")
        b = initializers.pytorch_default.bias(np.random.default_rng(0), (200_000, width))
        assert pressed.values()["sigma_b"] == pytest.approx(b.std(), rel=0.01)
        assert pressed.describe(**pressed.values())  # a position of the sliders


@pytest.mark.nightly
def test_the_job_fills_the_table_and_its_words_are_read_off_it():
    *_, (share, shown, text) = table.fill(0.05, 0)
    accuracy = shown["success"].accuracy
    assert share == pytest.approx(1.0) and not np.isnan(accuracy).any()
    for row, depth in ((0, 5), (1, 10)):
        for column, sigma_w in enumerate(table.SIGMA_W):
            plain = max(plain_learn(plain_start(sigma_w, 0.05, depth), rate, 200) for rate in table.RATES)
            assert accuracy[row, column] == pytest.approx(plain, abs=1.5 / 64)
    for sigma_w, deepest in re.findall(r"([\d.]+): (\d+|none)", text):
        learned = [d for d, a in zip(table.DEPTHS, accuracy[:, table.SIGMA_W.index(float(sigma_w))]) if a > 0.9]
        assert deepest == str(max(learned, default="none"))


def test_a_click_on_a_cell_chooses_its_network_and_the_text_says_its_gradient():
    explorer = trained_depth()
    ax = explorer.canvas.panels["limits"].ax
    x, y = ax.transData.transform((1.5, 0.5))
    explorer.click(x, explorer.canvas.figure.bbox.height - y)
    assert (explorer.values()["sigma_w"], explorer.values()["depth"]) == (0.8, 5)
    X, Y = datasets.digits(np.random.default_rng(0), 64)
    net, A = plain_start(0.8, 0.05, 5), [X]
    for W, b in net[:-1]:
        A.append(np.tanh(W @ A[-1] + b))
    P = np.exp(net[-1][0] @ A[-1] + net[-1][1])
    back = P / P.sum(axis=0) - Y
    for (W, _), a in zip(net[:0:-1], A[:0:-1]):
        back = W.T @ back * (1 - a * a)
    assert f"largest |dW1| {np.abs(back @ X.T / 64).max():.1e}" in explorer.describe(**explorer.values())
    assert "6ξ is 13 layers, this network has 5" in explorer.describe(**explorer.values())


def test_a_convolution_by_shifts_is_one_pixel_by_pixel_and_delta_keeps_sizes():
    rng = np.random.default_rng(1)
    A = rng.normal(size=(5, 8, 8))
    kernel = convolution.gaussian(rng, 5)
    np.testing.assert_allclose(convolution.convolve(kernel, A), plain_convolution(kernel, A))
    turned = convolution.convolve(convolution.delta_orthogonal(rng, 5), A)
    np.testing.assert_allclose(np.linalg.norm(turned, axis=0), np.linalg.norm(A, axis=0))  # each pixel for itself
    moved = np.roll(A, 3, axis=2)
    np.testing.assert_allclose(convolution.convolve(kernel, moved, "wrap"),
                               np.roll(convolution.convolve(kernel, A, "wrap"), 3, axis=2))


def test_the_taps_that_delta_orthogonal_leaves_at_zero_have_gradients():
    rng = np.random.default_rng(4)
    A, target, kernel = rng.normal(size=(3, 8, 8)), rng.normal(size=(3, 8, 8)), convolution.delta_orthogonal(rng, 3)

    def loss(move, place):
        moved = kernel.copy()
        moved[place] += move
        return ((plain_convolution(moved, A) - target) ** 2).sum() / 2

    for y, x in EVERYWHERE:
        slope = (loss(1e-4, (0, 1, y, x)) - loss(-1e-4, (0, 1, y, x))) / 2e-4
        assert abs(slope) > 0.1


def test_the_map_of_relu_is_what_the_general_theory_gives():
    factors, (line, along) = explorer.plane("relu")
    sigma_w, sigma_b = np.meshgrid(np.linspace(*explorer.ACROSS, 37), np.linspace(*explorer.UP, 22))
    assert np.allclose(factors, meanfield.chi_1("relu", sigma_w, np.maximum(sigma_b, 0.0)), rtol=1e-6)
    assert np.allclose(line, meanfield.critical_sigma_w("relu", along), rtol=1e-6)


def seen_1(here):
    end = here.result["together"].ys["measured"][-1]
    return end < 0.2, 0.2 < end < 0.8, end > 0.99


def seen_2(here):
    back = here.result["back"].ys["measured"]
    return back[0] < 0.5, back[0] > 3, 0.5 < back[0] < 2


def seen_3(*ends):
    limits, (low, high) = np.asarray(ends[0].result["limits"].limits), table.DEPTHS[:2]
    # In rows of the table; the picture draws what is higher at the table's edge.
    dashes = np.minimum(0.5 + np.log(limits / low) / np.log(high / low), len(table.DEPTHS))
    steps = np.diff(dashes)
    top = int(dashes.argmax())
    risen_and_fallen = 0 < top < 6 and dashes[0] < dashes[1] and dashes[-2] > dashes[-1]
    return risen_and_fallen, (steps > 0).all(), (steps < 0).all()


SEEN = {1: seen_1, 2: seen_2, 3: seen_3}  # prediction: is each observation of its look true?
test_seen = seen_tests("edge_of_chaos", SEEN, others=1)
