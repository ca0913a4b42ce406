"""A class on a real hub: all learners come in at once, run a notebook, move sliders, and the hub is started anew.

    python -m benchmarks.bench_hub [learners, 30] [hands, 10] [browsers, 3]        (make test-hub)

The hub is that of `make hub`. Most learners ask for what a browser would ask (benchmarks/hub/learner.py), the last are
real browsers. Everything stays on 127.0.0.1, and all of it is ended at the end. A failure is anything that a learner
would have noticed: it is counted, said, and makes the exit code 1.
"""

import asyncio
import os
import re
import socket
import sys
import tempfile
import time
import warnings

import nbformat
from playwright.async_api import async_playwright

from benchmarks.bench_class import NOTEBOOKS, Hand, spread
from benchmarks.hub import processes
from benchmarks.hub.browser import Visitor
from benchmarks.hub.learner import Learner
from tools import handout
from tools import hub as hubs

OWN, NEW, ELSEWHERE = "My own words.", "New from the teacher.", NOTEBOOKS[-1].name
PATIENCE = 2400  # seconds for all of it
ERROR = re.compile(r"\[[EC] |\S*Error: ")  # a line of a log


def free_ports(number):
    """Ports of this machine that nobody listens on."""
    probes = [socket.create_server(("127.0.0.1", 0)) for _ in range(number)]
    ports = tuple(probe.getsockname()[1] for probe in probes)
    for probe in probes:
        probe.close()
    return ports


class Class:
    """The learners, and what went wrong."""

    def __init__(self, hub, learners, visitors):
        self.hub, self.learners, self.visitors, self.failures = hub, learners, visitors, []

    async def each(self, learners, work):
        """Do `work` with every learner at once; an exception is a failure."""
        for learner, result in zip(learners, await asyncio.gather(*map(work, learners), return_exceptions=True)):
            if isinstance(result, BaseException):
                self.failures.append(f"{learner.name}: {type(result).__name__}: {str(result)[:300]}")

    def expect(self, holds, words):
        if not holds:
            self.failures.append(words)

    async def come_in_and_run(self):
        async def work(learner):
            await learner.come_in()
            await learner.run()
        await self.each(self.learners + self.visitors, work)
        for what in ("server", "notebooks", "picture", "ran"):
            times = [learner.times[what] for learner in self.learners + self.visitors if what in learner.times]
            if times:
                print("  login to {:9s}: median {:.0f} s, p95 {:.0f} s, largest {:.0f} s; {} learners".format(
                    what, *spread(times), len(times)), flush=True)

    def take_stock(self):
        """Memory of each learner, and CPU seconds of all; the kernels' and servers' process ids."""
        found = processes.of_learners(self.hub.folder)
        each = [processes.megabytes(theirs) for theirs in found.values()]
        print("  memory a learner (PSS): median {:.0f} MB, p95 {:.0f}, largest {:.0f}; together {:.1f} GB".format(
            *spread(each), sum(each) / 1e3))
        print(f"  CPU so far: {sum(map(processes.cpu_seconds, found.values())):.0f} s for servers and kernels of "
              f"{len(found)} learners; load {os.getloadavg()[0]:.1f}", flush=True)
        threads = {process.environ().get("OPENBLAS_NUM_THREADS") for theirs in found.values() for process in theirs}
        self.expect(threads == {"1"}, f"threads of each server and kernel: {threads}")
        return {process.pid for theirs in found.values() for process in theirs}

    async def move(self, hands, words):
        """That many sliders at once, browsers among them."""
        visitors = [visitor for visitor in self.visitors if "ran" in visitor.times]
        moving = []
        for learner in [learner for learner in self.learners if "ran" in learner.times][:hands - len(visitors)]:
            moving.append(Hand(learner.client, hold=True))
            moving[-1].name = learner.name
        for visitor in visitors:
            visitor.latencies.clear()
        await self.each(visitors + moving, lambda hand: hand.drag())
        for kind, group in (("asked as a page would", moving), ("in a real browser", visitors)):
            latencies = [1e3 * x for hand in group for x in hand.latencies]
            self.expect(not group or latencies, f"no slider moved {kind}")
            if latencies:
                print("  {}, {:21s}: median {:.0f} ms, p95 {:.0f} ms, largest {:.0f} ms; {} hands, {} moves".format(
                    words, kind, *spread(latencies), len(group), len(latencies)), flush=True)
        self.failures += [f"{words}: {failure}" for hand in moving for failure in hand.failures]

    async def restart(self, hands):
        """Ten sliders move while the hub starts anew: servers, kernels, logins and work are still there."""
        before, begun = self.take_stock(), time.perf_counter()
        await asyncio.gather(asyncio.to_thread(self.hub.restart), self.move(hands, "during the restart"))
        print(f"  restarted in {time.perf_counter() - begun:.0f} s with the moves", flush=True)
        after = {process.pid for theirs in processes.of_learners(self.hub.folder).values() for process in theirs}
        self.expect(before == after, f"{len(before - after)} servers or kernels were lost in the restart")
        names = {learner.name for learner in self.learners + self.visitors}
        self.expect(names == set(await asyncio.to_thread(self.hub.running)), "the hub does not know all learners")

        async def still_there(learner):
            ran = [cell.execution_count for cell in (await learner.read()).cells if cell.cell_type == "code"]
            self.expect(all(ran), f"{learner.name}: what was run in the notebook and saved is gone")
        await self.each(self.learners, still_there)

    async def pull(self):
        """Learner and teacher change the same notebook, even the same cell, the teacher another one, too: what the
        learner wrote is kept, what does not touch it comes.
        """
        async def write(learner):
            notebook = await learner.read()
            notebook.cells[0].source += f"\n\n{OWN}"
            await learner.write(notebook)
        await self.each(self.learners, write)
        for path in sorted(self.hub.handout.glob("*.ipynb")):
            notebook = nbformat.read(path, as_version=4)
            for place in (0, -1):
                notebook.cells[place].source += f"\n\n{NEW}"
            nbformat.write(notebook, path)
        handout.commit(self.hub.handout)

        async def work(learner):
            await learner.pull()
            theirs = await learner.read()
            nbformat.validate(theirs)
            self.expect(OWN in theirs.cells[0].source, f"{learner.name}: the learner's words are lost")
            self.expect(NEW in theirs.cells[-1].source, f"{learner.name}: the teacher's words did not come")
            other = await learner.api(f"contents/course/{ELSEWHERE}")
            self.expect(NEW in other["content"]["cells"][-1]["source"], f"{learner.name}: {ELSEWHERE} is not new")
        await self.each(self.learners, work)

    async def idle(self):
        """All have left; with ten seconds for the hour, the servers end without anybody's doing."""
        await self.each(self.learners + self.visitors, lambda learner: learner.leave())
        self.failures += [failure for visitor in self.visitors for failure in visitor.failures]
        self.hub.environment["HUB_CULL"] = "10 5"
        await asyncio.to_thread(self.hub.restart)
        begun = time.monotonic()
        while await asyncio.to_thread(self.hub.running) and time.monotonic() < begun + 300:
            await asyncio.sleep(2)
        self.expect(not await asyncio.to_thread(self.hub.running), "idle servers were not ended")
        print(f"  idle servers ended after {time.monotonic() - begun:.0f} s", flush=True)


