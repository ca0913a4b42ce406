"""Controls and the explorer's behaviour, moved for real but without a browser."""

import numpy as np
import pytest

from course_lib import live, plots
from course_lib.explorers import backprop, forward_pass


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
    for _ in range(40):
        explorer.press("Step")
    assert explorer.values()["step"] == 30 and explorer.view.error == ""


def test_a_press_redraws_once():
    calls = []
    explorer = small(lambda scale, seed: calls.append(seed) or {"bar": scale})
    explorer.press("New seed")
    assert calls == [1]


def test_log_slider_sends_an_index_and_contains_its_default_and_zero():
    slider = live.log_slider("scale", 1e-3, 10, 0.5, zero=True)
    values = live.positions(slider)
    assert values[:2] == (0.0, 0.001) and values[-1] == 10 and slider.value == 0.5
    assert values == tuple(sorted(values)) and len(values) == 62 and isinstance(slider.index, int)


@pytest.mark.parametrize("last", [3, 30, 60, 61, 200, 300, 5000])
def test_step_slider_has_at_most_61_positions_from_0_to_the_last(last):
    values = live.positions(live.step_slider("step", last))
    assert values[0] == 0 and values[1] == 1 and values[-1] == last
    assert len(values) == len(set(values)) <= 61 and list(values) == sorted(values)


def test_values_out_of_the_slider_fall_to_the_nearest():
    assert live.slider("x", (1, 2, 4), 3.9).value == 4


def test_twenty_explorers_do_not_share_anything():
    explorers = [forward_pass() for _ in range(3)]
    explorers[0].controls["scale"].value = 10.0
    assert explorers[1].values()["scale"] == 0.5
