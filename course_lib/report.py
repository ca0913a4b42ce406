"""A learner's report: one small text file to hand in, written here and read again here.

    predictions.report()         or, with a name in it: predictions.report("Ada")

It can be read by people, and edited by them: the sum in its last line tells a damaged or edited file from one that is
as it was written, and can be made anew by anybody who reads this module. It protects from accidents, not from cheats.
"""

import hashlib
import platform
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import numpy as np

from course_lib import __version__
from course_lib.lessons import LESSONS, module

TITLE = "Report: why must the weights of a neural network start as random numbers?"
HOLDS = """What this file holds: which notebooks were used since the kernel was started, what was
predicted in them, whether it was observed and explained, which exercises are right, and the
versions and the time below. No name unless you gave one, nothing else about you or your
computer. It proves nothing: anybody can edit it."""
ANSWERS = "prediction  observed  explained  predicted"
SOLVED = "outcome  exercise"
NOBODY, NOTHING = "(not given)", "-"
FIELDS = ("name", "written", "course", "Python", "NumPy")


class Answer(NamedTuple):
    """One prediction: what was chosen (None: nothing), whether the picture was seen, whether the reason was told."""

    predicted: str | None
    observed: bool
    explained: bool


class Part(NamedTuple):
    """A notebook's part: `answers` in the order of its predictions, `outcomes` {exercise: todo, not yet or right}."""

    number: str
    answers: tuple[Answer, ...]
    outcomes: dict[str, str]


class Report(NamedTuple):
    """What a file says: `head` {field: text}, a part for each notebook, and whether the sum fits."""

    head: dict[str, str]
    parts: tuple[Part, ...]
    whole: bool


def exercises(lesson):
    """{name: exercise} of a lesson, in the order of its module."""
    found = module(lesson, "exercises")
    return {} if found is None else {name: thing for name, thing in vars(found).items()
                                     if hasattr(thing, "outcome") and hasattr(thing, "check")}


def parts(questions):
    """A part for each notebook in which something was answered; `questions` {number: its questions}."""
    for number, lesson in LESSONS.items():
        answers = tuple(Answer(q.predicted, q.observed, q.explained) for q in questions.get(number, ()))
        outcomes = {name: thing.outcome for name, thing in exercises(lesson).items()}
        if any(map(any, answers)) or set(outcomes.values()) - {"todo"}:
            yield Part(number, answers, outcomes)


def _table(part):
    yield f"Notebook {part.number}: {LESSONS[part.number].name}"
    yield ANSWERS
    for number, answer in enumerate(part.answers, 1):
        observed, explained = ("yes" if said else "no" for said in answer[1:])
        yield f"{number:<12}{observed:<10}{explained:<11}{answer.predicted or NOTHING}"
    if part.outcomes:
        yield from ("", SOLVED)
    for name, outcome in part.outcomes.items():
        yield f"{outcome:<9}{name}"
    yield ""


def write(found, name=None):
    """The text of a report on some parts."""
    name = " ".join(name.split())[:80] if name else NOBODY
    written = f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC"
    head = zip(FIELDS, (name, written, __version__, platform.python_version(), np.__version__))
    lines = [TITLE, "", HOLDS, "", *(f"{field}: {value}" for field, value in head), ""]
    text = "\n".join([*lines, *(line for part in found for line in _table(part))])
    return f"{text}\nsum: {_sum(text)}\n"


def _sum(text):
    """Eight digits of the words in a text: line ends and blanks may change on the way."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:8]


def read(text):
    """The Report in a text; ValueError says what is missing."""
    if TITLE not in text:
        raise ValueError("it does not begin as a report does")
    body, mark, said = text[text.index(TITLE):].rpartition("\nsum: ")
    if not mark:
        raise ValueError("its end is missing")
    head = dict(line.split(": ", 1) for line in body.splitlines() if line.startswith(tuple(f"{f}: " for f in FIELDS)))
    if missing := [field for field in FIELDS if field not in head]:
        raise ValueError(f"it does not say: {', '.join(missing)}")
    found = [_part(*piece) for piece in re.findall(r"^Notebook (\w+):.*\n((?:(?!Notebook ).*\n?)*)", body, re.M)]
    if not found:
        raise ValueError("it holds no notebook")
    return Report(head, tuple(found), said.strip() == _sum(body))


def _part(number, lines):
    if number not in LESSONS:
        raise ValueError(f"there is no notebook {number}")
    answers = [Answer(None if chosen == NOTHING else chosen, observed == "yes", explained == "yes") for
               observed, explained, chosen in re.findall(r"^\d+ +(yes|no) +(yes|no) +(.+?)\s*$", lines, re.M)]
    outcomes = {name: outcome for outcome, name in re.findall(r"^(right|not yet|todo) +(\w+)\s*$", lines, re.M)}
    asked, lesson = LESSONS[number].predictions, LESSONS[number]
    if len(answers) != len(asked) or set(outcomes) != set(exercises(lesson)):
        raise ValueError(f"notebook {number} has other predictions or exercises: lines are missing, or another version")
    for place, (answer, question) in enumerate(zip(answers, asked), 1):
        if answer.predicted not in (None, *question.choices):
            raise ValueError(f"notebook {number}, prediction {place}: {answer.predicted!r} is not one of its answers")
    return Part(number, tuple(answers), outcomes)


def save(text, found, name=None, folder="."):
    """Write the text to report-<notebooks>[-<name>].txt; returns the path. An earlier report of that name gives way."""
    words = ["report", *(part.number for part in found), *re.findall(r"\w+", name or "")]
    path = Path(folder) / f"{'-'.join(words)[:100]}.txt"
    path.write_text(text, encoding="utf-8")
    return path
