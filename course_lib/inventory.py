"""Fifteen questions, the same before the course and after it: `inventory.sheet(number, when)`.

No verdicts: the answers become one line to hand in, `print(inventory.sheet(number, when).line())`, and
`python -m tools.inventory` reads the lines of a class. Nobody has validated the questions with people.
"""

from functools import cached_property, lru_cache

import numpy as np
from IPython.display import display

from course_lib.checking import Registry
from course_lib.lessons.inventory.items import ITEMS
from course_lib.lessons.inventory.line import WHEN, Handed, write
from course_lib.live import settings
from course_lib.quiz import Question

_TIMES = Registry("time", {when: when for when in WHEN})
NO_KERNEL = "Your line is made in the notebook, not on a page: answer the questions there."


class Sheet:
    """The questions in an order of their own for each `number`, which is the seed; `when` is "before" or "after"."""

    def __init__(self, number, when):
        if isinstance(number, bool) or not isinstance(number, int) or not 0 <= number < 10**9:
            raise ValueError(f"your number must be a whole number from 0 to 999,999,999, not {number!r}")
        self.number, self.when = number, _TIMES[when]
        rng = np.random.default_rng(number)
        self.order = [int(place) for place in rng.permutation(len(ITEMS))]
        self.choices = [[int(place) for place in rng.permutation(len(item.choices))] for item in ITEMS]

    @cached_property
    def questions(self):
        """The questions as they are shown, from first to last."""
        return [Question(f"{place}. {ITEMS[k].text}", [ITEMS[k].choices[c] for c in self.choices[k]])
                for place, k in enumerate(self.order, 1)]

    @property
    def answers(self):
        """For each item, in the order of `ITEMS`, the place of the choice in its record, or None."""
        found = [None] * len(ITEMS)
        for k, question in zip(self.order, self.questions):
            if question.predicted is not None:
                found[k] = ITEMS[k].choices.index(question.predicted)
        return tuple(found)

    def line(self):
        """The line to hand in, or how many questions are still to be answered."""
        if settings.for_pages():
            return NO_KERNEL
        missing = self.answers.count(None)
        if missing == len(ITEMS):
            return f"todo: answer the {missing} questions above, then run this cell again."
        notes = [f"{missing} of {len(ITEMS)} are open; they count as not right."] * bool(missing)
        notes += ["Your number is still 0: nobody can tell which two lines are yours."] * (not self.number)
        return "\n".join([*notes, write(Handed(self.when, self.number, self.answers))])

    def __repr__(self):
        return "\n\n".join(map(repr, self.questions))

    def _ipython_display_(self):
        for question in self.questions:
            if settings.for_pages():  # buttons whose answers nobody collects would mislead
                display({"text/plain": repr(question)}, raw=True)
            else:
                display(question)


@lru_cache
def sheet(number=0, when="before"):
    """The sheet for a number of your own, the same one both times; a cell that is run again keeps its answers."""
    return Sheet(number, when)
