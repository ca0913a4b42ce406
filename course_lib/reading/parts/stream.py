"""Stacks of blocks that add to a stream: does it grow, and is 1/√N missing in front of the branches?"""

import re

import numpy as np

from course_lib.reading.findings import Finding, Where
from course_lib.reading.signs import std

ADDS = 0.3  # a stream kept by more than this share runs past the blocks: they are residual
# Times the mean square: worth a word; beyond it nothing learns. He's blocks on two groups of digits, six rates from
# 3e-5 to 0.01, two seeds: 15 blocks (growth up to 1.3e7) learned at some rate, 20 (from 3.6e9 on) overflowed at each.
GROWN, LOST = 10.0, 1e8
GPT2 = 0.02  # the standard deviation of GPT-2's matrices


def stream(parts):
    """The findings of this part."""
    for one in parts.streams:
        yield from _grows(one)
    yield from _unscaled(parts)


def _grows(one):
    blocks, growth = len(one.squares) - 1, one.squares[-1] / max(one.squares[0], 1e-300)
    if one.kept < ADDS or blocks < 4 or growth < GROWN:
        return
    grave = growth > LOST and not one.normalized
    each = growth ** (1 / blocks)
    how = (f"every block adds about {(one.squares[-1] - one.squares[0]) / blocks:.2g}: the later a block, the smaller "
           "its share" if one.normalized else f"each block multiplies it by about {each:.2g}")
    yield Finding("missing 1/√N", 85 if grave else 40,
                  f"the mean square of the stream through the {blocks} blocks of {one.name} grows to {growth:.3g} "
                  f"times its size; {how}", Where(parts=(one.name,)),
                  {"mean square by depth": list(one.squares), "growth": growth, "normalized": one.normalized})


def _unscaled(parts):
    """GPT-2 divides what its branches end with by √(2L). Its names, its standard deviation, and no division."""
    last = [one for one in parts if re.search(r"(^|\.)c_proj$", one.name) and one.kind == "dense"]
    last += [one for one in parts if one.kind == "attention" and one.block and any(
        other.name.startswith(one.name.rpartition(".")[0] + ".") for other in last)]
    others = [one for one in parts if re.search(r"(^|\.)c_fc$", one.name)]
    if len(others) < 4 or len(last) < len(others):
        return
    ends = float(np.median([std(one.arrays["W" if one.kind == "dense" else "W_O"]) for one in last]))
    usual = float(np.median([std(one.arrays["W"]) for one in others]))
    wanted = usual / np.sqrt(len(last))
    if abs(usual / GPT2 - 1) < 0.1 and abs(ends / usual - 1) < 0.1:
        yield Finding("missing 1/√N", 40, f"the {len(last)} matrices c_proj that end a branch have the standard "
                      f"deviation {ends:.3g}, as all others; GPT-2 divides it by √{len(last)}, to {wanted:.2g}. Does "
                      f"the test of the names match yours, such as {last[0].name}?",
                      Where(parts=tuple(one.name for one in last[:2])), {"std": ends, "wanted": float(wanted)})
