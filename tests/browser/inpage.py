"""Pages that start a Python of their own, the real one, and what a learner's hands do there."""

import copy
import json
import os
import shutil
from contextlib import contextmanager

import nbformat

from course_lib.explorers import EXPLORERS
from tests.browser import lab
from tools import inpage, lite_older, pages

RUNTIME = lab.ROOT / "build" / "pyodide"  # fetched once, 74 MB
SLOW = 120_000  # milliseconds at most until Python is there, or a picture
STANDS = """([e, wanted]) => {
  const found = JSON.parse(e.querySelector('canvas').dataset.values);
  return Object.entries(wanted).every(([name, value]) => found[name] === value);
}"""
ENDED = "([b, label]) => b.textContent === label"
MORE = "([e, bare]) => e.querySelector('.course-text').textContent.length > bare.length"


def runtime():
    """The folder of a complete Pyodide: the one in tools/inpage.json, from npm and PyPI."""
    if not (RUNTIME / "pyodide.asm.wasm").is_file():
        lite_older.fetch(RUNTIME)
    return RUNTIME


def write(folder, notebooks):
    """Pages of executed notebooks {name: notebook} in a folder, Python among what they have."""
    pages.fetch_assets()
    (folder / "assets").mkdir()
    for path in pages.OUT.joinpath("assets").iterdir():
        if path.name != "python":
            (folder / "assets" / path.name).symlink_to(path)
    before = os.environ.get("PYODIDE")
    os.environ["PYODIDE"] = str(runtime())
    try:
        inpage.write(folder / "assets")
    finally:
        os.environ.pop("PYODIDE") if before is None else os.environ.update(PYODIDE=before)
    for name, notebook in notebooks.items():
        (folder / f"{name}.html").write_text(pages.page(copy.deepcopy(notebook)), encoding="utf-8")


def with_explorers(names):
    """A notebook that shows explorers and nothing else, executed for a page."""
    code = ["from course_lib import explorers", *(f"explorers.{name}()" for name in names)]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# Explorers"),
                                               *map(nbformat.v4.new_code_cell, code)])
    path = lab.ROOT / "build" / "inpage.ipynb"
    path.parent.mkdir(exist_ok=True)
    nbformat.write(notebook, path)
    try:
        return pages.execute(path)
    finally:
        path.unlink()
        os.environ.pop("COURSE_PAGES", None)


@contextmanager
def without_python(folder):
    """While the files of Python are not on the server."""
    here = next((folder / "assets" / "python").glob("pyodide-*"))
    away = shutil.move(here, folder / "away")
    try:
        yield
    finally:
        shutil.move(away, here)


class Alive:
    """An explorer on such a page, beside one of the same kind without a screen."""

    def __init__(self, element, name):
        self.page, self.element, self.twin = element.page, element, EXPLORERS[name]()
        self.values = self.twin.values()  # where hands have put the controls
        self.words, self.bar = element.locator(".course-python-words"), element.locator(".course-python-bar")
        self.again = element.get_by_role("button", name="Try again")

    def wait(self, **values):
        """Until the picture belongs to these values of these controls."""
        wanted = json.loads(json.dumps(values))
        self.page.wait_for_function(STANDS, arg=[self.element.element_handle(), wanted], timeout=SLOW)

    def wait_for_python(self):
        """Until Python answers this picture."""
        self.element.locator(".course-python-words", has_text="everything moves").wait_for(timeout=SLOW)

    def put(self, name, value):
        """Bring a control to one of its ends, as a hand does, and wait for the picture."""
        control = self.twin.scene.controls[name]
        label = control.description
        if not hasattr(control, "options"):
            field = self.element.get_by_label(label, exact=True)
            field.fill(str(value))
            field.press("Enter")
        elif (menu := self.element.locator(".widget-dropdown", has=self.page.get_by_text(label, exact=True))).count():
            menu.locator("select").select_option(index=control.state_of(value))
        else:
            box = self.element.locator(".widget-hslider", has=self.page.get_by_text(label, exact=True))
            box.locator(".noUi-handle").press("End" if value == control.values[-1] else "Home")
        self.values[name] = value
        self.wait(**{name: value})

    def press(self, label):
        """Press a button of that label."""
        self.element.get_by_role("button", name=label, exact=True).press("Enter")

    def work(self, label):
        """Press the button of a job and wait until the work has ended, and until the picture tells what was found."""
        button = self.element.get_by_role("button", name=label, exact=True).element_handle()
        button.press("Enter")
        self.page.wait_for_function("([b, label]) => b.textContent !== label", arg=[button, label], timeout=SLOW)
        self.page.wait_for_function(ENDED, arg=[button, label], timeout=10 * SLOW)
        bare = self.twin.describe(**self.values)
        self.page.wait_for_function(MORE, arg=[self.element.element_handle(), bare], timeout=SLOW)

    def error(self):
        """What stands beside the picture because something went wrong; "" for nothing."""
        message = self.element.locator(".course-error")
        return message.inner_text() if message.is_visible() else ""
