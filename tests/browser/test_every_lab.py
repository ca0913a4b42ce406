"""Each whole notebook in a real JupyterLab: run, every explorer moved, saved, opened again, run again. At night."""

import re

import pytest

from course_lib.lessons import LESSONS
from tests.browser import axe
from tests.browser.hands import move_every_control_by_keyboard
from tests.browser.test_lab import move
from tests.lessons.common import cells

pytestmark = pytest.mark.nightly


def names_of_explorers(lesson):
    return [name for cell in cells(lesson.file) for name in re.findall(r"^explorers\.(\w+)\(\)", cell.source)]


@pytest.mark.parametrize("lesson", LESSONS.values(), ids=lambda lesson: lesson.file)
def test_run_move_save_reopen(opened, lesson):
    notebook, saved = opened(f"{lesson.file}.ipynb")
    notebook.run_all()
    names = names_of_explorers(lesson)
    found = notebook.explorers(len(names))
    assert axe.violations(notebook.page, ".jp-NotebookPanel", "notebook", part=True) == []
    for element, name in zip(found, names, strict=True):
        notebook.show(element)
        move(element, name)
        move_every_control_by_keyboard(element, name)
    notebook.save()
    notebook.open()  # alive again as they were; closing one while it loads is an error
    assert len(notebook.explorers(len(names))) == len(names)
    notebook.run_all()
    assert len(notebook.explorers(len(names))) == len(names)
    assert notebook.page.failures == []
    assert "<Figure" not in saved.read_text()
