"""Parts from outside, as their picture needs them: one part started anew, rows, gains, the stream, the finding."""

from functools import cached_property, lru_cache

import numpy as np

from course_lib import networks
from course_lib.networks import Parts
from course_lib.networks.described import WEIGHTED, rows_of
from course_lib.reading import examine_parts
from course_lib.reading.parts.units import units_of

FOLLOWS = 1_000_000  # weights: with more, the reading is too slow to follow a slider
MATRICES = ("W", "W_Q", "W_K", "W_V", "W_O", "A", "B", "E")  # biases, gates and normalizations stay as they are
PIXELS = 3  # a filter of that size or more is drawn as an image
MOST = 100_000  # weights of which a part's gain is measured
ANEW = {
    "zeros": lambda rng, shape: np.zeros(shape),
    "ones": lambda rng, shape: np.ones(shape),
    "random": lambda rng, shape: rng.normal(size=shape) / np.sqrt(np.prod(shape[1:] if len(shape) != 3 else shape[2:])),
}


class BroughtParts:
    """What was handed in, read by networks.parts; nothing of it is modified."""

    def __init__(self, parts):
        self.parts: Parts = networks.parts(parts)
        self.names: tuple = tuple(one.name for one in self.parts if one.kind in WEIGHTED)
        if not self.names:
            raise ValueError("the picture needs a part with weights (dense, filters, attention, pair or embedding), "
                             f"but there are only: {', '.join(sorted({one.kind for one in self.parts}))}")
        self.weights: int = sum(array.size for one in self.parts for array in one.arrays.values())
        self.places = np.linspace(0, 1, len(self.names)) if len(self.names) > 1 else np.array([0.5])
        self.at = lru_cache(maxsize=8)(self._at)

    def _at(self, scale, part, start, share, seed):
        """All weights, but no bias, times `scale`; of one part blended into a new start before."""
        rng = np.random.default_rng(seed)
        made = []
        for one in self.parts:
            arrays = dict(one.arrays)
            for role in [role for role in MATRICES if role in arrays]:
                W = arrays[role]
                if one.name == part and start and share:
                    W = (1 - share) * W + share * ANEW[start](rng, W.shape)
                arrays[role] = W if scale == 1 else scale * W
            made.append(one._replace(arrays=arrays))
        return Parts(made, self.parts.kind, self.parts.tied)

    @staticmethod
    def rows(one):
        """(units, entries) of a part: a filter's taps, all that a head's W_Q, W_K and W_V hold, a row of A or E."""
        if one.kind == "attention":
            taken = [one.arrays[role] for role in ("W_Q", "W_K", "W_V")]
            return np.concatenate([W.reshape(len(W), -1) for W in taken if len(W) == len(taken[0])], axis=1)
        return rows_of(one) if "W" in one.arrays else one.arrays["A" if one.kind == "pair" else "E"]

    @staticmethod
    def units(parts, name):
        """Which units are equal inside and in what they hand on, or None where that cannot be told."""
        return units_of(parts[name], parts)

    @staticmethod
    def image(one):
        """(height, width) of the image that a row is, or False: a filter with its channels one below the other."""
        if one.kind != "filters" or one.arrays["W"].ndim != 4:
            return False
        _, channels, height, width = one.arrays["W"].shape
        return (channels * height, width) if channels <= 3 and min(height, width) >= PIXELS else False

    def gains(self, parts):
        """std · √n of each part with weights, n the inputs that a unit adds up: (parts,)."""
        found = []
        for name in self.names:
            one, rows = parts[name], self.rows(parts[name])
            inputs = one.arrays["W_Q"].shape[-1] if one.kind == "attention" else rows.shape[1]
            found.append(rows.ravel()[::-(-rows.size // MOST)].std() * np.sqrt(inputs))
        return np.array(found)

    @cached_property
    def _stream(self):
        """The stack of blocks that changes the stream most, or None."""
        return max(self.parts.streams, key=lambda one: abs(np.log(max(one.squares[-1], 1e-300))), default=None)

    def stream(self, limits):
        """xs and ys of its curve, within the limits; empty without blocks."""
        if self._stream is None:
            return {"xs": (), "ys": {}}
        squares = np.clip(np.nan_to_num(self._stream.squares, nan=np.inf), *limits)
        return {"xs": np.linspace(0, 1, len(squares)), "ys": squares}

    @property
    def ends(self):
        """The stream's first and last mean square, in words; "" without blocks."""
        found = self._stream
        return found and f"{found.squares[0]:.3g} to {found.squares[-1]:.3g} in {len(found.squares) - 1} blocks"

    @cached_property
    def _as_handed_in(self):
        return _first(examine_parts(self.parts))

    def finding(self, parts, altered):
        """(name, where, words) of the gravest finding."""
        if not altered:
            return self._as_handed_in
        if self.weights > FOLLOWS:
            return ("not read", "", f"with {self.weights:,} weights the reading takes longer than a move; reset to see "
                                    "what is found in it as handed in")
        return _first(examine_parts(parts))


def _first(found):
    return found[0].name, str(found[0].where), found[0].words
