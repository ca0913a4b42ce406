"""Lines in fixed axes: losses over steps, and whatever else is a function of one number."""

import numpy as np
from matplotlib.collections import PolyCollection

from course_lib.plots.style import HAIR, INK, LABEL, LINES, SECOND, note, title
from course_lib.plots.tables import Table, few, numbered
from course_lib.plots.waiting import Waiting

MANY = 20  # dots beyond this number would merge into a band


def _decades(low, high):
    """Powers of ten within the limits and their labels: each of them, or every fourth if there are many."""
    exponents = [e for e in range(-30, 31) if low <= float(f"1e{e}") <= high]
    exponents = [e for e in exponents if len(exponents) <= 6 or e % 4 == 0]
    return [float(f"1e{e}") for e in exponents], [f"{10.0 ** e:g}" if abs(e) < 4 else f"1e{e}" for e in exponents]


class Curves:
    """`names` become lines told apart by colour, dash and the label at the top; limits never move.

    markers=True puts a dot on every point, unless they are many; band=True adds a pale area; `ends` are words for the
    two ends of a linear x; `waits` is said while it is empty.
    `update(xs, ys, marker, band)`: xs (n,), ys {name: (n,)} or one array for a single line; marker is an x at which
    each line carries a dot; band (low, high).
    """

    STYLES = ("-", (0, (5, 2)), (0, (1.5, 1.5)), (0, (6, 2, 1.5, 2)))

    def __init__(self, ax, names, heading, xlim, ylim, xlabel, xscale="linear", yscale="linear", guides=(),
                 markers=False, band=False, colours=LINES, ends=(), waits=""):
        self.ax, self.names, self._markers = ax, tuple(names), markers
        self.heading, self.xlabel, self.ends = heading, xlabel, ends
        self._axes(xlim, ylim, xscale, yscale, ends)
        for y, text in guides:
            ax.axhline(y, color=HAIR, linewidth=1.2, zorder=0)
            ax.annotate(text, (xlim[1], y), fontsize=LABEL, color=SECOND, ha="right", va="bottom",
                        annotation_clip=False)
        box = ax.get_window_extent()
        note(ax, box.width, box.height + 20, xlabel, ha="right", va="top")
        title(ax, heading, gap=9 + 18 * (len(self.names) > 1) * len(self.names))
        self._band = PolyCollection([], facecolors=LINES[0], alpha=0.15, linewidths=0)
        if band:
            ax.add_collection(self._band, autolim=False)
        self._lines, self._dots = [], []
        for place, (name, colour, style) in enumerate(zip(self.names, colours, self.STYLES)):
            self._lines += ax.plot([], [], color=colour, linestyle=style, linewidth=1.8, markersize=5,
                                   clip_on=not markers)
            self._dots += ax.plot([], [], "o", color=colour, markersize=6, clip_on=False)
            if len(self.names) > 1:
                self._legend(ax, -9 - 18 * (len(self.names) - 1 - place), name, colour, style)
        self.waiting = Waiting(ax, waits, (0, 0, 1, 0.38 if guides else 1))
        self.artists = [self._band] * band + self._lines + self._dots + self.waiting.artists

    def _axes(self, xlim, ylim, xscale, yscale, ends):
        ax = self.ax
        ax.set_xscale(xscale, **({"linthresh": 1.0} if xscale == "symlog" else {}))
        ax.set_yscale(yscale)
        ax.set(xlim=xlim, ylim=ylim)
        ax.minorticks_off()
        ax.spines[["left", "bottom"]].set(visible=True, color=SECOND)
        for axis, limits, scale in ((ax.xaxis, xlim, xscale), (ax.yaxis, ylim, yscale)):
            if scale == "log":
                axis.set_ticks(*_decades(*limits))
            elif scale == "symlog":
                ticks, labels = _decades(1, limits[1])
                axis.set_ticks([0, *ticks], ["0", *labels])
            else:
                axis.set_ticks(limits, ends if ends and axis is ax.xaxis else [f"{t:g}" for t in limits])
        ax.tick_params(length=3, color=SECOND, labelcolor=SECOND, labelsize=LABEL, pad=2)
        for label, side in zip(ax.get_xticklabels() if ends else (), ("left", "right")):
            label.set_ha(side)  # words stay within the axes

    @staticmethod
    def _legend(ax, y, name, colour, style):
        box = ax.get_window_extent()
        ax.plot([0, 22 / box.width], [1 - (y - 5) / box.height] * 2, color=colour, linestyle=style, linewidth=1.8,
                transform=ax.transAxes, clip_on=False)
        note(ax, 28, y, name, colour=INK, va="bottom")

    def empty(self):
        """No line and no dot: nothing is known yet."""
        self.update((), {})
        self.waiting.show(True)

    def update(self, xs, ys, marker=None, band=None):
        self.waiting.show(False)
        ys = ys if isinstance(ys, dict) else {self.names[0]: ys}
        for name, line, dot in zip(self.names, self._lines, self._dots):
            y = ys.get(name, ())
            line.set_data((xs, y) if len(y) else ([], []))
            line.set_marker("o" if self._markers and len(xs) <= MANY else "")
            shown = marker is not None and len(y)
            dot.set_data(([marker], [np.clip(np.interp(marker, xs, y), *self.ax.get_ylim())]) if shown else ([], []))
        if band is not None:
            around = np.concatenate([np.stack([xs, band[0]], -1), np.stack([xs, band[1]], -1)[::-1]])
            self._band.set_verts([around])

    def tables(self, xs, ys, marker=None, band=None):
        """A row for each x, a column for each line and for the edges of the band."""
        ys = ys if isinstance(ys, dict) else {self.names[0]: ys}
        columns = {name: ys[name] for name in self.names if len(ys.get(name, ()))}
        columns |= {} if band is None else {"band from": band[0], "band to": band[1]}
        rows = list(xs)
        if self.ends:  # words stand at the two ends, and layers in between
            rows = [self.ends[0], *(f"layer {k}" for k in range(2, len(xs))), self.ends[1]]
        marked = None if marker is None else int(np.abs(np.asarray(xs) - marker).argmin())
        return [Table(self.heading, self.xlabel or "layer", rows, list(columns), np.stack([*columns.values()], axis=1),
                      marked, few(len(rows), marked))] if columns else []


