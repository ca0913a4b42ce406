"""Long work behind a button: progress, cancel, errors, and results that belong to their controls."""

import threading

from course_lib import live, plots
from tests.test_live import Bar


def explorer_with(work):
    return live.Explorer({"scale": live.slider("scale", range(10), 2), "width": live.slider("width", range(5), 1)},
                         lambda scale, width: {"bar": scale},
                         lambda figure: {"bar": Bar(plots.place(figure, 20, 20, 100, 60))},
                         lambda result, **_: f"height {result['bar']}", "scale", size=(140, 100),
                         jobs={"Count": (work, ("width",))})


def test_work_shows_its_steps_and_keeps_its_result_until_its_control_moves():
    def work(width, **_):
        for k in (1, 2, 3):
            yield k / 3, {"bar": 10 * width + k}, f"found {k}."

    explorer = explorer_with(work)
    explorer.widget()
    job = explorer.jobs["Count"]
    assert job.bar.layout.visibility == "hidden"
    job.button.click()
    job.wait(20)
    assert job.bar.layout.visibility == "visible"
    assert explorer.view.text == "height 2 found 3." and job.bar.value == 1 and job.button.description == "Count"
    explorer.controls["scale"].value = 5
    assert explorer.view.text == "height 5 found 3."
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
    assert begun.wait(20) and job.running and job.button.description == "Cancel" and job.bar.value == 0.25
    job.start()  # a second press does not start a second thread
    job.button.click()
    go.set()
    job.wait(20)
    assert not job.running and job.text == "one." and job.bar.value == 0 and explorer.view.error == ""
    assert job.bar.layout.visibility == "hidden"


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
    assert explorer.view.error == "" and explorer.jobs["Count"].button.description == "Count"
