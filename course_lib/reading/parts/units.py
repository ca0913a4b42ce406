"""The units of a part: what each takes in, what it hands on, and which of them are equal in both."""

from typing import NamedTuple

import numpy as np

from course_lib.diagnostics import row_classes
from course_lib.networks.described import rows_of

HEADS = ("W_Q", "W_K", "W_V", "b_Q", "b_K", "b_V")


class Units(NamedTuple):
    """All that an array says of unit i stands in its row i.

    inside     arrays (units, ...): incoming weights first, then what else would tell two units apart
    outgoing   (units, ...), or None where what follows is not read
    """

    inside: tuple
    outgoing: np.ndarray | None

    @property
    def labels(self):
        """(units,): equal numbers for units that are equal inside."""
        return label(*self.inside)

    @property
    def both(self):
        """(units,): equal numbers for units that are equal in their outgoing weights, too."""
        labels = self.labels
        return labels if self.outgoing is None else label(labels.astype(float), self.outgoing)


def label(*arrays):
    """A label for each unit: two share it where all arrays (units, ...) agree."""
    found = [row_classes(array.reshape(len(array), -1)) for array in arrays if array is not None]
    return np.unique(np.stack(found, axis=1), axis=0, return_inverse=True)[1].ravel()


def units_of(one, parts):
    """The Units of a part with weights, or None where its arrays do not belong to single units."""
    arrays = one.arrays
    if one.kind == "pair":
        return Units((arrays["A"],), arrays["B"].T)
    if one.kind == "embedding":
        return Units((arrays["E"],), None)
    if one.kind == "attention":
        inside = tuple(arrays[role] for role in HEADS if role in arrays)
        # Several queries may share their keys and values.
        return Units(inside, arrays["W_O"]) if {len(a) for a in inside} == {len(arrays["W_O"])} else None
    W, b, groups = rows_of(one), arrays.get("b"), one.facts.get("groups", 1)
    if groups is None:
        return None
    # Filters of different groups look at different channels.
    alone = np.repeat(np.arange(groups), len(W) // groups)[:, None] if groups > 1 else None
    told = (W, None if b is None else b[:, None], alone, *_norm(one, parts))
    after = _after(one, parts)
    return Units(tuple(array for array in told if array is not None),
                 None if after is None else _outgoing(after, len(W)))


def _norm(one, parts):
    """gamma and beta of a normalization that is registered right after it."""
    after = [norm for other, norm in zip(parts, parts[1:]) if other is one]
    if after and after[0].kind.endswith("norm"):
        return [array for array in after[0].arrays.values() if len(array) == len(one.arrays["W"])]
    return []


def following(one, parts):
    """The name of the part that holds a part's outgoing weights, or "" where none is read."""
    if one.kind in ("attention", "pair"):
        return one.name
    after = _after(one, parts) if one.kind in ("dense", "filters") else None
    return after.name if after is not None else ""


def _after(one, parts):
    """The next matrix or convolution, or None after the last."""
    weighted = [other for other in parts if other.kind in ("dense", "filters")]
    place = next(k for k, other in enumerate(weighted) if other is one)
    return weighted[place + 1] if place + 1 < len(weighted) else None


def _outgoing(after, units):
    """(units, ...): what each unit says to the next layer; None where the shapes do not say."""
    W, groups = after.arrays["W"], after.facts.get("groups", 1)
    if groups != 1 or W.shape[1] % units or W.shape[1] != units and W.ndim > 2:
        return None
    return np.moveaxis(W.reshape(len(W), units, -1), 1, 0)
