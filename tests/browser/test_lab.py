"""Every explorer in a real JupyterLab in a real browser: moved by hand, saved, opened again.

One notebook holds 00 whole and the explorers and questions of all lessons: nbval runs the rest of every notebook, and
tests/browser/test_every_lab.py each whole notebook in JupyterLab, at night.
"""

import csv
import io
import json
import re

import nbformat
import numpy as np
import pytest

from course_lib import claims, explorers
from course_lib.explorers import EXPLORERS
from course_lib.lessons import LESSONS
from tests.browser import axe, lab
from tests.browser.hands import (
    PATIENT,
    Slider,
    canvas_is,
    expect,
    expect_numbers,
    move_every_control_by_keyboard,
    on_screen,
)
from tests.colours import turned
from tests.kinds import KINDS
from tests.lessons.common import cells

STILL = {"units", "digit", "success", "losses",  # a count that may be the same, the data, and what a button fills
         "stream",  # what a model's own blocks did to their stream
         "units equal", "units correlated", "units rank 1", "units diverse"}
ALIKE = {"through_time": {"dU"}}  # looks the same at the two places: a gradient on a scale of twelve decades
WEIGHTS = "WAEU"  # how the names of panels begin that show weights: layers, low-rank pairs, embeddings, recurrent ones
FAILING = """
e = explorers.forward_pass()
good = e.scene.compute
def compute(**values):
    if values["scale"] == 10: raise ValueError("ten is too much.")
    return good(**values)
e.scene.compute = compute
e""".strip()

QUESTION = "from course_lib.lessons.lesson import Look\nfrom course_lib.quiz import Question"
ASKED = """
asked = Question("Do the rows come apart?", {"Yes": "look again.", "No": "equal rows stay equal."}, "No", Look(
    "forward_pass", "Drag *scale* to both ends.", ({"scale": (">=", 9)}, {"scale": ("<=", 0.002)}),
    "What did the rows do?", {"They came apart": "four rows, one number.", "They stayed equal": "so they did."},
    "They stayed equal", "W1"))
explorers.LOOKS["forward_pass"] = [asked.look]
asked""".strip()
TOLD = "print(asked.predicted, asked.observed, asked.explained, asked.outcome)"


HELD = {*KINDS.values(), "forward_pass", "backprop"}  # these fill in frames; of the others each move asks the kernel
UNHELD = "def asking(explorer):\n    explorer.frames.hold = False\n    return explorer"


def shows(name):
    """The cell that shows an explorer in the notebook of all."""
    return f"explorers.{name}()" if name in HELD else f"asking(explorers.{name}())"


def write(folder, name, sources):
    """A notebook of code cells behind the set-up cell, served by JupyterLab."""
    set_up = cells(LESSONS["00"].file)[0].source
    made = [nbformat.v4.new_code_cell(source) for source in (set_up, *sources)]
    nbformat.write(nbformat.v4.new_notebook(cells=made, metadata={"kernelspec": {
        "name": "python3", "display_name": "Python 3", "language": "python"}}), folder / "notebooks" / name)


def questions():
    return [f'predictions.ask("{number}", {k + 1})' for number, lesson in LESSONS.items()
            for k in range(len(lesson.predictions))]


class Gallery(lab.Notebook):
    """The notebook with all explorers; one kernel and one page for the tests of this file."""

    def alone(self, start):
        """The output of one cell, run anew, with no other output on the page: nobody's frames but its own."""
        self.clear()
        self.page.failures.clear()
        return self.run_cell(start)

    def explorer(self, name):
        """An explorer on the screen with its first picture, its controls where they begin."""
        element = self.alone(shows(name)).locator(".course-explorer")
        element.locator("canvas[data-values]").wait_for(timeout=PATIENT)
        element.scroll_into_view_if_needed()
        return element


