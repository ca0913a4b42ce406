"""What notebooks and README say of a lesson is what its record says."""

import copy

import nbformat
import pytest

from course_lib.lessons import LESSONS, module
from course_lib.lessons.lesson import Look, Prediction
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
    lesson = LESSONS["03"]._replace(minutes=1, question="Why?", predictions=3 * (asked, asked._replace(look=look)))
    notebook = nbformat.read(heads.ROOT / "notebooks" / "03_zero_init.ipynb", as_version=4)
    words = "\n".join(cell.source for cell in heads.with_head(notebook, lesson).cells)
    assert "# 03 · Why?" in words and "**1 minutes, and 15 for the exercises.**" in words
    assert "\n1. this: because of that.\n2. To be seen: Nothing moved. this: because of that.\n3. this" in words


def test_a_list_of_answers_that_is_longer_than_the_record_stays():
    lesson = LESSONS["03"]._replace(predictions=LESSONS["03"].predictions[:1])
    notebook = nbformat.read(heads.ROOT / "notebooks" / "03_zero_init.ipynb", as_version=4)
    before = "\n".join(cell.source for cell in notebook.cells)
    assert "\n".join(cell.source for cell in heads.with_head(notebook, lesson).cells) == before
