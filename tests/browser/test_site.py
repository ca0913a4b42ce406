"""The web site and the slides, from a real web server: alive without a kernel, no other host asked, no dead link."""

import copy
import subprocess
import sys
import urllib.parse
from html.parser import HTMLParser

import pytest

from course_lib.lessons import LESSONS
from tests.browser import axe, lab
from tests.browser.conftest import EXPORTED
from tests.browser.hands import HAS_TEXT, PATIENT, Slider
from tools import pages, slides
from tools import site as site_tool

NAME = EXPORTED.file


@pytest.fixture(scope="module")
def page(chromium):
    """A page that notes what it asked for and what went wrong."""
    page = lab.noting_failures(chromium.new_page(viewport={"width": 1280, "height": 720}))
    yield page
    page.close()


@pytest.fixture
def from_stock(monkeypatch, executed):
    """Notebook 01 is not executed again."""
    monkeypatch.setattr(pages, "execute", lambda path: copy.deepcopy(executed))


@pytest.fixture(scope="module")
def built(executed, tmp_path_factory):
    """The site with one notebook executed, the others as they stand; Sphinx's warnings are errors."""
    out = tmp_path_factory.mktemp("site")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pages, "execute", lambda path: copy.deepcopy(executed))
        site_tool.notebook(lab.ROOT / "notebooks" / f"{NAME}.ipynb", True)  # the tool sees that it is done
    for command in ((sys.executable, "-m", "tools.site", NAME),
                    ("make", "--silent", "build/lite-env/.done"),
                    ("build/lite-env/bin/python", "-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html",
                     "-c", "docs/site", "build/site-source", str(out))):
        subprocess.run(command, cwd=lab.ROOT, check=True)
    return out


@pytest.fixture
def site(page, built):
    """The page in front of the site."""
    page.asked.clear()
    page.failures.clear()
    with lab.served(built) as address:
        page.folder, page.address = built, address
        yield page
        page.goto("about:blank")


def move_to_the_end(element, twin):
    """Press End on the main slider and see the text of that position."""
    slider = Slider(element, twin.name)
    slider.handle.press("End")
    last = slider.control.values[-1]
    element.page.wait_for_function(HAS_TEXT, timeout=PATIENT, arg=[
        element.element_handle(), twin.describe(**{twin.main: last})])


def test_a_notebook_of_the_site_is_alive_and_its_formulas_are_set(site, twins):
    site.goto(f"{site.address}/notebooks/{NAME}.html")
    lab.wait_for_pictures(site, len(twins))
    for element, twin in zip(site.locator(".course-explorer").all(), twins, strict=True):
        move_to_the_end(element, twin)
    site.wait_for_function("() => document.querySelectorAll('mjx-container svg').length > 10", timeout=60_000)
    assert "$" not in site.locator("article table").first.inner_text()
    lite = site.get_by_text("JupyterLite").first.get_attribute("href")
    assert lite.endswith(f"lite/lab/index.html?path={NAME}.ipynb")
    site.get_by_role("button", name="Edit and run").first.press("Enter")
    site.locator(".course-editor .token").first.wait_for()
    assert axe.violations(site) == []
    site.set_viewport_size({"width": 360, "height": 720})
    for y in (3000, 2000):  # who scrolls up is offered the way to the top
        site.evaluate("y => scrollTo({top: y, behavior: 'instant'})", y)
        site.wait_for_function("y => scrollY === y", arg=y)
    site.locator("#pst-back-to-top").wait_for()
    assert axe.violations(site) == []
    site.set_viewport_size({"width": 1280, "height": 720})


@pytest.mark.parametrize("path, scheme", [("index", "light"),
                                          (f"notebooks/{LESSONS['00'].file}", "dark"),
                                          ("api/diagnostics", "light"), ("docs/accessibility", "dark"),
                                          ("search", "light")])
def test_each_kind_of_page_is_accessible(site, path, scheme):
    site.emulate_media(color_scheme=scheme)
    site.goto(f"{site.address}/{path}.html")
    assert site.evaluate("document.documentElement.dataset.theme") == scheme
    assert axe.violations(site) == []
    names = site.evaluate("() => [...document.images].map(e => e.alt)")
    assert not any(not name or name.endswith((".png", ".webp")) for name in names), "a file's name says nothing"
    site.emulate_media(color_scheme="light")


