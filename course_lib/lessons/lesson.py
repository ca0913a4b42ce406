"""What a lesson is: one record with everything that other places say about it. Data only.

Each folder of `course_lib.lessons` holds a `lesson.py` with one `LESSON`; README's table, the contents of 00, the heads
and links of the notebooks, predictions, claims and the list of explorers come from these records.
"""

from typing import NamedTuple

VERDICTS = {  # so that two readers sort alike; a claim speaks of all weights, and of biases that start at zero
    "true": "it holds as it stands; the limit says what its words do not speak of",
    "half true": "it holds under a condition that its words leave out, or one part holds and another does not",
    "depends": "there is no yes or no: the answer is a rate, set by things that its words do not name",
    "false": "it fails where its words say that it holds",
}


class Look(NamedTuple):
    """Where the answer to a prediction is seen, and what is asked there before any reason is given.

    explorer  the picture that answers it, by the name of its function
    move      what to do with it, one or two sentences that name controls as the screen does
    states    one or more moments, each {control: value, or ("<=", number), or (">=", number)}; a moment is there when
              all its controls stand so at once; the question opens when the hand has been at each in this order, so
              that the picture shows the last one while it is answered
    asks      the question about what was to be seen
    seen      {what somebody may say that they saw: what the picture shows instead, or that it does}, two or three
    shown     the one of `seen` that the picture does show
    panel     the panel to look at again after a wrong one
    """

    explorer: str
    move: str
    states: tuple[dict, ...]
    asks: str
    seen: dict[str, str]
    shown: str
    panel: str


class Prediction(NamedTuple):
    """Asked before the picture is seen: `choices` {answer: why it is right or wrong}, `right` one of them.

    `look` says where the picture answers it. The reason is told after that, or when the learner asks for it.
    """

    text: str
    choices: dict[str, str]
    right: str
    look: Look | None = None


class Experiment(NamedTuple):
    """Where a claim is tested: the notebook's number, a heading in it, and lines printed under that heading.

    A printed line stands here as in the notebook's saved output (or a part of it). What is between backticks is what
    carries the verdict: tests find the line under the heading, and recompute what is marked by another method.
    """

    notebook: str
    heading: str
    printed: tuple[str, ...]


class Claim(NamedTuple):
    """One row of a table. `why` is the verdict in one line, `limit` says where the verdict stops being true.

    `source` is who says it (a paper, a thread); without one it is the page that the course grew out of.
    """

    number: int
    claim: str
    verdict: str
    why: str
    limit: str
    experiments: tuple[Experiment, ...]
    source: str = ""


def at(notebook, heading, *printed):
    """An experiment, written shortly."""
    return Experiment(notebook, heading, printed)


def row(number, claim, verdict, why, limit, *experiments, source=""):
    """A claim, written shortly."""
    return Claim(number, claim, verdict, why, limit, experiments, source)


class Objective(NamedTuple):
    """What somebody can do afterwards, and what shows it: `met` holds numbers of predictions, names of exercises."""

    text: str
    met: tuple[int | str, ...]


def can(text, *met):
    """An objective, written shortly."""
    return Objective(text, met)


class Task(NamedTuple):
    """An exercise by its name in the lesson's `exercises`, and the minutes it is given: planned, not measured."""

    name: str
    minutes: int


def minutes(**exercises):
    """Exercises in the order of the notebook, each with its minutes: `minutes(first=3, second=5)`."""
    return tuple(Task(*task) for task in exercises.items())


class Lesson(NamedTuple):
    """The record of one notebook.

    number       two digits, in the order of the course
    folder       its folder in course_lib.lessons; the notebook is `<number>_<folder>.ipynb`
    name         its short name, as on the map of the course
    question     the one question of the notebook
    minutes      how long a learner needs, without the exercises
    needs        what a learner needs, in words; the notebook's head says the same
    after        the number of the notebook that leads here; "" for the first
    objectives   what a learner can do afterwards, two to four; each is met by predictions or exercises
    exercises    each with its minutes, in the order of the notebook
    explorers    "module:function" of each, in the order of the notebook
    predictions  the questions asked before the pictures
    claims       rows of the claims' table whose experiments are all in this notebook
    """

    number: str
    folder: str
    name: str
    question: str
    minutes: int
    needs: str
    after: str = ""
    objectives: tuple[Objective, ...] = ()
    exercises: tuple[Task, ...] = ()
    explorers: tuple[str, ...] = ()
    predictions: tuple[Prediction, ...] = ()
    claims: tuple[Claim, ...] = ()

    @property
    def teaches(self):
        """Whether it is a station of the course; 00 and 99 stand before and after it, and have no exercises."""
        return bool(self.explorers)

    @property
    def file(self):
        """The notebook's file name without .ipynb."""
        return f"{self.number}_{self.folder}"
