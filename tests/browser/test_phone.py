"""An exported page on a phone, by touch: nothing sticks out, the slider stays in sight, a finger moves it."""

import copy

import pytest

from course_lib.live import tiles
from tests.browser import lab
from tests.browser.conftest import EXPORTED
from tests.browser.hands import PATIENT, Slider, expect
from tools import pages

NAME = EXPORTED.file
TOP = "e => e.getBoundingClientRect().top"


@pytest.fixture(scope="module")
def phone(chromium, executed, twins, tmp_path_factory):
    """Notebook 01 at 360 pixels, with fingers."""
    folder = tmp_path_factory.mktemp("phone")
    pages.fetch_assets()
    (folder / "assets").symlink_to(pages.OUT / "assets")
    (folder / f"{NAME}.html").write_text(pages.page(copy.deepcopy(executed)), encoding="utf-8")
    with (lab.served(folder) as address,
          chromium.new_context(viewport={"width": 360, "height": 740}, has_touch=True) as context):
        page = lab.noting_failures(context.new_page())
        page.goto(f"{address}/{NAME}.html")
        lab.wait_for_pictures(page, len(twins))
        page.wait_for_function("() => window.MathJax?.startup?.promise?.then(() => true)", timeout=PATIENT)
        yield page


@pytest.fixture
def first(phone, twins):
    """The first explorer's main slider, at its place in the page."""
    slider = Slider(phone.locator(".course-explorer").first, twins[0].name)
    slider.handle.evaluate("e => e.scrollIntoView({block: 'center'})")  # there is room around it for a finger
    return slider


def finger(page, *points):
    """Touch at the first point, slide to the others, let go."""
    touch = page.context.new_cdp_session(page)
    for kind, (x, y) in zip(["touchStart", *["touchMove"] * (len(points) - 1)], points, strict=True):
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def middle(locator):
    locator.page.wait_for_function("() => !document.querySelector('.noUi-state-tap')")  # the handle glides there
    box = locator.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


NEAR = "([handle, at]) => Math.abs(handle.getAttribute('aria-valuenow') - at) <= 3"


def test_a_tap_beside_the_handle_moves_it_there(phone, first):
    for share in (0.2, 0.7):
        (_, y), track = middle(first.handle), first.box.locator(".noUi-target").bounding_box()
        finger(phone, (track["x"] + share * track["width"], y + 8))  # a finger misses the thin line
        phone.wait_for_function(NEAR, arg=[first.handle.element_handle(), share * (len(first.values) - 1)],
                                timeout=PATIENT)
        expect(first.element, first.twin.describe(**{first.twin.main: first.value()}))


def test_a_finger_drags_the_handle_and_the_page_stays_where_it_is(phone, first):
    (x, y), scrolled = middle(first.handle), phone.evaluate("scrollY")
    before = first.control.values.index(first.value())
    finger(phone, *((x - 3 * step, y - 6 * step) for step in range(20)))  # upwards too, as a thumb does
    track = first.box.locator(".noUi-target").bounding_box()
    at = before - 57 / track["width"] * (len(first.values) - 1)
    phone.wait_for_function(NEAR, arg=[first.handle.element_handle(), at], timeout=PATIENT)
    assert phone.evaluate("scrollY") == scrolled
    expect(first.element, first.twin.describe(**{first.twin.main: first.value()}))


def test_a_swipe_that_begins_on_the_track_scrolls_the_page_and_moves_nothing(phone, first):
    track, (_, y) = first.box.locator(".noUi-target").bounding_box(), middle(first.handle)
    before, scrolled = first.value(), phone.evaluate("scrollY")
    share = 0.1 if first.control.values.index(before) > len(first.values) / 2 else 0.9
    finger(phone, *((track["x"] + share * track["width"], y + 8 - 12 * step) for step in range(20)))
    phone.wait_for_function("y => scrollY > y + 100", arg=scrolled, timeout=PATIENT)
    assert first.value() == before


DECIDE = """(canvas, panels) => {
  const picture = [...globalThis[Symbol.for('course.pictures')]].find(each => each.canvas === canvas);
  return Math.max(...panels.map(panel => picture.flow.where(panel)).map(([, top, , height]) => top + height));
}"""


def test_the_slider_stays_in_sight_and_all_controls_with_the_panels_that_decide_are_on_one_screen(phone, first):
    canvas, box = first.element.locator("canvas"), first.element.locator(".course-main")
    decide = canvas.evaluate(DECIDE, tiles.deciding(first.twin.canvas.panels))
    assert canvas.evaluate(TOP) - box.evaluate(TOP) + decide < 740
    phone.evaluate("y => scrollBy(0, y)", first.element.evaluate(TOP) + 500)
    assert first.element.evaluate(TOP) < -400 and box.evaluate(TOP) == pytest.approx(0, abs=1)
    x, y = middle(first.handle)
    assert phone.evaluate("([x, y]) => document.elementFromPoint(x, y).closest('.noUi-handle') !== null", [x, y])


@pytest.mark.parametrize("width", (320, 360, 768))
def test_nothing_of_a_picture_sticks_out_and_everything_can_be_hit(phone, width):
    phone.set_viewport_size({"width": width, "height": 740})
    phone.wait_for_function("() => [...document.querySelectorAll('.course-frame')].every("
                            "e => e.firstChild.clientWidth <= e.clientWidth && e.scrollWidth <= e.clientWidth)")
    assert phone.evaluate("document.documentElement.scrollWidth") == width
    out = phone.evaluate("""() => [...document.querySelectorAll('.course-explorer')].flatMap(root => {
      const edge = root.getBoundingClientRect().right + 1;
      return [...root.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > edge).map(e => e.className);
    })""")
    small = phone.evaluate("""() => [...document.querySelectorAll(
        '.course-explorer :is(.noUi-handle, button, select, input)')].map(e => [e, e.getBoundingClientRect()])
      .filter(([, box]) => box.width && (box.width < 24 || box.height < 24)).map(([e]) => e.outerHTML)""")
    assert out == [] and small == []


CUT = """() => [...document.querySelectorAll('.course-explorer select')].filter(menu => {
  const free = menu.cloneNode(true);
  free.style.cssText = 'position: absolute; width: max-content; max-width: none';
  menu.after(free);
  const needs = free.offsetWidth;
  free.remove();
  return needs > menu.offsetWidth + 1;
}).map(menu => menu.textContent)"""
ENTRY = "'all equal to one and the same draw'"


def test_a_long_entry_of_a_menu_is_not_cut_off(phone):
    phone.set_viewport_size({"width": 360, "height": 740})
    assert phone.evaluate(CUT) == []
    phone.evaluate(f"document.querySelector('.course-explorer select').append(new Option({ENTRY}))")
    phone.wait_for_function(f"() => ({CUT})().length === 0")
    assert phone.evaluate("document.documentElement.scrollWidth") == 360
