"""A real JupyterLab and a real Chromium, for the browser test and for the screenshots."""

import functools
import http.server
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"]
NO_CHROMIUM = "Chromium is not installed; on Debian or Ubuntu: sudo apt install chromium"


def require_chromium():
    """Skip, or fail where CI says so: a browser test that nobody sees skipped is no test."""
    if CHROMIUM is None:
        (pytest.fail if os.environ.get("REQUIRE_BROWSER") == "1" else pytest.skip)(NO_CHROMIUM)


@contextmanager
def server(folder, *options):
    """JupyterLab serving a copy of the notebooks from `folder`; yields (address, token)."""
    shutil.copytree(ROOT / "notebooks", folder / "notebooks", ignore=shutil.ignore_patterns(".*"))
    settings = folder / "settings" / "@jupyterlab" / "apputils-extension"
    settings.mkdir(parents=True)
    (settings / "notification.jupyterlab-settings").write_text(json.dumps({"fetchNews": "false"}))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    token = secrets.token_hex(16)
    environment = os.environ | {"JUPYTERLAB_SETTINGS_DIR": str(folder / "settings"), "IPYTHONDIR": str(folder / "ipy"),
                                "JUPYTERLAB_WORKSPACES_DIR": str(folder / "workspaces")}
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--ServerApp.port={port}",
               f"--IdentityProvider.token={token}", f"--ServerApp.root_dir={folder / 'notebooks'}",
               "--LabApp.expose_app_in_browser=True", *options]
    with open(folder / "server.log", "w") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            address = f"http://127.0.0.1:{port}"
            for _ in range(300):
                try:
                    urllib.request.urlopen(f"{address}/api?token={token}", timeout=2).close()
                    break
                except OSError:
                    time.sleep(0.2)
            else:
                raise RuntimeError("JupyterLab did not start:\n" + (folder / "server.log").read_text())
            yield address, token
        finally:
            process.terminate()
            process.wait(20)


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@contextmanager
def served(folder):
    """The address of a plain web server that hands out a folder."""
    handler = functools.partial(_Quiet, directory=folder)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as web:
        threading.Thread(target=web.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{web.server_port}"
        finally:
            web.shutdown()


_open = []


@contextmanager
def browser():
    """Headless Chromium from the system; Playwright brings the driver only, and its synchronous half allows one browser
    in a process: who asks while it is open gets the same."""
    from playwright.sync_api import sync_playwright

    if _open:
        yield _open[0]
        return
    with sync_playwright() as playwright:
        _open.append(playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS))
        try:
            yield _open[0]
        finally:
            _open.pop().close()


def noting_failures(page):
    """The page, with what goes wrong in it and what it asks for in `failures` and `asked`."""
    page.failures, page.asked = [], []
    page.on("pageerror", lambda error: page.failures.append(str(error)))
    page.on("response", lambda r: r.status >= 400 and page.failures.append(f"{r.status} {r.url}"))
    page.on("request", lambda request: page.asked.append(request.url))
    return page


def outside(page):
    """What it asked of other hosts than `page.address`."""
    return [url for url in page.asked if not url.startswith((page.address, "data:", "blob:"))]


def wait_for_pictures(page, number):
    """Until that many explorers have drawn."""
    page.wait_for_function("n => document.querySelectorAll('canvas[data-values]').length === n", arg=number,
                           timeout=60_000)


KERNEL = "window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel"
IDLE = f"() => {KERNEL}?.status === 'idle' && {KERNEL}?.connectionStatus === 'connected'"
DONE = """() => {
  const cells = [...window.jupyterapp.shell.currentWidget.content.widgets].filter(c => c.model.type === 'code');
  return cells.every(c => c.model.executionCount !== null || !c.model.sharedModel.source.trim())
    && cells.every(c => c.model.executionState === undefined || c.model.executionState === 'idle');
}"""


def sessions(address, token):
    """The names of all that runs on the server: notebooks and their kernels."""
    with urllib.request.urlopen(f"{address}/api/sessions?token={token}", timeout=60) as reply:
        return {session["id"] for session in json.load(reply)}


def shut_down(address, token, but=()):
    """End every kernel but these: one that runs on, or a page that is still open on it, disturbs the next test."""
    for session in sessions(address, token) - set(but):
        request = urllib.request.Request(f"{address}/api/sessions/{session}?token={token}", method="DELETE")
        urllib.request.urlopen(request, timeout=60).close()


class Notebook:
    """One notebook open in JupyterLab."""

    def __init__(self, page, address, token, name):
        self.page, self.url = page, f"{address}/lab/tree/{name}?reset&token={token}"
        self.open()

    def open(self):
        """Open (again), and wait until the kernel is connected and idle."""
        self.page.goto(self.url)
        self.page.wait_for_function(IDLE, timeout=90_000)

    def run_all(self):
        """Run every cell and wait for the last to end."""
        self.clear()
        self.page.evaluate("() => window.jupyterapp.commands.execute('notebook:run-all-cells')")
        self.page.wait_for_function(DONE, timeout=240_000)
        self.page.wait_for_function(IDLE, timeout=60_000)

    def clear(self):
        """Take every output away, and what is behind it in the page."""
        self.page.evaluate("() => window.jupyterapp.commands.execute('notebook:clear-all-cell-outputs')")

    def run_cell(self, start):
        """Run the cell whose source begins so; its place in the page, wherever it is scrolled to."""
        found = self.page.evaluate("""async start => {
          const content = window.jupyterapp.shell.currentWidget.content;
          const found = content.widgets.findIndex(cell => cell.model.sharedModel.source.startsWith(start));
          content.widgets[found].node.dataset.cell = found;
          await content.scrollToItem(found);
          content.activeCellIndex = found;
          content.deselectAll();
          await window.jupyterapp.commands.execute('notebook:run-cell');
          return found;
        }""", start)
        return self.page.locator(f"[data-cell='{found}']")

    def save(self):
        self.page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")

    def show(self, element):
        """Scroll its cell onto the screen: JupyterLab 4.4 hides the cells that are elsewhere."""
        self.page.evaluate("""async element => {
          const content = window.jupyterapp.shell.currentWidget.content;
          await content.scrollToItem(content.widgets.findIndex(cell => cell.node.contains(element)));
        }""", element.element_handle())
        element.scroll_into_view_if_needed()

    def walk(self):
        """Bring every cell onto the screen once: JupyterLab draws a cell when it comes near, and not before."""
        self.page.evaluate("""async () => {
          const content = window.jupyterapp.shell.currentWidget.content;
          for (const cell of content.widgets.keys()) await content.scrollToItem(cell);
        }""")

    def explorers(self, number=1):
        """The explorers on the page, at least `number` of them, each once its first picture is there, the first one
        on the screen.

        JupyterLab may replace an output while it loads, so the page is asked anew each time.
        """
        self.walk()
        deadline = time.monotonic() + 60
        while True:
            found = self.page.locator(".jp-OutputArea-output .course-explorer").all()
            blank = [explorer for explorer in found if not explorer.locator("canvas[data-values]").count()]
            if len(found) >= number and not blank:
                if found:  # 99 has none
                    self.show(found[0])
                return found
            assert time.monotonic() < deadline, f"{len(found)} of {number} explorers, {len(blank)} without a picture"
            for explorer in reversed(blank):
                self.show(explorer)
            self.page.wait_for_timeout(200)
