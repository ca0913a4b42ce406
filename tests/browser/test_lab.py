"""Each notebook in a real JupyterLab in a real browser: run, move the main slider, save, reopen, run again."""

import base64
import io
import json
import re
from pathlib import Path

import axe_playwright_python
import nbformat
import numpy as np
import pytest
from PIL import Image

from course_lib import claims, explorers, live
from course_lib.explorers import EXPLORERS
from tests.browser import lab

NOTEBOOKS = sorted((lab.ROOT / "notebooks").glob("[0-9]*.ipynb"))
STILL = {"units", "digit", "success", "losses",  # a count that may be the same, the data, and what a button fills
         "units equal", "units correlated", "units rank 1", "units diverse"}


@pytest.fixture(scope="module")
def jupyter(tmp_path_factory):
    """One server and one browser for all tests."""
    lab.require_chromium()
    folder = tmp_path_factory.mktemp("lab")
    with lab.server(folder) as (address, token), lab.browser() as browser:
        yield folder, address, token, browser


@pytest.fixture
def opened(jupyter):
    """Opens notebooks, each in a page of its own. Pages and kernels end with the test: a page that stays open follows
    the widgets of the next one on the same kernel, and its link between player and slider sends positions of the past.
    """
    folder, address, token, browser = jupyter
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        def open_notebook(name):
            page = context.new_page()
            page.failures = []
            page.on("pageerror", lambda error: page.failures.append(str(error)))
            return lab.Notebook(page, address, token, name), folder / "notebooks" / name
        yield open_notebook
    lab.shut_down(address, token)


AXE = next(Path(axe_playwright_python.__file__).parent.rglob("axe*.js")).read_text(encoding="utf-8")


def violations(page):
    """What axe-core finds serious or critical in all that the course draws: explorers and questions."""
    page.evaluate(AXE)
    return page.evaluate("""async () => {
      const found = await axe.run({include: [['.course-explorer'], ['.course-question']]});
      return found.violations.filter(v => ['serious', 'critical'].includes(v.impact))
        .map(v => `${v.id}: ${v.nodes[0].html}`);
    }""")


def names_of_explorers(path):
    cells = nbformat.read(path, as_version=4).cells
    code = [cell.source for cell in cells if cell.cell_type == "code"]
    return [name for source in code for name in re.findall(r"^explorers\.(\w+)\(\)", source)]


def shown(explorer):
    """(pixels, text) of the picture that is on the screen now; its alt text must be the text under it."""
    data, label, text = explorer.evaluate("""e => {
      const canvas = e.querySelector('canvas');
      return [canvas.toDataURL().split(',')[1], canvas.getAttribute('aria-label'),
              e.querySelector('.course-text').textContent];
    }""")
    assert label == text
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(data))).convert("RGB")), text


class Slider:
    """A slider, the main one, of an explorer on the screen, beside an explorer of the same kind without a screen."""

    def __init__(self, page, element, name, control=None):
        self.page, self.element, self.twin = page, element, EXPLORERS[name]()
        control = self.twin.controls[control or self.twin.main]
        self.values = dict(control.options)
        self.box = element.locator(".widget-hslider", has=page.get_by_text(control.description, exact=True)).first
        self.handle = self.box.locator(".noUi-handle")

    def value(self):
        # Not inner_text: JupyterLab leaves cells that are far from the screen unrendered, and those have none.
        return self.values[self.box.locator(".widget-readout").text_content()]

    def hold(self):
        """Lay the hand on the slider and wait until the page holds the frames of all its positions."""
        self.handle.focus()
        self.page.wait_for_function("n => globalThis[Symbol.for('course.frames')].frames.size >= n",
                                    arg=len(self.values), timeout=60_000)

    def expect_text_of_the_new_value(self):
        """The text on the screen becomes what describe gives headless for the value the slider shows."""
        wanted = self.twin.describe(**{self.twin.main: self.value()})
        self.page.wait_for_function("([e, text]) => e.querySelector('.course-text').textContent === text",
                                    arg=[self.element.element_handle(), wanted], timeout=30_000)
        return shown(self.element)[0]

    def drag(self, share):
        """Press on the handle, move it to `share` of the track, release."""
        self.handle.hover()  # waits until nothing moves any more
        track, handle = self.box.locator(".noUi-target").bounding_box(), self.handle.bounding_box()
        y = handle["y"] + handle["height"] / 2
        self.page.mouse.move(handle["x"] + handle["width"] / 2, y)
        self.page.mouse.down()
        self.page.mouse.move(track["x"] + share * track["width"], y, steps=12)
        self.page.mouse.up()

    def changed_panels(self, before, after):
        changed = set()
        for name, panel in self.twin.canvas.panels.items():
            box, height = panel.ax.get_window_extent(), before.shape[0]
            part = np.s_[int(height - box.y1):int(height - box.y0), int(box.x0):int(box.x1)]
            if (before[part] != after[part]).any():
                changed.add(name)
        return changed


