"""What nobody asked for is done only while the kernel rests: no cell runs, no job, and nothing has been asked since.

A page that has seen nothing move for a moment offers a turn: draw these frames of the main slider. The turn ends by
itself when its seconds are spent, and at once when anybody asks for anything in this kernel; the page hears why.
"""

import threading
import time
from contextlib import contextmanager


class Rest:
    """Knows whether the kernel rests. One turn lasts at a time: the next one, a cell, a message end it."""

    def __init__(self):
        self._door = threading.Lock()
        self._stirs: int = 0  # counts what was asked, and turns
        self._work: int = 0  # cells and jobs that run now

    def stir(self):
        """Something was asked: the turn is over."""
        with self._door:
            self._stirs += 1

    def begin(self):
        """A turn, or None while something runs."""
        with self._door:
            self._stirs += 1
            return None if self._work else self._stirs

    def lasts(self, turn):
        """Whether this turn goes on."""
        return turn is not None and turn == self._stirs

    @contextmanager
    def working(self):
        """While something runs that somebody asked for."""
        with self._door:
            self._stirs += 1
            self._work += 1
        try:
            yield
        finally:
            with self._door:
                self._work -= 1


REST = Rest()


def turn(question, answer, send):
    """Steps of one turn: frames of the slider `axis` at the positions `missing`, for at most `seconds` of this thread's
    CPU time, two of them at least. Ends with a message of kind "turn": page, seconds spent, and end: "done", "spent" or
    "stirred".
    """
    begun, mine = time.thread_time(), REST.begin()
    spent, least, end = 0.0, 0.0, "done"
    for number, index in enumerate(question["missing"]):
        if not REST.lasts(mine):
            end = "stirred"
            break
        # One more would be too much. The first frame does not tell what one costs: Python may have tidied up during it.
        if number > 1 and spent + least > question["seconds"]:
            end = "spent"
            break
        states = question["states"] | {question["axis"]: index}
        before = time.thread_time()
        send(*answer(question | {"ask": None, "states": states}))
        spent = time.thread_time() - begun
        least = min(least or spent, time.thread_time() - before)
        yield
    send({"kind": "turn", "page": question["page"], "seconds": spent, "end": end}, [])
