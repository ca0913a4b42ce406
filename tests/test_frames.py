"""Frames on request, without a browser: orders go in as a page would send them, answers are caught where they leave."""

import asyncio
import gc
import io
import threading
import time
import weakref

import ipywidgets
import numpy as np
import pytest
from PIL import Image

from course_lib import live, plots
from course_lib.explorers import forward_pass
from course_lib.live import background, lifetime
from tests.test_live import Bar


def explorer_of(compute=lambda scale, other: {"bar": scale}, jobs=None, clicks=None):
    explorer = live.Explorer({"scale": live.slider("scale", range(10), 2), "other": live.slider("other", range(4), 0)},
                             compute, lambda figure: {"bar": Bar(plots.place(figure, 20, 20, 100, 60))},
                             lambda result, **_: f"height {result['bar']}", "scale", size=(140, 100), jobs=jobs,
                             clicks=clicks)
    explorer.widget()
    explorer.sent = []
    explorer.view.send = lambda content, buffers: explorer.sent.append((content, buffers))
    return explorer


def order(ask, scale, other=0, missing=(), page="p", ratio=1):
    return {"page": page, "ask": ask, "move": ask or 0, "states": {"scale": scale, "other": other}, "axis": "scale",
            "missing": list(missing), "ratio": ratio}


def settle(explorer):
    for _ in range(2000):
        if not explorer.frames.busy:
            return
        time.sleep(0.005)
    raise AssertionError("the worker does not end")


def positions(explorer):
    return [content["states"]["scale"] for content, _ in explorer.sent]


def test_a_frame_belongs_to_the_states_asked_for_not_to_where_the_controls_stand_by_now():
    explorer = explorer_of()
    explorer.controls["scale"].value = 9
    explorer.frames.receive(order(1, 4))
    settle(explorer)
    (reply, (png,)), = explorer.sent
    assert (reply["ask"], reply["text"], reply["values"]) == (1, "height 4", {"scale": 4, "other": 0})
    assert png == explorer.frame({"scale": 4, "other": 0})[0] != explorer.frame({"scale": 9, "other": 0})[0]


def test_frames_that_a_page_holds_stay_good_when_a_control_moves():
    explorer = explorer_of()
    explorer.frames.receive(order(1, 4))
    settle(explorer)
    epoch = explorer.view.epoch
    explorer.controls["scale"].value = 9
    explorer.controls["other"].value = 3
    assert explorer.view.epoch == epoch
    explorer.screen.refresh()
    assert explorer.view.epoch == epoch + 1


def test_a_question_comes_through_the_view_and_what_is_none_only_keeps_the_connection_awake():
    explorer = explorer_of()
    explorer.view._handle_custom_msg({"poke": True}, [])
    assert not explorer.frames.live
    explorer.view._handle_custom_msg(order(1, 4), [])
    settle(explorer)
    assert explorer.frames.live and explorer.sent[0][0]["text"] == "height 4"


def test_every_ask_is_answered_in_order_an_exception_too():
    def compute(scale, other):
        if scale == 5:
            raise ValueError("five is too much.")
        return {"bar": scale}

    explorer = explorer_of(compute)
    for ask, scale in enumerate((4, 5, 6)):
        explorer.frames.receive(order(ask, scale))
    settle(explorer)
    assert [content["ask"] for content, _ in explorer.sent] == [0, 1, 2]
    texts = [content.get("text") or content["error"] for content, _ in explorer.sent]
    assert texts == ["height 4", "ValueError: five is too much. Move a control to go on.", "height 6"]
    assert [len(buffers) for _, buffers in explorer.sent] == [1, 0, 1]


@pytest.mark.parametrize("states", [{"scale": 99, "other": 0}, {"scal": 1}, {"scale": None, "other": 0}])
def test_nonsense_from_a_page_is_answered_as_an_error(states):
    explorer = explorer_of()
    explorer.frames.receive(order(1, 0) | {"states": states})
    settle(explorer)
    assert "error" in explorer.sent[0][0] and explorer.sent[0][0]["ask"] == 1


