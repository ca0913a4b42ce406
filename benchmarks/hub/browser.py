"""A learner in a real browser, by what is on the screen alone: the login form, the file list, the menu, the slider."""

import re
import time

from benchmarks.hub.learner import PASSWORD, PATIENCE
from benchmarks.live.browse import PROBE, TRACK, Scene, after_moves
from tests.browser import lab

FILE = "01_forward_pass.ipynb"
PANEL = ".jp-NotebookPanel:not(.lm-mod-hidden)"
READY = "#jp-bottom-panel :text('| Idle')"  # the status bar; the circle beside the kernel's name is idle before that
FEW = 600  # seconds until a thing on the screen counts as lost: thirty notebooks run at the same time


class Visitor:
    """As benchmarks/hub/learner.py, with a browser of its own."""

    def __init__(self, address, name, playwright):
        self.address, self.name, self.playwright = address, name, playwright
        self.times, self.failures, self.latencies = {}, [], []

    def note(self, what):
        self.times[what] = time.perf_counter() - self.begun

    async def come_in(self):
        """Log in, and wait until 00 is on the screen and its kernel idle."""
        self.browser = await self.playwright.chromium.launch(executable_path=lab.CHROMIUM, args=lab.FLAGS)
        self.page = lab.noting_failures(await self.browser.new_page(viewport={"width": 1280, "height": 900}))
        self.page.address = self.address
        self.page.set_default_timeout(1e3 * FEW)
        await self.page.add_init_script(PROBE)
        await self.page.goto(self.address)
        await self.page.get_by_label("Username").fill(self.name)
        await self.page.get_by_label("Password").fill(PASSWORD)
        self.begun = time.perf_counter()
        await self.page.get_by_role("button", name="Sign in").click()
        await self.page.wait_for_url("**/git-pull?**", timeout=1e3 * PATIENCE)
        self.note("server")
        await self.page.wait_for_url("**/lab/tree/course/00_start_here.ipynb")
        self.note("notebooks")
        await self.page.locator(READY).wait_for()
        self.note("kernel")
        await self.page.locator(f"{PANEL} h1", has_text="Which popular answers are true?").wait_for()

    async def run(self):
        """Open 01 from the file list, run all of it, and wait for the first live picture."""
        await self.page.locator(".jp-DirListing-item", has_text=FILE).dblclick()
        await self.page.locator(f"{PANEL} h1", has_text="01").wait_for()  # until then 00 is on the screen
        await self.page.locator(f"{PANEL} .jp-Toolbar-kernelName", has_text="Python 3").wait_for()
        await self.page.locator(READY).wait_for()
        await self.menu("Run", "Run All Cells")
        explorer = self.page.locator(f"{PANEL} .course-explorer").first
        await explorer.wait_for(state="attached")
        await explorer.evaluate("e => e.scrollIntoView({block: 'center'})")
        await explorer.locator("canvas[data-values]").wait_for()
        self.note("picture")
        await self.page.locator(READY).wait_for()
        self.note("ran")
        self.scene = Scene(self.page, explorer)
        await self.scene.start("event")

    async def menu(self, name, entry):
        """Choose an entry of JupyterLab's menu bar."""
        await self.page.get_by_role("menuitem", name=name, exact=True).click()
        await self.page.get_by_role("menuitem", name=re.compile(f"^{entry}")).first.click()

    async def drag(self):
        """The first slider, from the middle to both ends and back; a drag whose last frame never came is a failure."""
        await self.scene.handle.scroll_into_view_if_needed()
        _, lag, log = await self.scene.drag(TRACK)
        self.latencies += [ms / 1e3 for ms in after_moves(log, lag)]
        if not log["frames"]:
            self.failures.append(f"{self.name}: no picture followed the hand")

    async def leave(self):
        """What went wrong in the page, and whether it asked for news; then close the browser."""
        if await self.page.get_by_text("Jupyter news").count():
            self.failures.append(f"{self.name}: a question about news")
        self.failures += [f"{self.name}: {words}" for words in self.page.failures + lab.outside(self.page)]
        await self.browser.close()
