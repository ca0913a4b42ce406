"""What notebooks and README say of a lesson is what its record says."""

import copy
import re

import nbformat
import pytest

from course_lib.lessons import LESSONS, module
from course_lib.lessons.lesson import Look, Prediction, can, minutes
from tests.lessons.common import cells
from tools import heads


@pytest.mark.parametrize("lesson", LESSONS.values(), ids=lambda lesson: lesson.folder)
def test_a_notebook_says_what_its_record_says(lesson):
    notebook = nbformat.read(heads.ROOT / "notebooks" / f"{lesson.file}.ipynb", as_version=4)
    written = heads.with_head(copy.deepcopy(notebook), lesson)
    assert [cell.source for cell in written.cells] == [cell.source for cell in notebook.cells], "run: make notebooks"
    code = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    for number in range(1, len(lesson.predictions) + 1):
        assert f'predictions.ask("{lesson.number}", {number})' in code
    assert all(f"explorers.{place.split(':')[1]}()" in code for place in lesson.explorers)
    assert bool(module(lesson, "exercises")) == lesson.teaches


VERBS = {"bring", "build", "choose", "compute", "count", "draw", "find", "measure", "name", "predict", "prescribe",
         "put", "read", "say", "sort", "start", "tell", "write"}  # what somebody else can see done


def unmet(lesson):
    """What is wrong with the objectives of a record: a list of sentences."""
    teaches, names = bool(lesson.predictions), [task.name for task in lesson.exercises]
    found = [] if (2 <= len(lesson.objectives) <= 4) == teaches else [f"{len(lesson.objectives)} objectives"]
    shown = {*names, *range(1, len(lesson.predictions) + 1)}
    for text, met in lesson.objectives:
        found += [f"nothing meets {text!r}"] * (not met) + [f"{text!r} names {what!r}" for what in {*met} - shown]
        found += [f"no verb that can be checked: {text!r}"] * (text.split()[0] not in VERBS)
        found += [f"too long: {text!r}"] * (len(text) > 115 or text.endswith("."))
    served = {what for objective in lesson.objectives for what in objective.met}
    return found + [f"serves no objective: {what!r}" for what in shown - served]


@pytest.mark.parametrize("lesson", LESSONS.values(), ids=lambda lesson: lesson.folder)
def test_each_objective_is_met_and_each_exercise_and_prediction_serves_one(lesson):
    assert unmet(lesson) == []
    asked = re.findall(r"exercise\.(\w+)\.check", "\n".join(cell.source for cell in cells(lesson.file)))
    assert asked == [task.name for task in lesson.exercises], "in the order of the notebook, which numbers them"
    assert all(1 <= task.minutes <= 20 for task in lesson.exercises)
    prose = "\n".join(cell.source for cell in cells(lesson.file, "markdown"))
    assert re.findall(r"^\*\*(\d)\.\*\* \*(\d+) minutes\.\*", prose, re.M) == [
        (str(k), str(task.minutes)) for k, task in enumerate(lesson.exercises, 1)]


def test_each_defect_of_objectives_is_found():
    lesson = LESSONS["03"]
    for bad, words in ((lesson.objectives[:1], "1 objectives"), ((can("understand zero", 1),), "no verb"),
                       ((can("write a step", "missing"),), "names 'missing'"), ((can("say it"),), "nothing meets"),
                       ((can("say it", 9),), "names 9"), (lesson.objectives[:2], "no objective: 'logistic_step'"),
                       ((can(f"say {'it ' * 50}", 1),), "too long")):
        assert words in " ".join(unmet(lesson._replace(objectives=bad))), words


def test_every_notebook_has_a_record():
    assert {path.stem for path in (heads.ROOT / "notebooks").glob("[0-9]*.ipynb")} == {
        lesson.file for lesson in LESSONS.values()}


def test_the_table_of_readme_is_made_of_the_records():
    readme = heads.README.read_text(encoding="utf-8")
    assert heads.with_table(readme) == readme, "run: make notebooks"
    assert readme.count("](notebooks/") >= len(LESSONS)


def test_a_record_that_changes_changes_what_is_written():
    look = Look("zero_init", "Move.", ({"step": 9},), "What?", {"It moved": "no.", "Nothing moved": "so."},
                "Nothing moved", "dW1")
    asked = Prediction("Which?", {"... this": "because of that.", "that": "never."}, "... this")
    lesson = LESSONS["03"]._replace(minutes=1, question="Why?", predictions=3 * (asked, asked._replace(look=look)),
                                   objectives=(can("write it", 1),), exercises=minutes(a=9, b=9, c=9))
    notebook = nbformat.read(heads.ROOT / "notebooks" / "03_zero_init.ipynb", as_version=4)
    words = "\n".join(cell.source for cell in heads.with_head(notebook, lesson).cells)
    assert "**Afterwards you can**\n- write it\n\n*Would" in words and words.count("Afterwards") == 1
    assert "**2.** *9 minutes.* Logistic" in words and words.count("*9 minutes.*") == 3
    assert "# 03 · Why?" in words and "**1 minutes, and 27 for the exercises.**" in words
    assert "\n1. this: because of that.\n2. To be seen: Nothing moved. this: because of that.\n3. this" in words


def test_a_list_of_answers_that_is_longer_than_the_record_stays():
    lesson = LESSONS["03"]._replace(predictions=LESSONS["03"].predictions[:1])
    notebook = nbformat.read(heads.ROOT / "notebooks" / "03_zero_init.ipynb", as_version=4)
    before = "\n".join(cell.source for cell in notebook.cells)
    assert "\n".join(cell.source for cell in heads.with_head(notebook, lesson).cells) == before