def test_the_other_positions_follow_nearest_first_and_each_once():
    explorer = explorer_of()
    explorer.frames.receive(order(1, 4, missing=[3, 5, 2, 6]))
    explorer.frames.receive(order(None, 4, missing=[3, 5, 2, 6, 1]))  # the page still misses what is under way
    settle(explorer)
    assert positions(explorer) == [4, 3, 5, 2, 6, 1]
    assert [content["ask"] for content, _ in explorer.sent] == [1] + 5 * [None]
    explorer.frames.receive(order(2, 3, missing=[2, 8]))  # what is asked for is sent again: the page dropped it
    settle(explorer)
    assert positions(explorer)[6:] == [3, 8]


def test_an_ask_goes_before_the_filling_however_slow_compute_is():
    slow, waiting = threading.Event(), threading.Event()

    def compute(scale, other):
        if scale == 3:
            waiting.set()
            slow.wait(20)
        return {"bar": scale}

    explorer = explorer_of(compute)
    explorer.frames.receive(order(1, 4, missing=[3, 5, 6, 7]))
    assert waiting.wait(20)
    threading.Timer(0.1, slow.set).start()
    explorer.frames.receive(order(2, 9, missing=[8, 7, 6, 5, 3]))
    settle(explorer)
    assert positions(explorer) == [4, 3, 9, 8, 7, 6, 5]


def test_another_state_ends_the_filling_of_the_old_one():
    slow, waiting = threading.Event(), threading.Event()

    def compute(scale, other):
        if (scale, other) == (3, 0):
            waiting.set()
            slow.wait(20)
        return {"bar": scale}

    explorer = explorer_of(compute)
    explorer.frames.receive(order(1, 4, missing=[3, 5, 6, 7]))
    assert waiting.wait(20)
    threading.Timer(0.1, slow.set).start()
    explorer.frames.receive(order(2, 4, other=1, missing=[3]))
    settle(explorer)
    assert [(c["states"]["scale"], c["states"]["other"]) for c, _ in explorer.sent] == [(4, 0), (3, 0), (4, 1), (3, 1)]


def test_disposal_while_frames_are_under_way_ends_the_thread_and_sends_no_more():
    slow, waiting = threading.Event(), threading.Event()

    def compute(scale, other):
        if scale == 3:
            waiting.set()
            slow.wait(20)
        return {"bar": scale}

    explorer = explorer_of(compute)
    explorer.frames.receive(order(1, 4, missing=[3, 5, 6, 7]))
    assert waiting.wait(20)
    threading.Timer(0.05, slow.set).start()
    explorer.close()
    assert not explorer.frames.busy and positions(explorer) == [4, 3]


def test_two_explorers_at_once_answer_with_their_own_frames():
    one, two = explorer_of(), explorer_of(lambda scale, other: {"bar": 10 - scale})
    for ask in range(6):
        one.frames.receive(order(ask, ask, missing=range(10)))
        two.frames.receive(order(ask, ask, missing=range(10)))
    settle(one)
    settle(two)
    for explorer, height in ((one, lambda s: s), (two, lambda s: 10 - s)):
        assert all(c["text"] == f"height {height(c['states']['scale'])}" for c, _ in explorer.sent)
        assert {c["ask"] for c, _ in explorer.sent} >= set(range(6)) and set(positions(explorer)) == set(range(10))


def test_a_live_page_asks_for_itself_and_only_then():
    explorer = explorer_of()
    explorer.controls["scale"].value = 7
    assert explorer.view.text == "height 7" and explorer.view.states == {"scale": 7, "other": 0}
    explorer.frames.receive(order(1, 7))
    settle(explorer)
    before = explorer.view.png
    explorer.controls["scale"].value = 3
    assert explorer.view.png == before, "the kernel drew a frame that the page may hold"


def test_what_a_job_finds_makes_held_frames_out_of_date():
    def work(**_):
        yield 1.0, {"bar": 9}, "found."

    explorer = explorer_of(jobs={"Count": (work, ("other",))})
    explorer.frames.receive(order(1, 4))
    settle(explorer)
    explorer.jobs["Count"].start()
    explorer.jobs["Count"].wait(20)
    explorer.frames.receive(order(2, 4))
    settle(explorer)
    (first, _), (second, _) = explorer.sent
    assert second["epoch"] > first["epoch"] and second["text"] == "height 4\nfound."


