"""Predictions that can be answered: a question with choices, a look at the picture, and then the reason.

Shown in a notebook it is a widget (`course_lib.view.question`), which lives in the page alone as well; its plain text,
kept in the saved notebook, can be read without either. What has been answered is kept in memory only.
"""

from functools import cached_property

from course_lib.live import settings
from course_lib.view import question, vote

LIVE = "application/vnd.jupyter.widget-view+json"
LETTERS = "abcdefgh"


def lettered(text, choices):
    """A question as plain text."""
    return "\n".join([text, *(f"  {letter}) {choice}" for letter, choice in zip(LETTERS, choices))])


class Question:
    """`text`, `choices` {answer: why it is right or wrong}, `right` one of them.

    Without `right` nothing is judged and no reason is told: the choices of an inventory, which have no reasons then.

    look  where the picture answers it (`course_lib.lessons.lesson.Look`): the reason is told after that, or when the
          learner asks for it. Without a look it is told at once.
    """

    def __init__(self, text, choices, right=None, look=None):
        judged = [(right, choices)] * (right is not None) + ([(look.shown, look.seen)] if look else [])
        for answer, known in judged:
            if answer not in known or len(known) < 2:
                raise ValueError(f"right must be one of at least two choices {list(known)}, not {answer!r}")
        self.text, self.right, self.look = text, right, look
        self.choices = dict(choices) if judged else dict.fromkeys(choices, "")

    @cached_property
    def view(self):
        """What asks it in the page: one for all cells that show it, so that they say the same."""
        look = {}
        if self.look is not None:
            seen = list(self.look.seen)
            look = self.look._asdict() | {"seen": seen, "answers": list(self.look.seen.values()),
                                          "shown": seen.index(self.look.shown)}
        choices = list(self.choices)
        if self.right is None:  # the page is not told, either
            return question.QuestionView(text=self.text, choices=choices)
        return question.QuestionView(text=self.text, choices=choices, reasons=list(self.choices.values()),
                                     right=choices.index(self.right), look=look)

    def _said(self, name):
        return self.view.said.get(name) if "view" in vars(self) else None

    @property
    def predicted(self):
        """The choice that was made, or None."""
        place = self._said("predicted")
        return None if place is None else list(self.choices)[place]

    @property
    def observed(self):
        """Whether somebody has said what the picture shows."""
        return bool(self._said("seen"))

    @property
    def explained(self):
        """Whether the reason has been told."""
        return bool(self._said("explained"))

    @property
    def outcome(self):
        """The verdict on the prediction, once the reason has been told: "right" or "not yet"; before that None."""
        if self.predicted is None or not self.explained:
            return None
        return "right" if self.predicted == self.right else "not yet"

    def __repr__(self):
        look = [f"Where to look: {self.look.move}"] if self.look else []
        return "\n".join([lettered(self.text, self.choices), *look])

    def _repr_mimebundle_(self, include=None, exclude=None):
        self.view.hands, self.view.zoom = settings.hands_first(), settings.zoom()
        return {LIVE: self.view._repr_mimebundle_()[0][LIVE], "text/plain": repr(self)}


class Vote:
    """Hands counted for each of the `choices` of the question `text`, before a discussion and after it.

    The teacher types the numbers, or clicks for each hand. Nothing is stored, and nothing is sent anywhere.
    """

    def __init__(self, text, choices):
        if len(choices) < 2:
            raise ValueError(f"a vote needs at least two choices, not {list(choices)}")
        self.text, self.choices = text, list(choices)

    @cached_property
    def view(self):
        """What shows it in the page."""
        return vote.VoteView(text=self.text, choices=self.choices)

    def __repr__(self):
        return lettered(self.text, self.choices)

    def _repr_mimebundle_(self, include=None, exclude=None):
        self.view.zoom = settings.zoom()
        return {LIVE: self.view._repr_mimebundle_()[0][LIVE], "text/plain": repr(self)}
