"""Long work behind a button: progress, cancel, errors, and results that belong to their controls."""

import threading

import ipywidgets

from course_lib import live, plots
from tests.test_live import Bar


def explorer_with(work):
    return live.Explorer({"scale": live.slider("scale", range(10), 2), "width": live.slider("width", range(5), 1)},
                         lambda scale, width: {"bar": scale},
                         lambda figure: {"bar": Bar(plots.place(figure, 20, 20, 100, 60))},
                         lambda result, **_: f"height {result['bar']}", "scale", size=(140, 100),
                         jobs={"Count": (work, ("width",))})


def shown(explorer):
    """The job's button and bar."""
    return explorer.screen.job_buttons["Count"]


def test_work_shows_its_steps_and_keeps_its_result_until_its_control_moves():
    def work(width, **_):
        for k in (1, 2, 3):
            yield k / 3, {"bar": 10 * width + k}, f"found {k}."

    explorer = explorer_with(work)
    explorer.widget()
    job = explorer.jobs["Count"]
    assert shown(explorer).bar.layout.visibility == "hidden"
    shown(explorer).button.click()
    job.wait(20)
    assert shown(explorer).bar.layout.visibility == "visible"
    assert explorer.view.text == "height 2\nfound 3."
    assert shown(explorer).bar.value == 1 and shown(explorer).button.description == "Count"
    explorer.controls["scale"].value = 5
    assert explorer.view.text == "height 5\nfound 3."
    explorer.controls["width"].value = 2
    assert explorer.view.text == "height 5"


def test_cancel_stops_at_the_next_chance_and_keeps_what_was_found():
    go, begun = threading.Event(), threading.Event()

    def work(**_):
        yield 0.25, {"bar": 1}, "one."
        begun.set()
        go.wait(20)
        yield 0.5, {"bar": 2}, "two."
        raise AssertionError("work went on after it was cancelled")

    explorer = explorer_with(work)
    explorer.widget()
    job = explorer.jobs["Count"]
    job.start()
    assert begun.wait(20) and job.running
    assert shown(explorer).button.description == "Cancel" and shown(explorer).bar.value == 0.25
    job.start()  # a second press does not start a second thread
    shown(explorer).button.click()
    go.set()
    job.wait(20)
    assert not job.running and job.text == "one." and shown(explorer).bar.value == 0 and explorer.view.error == ""
    assert shown(explorer).bar.layout.visibility == "hidden"


def test_an_error_in_the_work_is_a_message_and_the_sliders_live_on():
    def work(**_):
        yield 0.5, {"bar": 1}, "one."
        raise ValueError("too much.")

    explorer = explorer_with(work)
    explorer.widget()
    explorer.jobs["Count"].start()
    explorer.jobs["Count"].wait(20)
    assert explorer.view.error == "ValueError: too much. Move a control to go on."
    explorer.controls["scale"].value = 7
    assert explorer.view.error == "" and shown(explorer).button.description == "Count"


def test_work_needs_no_screen(monkeypatch):
    """A script may do the work and read what it found: no widget is made for it."""
    def work(width, **_):
        yield 1.0, {"bar": 10 * width}, "found it."

    def made(*_, **__):
        raise AssertionError("a widget was made")

    monkeypatch.setattr(ipywidgets.Widget, "__init__", made)
    explorer = explorer_with(work)
    job = explorer.jobs["Count"]
    job.start()
    job.wait(20)
    assert (job.error, job.running, job.share, job.text) == (None, False, 1.0, "found it.")
    assert job.found({"scale": 9, "width": 1}) == {"bar": 10} and job.found({"scale": 9, "width": 2}) == {}
    assert explorer.frame({"scale": 9, "width": 1})[1] == "height 9\nfound it."
    assert explorer.frame({"scale": 9, "width": 2})[1] == "height 9"


def test_work_that_begins_again_forgets_what_it_found_and_its_error():
    runs = []

    def work(**_):
        runs.append(len(runs))
        if runs[-1] == 0:
            raise ValueError("too much.")
        yield 1.0, {"bar": 1}, "found."

    explorer = explorer_with(work)
    explorer.widget()
    job = explorer.jobs["Count"]
    for text, error in (("", "ValueError: too much. Move a control to go on."), ("found.", "")):
        job.start()
        job.wait(20)
        assert (job.text, explorer.view.error, shown(explorer).button.description) == (text, error, "Count")
