"""Matrices whose rows are units: as cells with numbers, or each row as an 8×8 image."""

import numpy as np
from matplotlib.collections import PolyCollection

from course_lib.plots.numbers import Numbers, format_number
from course_lib.plots.style import (
    GROUND,
    HAIR,
    INK,
    NUMBER,
    SECOND,
    TITLE,
    chip,
    note,
    place,
    text_colours,
    title,
    unit_colour,
)
from course_lib.plots.tables import UNITS, Table, few, numbered


def _rectangles(lefts, tops, width, height):
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]])
    return np.stack([lefts, tops], axis=-1)[:, None, :] + corners


def colour_bar(ax, scale, top):
    """A thin labelled bar for `scale`, `top` pixels below the axes' top left corner, as wide as the axes."""
    figure, (across, down) = ax.figure, ax.figure.get_size_inches() * ax.figure.dpi
    box = ax.get_position()
    bar = place(figure, box.x0 * across, (1 - box.y1) * down + top, box.width * across, 6)
    steps = np.linspace(-1, 1, 256)
    values = scale.linear * np.sinh(steps * np.arcsinh(scale.limit / scale.linear))
    bar.imshow(scale.colours(values)[None], aspect="auto", extent=(-1, 1, 0, 1))
    limit = f"{scale.limit:g}" if scale.limit < 1000 else format_number(scale.limit)
    for x, text, side in ((0, f"−{limit}", "left"), (0.5, "0", "center"), (1, limit, "right")):
        note(bar, x * box.width * across, 8, text, ha=side, va="top")


class WeightRows:
    """A matrix (rows, columns) as coloured cells with numbers; white bands part the rows, because rows are units.

    columns: labels under the columns; chips=True puts the units' numbered discs at the left; bar=True adds the
    labelled colour bar; `names` puts words in the place of the discs.
    Rows of NaN stay empty, their discs too, so that a panel can show fewer units than it has room for.
    `update(M)`, or `update(M, marked)` with the index of a column to underline.
    """

    def __init__(self, ax, rows, columns, heading, scale, chips=True, bar=True, size=NUMBER,
                 chip_radius=9.5, names=()):
        self.ax, self.scale, self.heading, self.columns, self.names = ax, scale, heading, columns, names
        self._head = "unit" if chips and not names else "row"
        count = len(columns)
        ax.set(xlim=(0, count), ylim=(rows, 0))
        y, x = (grid.ravel() for grid in np.mgrid[0:rows, 0:count].astype(float))
        height, width = ax.get_window_extent().height, ax.get_window_extent().width
        gap, band = 0.75 * count / width, 2.5 * rows / height  # half a hairline, half a band, in cells
        self._cells = PolyCollection(_rectangles(x + gap, y + band, 1 - 2 * gap, 1 - 2 * band), linewidths=0)
        ax.add_collection(self._cells, autolim=False)
        self._short = width / count < 49
        self._disc = (-(18 + chip_radius) * count / width, 2 * (1 + chip_radius) * count / width)  # left edge, width
        # One white cover hides the discs of empty rows: discs are drawn once, with what does not move.
        self._covers = PolyCollection([], facecolors=GROUND, linewidths=0, clip_on=False, zorder=4)
        ax.add_collection(self._covers, autolim=False)
        self._numbers = Numbers(ax, np.stack([x + 0.5, y + 0.5], axis=-1), size)
        self._mark, = ax.plot([], [], color=INK, linewidth=2, clip_on=False, solid_capstyle="butt")
        self.artists = [self._cells, self._numbers, self._mark, self._covers]
        title(ax, heading)
        for column, text in enumerate(columns):
            note(ax, (column + 0.5) * width / count, height + 6, text, ha="center", va="top")
        for row, name in enumerate(names):
            note(ax, -8, (row + 0.5) * height / rows, name, TITLE, INK, ha="right", va="center")
        self._chips = chips and not names
        if self._chips:
            for row in range(rows):
                chip(ax, -17 * count / width, row + 0.5, row + 1, unit_colour(row), chip_radius)
        if bar:
            colour_bar(ax, scale, height + 36)

    def update(self, M, marked=None):
        M = np.asarray(M, float)
        missing = np.isnan(M).ravel()
        colours = self.scale.colours(np.where(missing, 0.0, M.ravel()))
        colours[missing] = 1.0
        self._cells.set_facecolors(colours)
        self._numbers.write(["" if np.isnan(v) else format_number(v, self._short) for v in M.ravel()],
                            text_colours(colours))
        empty = np.flatnonzero(self._chips & missing.reshape(M.shape).all(axis=1)).astype(float)
        self._covers.set_verts(_rectangles(np.full(len(empty), self._disc[0]), empty, self._disc[1], 1.0))
        bottom = self.ax.get_ylim()[0]
        self._mark.set_data(([], []) if marked is None else ([marked + 0.05, marked + 0.95], [bottom + 0.04] * 2))

    def tables(self, M, marked=None):
        """The rows that are not empty, by their units' numbers or their names."""
        M = np.asarray(M, float)
        here = ~np.isnan(M).all(axis=1)
        columns = self.columns if any(self.columns) else numbered(M.shape[1]) if M.shape[1] > 1 else ["value"]
        names = [name for name, there in zip(self.names or numbered(len(M)), here) if there]
        return [Table(self.heading, self._head, names, columns, M[here],
                      chosen=few(len(names), most=UNITS))]


