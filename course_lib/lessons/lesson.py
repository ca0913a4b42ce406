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


class Prediction(NamedTuple):
    """Asked before the picture is seen: `choices` {answer: why it is right or wrong}, `right` one of them."""

    text: str
    choices: dict[str, str]
    right: str


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


class Lesson(NamedTuple):
    """The record of one notebook.

    number       two digits, in the order of the course
    folder       its folder in course_lib.lessons; the notebook is `<number>_<folder>.ipynb`
    name         its short name, as on the map of the course
    question     the one question of the notebook
    minutes      how long a learner needs
    needs        what a learner needs, in words; the notebook's head says the same
    after        the number of the notebook that leads here; "" for the first
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
    explorers: tuple[str, ...] = ()
    predictions: tuple[Prediction, ...] = ()
    claims: tuple[Claim, ...] = ()

    @property
    def file(self):
        """The notebook's file name without .ipynb."""
        return f"{self.number}_{self.folder}"
