"""Each whole notebook in a real JupyterLab: run, every explorer moved, saved, opened again, run again. At night."""

import re

import pytest

from course_lib import inventory
from course_lib.lessons import LESSONS
from course_lib.lessons.inventory.line import read
from tests.browser import axe
from tests.browser.hands import move_every_control_by_keyboard
from tests.browser.test_lab import move
from tests.lessons.common import cells

pytestmark = pytest.mark.nightly


def calls(lesson):
    """(name, arguments) of each explorer that a notebook shows."""
    return [call for cell in cells(lesson.file) for call in re.findall(r"^explorers\.(\w+)\((.*)\)", cell.source)]


def names_of_explorers(lesson):
    """Those that stand there as they come, without a learner's own network."""
    return [name for name, given in calls(lesson) if not given]


@pytest.mark.parametrize("lesson", LESSONS.values(), ids=lambda lesson: lesson.file)
def test_run_move_save_reopen(opened, lesson):
    notebook, saved = opened(f"{lesson.file}.ipynb")
    notebook.run_all()
    shown = calls(lesson)
    found = notebook.explorers(len(shown))
    assert axe.violations(notebook.page, ".jp-NotebookPanel", "notebook", part=True) == []
    for element, (name, given) in zip(found, shown, strict=True):
        if given:  # the twins have the course's own example
            continue
        notebook.show(element)
        move(element, name)
        move_every_control_by_keyboard(element, name)
    notebook.save()
    notebook.open()  # alive again as they were; closing one while it loads is an error
    assert len(notebook.explorers(len(shown))) == len(shown)
    notebook.run_all()
    assert len(notebook.explorers(len(shown))) == len(shown)
    assert notebook.page.failures == []
    assert "<Figure" not in saved.read_text()


def test_the_inventory_is_answered_with_the_keyboard(opened):
    """A number, fifteen answers with Tab and Space, the line; the cell that is run again keeps the answers."""
    notebook, _ = opened(f"{LESSONS['99'].file}.ipynb")
    notebook.run_all()
    page = notebook.page
    asked = page.locator(".course-question")
    notebook.show(asked.first)
    asked.first.locator("button").first.focus()
    for _ in range(15):
        page.keyboard.press("Space")
        for _ in range(4):  # the choices of one question
            page.keyboard.press("Tab")
    assert page.locator(".course-question button[aria-pressed='true']").count() == 15
    assert page.locator(".course-question .course-verdict").count() == 0
    for _ in range(2):
        line = notebook.run_cell("print(inventory")
        said = line.locator("pre", has_text=re.compile(r"inventory 1 before 0( [a-d]{5}){3} \d{3}"))
        said.wait_for()
        handed = read(said.inner_text().strip().split("\n")[-1])
        notebook.run_cell("inventory.sheet")
    sheet = inventory.Sheet(0, "before")
    assert handed.answers == tuple(choices[0] for choices in sheet.choices), "each first choice, told by its own place"
    assert page.failures == []
