"""The JupyterLite that is published, in Chromium, its CDN answered from npm and PyPI as far as they have its files."""

import re
import subprocess

from tests.browser import axe, lab
from tools import lite_check, lite_runtime

AT_THE_CDN_ONLY = {"contourpy", "kiwisolver", "matplotlib", "numpy", "pillow"}  # as WebAssembly


def start_page_is_accessible(chromium, address):
    """Nothing on it is ours, and no more is wrong with it than is known."""
    with chromium.new_context(viewport={"width": 1280, "height": 800}) as context:
        context.route(re.compile("^https?://(?!127)"), lambda route: route.abort())
        page = context.new_page()
        page.goto(f"{address}/lab/index.html")
        page.locator(".jp-LauncherCard").first.wait_for(timeout=60_000)
        assert axe.violations(page, channel="lite") == []


def test_python_starts_loads_what_the_set_up_cell_imports_and_asks_nobody_but_the_cdn(tmp_path):
    lab.require_chromium()
    subprocess.run(["make", "--silent", "lite"], cwd=lab.ROOT, check=True)
    missing = {record["name"].lower() for record in lite_runtime.fetch(tmp_path)}
    assert missing <= AT_THE_CDN_ONLY, "the pure-Python part is complete"
    seen = lite_check.nothing_seen()
    with lab.served(lite_check.OUT) as address, lab.browser() as chromium:
        _, errors = lite_check.visit(chromium, tmp_path, address, "01_forward_pass.ipynb", seen)
        start_page_is_accessible(chromium, address)
    assert len(errors) == 1 and "numpy" in errors[0], "it gets as far as the import of NumPy, and no further"
    answered, left = seen["answered from the folder"], seen["left without an answer"]
    assert {url.rsplit("/", 1)[1].split("-")[0].lower() for url in left} == missing
    assert any("pyodide.asm.wasm" in url for url in answered) and any("/ipython-" in url for url in answered)
    assert all(url.startswith("https://cdn.jsdelivr.net/pyodide/v") for url in answered | left)