class DotsOnCurve:
    """Dots and two curves over `grid`: pre-activations on an activation and its slope, or whatever `names` say. Dots
    beyond the axes pile up at their ends.

    `update(z, a, curve, slope)`: dots at z (n,), a (n,); the two curves at the points of the grid.
    """

    GRID = np.linspace(-6.0, 6.0, 121)

    def __init__(self, ax, heading, grid=GRID, names=("activation", "slope"), xlabel="pre-activation $z$", top=1.4):
        self.ax, self.grid, self.top, reach = ax, grid, top, grid[-1]
        self.heading, self.names, self.xlabel = heading, names, xlabel
        ax.set(xlim=(-reach, reach), ylim=(-1.1, top))
        ax.spines[["left", "bottom"]].set(visible=True, color=SECOND)
        ax.set_xticks((-reach, 0, reach), (f"−{reach:g}", "0", f"{reach:g}"))
        ax.set_yticks((-1, 0, 1), ("−1", "0", "1"))
        ax.tick_params(length=3, color=SECOND, labelcolor=SECOND, labelsize=LABEL, pad=2)
        box = ax.get_window_extent()
        note(ax, box.width, box.height + 20, xlabel, ha="right", va="top")
        title(ax, heading, gap=45)
        self._lines = [ax.plot([], [], color=c, linestyle=s, linewidth=1.6)[0]
                       for c, s, _ in zip((SECOND, LINES[1]), Curves.STYLES, names)]
        for name, colour, style, y in zip(names, (SECOND, LINES[1]), Curves.STYLES, (-27, -9)):
            Curves._legend(ax, y, name, colour, style)
        self._dots, = ax.plot([], [], "o", markersize=4.5, color=LINES[0], alpha=0.5, markeredgewidth=0, clip_on=False)
        self.artists = [*self._lines, self._dots]

    def update(self, z, a, curve, slope):
        for line, values in zip(self._lines, (curve, slope)):
            line.set_data(self.grid, values)
        self._dots.set_data(np.clip(z, self.grid[0], self.grid[-1]), np.clip(a, -1.1, self.top))

    def tables(self, z, a, curve, slope):
        """The dots, and the two curves."""
        return [Table(f"{self.heading}: dots", "dot", numbered(len(z)), [self.xlabel, "height"],
                      np.stack([z, a], axis=1), chosen=few(len(z))),
                Table(f"{self.heading}: curves", self.xlabel, list(self.grid), self.names,
                      np.stack([curve, slope], axis=1), chosen=few(len(self.grid)))]
