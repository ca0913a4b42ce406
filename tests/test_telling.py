"""What questions want to see of explorers: moments that controls can stand at, and where the panels lie."""

import numpy as np
import pytest

from course_lib import explorers, plots
from course_lib.explorers import EXPLORERS
from course_lib.live import telling


@pytest.fixture
def wanting(monkeypatch):
    """Asks for moments of forward_pass."""
    def want(*states, panel="A1"):
        look = type("Look", (), {"states": states, "panel": panel, "explorer": "forward_pass"})
        monkeypatch.setitem(telling.LOOKS, "forward_pass", [look])
    return want


def test_a_moment_is_met_by_a_value_or_from_a_number_on():
    assert telling.meets("ones", "ones") and not telling.meets("ones", "zeros")
    assert telling.meets((">=", 5), 5.0) and not telling.meets((">=", 5), 4.9)
    assert telling.meets(["<=", 5], 5) and not telling.meets(("<=", 5), 6)


def test_controls_go_to_the_nearest_position_and_the_others_stay():
    scene = EXPLORERS["forward_pass"]().scene
    there = telling.stand(scene.controls, {"scale": (">=", 5), "initializer": "ones", "seed": 3}, scene.defaults)
    positions = scene.controls["scale"].values
    assert there == scene.defaults | {"scale": min(v for v in positions if v >= 5), "initializer": "ones", "seed": 3}
    assert telling.stand(scene.controls, {"scale": ("<=", 0.5)}, scene.defaults) == scene.defaults


@pytest.mark.parametrize("moment, error", [({"scale": (">=", 11)}, ValueError), ({"initializer": "sevens"}, ValueError),
                                           ({"seed": 10_000}, ValueError), ({"size": 3}, KeyError)])
def test_a_moment_that_no_control_reaches_is_an_error(moment, error):
    scene = EXPLORERS["forward_pass"]().scene
    with pytest.raises(error):
        telling.stand(scene.controls, moment, scene.defaults)


def test_the_records_tell_what_is_wanted_of_each_explorer():
    for lesson in explorers.LESSONS.values():
        for asked in lesson.predictions:
            assert asked.look is None or asked.look in telling.LOOKS[asked.look.explorer]


def test_the_view_knows_where_the_panels_lie_that_questions_point_at(wanting):
    """The box holds all that a panel changes, its title and its numbered discs, and not the next panel."""
    wanting({"scale": 0.5})
    explorer = EXPLORERS["forward_pass"]()
    explorer.widget()
    assert list(explorer.view.places) == ["A1"]
    left, top, width, height = explorer.view.places["A1"]
    axes = explorer.canvas.panels["A1"].ax.get_window_extent()
    assert left < axes.x0 - 17 and top < 350 - axes.y1 - 9 and left + width > axes.x1 and top + height > 350 - axes.y0
    neighbours = [explorer.canvas.panels[name].ax.get_window_extent() for name in ("Z1", "dW1")]
    assert left > neighbours[0].x1 and left + width < neighbours[1].x0
    frames = [explorer.canvas.draw(explorer.compute(scale=scale))[..., :3].astype(int) for scale in (0.1, 3.0)]
    changed = np.argwhere((frames[0] != frames[1]).any(axis=-1)[:, int(neighbours[0].x1) + 30:int(axes.x1) + 10])
    assert top <= changed[:, 0].min() and changed[:, 0].max() <= top + height


def test_places_are_the_same_on_a_projector(wanting):
    wanting({"scale": 0.5})
    usual = EXPLORERS["forward_pass"]()
    explorers.projector()
    try:
        larger = EXPLORERS["forward_pass"]()
        for explorer in (usual, larger):
            explorer.widget()
    finally:
        explorers.projector(False)
    np.testing.assert_allclose(larger.view.places["A1"], usual.view.places["A1"], atol=3)


def test_a_panel_that_there_is_not_is_an_error():
    with pytest.raises(KeyError, match="Z9"):
        plots.places(EXPLORERS["forward_pass"]().canvas, ["Z9"])


def test_moments_that_the_main_slider_does_not_reach_travel_with_a_page(wanting, monkeypatch):
    monkeypatch.setenv("COURSE_PAGES", "1")
    wanting({"scale": (">=", 5)}, {"initializer": "ones", "activation": "sigmoid"}, {"initializer": "ones"})
    explorer = EXPLORERS["forward_pass"]()
    explorer.widget()
    scene, positions = explorer.scene, len(explorer.scene.controls["scale"].values)
    ones = scene.defaults | {"initializer": "ones"}
    further = [ones | {"activation": "sigmoid"}, ones]
    assert explorer.view.embedded["further"] == [scene.states_of(values) for values in further]
    assert explorer.view.embedded["values"][positions:] == further
    assert len(explorer.view.images) == len(explorer.view.embedded["texts"]) == positions + 2
    assert explorer.view.embedded["texts"][-1] == explorer.describe(initializer="ones")


def test_values_are_told_as_the_screen_shows_them():
    shown = telling.spelled("backprop", EXPLORERS["backprop"]().scene.controls)
    assert dict(shown["direction"]) == {1.0: "subtract (descent)", -1.0: "add (as one answer has it)"}
    assert shown["activation"] == [("tanh", "tanh")]
