"""Every exercise of every notebook in a page, judged by the real Python of that page: as it was, wrong, right."""

import ast
import builtins

import nbformat
import pytest

from course_lib import checks
from course_lib.lessons import LESSONS
from tests.browser import lab
from tests.browser.inpage import write
from tests.browser.test_exercises import Answer
from tools.teacher import CHECK, solutions

pytestmark = pytest.mark.nightly
NOTEBOOKS = [lesson for lesson in LESSONS.values() if lesson.folder in checks.__all__]
PATIENT = 240_000  # milliseconds: Python starts, and the clinic trains ten patients


def code(lesson):
    """The code cells of the lesson's notebook, not executed: the page needs no live pictures."""
    return [cell for cell in nbformat.read(lab.ROOT / "notebooks" / f"{lesson.file}.ipynb", as_version=4).cells
            if cell.cell_type == "code"]


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """Of a web server with a page of each notebook, and Python beside them."""
    folder = tmp_path_factory.mktemp("exercises-python")
    write(folder, {lesson.file: nbformat.v4.new_notebook(cells=code(lesson)) for lesson in NOTEBOOKS})
    with lab.served(folder) as where:
        yield where


def speaks_for_itself(answer):
    """Whether an expression names nothing but NumPy and its own arguments."""
    own = {node.arg for node in ast.walk(answer) if isinstance(node, ast.arg)} | {"np"} | set(dir(builtins))
    return {node.id for node in ast.walk(answer) if isinstance(node, ast.Name)} <= own


def wrong(folder):
    """{exercise: (source of a wrong answer, a word of the hint meant for it)} from the lesson's test file, of those
    that can be read without it."""
    tree = ast.parse((lab.ROOT / "tests" / "lessons" / f"test_{folder}.py").read_text(encoding="utf-8"))
    table = next(node.value for node in tree.body
                 if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "WRONG")
    found = {}
    for key, answers in zip(table.keys, table.values):
        for answer, hint in (pair.elts for pair in answers.elts):
            if speaks_for_itself(answer):
                found.setdefault(key.value, (ast.unparse(answer), ast.literal_eval(hint)))
    return found


def verdict(answer, code):
    """Hand over the code with the keyboard; what stands below when Python has come to an end."""
    answer.write(code)
    answer.field.press("Shift+Enter")
    answer.page.wait_for_function("e => e.ariaBusy === 'false'", arg=answer.bar.element_handle(), timeout=PATIENT)
    return answer.output.inner_text()


@pytest.mark.parametrize("lesson", NOTEBOOKS, ids=lambda lesson: lesson.number)
def test_each_exercise_says_todo_then_not_yet_with_its_hint_then_right(chromium, address, lesson):
    notebook = nbformat.read(lab.ROOT / "notebooks" / f"{lesson.file}.ipynb", as_version=4)
    right, mistakes = solutions(notebook), wrong(lesson.folder)
    assert len(right) - len(mistakes) <= 1, "one may take its wrong answers from functions of the test file"
    with chromium.new_context() as context:
        page = lab.noting_failures(context.new_page())
        page.goto(f"{address}/{lesson.file}.html")
        assert page.locator(".course-bar").count() == len(right) >= 3
        for stub in filter(CHECK.search, (cell.source for cell in code(lesson))):
            name = CHECK.search(stub)[1]
            answer = Answer(page, name).open()
            assert verdict(answer, stub).startswith("todo: ")
            if name in mistakes:
                source, hint = mistakes[name]
                said = verdict(answer, f"exercise.{name}.check({source})")
                assert said.startswith("not yet: ") and hint in said
            assert verdict(answer, right[name]).startswith("right: ")
        assert page.failures == []
