"""Lesson 07: its exercises, its claims, and the numbers its pictures say."""

from math import atanh, erf, erfc, log, sqrt
from statistics import NormalDist

import numpy as np
import pytest

from course_lib import datasets
from course_lib.explorers import saturation, vanishing_slope
from tests.lessons.common import exercise_tests
from tests.lessons.looks import seen_tests
from tests.lessons.plain import F, rms_of_dW1, sigmoid

WRONG = {  # exercise: [(a plausible wrong answer, a word of the hint meant for it)]
    "saturated_share": [(lambda s: 0.5 * (1 - erf(atanh(0.99) / s / 2**0.5)), "both ends"),
                        (lambda s: 1 - erf(0.99 / s / 2**0.5), "atanh"),
                        (lambda s: erf(atanh(0.99) / s / 2**0.5), "*not*"),
                        (lambda s: 1 - erf(atanh(0.99) / 2**0.5), "divide by it"),
                        (lambda s: 1 - erf(atanh(0.99) * s / 2**0.5), "other numbers")],
    "update_ratio": [(lambda W, dW, r: dW.std() / W.std(), "learning_rate * dW"),
                     (lambda W, dW, r: W.std() / dW.std() / r, "upside down"),
                     (lambda W, dW, r: r * dW.mean() / W.mean(), "means"),
                     (lambda W, dW, r: r * np.linalg.norm(dW) / np.linalg.norm(W), "root mean square"),
                     (lambda W, dW, r: np.std(r * dW / W), "quotient")],
    "dead_share": [(lambda Z: (Z < 0).mean(), "all"), (lambda Z: (Z <= 0).all(0).mean(), "rows"),
                   (lambda Z: sum((Z <= 0).all(1)), "divide"), (lambda Z: (Z < 0).all(1).mean(), "exactly 0"),
                   (lambda Z: ((Z <= 0).mean(1) >= 0.9).mean(), "nine of ten"),
                   (lambda Z: (Z[:, 0] <= 0).mean(), "first"),
                   (lambda Z: (Z <= 0).any(1).mean(), "for some sample")],
}
RIGHT = {  # exercise: [an answer that is right, though it looks unusual]
    "saturated_share": [lambda s: erfc(log(199) / 2 / s / sqrt(2)), lambda s: 2 * NormalDist(0, s).cdf(-atanh(0.99))],
    "update_ratio": [lambda W, dW, r: np.std(r * dW) / np.std(W), lambda W, dW, r: r * np.sqrt(dW.var() / W.var())],
    "dead_share": [lambda Z: np.mean(Z.max(axis=1) <= 0),
                   lambda Z: 1 - np.count_nonzero(np.maximum(Z, 0).any(1)) / len(Z)],
}

test_exercise = exercise_tests("saturation", WRONG, RIGHT)


def first_layer_gradient(depth, scale, seed, n=32):
    """The rms of dW1 of `depth` tanh layers of scale * randn under a fixed output layer."""
    rng = np.random.default_rng(seed)
    X, y = rng.normal(size=(n, 16)), rng.uniform(size=16) < 0.5
    return rms_of_dW1([scale * rng.normal(size=(n, n)) for _ in range(depth)], rng.normal(size=n) / np.sqrt(n), X, y)


def test_claim_15_large_weights_saturate_one_layer_and_explode_ten():
    def ratio(depth, scale):
        return np.median([first_layer_gradient(depth, scale, seed) for seed in range(30)]) / np.median(
            [first_layer_gradient(depth, 1 / np.sqrt(32), seed) for seed in range(30)])

    assert 1 < ratio(1, 0.01) < 2 and 0.04 < ratio(1, 10.0) < 0.25
    assert ratio(10, 0.01) < 1e-9 and ratio(10, 1.0) > 30 and ratio(10, 10.0) > 3


def test_claim_15_the_saturated_share_and_the_mean_slope():
    z = np.sort(np.random.default_rng(9).normal(size=400_000))
    for scale, share in ((1, 0.0081), (2, 0.1857), (5, 0.5966)):
        assert np.mean(np.abs(np.tanh(scale * z)) > 0.99) == pytest.approx(share, abs=0.003)
    s = 1 / (1 + np.exp(-z))
    assert (s * (1 - s)).mean() == pytest.approx(0.2066, abs=0.0005) and (s * (1 - s)).max() <= 0.25


@pytest.mark.parametrize("values", [
    {}, {"activation": "sigmoid", "scale": 3.0, "depth": 3}, {"depth": 1, "bias": 2.0, "seed": 3},
    {"activation": "relu", "depth": 10, "bias": -0.5, "scale": 0.3}])
