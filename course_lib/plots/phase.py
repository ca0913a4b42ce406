"""The plane of (sigma_w, sigma_b) with its critical line, and a table of how deep something could be trained."""

import numpy as np
from matplotlib.colors import LinearSegmentedColormap

from course_lib.plots.numbers import Numbers
from course_lib.plots.style import GROUND, HAIR, INK, LABEL, SECOND, Scale, note, place, text_colours, title
from course_lib.plots.tables import Table, few, numbered
from course_lib.plots.waiting import Waiting

_FACTORS = Scale(1.5, 0.3)  # of the logarithm of a factor for each layer
_CHOSEN, _LEARNED = "#D55E00", LinearSegmentedColormap.from_list("learned", ("#ffffff", "#9cc7de", "#3f88b5"))


class PhaseMap:
    """By what factor a layer multiplies the gradient, over (sigma_w, sigma_b): purple shrinks it, orange enlarges it.

    xlim, ylim: the limits of the map; names {letter: words} of marked starts, explained below it.
    `update(factors, line, marks, point)`: factors (ny, nx) over the whole map with row 0 at the bottom, line (2, n)
    where the factor is 1, marks (len(names), 2), point (2,) where we are.
    """

    def __init__(self, ax, xlim, ylim, heading, names):
        self.ax, self.heading, self.names, self._seen = ax, heading, names, None
        ax.set(xlim=xlim, ylim=ylim)
        ax.spines[:].set(visible=True, color=HAIR)
        self._image = ax.imshow(np.ones((2, 2, 4)), extent=(*xlim, *ylim), origin="lower", interpolation="bilinear",
                                aspect="auto")
        self._line, = ax.plot([], [], color=INK, linewidth=1.6)
        self._marks, = ax.plot([], [], "o", markersize=11.5, color=GROUND, markeredgecolor=INK, markeredgewidth=1)
        self._letters = [ax.text(0, 0, letter, fontsize=8, color=INK, weight="bold", ha="center", va="center_baseline")
                         for letter in names]
        self._point, = ax.plot([], [], "o", markersize=9, color=_CHOSEN, markeredgecolor=GROUND, clip_on=False)
        self.artists = [self._image, self._line, self._marks, *self._letters, self._point]
        title(ax, heading)
        self._frame(xlim, ylim, names)

    def _frame(self, xlim, ylim, names):
        ax, box = self.ax, self.ax.get_window_extent()
        ax.set_xticks(np.arange(0.5, xlim[1] + 0.1, 0.5))
        ax.set_yticks((0, 0.5, 1))
        ax.tick_params(length=3, color=SECOND, labelcolor=SECOND, labelsize=LABEL, pad=2)
        note(ax, box.width, box.height + 19, r"$\sigma_w$", ha="right", va="top", colour=INK)
        note(ax, -8, 0.25 * box.height, r"$\sigma_b$", ha="right", va="center", colour=INK)
        for row, pair in enumerate(zip(list(names.items())[::2], list(names.items())[1::2])):
            for column, (letter, words) in enumerate(pair):
                x, y = 9 + column * 0.56 * box.width, box.height + 46 + 19 * row
                ax.plot([x / box.width], [1 - y / box.height], "o", markersize=11.5, color=GROUND, clip_on=False,
                        markeredgecolor=INK, markeredgewidth=1, transform=ax.transAxes)
                note(ax, x, y, letter, 8, INK, weight="bold", ha="center", va="center_baseline")
                note(ax, x + 12, y, words, va="center")
        down = ax.figure.get_figheight() * ax.figure.dpi
        bar = place(ax.figure, box.x0, down - box.y0 + 88, box.width, 6)
        ends = np.log([0.25, 4.0])
        bar.imshow(_FACTORS.colours(np.linspace(*ends, 256))[None], aspect="auto", extent=(*ends, 0, 1))
        for factor, side in ((0.25, "left"), (1.0, "center"), (4.0, "right")):
            share = (np.log(factor) - ends[0]) / (ends[1] - ends[0])
            note(bar, share * box.width, 8, f"× {factor:g}", ha=side, va="top")

    def update(self, factors, line, marks, point):
        if factors is not self._seen:
            self._seen = factors
            self._image.set_data(_FACTORS.colours(np.log(factors)))
        self._line.set_data(*line)
        self._marks.set_data(*np.asarray(marks).T)
        for letter, place_ in zip(self._letters, marks):
            letter.set_position(place_)
        self._point.set_data([point[0]], [point[1]])

    def tables(self, factors, line, marks, point):
        """Where we are, where the marked starts are, and the line on which the factor is 1."""
        axes, line = ["σ_w", "σ_b"], np.transpose(line)
        places = ["here", *(f"{letter}: {words}" for letter, words in self.names.items())]
        return [Table(f"{self.heading}: places", "place", places, axes, [point, *marks]),
                Table(f"{self.heading}: the line of factor 1", "point", numbered(len(line)), axes, line,
                      chosen=few(len(line)))]


