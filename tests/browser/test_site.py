"""The web site and the slides, from a real web server: alive without a kernel, no other host asked, no dead link."""

import subprocess
import sys
import urllib.parse
from contextlib import contextmanager

import pytest

from course_lib.explorers import EXPLORERS
from tests.browser import lab

NAME, EXPLORER_NAMES = "01_forward_pass", ("forward_pass", "digit_rows")


@pytest.fixture(scope="module")
def chromium():
    """One browser for this file: Playwright's synchronous half allows no second one at the same time."""
    lab.require_chromium()
    with lab.browser() as browser:
        yield browser


@contextmanager
def watched(chromium, address):
    """A page that notes what it asked for and what went wrong."""
    page = chromium.new_page(viewport={"width": 1280, "height": 720})
    page.address, page.asked, page.failures = address, [], []
    page.on("request", lambda request: page.asked.append(request.url))
    page.on("pageerror", lambda error: page.failures.append(str(error)))
    page.on("response", lambda r: r.status >= 400 and page.failures.append(f"{r.status} {r.url}"))
    yield page
    page.close()


def outside(page):
    return [url for url in page.asked if not url.startswith((page.address, "data:", "blob:"))]


def run(*command):
    subprocess.run(command, cwd=lab.ROOT, check=True)


@pytest.fixture(scope="module")
def site(chromium, tmp_path_factory):
    """The site with one notebook executed, the others as they stand; Sphinx's warnings are errors."""
    out = tmp_path_factory.mktemp("site")
    run("make", "--silent", "build/lite-env/.done")
    run(sys.executable, "tools/site.py", NAME)
    run("build/lite-env/bin/python", "-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html", "-c", "docs/site",
        "build/site-source", str(out))
    with lab.served(out) as address, watched(chromium, address) as page:
        page.folder = out
        yield page


def move_to_the_end(page, element, name):
    """Press End on the main slider and see the text of that position."""
    twin = EXPLORERS[name]()
    main = twin.controls[twin.main]
    slider = element.locator(".widget-hslider", has=page.get_by_text(main.description, exact=True)).first
    slider.locator(".noUi-handle").press("End")
    last = main.options[-1][1]
    page.wait_for_function("([e, t]) => e.querySelector('.course-text').textContent === t", timeout=10_000, arg=[
        element.element_handle(), twin.describe(**{twin.main: last})])


def test_a_notebook_of_the_site_is_alive_and_its_formulas_are_set(site):
    site.goto(f"{site.address}/notebooks/{NAME}.html")
    site.wait_for_function("n => document.querySelectorAll('canvas[data-values]').length === n",
                           arg=len(EXPLORER_NAMES), timeout=60_000)
    for element, name in zip(site.locator(".course-explorer").all(), EXPLORER_NAMES):
        move_to_the_end(site, element, name)
    site.wait_for_function("() => document.querySelectorAll('mjx-container svg').length > 10", timeout=30_000)
    assert "$" not in site.locator("article table").first.inner_text()
    lite = site.get_by_text("JupyterLite").first.get_attribute("href")
    assert lite.endswith(f"lite/lab/index.html?path={NAME}.ipynb")


def test_the_reference_names_what_is_public(site):
    for name, wanted in (("explorers", "forward_pass"), ("mlp", "train"), ("diagnostics", "distinct_rows")):
        site.goto(f"{site.address}/api/{name}.html")
        assert site.locator(f"dt[id$='.{wanted}']").count() == 1
        assert "Alias for field" not in site.locator("article").inner_text()


def test_every_link_within_the_site_leads_somewhere_and_no_other_host_is_asked(site):
    pages, broken = sorted(p.relative_to(site.folder).as_posix() for p in site.folder.rglob("*.html")
                            if "_static" not in p.parts), []
    assert {"index.html", "docs/teaching.html", "api/mlp.html", f"notebooks/{NAME}.html"} <= set(pages)
    for name in pages:
        site.goto(f"{site.address}/{name}", wait_until="domcontentloaded")
        for link in site.evaluate("() => [...document.querySelectorAll('a[href]')].map(a => a.href)"):
            path = urllib.parse.unquote(urllib.parse.urlsplit(link).path).lstrip("/")
            if link.startswith(site.address) and not path.startswith("lite/"):  # which `make site` puts beside it
                target = site.folder / (path or "index.html")
                if not (target.is_file() or (target / "index.html").is_file()):
                    broken.append((name, link))
    assert broken == [] and outside(site) == [] and site.failures == []


def slide_number(page):
    return int(page.locator(".slide-number").text_content().split("/")[0])


def test_slides_move_and_nothing_sticks_out(chromium):
    run(sys.executable, "tools/slides.py", NAME[:2], "--no-serve")
    with lab.served(lab.ROOT / "build" / "slides") as address, watched(chromium, address) as page:
        page.goto(f"{address}/{NAME}.html")
        page.wait_for_function("n => document.querySelectorAll('canvas[data-values]').length === n",
                               arg=len(EXPLORER_NAMES), timeout=60_000)
        seen, moved = 0, 0
        while True:
            seen += 1
            slide = page.locator("section.present section.present")
            assert slide.evaluate("e => e.scrollHeight") <= 740, f"slide {seen} is higher than the screen"
            wider = "all => all.filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.textContent)"
            assert slide.locator("pre").evaluate_all(wider) == [], f"code is cut off on slide {seen}"
            explorer = slide.locator(".course-explorer")
            if explorer.count():
                move_to_the_end(page, explorer.first, EXPLORER_NAMES[moved])
                moved += 1
            fold = slide.locator("summary")
            if fold.count():
                fold.first.click()  # which has the focus then
            if not page.locator(".navigate-down.enabled, .navigate-right.enabled").count():
                break
            text = explorer.locator(".course-text").text_content() if explorer.count() else ""
            page.keyboard.press("PageDown")  # a clicker turns the slide, wherever the focus is, and moves nothing on it
            page.wait_for_timeout(150)
            assert not text or page.locator(".course-text").nth(moved - 1).text_content() == text
            assert page.evaluate("() => document.activeElement === document.body"), "the focus stays behind"
            assert slide_number(page) == seen + 1, f"slide {seen} does not turn"
        assert moved == len(EXPLORER_NAMES) and seen > 8
        assert outside(page) == [] and page.failures == []
