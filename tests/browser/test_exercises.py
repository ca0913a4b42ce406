"""An exercise on an exported page: edited, run, judged, kept, stopped. Python is pretended: the test answers for it."""

import json
from pathlib import Path

import nbformat
import pytest

from course_lib.lessons import LESSONS
from tests.browser import axe, lab
from tools import pages
from tools.teacher import CHECK

FILE, FOLDER = LESSONS["02"].file, LESSONS["02"].folder
PYTHON = (Path(__file__).parent / "pretend_python.js").read_text(encoding="utf-8")
NOTEBOOK = nbformat.read(lab.ROOT / "notebooks" / f"{FILE}.ipynb", as_version=4)
STUBS = [cell.source for cell in NOTEBOOK.cells if cell.cell_type == "code" and CHECK.search(cell.source)]
NAMES = [CHECK.search(stub)[1] for stub in STUBS]
LIBRARY = "/prism-code-editor/"


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """The page of a notebook's code without its live pictures, on a plain web server."""
    folder = tmp_path_factory.mktemp("exercises")
    pages.fetch_assets()
    (folder / "assets").symlink_to(pages.OUT / "assets")
    quiet = [NOTEBOOK.cells[0], *(cell for cell in NOTEBOOK.cells if cell.cell_type == "code"
                                  and not cell.source.startswith(("explorers.", "predictions.")))]
    (folder / f"{FILE}.html").write_text(pages.page(nbformat.v4.new_notebook(cells=quiet)), encoding="utf-8")
    with lab.served(folder) as where:
        yield f"{where}/{FILE}.html"


@pytest.fixture
def visit(chromium, address):
    """Opens the page as a new visitor, with a Python or without."""
    with chromium.new_context(viewport={"width": 1280, "height": 900}) as context:
        def open_page(python=PYTHON):
            page = lab.noting_failures(context.new_page())
            if python:
                page.add_init_script(python)
            page.route("**/tex-svg.js", lambda route: route.abort())  # no formulas: they are tested elsewhere
            page.goto(address)
            page.wait_for_load_state()
            return page
        yield open_page


class Answer:
    """One exercise of the page, by its name."""

    def __init__(self, page, name=NAMES[0]):
        self.page, self.name = page, name
        self.bar = page.get_by_role("group", name=f"Exercise {name}", exact=True)
        self.cell = page.locator(".jp-CodeCell", has=self.bar)
        self.field, self.output = self.cell.get_by_label("Your code for exercise"), self.cell.locator(".course-output")
        self.status = self.bar.get_by_role("status")

    def press(self, label):
        self.bar.get_by_role("button", name=label, exact=True).press("Enter")

    def open(self):
        self.press("Edit and run")
        self.field.wait_for()
        self.page.wait_for_function("name => document.activeElement.ariaLabel?.endsWith(name)", arg=self.name)
        return self

    def write(self, text):
        self.field.fill(text)
        return self

    def shows(self, button):
        return self.bar.get_by_role("button", name=button, exact=True).is_visible()

    def kept(self):
        return self.page.evaluate("key => localStorage.getItem(key)", f"course-answer {FOLDER}.{self.name}")


def runs(page):
    return page.evaluate("python.runs.map(({code}) => code)")


def answers(page, *outputs):
    page.evaluate("outputs => python.answers(...outputs)", list(outputs))


def text(words):
    return {"type": "text", "text": words}


def test_the_code_becomes_an_editor_at_the_first_press_and_nothing_of_it_is_loaded_before(visit):
    page = visit()
    assert page.locator(".course-bar").count() == len(NAMES) == 4
    assert not any(LIBRARY in url for url in page.asked)
    answer = Answer(page).open()
    assert answer.field.input_value() == STUBS[0] and answer.cell.locator("pre").first.is_hidden()
    assert answer.cell.locator(".token.keyword").first.inner_text() == "def"
    assert "todo:" in answer.output.inner_text(), "the stored verdict stays until a run"
    assert sum(LIBRARY in url for url in page.asked) > 4 and lab.outside(page_at(page)) == []
    assert page.failures == []


def page_at(page):
    page.address = page.evaluate("location.origin")
    return page


def test_a_run_hands_over_the_code_and_shows_what_python_says(visit):
    page = visit()
    answer = Answer(page).open().write("print(1)\nexercise")
    for count, keys in enumerate(("Meta+Enter", "Shift+Enter", "Control+Enter"), 1):
        answer.field.press(keys)
        assert runs(page) == count * ["print(1)\nexercise"] and answer.field.input_value() == "print(1)\nexercise"
        assert answer.status.inner_text() == "Running …" and answer.shows("Stop")
        answer.field.press(keys)
        assert len(runs(page)) == count, "one run at a time"
        if count < 3:
            answers(page, text("todo: go on."))
    answers(page, *({"type": "stream", "name": "stdout", "text": part} for part in ("a\n", "b")),
            text("not yet: divide by the number of samples."))
    assert answer.output.locator("pre").all_inner_texts() == ["a\nb", "not yet: divide by the number of samples."]
    assert answer.output.get_attribute("aria-live") == "polite" and not answer.shows("Stop")
    answer.press("Run")
    answers(page, text("right: samples are columns."))
    assert answer.output.inner_text() == "right: samples are columns." and answer.status.inner_text() == ""
    answer.press("Run")
    answers(page)
    assert answer.output.inner_text() == "" and "said nothing" in answer.status.inner_text()
    answer.press("Start again from the text as it was")
    assert "todo:" in answer.output.inner_text() and answer.field.input_value() == STUBS[0]


