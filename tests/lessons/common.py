"""What the tests of every lesson share: its notebook, read once, and the life of its exercises."""

import re
from functools import lru_cache
from pathlib import Path

import nbformat
import numpy as np
import pytest

from course_lib.exercise import Exercise
from course_lib.lessons import LESSONS, module
from tools.teacher import SOLUTION

ROOT = Path(__file__).parents[2]
NOTEBOOKS = [ROOT / "notebooks" / f"{lesson.file}.ipynb" for lesson in LESSONS.values()]
RECORDS = {lesson.folder: lesson for lesson in LESSONS.values()}


@lru_cache
def cells(file, kind="code"):
    """The cells of a kind of a notebook, such as "02_backprop"; read once, so nobody may change them."""
    read = nbformat.read(ROOT / "notebooks" / f"{file}.ipynb", as_version=4)
    return tuple(cell for cell in read.cells if cell.cell_type == kind)


def in_the_notebook(folder):
    """{exercise: (stub cell, solution)} of every check call in the lesson's notebook."""
    file = RECORDS[folder].file
    solutions = {re.search(r"exercise\.(\w+)\.check", text)[1]: text
                 for cell in cells(file, "markdown") for text in SOLUTION.findall(cell.source)}
    return {name: (cell.source, solutions.get(name))
            for cell in cells(file) for name in re.findall(r"exercise\.(\w+)\.check", cell.source)}


def run(folder, source):
    """The value of a cell's last line, with what the notebooks' set-up cell imports."""
    space = {"np": np, "exercise": module(RECORDS[folder], "exercises")}
    *body, last = source.strip().split("\n")
    exec("\n".join(body), space)
    return eval(last, space)


def exercise_tests(folder, wrong, right):
    """A test for each exercise of the lesson: the stub gives todo, the notebook's own solution right, the plausible
    wrong answers the hint meant for them, and unusual right ones "right".

    wrong {exercise: [(answer, a word of the hint)]}; right {exercise: [answer]}, both written apart from the checks.
    """
    exercises = {name: thing for name, thing in vars(module(RECORDS[folder], "exercises")).items()
                 if isinstance(thing, Exercise)}

    @pytest.mark.parametrize("name", exercises)
    def test(name):
        stub, solution = in_the_notebook(folder)[name]
        assert run(folder, stub).outcome == "todo"
        verdict = run(folder, solution)
        assert verdict.outcome == "right" and len(verdict.message) > 20
        assert len(wrong[name]) >= 5 and len(right[name]) >= 2
        for answer, hint in wrong[name]:
            verdict = exercises[name].check(answer)
            assert verdict.outcome == "not yet" and hint in verdict.message, verdict
        for answer in right[name]:
            assert exercises[name].check(answer).outcome == "right"

    return test