@pytest.fixture(scope="module")
def gallery(chromium, jupyter):
    folder, address, token = jupyter
    index = [cell.source for cell in cells(LESSONS["00"].file)[1:]]
    explained = [QUESTION, ASKED, TOLD]
    write(folder, "gallery.ipynb", [*index, UNHELD, *map(shows, EXPLORERS), *questions(), *explained, FAILING])
    with chromium.new_context(viewport={"width": 1280, "height": 900}) as context:
        made = Gallery(lab.noting_failures(context.new_page()), address, token, "gallery.ipynb")
        made.run_cell("import numpy")
        made.run_cell(UNHELD)
        made.run_cell(QUESTION)
        yield made
    lab.shut_down(address, token)


def test_the_whole_notebook_area_is_accessible(gallery):
    """With every explorer and every question on the page; what Jupyter itself draws is Jupyter's."""
    gallery.run_all()
    number = len(EXPLORERS) + 2  # 00 shows one in its own cells, and one is made to fail
    assert len(gallery.explorers(number)) == number and gallery.page.failures == []
    twice = len(LESSONS["00"].predictions)  # 00 asks its own in its cells, too
    assert gallery.page.locator(".course-question").count() == len(questions()) + twice + 1
    assert axe.violations(gallery.page, ".jp-NotebookPanel", "lab") == []


def test_axe_sees_a_picture_without_text_and_a_slider_without_name(gallery):
    """The accessibility check can fail."""
    element = gallery.explorer("forward_pass")
    element.evaluate("e => e.querySelector('canvas').removeAttribute('aria-label')")
    element.locator(".noUi-handle[aria-label]").first.wait_for()  # a slider is named as soon as it is drawn
    element.locator(".noUi-handle").first.evaluate("e => e.removeAttribute('aria-label')")
    found = " ".join(axe.violations(gallery.page, ".course-explorer"))
    assert "role-img-alt" in found and "aria-input-field-name" in found


def move(element, name):
    """Drag the main slider, then step back by keyboard: picture, words and the line of code follow."""
    slider = Slider(element, name)
    first = slider.expect_text_of_the_new_value()
    start = slider.value()
    slider.drag(0.93)
    second = slider.expect_text_of_the_new_value()
    assert slider.value() > start
    drawn = [slider.twin.canvas.draw(slider.twin.compute(**{slider.twin.main: value})).copy()
             for value in (start, slider.value())]
    wanted = slider.changed_panels(*drawn)
    assert wanted | STILL | ALIKE.get(name, set()) >= set(slider.twin.canvas.panels)
    assert slider.changed_panels(first, second) >= wanted
    dragged = slider.value()
    slider.press("ArrowLeft")
    third = slider.expect_text_of_the_new_value()
    assert slider.value() < dragged
    assert any(panel[0] in WEIGHTS for panel in slider.changed_panels(second, third) - STILL)
    assert slider.handle.get_attribute("aria-label") == slider.control.description
    line = element.locator(".course-line").text_content()
    shown_values = json.loads(element.locator("canvas").get_attribute("data-values"))
    assert eval(line, {"explorers": explorers}).values() == shown_values


@pytest.mark.parametrize("name", EXPLORERS)
def test_an_explorer_moves(gallery, name):
    element = gallery.explorer(name)
    move(element, name)
    move_every_control_by_keyboard(element, name)
    assert gallery.page.failures == []


def test_each_kind_is_alive_again_after_saving_and_opening(opened, jupyter):
    """Saved with its pictures, opened again while its kernel lives, then run again."""
    names = [name for name in EXPLORERS if name in KINDS.values()]
    assert len(names) >= 4
    write(jupyter[0], "kinds.ipynb", [f"explorers.{name}()" for name in names])
    notebook, saved = opened("kinds.ipynb")
    notebook.run_all()
    notebook.explorers(len(names))
    notebook.save()
    notebook.open()
    for element, name in zip(notebook.explorers(len(names)), names, strict=True):
        notebook.show(element)
        slider = Slider(element, name)
        slider.press("ArrowRight" if slider.value() != slider.control.values[-1] else "ArrowLeft")
        slider.expect_text_of_the_new_value()
    notebook.run_all()
    assert len(notebook.explorers(len(names))) == len(names)
    assert notebook.page.failures == []
    assert "<Figure" not in saved.read_text() and saved.read_text().count("image/png") >= len(names)


FRAMES = """e => {
  window.frames_shown = [];
  e.addEventListener('course-frame', ({detail}) => frames_shown.push([detail.held, JSON.stringify(detail.values)]));
}"""


