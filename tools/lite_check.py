"""build/lite in a real Chromium: open a notebook, run it, move the slider; the CDN is answered from a folder.

    python -m tools.lite_check FOLDER [01_forward_pass.ipynb ...]

FOLDER holds files of the Pyodide that build/lite was made for: tools/lite_runtime.py fetches what there is, all but
NumPy and Matplotlib (the run then ends at their import, and says so); a complete one runs the explorers. Every request
that leaves this machine is listed: answered from FOLDER, or left unanswered.
"""

import hashlib
import re
import sys
import time
from pathlib import Path

from tests.browser import lab

ROOT = Path(__file__).parents[1]
OUT = ROOT / "build" / "lite"
TYPES = {".mjs": "text/javascript", ".js": "text/javascript", ".wasm": "application/wasm", ".json": "application/json"}


def answer_from(folder, context, address, seen):
    """Requests to other hosts are answered from the folder; both kinds are put into `seen`."""
    def answer(route):
        url = route.request.url.split("?")[0]
        if url.startswith(address):
            return route.continue_()
        file = folder / url.rsplit("/", 1)[1]
        if not file.is_file():  # old Pyodides look for wheels named in a lock file beside the runtime
            file = OUT / "static" / "packages" / file.name
        if not file.is_file():
            seen["left without an answer"].add(url)
            return route.abort()
        seen["answered from the folder"].add(url)
        return route.fulfill(path=file, headers={"Access-Control-Allow-Origin": "*",
                                                 "Content-Type": TYPES.get(file.suffix, "application/octet-stream")})

    context.route(re.compile("^https?://"), answer)


def accept(folder, context, address):
    """Let wheels of the same name and version from elsewhere, PyPI for one, stand for the CDN's: other checksums."""
    def answer(route):
        reply = route.fetch()
        lock = reply.json()
        for record in lock["packages"].values():
            file = folder / record["file_name"].rsplit("/", 1)[-1]
            if file.is_file():
                record["sha256"] = hashlib.sha256(file.read_bytes()).hexdigest()
        route.fulfill(response=reply, json=lock)

    context.route(f"{address}/static/packages/pyodide-lock.json*", answer)


def expose(context, address):
    """The page's commands can be called from here, as in the other browser tests."""
    def answer(route):
        reply = route.fetch()
        whole = reply.json()
        whole["jupyter-config-data"]["exposeAppInBrowser"] = True
        route.fulfill(response=reply, json=whole)

    context.route(f"{address}/jupyter-lite.json*", answer)


ERRORS = """() => [...window.jupyterapp.shell.currentWidget.content.widgets]
  .filter(cell => cell.model.type === 'code').flatMap(cell => cell.model.outputs.toJSON())
  .filter(output => output.output_type === 'error').map(output => `${output.ename}: ${output.evalue}`)"""


class LiteNotebook(lab.Notebook):
    """A notebook open in JupyterLite."""

    def __init__(self, page, address, name):
        self.page, self.url = page, f"{address}/lab/index.html?path={name}"
        self.page.goto(self.url)
        self.page.wait_for_function(f"() => {lab.KERNEL} !== undefined", timeout=300_000)

    def run_all(self):
        """Run every cell, to the end or to the first error (then the rest does not run). Returns the errors."""
        self.page.evaluate("""async () => {
          await window.jupyterapp.commands.execute('notebook:clear-all-cell-outputs');
          await window.jupyterapp.commands.execute('notebook:run-all-cells');
        }""")
        self.page.wait_for_function(f"() => ({lab.DONE})() || ({ERRORS})().length", timeout=600_000)
        return self.page.evaluate(ERRORS)


def move(notebook):
    """Drag the first explorer's first slider; True if its text changed."""
    explorer = notebook.explorers()[0]
    notebook.show(explorer)
    text = explorer.locator(".course-text")
    before = text.inner_text()
    explorer.locator(".widget-hslider .noUi-handle").first.press("End")
    notebook.page.wait_for_timeout(3000)
    return text.inner_text() != before


def press_job(notebook):
    """Start the long work of the first explorer that has some; what became of it, in words."""
    bars = notebook.page.locator(".course-explorer .widget-hprogress")
    if not bars.count():
        return "no job"
    notebook.show(bars.first)
    explorer = notebook.page.locator(".course-explorer", has=notebook.page.locator(".widget-hprogress")).first
    button = bars.first.locator("xpath=preceding-sibling::button[1]")
    label, before, begun = button.inner_text(), explorer.locator(".course-text").inner_text(), time.perf_counter()
    button.click()
    notebook.page.wait_for_function("([b, label]) => b.textContent !== label", arg=[button.element_handle(), label])
    notebook.page.wait_for_function("([b, label]) => b.textContent === label", timeout=240_000,
                                    arg=[button.element_handle(), label])
    notebook.page.wait_for_timeout(1000)
    after, error = explorer.locator(".course-text").inner_text(), explorer.locator(".course-error")
    failed = f", error: {error.inner_text()}" if error.is_visible() else ""
    return f"{label!r} took {time.perf_counter() - begun:.0f} s, text changed: {after != before}{failed}"


def visit(chromium, folder, address, name, seen):
    """Run a notebook in a context of its own: JupyterLite keeps the tabs of its last visit and opens them again.

    Returns (what happened in words, the errors of its cells); `seen` gathers the outside requests.
    """
    context, begun = chromium.new_context(viewport={"width": 1280, "height": 900}), time.perf_counter()
    answer_from(folder, context, address, seen)
    expose(context, address)
    accept(folder, context, address)
    page = context.new_page()
    notebook = LiteNotebook(page, address, name)
    errors = notebook.run_all()
    took = f"{name}: run in {time.perf_counter() - begun:.0f} s, "
    told = "; ".join(errors) or f"slider moves the picture: {move(notebook)}; {press_job(notebook)}"
    page.screenshot(path=OUT.parent / f"lite-{name}.png")
    context.close()  # and its Python with it
    return took + told, errors


def nothing_seen():
    return {"answered from the folder": set(), "left without an answer": set()}


def main(folder, *names):
    good, seen = True, nothing_seen()
    with lab.served(OUT) as address, lab.browser() as chromium:
        for name in names or ("01_forward_pass.ipynb",):
            told, errors = visit(chromium, Path(folder), address, name, seen)
            print(told, flush=True)
            good = good and not errors
    for what, urls in seen.items():
        print(f"{len(urls)} outside requests {what}:", *sorted(urls), sep="\n  ")
    sys.exit(not good)


if __name__ == "__main__":
    main(*sys.argv[1:])
