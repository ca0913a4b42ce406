"""A class on one machine: thirty kernels, a notebook run in each, then sliders moved in ten of them at once.

    python benchmarks/bench_class.py [kernels, 30] [hands, 10]

Memory is read from Linux's /proc: RSS counts what kernels share (NumPy's and Matplotlib's code) once for each of them,
PSS divides it among them, so the sum of PSS is what the machine really needs. A hand does what the page does
(course_lib/view/view.js): it drags the main slider from end to end and back, keeps the frames that come, asks for one
that it lacks, has at most three requests under way, and waits for the newest position only. A move's latency ends
when a picture of that move or of a later one is there, so moves that are overtaken count too.
"""

import asyncio
import os
import statistics
import sys
import time
import warnings
from pathlib import Path

import nbclient
import nbformat

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))
RATE, IN_FLIGHT, PATIENCE = 20, 3, 10  # moves a second; requests under way; seconds until one counts as lost


def memory(pid):
    """(RSS, PSS) of a process in MB."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    kilobytes = {line.split(":")[0]: int(line.split()[1]) for line in lines[1:]}
    return kilobytes["Rss"] / 1024, kilobytes["Pss"] / 1024


class Hand:
    """One learner's hand on the main slider of the first explorer of a notebook, without a browser."""

    def __init__(self, client, hold):
        self.client, self.hold, self.number, self.move = client, hold, 0, 0
        states = client.widget_state
        self.view, view = next((key, s) for key, s in states.items() if "embedded" in s and s["controls"])
        self.controls = {name: reference.removeprefix("IPY_MODEL_") for name, reference in view["controls"].items()}
        self.fields = {name: "index" if states[key].get("index") is not None else "value"
                       for name, key in self.controls.items()}
        self.states = {name: states[key][self.fields[name]] for name, key in self.controls.items()}
        self.axis = next(name for name, key in self.controls.items() if len(states[key].get("_options_labels", ())) > 9)
        self.positions = len(states[self.controls[self.axis]]["_options_labels"])
        self.held, self.flying = set(), {}
        self.open, self.latencies, self.failures, self.at_once = {}, [], [], 0  # open: moves not yet on the screen

    def send(self, comm, data):
        kc = self.client.kc
        kc.shell_channel.send(kc.session.msg("comm_msg", {"comm_id": comm, "data": data}))

    def turn(self, position):
        """The slider moves: its new index goes to the kernel, and a request for the frame if it is not held."""
        self.move, self.states = self.move + 1, self.states | {self.axis: position}
        self.open[self.move] = time.perf_counter()
        self.send(self.controls[self.axis], {"method": "update", "state": {"index": position}, "buffer_paths": []})
        if position in self.held:
            self.at_once += 1
            self.shown(self.move)
        else:
            self.ask()

    def shown(self, move):
        """A picture of this move is on the screen: it and all earlier moves have been answered."""
        now = time.perf_counter()
        self.latencies += [now - self.open.pop(k) for k in list(self.open) if k <= move]

    def ask(self):
        """Request the present position, unless it or three others are under way."""
        position = self.states[self.axis]
        if position in self.flying.values() or len(self.flying) >= IN_FLIGHT:
            return
        near = sorted(set(range(self.positions)) - self.held - {position}, key=lambda k: abs(k - position))
        self.number += 1
        self.flying[self.number] = position
        self.send(self.view, {"method": "custom", "content": {
            "page": "bench", "ask": self.number, "move": self.move, "states": self.states, "axis": self.axis,
            "missing": near if self.hold else [], "ratio": 1}})

    def heard(self, message):
        """A frame has come, or a message that is none of ours."""
        content = message["content"].get("data", {}).get("content") or {}
        if message["content"].get("comm_id") != self.view or content.get("kind") != "frame":
            return
        ours, position = self.flying.pop(content["ask"], None) is not None, content["states"][self.axis]
        if "error" in content:
            self.failures.append(content["error"])
        if self.hold:
            self.held.add(position)
        if position == self.states[self.axis]:
            self.shown(self.move)
        elif ours:
            self.shown(content["move"])
        if ours and self.open:
            self.ask()

    async def listen(self):
        while True:
            self.heard(await self.client.kc.iopub_channel.get_msg())

    async def drag(self):
        """From end to end and back, then wait until the last position is there."""
        ear = asyncio.create_task(self.listen())
        for position in [*range(self.positions), *reversed(range(self.positions - 1))]:
            self.turn(position)
            await asyncio.sleep(1 / RATE)
        patience = time.perf_counter() + PATIENCE
        while (self.open or self.flying) and time.perf_counter() < patience:
            await asyncio.sleep(0.02)
        self.failures += ["a frame never came"] * (len(self.flying) + len(self.open))
        ear.cancel()


