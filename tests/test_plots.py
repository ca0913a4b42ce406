"""Panels and the frame path."""

import io

import numpy as np
import pytest
from PIL import Image

from course_lib import plots
from course_lib.plots import style


@pytest.mark.parametrize(("value", "text"), [
    (0, "0"), (0.5, "0.50"), (-0.0367, "−0.037"), (12.345, "12.3"), (123.4, "123"), (1234.0, "1e3"), (-4e7, "−4e7"),
    (1e-5, "1e-5"), (0.00094, "9e-4"), (0.001, "0.001"), (99.96, "100"), (9.996, "10.0"), (0.0999, "0.10"),
    (999.6, "1e3"), (1.0, "1.00"), (float("nan"), "nan"), (float("inf"), "inf"),
])
def test_format_number(value, text):
    assert plots.format_number(value) == text and len(text) <= 6


@pytest.mark.parametrize(("value", "text"), [(-0.0367, "−0.04"), (0.0032, "3e-3"), (-0.0032, "−3e-3"), (0.5, "0.50")])
def test_short_numbers_fit_a_narrow_cell(value, text):
    assert plots.format_number(value, short=True) == text and len(text) <= 5


def test_png_is_lossless():
    rgba = np.random.default_rng(0).integers(0, 256, (37, 53, 4), dtype=np.uint8)
    decoded = np.asarray(Image.open(io.BytesIO(plots.encode_png(rgba))))
    np.testing.assert_array_equal(decoded, rgba[..., :3])


def test_scale_is_signed_monotone_and_clipped():
    scale = plots.Scale(10, 0.01)
    values = scale(np.array([-1e9, -10, -0.1, 0, 1e-4, 0.1, 10, 1e9]))
    assert values[0] == values[1] == -1 and values[-1] == 1 and values[3] == 0
    assert (np.diff(values) >= 0).all() and values[2] == -values[5]
    red, _, blue, _ = scale.colours(np.array([5.0, -5.0])).T
    assert red[0] > blue[0] and blue[1] > red[1], "orange is positive, purple negative"


def ink(figure, box):
    """How many dark pixels lie in a box of the drawn figure (left, top, right, bottom)."""
    figure.canvas.draw()
    image = np.asarray(figure.canvas.buffer_rgba())[box[1]:box[3], box[0]:box[2], :3]
    return int((image.max(axis=-1) < 128).sum())


def test_pasted_numbers_stand_where_matplotlib_would_write_them():
    def centre(draw):
        figure = plots.new_figure(200, 100)
        ax = plots.place(figure, 0, 0, 200, 100)
        ax.set(xlim=(0, 200), ylim=(100, 0))
        draw(ax)
        figure.canvas.draw()
        dark = np.argwhere(np.asarray(figure.canvas.buffer_rgba())[..., 0] < 128)
        return dark.mean(axis=0), len(dark)

    def pasted(ax):
        plots.Numbers(ax, [[120, 40]]).write(["0.85"], (0, 0, 0))

    (pasted_at, pasted_ink), (text_at, text_ink) = centre(pasted), centre(
        lambda ax: ax.text(120, 40, "0.85", fontsize=9, ha="center", va="center"))
    assert np.abs(pasted_at - text_at).max() <= 1.5 and 0.7 < pasted_ink / text_ink < 1.4


def test_every_character_of_a_number_leaves_its_own_mark():
    words = plots.numbers._glyphs(9.0, 100, "normal")
    shapes = {c: glyph.tobytes() for c, glyph in words.items()}
    assert len(set(shapes.values())) >= len(shapes) - 1  # hyphen and minus may coincide in shape
    assert all(glyph.max() > 0.3 for glyph in words.values())


def test_equal_rows_look_equal_and_different_rows_do_not():
    figure = plots.new_figure(300, 300)
    panel = plots.WeightRows(plots.place(figure, 40, 40, 100, 200), 4, ("a", "b"), "W", plots.Scale(1, 0.01))
    panel.update(np.array([[0.5, -0.5]] * 3 + [[-0.5, 0.5]]))
    figure.canvas.draw()
    image = np.asarray(figure.canvas.buffer_rgba())[40:240, 40:140].reshape(4, 50, 100, 4)[:, 5:45]
    np.testing.assert_array_equal(image[0], image[1])
    assert (image[0] != image[3]).any()


def test_distinct_units_counts_classes():
    figure = plots.new_figure(120, 250)
    panel = plots.DistinctUnits(plots.place(figure, 20, 30, 70, 200), 4)
    panel.update([0, 1, 0, 0])
    assert panel.artists[0].texts == ["2"]
    faces = panel.artists[2].get_facecolors()
    assert (faces[2] == faces[3]).all() and (faces[0] != faces[2]).any()