@pytest.mark.nightly
def test_pictures_markup_and_errors_are_shown(visit):
    page = visit()
    answer = Answer(page).open()
    answer.press("Run")
    pixel = page.evaluate("document.createElement('canvas').toDataURL().split(',')[1]")
    answers(page, {"type": "image", "png": pixel, "text": "four rows", "width": 40},
            {"type": "html", "html": "<b onclick='x'>bold</b><script>x</script>", "text": "bold"},
            {"type": "error", "name": "NameError", "message": "no", "traceback": "----\nline 1\nZeroDivisionError: no"})
    image = answer.output.get_by_role("img", name="four rows")
    assert image.evaluate("e => e.clientWidth") == 40
    assert answer.output.locator("script, [onclick]").count() == 0 and "bold" in answer.output.inner_text()
    assert answer.output.locator(".course-trouble").inner_text() == "line 1\nZeroDivisionError: no"


def test_it_says_how_far_python_is_and_what_went_wrong(visit):
    page = visit()
    page.evaluate("python.is({state: 'asleep'})")
    answer = Answer(page).open()
    answer.press("Run")
    page.evaluate("python.is({state: 'loading', stage: 'Loading Python', share: 0.3})")
    bar = answer.bar.get_by_role("progressbar", name="Python is loading")
    assert answer.status.inner_text() == "Loading Python, 29 MB in all …" and not answer.shows("Stop")
    assert bar.evaluate("e => e.value") == 0.3
    page.evaluate("python.is({state: 'ready'})")
    assert bar.is_hidden() and answer.status.inner_text() == "Running …" and answer.shows("Stop")
    other = Answer(page, NAMES[1]).open()
    other.press("Run")
    assert "waits until" in other.status.inner_text()
    page.evaluate("python.runs.forEach(({fail}) => fail('Error', 'There is no network.'))")
    assert answer.status.inner_text() == other.status.inner_text() == "There is no network."
    assert "todo:" in answer.output.inner_text(), "what was there stays"


def test_an_endless_loop_is_stopped_and_the_next_run_works(visit):
    page = visit()
    answer = Answer(page).open().write("while True: pass")
    answer.press("Run")
    answer.press("Stop")
    assert "The next run has a new Python" in answer.status.inner_text() and not answer.shows("Stop")
    assert answer.field.evaluate("e => e === document.activeElement"), "the keyboard is not lost with the button"
    answer.press("Run")
    answers(page, text("todo: go on."))
    assert answer.output.inner_text() == "todo: go on."


def test_the_tab_key_indents_and_after_escape_it_leaves(visit):
    page = visit()
    answer = Answer(page).open().write("def f():")
    answer.field.press("Enter")
    assert answer.field.input_value() == "def f():\n    ", "the editor indents after a colon"
    answer.field.press("Tab")
    assert answer.field.input_value() == "def f():\n        "
    answer.field.press("Shift+Tab")
    assert answer.field.input_value() == "def f():\n    "
    answer.field.press("Escape")
    assert answer.field.evaluate("e => e === document.activeElement"), "whoever pressed it can go on typing"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Run"
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Escape")
    page.keyboard.press("Shift+Tab")
    assert answer.field.evaluate("e => e !== document.activeElement")
    answer.field.focus()
    page.keyboard.press("Tab")
    assert answer.field.input_value() == "def f():\n        ", "who comes back finds Tab as it was"
    described = page.locator(f"#{answer.field.get_attribute('aria-describedby')}")
    assert "press Escape, then Tab to leave" in described.inner_text()


