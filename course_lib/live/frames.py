"""Frames on request: what a page asks for is answered first, then the slider's other positions are filled in.

The page says         page, ask (a number, or None), move, states {control: index or value}, axis (the slider that
                      moves), missing (its positions that the page does not hold, nearest first), ratio (1, or 2: sharp)
and is answered with  kind "frame", page, ask, move, states, ratio, epoch; text, values and a PNG, or error
                      For a picture's numbers it says kind "table", page, ask, states and is answered with
                      kind "table", page, ask, states, epoch; tables (see `plots.Table`), or error
Every ask is answered, errors too, in the order in which they came, and before any more is filled in. The frames
filled in come from a worker (a thread, or the event loop in a browser's Python) and answer no ask (None). Another
slider, or another state of the controls, ends the filling: what is sent later belongs to its states all the same.
A question with `seconds` is no hand's: see `course_lib.live.rest`. Its frames say "unasked".
"""

import threading
import time
from collections import deque

from course_lib.live import background, rest


def told(error):
    """An exception in words, for the place beside the picture."""
    return f"{type(error).__name__}: {error} Move a control to go on."


class Frames:
    """Answers pages: `scene` draws, `view` is the page's end (its `send`, `epoch` and `hold`)."""

    def __init__(self, scene, view):
        self.scene = scene
        self.view = view
        view.on_msg(lambda _, content, buffers: self.receive(content))
        self.live: bool = False  # a page follows the controls and asks for itself
        self._urgent: int = 0  # asks being answered now
        self._fill: deque = deque()  # positions to be filled in
        self._question: dict | None = None  # the newest, of which the fillings are variations
        self._base: tuple | None = None  # the slider and the state of all other controls that `_sent` belongs to
        self._sent: set = set()
        self._door = threading.Lock()
        self._worker = None
        self._turn = None  # the worker of frames that no hand asked for

    @property
    def hold(self):
        """Whether pages keep frames; without it every move is a question to the kernel."""
        return self.view.hold

    @hold.setter
    def hold(self, value):
        self.view.hold = value

    @property
    def busy(self):
        """Whether positions are being filled in."""
        return self._worker is not None

    def receive(self, question):
        """Take a question from a page. It is answered here and now: another thread would double the wait for it."""
        if "ask" not in question:  # a click, or what only keeps the connection awake
            return
        asked, table = question["ask"] is not None, question.get("kind") == "table"
        self.live = True
        if "seconds" in question:
            self._turn = background.run(rest.turn(question, self.answer, self.view.send), asked=False)
            return
        rest.REST.stir()
        with self._door:
            self._urgent += asked
            if not table and question["ratio"] == 1:
                self._refill(question)
        if asked:
            try:
                self.view.send(*(self.numbers if table else self.answer)(question))
            finally:
                with self._door:
                    self._urgent -= 1
        with self._door:
            if self._fill and self._worker is None:
                self._worker = background.run(self._work())

    def _refill(self, question):
        axis, states = question["axis"], question["states"]
        base = (question["page"], self.view.epoch, axis, {**states, axis: None})
        if base != self._base:
            self._base, self._sent = base, set()
        self._sent.add(states.get(axis))
        self._question, self._fill = question, deque(question["missing"])

    def _next(self):
        """The next position to fill in, {} while an ask is being answered, or None when there is nothing to do."""
        with self._door:
            if self._urgent:
                return {}
            while self._fill:
                index = self._fill.popleft()
                if index not in self._sent:  # it may be under way while the page still misses it
                    self._sent.add(index)
                    states = self._question["states"] | {self._question["axis"]: index}
                    return self._question | {"ask": None, "states": states}
            self._worker = None
            return None

    def _work(self):
        while (question := self._next()) is not None:
            if question:
                self.view.send(*self.answer(question))
            else:
                time.sleep(0.001)
            yield

    def answer(self, question):
        """(reply, [PNG]) to one question."""
        reply = {name: question[name] for name in ("page", "ask", "move", "states", "ratio")}
        reply |= {"kind": "frame", "epoch": self.view.epoch}  # read first: never older than it says
        reply["unasked"] = "seconds" in question
        try:
            values = self.scene.values_of(question["states"])
            png, text = self.scene.frame(values, question["ratio"])
            return reply | {"text": text, "values": values}, [png]
        except Exception as error:
            return reply | {"error": told(error)}, []

    def numbers(self, question):
        """(reply, []) to a question for the numbers of a picture."""
        reply = {name: question[name] for name in ("page", "ask", "states")}
        reply |= {"kind": "table", "epoch": self.view.epoch}
        try:
            return reply | {"tables": self.scene.tables(self.scene.values_of(question["states"])).data()}, []
        except Exception as error:
            return reply | {"error": told(error)}, []

    def close(self):
        """Nothing more is sent; what is being drawn is finished first."""
        with self._door:
            self._fill.clear()
        rest.REST.stir()
        for worker in (self._worker, self._turn):
            if worker is not None and worker is not threading.current_thread():
                worker.join(10)