def test_the_picture_says_what_plain_loops_find(values):
    """Sample by sample, and the largest entry of dW1 once more as a difference quotient of the loss."""
    values |= {"scale": min(saturation().scene.controls["scale"].values, key=lambda s: abs(s - values.get("scale", 1)))}
    explorer = saturation(**values)
    asked = explorer.values()
    rng, depth, (f, slope) = np.random.default_rng(1000 + asked["seed"]), asked["depth"], F[asked["activation"]]
    X, y = rng.standard_normal((32, 32)), rng.uniform(size=32) < 0.5
    rng = np.random.default_rng(asked["seed"])
    Ws = [asked["scale"] * rng.standard_normal((32, 32)) for _ in range(depth)]
    out = rng.standard_normal(32) / np.sqrt(32)

    def forward(x, first):
        Zs, a = [], x
        for W in (first, *Ws[1:]):
            Zs.append(W @ a + asked["bias"])
            a = f(Zs[-1])
        return Zs, out @ a

    every, dWs = [forward(x, Ws[0])[0] for x in X.T], [np.zeros((32, 32)) for _ in Ws]
    for x, label, Zs in zip(X.T, y, every):
        back = (sigmoid(out @ f(Zs[-1])) - label) * out
        for k in range(depth - 1, -1, -1):
            back = back * slope(Zs[k])
            dWs[k] += np.outer(back, f(Zs[k - 1]) if k else x) / 32
            back = Ws[k].T @ back
    place, h = np.unravel_index(np.abs(dWs[0]).argmax(), (32, 32)), 1e-6 * asked["scale"]
    ends = []
    for change in (h, -h):
        first = Ws[0].copy()
        first[place] += change
        ends.append(np.mean([np.logaddexp(0, z) - label * z for label, z in
                             zip(y, (forward(x, first)[1] for x in X.T))]))
    assert (ends[0] - ends[1]) / (2 * h) == pytest.approx(dWs[0][place], rel=1e-3, abs=1e-9)

    def share(k):
        Z = np.array([Zs[k] for Zs in every])  # samples, units
        if asked["activation"] == "relu":
            return np.mean([all(z <= 0 for z in unit) for unit in Z.T])
        low = 0.0 if asked["activation"] == "sigmoid" else -1.0
        return np.mean(np.abs((f(Z) - low) / (1 - low) - 0.5) > 0.495)  # the outer hundredth of the range

    told = [(f"layer {k} {share(k - 1):.2f}", f"layer {k} {0.1 * dWs[k - 1].std() / Ws[k - 1].std():.1e}")
            for k in sorted({1, depth})]
    what = "dead units" if asked["activation"] == "relu" else "saturated activations"
    assert explorer.describe() == (
        f"32 of 32 units are distinct. Four of them are shown. Share of {what}: {', '.join(a for a, _ in told)}. "
        f"Update-to-data ratio at learning rate 0.1: {', '.join(b for _, b in told)}. "
        f"Largest |dW1| {np.abs(dWs[0]).max():.1e}.")


@pytest.mark.parametrize("loss", ["squared_error", "cross_entropy"])
@pytest.mark.parametrize("scale", [0.01, 1.0, 100.0])
def test_what_of_an_output_units_error_goes_back(loss, scale):
    """Sample by sample, dZ2 as a difference quotient of the loss; dW1 by plain loops."""
    rng = np.random.default_rng(1002)
    X, y = rng.standard_normal((2, 24)), rng.uniform(size=24) < 0.5
    rng = np.random.default_rng(2)
    W, v = rng.standard_normal((4, 2)), scale * rng.standard_normal(4)

    def cost(z, label):
        return np.logaddexp(0, z) - label * z if loss == "cross_entropy" else 0.5 * (sigmoid(z) - label) ** 2

    errors, back, dW = [], [], np.zeros((4, 2))
    for x, label in zip(X.T, y):
        a = np.tanh(W @ x)
        z = v @ a
        errors.append(sigmoid(z) - label)
        back.append((cost(z + 1e-4, label) - cost(z - 1e-4, label)) / 2e-4)
        dW += np.outer(back[-1] * v * (1 - a**2), x) / 24
    explorer = vanishing_slope(loss=loss, scale=scale, seed=2)
    found = explorer.compute()
    np.testing.assert_allclose(found["errors"].z, errors, atol=1e-12)
    np.testing.assert_allclose(found["errors"].a, back, atol=1e-6)
    np.testing.assert_allclose(found["dW1"], dW, atol=1e-5 * scale)
    np.testing.assert_allclose(np.interp(errors, found["errors"].curve, found["errors"].slope), back, atol=1e-3)
    wrong = np.abs(errors) > 0.9
    assert f"{wrong.sum()} of 24 answers are wrong by more than 0.9" in explorer.describe()
    if wrong.any():
        share = np.max(np.abs(back)[wrong] / np.abs(errors)[wrong])
        said = float(explorer.describe().split("at most ")[1].split(" of such")[0])
        assert said == pytest.approx(share, rel=0.06, abs=1e-6)
        assert (share > 0.99) == (loss == "cross_entropy") == (share > 0.1)


