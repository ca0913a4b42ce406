"""Work beside the kernel's other business: in a thread, or, where there are none, step by step on the event loop."""

import asyncio
import sys
import threading

from course_lib.live.kernel import give_back
from course_lib.live.rest import REST

THREADS = sys.platform != "emscripten"  # Python in a browser (WebAssembly) cannot start threads


class _OnTheLoop:
    """Takes one step of an iterator each time the event loop comes round. Stands in for a Thread."""

    def __init__(self, steps):
        self._steps, self._alive = steps, True
        asyncio.get_running_loop().call_soon(self._step)

    def _step(self):
        if self._alive:
            self._alive = next(self._steps, self) is not self
            asyncio.get_running_loop().call_later(0.001, self._step)  # lets messages in between

    def is_alive(self):
        return self._alive

    def join(self, timeout=None):
        """Take the remaining steps at once: nobody else can."""
        while self._alive:
            self._alive = next(self._steps, self) is not self


def _worked(steps):
    with REST.working():
        yield from steps


def run(steps, asked=True):
    """Exhaust the iterator `steps` in the background. Returns what has `is_alive()` and `join(timeout)`.

    While what somebody asked for runs, the kernel does not rest.
    """
    if asked:
        steps = _worked(steps)
    if not THREADS:
        return _OnTheLoop(steps)

    def exhaust():
        for _ in steps:
            pass
        give_back()

    thread = threading.Thread(target=exhaust, daemon=True)
    thread.start()
    return thread