def test_a_slider_under_the_hand_is_filled_in_and_then_needs_no_kernel(gallery):
    """A drag over held frames: each is the frame of its position, and the kernel is not asked."""
    element, page = gallery.explorer("forward_pass"), gallery.page
    slider = Slider(element, "forward_pass")
    slider.hold()
    element.evaluate(FRAMES)
    slider.drag(0.02, steps=12)
    slider.drag(0.97, steps=12)
    picture = slider.expect_text_of_the_new_value()
    shown = page.evaluate("window.frames_shown")
    assert len(shown) > 10 and all(frame[0] for frame in shown)
    figure = slider.twin.canvas.draw(slider.twin.compute(scale=slider.value()))[..., :3]
    np.testing.assert_array_equal(picture, figure)


def test_the_explorer_on_the_screen_is_filled_before_anybody_touches_it(gallery):
    element, page = gallery.explorer("random_init"), gallery.page
    page.wait_for_function("""() => {  // the nearest come first; how many fit into its share of time is the machine's
      const store = globalThis[Symbol.for('course.frames')];
      const its = ({unasked, values}) => unasked && ['blend', 'data', 'width'].every(name => name in values);
      return [...store.frames.values()].filter(its).length >= 4;
    }""", timeout=PATIENT)
    element.evaluate(FRAMES)
    slider = Slider(element, "random_init")
    slider.press("ArrowRight" if slider.value() != slider.control.values[-1] else "ArrowLeft")
    slider.expect_text_of_the_new_value()
    shown = page.evaluate("window.frames_shown")
    assert shown and all(held for held, _ in shown)


def test_play_walks_through_every_held_step_in_order(gallery):
    element, twin = gallery.explorer("backprop"), EXPLORERS["backprop"]()
    Slider(element, "backprop", "step").hold()
    element.evaluate(FRAMES)
    element.get_by_label("Play or pause").press("Enter")
    expect(element, twin.describe(step=30))
    steps = [json.loads(values)["step"] for _, values in gallery.page.evaluate("window.frames_shown")]
    assert steps == list(range(1, 31))
    element.get_by_label("Stop and go to the first step").press("Enter")
    expect(element, twin.describe(step=0))


def test_the_numbers_open_by_keyboard_follow_the_slider_and_are_copied(gallery):
    element, page = gallery.explorer("forward_pass"), gallery.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    slider, summary = Slider(element, "forward_pass"), element.locator("summary")
    assert not element.locator(".course-table").count()
    summary.press("Enter")  # JupyterLab must not take the key
    expect_numbers(element, slider.twin.table(scale=slider.value()))
    assert summary.evaluate("e => e === document.activeElement")
    slider.hold()
    slider.drag(0.9)
    slider.press("ArrowLeft")
    wanted = slider.twin.table(scale=slider.value())
    expect_numbers(element, wanted)
    element.get_by_role("button", name="Copy as CSV").press("Enter")
    element.get_by_role("status").get_by_text("Copied").wait_for(timeout=PATIENT)
    copied = list(csv.reader(io.StringIO(page.evaluate("navigator.clipboard.readText()"))))
    assert eval(copied[0][0], {"explorers": explorers}).values() == slider.twin.values() | {"scale": slider.value()}
    assert len(copied) == wanted.csv().count("\n") and [float(cell) for cell in copied[-1]] == [4.0, 1.0]
    element.locator("td").first.dblclick()
    page.keyboard.press("Control+c")
    page.wait_for_function("async text => await navigator.clipboard.readText() === text",
                           arg=element.locator("td").first.text_content(), timeout=PATIENT)
    assert page.failures == []


THEME = "name => window.jupyterapp.commands.execute('apputils:change-theme', {theme: name})"