def move_every_control_by_keyboard(page, element, twin):
    """Focus each control, press an arrow key, and see its value change."""
    for name, control in twin.scene.controls.items():
        slider = element.locator(".widget-hslider", has=page.get_by_text(control.description, exact=True))
        if slider.count():
            target, shown = slider.first.locator(".noUi-handle"), slider.first.locator(".widget-readout")
            keys, read = ("ArrowLeft", "ArrowRight"), shown.inner_text
        else:
            target = element.get_by_label(control.description, exact=True)
            keys, read = ("ArrowDown", "ArrowUp"), target.input_value
        target.focus()
        before, moved = read(), False
        for key in keys:  # one of the two leads away from where it stands
            page.keyboard.press(key)
            page.wait_for_timeout(150)
            moved = moved or read() != before
        assert moved, f"{name} cannot be moved by keyboard"
    assert not element.locator(".course-error").is_visible()


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_run_move_save_reopen(opened, path):
    notebook, saved = opened(path.name)
    notebook.run_all()
    names = names_of_explorers(path)
    found = notebook.explorers(len(names))
    assert violations(notebook.page) == []
    assert len(found) == len(names) > 0
    for element, name in zip(found, names):
        notebook.show(element)
        slider = Slider(notebook.page, element, name)
        first = slider.expect_text_of_the_new_value()
        start = slider.value()
        slider.drag(0.93)
        second = slider.expect_text_of_the_new_value()
        assert slider.value() > start
        assert slider.changed_panels(first, second) >= set(slider.twin.canvas.panels) - STILL
        dragged = slider.value()
        slider.handle.press("ArrowLeft")
        slider.page.wait_for_function("([b, old]) => b.querySelector('.widget-readout').textContent !== old", arg=[
            slider.box.element_handle(), next(k for k, v in slider.values.items() if v == dragged)], timeout=30_000)
        third = slider.expect_text_of_the_new_value()
        assert slider.value() < dragged
        assert any(panel.startswith("W1") for panel in slider.changed_panels(second, third))
        assert slider.handle.get_attribute("aria-label") == slider.twin.controls[slider.twin.main].description
        line = element.locator(".course-line").text_content()
        shown_values = json.loads(element.locator("canvas").get_attribute("data-values"))
        assert eval(line, {"explorers": explorers}).values() == shown_values
        move_every_control_by_keyboard(notebook.page, element, slider.twin)
    notebook.save()
    notebook.open()  # alive again as they were; closing one while it loads is an error
    assert len(notebook.explorers(len(names))) == len(names)
    notebook.run_all()
    assert len(notebook.explorers(len(names))) == len(names)
    assert notebook.page.failures == []
    assert "<Figure" not in saved.read_text()


FRAMES = """e => {
  window.frames_shown = [];
  e.addEventListener('course-frame', ({detail}) => frames_shown.push([detail.held, JSON.stringify(detail.values)]));
}"""