class DepthTable:
    """Accuracies for each column (sigma_w) and depth, the deepest at the top: pale blue and a number, .92 or 1.00.

    `update(accuracy)`: (depths, columns) with row 0 the lowest; NaN stays open. `waits` is said while all are.
    """

    def __init__(self, ax, columns, depths, heading, below, waits=""):
        self.ax, self.heading, self.columns, self.depths = ax, heading, columns, depths
        ax.set(xlim=(0, len(columns)), ylim=(0, len(depths)))
        ax.spines[:].set(visible=True, color=HAIR)
        self._image = ax.imshow(np.ones((2, 2, 4)), extent=(0, len(columns), 0, len(depths)), origin="lower",
                                interpolation="nearest", aspect="auto")
        y, x = (grid.ravel() + 0.5 for grid in np.mgrid[0:len(depths), 0:len(columns)])
        self._numbers = Numbers(ax, np.stack([x, y], axis=-1))
        self.waiting = Waiting(ax, waits, (0.43, 0.5, 1, 1))  # where no limit is expected
        self.artists = [self._image, self._numbers, *self.waiting.artists]
        for column in range(1, len(columns)):
            ax.axvline(column, color=HAIR, linewidth=1)
        for row in range(1, len(depths)):
            ax.axhline(row, color=HAIR, linewidth=1)
        box = ax.get_window_extent()
        for column, value in enumerate(columns):
            note(ax, (column + 0.5) * box.width / len(columns), box.height + 6, f"{value:g}", ha="center", va="top")
        for row, value in enumerate(depths):
            note(ax, -6, (1 - (row + 0.5) / len(depths)) * box.height, str(value), ha="right", va="center")
        note(ax, -6, -4, "depth", ha="right", va="bottom")
        note(ax, box.width, box.height + 22, below, ha="right", va="top")
        title(ax, heading)

    def empty(self):
        """Nothing was trained yet."""
        self.update(np.full((2, 2), np.nan))
        self.waiting.show(True)

    def update(self, accuracy):
        self.waiting.show(False)
        accuracy = np.asarray(accuracy, float)
        colours = _LEARNED(np.nan_to_num(accuracy))
        colours[..., 3] = ~np.isnan(accuracy)  # an open cell lets the grid show through
        self._image.set_data(colours)
        self._numbers.write(["" if np.isnan(a) else "1" if a >= 0.995 else f"{a:.2f}"[1:] for a in accuracy.ravel()],
                            text_colours(colours.reshape(-1, 4)))

    def tables(self, accuracy):
        """A row for each depth, the lowest first."""
        return [Table(self.heading, "depth", self.depths, [f"σ_w {value:g}" for value in self.columns],
                      np.asarray(accuracy, float))]


class DepthLimits:
    """Lies over a DepthTable: a bar in each column where theory puts the limit, and a frame around the cell we are at.

    The depths grow by the same factor from row to row. `update(limits, chosen)`: limits (columns,) in layers; chosen
    (column, row), counted from the lower left.
    """

    def __init__(self, ax, columns, depths):
        self.ax, self.columns, self.depths = ax, columns, depths
        ax.set(xlim=(0, len(columns)), ylim=(0, len(depths)))
        self._bars = [ax.plot([], [], color=INK, linewidth=2, linestyle=(0, (3, 2)), clip_on=False)[0]
                      for _ in columns]
        self._frame, = ax.plot([], [], color=_CHOSEN, linewidth=2.2, clip_on=False)
        self.artists = [*self._bars, self._frame]

    def update(self, limits, chosen):
        low, high = self.depths[:2]
        rows = 0.5 + np.log(np.asarray(limits) / low) / np.log(high / low)
        for column, (bar, limit) in enumerate(zip(self._bars, np.clip(rows, 0.0, len(self.depths)))):
            bar.set_data([column + 0.06, column + 0.94], [limit, limit])
        x, y = chosen
        self._frame.set_data([x, x + 1, x + 1, x, x], [y, y, y + 1, y + 1, y])

    def tables(self, limits, chosen):
        """The limit at each sigma_w; the depth that was chosen stands among the controls."""
        return [Table("theory's limit, 6ξ", "σ_w", self.columns, ["layers"],
                      [[limit] for limit in limits], marked=chosen[0])]