def test_pictures_turn_with_the_theme_live_and_stills_too(gallery):
    """The frame on the screen, one that the page holds, and a picture without an explorer; then light again."""
    element, page = gallery.explorer("forward_pass"), gallery.page
    slider = Slider(element, "forward_pass")
    slider.hold()
    dark_frame = turned(slider.twin.canvas.draw(slider.twin.compute())[..., :3] / 255)
    try:
        page.evaluate(THEME, "JupyterLab Dark")
        canvas_is(element, 255 * dark_frame)
        slider.press("End")
        end = slider.twin.canvas.draw(slider.twin.compute(scale=slider.value()))[..., :3].copy()
        canvas_is(element, 255 * turned(end / 255))
        seen = on_screen(element)
        assert (seen.min(axis=2) > 240).mean() < 0.03 and (seen.max(axis=2) < 48).mean() > 0.5
        still = gallery.run_cell("plots.show_map(").locator(".jp-RenderedImage img")
        still.wait_for(timeout=PATIENT)
        seen = on_screen(still)
        assert (seen.min(axis=2) > 240).mean() < 0.03 and (seen.max(axis=2) < 16).mean() > 0.5
    finally:
        page.evaluate(THEME, "JupyterLab Light")
    canvas_is(element, end)
    assert (on_screen(still).min(axis=2) > 240).mean() > 0.5


def test_an_error_appears_beside_the_picture_and_goes(gallery):
    """A compute that fails at one position: message, old picture, and recovery."""
    element = gallery.alone(FAILING.split("\n")[0]).locator(".course-explorer")
    slider, message = Slider(element, "forward_pass"), element.locator(".course-error")
    slider.expect_text_of_the_new_value()
    assert not message.is_visible()
    slider.handle.press("End")
    message.wait_for(state="visible", timeout=PATIENT)
    assert message.inner_text() == "ValueError: ten is too much. Move a control to go on."
    slider.handle.press("Home")
    message.wait_for(state="hidden", timeout=PATIENT)
    slider.expect_text_of_the_new_value()


def test_buttons_and_menus_work_by_keyboard(gallery):
    element, twin = gallery.explorer("backprop"), EXPLORERS["backprop"]()
    menu = element.get_by_label("W2 starts as")
    menu.focus()
    gallery.page.keyboard.press("ArrowDown")  # from "constant" to "random"; JupyterLab must not take the key
    expect(element, twin.describe(start_W2="random"))
    assert menu.evaluate("e => e === document.activeElement")
    element.get_by_role("button", name="Step", exact=True).press("Enter")
    expect(element, twin.describe(start_W2="random", step=1))
    element.get_by_role("button", name="Reset (same weights)").press("Enter")
    expect(element, twin.describe(start_W2="random", step=0))
    element.get_by_role("button", name="New seed").press("Enter")
    expect(element, twin.describe(start_W2="random", seed=1))


def test_predict_observe_explain_by_keyboard(gallery):
    """Predicted, moved, observed wrong, framed, observed right, explained; then the kernel knows it."""
    page, question = gallery.page, gallery.alone(ASKED.split("\n")[0]).locator(".course-question")
    element = gallery.run_cell(shows("forward_pass")).locator(".course-explorer")
    slider, beside = Slider(element, "forward_pass"), element.locator(".course-beside")
    slider.expect_text_of_the_new_value()
    for key in ("Enter", "Tab", "Space"):  # changes its mind
        (question.get_by_role("button", name="Yes").press if key == "Enter" else page.keyboard.press)(key)
    assert question.get_by_role("button", name="No", exact=True).get_attribute("aria-pressed") == "true"
    beside.get_by_text("You predicted “No”.").wait_for(state="attached", timeout=PATIENT)  # 4.4 hides what is elsewhere
    assert "Right" not in question.text_content()
    question.get_by_role("button", name="Go to the picture").press("Enter")
    page.wait_for_function("e => e === document.activeElement", arg=slider.handle.element_handle())
    page.keyboard.press("End")
    beside.get_by_text("2 of 2:").wait_for(timeout=PATIENT)
    page.keyboard.press("Home")
    beside.get_by_text("What did the rows do?").wait_for(timeout=PATIENT)
    beside.get_by_role("button", name="They came apart").press("Enter")
    assert beside.get_by_text("Not yet: four rows, one number.").is_visible()
    mark, canvas = element.locator(".course-mark").bounding_box(), element.locator("canvas").bounding_box()
    panel, scale = slider.twin.canvas.panels["W1"].ax.get_window_extent(), canvas["width"] / 900
    assert 0 < canvas["x"] + scale * panel.x0 - mark["x"] < 40 * scale, "with its discs, without the panel before"
    assert 0 < mark["x"] + mark["width"] - canvas["x"] - scale * panel.x1 < 20
    assert axe.violations(page, ".jp-NotebookPanel", "lab", part=True) == []
    beside.get_by_role("button", name="They stayed equal").press("Space")
    beside.get_by_text("“No”: equal rows stay equal.").wait_for(timeout=PATIENT)
    assert element.locator(".course-mark").count() == 0
    assert question.locator(".course-title").all_text_contents() == ["You predicted", "You saw", "Why"]
    told = gallery.run_cell("print(asked")
    told.get_by_text("No True True right").wait_for(timeout=PATIENT)
    assert gallery.page.failures == []


