"""Frames on request: what a page asks for is answered first, then the slider's other positions are filled in.

The page says         page, ask (a number, or None), move, states {control: index or value}, axis (the slider that
                      moves), missing (its positions that the page does not hold, nearest first), ratio (1, or 2: sharp)
and is answered with  kind "frame", page, ask, move, states, ratio, epoch; text, values and a PNG, or error
Every ask is answered, errors too, in the order in which they came, and before any more is filled in. The frames filled
in come from a worker thread and answer no ask (None). Another slider, or another state of the controls, ends the
filling: what is sent later belongs to its states all the same.
"""

import threading
import time
from collections import deque

from course_lib.live import background
from course_lib.live.controls import from_state


class Frames:
    """The kernel's half of an explorer's picture."""

    def __init__(self, explorer):
        self.explorer, self.live = explorer, False  # live: a page follows the controls and asks for itself
        self._urgent, self._fill, self._order = 0, deque(), None  # urgent: asks being answered now
        self._base, self._sent = None, set()
        self._door, self._worker = threading.Lock(), None

    @property
    def hold(self):
        """Whether pages keep frames; without it every move is a question to the kernel."""
        return self.explorer.view.hold

    @hold.setter
    def hold(self, value):
        self.explorer.view.hold = value

    @property
    def busy(self):
        return self._worker is not None

    def receive(self, order):
        """Take an order from a page. An ask is answered here and now: another thread would double the wait for it."""
        asked = order["ask"] is not None
        with self._door:
            self.live = True
            self._urgent += asked
            if order["ratio"] == 1:
                self._refill(order)
        if asked:
            try:
                self.explorer.view.send(*self.answer(order))
            finally:
                with self._door:
                    self._urgent -= 1
        with self._door:
            if self._fill and self._worker is None:
                self._worker = background.run(self._work())

    def _refill(self, order):
        axis, states = order["axis"], order["states"]
        base = (order["page"], self.explorer.view.epoch, axis, {**states, axis: None})
        if base != self._base:
            self._base, self._sent = base, set()
        self._sent.add(states.get(axis))
        self._order, self._fill = order, deque(order["missing"])

    def _next(self):
        """The next position to fill in, {} while an ask is being answered, or None when there is nothing to do."""
        with self._door:
            if self._urgent:
                return {}
            while self._fill:
                index = self._fill.popleft()
                if index not in self._sent:  # it may be under way while the page still misses it
                    self._sent.add(index)
                    return self._order | {"ask": None, "states": self._order["states"] | {self._order["axis"]: index}}
            self._worker = None
            return None

    def _work(self):
        while (order := self._next()) is not None:
            if order:
                self.explorer.view.send(*self.answer(order))
            else:
                time.sleep(0.001)
            yield

    def answer(self, order):
        """(reply, [PNG]) to one order."""
        reply = {name: order[name] for name in ("page", "ask", "move", "states", "ratio")}
        reply |= {"kind": "frame", "epoch": self.explorer.view.epoch}  # read first: never older than it says
        try:
            values = {name: from_state(self.explorer.controls[name], state) for name, state in order["states"].items()}
            png, text = self.explorer.frame(values, order["ratio"])
            reply, buffers = reply | {"text": text, "values": values}, [png]
        except Exception as error:
            reply, buffers = reply | {"error": f"{type(error).__name__}: {error} Move a control to go on."}, []
        return reply, buffers

    def close(self):
        """Nothing more is sent; what is being drawn is finished first."""
        with self._door:
            self._fill.clear()
            worker = self._worker
        if worker is not None and worker is not threading.current_thread():
            worker.join(10)
