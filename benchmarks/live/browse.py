"""A slider in a real JupyterLab in a real browser, moved by real keys and a real mouse, and what came of it."""

import asyncio
import json
import shutil
import statistics
import time
from pathlib import Path

import nbformat
import psutil

from tests.browser import lab

PROBE = (Path(__file__).parent / "probe.js").read_text()
PERIOD = 0.016
THERE = [k / 60 for k in range(61)]
TRACK = [*THERE[30:], *THERE[59::-1], *THERE[1:31]]  # of a drag: from the middle to one end, the other, and back


def write_notebook(folder, code):
    """The notebook that the page opens, and beside it the reference scene, which it imports."""
    shutil.copy(Path(__file__).with_name("scene.py"), folder / "notebooks")
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code.strip())], metadata={
        "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}})
    nbformat.write(notebook, folder / "notebooks" / "bench.ipynb")


class Scene:
    """One contender on the screen, in a page that had PROBE as its first script."""

    def __init__(self, page, element, label=None, positions=61):
        self.page, self.element, self.positions = page, element, positions
        sliders = element.locator(".widget-hslider")
        self.slider = sliders.filter(has=page.get_by_text(label, exact=True)).first if label else sliders.first
        self.handle = self.slider.locator(".noUi-handle")

    @classmethod
    async def in_lab(cls, page, address, token, seen, label=None, positions=61, rest=2.5):
        """`rest`: seconds from the end of Run All, when the slider is there, until anybody touches anything."""
        await page.goto(f"{address}/lab/tree/bench.ipynb?reset&token={token}")
        await page.wait_for_function(lab.IDLE, timeout=120_000)
        await page.evaluate("() => window.jupyterapp.commands.execute('notebook:run-all-cells')")
        await page.locator(".noUi-handle").first.wait_for(timeout=120_000)
        await page.wait_for_timeout(1e3 * rest)
        scene = cls(page, page.locator(".jp-Cell-outputArea").first, label, positions)
        await scene.start(seen)
        return scene

    async def start(self, seen):
        await self.element.evaluate("(e, seen) => startProbe(e, seen)", seen)
        self.cdp = await self.page.context.new_cdp_session(self.page)
        await self.handle.scroll_into_view_if_needed()

    async def log(self):
        return await self.page.evaluate("({...probe, ...traffic})")

    async def press(self, keys, pause=0.15, settle=0.8):
        """Milliseconds from each key to the first frame after it."""
        await self.handle.focus()
        await self.page.evaluate("resetProbe()")
        for key in keys:
            await self.page.keyboard.press(key)
            await asyncio.sleep(pause)
        await asyncio.sleep(settle)
        log = self.last = await self.log()
        frames = [at for at, _ in log["frames"]]
        return [next((at - key for at in frames if at > key), float("nan")) for key in log["keys"]]

    async def drag(self, positions):
        """Move the handle over `positions` (shares of the track), one each 16 ms; frames a second, lag, the log."""
        track, handle = await self.slider.locator(".noUi-target").bounding_box(), await self.handle.bounding_box()
        y = handle["y"] + handle["height"] / 2

        def mouse(kind, x, **more):
            return self.cdp.send("Input.dispatchMouseEvent", {"type": kind, "x": x, "y": y, **more})

        start = handle["x"] + handle["width"] / 2
        await mouse("mouseMoved", start)
        await mouse("mousePressed", start, button="left", clickCount=1)
        await self.page.evaluate("resetProbe()")
        begun, sent = time.perf_counter(), []
        for number, share in enumerate(positions, 1):  # not waiting for the page: a hand does not either
            sent.append(asyncio.ensure_future(mouse("mouseMoved", track["x"] + share * track["width"], button="left",
                                                    buttons=1)))
            await asyncio.sleep(max(0.0, begun + PERIOD * number - time.perf_counter()))
        took = time.perf_counter() - begun
        await asyncio.gather(*sent)
        await asyncio.sleep(1.5)
        await mouse("mouseReleased", track["x"] + positions[-1] * track["width"], button="left", clickCount=1)
        log = await self.log()
        ends = log["moves"][0] + 1e3 * took
        during = sum(at <= ends for at, _ in log["frames"])
        lag = max(0.0, log["frames"][-1][0] - log["moves"][-1])
        return during / took, lag, log

    async def memory(self):
        metrics = {m["name"]: m["value"] for m in (await self.cdp.send("Performance.getMetrics"))["metrics"]}
        held = await self.page.evaluate("() => globalThis[Symbol.for('course.frames')]?.bytes ?? 0")
        return (metrics.get("JSHeapUsedSize", 0) + held) / 1e6


def cpu_seconds():
    """CPU seconds so far of the browser, the server, the kernels, and of what drives the browser."""
    found = dict.fromkeys(("browser", "server", "kernel", "bench"), 0.0)
    for process in (psutil.Process(), *psutil.Process().children(recursive=True)):
        try:
            words, times = " ".join(process.cmdline()), process.cpu_times()
        except psutil.Error:  # it has just ended
            continue
        kind = ("kernel" if "ipykernel_launcher" in words else "server" if "jupyterlab" in words
                else "browser" if "chrom" in words else "bench")
        found[kind] += times.user + times.system
    return found


def kernel_memory():
    """Resident megabytes of the youngest kernel."""
    kernels = [p for p in psutil.Process().children(recursive=True) if "ipykernel_launcher" in " ".join(p.cmdline())]
    return max(kernels, key=lambda p: p.create_time()).memory_info().rss / 1e6 if kernels else float("nan")


def profile(log):
    """Median milliseconds of a move that asked the kernel: key to request, request to last message, that to frame."""
    parts = []
    for key, end in zip(log["keys"], log["keys"][1:]):
        shown = next((at for at, _ in log["frames"] if key < at < end), None)
        asked = next((at for at in log["sent"] if key < at), None)
        came = [at for at in log["came"] if asked and shown and asked < at < shown]
        if came:
            parts.append((asked - key, came[-1] - asked, shown - came[-1]))
    return [statistics.median(part) for part in zip(*parts)] or 3 * [float("nan")]


def stops(scene):
    """How many different positions a drag passes in a second."""
    passed = [round(share * (scene.positions - 1)) for share in TRACK]
    return sum(a != b for a, b in zip(passed, passed[1:])) / (PERIOD * len(TRACK))


def after_moves(log, lag):
    """Milliseconds from each move of the mouse to the first frame after it, sorted; `lag` for moves without one."""
    frames = [at for at, _ in log["frames"]]
    return sorted(next((at - move for at in frames if at > move), lag) for move in log["moves"])


async def first_drag(scene):
    """Figures of a drag before anything else was touched; the times are from each move of the mouse to a frame."""
    held = await scene.page.evaluate("() => globalThis[Symbol.for('course.frames')].frames.size")
    rate, lag, log = await scene.drag(TRACK)
    times = after_moves(log, lag)
    await scene.cdp.send("Performance.enable")
    return {"median": statistics.median(times), "p95": times[int(0.95 * (len(times) - 1))], "missed": 0, "fps": rate,
            "lag": lag, "lag_max": lag, "bytes": log["bytes"] / len(log["moves"]), "different": stops(scene),
            "page": await scene.memory(), "kernel": kernel_memory(),
            "held": held}


async def measure(scene, pause=0.15, keys=12, drags=3):
    """All figures of one contender. `pause` between keys must be longer than an answer takes, or a key is given the
    frame of the key before it.
    """
    await scene.cdp.send("Performance.enable")
    await scene.handle.focus()
    await asyncio.sleep(3.0)  # a slider under the hand is filled in; nothing is asked of the others
    here = float(await scene.handle.get_attribute("aria-valuenow"))
    away, back = ("ArrowRight", "ArrowLeft") if here + keys < scene.positions else ("ArrowLeft", "ArrowRight")
    times = await scene.press([away] * keys + [back] * keys + [away], pause)  # not against an end: no frame follows
    down, stages = scene.last["bytes"] / (2 * keys + 1), profile(scene.last)
    rates, lags = [], []
    before = cpu_seconds()
    for _ in range(drags):
        rate, lag, _ = await scene.drag(TRACK)
        rates.append(rate)
        lags.append(lag)
    busy = {kind: seconds - before[kind] for kind, seconds in cpu_seconds().items()}
    known = sorted(t for t in times if t == t)
    return {"median": statistics.median(known), "p95": known[int(0.95 * (len(known) - 1))],
            "missed": len(times) - len(known),
            "fps": statistics.median(rates), "lag": statistics.median(lags), "lag_max": max(lags), "bytes": down,
            "different": stops(scene), "stages": stages, "cpu": busy,
            "page": await scene.memory(), "kernel": kernel_memory()}


async def settled_values(scene):
    return json.loads(await scene.element.locator("canvas").get_attribute("data-values"))
