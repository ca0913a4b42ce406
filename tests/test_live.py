"""Controls and the explorer's behaviour, moved for real but without a browser."""

import json
import re
from pathlib import Path

import ipywidgets
import numpy as np
import pytest

from course_lib import explorers, live, plots
from course_lib.explorers import EXPLORERS, backprop, forward_pass
from course_lib.live import widgets
from tests.kinds import ONE_OF_EACH


class Bar:
    """The smallest panel: one line whose height is the value."""

    def __init__(self, ax):
        self.ax = ax
        ax.set(xlim=(0, 1), ylim=(0, 10))
        self.artists = ax.plot([0.2, 0.8], [0, 0], linewidth=3)

    def update(self, value):
        self.artists[0].set_ydata([value, value])


def small(compute=lambda scale, seed: {"bar": scale}):
    return live.Explorer({"scale": live.slider("scale", range(10), 2), "seed": live.seed()}, compute,
                         lambda figure: {"bar": Bar(plots.place(figure, 20, 20, 100, 60))},
                         lambda result, **_: f"height {result['bar']}", "scale",
                         actions={"New seed": live.new_seed}, size=(140, 100))


def test_moving_a_control_changes_picture_and_text_together():
    explorer = small()
    explorer.widget()
    before = explorer.view.png
    explorer.controls["scale"].value = 7
    assert explorer.view.png != before and explorer.view.text == "height 7" and explorer.view.error == ""


def test_an_exception_is_a_message_and_gone_at_the_next_good_move():
    def compute(scale, seed):
        if scale == 5:
            raise ValueError("five is too much.")
        return {"bar": scale}

    explorer = small(compute)
    explorer.widget()
    explorer.controls["scale"].value = 4
    good = explorer.view.png
    explorer.controls["scale"].value = 5
    assert explorer.view.error == "ValueError: five is too much. Move a control to go on."
    assert explorer.view.png == good, "the last good picture stays"
    explorer.controls["scale"].value = 6
    assert explorer.view.error == "" and explorer.view.text == "height 6"


def test_new_seed_changes_the_weights_and_reset_keeps_them():
    explorer = backprop()
    explorer.controls["start_W1"].value = "random"
    weights = lambda: explorer.compute(**explorer.values())["W1"]  # noqa: E731
    first = weights()
    explorer.press("Step")
    assert explorer.values()["step"] == 1 and not np.array_equal(weights(), first)
    explorer.press("Reset (same weights)")
    np.testing.assert_array_equal(weights(), first)
    explorer.press("New seed")
    assert explorer.values()["seed"] == 1 and not np.array_equal(weights(), first)


def test_step_stops_at_the_last_step():
    explorer = backprop()
    explorer.widget()
    for _ in range(40):
        explorer.press("Step")
    assert explorer.values()["step"] == 30 and explorer.view.error == ""


def test_a_press_redraws_once():
    calls = []
    explorer = small(lambda scale, seed: calls.append(seed) or {"bar": scale})
    explorer.press("New seed")
    assert calls == [], "drawn before anybody looks"
    explorer.widget()
    explorer.press("New seed")
    assert calls == [1, 2]


def test_controls_that_move_together_are_drawn_once():
    drawn = []
    explorer = small()
    explorer.widget()
    explorer.scene.describe = lambda result, **values: drawn.append(values) or "words"
    explorer.set({"scale": 7, "seed": 3})
    assert drawn == [{"scale": 7, "seed": 3}] and explorer.view.text == "words"


def test_log_slider_contains_its_default_and_zero():
    slider = live.log_slider("scale", 1e-3, 10, 0.5, zero=True)
    values = slider.values
    assert values[:2] == (0.0, 0.001) and values[-1] == 10 and slider.value == 0.5
    assert values == tuple(sorted(values)) and len(values) == 62


@pytest.mark.parametrize("last", [3, 30, 60, 61, 200, 300, 5000])
def test_step_slider_has_at_most_61_positions_from_0_to_the_last(last):
    values = live.step_slider("step", last).values
    assert values[0] == 0 and values[1] == 1 and values[-1] == last
    assert len(values) == len(set(values)) <= 61 and list(values) == sorted(values)


def test_values_out_of_the_slider_fall_to_the_nearest():
    assert live.slider("x", (1, 2, 4), 3.9).value == 4


@pytest.mark.parametrize("control", [live.log_slider("scale", 1e-3, 10, 0.5, zero=True), live.step_slider("step", 300),
                                     live.choice("data", {"XOR": "xor", "OR": "or"}), live.seed()])
def test_a_value_and_its_state_are_one_thing_in_two_spellings(control):
    for value in control.values:
        state = control.state_of(value)
        assert control.value_of(state) == value and isinstance(state, int)
    assert widgets.widget(control, control.values[-1]).value == control.values[-1]


def test_explorers_do_not_share_anything():
    one, other = forward_pass(), forward_pass()
    one.controls["scale"].value = 10.0
    assert one.values()["scale"] == 10.0 and other.values()["scale"] == 0.5
    assert one.scene.canvas() is not other.scene.canvas()


@pytest.mark.parametrize("name", ONE_OF_EACH)
def test_nothing_is_a_widget_before_it_is_shown(name, monkeypatch):
    def made(*_, **__):
        raise AssertionError("a widget was made")

    monkeypatch.setattr(ipywidgets.Widget, "__init__", made)
    explorer = EXPLORERS[name]()
    explorer.set({explorer.main: live.ends(explorer.scene.controls[explorer.main])[1]})
    explorer.figure(), explorer.describe(), repr(explorer), explorer.frame(explorer.values())
    with pytest.raises(AssertionError, match="a widget was made"):
        explorer.widget()


