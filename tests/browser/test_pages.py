"""An exported page: no kernel, no request to any other host, and a main slider that is alive."""

import base64
import copy

import pytest

from course_lib import live
from course_lib.live import export
from tests.browser import axe, lab
from tests.browser.conftest import EXPORTED
from tests.browser.hands import PATIENT, Slider, expect
from tools import pages
from tools.notebooks import LIVE

NAME = EXPORTED.file


@pytest.fixture(scope="module")
def page(chromium, executed, twins):
    """The page of notebook 01 from a plain web server, with the addresses that it asked for."""
    pages.fetch_assets()
    (pages.OUT / f"{NAME}.html").write_text(pages.page(copy.deepcopy(executed)), encoding="utf-8")
    pages.write_index()
    with lab.served(pages.OUT) as address:
        page = lab.noting_failures(chromium.new_page(viewport={"width": 1280, "height": 900}))
        page.address = address
        page.goto(f"{address}/{NAME}.html")
        lab.wait_for_pictures(page, len(twins))
        yield page
        page.close()


def test_the_main_slider_shows_every_position_and_nothing_else_can_be_moved(page, twins):
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
        alive = element.locator(".widget-hslider .noUi-target:not([disabled])")
        assert alive.count() == 1 and element.locator("select:enabled, button:enabled, input:enabled").count() == 0
        assert element.get_by_text("This page has no Python behind it").is_visible()


def test_formulas_are_set_and_no_other_host_is_asked(page):
    page.wait_for_function("() => document.querySelectorAll('mjx-container svg').length > 3", timeout=60_000)
    page.wait_for_load_state("networkidle")
    assert lab.outside(page) == [] and page.failures == []


def test_the_whole_page_is_accessible(page):
    assert axe.violations(page) == []
    page.set_viewport_size({"width": 360, "height": 740})
    assert axe.violations(page, channel="phone") == []
    page.set_viewport_size({"width": 1280, "height": 900})


def test_axe_sees_what_is_broken_on_purpose_and_an_entry_that_is_not_needed(page, monkeypatch):
    known = axe.Known("image-alt", "img", "nobody", "all pictures have one")
    monkeypatch.setitem(axe.KNOWN, "broken", (known,))
    page.evaluate("document.title = ''")
    page.locator(".jp-CodeCell .jp-InputPrompt").first.evaluate("e => { e.style.color = '#b0b0b0'; }")
    number = page.locator(".jp-InputArea-editor .mi").first  # one character, which axe alone would let pass
    number.evaluate("e => { e.style.color = '#b0b0b0'; e.textContent = '1'; }")
    found = axe.violations(page, channel="broken")
    page.reload()
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
    assert alternatives == [data["text/plain"].replace("\n", " ") for data in pictures]
    assert page.title() == executed.cells[0].source.split("\n")[0].removeprefix("# ")


FOCUSED = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const {top, left, bottom, right, width, height} = e.getBoundingClientRect(), style = getComputedStyle(e);
  const at = document.elementFromPoint(left + width / 2, top + height / 2);
  return {is: `${e.tagName} ${e.className}`, name: e.ariaLabel || e.innerText, place: [top + scrollY, left + scrollX],
    ring: style.outlineStyle === 'solid' && parseFloat(style.outlineWidth) >= 2,
    seen: top >= 0 && left >= 0 && bottom <= innerHeight && right <= innerWidth && (e.contains(at) || at.contains(e))};
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
    assert all(one["ring"] and one["seen"] and one["name"].strip() for one in there), there
    places = [one["place"] for one in there]
    assert places == sorted(places), "the order on the screen"
    back = [page.keyboard.press("Shift+Tab") or page.evaluate(FOCUSED) for _ in there]
    assert [one["place"] for one in back] == places[::-1]


def test_at_320_pixels_nothing_but_a_picture_or_a_formula_goes_sideways(page):
    page.set_viewport_size({"width": 320, "height": 640})
    wide = page.evaluate("""() => [...document.querySelectorAll('main *')]
      .filter(e => e.getBoundingClientRect().right > 321 && !e.closest('mjx-container, .course-explorer'))
      .map(e => e.outerHTML.slice(0, 100))""")
    assert wide == [] and page.evaluate("document.documentElement.scrollWidth") == 320
    page.set_viewport_size({"width": 1280, "height": 900})


def test_questions_can_be_read_and_links_lead_to_pages(page):
    assert page.get_by_text("a) ").count() >= 2
    links = page.evaluate("() => [...document.querySelectorAll('a')].map(a => a.getAttribute('href'))")
    assert any(link == "02_backprop.html" for link in links)
    assert not any(link and link.endswith(".ipynb") for link in links)
