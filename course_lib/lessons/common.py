"""What several explorers share: starting weights, the course's scales, and the sentence about equal units."""

from functools import cache

import numpy as np

from course_lib import live, mlp, plots
from course_lib.datasets import digits
from course_lib.initializers import normal
from course_lib.plots import Scale

START = ("zeros", "ones", "constant", "random")
WEIGHTS, GRADIENTS = Scale(30, 0.01), Scale(10, 0.001)  # cover every control's whole range
BINS, REACH, SMALLEST, LARGEST = 48, 100.0, -14.0, 4.0  # of histograms by layer
SIGNED = Scale(REACH, 0.05)  # here only for its -1 .. 1: where on the axis a value lies
DIGITS = 512  # to train with
MOST = 50_000  # values of one array that a histogram counts
BLEND = (0.0, *(float(f"{e:.1g}") for e in np.geomspace(1e-6, 0.1, 11)), 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)


@cache
def images(split="train"):
    """The digits, always the same: X (64, DIGITS), Y (10, DIGITS) to train with, or 357 of split "test"."""
    return digits(np.random.default_rng(0), DIGITS if split == "train" else None, split)


def starting_weights(rng, shape, initializer, scale, blend=0.0):
    """W = (1 - blend) * first + blend * scale * draw, where first is 0, 1, scale or scale * draw."""
    draw = normal(rng, shape)
    first = {"zeros": 0.0, "ones": 1.0, "constant": scale, "random": scale * draw}[initializer]
    return (1.0 - blend) * first + blend * scale * draw


def scale_slider(value=0.5, label="scale", zero=False):
    """The initialization slider of every notebook."""
    return live.log_slider(label, 1e-3, 10.0, value, zero=zero)


def trace(network, X, Y, rate, steps):
    """A whole training run as one batch of networks, step k at index k. Nothing else of the run is kept."""
    return mlp.stack([trained for trained, _, _ in mlp.train(network, X, Y, rate, steps)])


def solved(network, X, Y, share=1.0):
    """Is every sample on the right side of 0.5, or at least that share of them? A bool, or (batch,) of them."""
    return samples_right(network, X, Y).mean(axis=-1) >= share


def samples_right(network, X, Y):
    """Which samples are on the right side of 0.5: (..., samples) of bool."""
    return ((mlp.forward(network, X)[-1].A > 0.5) == (Y > 0.5)).all(axis=-2)


def losses(run, X, Y):
    """The loss at every step, all in one go."""
    return mlp.loss(run, mlp.forward(run, X), Y)


def so_far(curves, xs):
    """Curves {name: values} of work that is under way, over the first of the xs (n,): the others stay open (NaN)."""
    return plots.Shows(xs=np.asarray(xs), ys={name: np.concatenate([values, np.full(len(xs) - len(values), np.nan)])
                                              for name, values in curves.items()})


def count_units(classes):
    """In words: how many units are distinct."""
    return f"{len(set(np.asarray(classes).tolist()))} of {len(classes)} units are distinct."


def _shares(places):
    bins = [np.clip((BINS * p).astype(int), 0, BINS - 1).ravel() for p in places]
    return np.stack([np.bincount(b, minlength=BINS) / b.size for b in bins], axis=1)


def _some(M):
    """The values of M, or evenly chosen ones where they are very many; what is no number counts as 0."""
    return np.nan_to_num(M.ravel()[::-(-M.size // MOST)])


def signed_shares(arrays):
    """Histograms of values between −100 and 100: (BINS, arrays), each column adding up to 1."""
    return _shares([(1 + SIGNED(_some(M))) / 2 for M in arrays])


def size_shares(arrays):
    """Histograms of sizes from 1e-14 (and all below, zero among it) to 1e4: (BINS, arrays)."""
    return _shares([(np.log10(np.abs(_some(M)) + 10.0 ** (SMALLEST - 1)) - SMALLEST) / (LARGEST - SMALLEST)
                    for M in arrays])


def layer_histograms(figure):
    """The two panels for `signed_shares` of activations and `size_shares` of gradients, at the lower left."""
    middle = {"−100": -REACH, "−1": -1.0, "0": 0.0, "1": 1.0, "100": REACH}
    sizes = {f"1e{e}": (e - SMALLEST) / (LARGEST - SMALLEST) for e in (-12, -8, -4, 0, 4)}
    edges = np.linspace(0, 1, BINS + 1)
    signed = SIGNED.linear * np.sinh((2 * edges - 1) * np.arcsinh(REACH / SIGNED.linear))  # SIGNED backwards
    return {
        "activations": plots.LayerHistograms(plots.place(figure, 46, 314, 176, 160), "activations $A$",
                                             {t: float(1 + SIGNED(v)) / 2 for t, v in middle.items()}, signed),
        "gradients": plots.LayerHistograms(plots.place(figure, 282, 314, 176, 160), "sizes of gradients $|dW|$",
                                           {"0": 0.0} | sizes, 10 ** (SMALLEST + edges * (LARGEST - SMALLEST))),
    }