def test_picture_shows_png_and_text():
    picture = plots.show_rows({"$W$": np.eye(4)[:, :2]}, "an identity")
    data, metadata = picture._repr_mimebundle_()
    image = Image.open(io.BytesIO(data["image/png"]))
    assert data["text/plain"] == repr(picture) == "an identity"
    assert image.size[0] > metadata["image/png"]["width"] > 100, "sharper than it is wide"


def test_curves_mark_the_step():
    figure = plots.new_figure(300, 200)
    panel = plots.Curves(plots.place(figure, 40, 40, 200, 100), ["loss"], "loss", (0, 10), (0, 1), "step")
    panel.update(np.arange(11), np.linspace(1, 0, 11), 5)
    line, dot = panel.artists
    assert dot.get_xydata().tolist() == [[5, 0.5]] and len(line.get_xydata()) == 11


def test_a_dot_stays_within_its_axes_and_many_points_lose_their_dots():
    figure = plots.new_figure(300, 200)
    panel = plots.Curves(plots.place(figure, 40, 40, 200, 100), ["loss"], "loss", (0, 99), (0, 1), "step", markers=True)
    line, dot = panel.artists
    panel.update(np.arange(5), np.linspace(4, 5, 5), 2)
    assert dot.get_xydata().tolist() == [[2, 1.0]] and line.get_marker() == "o"
    panel.update(np.arange(61), np.ones(61))
    assert line.get_marker() in ("", "None")


def test_the_discs_of_empty_rows_are_covered():
    def colours(rows):
        figure = plots.new_figure(200, 200)
        panel = plots.WeightRows(plots.place(figure, 50, 40, 100, 120), 2, ("$x$",), "W", plots.Scale(1, 0.1))
        panel.update(rows)
        figure.canvas.draw()
        image = np.asarray(figure.canvas.buffer_rgba())[..., :3]
        return [(image[top:top + 60, 20:45] < 250).any() for top in (40, 100)]

    assert colours([[1.0], [0.5]]) == [True, True]
    assert colours([[1.0], [np.nan]]) == [True, False]


def test_the_map_says_how_many_landings_are_on_each_side():
    figure = plots.new_figure(300, 300)
    panel = plots.LossMap(plots.place(figure, 40, 40, 200, 200), 4, "map")
    paths = np.zeros((5, 2, 2))
    panel.update(np.ones((9, 9)), paths, np.zeros(5, bool), paths[0], np.zeros((1, 2)), np.array([True]), (2, 1))
    assert [text.get_text() for text in panel.artists[-2:]] == ["2 above the line", "1 below the line"]


def test_a_number_can_be_read_on_every_colour_of_the_scale():
    """Contrast as WCAG 2 defines it, written apart from the library: at least 4.5 : 1."""
    def luminance(rgb):
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    cells = style.Scale(30, 0.1).colours(np.concatenate([-np.geomspace(30, 1e-3, 200), np.geomspace(1e-3, 30, 200)]))
    for cell, text in zip(cells, style.text_colours(cells)):
        low, high = sorted([luminance(cell[:3]), luminance(text / 255)])
        assert (high + 0.05) / (low + 0.05) >= 4.5, (cell, text)


def test_a_panel_without_an_entry_is_empty_if_it_can_be_and_otherwise_named():
    figure = plots.new_figure(300, 120)
    curves = plots.Curves(plots.place(figure, 20, 40, 100, 60), ["a"], "losses", (0, 1), (0, 1), "step")
    units = plots.DistinctUnits(plots.place(figure, 200, 20, 80, 90), 4)
    canvas = plots.Canvas(figure, {"losses": curves, "units": units})
    blank = canvas.draw({"units": [0, 1]}).copy()
    full = canvas.draw({"units": [0, 1], "losses": plots.Shows(xs=[0, 1], ys={"a": np.array([0, 1])})}).copy()
    assert (full != blank).any() and (canvas.draw({"units": [0, 1]}) == blank).all()
    with pytest.raises(ValueError, match="nothing for the panel 'units', which is never empty; there is: losses"):
        canvas.draw({"losses": plots.Shows(xs=[], ys={})})


def test_what_a_panel_shows_is_read_by_name():
    shown = plots.Shows(xs=[1], values=2)
    assert shown.xs == [1] and shown.values == 2 and not hasattr(shown, "ys")


def test_a_table_of_depths_writes_what_is_learned_and_leaves_the_rest_open():
    """Numbers as NumPy hands them over, not Python's own."""
    ax = plots.place(plots.new_figure(), 80, 80, 200, 100)
    table = plots.DepthTable(ax, (1.0, 1.5), (5, 10), "learned", "below")
    seen = []
    table._numbers.write = lambda texts, colours: seen.extend(texts)
    table.update(np.array([[0.1, 0.994], [0.996, np.nan]]))
    assert seen == [".10", ".99", "1", ""]