def test_eight_runs_of_a_cell_leave_one_explorer():
    """Memory, threads, observers: whatever a run made is free again when the next has displayed its own."""
    def run(number):
        explorer = forward_pass()
        lifetime.displayed(explorer, ("cell", number))
        explorer.widget()
        explorer.view.send = lambda content, buffers: None
        states = explorer.scene.states_of(explorer.values())
        explorer.frames.receive({"page": "p", "ask": 1, "move": 1, "states": states, "axis": "scale",
                                 "missing": list(range(61)), "ratio": 1})
        return weakref.ref(explorer)

    def widgets():
        return len(ipywidgets.widgets.widget._instances)

    first = run(0)
    between, threads = widgets(), threading.active_count()
    runs = [first, *(run(number) for number in range(1, 8))]
    gc.collect()
    assert widgets() == between and threading.active_count() <= threads
    assert [reference() is None for reference in runs] == 7 * [True] + [False]
    runs[-1]().close()


def test_an_explorer_that_another_cell_shows_stays_open_and_a_closed_one_opens_again():
    explorer = explorer_of()
    lifetime.displayed(explorer, ("first", 1))
    lifetime.displayed(explorer, ("second", 1))
    lifetime.displayed(explorer_of(), ("first", 2))
    assert explorer.view.comm is not None
    lifetime.displayed(explorer_of(), ("second", 2))
    assert explorer.view.comm is None
    widget = explorer.widget()
    assert widget.comm is not None and explorer.view.comm is not None
    assert all(control.comm is not None for control in explorer.controls.values())


def test_a_cell_with_two_explorers_keeps_both():
    one, two = explorer_of(), explorer_of()
    lifetime.displayed(one, ("both", 1))
    lifetime.displayed(two, ("both", 1))
    assert one.view.comm is not None and two.view.comm is not None


def test_a_sharp_frame_is_twice_as_fine_and_shows_the_same():
    explorer = forward_pass()
    plain, sharp = (np.asarray(Image.open(io.BytesIO(explorer.frame(explorer.values(), ratio)[0])).convert("L"), float)
                    for ratio in (1, 2))
    assert sharp.shape == (2 * plain.shape[0], 2 * plain.shape[1])
    smaller = sharp.reshape(plain.shape[0], 2, plain.shape[1], 2).mean(axis=(1, 3))
    # 3.4 with Matplotlib 3.11, 4.0 with 3.9; the same picture moved by one pixel is 6 away, a blank one 32.
    assert np.abs(smaller - plain).mean() < 5 and np.abs(255 - plain).mean() > 10


def test_a_click_moves_controls_by_data_coordinates_inside_its_panel_only():
    explorer = explorer_of(clicks={"bar": lambda values, x, y: {"scale": round(y), "other": round(4 * x)}})
    # The middle of the panel at (20, 20), 100 by 60, y from 0 to 10.
    explorer.view._handle_custom_msg({"click": [70, 50]}, [])
    assert explorer.values() == {"scale": 5, "other": 2} and explorer.view.clickable
    explorer.view._handle_custom_msg({"click": [5, 5]}, [])
    assert explorer.values() == {"scale": 5, "other": 2}


def test_where_there_are_no_threads_frames_come_from_the_event_loop(monkeypatch):
    monkeypatch.setattr(background, "THREADS", False)
    explorer = explorer_of()

    async def page():
        explorer.frames.receive(order(1, 4, missing=[3, 5]))
        assert positions(explorer) == [4]
        while explorer.frames.busy:
            await asyncio.sleep(0.001)

    asyncio.run(page())
    assert positions(explorer) == [4, 3, 5]


def test_a_job_without_threads_runs_between_messages(monkeypatch):
    monkeypatch.setattr(background, "THREADS", False)

    def work(**_):
        for k in range(3):
            yield k / 2, {"bar": k}, f"found {k}."

    explorer = explorer_of(jobs={"Count": (work, ("other",))})

    async def page():
        explorer.jobs["Count"].start()
        assert explorer.jobs["Count"].running
        await asyncio.sleep(0.1)

    asyncio.run(page())
    assert not explorer.jobs["Count"].running and explorer.view.text == "height 2\nfound 2."
