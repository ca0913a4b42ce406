"""What is this loss? The levels that networks get stuck at, each with the answer that gives it."""

from typing import NamedTuple

import numpy as np

from course_lib.networks.tensors import to_array


class Level(NamedTuple):
    """A value of the loss, its formula, and the answer that gives it."""

    value: float
    formula: str
    answer: str

    def __repr__(self):
        return f"{self.value:.4g} = {self.formula}: {self.answer}"


def entropy(P):
    """−Σ p ln p over the first axis; 0 ln 0 = 0."""
    return -(P * np.log(np.where(P > 0, P, 1.0))).sum(axis=0)


def known_levels(Y, loss="cross_entropy", exclusive=None):
    """The levels for targets Y (outputs, samples), as a list of Level.

    `loss` is "cross_entropy" or "squared_error" (halved and summed over outputs, as in this course). `exclusive`: one
    class per sample, so that the outputs add up to 1 (softmax); None: whether the columns of Y do.
    """
    Y = to_array("Y", Y)
    Y = Y.reshape(1, -1) if Y.ndim == 1 else Y
    if loss == "squared_error":
        return _squared(Y)
    exclusive = len(Y) > 1 and np.allclose(Y.sum(axis=0), 1.0) if exclusive is None else exclusive
    return _exclusive(Y) if exclusive else _independent(Y)


def _squared(Y):
    var, square = 0.5 * Y.var(axis=1).sum(), 0.5 * (Y**2).mean(axis=1).sum()
    found = [Level(float(var), "½ var(y)", "always the mean of the targets"),
             Level(float(square), "½ mean(y²)", "always 0")]
    if ((Y == 0) | (Y == 1)).all():
        found.append(Level(float(0.5 * ((Y - 0.5) ** 2).mean(axis=1).sum()), "½ mean((y − ½)²)", "always ½"))
        found.append(Level(float(0.5 * ((Y - 1) ** 2).mean(axis=1).sum()), "½ mean((y − 1)²)", "always 1"))
    return found


def _exclusive(Y):
    k, P = len(Y), Y.mean(axis=1)
    return [Level(float(np.log(k)), f"ln {k}", f"1/{k} for every class, whatever the input"),
            Level(float(entropy(P)), "the entropy of the labels", "how frequent each class is, whatever the input")]


def _independent(Y):
    k, p = len(Y), Y.mean(axis=1)
    half = "ln 2" if k == 1 else f"{k} · ln 2"
    found = [Level(float(k * np.log(2)), half, "½ everywhere, whatever the input"),
             Level(float((entropy(np.array([p, 1 - p]))).sum()), "the entropy of the labels",
                   "the share of ones, whatever the input")]
    if k > 1 and np.allclose(Y.sum(axis=0), 1.0):
        found.append(Level(float(k * entropy(np.array([[1 / k], [1 - 1 / k]])).sum()), f"{k} · the entropy of 1/{k}",
                           f"1/{k} at each output, whatever the input"))
    return found


def what_is_this_loss(value, Y, loss="cross_entropy", tolerance=0.005):
    """The levels that a loss `value` is near to, the nearest first; for squared error also its usual other scalings.

    Other programs leave out the ½, or average over the outputs: those multiples are looked for, too.
    """
    Y = to_array("Y", Y)
    Y = Y.reshape(1, -1) if Y.ndim == 1 else Y
    factors = {2.0 / len(Y): ", without the ½, averaged over the outputs", 1.0: "", 2.0: ", without the ½"} \
        if loss == "squared_error" else {1.0 / len(Y): ", averaged over the outputs", 1.0: ""}
    found = [Level(f * level.value, level.formula + words, level.answer)
             for level in known_levels(Y, loss) + group_levels(Y, loss) for f, words in factors.items()]
    near = [level for level in found if abs(level.value - value) <= tolerance * max(abs(value), 1e-12)]
    unique = {level.formula: level for level in sorted(near, key=lambda level: abs(level.value - value))}
    return list(unique.values())


def group_levels(Y, loss="cross_entropy"):
    """For few samples (4 to 8) of one output: the levels of some of them sharing their mean, the others being right."""
    if len(Y) > 1 or not 3 <= Y.shape[1] <= 8 or not ((Y == 0) | (Y == 1)).all():
        return []
    m, ones, found = Y.shape[1], int(Y.sum()), {}
    for a in range(1, ones + 1):
        for b in range(1, m - ones + 1):
            n = a + b
            if n == m:
                continue
            p = a / n
            part = float(entropy(np.array([p, 1 - p]))) if loss == "cross_entropy" else 0.5 * p * (1 - p)
            value = n / m * part
            found[n, a] = Level(value, f"{n}/{m} of the entropy of {a}/{n}" if loss == "cross_entropy" else
                                f"½ · {n}/{m} · {a}/{n} · {b}/{n}",
                                f"{a / n:.3g} for {n} of the {m} samples, the others right")
    return list(found.values())
