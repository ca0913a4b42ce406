"""A loss surface over two weights as a map with landings descending on it, and hundreds of results as dots."""

import numpy as np
from contourpy import contour_generator
from matplotlib.collections import LineCollection
from matplotlib.colors import LinearSegmentedColormap

from course_lib.plots.style import GROUND, HAIR, INK, LABEL, LINES, SECOND, chip, note, place, title, unit_colour
from course_lib.plots.tables import Table, few, numbered
from course_lib.plots.waiting import Waiting

_LEVELS = (0.22, 0.25, 0.3, 0.36, 0.43, 0.5, 0.6, 0.7, 0.85, 1.0, 1.2, 1.45, 1.75, 2.1)
_LOW, _HIGH = np.log(0.2), np.log(3.0)
_HEIGHT = LinearSegmentedColormap.from_list("height", ("#8fb8c9", "#c9dde4", "#eef3f4", "#ffffff"))
_FOLLOWED, _SADDLE = "#D55E00", "#8C1D40"


def _shade(surface):
    return _HEIGHT((np.log(surface) - _LOW) / (_HIGH - _LOW))


class LossMap:
    """The loss over (weight of unit 1, weight of unit 2) in -reach .. reach, low blue and high white.

    `update(surface, paths, right, followed, points, saddles, sides)`: surface (side, side) with row 0 at the bottom,
    paths (landings, steps, 2) up to the present, right (landings,) whether every sample is right, followed (steps, 2),
    points (n, 2) where descents along the line x = y end, saddles (n,) of bool, sides: how many landings are above the
    line and how many below, for their dots may hide each other.
    """

    def __init__(self, ax, reach, heading):
        self.ax, self.heading, self._seen = ax, heading, None
        ax.set(xlim=(-reach, reach), ylim=(-reach, reach))
        ax.spines[:].set(visible=True, color=HAIR)
        self._image = ax.imshow(np.ones((2, 2, 4)), extent=(-reach, reach, -reach, reach), origin="lower",
                                interpolation="bilinear", aspect="auto")
        self._contours = ax.add_collection(LineCollection([], colors=SECOND, linewidths=0.4, alpha=0.55), False)
        self._mirror, = ax.plot([-reach, reach], [-reach, reach], color=INK, linewidth=1, linestyle=(0, (4, 3)))
        self._paths = ax.add_collection(LineCollection([], colors=INK, linewidths=0.8, alpha=0.45), False)
        self._escapes = ax.add_collection(LineCollection([], colors=_SADDLE, linewidths=1.6), False)
        self._saddles, = ax.plot([], [], "x", markersize=8, markeredgewidth=2.2, color=_SADDLE)
        self._valleys, = ax.plot([], [], "+", markersize=10, markeredgewidth=2.2, color=_SADDLE)
        self._open, self._right = (ax.plot([], [], "o", markersize=5.5, markerfacecolor=face, markeredgecolor=INK,
                                           linestyle="none", markeredgewidth=1)[0] for face in (GROUND, INK))
        self._followed, = ax.plot([], [], color=_FOLLOWED, linewidth=2.2)
        self._now, = ax.plot([], [], "o", markersize=9, color=_FOLLOWED, markeredgecolor=GROUND)
        box = ax.get_window_extent()
        self._sides = [note(ax, 6, 5, "", colour=INK, va="top"),
                       note(ax, box.width - 6, box.height - 5, "", colour=INK, ha="right", va="bottom")]
        self.artists = [self._image, self._contours, self._mirror, self._paths, self._open, self._right, self._escapes,
                        self._saddles, self._valleys, self._followed, self._now, *self._sides]
        title(ax, heading)
        self._frame(reach)

    def _frame(self, reach):
        ax, box = self.ax, self.ax.get_window_extent()
        for text, share in ((f"−{reach:g}", 0.02), ("0", 0.5), (f"{reach:g}", 0.98)):
            note(ax, share * box.width, box.height + 4, text, ha="center", va="top")
            note(ax, -5, (1 - share) * box.height, text, ha="right", va="center")
        chip(ax, 0.55 * reach, -reach - 26 * reach / box.height, 1, unit_colour(0), 8)
        chip(ax, -reach - 26 * reach / box.width, 0.55 * reach, 2, unit_colour(1), 8)
        figure, down = ax.figure, ax.figure.get_figheight() * ax.figure.dpi
        bar = place(figure, box.x0, down - box.y0 + 36, box.width, 6)
        bar.imshow(_shade(np.exp(np.linspace(_LOW, _HIGH, 256)))[None], aspect="auto", extent=(0, 1, 0, 1))
        for value in (0.2, 0.7, 3.0):
            share = (np.log(value) - _LOW) / (_HIGH - _LOW)
            note(bar, share * box.width, 8, f"loss {value:g}" if value < 0.3 else f"{value:g}",
                 ha="left" if share == 0 else "right" if share == 1 else "center", va="top")

    def update(self, surface, paths, right, followed, points, saddles, sides):
        if surface is not self._seen:  # contours are looked for once for each surface
            self._seen, (low, high) = surface, self.ax.get_xlim()
            ticks = np.linspace(low, high, len(surface))
            lines = contour_generator(ticks, ticks, surface)
            self._contours.set_segments([line for level in _LEVELS for line in lines.lines(level)])
            self._image.set_data(_shade(surface))
        self._paths.set_segments(list(paths))
        for marks, which in ((self._open, ~right), (self._right, right)):
            marks.set_data(*paths[which, -1].T)
        self._followed.set_data(*followed.T)
        self._now.set_data(*followed[-1:].T)
        for text, count, where in zip(self._sides, sides, ("above", "below")):
            text.set_text(f"{count} {where} the line")
        for marks, which in ((self._saddles, saddles), (self._valleys, ~saddles)):
            marks.set_data(*points[which].T)
        away = 0.55 * np.array([1.0, -1.0])  # the way off the line, where it leads downhill
        self._escapes.set_segments([np.stack([point - away, point + away]) for point in points[saddles]])

    def tables(self, surface, paths, right, followed, points, saddles, sides):
        """Where each landing began and is, the points on the mirror line, and how many are on either side of it."""
        places = np.concatenate([paths[:, 0], paths[:, -1]], axis=1).tolist()
        marked = next((k for k, path in enumerate(paths) if np.array_equal(path, followed)), None)
        return [Table(self.heading, "landing", numbered(len(paths)),
                      ["unit 1 at first", "unit 2 at first", "unit 1 now", "unit 2 now", "all samples right"],
                      [[*where, bool(ok)] for where, ok in zip(places, right)], marked, few(len(paths), marked)),
                Table("on the mirror line", "point", ["saddle" if saddle else "valley" for saddle in saddles],
                      ["unit 1", "unit 2"], points),
                Table("landings and the mirror line", "side", ["above", "below"], ["landings"], [[n] for n in sides])]


