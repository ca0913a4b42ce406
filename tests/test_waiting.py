"""An empty panel says which button fills it, and an exported page holds what the button would have found."""

import pytest

from course_lib import plots
from course_lib.explorers import EXPLORERS
from course_lib.live import export

WITH_JOBS = [name for name, build in EXPLORERS.items() if build().jobs]


def spoken(panel):
    """What a panel says of itself now, its lines put together."""
    return " ".join(artist.get_text().replace("\n", " ") for artist in panel.waiting.artists if artist.get_visible())


@pytest.mark.parametrize("name", WITH_JOBS)
def test_a_panel_that_waits_names_its_button_and_stays_within_its_axes(name):
    explorer = EXPLORERS[name]()
    result = explorer.compute()
    explorer.canvas.draw(result)
    empty = [panel for name, panel in explorer.canvas.panels.items() if name not in result]
    assert len(empty) == len(explorer.jobs)
    for panel in empty:
        assert [label for label in explorer.jobs if f"“{label}” shows" in spoken(panel)], spoken(panel)
        for artist in panel.waiting.artists:
            words, axes = artist.get_window_extent(), panel.ax.get_window_extent()
            assert axes.x0 + 3 < words.x0 and words.x1 < axes.x1 + 3, "it stays off the axis, and inside"
            assert axes.y0 < words.y0 and words.y1 < axes.y1


def test_a_full_panel_is_silent_and_an_empty_one_speaks_again():
    figure = plots.new_figure(300, 200)
    panel = plots.Curves(plots.place(figure, 40, 40, 200, 100), ["a"], "losses", (0, 1), (0, 1), "step",
                         waits="“Train” shows here what it learns")
    canvas = plots.Canvas(figure, {"losses": panel})
    blank = canvas.draw({}).copy()
    assert spoken(panel) == "“Train” shows here what it learns"
    full = canvas.draw({"losses": plots.Shows(xs=[0, 1], ys={"a": [0, 1]})}).copy()
    assert spoken(panel) == "" and (full != blank).any()
    assert (canvas.draw({}) == blank).all()


def test_an_exported_page_holds_what_a_button_would_have_found(monkeypatch):
    """Every embedded frame tells it, for the main slider makes no difference to this job."""
    monkeypatch.setenv("COURSE_PAGES", "1")
    explorer = EXPLORERS["digit_training"]()
    explorer.widget()
    texts = explorer.view.embedded["texts"]
    assert len(texts) == len(explorer.scene.controls["gain"].values)
    assert all("test accuracy" in text for text in texts)
    twin = EXPLORERS["digit_training"]()
    first, there = (export.pixels(e.frame(e.values())[0]) for e in (twin, explorer))
    panel = twin.canvas.panels["losses"].ax.get_window_extent()
    inside = (slice(int(350 - panel.y1), int(350 - panel.y0)), slice(int(panel.x0), int(panel.x1)))
    changed = (first != there).any(axis=2)
    assert changed[inside].mean() > 0.01 and changed[:, :500].sum() == 0
