"""Dead branches: two exact zeros in a product, or a zero in front of a ReLU. One zero alone only waits."""

import numpy as np

from course_lib.activations import get
from course_lib.networks.described import rows_of
from course_lib.reading.findings import Finding, Where

PASSES = ("Dropout", "Flatten", "Pool", "Identity", "Pad", "Reshape", "Contiguous")  # zero in, zero out


def dead(parts):
    """The findings of this part."""
    yield from _pairs(parts)
    yield from _attention(parts)
    told = set()
    for finding in (*_rows(parts), *_normalized(parts), *_gates(parts), *_siblings(parts)):
        if not told & set(finding.where.parts):
            yield finding
        told |= set(finding.where.parts)


def zero(array):
    """Whether every entry is exactly 0; what is missing is."""
    return array is None or not np.any(array)


def _found(names, words, gravity=95, **evidence):
    return Finding("dead branch", gravity, words, Where(parts=tuple(names)), {"zeros": list(names), **evidence})


def _pairs(parts):
    for one in parts:
        if one.kind == "pair" and zero(one.arrays["A"]) and zero(one.arrays["B"]):
            yield _found([one.name], f"A {one.arrays['A'].shape} and B {one.arrays['B'].shape} of {one.name} are both "
                                     "exactly 0: dA = Bᵀ dW and dB = dW Aᵀ are 0 at every step")


def _attention(parts):
    for one in parts:
        if one.kind != "attention":
            continue
        if all(zero(one.arrays.get(role)) for role in ("W_Q", "b_Q", "W_K", "b_K")):
            yield _found([one.name], f"queries and keys of {one.name} are both exactly 0: every score is 0, each "
                                     "gradient has the other matrix as a factor, and heads look at all tokens alike")
        if all(zero(one.arrays.get(role)) for role in ("W_V", "b_V", "W_O")):
            yield _found([one.name], f"W_V and W_O of {one.name} are both exactly 0: it adds nothing, at every step")


def _rows(parts):
    """Parts that surely run one after another: from a zero on, everything is 0 until a bias says otherwise."""
    since, row = None, ""
    for one in parts:
        if not one.row or one.row != row:
            since, row = None, one.row
        if not row:
            continue
        if one.kind in ("dense", "filters", "batch norm", "layer norm"):
            weighted = one.kind in ("dense", "filters")
            factor, shift = ("W", "b") if weighted else ("gamma", "beta")
            is_zero = factor in one.arrays and zero(one.arrays[factor])
            if since and is_zero:
                yield _found([since.name, one.name], f"{since.name} and {one.name} are both exactly 0, one after the "
                                                     "other: each waits for the other")
            since = (since or one) if (since or is_zero) and zero(one.arrays.get(shift)) else None
        elif one.kind == "activation" and since:
            value, slope = _at_zero(one.facts["function"])
            if slope == 0:
                yield _found([since.name, one.name], f"{since.name} is exactly 0, and what it puts out meets "
                             f"{get(one.facts['function']).name}, whose slope at 0 is 0: no gradient comes back")
            since = since if value == 0 else None
        elif not any(word in str(one.facts.get("class")) for word in PASSES):
            since = None


def _at_zero(function):
    """(value, slope) of an activation at 0; (nan, nan) of one that mixes units."""
    own, Z = get(function), np.zeros((1, 1))
    if own.df is None:
        return np.nan, np.nan
    A = own.f(Z)
    return float(A[0, 0]), float(own.df(Z, A)[0, 0])


def _normalized(parts):
    """A zero in front of a normalization whose gamma is zero, where the one follows the other in a block."""
    for one, norm in zip(parts, parts[1:]):
        if one.kind in ("dense", "filters") and norm.kind == "batch norm" and one.block == norm.block and not one.row \
                and "gamma" in norm.arrays and zero(norm.arrays["gamma"]) and zero(one.arrays["W"]) \
                and len(norm.arrays["gamma"]) == len(one.arrays["W"]):
            yield _found([one.name, norm.name], f"the weights of {one.name} and gamma of {norm.name} are both exactly "
                                                "0: each waits for the other")


def _gates(parts):
    """Gates of zero, and a zero matrix in the block that they open."""
    for block in dict.fromkeys(one.block for one in parts if one.kind == "gate" and zero(one.arrays["g"])):
        inside = [one for one in parts if one.block == block or one.name.startswith(block + ".")]
        gates = [one for one in inside if one.kind == "gate"]
        closed = [one for one in gates if zero(one.arrays["g"])]
        zeros = [one for one in inside if one.kind in ("dense", "filters") and zero(one.arrays["W"])
                 or one.kind == "attention" and zero(one.arrays["W_O"])]
        if zeros:
            sure = len(gates) == len(closed) and all(one.facts.get("named", True) for one in closed)
            hint = "" if sure else ", if this is the branch that it multiplies"
            yield _found([closed[0].name, zeros[0].name], f"in {block or 'the model'} the gate {closed[0].name} and "
                         f"{zeros[0].name} are both exactly 0: each waits for the other{hint}", 95 if sure else 40)


def _siblings(parts):
    """Two zero matrices, registered one after the other in a block of one's own, that fit as layers in a row."""
    weighted = [one for one in parts if one.kind in ("dense", "filters")]
    for one, other in zip(weighted, weighted[1:]):
        fits = len(one.arrays["W"]) == other.arrays["W"].shape[1]
        if one.block == other.block and not (one.row and other.row) and fits and zero(one.arrays["W"]) \
                and zero(other.arrays["W"]) and zero(one.arrays.get("b")) and rows_of(one).size:
            yield _found([one.name, other.name], f"{one.name} and {other.name} are both exactly 0; if the block "
                         "calls them one after the other, each waits for the other", 40)
