"""An exported page: no kernel, no request to any other host, and a main slider that is alive."""

import base64
import copy
from itertools import pairwise

import nbformat
import numpy as np
import pytest

from course_lib import live, plots
from course_lib.live import export
from tests.browser import axe, lab
from tests.browser.conftest import EXPORTED
from tests.browser.hands import PATIENT, Slider, canvas_is, expect, expect_numbers, on_screen
from tests.colours import turned
from tools import pages
from tools.notebooks import LIVE

NAME = EXPORTED.file
STATE = "application/vnd.jupyter.widget-state+json"


def with_a_look(notebook):
    """The notebook, its first question with a look of this test's own, whatever the record says."""
    states = [model["state"] for model in notebook.metadata.widgets[STATE]["state"].values()]
    explorer = next(state for state in states if state.get("name") == "forward_pass")
    explorer["places"] = {"W1": [150, 20, 120, 280]}
    next(state for state in states if "reasons" in state)["look"] = {
        "explorer": "forward_pass", "move": "Drag *scale*.", "panel": "W1", "asks": "What did the rows do?",
        "states": [{"scale": [">=", 9], "blend": 0}, {"scale": ["<=", 0.002]}], "shown": 1,
        "seen": ["They came apart", "They stayed equal"], "answers": ["look at one column.", "so they did."]}
    return notebook


def still():
    """A cell that has shown a picture without an explorer."""
    data, metadata = plots.show_rows({"$W$": np.eye(4)[:, :2]}, "an identity")._repr_mimebundle_()
    data["image/png"] = base64.b64encode(data["image/png"]).decode()
    return nbformat.v4.new_code_cell(outputs=[nbformat.v4.new_output("display_data", data, metadata=metadata)])


@pytest.fixture(scope="module")
def page(chromium, executed, twins, tmp_path_factory):
    """The page of notebook 01 from a plain web server, with the addresses that it asked for. It is not build/html's:
    somebody may be reading there, and the question on this page is the test's own."""
    folder = tmp_path_factory.mktemp("pages")
    pages.fetch_assets()
    (folder / "assets").symlink_to(pages.OUT / "assets")
    notebook = with_a_look(copy.deepcopy(executed))
    notebook.cells.append(still())
    (folder / f"{NAME}.html").write_text(pages.page(notebook), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pages, "OUT", folder)
        pages.write_index()
    with lab.served(folder) as address:
        page = lab.noting_failures(chromium.new_page(viewport={"width": 1280, "height": 900}))
        page.address = address
        page.goto(f"{address}/{NAME}.html")
        lab.wait_for_pictures(page, len(twins))
        yield page
        page.close()


def test_the_main_slider_shows_every_position_without_python_which_nobody_has_touched_yet(page, twins):
    for element, twin in zip(page.locator(".course-explorer").all(), twins, strict=True):
        slider = Slider(element, twin.name)
        for key in ("Home", "End", "ArrowLeft"):
            slider.press(key)
            if key != "ArrowLeft":
                assert slider.value() == live.ends(slider.control)[key == "End"]
            expect(element, twin.describe(**{twin.main: slider.value()}))
            data = element.locator("canvas").evaluate("canvas => canvas.toDataURL().split(',')[1]")
            frame, _ = twin.frame(twin.values() | {twin.main: slider.value()})
            first = next(iter(twin.scene.controls))  # of the screen's order, not the alphabet's
            assert element.locator(".course-line").text_content().startswith(f"explorers.{twin.name}({first}=")
            assert (export.pixels(base64.b64decode(data)) == export.pixels(frame)).all()
        assert "moves at once. Anything else starts Python" in element.locator(".course-python-words").inner_text()
    assert not [url for url in page.asked if "pyodide" in url]


def test_the_numbers_of_every_position_have_come_with_the_page(page, twins):
    for element, twin in zip(page.locator(".course-explorer").all(), twins, strict=True):
        slider = Slider(element, twin.name)
        element.locator("summary").press("Enter")
        for key in ("Home", "End"):
            slider.handle.press(key)
            expect_numbers(element, twin.table(**{twin.main: live.ends(slider.control)[key == "End"]}))
    assert page.failures == []