def test_a_slider_under_the_hand_is_filled_in_and_then_needs_no_kernel(opened):
    """A drag over held frames: each is the frame of its position, and the kernel is not asked."""
    notebook, _ = opened("01_forward_pass.ipynb")
    notebook.run_all()
    element, page = notebook.explorers()[0], notebook.page
    slider = Slider(page, element, "forward_pass")
    slider.hold()
    element.evaluate(FRAMES)
    slider.drag(0.02)
    slider.drag(0.97)
    picture = slider.expect_text_of_the_new_value()
    shown = page.evaluate("window.frames_shown")
    assert len(shown) > 10 and all(frame[0] for frame in shown)
    figure = slider.twin.canvas.draw(slider.twin.compute(scale=slider.value()))[..., :3]
    np.testing.assert_array_equal(picture, figure)


def test_play_walks_through_every_held_step_in_order(opened):
    notebook, _ = opened("02_backprop.ipynb")
    notebook.run_all()
    element, page = notebook.explorers()[0], notebook.page
    twin = EXPLORERS["backprop"]()
    Slider(page, element, "backprop", "step").hold()
    element.evaluate(FRAMES)
    element.get_by_label("Play or pause").press("Enter")
    page.wait_for_function("([e, t]) => e.querySelector('.course-text').textContent === t", arg=[
        element.element_handle(), twin.describe(step=30)], timeout=20_000)
    steps = [json.loads(values)["step"] for _, values in page.evaluate("window.frames_shown")]
    assert steps == list(range(1, 31))
    element.get_by_label("Stop and go to the first step").press("Enter")
    page.wait_for_function("([e, t]) => e.querySelector('.course-text').textContent === t", arg=[
        element.element_handle(), twin.describe(step=0)], timeout=20_000)


