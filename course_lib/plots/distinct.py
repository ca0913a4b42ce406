"""How many units are different: the large number at the right of every picture."""

import numpy as np
from matplotlib.collections import PathCollection
from matplotlib.markers import MarkerStyle
from matplotlib.colors import to_rgba

from course_lib.plots.numbers import Numbers
from course_lib.plots.style import HAIR, INK, note, title, unit_colour


class DistinctUnits:
    """`update(classes)` with one class label per unit: the count, and a mark for each unit.

    A mark keeps its unit's colour while the unit is the first of its class; copies of an earlier unit turn pale.
    """

    def __init__(self, ax, units):
        self.ax = ax
        ax.set(xlim=(0, 1), ylim=(1, 0))
        title(ax, "distinct units")
        self._count = Numbers(ax, [[0.24, 0.22]], size=34, weight="bold")
        width = ax.get_window_extent().width
        note(ax, 0.62 * width, 0.22 * ax.get_window_extent().height + 12, f"of {units}", va="baseline")
        columns = min(units, 4)
        x, y = np.arange(units) % columns, np.arange(units) // columns
        height = ax.get_window_extent().height
        self._colours = np.array([to_rgba(unit_colour(unit, units)) for unit in range(units)])
        self._marks = PathCollection([MarkerStyle("o").get_path()], sizes=[120], linewidths=0,
                                     offsets=np.stack([(10 + 19 * x) / width, (0.52 * height + 19 * y) / height], -1),
                                     offset_transform=ax.transData)
        ax.add_collection(self._marks, autolim=False)
        self.artists = [self._count, self._marks]

    def update(self, classes):
        classes = np.asarray(classes)
        first = np.array([label not in classes[:unit] for unit, label in enumerate(classes)])
        self._marks.set_facecolors(np.where(first[:, None], self._colours, to_rgba(HAIR)))
        ink = np.rint(255 * np.array(to_rgba(INK)[:3]))
        self._count.write([str(first.sum())], ink)
