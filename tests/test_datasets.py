"""Shapes, labels, balance, and the real digits."""

import numpy as np
import pytest

from course_lib.datasets import DATASETS

TWO = ["moons", "circles", "blobs"]


def rng(seed=0):
    return np.random.default_rng(seed)


def test_names():
    assert list(DATASETS) == ["xor", "or", "moons", "circles", "blobs", "digits"]
    with pytest.raises(KeyError, match="unknown data set 'mnist'; choose one of: xor, or"):
        DATASETS["mnist"]


def test_xor_and_or_are_the_four_corners():
    X, Y = DATASETS["xor"](rng())
    assert X.tolist() == [[0, 0, 1, 1], [0, 1, 0, 1]] and Y.tolist() == [[0, 1, 1, 0]]
    assert DATASETS["or"](rng())[1].tolist() == [[0, 1, 1, 1]]


def test_more_corners_with_noise():
    X, Y = DATASETS["xor"](rng(), samples=4000, noise=0.1)
    assert X.shape == (2, 4000) and Y.mean() == 0.5
    clean = DATASETS["xor"](rng(), samples=4000)[0]
    assert (X - clean).std() == pytest.approx(0.1, rel=0.05)


@pytest.mark.parametrize("name", TWO)
@pytest.mark.parametrize(("balance", "ones"), [(0.5, 50), (0.2, 20), (0.0, 1), (1.0, 99)])
def test_balance_is_the_share_of_class_1_and_no_class_is_empty(name, balance, ones):
    X, Y = DATASETS[name](rng(), samples=100, balance=balance)
    assert X.shape == (2, 100) and Y.shape == (1, 100) and Y.sum() == ones and X.dtype == Y.dtype == np.float64


def test_geometry_without_noise():
    X, Y = DATASETS["circles"](rng(), noise=0.0)
    np.testing.assert_allclose(np.hypot(*X), np.where(Y[0] == 1, 0.5, 1.0))
    X, Y = DATASETS["moons"](rng(), noise=0.0)
    np.testing.assert_allclose(np.hypot(*(X - np.where(Y == 0, 0, [[1], [0.5]]))), 1.0)
    X, Y = DATASETS["blobs"](rng(), noise=0.0)
    np.testing.assert_array_equal(X, np.where(Y == 0, -1, 1) * np.ones((2, 1)))


@pytest.mark.parametrize("name", ["xor", "or", *TWO])
def test_noise_is_the_std_of_what_is_added(name):
    noisy, clean = (DATASETS[name](rng(), samples=4000, noise=noise)[0] for noise in (0.2, 0.0))
    assert (noisy - clean).std() == pytest.approx(0.2, rel=0.05)


@pytest.mark.parametrize("name", ["xor", "or"])
def test_corners_draw_their_noise_from_rng(name):
    one, again, other = (DATASETS[name](rng(seed), noise=0.2)[0] for seed in (3, 3, 4))
    np.testing.assert_array_equal(one, again)
    assert (one != other).any()


@pytest.mark.parametrize("name", [*TWO, "digits"])
def test_same_rng_same_data(name):
    for a, b in zip(DATASETS[name](rng(3), samples=20), DATASETS[name](rng(3), samples=20)):
        np.testing.assert_array_equal(a, b)
    assert (DATASETS[name](rng(3), samples=20)[0] != DATASETS[name](rng(4), samples=20)[0]).any()


def test_digits():
    train, test = (DATASETS["digits"](rng(), split=split) for split in ("train", "test"))
    assert train[0].shape == (64, 1440) and test[0].shape == (64, 357)
    together = {x.tobytes() for X, _ in (train, test) for x in X.T.copy()}
    assert len(together) == 1797, "no image is in both parts, and all are there"
    for X, Y in (train, test):
        assert X.min() == 0 and X.max() == 1 and Y.shape == (10, X.shape[1])
        assert (Y.sum(axis=0) == 1).all() and np.isin(Y, (0, 1)).all()
        assert (Y.mean(axis=1) > 0.08).all(), "every digit is well represented"


def test_drawn_digits_do_not_repeat_and_are_the_callers_own():
    X, Y = DATASETS["digits"](rng(), samples=1440)
    assert len({x.tobytes() for x in X.T.copy()}) == 1440
    X[:], Y[:] = -1, -1  # the file is cached: a caller's changes must not reach the next one
    X, Y = DATASETS["digits"](rng(), samples=1440)
    assert X.min() == 0 and Y.min() == 0


def test_digits_are_images_of_their_labels():
    """The mean image of a class is nearer to its images than other means are: labels and pixels belong together."""
    X, Y = DATASETS["digits"](rng())
    means = X @ Y.T / Y.sum(axis=1)
    nearest = ((X[:, None, :] - means[:, :, None]) ** 2).sum(axis=0).argmin(axis=0)
    assert (nearest == Y.argmax(axis=0)).mean() > 0.88


@pytest.mark.parametrize(("name", "options", "words"), [
    ("xor", {"samples": 0}, "samples"), ("xor", {"noise": -1.0}, "noise"), ("moons", {"samples": 1}, "samples"),
    ("moons", {"samples": 4.0}, "samples"), ("moons", {"balance": 1.5}, "balance"),
    ("blobs", {"noise": np.nan}, "noise"),
    ("digits", {"samples": 1441}, "at most 1440"), ("digits", {"split": "val"}, "'train' or 'test'"),
    ("digits", {"samples": 0}, "samples"),
])
def test_bad_options(name, options, words):
    with pytest.raises((ValueError, TypeError), match=words):
        DATASETS[name](rng(), **options)


@pytest.mark.parametrize("name", DATASETS)
def test_a_seed_is_not_an_rng(name):
    with pytest.raises(TypeError, match="rng"):
        DATASETS[name](0)
