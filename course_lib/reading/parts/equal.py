"""Equal filters, heads, units of a layer and of a pair: equal also in what follows, they stay so at every step."""

import numpy as np

from course_lib.diagnostics import row_classes
from course_lib.networks.described import rows_of
from course_lib.reading.findings import Finding, Where

NAMES = {"filters": "equal filters", "dense": "equal units"}
MANY = 0.75  # at most that share distinct: grave, as for layers in a row


def equal(parts):
    """The findings of this part."""
    weighted = [one for one in parts if one.kind in ("dense", "filters")]
    for k, one in enumerate(weighted):
        yield from _rows(one, weighted[k + 1] if k + 1 < len(weighted) else None, parts)
    for one in parts:
        if one.kind == "attention":
            yield from _heads(one)
        elif one.kind == "pair":
            yield from _pair(one)


def _label(*arrays):
    """A label for each unit: two share it where all arrays (units, ...) agree."""
    found = [row_classes(array.reshape(len(array), -1)) for array in arrays if array is not None]
    return np.unique(np.stack(found, axis=1), axis=0, return_inverse=True)[1].ravel()


def _doubles(labels):
    counts = np.bincount(labels)
    return int((counts > 0).sum()), tuple(np.flatnonzero(counts[labels] > 1).tolist())


def _rows(one, following, parts):
    """Rows of a matrix, with their biases and what normalizes them; a matrix of zeros is no matter of equal units."""
    W, b, groups = rows_of(one), one.arrays.get("b"), one.facts.get("groups", 1)
    if len(W) < 2 or not W.any() or groups is None or following is None:
        return
    alone = np.repeat(np.arange(groups), len(W) // groups)  # filters of different groups look at different channels
    labels = _label(W, b, alone if groups > 1 else None, *_norm(one, parts))
    distinct, doubles = _doubles(labels)
    if distinct == len(W):
        return
    out = _outgoing(following, len(W))
    both = None if out is None else _doubles(_label(labels.astype(float), out))[0]
    kind = "filters" if one.kind == "filters" else "units"
    seen = f"{distinct} of {len(W)} {kind} are distinct in {one.name}"
    if out is None:
        words, gravity = f"{seen}; what follows them is not read: if it is equal for them, too, they stay equal", 40
    elif both < len(W):
        words = f"{seen}, {both} with their outgoing weights in {following.name}"
        gravity = 93 if both <= MANY * len(W) else 30
    else:
        words, gravity = f"{seen}; their outgoing weights in {following.name} differ: the first step parts them", 30
    yield Finding(NAMES[one.kind], gravity, words, Where((), doubles, (one.name,)),
                  {"distinct": distinct, "units": len(W), "distinct with outgoing weights": both})


def _norm(one, parts):
    """gamma and beta of a normalization that is registered right after it."""
    after = [norm for other, norm in zip(parts, parts[1:]) if other is one]
    if after and after[0].kind.endswith("norm"):
        return [array for array in after[0].arrays.values() if len(array) == len(one.arrays["W"])]
    return []


def _outgoing(following, units):
    """(units, ...): what each unit says to the next layer; None where the shapes do not say."""
    W, groups = following.arrays["W"], following.facts.get("groups", 1)
    if groups != 1:
        return None
    if W.shape[1] % units or W.shape[1] != units and W.ndim > 2:
        return None
    return np.moveaxis(W.reshape(len(W), units, -1), 1, 0)


def _heads(one):
    arrays = one.arrays
    roles = ("W_Q", "W_K", "W_V", "b_Q", "b_K", "b_V")
    if any(len(arrays[role]) != len(arrays["W_O"]) for role in roles if role in arrays) or len(arrays["W_O"]) < 2:
        return  # several queries share their keys and values
    if not any(arrays[role].any() for role in roles[:3]):
        return
    inside = _label(*(arrays.get(role) for role in roles))
    distinct, doubles = _doubles(inside)
    if distinct == len(inside):
        return
    both, _ = _doubles(_label(inside.astype(float), arrays["W_O"]))
    seen = f"{distinct} of {len(inside)} heads are distinct in {one.name} by W_Q, W_K and W_V"
    grave = both < len(inside)
    words = f"{seen}, {both} with W_O" if grave else f"{seen}; W_O differs and parts them at the first step"
    yield Finding("equal heads", 93 if both <= MANY * len(inside) else 30, words, Where((), doubles, (one.name,)),
                  {"distinct": distinct, "heads": len(inside), "distinct with W_O": both})


def _pair(one):
    A, B = one.arrays["A"], one.arrays["B"]
    if len(A) < 2 or not (A.any() or B.any()):
        return
    distinct, doubles = _doubles(_label(A, B.T))
    if distinct < len(A):
        yield Finding("equal units of a pair", 93 if distinct <= MANY * len(A) else 30,
                      f"{distinct} of {len(A)} units of {one.name} are distinct, by rows of A and columns of B: the "
                      f"rank of what it learns is at most {distinct}", Where((), doubles, (one.name,)),
                      {"distinct": distinct, "units": len(A)})