def test_an_error_appears_beside_the_picture_and_goes(opened, tmp_path):
    """A cell makes an explorer whose compute fails at one position: message, old picture, and recovery."""
    code = """
from course_lib import explorers
e = explorers.forward_pass()
good = e.scene.compute
def compute(**values):
    if values["scale"] == 10: raise ValueError("ten is too much.")
    return good(**values)
e.scene.compute = compute
e"""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code.strip())], metadata={
        "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}})
    _, beside = opened(NOTEBOOKS[0].name)
    nbformat.write(notebook, Path(beside).with_name("error.ipynb"))
    notebook, _ = opened("error.ipynb")
    notebook.run_all()
    element = notebook.explorers()[0]
    slider = Slider(notebook.page, element, "forward_pass")
    message = element.locator(".course-error")
    assert not message.is_visible()
    slider.handle.press("End")
    message.wait_for(state="visible", timeout=30_000)
    assert message.inner_text() == "ValueError: ten is too much. Move a control to go on."
    slider.handle.press("Home")
    message.wait_for(state="hidden", timeout=30_000)
    slider.expect_text_of_the_new_value()


def test_buttons_and_menus_work_by_keyboard(opened):
    notebook, _ = opened("02_backprop.ipynb")
    notebook.run_all()
    element = notebook.explorers()[0]
    twin = EXPLORERS["backprop"]()

    def expect(**values):
        notebook.page.wait_for_function("([e, t]) => e.querySelector('.course-text').textContent === t", arg=[
            element.element_handle(), twin.describe(**values)], timeout=30_000)

    menu = element.get_by_label("W2 starts as")
    menu.focus()
    notebook.page.keyboard.press("ArrowDown")  # from "constant" to "random"; JupyterLab must not take the key
    expect(start_W2="random")
    assert menu.evaluate("e => e === document.activeElement")
    element.get_by_role("button", name="Step", exact=True).press("Enter")
    expect(start_W2="random", step=1)
    element.get_by_role("button", name="Reset (same weights)").press("Enter")
    expect(start_W2="random", step=0)
    element.get_by_role("button", name="New seed").press("Enter")
    expect(start_W2="random", seed=1)
    assert live.ends(twin.scene.controls["step"]) == (0, 30)


def test_axe_sees_a_picture_without_text_and_a_slider_without_name(opened):
    """The accessibility check can fail."""
    notebook, _ = opened("01_forward_pass.ipynb")
    notebook.run_all()
    element = notebook.explorers()[0]
    element.evaluate("e => e.querySelector('canvas').removeAttribute('aria-label')")
    element.locator(".noUi-handle").first.evaluate("e => e.removeAttribute('aria-label')")
    found = " ".join(violations(notebook.page))
    assert "role-img-alt" in found and "aria-input-field-name" in found


def test_a_question_answers_by_keyboard(opened):
    notebook, _ = opened("01_forward_pass.ipynb")
    notebook.run_all()
    question = notebook.page.locator(".jp-OutputArea-output .course-question").first
    notebook.show(question)
    question.get_by_role("button", name="Yes, a sample with unequal inputs").press("Enter")
    question.get_by_text("Not yet: unequal inputs change the answer").wait_for(timeout=30_000)
    notebook.page.keyboard.press("Tab")
    notebook.page.keyboard.press("Space")
    question.get_by_text("Right: both units have the same row of W").wait_for(timeout=30_000)


def test_a_job_runs_shows_its_result_and_can_be_cancelled(opened):
    notebook, _ = opened("05_random_init.ipynb")
    notebook.run_all()
    element = notebook.explorers()[0]
    element.get_by_role("button", name="Count successes").click()
    element.get_by_text("Solved by 200 seeds at width 4").wait_for(timeout=60_000)
    element.get_by_role("button", name="Count successes").wait_for(timeout=60_000)
    element.get_by_label("width for counting").select_option("16")
    element.get_by_role("button", name="Count successes").click()
    element.get_by_role("button", name="Cancel").click()
    element.get_by_role("button", name="Count successes").wait_for(timeout=30_000)
    assert not element.locator(".course-error").is_visible()


PATH = "name => window.jupyterapp.shell.currentWidget.context?.path === name"
ON_SCREEN = """id => [...window.jupyterapp.shell.currentWidget.node.querySelectorAll('h2')].some(e =>
  e.dataset.jupyterId === id && e.getBoundingClientRect().top > 0 && e.getBoundingClientRect().top < innerHeight)"""


def test_a_link_of_the_claims_table_opens_the_notebook_and_then_leads_to_the_heading(opened):
    """JupyterLab looks for a heading only in a notebook that is open: the second click gets there, as 00 says."""
    notebook, _ = opened("00_start_here.ipynb")
    notebook.run_all()
    page, experiment = notebook.page, next(e for e in claims.CLAIMS[5].experiments)
    words = page.locator(".jp-OutputArea-output a", has_text=experiment.heading)
    notebook.show(words)
    words.click()
    page.wait_for_function(PATH, arg=f"{claims.NOTEBOOKS[experiment.notebook].file}.ipynb", timeout=30_000)
    page.wait_for_function(lab.IDLE, timeout=60_000)
    notebook.walk()  # its cells grow as they are drawn, and would push the heading away again
    page.evaluate("""() => { const shell = window.jupyterapp.shell;
      shell.activateById([...shell.widgets('main')].find(w => w.context.path === '00_start_here.ipynb').id); }""")
    notebook.show(words)
    words.click()
    page.wait_for_function(ON_SCREEN, arg=experiment.heading.replace(" ", "-"), timeout=30_000)


def test_a_click_on_the_map_lands_there(opened):
    """The click moves the two weights and the menu, and the text says what describe gives for them headless."""
    notebook, _ = opened("09_landings.ipynb")
    notebook.run_all()
    element, twin = notebook.explorers()[0], EXPLORERS["landings"]()
    notebook.show(element)
    canvas, height = element.locator("canvas"), twin.canvas.figure.bbox.height
    map_box, scale = twin.canvas.panels["map"].ax.get_window_extent(), canvas.evaluate("c => c.clientWidth / c.width")
    x, y = map_box.x0 + 0.75 * map_box.width, height - (map_box.y0 + 0.25 * map_box.height)
    canvas.click(position={"x": scale * x, "y": scale * y})
    text = element.locator(".course-text")
    text.get_by_text("Your landing is at").wait_for(timeout=30_000)
    w1, w2 = (float(n) for n in re.search(r"yours starts at \(([\d.-]+), ([\d.-]+)\)", text.inner_text()).groups())
    assert abs(w1 - 2.0) <= 0.2 and abs(w2 + 2.0) <= 0.2
    assert text.inner_text() == twin.describe(w1=w1, w2=w2, follow="mine")
    assert element.get_by_label("follow").locator("option:checked").inner_text().split() == ["my", "landing"]
