"""Equal filters, heads, units of a layer and of a pair: equal also in what follows, they stay so at every step."""

import numpy as np

from course_lib.reading.findings import Finding, Where
from course_lib.reading.parts.units import following, units_of

NAMES = {"filters": "equal filters", "dense": "equal units", "attention": "equal heads",
         "pair": "equal units of a pair"}
MANY = 0.75  # at most that share distinct: grave, as for layers in a row


def equal(parts):
    """The findings of this part."""
    for one in parts:
        found = units_of(one, parts) if one.kind in NAMES else None
        if found is None or len(found.inside[0]) < 2 or not any(array.any() for array in _weights(one)):
            continue  # a matrix of zeros is no matter of equal units
        if one.kind in ("dense", "filters"):
            yield from _rows(one, found, following(one, parts))
        elif one.kind == "attention":
            yield from _heads(one, found)
        else:
            yield from _pair(one, found)


def _weights(one):
    """What must not be all zero before its units are compared."""
    roles = {"attention": ("W_Q", "W_K", "W_V"), "pair": ("A", "B")}.get(one.kind, ("W",))
    return [one.arrays[role] for role in roles]


def _doubles(labels):
    counts = np.bincount(labels)
    return int((counts > 0).sum()), tuple(np.flatnonzero(counts[labels] > 1).tolist())


def _rows(one, units, after):
    """Rows of a matrix, with their biases and what normalizes them."""
    distinct, doubles = _doubles(units.labels)
    count = len(units.labels)
    if distinct == count or not after:
        return
    both = None if units.outgoing is None else _doubles(units.both)[0]
    kind = "filters" if one.kind == "filters" else "units"
    seen = f"{distinct} of {count} {kind} are distinct in {one.name}"
    if both is None:
        words, gravity = f"{seen}; what follows them is not read: if it is equal for them, too, they stay equal", 40
    elif both < count:
        words = f"{seen}, {both} with their outgoing weights in {after}"
        gravity = 93 if both <= MANY * count else 30
    else:
        words, gravity = f"{seen}; their outgoing weights in {after} differ: the first step parts them", 30
    yield Finding(NAMES[one.kind], gravity, words, Where((), doubles, (one.name,)),
                  {"distinct": distinct, "units": count, "distinct with outgoing weights": both})


def _heads(one, units):
    distinct, doubles = _doubles(units.labels)
    count = len(units.labels)
    if distinct == count:
        return
    both = _doubles(units.both)[0]
    seen = f"{distinct} of {count} heads are distinct in {one.name} by W_Q, W_K and W_V"
    grave = both < count
    words = f"{seen}, {both} with W_O" if grave else f"{seen}; W_O differs and parts them at the first step"
    yield Finding(NAMES[one.kind], 93 if both <= MANY * count else 30, words, Where((), doubles, (one.name,)),
                  {"distinct": distinct, "heads": count, "distinct with W_O": both})


def _pair(one, units):
    distinct, doubles = _doubles(units.both)
    if distinct < len(units.both):
        yield Finding(NAMES[one.kind], 93 if distinct <= MANY * len(units.both) else 30,
                      f"{distinct} of {len(units.both)} units of {one.name} are distinct, by rows of A and columns of "
                      f"B: the rank of what it learns is at most {distinct}", Where((), doubles, (one.name,)),
                      {"distinct": distinct, "units": len(units.both)})
