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
def server(folder):
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
               "--LabApp.expose_app_in_browser=True"]
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


@contextmanager
def browser():
    """Headless Chromium from the system; Playwright brings the driver only."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            yield chromium
        finally:
            chromium.close()


KERNEL = "window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel"
IDLE = f"() => {KERNEL}?.status === 'idle' && {KERNEL}?.connectionStatus === 'connected'"
DONE = """() => {
  const cells = [...window.jupyterapp.shell.currentWidget.content.widgets].filter(c => c.model.type === 'code');
  return cells.every(c => c.model.executionCount !== null || !c.model.sharedModel.source.trim())
    && cells.every(c => c.model.executionState === undefined || c.model.executionState === 'idle');
}"""


def shut_down(address, token):
    """End every kernel: one that runs on, or a page that is still open on it, disturbs the next test."""
    with urllib.request.urlopen(f"{address}/api/sessions?token={token}", timeout=30) as reply:
        known = json.load(reply)
    for session in known:
        request = urllib.request.Request(f"{address}/api/sessions/{session['id']}?token={token}", method="DELETE")
        urllib.request.urlopen(request, timeout=30).close()


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
        self.page.evaluate("""async () => {
          await window.jupyterapp.commands.execute('notebook:clear-all-cell-outputs');
          await window.jupyterapp.commands.execute('notebook:run-all-cells');
        }""")
        self.page.wait_for_function(DONE, timeout=240_000)
        self.page.wait_for_function(IDLE, timeout=60_000)

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
                self.show(found[0])
                return found
            assert time.monotonic() < deadline, f"{len(found)} of {number} explorers, {len(blank)} without a picture"
            for explorer in reversed(blank):
                self.show(explorer)
            self.page.wait_for_timeout(200)