def test_a_job_runs_shows_its_result_and_can_be_cancelled(gallery):
    element = gallery.explorer("random_init")
    count = element.get_by_role("button", name="Count successes")
    count.click()
    element.get_by_text("Solved by 200 seeds at width 4").wait_for(timeout=PATIENT)
    count.wait_for(timeout=PATIENT)
    element.get_by_label("width for counting").select_option("16")
    count.click()
    element.get_by_role("button", name="Cancel").click()
    count.wait_for(timeout=PATIENT)
    assert not element.locator(".course-error").is_visible()


def test_a_click_on_the_map_lands_there(gallery):
    """The click moves the two weights and the menu, and the text says what describe gives for them headless."""
    element, twin = gallery.explorer("landings"), EXPLORERS["landings"]()
    canvas, height = element.locator("canvas"), twin.canvas.figure.bbox.height
    map_box, scale = twin.canvas.panels["map"].ax.get_window_extent(), canvas.evaluate("c => c.clientWidth / c.width")
    x, y = map_box.x0 + 0.75 * map_box.width, height - (map_box.y0 + 0.25 * map_box.height)
    canvas.click(position={"x": scale * x, "y": scale * y})
    text = element.locator(".course-text")
    text.get_by_text("Your landing is at").wait_for(timeout=PATIENT)
    w1, w2 = (float(n) for n in re.search(r"yours starts at \(([\d.-]+), ([\d.-]+)\)", text.inner_text()).groups())
    assert abs(w1 - 2.0) <= 0.2 and abs(w2 + 2.0) <= 0.2
    assert text.inner_text() == twin.describe(w1=w1, w2=w2, follow="mine")
    assert element.get_by_label("follow").locator("option:checked").inner_text().split() == ["my", "landing"]


PATH = "name => window.jupyterapp.shell.currentWidget.context?.path === name"
ON_SCREEN = """id => [...window.jupyterapp.shell.currentWidget.node.querySelectorAll('h2')].some(e =>
  e.dataset.jupyterId === id && e.getBoundingClientRect().top > 0 && e.getBoundingClientRect().top < innerHeight)"""


@pytest.mark.nightly
def test_a_link_of_the_claims_table_opens_the_notebook_and_then_leads_to_the_heading(opened):
    """JupyterLab looks for a heading only in a notebook that is open: the second click gets there, as 00 says."""
    file = LESSONS["00"].file + ".ipynb"
    notebook, _ = opened(file)
    notebook.run_all()
    page, experiment = notebook.page, next(e for e in claims.CLAIMS[5].experiments)
    words = page.locator(".jp-OutputArea-output a", has_text=experiment.heading)
    notebook.show(words)
    words.click()
    page.wait_for_function(PATH, arg=f"{claims.NOTEBOOKS[experiment.notebook].file}.ipynb", timeout=PATIENT)
    page.wait_for_function(lab.IDLE, timeout=PATIENT)
    notebook.walk()  # its cells grow as they are drawn, and would push the heading away again
    page.evaluate("""file => { const shell = window.jupyterapp.shell;
      shell.activateById([...shell.widgets('main')].find(w => w.context.path === file).id); }""", file)
    notebook.show(words)
    words.click()
    page.wait_for_function(ON_SCREEN, arg=experiment.heading.replace(" ", "-"), timeout=PATIENT)
