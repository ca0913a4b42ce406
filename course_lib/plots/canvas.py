"""Frames: the background of a figure is drawn once, a frame redraws only the artists that change."""

import struct
import zlib
from types import SimpleNamespace

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg

from course_lib.plots.tables import Tables


def encode_png(rgba):
    """An (height, width, 4) uint8 array as PNG bytes, without its alpha.

    Written by hand for speed: no filter and a fast compression take about 3 ms where Pillow needs 6 or more;
    the flat areas of these pictures compress well all the same.
    """
    height, width = rgba.shape[:2]
    rows = np.zeros((height, 1 + 3 * width), np.uint8)  # a leading 0 in every row: filter type "none"
    for channel in range(3):  # one after the other is five times faster than all three at once
        rows[:, 1 + channel::3] = rgba[..., channel]

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header)
            + chunk(b"IDAT", zlib.compress(rows.tobytes(), 3)) + chunk(b"IEND", b""))


class Shows(SimpleNamespace):
    """What a panel shows, by the names of its `update`: Shows(xs=steps, ys=losses), read as `.xs` and `.ys`."""


class Canvas:
    """A figure with named panels, ready to be redrawn at speed.

    `draw(values)` updates each panel with the entry of its name, one thing or `Shows` with several; a panel
    without an entry is empty, if it has an `.empty()`. It returns the pixels (height, width, 4); `encode_png` makes
    them a PNG.
    """

    def __init__(self, figure, panels):
        self.figure = figure
        self.panels: dict = panels
        self.canvas = figure.canvas if isinstance(figure.canvas, FigureCanvasAgg) else FigureCanvasAgg(figure)
        self._background = None  # what does not move, drawn once
        # Those that change lie above those that do not, in a still figure as in a frame.
        self._moving = [artist for panel in panels.values() for artist in panel.artists]
        for order, artist in enumerate(self._moving, 10):
            artist.set_zorder(order)

    def update(self, values):
        for name, panel in self.panels.items():
            shown = values.get(name)
            if isinstance(shown, Shows):
                panel.update(**vars(shown))
            elif name in values:
                panel.update(shown)
            elif hasattr(panel, "empty"):
                panel.empty()
            else:
                raise ValueError(f"nothing for the panel {name!r}, which is never empty; there is: {', '.join(values)}")

    def tables(self, values):
        """The numbers of what `draw` shows for these values, as `Tables`; nothing is drawn."""
        found = {}
        for name, panel in self.panels.items():
            if name in values and hasattr(panel, "tables"):
                shown = values[name]
                found[name] = panel.tables(**vars(shown)) if isinstance(shown, Shows) else panel.tables(shown)
        return Tables(found)

    def draw(self, values):
        self.update(values)
        if self._background is None:
            for artist in self._moving:
                artist.set_animated(True)  # keeps them out of the background
            self.canvas.draw()
            self._background = self.canvas.copy_from_bbox(self.figure.bbox)
        self.canvas.restore_region(self._background)
        renderer = self.canvas.get_renderer()
        for artist in self._moving:
            artist.draw(renderer)
        return np.asarray(self.canvas.buffer_rgba())
