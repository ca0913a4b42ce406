"""Small named problems, and real handwritten digits: DATASETS[name](rng, ...) -> X, Y.

X has shape (inputs, samples), Y (outputs, samples) with labels 0/1, or one-hot columns for the ten digits.
`noise` is the standard deviation of Gaussian noise added to the inputs, `balance` the share of class 1.
"""

from functools import cache
from pathlib import Path

import numpy as np

from course_lib.checking import Registry, generator, real, whole

CORNERS = np.array([[0.0, 0.0, 1.0, 1.0], [0.0, 1.0, 0.0, 1.0]])


def _corners(rng, labels, samples, noise):
    generator(rng)
    which = np.arange(whole("samples", samples)) % 4
    noise = real("noise", noise, 0.0) * rng.standard_normal((2, which.size))
    return CORNERS[:, which] + noise, np.array([labels], dtype=float)[:, which]


def xor(rng, samples=4, noise=0.0):
    """The four corners (0,0), (0,1), (1,0), (1,1) in turn; class 1 where exactly one input is 1. Balanced."""
    return _corners(rng, (0, 1, 1, 0), samples, noise)


def or_(rng, samples=4, noise=0.0):
    """The same corners; class 1 where at least one input is 1: three samples in four."""
    return _corners(rng, (0, 1, 1, 1), samples, noise)


def _two_classes(rng, samples, balance):
    """Labels (1, samples), round(balance * samples) of them 1, each class at least once."""
    generator(rng)
    samples = whole("samples", samples, least=2)
    ones = round(real("balance", balance, 0.0, 1.0) * samples)
    return (np.arange(samples) >= samples - min(max(ones, 1), samples - 1)).astype(float)[None]


def moons(rng, samples=64, noise=0.1, balance=0.5):
    """Two interleaved half circles of radius 1."""
    Y = _two_classes(rng, samples, balance)
    angle = rng.uniform(0.0, np.pi, samples)
    upper, lower = (np.cos(angle), np.sin(angle)), (1.0 - np.cos(angle), 0.5 - np.sin(angle))
    return np.where(Y == 0, upper, lower) + real("noise", noise, 0.0) * rng.standard_normal((2, samples)), Y


def circles(rng, samples=64, noise=0.1, balance=0.5):
    """Class 1 on a circle of radius 0.5 inside class 0 on a circle of radius 1."""
    Y = _two_classes(rng, samples, balance)
    angle = rng.uniform(0.0, 2.0 * np.pi, samples)
    ring = np.where(Y == 0, 1.0, 0.5) * np.array([np.cos(angle), np.sin(angle)])
    return ring + real("noise", noise, 0.0) * rng.standard_normal((2, samples)), Y


def blobs(rng, samples=64, noise=0.5, balance=0.5):
    """Two round clouds around (-1, -1) and (1, 1)."""
    Y = _two_classes(rng, samples, balance)
    return np.where(Y == 0, -1.0, 1.0) + real("noise", noise, 0.0) * rng.standard_normal((2, samples)), Y


@cache
def _digits_file():
    with np.load(Path(__file__).parent / "data" / "digits.npz") as file:
        return file["images"].reshape(-1, 64).T / 16.0, file["labels"]


def digits(rng, samples=None, split="train"):
    """Handwritten digits of 8×8 pixels in 0…1: X (64, samples), Y (10, samples) one-hot. See data/README.md.

    Of each digit every fifth image belongs to split "test" (357), the others to "train" (1,440). `samples` images
    are drawn without repetition by `rng`; None gives the whole split in the file's order.
    """
    generator(rng)
    X, labels = _digits_file()
    if split not in ("train", "test"):
        raise ValueError(f"split must be 'train' or 'test', not {split!r}")
    rank = np.eye(10, dtype=int)[labels].cumsum(axis=0)[np.arange(labels.size), labels]  # 1, 2, ... within each digit
    which = np.flatnonzero((rank % 5 == 4) == (split == "test"))
    if samples is not None:
        if whole("samples", samples) > which.size:
            raise ValueError(f"samples must be at most {which.size} for split {split!r}, not {samples}")
        which = rng.choice(which, samples, replace=False)
    return X[:, which], np.eye(10)[:, labels[which]]


DATASETS = Registry("data set", {
    "xor": xor, "or": or_, "moons": moons, "circles": circles, "blobs": blobs, "digits": digits,
})
