"""How an answer is checked: todo, not yet (what is wrong, a hint), or right (why it matters); never an exception."""

import copy
from typing import NamedTuple

import numpy as np


class Verdict(NamedTuple):
    """What the learner reads: outcome is "todo", "not yet" or "right"."""

    outcome: str
    message: str

    def __repr__(self):
        return f"{self.outcome}: {self.message}"


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

    def check(self, answer):
        """A Verdict on the answer; an error inside it becomes a "not yet"."""
        try:
            verdict = todo() if answer is None or answer is Ellipsis else self._judge(answer)
        except Exception as error:
            verdict = not_yet(f"your answer stops with {type(error).__name__}: {error}")
        self.outcome = verdict.outcome
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