def test_the_reference_names_what_is_public(site):
    for name, wanted in (("explorers", "forward_pass"), ("mlp", "train"), ("diagnostics", "distinct_rows")):
        site.goto(f"{site.address}/api/{name}.html")
        assert site.locator(f"dt[id$='.{wanted}']").count() == 1
        assert "Alias for field" not in site.locator("article").inner_text()


class Links(HTMLParser):
    """The targets of a page's links."""

    def __init__(self, path):
        super().__init__()
        self.found = []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attributes):
        if tag == "a" and (target := dict(attributes).get("href")):
            self.found.append(target)


def dead_links(folder):
    """(page, link) of the links within the site that lead nowhere."""
    broken = []
    for page in sorted(p for p in folder.rglob("*.html") if "_static" not in p.parts):
        for link in Links(page).found:
            url = urllib.parse.urlsplit(link)
            if url.scheme or url.netloc or not url.path or "/lite/" in f"/{url.path}":  # which `make site` adds
                continue
            target = (page.parent / urllib.parse.unquote(url.path)).resolve()
            if not (target.is_file() or (target / "index.html").is_file()):
                broken.append((page.relative_to(folder).as_posix(), link))
    return broken


def test_every_link_within_the_site_leads_somewhere(built, tmp_path):
    assert {"index.html", "docs/teaching.html", "api/mlp.html", f"notebooks/{NAME}.html"} <= {
        p.relative_to(built).as_posix() for p in built.rglob("*.html")}
    assert sum(len(Links(page).found) for page in built.rglob("*.html")) > 500
    assert dead_links(built) == []
    (tmp_path / "one.html").write_text('<a href="two.html#x">dead</a><a href="one.html">alive</a>')
    assert dead_links(tmp_path) == [("one.html", "two.html#x")]


def test_a_page_of_each_kind_asks_no_other_host(site):
    for name in ("index", "docs/teaching", "api/mlp", "search", "notebooks/00_start_here"):
        site.goto(f"{site.address}/{name}.html")
    assert lab.outside(site) == [] and site.failures == []


def slide_number(page):
    return int(page.locator(".slide-number").text_content().split("/")[0])


TURNED = "n => document.querySelector('.slide-number').textContent.split('/')[0] == n"
WIDER = "all => all.filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.textContent)"


def test_slides_move_and_nothing_sticks_out(page, from_stock, twins):
    page.asked.clear()
    page.failures.clear()
    slides.slides(lab.ROOT / "notebooks" / f"{NAME}.ipynb")
    with lab.served(slides.OUT) as address:
        page.address = address
        page.goto(f"{address}/{NAME}.html")
        lab.wait_for_pictures(page, len(twins))
        waiting, seen, text = list(twins), 1, ""
        while True:
            slide = page.locator("section.present section.present")
            assert slide.evaluate("e => e.scrollHeight") <= 740, f"slide {seen} is higher than the screen"
            assert slide.locator("pre").evaluate_all(WIDER) == [], f"code is cut off on slide {seen}"
            explorer, fold = slide.locator(".course-explorer"), slide.locator("summary")
            if explorer.count() or seen == 1:
                assert axe.violations(page) == []
            if explorer.count():
                move_to_the_end(explorer.first, waiting.pop(0))
                text = explorer.locator(".course-text").text_content()
            edit = slide.get_by_role("button", name="Edit and run")
            if edit.count():
                edit.first.press("Enter")
                slide.locator(".course-editor textarea").first.wait_for()
                assert slide.evaluate("e => e.scrollHeight") <= 740, f"slide {seen} has no room for an editor"
            if fold.count():
                fold.first.click()  # which has the focus then
            if not page.locator(".navigate-down.enabled, .navigate-right.enabled").count():
                break
            page.keyboard.press("PageDown")  # a clicker turns the slide, wherever the focus is, and moves nothing on it
            seen += 1
            page.wait_for_function(TURNED, arg=seen, timeout=PATIENT)
            assert not text or text in page.locator(".course-text").all_text_contents()
            assert page.evaluate("() => document.activeElement === document.body"), "the focus stays behind"
        assert not waiting and seen > 8
        assert lab.outside(page) == [] and page.failures == []
