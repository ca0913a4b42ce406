"""The network as discs and lines: line colour and width are the weight."""

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.colors import to_rgba

from course_lib.plots.numbers import Numbers, format_number
from course_lib.plots.style import DPI, GROUND, HAIR, INK, chip, note, rgb, title, unit_colour
from course_lib.plots.tables import Table, numbered


class NetworkDiagram:
    """Inputs, one hidden layer and one output; `update(W1, W2, x, output)` for one sample x (inputs,).

    The values of the sample stand in the input discs and its output under the last disc.
    """

    def __init__(self, ax, inputs, units, scale, heading="network"):
        self.ax, self.scale, self.heading = ax, scale, heading
        box = ax.get_window_extent()
        ax.set(xlim=(0, box.width), ylim=(box.height, 0))
        columns = [self._column(15, inputs, box.height, 0.5), self._column(box.width / 2, units, box.height, 1.0),
                   self._column(box.width - 17, 1, box.height, 1.0)]
        self._lines = LineCollection(
            np.concatenate([self._links(below, above) for below, above in zip(columns, columns[1:])]),
            capstyle="butt")
        ax.add_collection(self._lines, autolim=False)
        for name, nodes in zip(("x", "ŷ"), (columns[0], columns[2])):
            ax.plot(*nodes.T, "o", markersize=26 * 72 / DPI, color=GROUND, markeredgecolor=INK, markeredgewidth=1.2,
                    clip_on=False)
            for number, (x, y) in enumerate(nodes, 1):
                label = f"$x_{number}$" if name == "x" else name
                note(ax, x, y - 17, label, ha="center", va="bottom")
        for unit, (x, y) in enumerate(columns[1]):
            chip(ax, x, y, unit + 1, unit_colour(unit))
        self._values = Numbers(ax, np.concatenate([columns[0], columns[2]]), size=7.5)
        self.artists = [self._lines, self._values]
        title(ax, heading)

    @staticmethod
    def _column(x, count, height, share):
        y = height / 2 + (np.arange(count) + 0.5 - count / 2) * share * height / count
        return np.stack([np.full(count, float(x)), y], axis=-1)

    @staticmethod
    def _links(below, above, gap=13.5):
        """Segments that stop short of the discs: (units * inputs, 2, 2), row by row of W."""
        start, end = np.tile(below, (len(above), 1)), np.repeat(above, len(below), axis=0)
        along = gap * (end - start) / np.linalg.norm(end - start, axis=1, keepdims=True)
        return np.stack([start + along, end - along], axis=1)

    def update(self, W1, W2, x, output):
        weights = np.concatenate([np.ravel(W1), np.ravel(W2)])
        colours = self.scale.colours(weights)
        colours[weights == 0] = to_rgba(HAIR)  # an absent signal is a hairline, not nothing
        self._lines.set(colors=colours, linewidths=0.9 + 3.0 * np.abs(self.scale(weights)))
        self._values.write([f"{v:.2g}" for v in np.ravel(x)] + [format_number(float(output))],
                           rgb(INK))

    def tables(self, W1, W2, x, output):
        """The sample with its answer, and the weights into and out of each unit."""
        return [Table(f"{self.heading}: the sample", "where", [*numbered(len(x), "x"), "ŷ"], ["value"],
                      [[float(value)] for value in (*x, output)]),
                Table(f"{self.heading}: weights of each unit", "unit", numbered(len(W1)),
                      [*numbered(len(x), "from x"), "to ŷ"], np.concatenate([W1, np.transpose(W2)], axis=1))]