def map_key(ax):
    """What the marks on a LossMap mean, as lines under one another; made once, nothing moves."""
    ax.set(xlim=(0, 1), ylim=(1, 0))
    box, faces = ax.get_window_extent(), {"mfc": INK, "mec": INK}
    marks = ((dict(marker="o", ms=9, mfc=_FOLLOWED, mec=GROUND), "the landing you follow"),
             (dict(marker="o", ms=5.5, **faces), "all samples right"),
             (dict(marker="o", ms=5.5, mfc=GROUND, mec=INK), "not yet"),
             (dict(marker="x", ms=8, mew=2.2, mec=_SADDLE), "saddle on the mirror line"),
             (dict(marker="+", ms=10, mew=2.2, mec=_SADDLE), "valley on the mirror line"))
    for row, (style, text) in enumerate(marks):
        y = 8 + 19 * row
        ax.plot([8 / box.width], [y / box.height], linestyle="none", clip_on=False, **style)
        note(ax, 22, y, text, va="center")


class Dots:
    """Hundreds of results as dots in named lines, 0 at the left (as good as the best) to 1 at the right.

    `update({name: (n,)})`: a name left out stays empty. Dots of equal results are spread upwards, so that they count.
    `waits` is said while all are empty.
    """

    def __init__(self, ax, names, heading, left, right, waits=""):
        self.ax, self.heading, self.names, self.ends = ax, heading, tuple(names), (left, right)
        rows = len(self.names)
        ax.set(xlim=(0, 1), ylim=(rows, 0))
        box = ax.get_window_extent()
        self._dots = []
        for row, name in enumerate(self.names):
            ax.plot([0, 1], [row + 0.94] * 2, color=HAIR, linewidth=1, clip_on=False)
            note(ax, -8, (row + 0.62) * box.height / rows, name, LABEL, INK, ha="right", va="center")
            self._dots += ax.plot([], [], "o", markersize=3, color=LINES[0], alpha=0.6, markeredgewidth=0,
                                  clip_on=False)
        title(ax, heading)
        note(ax, 0, box.height + 6, left, va="top")
        note(ax, box.width, box.height + 6, right, ha="right", va="top")
        self.waiting = Waiting(ax, waits)
        self.artists = self._dots + self.waiting.artists

    def empty(self):
        """No dot: nothing is known yet."""
        self.update({})
        self.waiting.show(True)

    def update(self, results):
        self.waiting.show(False)
        for row, (name, dots) in enumerate(zip(self.names, self._dots)):
            values = np.clip(np.sort(np.asarray(results.get(name, ()), float)), 0, 1)
            bins = np.rint(60 * values)
            rank = np.arange(len(values)) - np.searchsorted(bins, bins)
            dots.set_data(values, row + 0.86 - 0.72 * np.minimum(rank / 60, 1.0))

    def tables(self, results):
        """A row for each result, a column for each name."""
        names = [name for name in self.names if name in results]
        count = max((len(results[name]) for name in names), default=0)
        rows = [[results[name][k] if k < len(results[name]) else None for name in names] for k in range(count)]
        heading = f"{self.heading}: 0 is {self.ends[0]}, 1 is {self.ends[1]}"
        return [Table(heading, "start", numbered(count), names, rows, chosen=few(count))] if count else []
