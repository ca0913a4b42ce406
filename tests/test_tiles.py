"""The pieces in which a narrow page lays a picture out. That nothing is drawn beside them: test_explorers."""

from itertools import combinations

import pytest

from course_lib import live, plots
from course_lib.explorers import EXPLORERS
from course_lib.live.tiles import deciding

NAMES = list(EXPLORERS)


@pytest.fixture(scope="module")
def made():
    return {name: EXPLORERS[name]() for name in NAMES}


@pytest.fixture(scope="module")
def tiles(made):
    return {name: explorer.scene.tiles() for name, explorer in made.items()}


@pytest.mark.parametrize("name", NAMES)
def test_every_panel_is_in_one_piece_and_no_piece_covers_another(made, tiles, name):
    explorer = made[name]
    across, down = explorer.scene.size
    names = [panel for tile in tiles[name] for panel in tile["panels"]]
    assert sorted(names) == sorted(explorer.canvas.panels)
    for one, other in combinations([tile["box"] for tile in tiles[name]], 2):
        (x, y, w, h), (u, v, a, b) = one, other
        assert x + w <= u or u + a <= x or y + h <= v or v + b <= y, (one, other)
    for tile in tiles[name]:
        left, top, width, height = tile["box"]
        assert 0 <= left and 0 <= top and left + width <= across and top + height <= down
        for x, y, w, h in tile["panels"].values():
            assert left <= x and top <= y and x + w <= left + width and y + h <= top + height


@pytest.mark.parametrize("name", NAMES)
def test_a_piece_is_readable_on_the_narrowest_phone(tiles, name):
    assert max(tile["box"][2] for tile in tiles[name]) * 0.75 <= 274, "320 pixels, less the margins of an exported page"


@pytest.mark.parametrize("name", NAMES)
def test_the_panels_that_decide_come_first(made, tiles, name):
    first = {panel for tile in tiles[name][:2] for panel in tile["panels"]}
    panels = made[name].canvas.panels
    assert set((made[name].scene.decides or deciding(panels))[:2]) <= first
    assert any(panel.startswith("d") for panel in first) or name == "your_parts", "which has no gradients"


def test_pieces_do_not_depend_on_what_is_shown_or_how_large(monkeypatch, made, tiles):
    explorer = made["your_network"]
    explorer.frame(explorer.values() | {"scale": 100.0})
    assert explorer.scene.tiles() == tiles["your_network"]
    monkeypatch.setattr(live.settings, "_larger", True)
    larger = EXPLORERS["backprop"]().scene.tiles()
    for one, other in zip(larger, tiles["backprop"], strict=True):
        assert list(one["panels"]) == list(other["panels"])
        assert all(abs(a - b) <= 3 for a, b in zip(one["box"], other["box"]))


def panels(figure):
    def curve(left, top):
        return plots.Curves(plots.place(figure, left, top, 100, 60), ["y"], "y", (0, 1), (0, 1), "x")

    return {"W": curve(40, 40), "a": curve(240, 40), "b": curve(40, 160), "c": curve(60, 180)}


def test_an_author_says_what_decides_and_what_stays_together():
    controls = {"scale": live.slider("scale", (1, 2), 1)}
    explorer = live.Explorer(controls, dict, panels, str, "scale", size=(400, 260), decides=("a",),
                             together=[("W", "b")])
    found = explorer.scene.tiles()
    assert [set(tile["panels"]) for tile in found] == [{"a"}, {"W", "b", "c"}], "c reaches into b, so it goes with it"
    assert found[1]["base"] == 40 and found[0]["base"] == 40
