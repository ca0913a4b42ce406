"""Frames that no hand asked for: drawn while the kernel rests, for a while, and never in anybody's way."""

import threading
import time
from types import SimpleNamespace

import pytest
from IPython.core.events import EventManager, available_events

from course_lib.live import background, kernel
from course_lib.live.rest import REST, Rest
from tests.test_frames import explorer_of, order, positions


def offer(explorer, missing, seconds=9.0):
    explorer.frames.receive(order(None, 4, missing=missing) | {"seconds": seconds})


def ended(explorer):
    """How the turn ended, once it has."""
    for _ in range(2000):
        if explorer.sent and explorer.sent[-1][0]["kind"] == "turn":
            explorer.frames.close()  # its thread, too
            return explorer.sent.pop()[0]
        time.sleep(0.005)
    raise AssertionError("the turn does not end")


class Slow:
    """A computation that waits at 3 until it is let on."""

    def __init__(self):
        self.there, self.on = threading.Event(), threading.Event()

    def __call__(self, scale, other):
        if scale == 3:
            self.there.set()
            self.on.wait(20)
        return {"bar": scale}


def test_a_turn_draws_what_is_missing_and_says_that_it_is_over():
    explorer = explorer_of()
    offer(explorer, [3, 5, 2])
    said = ended(explorer)
    assert (said["page"], said["end"]) == ("p", "done") and said["seconds"] > 0
    assert positions(explorer) == [3, 5, 2] and all(content["unasked"] for content, _ in explorer.sent)
    explorer.frames.receive(order(1, 9))
    assert not explorer.sent[-1][0]["unasked"]
    assert explorer.frames.live, "whoever offers a turn follows the controls"


def test_a_turn_spends_no_more_than_its_seconds():
    def compute(scale, other):
        until = time.thread_time() + 0.03
        while time.thread_time() < until:
            pass
        return {"bar": scale}

    explorer = explorer_of(compute)
    explorer.canvas.draw({"bar": 1})  # the first drawing costs more
    offer(explorer, range(10), seconds=0.2)
    said = ended(explorer)
    assert said["end"] == "spent" and said["seconds"] <= 0.2 and 2 <= len(explorer.sent) <= 6


def test_a_first_frame_that_costs_much_more_does_not_end_the_turn():
    calls = []

    def compute(scale, other):
        calls.append(scale)
        until = time.thread_time() + (0.3 if calls == [2, 0] else 0.0)  # 2 is where it begins
        while time.thread_time() < until:
            pass
        return {"bar": scale}

    explorer = explorer_of(compute)
    explorer.canvas.draw({"bar": 1})
    offer(explorer, range(3), seconds=0.55)
    assert ended(explorer)["end"] == "done" and calls == [2, 0, 1, 2]


@pytest.mark.parametrize("what", ["a hand on another explorer", "a cell", "a job", "another turn"])
def test_a_turn_is_over_at_once_when_something_is_asked(what):
    slow, other = Slow(), explorer_of()
    explorer = explorer_of(slow)
    offer(explorer, [2, 3, 5, 6])
    assert slow.there.wait(20)
    if what == "a hand on another explorer":
        other.frames.receive(order(1, 9))
    elif what == "another turn":
        offer(other, [])
        ended(other)
    else:
        with REST.working():
            pass
    slow.on.set()
    assert ended(explorer)["end"] == "stirred" and positions(explorer) == [2, 3]


def test_no_turn_begins_while_a_job_or_a_cell_runs_or_frames_are_filled_in_for_a_hand():
    slow = Slow()
    explorer, asked = explorer_of(), explorer_of(slow)
    asked.frames.receive(order(1, 4, missing=[3]))
    assert slow.there.wait(20)
    offer(explorer, [1, 2])
    assert ended(explorer)["end"] == "stirred" and explorer.sent == []
    slow.on.set()
    asked.frames.close()
    offer(explorer, [1, 2])
    assert ended(explorer)["end"] == "done"


def test_an_explorer_that_is_closed_ends_its_turn():
    slow = Slow()
    explorer = explorer_of(slow)
    offer(explorer, [2, 3, 5, 6])
    assert slow.there.wait(20)
    threading.Timer(0.05, slow.on.set).start()
    explorer.close()
    assert [content.get("end") for content, _ in explorer.sent] == [None, None, "stirred"]


def test_cells_and_messages_are_seen_by_ipythons_events(monkeypatch):
    rest, shell = Rest(), SimpleNamespace()
    shell.events = EventManager(shell, available_events)
    monkeypatch.setattr(kernel, "get_ipython", lambda: shell)
    kernel.watch_cells(rest)
    shell.events.trigger("post_run_cell", None)  # of the cell that imported the course
    mine = rest.begin()
    assert rest.lasts(mine)
    shell.events.trigger("pre_execute")  # a message to any widget
    assert not rest.lasts(mine) and rest.begin()
    shell.events.trigger("pre_run_cell", None)
    assert rest.begin() is None
    shell.events.trigger("post_run_cell", None)
    assert rest.begin()


@pytest.mark.parametrize("name, value", [("COURSE_FILL", "0"), ("COURSE_PAGES", "1"), (None, None)])
def test_it_can_be_turned_off_and_is_off_for_pages(monkeypatch, name, value):
    if name:
        monkeypatch.setenv(name, value)
    assert (explorer_of().view.unasked > 0) == (name is None)


def test_it_is_off_where_there_are_no_threads(monkeypatch):
    monkeypatch.setattr(background, "THREADS", False)
    assert explorer_of().view.unasked == 0
    monkeypatch.undo()
    assert explorer_of().view.main == "scale"
