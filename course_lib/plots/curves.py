"""Lines in fixed axes: losses over steps, and whatever else is a function of one number."""

import numpy as np

from course_lib.plots.style import HAIR, INK, LABEL, LINES, SECOND, note, title


class Curves:
    """`names` become lines told apart by colour, dash and the label at the top; limits never move.

    `update(xs, ys, marker=None)`: xs (n,), ys {name: (n,)} or one array for a single line; marker is an x at
    which each line carries a dot.
    """

    STYLES = ("-", (0, (5, 2)), (0, (1.5, 1.5)), (0, (6, 2, 1.5, 2)))

    def __init__(self, ax, names, heading, xlim, ylim, xlabel, xscale="linear", yscale="linear", guides=(),
                 markers=False):
        self.ax, self.names = ax, tuple(names)
        ax.set_xscale(xscale, **({"linthresh": 1.0} if xscale == "symlog" else {}))
        ax.set_yscale(yscale)
        ax.set(xlim=xlim, ylim=ylim)
        ax.minorticks_off()
        ax.spines[["left", "bottom"]].set(visible=True, color=SECOND)
        if xscale == "log":
            ticks = [float(f"1e{e}") for e in range(-12, 13) if xlim[0] <= float(f"1e{e}") <= xlim[1]]
            ax.set_xticks(ticks, [f"{t:g}" for t in ticks])
        if yscale == "log":
            ticks = [float(f"1e{e}") for e in range(-12, 13) if ylim[0] <= float(f"1e{e}") <= ylim[1]]
            ax.set_yticks(ticks, [f"{t:g}" for t in ticks])
        ticks = [t for t in (0, 1, 10, 100, 1000, 10000) if xlim[0] <= t <= xlim[1]] if xscale == "symlog" else None
        if ticks:
            ax.set_xticks(ticks, [str(t) for t in ticks])
        elif xscale == "linear":
            ax.set_xticks(xlim, [f"{t:g}" for t in xlim])
        if yscale == "linear":
            ax.set_yticks(ylim, [f"{t:g}" for t in ylim])
        ax.tick_params(length=3, color=SECOND, labelcolor=SECOND, labelsize=LABEL, pad=2)
        for y, text in guides:
            ax.axhline(y, color=HAIR, linewidth=1.2, zorder=0)
            ax.annotate(text, (xlim[1], y), fontsize=LABEL, color=SECOND, ha="right", va="bottom",
                        annotation_clip=False)
        box = ax.get_window_extent()
        note(ax, box.width, box.height + 20, xlabel, ha="right", va="top")
        title(ax, heading, gap=9 + 18 * (len(self.names) > 1) * len(self.names))
        self._lines, self._dots = [], []
        for place, (name, colour, style) in enumerate(zip(self.names, LINES, self.STYLES)):
            line, = ax.plot([], [], color=colour, linestyle=style, linewidth=1.8,
                            marker="o" if markers else "", markersize=5, clip_on=False)
            dot, = ax.plot([], [], "o", color=colour, markersize=6, clip_on=False)
            self._lines.append(line)
            self._dots.append(dot)
            if len(self.names) > 1:
                y = -9 - 18 * (len(self.names) - 1 - place)
                self._legend(ax, y, name, colour, style)
        self.artists = self._lines + self._dots

    @staticmethod
    def _legend(ax, y, name, colour, style):
        box = ax.get_window_extent()
        ax.plot([0, 22 / box.width], [1 - (y - 5) / box.height] * 2, color=colour, linestyle=style, linewidth=1.8,
                transform=ax.transAxes, clip_on=False)
        note(ax, 28, y, name, colour=INK, va="bottom")

    def update(self, xs, ys, marker=None):
        ys = ys if isinstance(ys, dict) else {self.names[0]: ys}
        for name, line, dot in zip(self.names, self._lines, self._dots):
            y = ys.get(name, ())
            line.set_data((xs, y) if len(y) else ([], []))
            shown = marker is not None and len(y)
            dot.set_data(([marker], [np.interp(marker, xs, y)]) if shown else ([], []))
