"""How an answer is checked: todo, not yet (what is wrong, a hint), or right (why it matters); never an exception.

One reader wants exceptions: nbgrader, which sets NBGRADER_EXECUTION in the kernels that it validates or grades in.
There, and nowhere else, what is not right is raised.
"""

import copy
import os
from math import erf, sqrt
from typing import NamedTuple

import numpy as np


class Verdict(NamedTuple):
    """What the learner reads: outcome is "todo", "not yet" or "right"."""

    outcome: str
    message: str

    def __repr__(self):
        return f"{self.outcome}: {self.message}"


class NotRight(Exception):
    """What nbgrader is told of an answer that is not right."""


def todo(message="replace the dots with your answer and run the cell again."):
    """Not attempted."""
    return Verdict("todo", message)


def not_yet(message):
    """Attempted, with what is wrong and a hint."""
    return Verdict("not yet", message)


def _same(a, b):
    a, b = np.asarray(a, float), np.asarray(b, float)
    return a.shape == b.shape and np.allclose(a, b, rtol=1e-7, atol=1e-10)


class Exercise:
    """An answer that is judged by its properties: `judge(answer) -> Verdict`. `outcome` keeps the latest."""

    def __init__(self, judge):
        self._judge, self.outcome = judge, "todo"

    def verdict(self, answer):
        """A Verdict on the answer; an error inside it becomes a "not yet"."""
        try:
            return todo() if answer is None or answer is Ellipsis else self._judge(answer)
        except Exception as error:
            return not_yet(f"your answer stops with {type(error).__name__}: {error}")

    def check(self, answer):
        """The verdict, for the learner, and remembered; nbgrader's kernels hear an error where it is not "right"."""
        verdict = self.verdict(answer)
        self.outcome = verdict.outcome
        if "NBGRADER_EXECUTION" in os.environ and verdict.outcome != "right":
            raise NotRight(repr(verdict))
        return verdict


class FunctionExercise(Exercise):
    """A function the learner writes, compared with `reference` on several random instances.

    instances(rng) -> arguments; mistakes is a list of (wrong function, hint); why is said when it is right.
    """

    def __init__(self, reference, instances, mistakes, why, count=5):
        super().__init__(self._compare)
        self.reference, self.instances, self.mistakes, self.why, self.count = reference, instances, mistakes, why, count

    def _compare(self, answer):
        if not callable(answer):
            return not_yet("hand over the function itself, its name without parentheses.")
        cases = [self.instances(np.random.default_rng(seed)) for seed in range(self.count)]
        answers, wanted = [], [self.reference(*case) for case in cases]
        for case in cases:
            given = copy.deepcopy(case)
            answers.append(answer(*given))
            if answers[-1] is None or answers[-1] is Ellipsis:
                return todo()
            if not all(np.array_equal(a, b) for a, b in zip(given, case)):
                return not_yet("your function changes its arguments. Compute a new array (W - ..., not W -= ...).")
        if all(_same(a, w) for a, w in zip(answers, wanted)):
            return Verdict("right", self.why)
        for wrong, hint in self.mistakes:
            if all(_same(a, wrong(*case)) for a, case in zip(answers, cases)):
                return not_yet(hint)
        if np.shape(answers[0]) != np.shape(wanted[0]):
            return not_yet(f"your result has shape {np.shape(answers[0])}, it should be {np.shape(wanted[0])}.")
        wrong = sum(not _same(a, w) for a, w in zip(answers, wanted))
        return not_yet(f"the shape is right, but {wrong} of {len(cases)} random tries give other numbers.")


class InitializerExercise(Exercise):
    """An initializer the learner writes: answer(rng, shape, ...) -> weights of that shape.

    cases   lists of arguments after rng, the shape (units, inputs) first; tens of thousands of weights each
    std     (shape, ...) -> the standard deviation asked for
    kind    "normal" or "uniform": the distribution asked for, with mean 0
    others  [((shape, ...) -> standard deviation, hint)] of what is likely to be returned instead
    why     said when it is right

    Each case is drawn twice from one generator state and once from another; the rows and the distribution are looked
    at, not only the standard deviation.
    """

    def __init__(self, cases, std, kind, others, why):
        super().__init__(self._measure)
        self.cases, self.std, self.kind, self.others, self.why = cases, std, kind, others, why

    def _measure(self, answer):
        if not callable(answer):
            return not_yet("hand over the function itself, its name without parentheses.")
        ratios = []
        for case in self.cases:
            draws = [answer(np.random.default_rng(seed), *case) for seed in (1, 1, 2)]
            if draws[0] is None or draws[0] is Ellipsis:
                return todo()
            W, again, other = (np.asarray(draw, float) for draw in draws)
            if words := self._not_a_draw(W, again, other, case[0]):
                return not_yet(words)
            ratios.append(W.std() / np.array([self.std(*case), *(std(*case) for std, _ in self.others)]))
        return self._verdict(np.array(ratios), W)

    def _not_a_draw(self, W, again, other, shape):
        if W.shape != tuple(shape):
            return f"asked for shape {tuple(shape)} (units, inputs), you return {W.shape}."
        if not np.array_equal(W, again):
            return "the same generator gives other numbers the second time: draw from `rng` and from nothing else."
        if not W.any() or np.ptp(W, axis=0).max() < 1e-9 * np.abs(W).max():
            return "all rows are equal. Every unit needs numbers of its own: draw one for each entry of the shape."
        if np.array_equal(W, other):
            return "two generators give the same numbers: draw from the `rng` that is handed over."
        if abs(W.mean()) > 0.1 * W.std():
            return f"the mean is {W.mean():.2g}; it should be 0. Draw symmetrically around it."
        return ""

    def _verdict(self, ratios, W):
        right, others = ratios[:, 0], ratios[:, 1:]
        if (np.abs(right - 1) < 0.03).all():
            words = _not_so_distributed(W, self.kind)
            return not_yet(words) if words else Verdict("right", self.why)
        for (_, hint), ratio in zip(self.others, others.T):
            if (np.abs(ratio - 1) < 0.03).all():
                return not_yet(hint)
        if right.max() / right.min() > 1.15:
            return not_yet("the standard deviation has the wrong dependence on the shape: compare two shapes.")
        return not_yet(f"the standard deviation is {right.mean():.2g} times what it should be.")


def _not_so_distributed(W, kind):
    """What is wrong with the distribution, or "": the largest distance between two cumulative distributions."""
    z = np.sort(W.ravel() / W.std())
    wanted = {"normal": lambda: 0.5 * (1 + np.array([erf(x / sqrt(2)) for x in z])),
              "uniform": lambda: np.clip((z / sqrt(3) + 1) / 2, 0, 1)}[kind]()
    if np.abs(wanted - np.arange(1, z.size + 1) / z.size).max() < 0.012:  # draws of this size stay below 0.01
        return ""
    if kind == "normal" and 1.85 < np.abs(z).max() < 2.4:
        return "the standard deviation is right, but the draw is cut off. Use a plain Gaussian."
    return f"the standard deviation is right, but the numbers are not {'Gaussian' if kind == 'normal' else 'uniform'}."