def row_15():
    X, y = np.random.default_rng(0).normal(size=(32, 32)), np.random.default_rng(1).uniform(size=32) < 0.5

    def middle(depth, scale):
        rng = np.random.default_rng(0)
        Ws = [scale * rng.normal(size=(20, 32, 32)) for _ in range(depth)]
        out = rng.normal(size=(20, 32)) / np.sqrt(32)
        return np.median([rms_of_dW1([W[k] for W in Ws], out[k], X, y) for k in range(20)])

    def all_layers(scale):  # one hidden layer, the output layer at the same scale
        rng = np.random.default_rng(0)
        W, out = scale * rng.normal(size=(20, 32, 32)), scale * rng.normal(size=(20, 32))
        return np.median([rms_of_dW1([W[k]], out[k], X, y) for k in range(20)])

    usual = 1 / np.sqrt(32)
    return [*(middle(d, s) / middle(d, usual) for d, s in ((1, 10.0), (10, 0.01), (10, 1.0))),
            all_layers(0.01) / all_layers(usual),
            "less than 1e-9" if middle(10, 30.0) < 1e-9 * middle(10, usual) else "more"]


def test_units_that_cannot_saturate_lose_update_to_data_as_well():
    """One hidden layer of identity units at scale 10: the gradient grows, update : data falls."""
    X, y = np.random.default_rng(0).normal(size=(32, 32)), np.random.default_rng(1).uniform(size=32) < 0.5

    def found(scale, seed):
        rng = np.random.default_rng(seed)
        W, v = scale * rng.normal(size=(32, 32)), rng.normal(size=32) / np.sqrt(32)
        p = 0.5 * (1 + np.tanh(v @ W @ X / 2))
        dW = np.outer(v, (p - y) @ X.T / 32)
        return np.sqrt((dW**2).mean()), dW.std() / W.std()

    large, usual = (np.median([found(scale, seed) for seed in range(20)], axis=0) for scale in (10, 1 / np.sqrt(32)))
    assert large[0] > usual[0] and large[1] < 0.1 * usual[1]


def test_dead_units_wake_above_the_first_layer_only():
    """Six networks of another seed than the notebook's, trained sample sum by sample sum."""
    X, Y = datasets.digits(np.random.default_rng(0), 128)
    woke = np.zeros(3, int)
    for seed in range(100, 106):
        rng = np.random.default_rng(seed)
        Ws = [np.sqrt(2 / i) * rng.normal(size=(o, i)) for i, o in ((64, 16), (16, 16), (16, 16), (16, 10))]
        bs = [np.zeros((len(W), 1)) for W in Ws]

        def silent(weights=Ws, biases=bs):  # the lists are changed in place
            found, A = [], X
            for W, b in zip(weights[:3], biases):
                Z = W @ A + b
                A = np.maximum(Z, 0)
                found.append((Z <= 0).all(axis=1))
            return found

        before = silent()
        for _ in range(300):
            As = [X]
            for W, b in zip(Ws[:3], bs):
                As.append(np.maximum(W @ As[-1] + b, 0))
            e = np.exp((Z := Ws[3] @ As[3] + bs[3]) - Z.max(axis=0))
            back = (e / e.sum(axis=0) - Y) / 128
            for k in range(3, -1, -1):
                dW, db = back @ As[k].T, back.sum(axis=1, keepdims=True)
                back = Ws[k].T @ back * (As[k] > 0)
                Ws[k], bs[k] = Ws[k] - 0.1 * dW, bs[k] - 0.1 * db
        woke += [int((b & ~a).sum()) for b, a in zip(before, silent())]
    assert woke[0] == 0 < woke[1] + woke[2]


RECOMPUTED = {15: row_15}  # claim: its marked numbers by another method


def seen_1(here):
    share = here.result["saturated"].ys[0]
    return 0.4 < share < 0.6, 0.05 < share < 0.15, share <= 0.02


def seen_2(one, ten):
    few, many = (float(here.words.split("Largest |dW1| ")[1].rstrip(".")) for here in (one, ten))
    assert few < 0.1 and many > 1 and many == pytest.approx(ten.result["largest"], rel=0.05)
    grown = many / few
    return grown < 1, grown > 10, 0.5 < grown < 2


def seen_3(here):
    ratio = here.result["ratio"].ys[0]
    return ratio < 1e-5, 1e-4 < ratio < 1e-2, ratio > 1e-2


def seen_4(here):
    errors, back = np.abs(here.result["errors"].z), np.abs(here.result["errors"].a)
    sure = errors > 0.9
    assert sure.any()
    return (np.allclose(back[sure], errors[sure], atol=0.1), back[sure].max() < 0.1,
            0.15 < back[sure].max() < 0.35)


SEEN = {1: seen_1, 2: seen_2, 3: seen_3, 4: seen_4}  # prediction: whether each observation of its look is true
test_seen = seen_tests("saturation", SEEN)