def test_what_was_typed_is_kept_on_the_device_and_can_be_deleted(visit):
    page = visit()
    answer = Answer(page).open()
    assert answer.kept() is None
    answer.write("mine")
    assert answer.kept() == "mine"
    for name, value in (("course-answer other.name", "x"), ("course-theme", "light")):
        page.evaluate("pair => localStorage.setItem(...pair)", [name, value])
    page.reload()
    answer.field.wait_for()
    assert answer.field.input_value() == "mine" and "you typed before" in answer.status.inner_text()
    assert page.evaluate("document.activeElement === document.body"), "nobody asked for the keyboard"
    answer.press("Start again from the text as it was")
    assert answer.field.input_value() == STUBS[0] and answer.kept() is None and "todo:" in answer.output.inner_text()
    page.keyboard.press("Control+z")
    assert answer.field.input_value() == "mine" == answer.kept()
    answer.bar.locator("summary").press("Enter")
    assert "on this device" in answer.bar.inner_text()
    answer.press("Delete what I typed in all exercises of the course")
    assert answer.status.inner_text() == "Deleted: what you typed in 2 exercises."
    assert answer.field.input_value() == STUBS[0]
    assert page.evaluate("Object.keys(localStorage)") == ["course-theme"]
    answer.press("Bring it back")
    assert answer.kept() == "mine" == answer.field.input_value()
    assert page.evaluate("localStorage.getItem('course-answer other.name')") == "x"


@pytest.mark.nightly
def test_a_browser_that_keeps_nothing_is_said_so(visit):
    page = visit(PYTHON + "Object.defineProperty(window, 'localStorage', {get() { throw 1; }});")
    answer = Answer(page).open().write("mine")
    assert "gone when you leave the page" in answer.status.inner_text()
    answer.press("Run")
    assert runs(page) == ["mine"]


def test_where_the_editor_does_not_come_a_text_field_does_the_same(visit):
    page = visit()
    page.route(f"**{LIBRARY}**", lambda route: route.abort())
    answer = Answer(page).open().write("one\ntwo\nthree")
    assert answer.cell.locator(".token").count() == 0 and answer.field.get_attribute("rows") == "3"
    assert answer.kept() == "one\ntwo\nthree"
    answer.field.press("Shift+Enter")
    answers(page, text("todo: go on."))
    assert answer.output.inner_text() == "todo: go on." and runs(page) == ["one\ntwo\nthree"]
    answer.field.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Run", "no key is caught"
    assert "Escape" not in answer.bar.inner_text()
    assert axe.violations(page, where=".jp-CodeCell:has(.course-plain)") == []


def test_a_name_that_a_cell_above_makes_is_offered_and_that_cell_run_first(visit):
    page = visit()
    cells = [cell.source for cell in NOTEBOOK.cells if cell.cell_type == "code"]
    starts, made = (next(source for source in cells if source.startswith(first)) for first in ("X, Y = ", "h = "))
    answer = Answer(page, NAMES[3]).open().write("starts")
    answer.press("Run")
    answers(page, text("not yet: your answer stops with NameError: name 'nowhere' is not defined"))
    assert answer.bar.get_by_role("button", name="First run").count() == 0, "no cell makes it"
    answer.press("Run")
    answers(page, {"type": "error", "traceback": "NameError: name 'starts' is not defined"})
    answer.press("First run the cell above that makes starts")
    answers(page, {"type": "error", "traceback": "NameError: name 'h' is not defined"})
    page.wait_for_function("python.runs.length === 4")
    answers(page)
    page.wait_for_function("python.runs.length === 5")
    answers(page)
    page.wait_for_function("python.runs.length === 6")
    answers(page, text("right: so it is."))
    assert runs(page)[2:] == [starts, made, starts, "starts"]
    page.wait_for_function("!python.busy")
    assert answer.output.inner_text() == "right: so it is." and not answer.bar.get_by_text("First run").is_visible()


def test_without_python_in_the_page_the_exercises_are_there_to_be_read(visit):
    page = visit(python=None)
    page.route("**/python/**", lambda route: route.abort())
    page.reload()
    assert page.locator(".course-bar, textarea").count() == 0 and page.failures == []
    assert page.get_by_text("todo: replace the dots").count() == len(NAMES)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_accessible_and_finds_room_on_a_phone(visit, scheme):
    page = visit()
    page.emulate_media(color_scheme=scheme)
    code = "# a comment\nfor x in range(3):\n    print('text', x + 1.5)\n" + 9 * "long_name "
    answer = Answer(page).open().write(code)
    answer.press("Run")
    page.evaluate("python.is({state: 'loading', stage: 'Loading', share: 0.5})")
    assert axe.violations(page, where=".jp-CodeCell:has(.course-editor)") == []
    page.evaluate("python.is({state: 'ready'})")
    answers(page, {"type": "error", "traceback": "NameError: name 'h' is not defined"})
    answer.bar.locator("summary").press("Enter")
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 700})
        assert page.evaluate("document.documentElement.scrollWidth") == width
    assert axe.violations(page) == []
    buttons = page.locator(".course-bar :is(button, summary):visible")
    boxes = [button.bounding_box() for button in buttons.all()]
    assert len(boxes) > 6 and all(min(box["width"], box["height"]) >= 24 for box in boxes)
    answer.field.focus()
    page.keyboard.press("Home")
    ring = answer.cell.locator(".prism-code-editor").evaluate("e => getComputedStyle(e).outline")
    assert "3px" in ring and "solid" in ring, json.dumps(ring)