def test_formulas_are_set_and_no_other_host_is_asked(page):
    page.wait_for_function("() => document.querySelectorAll('mjx-container svg').length > 3", timeout=60_000)
    page.wait_for_load_state("networkidle")
    assert lab.outside(page) == [] and page.failures == []


@pytest.mark.parametrize("width", [1280, pytest.param(360, marks=pytest.mark.nightly)])
def test_the_whole_page_is_accessible(page, width):
    """The site's test has the width of a phone at each push."""
    page.set_viewport_size({"width": width, "height": 900})
    assert axe.violations(page) == []
    page.set_viewport_size({"width": 1280, "height": 900})


BROKEN = """<html lang="en"><head><title></title></head><body><main style="background: white"><h1>A page</h1>
<p style="color: #b0b0b0">Words too light to read.</p>
<p>One character, which axe alone would let pass: <b style="color: #b0b0b0">1</b></p></main></body></html>"""


def test_axe_sees_what_is_broken_on_purpose_and_an_entry_that_is_not_needed(chromium, monkeypatch):
    known = axe.Known("image-alt", "img", "nobody", "all pictures have one")
    monkeypatch.setitem(axe.KNOWN, "broken", (known,))
    page = chromium.new_page()
    page.set_content(BROKEN)
    found = axe.violations(page, channel="broken")
    page.close()
    rules = sorted(line.split(":")[0] for line in found)
    assert rules == ["color-contrast", "color-contrast", "document-title", "no longer needed"]


def test_the_list_of_pages_is_accessible(page, chromium):
    other = chromium.new_page()
    other.goto(f"{page.address}/index.html")
    assert axe.violations(other) == []
    other.close()


def test_pictures_have_their_own_words_and_the_window_the_heading(page, executed):
    pictures = [output.data for cell in executed.cells if cell.cell_type == "code" for output in cell.outputs
                if "image/png" in output.get("data", {}) and LIVE not in output.data]
    alternatives = page.locator(".jp-RenderedImage img").evaluate_all("all => all.map(e => e.alt)")
    assert alternatives == [*(data["text/plain"].replace("\n", " ") for data in pictures), "an identity"]
    assert page.title() == executed.cells[0].source.split("\n")[0].removeprefix("# ")


