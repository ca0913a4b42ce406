"""A histogram for each layer, side by side as columns of shade: layer 1 at the left, the last at the right."""

import numpy as np
from matplotlib.colors import LinearSegmentedColormap

from course_lib.plots.style import GROUND, LABEL, LINES, SECOND, note, title
from course_lib.plots.tables import Table, numbered, written

_SHADES = LinearSegmentedColormap.from_list("shades", [GROUND, "#9cc6e4", LINES[0], "#00304d"])


class LayerHistograms:
    """`update(shares)` with shares (bins, layers): which share of a layer's values lies in which bin, lowest bin first.

    The columns fill the axes, however many layers there are. `ticks` {label: position from 0 (bottom) to 1 (top)};
    `edges` (bins + 1,) are the values between which the bins lie; the outer bins hold all beyond as well.
    """

    def __init__(self, ax, heading, ticks, edges, last="output"):
        self.ax, self.heading, self.edges, self.last = ax, heading, edges, last
        ax.set(xlim=(0, 1), ylim=(0, 1))
        ax.spines[["left", "bottom"]].set(visible=True, color=SECOND)
        ax.set_yticks(list(ticks.values()), list(ticks))
        ax.tick_params(length=3, color=SECOND, labelcolor=SECOND, labelsize=LABEL, pad=2)
        box = ax.get_window_extent()
        note(ax, 0, box.height + 6, "layer 1", va="top")
        note(ax, box.width, box.height + 6, last, ha="right", va="top")
        title(ax, heading)
        self._image = ax.imshow(np.zeros((2, 2)), cmap=_SHADES, vmin=0, vmax=1, extent=(0, 1, 0, 1), aspect="auto",
                                origin="lower", interpolation="nearest")
        self.artists = [self._image]

    def update(self, shares):
        self._image.set_data(np.sqrt(np.asarray(shares, float)))  # the root makes small shares visible

    def tables(self, shares):
        """A row for each bin, the lowest first; a screen shows those that are not empty."""
        shares = np.asarray(shares, float)
        edges = [written(float(f"{edge:.2g}")) for edge in self.edges]
        bins = [f"below {edges[1]}", *(f"{low} to {high}" for low, high in zip(edges[1:], edges[2:-1])),
                f"above {edges[-2]}"]
        layers = [*numbered(shares.shape[1] - 1, "layer "), self.last]
        return [Table(f"{self.heading}: share of the values", "value", bins, layers, shares,
                      chosen=np.flatnonzero(shares.any(axis=1)).tolist())]