class DigitRows:
    """Sixteen rows of 64 weights, each drawn as an 8×8 image, in a grid of 4×4 with the units' numbers beside."""

    def __init__(self, ax, heading, scale, bar=True):
        self.ax, self.scale, self.heading = ax, scale, heading
        ax.set(xlim=(-0.3, 35.8), ylim=(41.8, -0.3))
        unit_y, unit_x, y, x = (g.ravel().astype(float) for g in np.mgrid[0:4, 0:4, 0:8, 0:8])
        self._cells = PolyCollection(_rectangles(9.2 * unit_x + x, 11 * unit_y + y, 1.0, 1.0), antialiaseds=False,
                                     linewidths=0)
        ax.add_collection(self._cells, autolim=False)
        for unit in range(16):
            left, top = 9.2 * (unit % 4) - 0.2, 11 * (unit // 4) - 0.2
            ax.plot([left, left + 8.4, left + 8.4, left, left], [top, top, top + 8.4, top + 8.4, top],
                    color=HAIR, linewidth=1)
            ax.text(left + 4.2, top + 8.6, str(unit + 1), fontsize=7.5, color=SECOND, ha="center", va="top")
        self.artists = [self._cells]
        title(ax, heading)
        if bar:
            colour_bar(ax, scale, ax.get_window_extent().height + 14)

    def update(self, W):
        self._cells.set_facecolors(self.scale.colours(np.asarray(W, float).ravel()))

    def tables(self, W):
        """A row for each unit, a column for each pixel."""
        W = np.asarray(W, float)
        return [Table(self.heading, "unit", numbered(len(W)), numbered(W.shape[1], "x"), W)]


class DigitImage:
    """One digit of 64 pixels in 0..1, ink on white."""

    def __init__(self, ax, heading):
        self.ax, self.heading = ax, heading
        self._image = ax.imshow(np.zeros((8, 8)), cmap="gray_r", vmin=0, vmax=1, interpolation="nearest")
        ax.spines[:].set(visible=True, color=HAIR)
        self.artists = [self._image]
        title(ax, heading)

    def update(self, x):
        self._image.set_data(np.reshape(x, (8, 8)))

    def tables(self, x):
        """The pixels as they lie."""
        return [Table(f"{self.heading}: pixels", "row", numbered(8), numbered(8), np.reshape(x, (8, 8)))]

