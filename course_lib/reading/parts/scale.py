"""A size that is hidden by a normalization, and an embedding of size 1 that serves as output matrix, too."""

import numpy as np

from course_lib.networks.described import rows_of
from course_lib.reading.findings import Finding, Where
from course_lib.reading.signs import rms, std

NOTED, GRAVE = 10.0, 100.0  # times the usual gain, and one part in so many
LOOKED_AT = 1000  # tokens


def scale(parts):
    """The findings of this part."""
    yield from _hidden(parts)
    yield from _tied(parts)


def _hidden(parts):
    for one, norm in zip(parts, parts[1:]):
        follows = one.row and one.row == norm.row or one.block == norm.block and norm.kind == "batch norm"
        if one.kind not in ("dense", "filters") or not norm.kind.endswith("norm") or not follows:
            continue
        W = rows_of(one)
        size = len(next(iter(norm.arrays.values()), W))
        gain = std(W) * np.sqrt(W.shape[1])
        if size != len(W) or not gain or 1 / NOTED < gain < NOTED * np.sqrt(2):
            continue
        factor = gain / np.sqrt(2) if gain > 1 else gain
        epsilon = norm.facts.get("epsilon", 1e-5)
        words = (f"the gain of {one.name} is {gain:.3g}, and {norm.name} divides it out again: what is left of it is "
                 f"the learning rate, which for these weights is {1 / factor**2:.2g} times yours")
        if gain**2 < epsilon:
            words += f". Its variance, near {gain**2:.1g}, is below epsilon = {epsilon:.1g}, so not all is divided out"
        yield Finding("a normalization hides the scale", 55 if factor >= GRAVE else 40, words,
                      Where(parts=(one.name, norm.name)), {"gain": float(gain), "rate times": float(1 / factor**2)})


def _tied(parts):
    for names in parts.tied:
        found = [one for one in parts if one.name in names]
        if {one.kind for one in found} != {"embedding", "dense"}:
            continue
        E = next(one.arrays["E"] for one in found if one.kind == "embedding")
        few = E[np.linspace(0, len(E) - 1, min(len(E), LOOKED_AT)).astype(int)]
        scores = few @ few.T
        top = scores.max(axis=1, keepdims=True)
        losses = (top + np.log(np.exp(scores - top).sum(axis=1, keepdims=True)) - scores).mean()
        guess, measured = np.log(len(few)), parts.first_loss is not None
        losses, guess = (parts.first_loss, np.log(len(E))) if measured else (losses, guess)
        how = "The first loss on random tokens is" if measured else (
            "Unless scores are divided, by √d say, a first loss on random tokens would be")
        if losses > 2 * guess + 0.5:
            yield Finding("tied embeddings too large", 84 if measured and losses > 4 * guess + 2 else 40,
                          f"{names[0]} and {names[1]} share one matrix with numbers of size {rms(E):.2g}; a token "
                          f"scores {float((few**2).sum(axis=1).mean()):.3g} for itself and ±{std(scores):.2g} for all. "
                          f"{how} {losses:.3g}, and a guess costs {guess:.2g}",
                          Where(parts=tuple(names)), {"loss": float(losses), "guess": float(guess), "rms": rms(E)})