def show_memory(clients):
    each = [memory(client.km.provisioner.pid) for client in clients]
    for name, column in (("RSS", 0), ("PSS", 1)):
        values = [pair[column] for pair in each]
        print(f"  {name}: {statistics.median(values):.0f} MB a kernel (median), {max(values):.0f} the largest, "
              f"{sum(values) / 1e3:.1f} GB together", flush=True)


async def start_and_run(client):
    """None, or what went wrong."""
    try:
        for index, cell in enumerate(client.nb.cells):
            await client.async_execute_cell(cell, index)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def spread(values):
    """(median, the value that 95 of 100 do not exceed, the largest)"""
    every = sorted(values)
    return *(every[int(share * (len(every) - 1))] for share in (0.5, 0.95)), every[-1]


async def move(clients, hold):
    hands = [Hand(client, hold) for client in clients]
    await asyncio.gather(*(hand.drag() for hand in hands))
    every = [1e3 * x for hand in hands for x in hand.latencies]
    p50, p95, most = spread(every)
    print(f"  {'frames kept, as in the page' if hold else 'every move a question      '}: median {p50:.0f} ms, "
          f"p95 {p95:.0f} ms, largest {most:.0f} ms; {len(every)} moves, "
          f"{sum(hand.at_once for hand in hands)} of them shown without asking", flush=True)
    return [failure for hand in hands for failure in hand.failures]


async def main(kernels=30, hands=10):
    print(f"{os.cpu_count()} cores, load before {os.getloadavg()[0]:.1f}; {kernels} kernels, notebooks "
          f"{NOTEBOOKS[0].stem[:2]}-{NOTEBOOKS[-1].stem[:2]} in turn", flush=True)
    clients = [nbclient.NotebookClient(nbformat.read(NOTEBOOKS[k % len(NOTEBOOKS)], as_version=4), timeout=900,
                                       kernel_name="python3", resources={"metadata": {"path": str(ROOT)}})
               for k in range(kernels)]
    try:
        begun = time.perf_counter()
        for client in clients:
            client.create_kernel_manager()
            await client.async_start_new_kernel(stderr=asyncio.subprocess.DEVNULL)
            await client.async_start_new_kernel_client()
        print(f"started one after another in {time.perf_counter() - begun:.0f} s", flush=True)
        begun = time.perf_counter()
        failures = [f for f in await asyncio.gather(*map(start_and_run, clients)) if f]
        print(f"every notebook run, all at once, in {time.perf_counter() - begun:.0f} s", flush=True)
        show_memory(clients)
        print(f"{hands} sliders at once, {RATE} moves a second each, there and back", flush=True)
        for hold in (False, True):
            failures += await move(clients[:hands], hold)
        print("after the moves:")
        show_memory(clients)
        print(f"{len(failures)} failures", *failures[:5], sep="\n  ")
    finally:
        await asyncio.gather(*(client._async_cleanup_kernel() for client in clients if client.km))
    sys.exit(bool(failures))


if __name__ == "__main__":
    warnings.filterwarnings("ignore", module="zmq|jupyter_client|nbclient")
    asyncio.run(main(*map(int, sys.argv[1:])))
