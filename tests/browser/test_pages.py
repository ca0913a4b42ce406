"""An exported page: no kernel, no request to any other host, and a main slider that is alive."""

import base64
import subprocess
import sys

import pytest

from course_lib.explorers import EXPLORERS
from course_lib.live import export
from tests.browser import lab

NAME, EXPLORER_NAMES = "01_forward_pass", ("forward_pass", "digit_rows")


@pytest.fixture(scope="module")
def page():
    """The page of notebook 01 from a plain web server, with the addresses that it asked for."""
    lab.require_chromium()
    subprocess.run([sys.executable, "tools/pages.py", f"notebooks/{NAME}.ipynb"], cwd=lab.ROOT, check=True)

    with lab.served(lab.ROOT / "build" / "html") as address, lab.browser() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.asked, page.failures = [], []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("pageerror", lambda error: page.failures.append(str(error)))
        page.on("response", lambda r: r.status >= 400 and page.failures.append(f"{r.status} {r.url}"))
        page.address = address
        page.goto(f"{page.address}/{NAME}.html")
        page.wait_for_function("n => document.querySelectorAll('canvas[data-values]').length === n",
                               arg=len(EXPLORER_NAMES), timeout=60_000)
        yield page


def test_the_main_slider_shows_every_position_and_nothing_else_can_be_moved(page):
    for element, name in zip(page.locator(".course-explorer").all(), EXPLORER_NAMES):
        twin = EXPLORERS[name]()
        main = twin.controls[twin.main]
        slider = element.locator(".widget-hslider", has=page.get_by_text(main.description, exact=True)).first
        handle = slider.locator(".noUi-handle")
        for key, value in (("Home", live_ends(main)[0]), ("End", live_ends(main)[1]), ("ArrowLeft", None)):
            handle.press(key)
            value = dict(main.options)[slider.locator(".widget-readout").inner_text()] if value is None else value
            page.wait_for_function("([e, t]) => e.querySelector('.course-text').textContent === t", arg=[
                element.element_handle(), twin.describe(**{twin.main: value})], timeout=10_000)
            data = element.locator("canvas").evaluate("canvas => canvas.toDataURL().split(',')[1]")
            frame, _ = twin.frame(twin.values() | {twin.main: value})
            first = next(iter(twin.controls))  # of the screen's order, not the alphabet's
            assert element.locator(".course-line").text_content().startswith(f"explorers.{name}({first}=")
            assert (export.pixels(base64.b64decode(data)) == export.pixels(frame)).all()
        alive = element.locator(".widget-hslider .noUi-target:not([disabled])")
        assert alive.count() == 1 and element.locator("select:enabled, button:enabled, input:enabled").count() == 0
        assert element.get_by_text("This page has no Python behind it").is_visible()


def live_ends(control):
    return control.options[0][1], control.options[-1][1]


def test_formulas_are_set_and_no_other_host_is_asked(page):
    page.wait_for_function("() => document.querySelectorAll('mjx-container svg').length > 3", timeout=30_000)
    page.wait_for_timeout(1000)
    assert [url for url in page.asked if not url.startswith((page.address, "data:", "blob:"))] == []
    assert page.failures == []


def test_questions_can_be_read_and_links_lead_to_pages(page):
    assert page.get_by_text("a) ").count() >= 2
    links = page.evaluate("() => [...document.querySelectorAll('a')].map(a => a.getAttribute('href'))")
    assert any(link == "02_backprop.html" for link in links)
    assert not any(link and link.endswith(".ipynb") for link in links)
