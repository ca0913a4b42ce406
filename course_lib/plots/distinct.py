"""How many units are different: the large number at the right of every picture."""

import numpy as np
from matplotlib.colors import to_rgba

from course_lib.plots.numbers import Numbers
from course_lib.plots.style import HAIR, INK, SECOND, note, rgb, title, unit_colour
from course_lib.plots.tables import UNITS, Table, few, numbered


class DistinctUnits:
    """`update(classes)` with one class label per unit: the count, and a mark for each of the first `units` units.

    wide=True leaves room for counts of three and four digits. A mark keeps its unit's colour while the unit is the
    first of its class; copies of an earlier unit turn pale.
    """

    def __init__(self, ax, units, wide=False):
        self.ax = ax
        ax.set(xlim=(0, 1), ylim=(1, 0))
        title(ax, "distinct")
        width, height = ax.get_window_extent().width, ax.get_window_extent().height
        self._count = Numbers(ax, [[0.5 if wide else 34 / width, 0.2]], size=24 if wide else 34, weight="bold")
        note(ax, 0, 0.2 * height + 38, "of", va="baseline")
        note(ax, 50 if wide else 39, 0.2 * height + 38, "units", va="baseline")
        self._of = Numbers(ax, [[(32 if wide else 26) / width, 0.2 + 34.5 / height]])
        columns = min(units, 4)
        self.reach = (0, 0, 0, max(0, 0.52 * height + 17.5 * (-(-units // columns)) - height))
        x, y = np.arange(units) % columns, np.arange(units) // columns
        self._colours = np.array([to_rgba(unit_colour(unit)) for unit in range(units)])
        self._marks = ax.scatter((8 + 17.5 * x) / width, (0.52 * height + 17.5 * y) / height, s=95, linewidths=0,
                                 clip_on=False)
        self.artists = [self._count, self._of, self._marks]

    def update(self, classes):
        classes = np.asarray(classes)
        first = np.array([label not in classes[:unit] for unit, label in enumerate(classes)])
        shown = first[:len(self._colours)]
        absent = np.ones((len(self._colours) - len(shown), 4))
        here = np.where(shown[:, None], self._colours[:len(shown)], to_rgba(HAIR))
        self._marks.set_facecolors(np.concatenate([here, absent]))
        self._count.write([str(first.sum())], rgb(INK))
        self._of.write([str(len(first))], rgb(SECOND))

    def tables(self, classes):
        """How many units are distinct, and for each unit the first one that it is equal to."""
        classes = np.asarray(classes).tolist()
        first = [[classes.index(label) + 1] for label in classes]
        return [Table(f"distinct units: {len(set(classes))} of {len(classes)}", "unit", numbered(len(classes)),
                      ["equal to unit"], first, chosen=few(len(classes), most=UNITS))]