async def lesson(hub, learners, hands, browsers):
    """What happens, one thing after another; the failures."""
    async with async_playwright() as playwright:
        files = [path.name for path in NOTEBOOKS]
        group = Class(hub, [Learner(hub.address, name, files[k % len(files)])
                            for k, name in enumerate(hubs.names(learners - browsers))],
                      [Visitor(hub.address, name, playwright) for name in hubs.names(learners)[learners - browsers:]])
        print(f"{learners} come in at once, {browsers} of them in browsers, each runs a notebook", flush=True)
        await group.come_in_and_run()
        group.take_stock()
        print(f"{hands} sliders at once", flush=True)
        await group.move(hands, "undisturbed")
        print("the hub starts anew", flush=True)
        await group.restart(hands)
        print("new notebooks are pulled", flush=True)
        await group.pull()
        print("all leave", flush=True)
        await group.idle()
        return group.failures


def main(learners=30, hands=10, browsers=3):
    print(f"{os.cpu_count()} cores, load before {os.getloadavg()[0]:.1f}", flush=True)
    with tempfile.TemporaryDirectory(prefix="hub") as folder:
        with hubs.running(folder, ports=free_ports(3), learners=hubs.names(learners)) as hub:
            failures = asyncio.run(asyncio.wait_for(lesson(hub, learners, hands, browsers), PATIENCE))
        left = processes.of_learners(folder)
        failures += [f"a process of {name} is left" for name in left]
        log = (hub.folder / "hub.log").read_text(errors="replace").splitlines()
    print(f"{len(failures)} failures", *failures[:10], sep="\n  ")
    if failures:
        print("Errors in the log:", *[line for line in log if ERROR.match(line)][-20:], sep="\n  ")
    sys.exit(bool(failures))


if __name__ == "__main__":
    warnings.filterwarnings("ignore", module="nbformat|nbclient")
    main(*map(int, sys.argv[1:]))
