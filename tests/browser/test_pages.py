"""An exported page: no kernel, no request to any other host, and a main slider that is alive."""

import base64
import copy

import pytest

from course_lib import live
from course_lib.live import export
from tests.browser import axe, lab
from tests.browser.conftest import EXPORTED
from tests.browser.hands import Slider, expect
from tools import pages

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


def test_questions_can_be_read_and_links_lead_to_pages(page):
    assert page.get_by_text("a) ").count() >= 2
    links = page.evaluate("() => [...document.querySelectorAll('a')].map(a => a.getAttribute('href'))")
    assert any(link == "02_backprop.html" for link in links)
    assert not any(link and link.endswith(".ipynb") for link in links)
