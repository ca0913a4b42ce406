"""What a network answers everywhere on a square, with the samples and with lines to compare."""

import numpy as np
from matplotlib.colors import ListedColormap

from course_lib.plots.style import GROUND, HAIR, INK, Scale, note, title
from course_lib.plots.tables import Table, few, numbered

_ANSWERS = Scale(0.5, 0.1)


class DecisionMap:
    """Probabilities on a grid over the unit square: orange class 1, purple class 0, white undecided.

    `lines` names the straight lines that can be drawn over it, each with a dash of its own.
    `update(answers, points, labels, lines)`: answers (grid, grid) with row 0 at the bottom, points (2, samples) in
    0..1, labels (samples,) 0/1, lines {name: (2, 2) with the ends' x in row 0 and y in row 1, or None}.
    """

    DASHES = ((0, (5, 2)), (0, (1.5, 1.5)))

    def __init__(self, ax, heading, lines=()):
        self.ax, self.heading, self.names = ax, heading, tuple(lines)
        ax.set(xlim=(0, 1), ylim=(0, 1))
        ax.spines[:].set(visible=True, color=HAIR)
        # The middle one of 129 colours is white; with more, the frames of an exported page are twice as large.
        colours = ListedColormap(_ANSWERS.colours(np.linspace(-0.5, 0.5, 129)))
        self._image = ax.imshow(np.zeros((2, 2)), extent=(0, 1, 0, 1), origin="lower", interpolation="bilinear",
                                aspect="auto", cmap=colours, vmin=0, vmax=1)
        self._lines = [ax.plot([], [], color=INK, linewidth=1.6, linestyle=dash)[0]
                       for _, dash in zip(self.names, self.DASHES)]
        self._points = [ax.plot([], [], marker, markersize=size, markerfacecolor=face, markeredgecolor=INK,
                                markeredgewidth=1.2, linestyle="none", clip_on=False)[0]
                        for marker, size, face in (("o", 7, GROUND), ("s", 6.5, INK))]
        self.artists = [self._image, *self._lines, *self._points]
        title(ax, heading)
        box = ax.get_window_extent()
        for row, (name, dash) in enumerate(zip(self.names, self.DASHES)):
            y = box.height + 14 + 18 * row
            ax.plot([0, 24 / box.width], [1 - y / box.height] * 2, color=INK, linewidth=1.6, linestyle=dash,
                    transform=ax.transAxes, clip_on=False)
            note(ax, 30, y, name, va="center")

    def update(self, answers, points, labels, lines):
        self._image.set_data(np.asarray(answers))
        for name, line in zip(self.names, self._lines):
            line.set_data(*(lines[name] if lines.get(name) is not None else ([], [])))
        for label, marks in enumerate(self._points):
            marks.set_data(*np.asarray(points)[:, np.asarray(labels) == label])

    def tables(self, answers, points, labels, lines):
        """The answers in a few numbers, the samples, and the ends of the lines; places are shares of the square."""
        answers, ends = np.asarray(answers), {name: lines[name] for name in self.names if lines.get(name) is not None}
        samples = [[x, y, int(label)] for x, y, label in zip(*np.asarray(points), np.asarray(labels))]
        found = [Table(self.heading, "answer", ["lowest", "mean", "highest", "share above 0.5"], ["value"],
                       [[answers.min()], [answers.mean()], [answers.max()], [(answers > 0.5).mean()]]),
                 Table(f"{self.heading}: samples", "sample", numbered(len(samples)), ["across", "up", "class"], samples,
                       chosen=few(len(samples)))]
        ways = ["from across", "to across", "from up", "to up"]
        return found + [Table(f"{self.heading}: lines", "line", list(ends), ways,
                              [np.ravel(line) for line in ends.values()])] * bool(ends)


class Gallery:
    """Twelve small maps of answers, in four columns; solved ones carry a tick, so colour is not the only sign.

    `update(answers, solved)`: answers (12, grid, grid), solved (12,) of bool.
    """

    COLUMNS, ROWS, GAP = 4, 3, 3

    def __init__(self, ax, heading, grid):
        self.ax, self.heading, self.grid = ax, heading, grid
        across, down = self.COLUMNS * (grid + self.GAP) - self.GAP, self.ROWS * (grid + self.GAP) - self.GAP
        self._image = ax.imshow(np.ones((down, across, 4)), extent=(0, across, down, 0), interpolation="nearest",
                                aspect="auto")
        ax.set(xlim=(0, across), ylim=(down, 0))
        place = np.arange(self.COLUMNS * self.ROWS)
        self._corners = (grid + self.GAP) * np.stack([place % self.COLUMNS, place // self.COLUMNS], axis=-1)
        self._discs, = ax.plot([], [], "o", markersize=13, color=GROUND, clip_on=False)
        self._ticks, = ax.plot([], [], marker="$\\checkmark$", markersize=8, linestyle="none", color=INK)
        self.artists = [self._image, self._discs, self._ticks]
        title(ax, heading)

    def update(self, answers, solved):
        image = np.ones((*self._image.get_array().shape[:2], 4))
        for (left, top), cell in zip(self._corners, np.asarray(answers)):
            image[top:top + self.grid, left:left + self.grid] = _ANSWERS.colours(cell[::-1] - 0.5)
        self._image.set_data(image)
        for marks in (self._discs, self._ticks):
            marks.set_data(*(self._corners[np.asarray(solved)] + self.grid / 2).T)

    def tables(self, answers, solved):
        """Of each map, whether it is solved and how much of it is above 0.5."""
        shares = (np.asarray(answers) > 0.5).mean(axis=(1, 2))
        return [Table(self.heading, "map", numbered(len(shares)), ["solved", "share above 0.5"],
                      [[bool(tick), share] for tick, share in zip(solved, shares)])]
