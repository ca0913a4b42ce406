"""The JupyterLite that is published, in Chromium, its CDN answered from npm and PyPI as far as they have its files."""

import re
import subprocess

import pytest

from course_lib.lessons import LESSONS
from tests.browser import axe, lab
from tools import lite_check, lite_runtime

AT_THE_CDN_ONLY = {"contourpy", "kiwisolver", "matplotlib", "numpy", "pillow"}  # as WebAssembly


@pytest.fixture(scope="module")
def built():
    """The folder that is published."""
    lab.require_chromium()
    subprocess.run(["make", "--silent", "lite"], cwd=lab.ROOT, check=True)
    return lite_check.OUT


def test_it_opens_with_the_notebooks_and_its_start_page_is_accessible(built, chromium):
    """Nothing on it is ours, and no more is wrong with it than is known."""
    with lab.served(built) as address, chromium.new_context(viewport={"width": 1280, "height": 800}) as context:
        context.route(re.compile("^https?://(?!127)"), lambda route: route.abort())
        page = context.new_page()
        page.goto(f"{address}/lab/index.html")
        page.locator(".jp-LauncherCard").first.wait_for(timeout=60_000)
        assert axe.violations(page, channel="lite") == []
        names = page.locator(".jp-DirListing-itemText").all_inner_texts()
        assert [name for name in names if name.endswith(".ipynb")] == [f"{x.file}.ipynb" for x in LESSONS.values()]


@pytest.mark.nightly
def test_python_starts_loads_what_the_set_up_cell_imports_and_asks_nobody_but_the_cdn(built, tmp_path):
    missing = {record["name"].lower() for record in lite_runtime.fetch(tmp_path)}
    assert missing <= AT_THE_CDN_ONLY, "the pure-Python part is complete"
    seen = lite_check.nothing_seen()
    with lab.served(built) as address, lab.browser() as chromium:
        _, errors = lite_check.visit(chromium, tmp_path, address, "01_forward_pass.ipynb", seen)
    assert len(errors) == 1 and "numpy" in errors[0], "it gets as far as the import of NumPy, and no further"
    answered, left = seen["answered from the folder"], seen["left without an answer"]
    assert {url.rsplit("/", 1)[1].split("-")[0].lower() for url in left} == missing
    assert any("pyodide.asm.wasm" in url for url in answered) and any("/ipython-" in url for url in answered)
    assert all(url.startswith("https://cdn.jsdelivr.net/pyodide/v") for url in answered | left)