@pytest.mark.parametrize("name", ONE_OF_EACH)
def test_the_line_of_code_makes_the_same_explorer_again(name):
    """At both ends of each control the line gives these values and words again, and the page can spell it."""
    for end in (0, 1):
        there = {control: live.ends(widget)[end] for control, widget in EXPLORERS[name]().scene.controls.items()}
        explorer = EXPLORERS[name](**there)
        again = eval(repr(explorer), {"explorers": explorers})
        assert again is not explorer and again.values() == explorer.values() == there
        assert again.describe() == explorer.describe() == EXPLORERS[name]().describe(**there)
        assert json.loads(json.dumps(there)) == there
        again.widget()
        assert again.view.values == there and again.view.name == name


@pytest.mark.parametrize(("given", "error", "words"), [
    ({"scale": 0.3333}, ValueError, r"scale=0.3333 is no position of this control; choose one of: 0.29, 0.34, 0.4$"),
    ({"scale": "big"}, ValueError, r"scale='big' is no position of this control; choose one of: 0.001, "),
    ({"initializer": "warm"}, ValueError, "'warm' is no position .*: 'constant', 'ones', 'random', 'zeros'"),
    ({"seed": 1.5}, ValueError, "seed must be a whole number from 0 to 9999, not 1.5"),
    ({"seed": -1}, ValueError, "seed must be a whole number from 0 to 9999, not -1"),
    ({"seed": float("nan")}, ValueError, "seed must be a whole number from 0 to 9999, not nan"),
    ({"colour": 1}, TypeError, "unknown control colour; the controls are: scale"),
])
def test_a_value_that_a_control_does_not_have_is_refused_with_those_it_has(given, error, words):
    with pytest.raises(error, match=words):
        forward_pass(**given)


def test_the_projector_makes_what_follows_larger_and_clicks_still_hit():
    usual = explorers.landings(w1=-2.0)
    explorers.projector()
    try:
        large = explorers.landings(w1=-2.0)
    finally:
        explorers.projector(False)
    pixels = [explorer.canvas.draw(explorer.compute()).shape[:2] for explorer in (usual, large, explorers.landings())]
    assert pixels[1] == tuple(int(1.5 * side) for side in pixels[0]) and pixels[2] == pixels[0]
    assert large.view.zoom == 1.5 and large.view.width == usual.view.width
    panel = next(iter(usual.clicks))
    box, height = usual.canvas.panels[panel].ax.get_window_extent(), usual.view.height
    for explorer in (usual, large):
        explorer.click(box.x0 + 0.75 * box.width, height - (box.y0 + 0.25 * box.height))
    assert usual.values() == large.values() != explorers.landings(w1=-2.0).values()


def test_every_line_of_code_in_the_teachers_guide_runs():
    text = (Path(__file__).parents[1] / "docs" / "teaching.md").read_text(encoding="utf-8")
    lines = re.findall(r"`(explorers\.\w+\([^`]*\))`", text)
    assert len(lines) > 15
    for line in lines:
        eval(line, {"explorers": explorers})
    explorers.projector(False)


def test_the_same_values_are_computed_once_and_what_a_job_found_is_not_kept_with_them():
    calls = []

    def work(value):
        for k in (1, 2, 3):
            yield k / 3, {"found": k}, f"found {k}."

    controls, jobs = {"value": live.slider("value", (1, 2), 1)}, {"Find": (work, ("value",))}
    explorer = live.Explorer(controls, lambda value: calls.append(value) or {}, lambda figure: {},
                             lambda result, **_: f"{result}", "value", jobs=jobs)
    explorer.widget()
    explorer.jobs["Find"].start()
    explorer.jobs["Find"].wait(20)
    assert calls == [1] and explorer.view.text == "{}\nfound 3."
    explorer.controls["value"].value = 2
    explorer.controls["value"].value = 1
    assert calls == [1, 2, 1]


LAYERS = {  # module of course_lib.live -> what it may import of the others
    "settings": set(), "controls": set(), "kernel": set(), "lifetime": set(), "telling": set(), "rest": set(),
    "tiles": set(),
    "background": {"kernel", "rest"},
    "scene": {"settings", "tiles"},
    "frames": {"background", "rest"},
    "job": {"background", "scene"},
    "widgets": {"controls"},
    "export": {"telling"},
    "named": set(),
    "screen": {"background", "export", "frames", "job", "lifetime", "scene", "settings", "telling", "widgets"},
    "explorer": {"controls", "job", "lifetime", "scene", "screen"},
}
WITHOUT_WIDGETS = {"settings", "controls", "telling", "rest", "tiles", "background", "scene", "frames", "job"}


@pytest.mark.parametrize("path", sorted(Path(live.__file__).parent.glob("[a-z]*.py")), ids=lambda path: path.stem)
def test_who_is_asked_knows_nobody_who_asks(path):
    """From the slider to the pixel each module imports only what stands below it, and no widget up to the screen."""
    text = path.read_text(encoding="utf-8")
    imported = set(re.findall(r"from course_lib\.live\.(\w+) import", text))
    for names in re.findall(r"from course_lib\.live import (.+)", text):
        imported |= set(names.split(", "))
    assert imported <= LAYERS[path.stem]
    if path.stem in WITHOUT_WIDGETS:
        assert not re.search("ipywidgets|course_lib.view|IPython", text)
