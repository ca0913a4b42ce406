"""Lesson 07: its exercises, its claims, and the numbers its pictures say."""

from math import atanh, erf

import numpy as np
import pytest

from tests.lessons.common import exercise_tests
from tests.lessons.plain import rms_of_dW1

WRONG = {  # exercise: [(a plausible wrong answer, a word of the hint meant for it)]
    "saturated_share": [(lambda s: 0.5 * (1 - erf(atanh(0.99) / s / 2**0.5)), "both ends"),
                        (lambda s: 1 - erf(0.99 / s / 2**0.5), "atanh"),
                        (lambda s: erf(atanh(0.99) / s / 2**0.5), "*not*")],
    "update_ratio": [(lambda W, dW, r: dW.std() / W.std(), "learning_rate * dW"),
                     (lambda W, dW, r: W.std() / dW.std() / r, "upside down")],
    "dead_share": [(lambda Z: (Z < 0).mean(), "all"), (lambda Z: (Z <= 0).all(0).mean(), "rows"),
                   (lambda Z: sum((Z <= 0).all(1)), "divide")],
}
RIGHT = {}  # exercise: [an answer that is right, though it looks unusual]

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


def row_15():
    X, y = np.random.default_rng(0).normal(size=(32, 32)), np.random.default_rng(1).uniform(size=32) < 0.5

    def middle(depth, scale):
        rng = np.random.default_rng(0)
        Ws = [scale * rng.normal(size=(20, 32, 32)) for _ in range(depth)]
        out = rng.normal(size=(20, 32)) / np.sqrt(32)
        return np.median([rms_of_dW1([W[k] for W in Ws], out[k], X, y) for k in range(20)])

    return [middle(d, s) / middle(d, 1 / np.sqrt(32)) for d, s in ((1, 10.0), (10, 0.01), (10, 1.0))]


RECOMPUTED = {15: row_15}  # claim: its marked numbers by another method