FOCUSED = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const {top, left, bottom, right, width, height} = e.getBoundingClientRect(), style = getComputedStyle(e);
  const at = document.elementFromPoint(left + width / 2, top + height / 2);
  return {is: `${e.tagName} ${e.className}`, place: [top + scrollY, left + scrollX],
    name: e.ariaLabel || e.labels?.[0]?.innerText || e.innerText,
    ring: style.outlineStyle === 'solid' && parseFloat(style.outlineWidth) >= 2,
    seen: top > -1 && left > -1 && bottom < innerHeight + 1 && right < innerWidth + 1
      && (e.contains(at) || at?.contains(e))};
}"""


def walk(page):
    """Press the Tab key until it leaves the page: what had the focus, in order."""
    found = []
    while len(found) < 200:
        page.keyboard.press("Tab")
        if (one := page.evaluate(FOCUSED)) is None:
            return found
        found.append(one)
    raise AssertionError(f"the Tab key does not leave the page: {found[-3:]}")


def test_the_tab_key_goes_through_every_control_in_order_and_nothing_else(page, twins):
    page.reload()
    lab.wait_for_pictures(page, len(twins))
    page.wait_for_function("() => document.querySelectorAll('.noUi-handle[aria-label]').length >= 2", timeout=PATIENT)
    there = walk(page)
    controls = page.locator("a[href]:visible, summary:visible, [role=slider][aria-disabled=false]:visible, "
                            "select:enabled, button:enabled:visible, input:enabled").count()
    assert len(there) == controls > 5
    assert not [one for one in there if not (one["ring"] and one["seen"] and one["name"].strip())]
    places = [one["place"] for one in there]
    rows = [(after[0] - before[0], after[1] - before[1]) for before, after in pairwise(places)]
    assert all(down > 8 or (down > -8 and right > 0) for down, right in rows), "the order on the screen"
    back = [page.keyboard.press("Shift+Tab") or page.evaluate(FOCUSED) for _ in there]
    assert [one["place"] for one in back] == places[::-1]


def test_at_320_pixels_nothing_but_a_picture_or_a_formula_goes_sideways(page):
    page.set_viewport_size({"width": 320, "height": 640})
    wide = page.evaluate("""() => [...document.querySelectorAll('main *')]
      .filter(e => e.getBoundingClientRect().right > 321 && !e.closest('mjx-container, .course-explorer'))
      .map(e => e.outerHTML.slice(0, 100))""")
    assert wide == [] and page.evaluate("document.documentElement.scrollWidth") == 320
    page.set_viewport_size({"width": 1280, "height": 900})


def test_links_lead_to_pages(page):
    links = page.evaluate("() => [...document.querySelectorAll('a')].map(a => a.getAttribute('href'))")
    assert any(link == "02_backprop.html" for link in links)
    assert not any(link and link.endswith(".ipynb") for link in links)


def test_the_switch_turns_the_page_dark_live_and_the_choice_stays(page, twins):
    """Frames that the page holds, the picture after a move, the words: real pixels of the screen."""
    element, twin = page.locator(".course-explorer").first, twins[0]
    slider = Slider(element, twin.name)
    slider.press("Home")
    page.get_by_role("button", name="Dark page").press("Enter")
    for key in ("", "End"):
        if key:
            slider.press(key)
        png, text = twin.frame(twin.values() | {twin.main: slider.value()})
        expect(element, text)
        canvas_is(element, 255 * turned(export.pixels(png) / 255))
    seen = on_screen(page)
    assert (seen.min(axis=2) > 240).mean() < 0.02, "no white rectangle: only words and lines are bright"
    assert (seen.max(axis=2) < 48).mean() > 0.6, "the ground is dark"
    red, green, blue = np.moveaxis(on_screen(element.locator("canvas")).astype(int), 2, 0)
    assert ((red > 1.5 * green) & (green > blue) & (red > 120)).mean() > 0.05, "large positive weights are orange"
    picture = page.locator(".jp-RenderedImage img")
    assert (on_screen(picture).max(axis=2) < 16).mean() > 0.5, "a still picture turns, too"
    assert axe.violations(page) == []
    assert page.evaluate("localStorage.getItem('course-theme')") == "dark"
    page.get_by_role("button", name="Light page").press("Space")
    canvas_is(element, export.pixels(png))
    assert (on_screen(page).min(axis=2) > 240).mean() > 0.6


def test_the_index_and_a_first_visit_follow_the_system(page, chromium):
    with chromium.new_context(color_scheme="dark") as context:
        visitor = context.new_page()
        visitor.goto(f"{page.address}/index.html")
        assert (on_screen(visitor).max(axis=2) < 48).mean() > 0.9
        visitor.emulate_media(color_scheme="light")
        visitor.get_by_role("button", name="Dark page").wait_for()
        assert (on_screen(visitor).min(axis=2) > 240).mean() > 0.9


def test_a_question_is_predicted_observed_and_explained_without_a_kernel(page, twins):
    """By keyboard. It comes last: the page is then no longer as it was."""
    assert page.locator(".course-question").count() == len(EXPORTED.predictions)
    question, element = page.locator(".course-question").first, page.locator(".course-explorer").first
    choices = question.locator(".course-choices").first.get_by_role("button")
    choices.first.press("Enter")
    beside, slider = element.locator(".course-beside"), Slider(element, twins[0].name)
    question.get_by_role("button", name="Go to the picture").press("Enter")
    assert slider.handle.evaluate("e => e === document.activeElement")
    for key in ("Home", "End", "Home"):  # the first one does not count: the look begins at the other end
        assert not beside.get_by_text("What did the rows do?").is_visible()
        slider.press(key)
        expect(element, twins[0].describe(scale=slider.value()))
    beside.get_by_role("button", name="They came apart").press("Enter")
    assert beside.get_by_text("Not yet: look at one column.").is_visible()
    assert element.locator(".course-mark").is_visible() and axe.violations(page) == []
    beside.get_by_role("button", name="They stayed equal").press("Space")
    for place in beside, question:
        assert place.locator(".course-title").all_inner_texts() == ["You predicted", "You saw", "Why"]
    assert page.failures == []
