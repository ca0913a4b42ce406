"""A picture in pieces that a narrow page can lay out anew: each panel with its title, labels, discs and colour bar.

The page cuts them out of the frames that it has (`flow.js`), so a piece must hold every point that any
frame draws there: it is what does not move, with a margin around it.

A box in here is (left, top, right, bottom) in points from the picture's top left corner.
"""

import re
from statistics import mode

import numpy as np

MARGIN = 8  # dots and lines may reach so far beyond their axes
SLACK = 4  # panels that reach into each other by no more than this are parted in the middle


def _overlap(a, b):
    """By how much two boxes overlap, across and down; negative: how far apart they are."""
    return min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])


def _around(*boxes):
    """The box around boxes."""
    left, top, right, bottom = zip(*boxes)
    return min(left), min(top), max(right), max(bottom)


class _Seen:
    """Where things stand in a figure that was drawn `zoom` pixels a point."""

    def __init__(self, canvas, size, zoom):
        self.size, self._zoom = size, zoom
        self._renderer = canvas.canvas.get_renderer()
        self._moving = {artist for panel in canvas.panels.values() for artist in panel.artists}

    def _box(self, extent):
        left, bottom, right, top = (edge / self._zoom for edge in extent.extents)
        return left, self.size[1] - top, right, self.size[1] - bottom

    def axes(self, ax):
        """The box of bare axes."""
        return self._box(ax.get_window_extent())

    def still(self, ax):
        """The box of axes with all that does not move on them."""
        artists = [artist for artist in ax.get_children() if artist not in self._moving]
        return self._box(ax.get_tightbbox(self._renderer, bbox_extra_artists=artists))

    def panel(self, panel):
        """The box of a panel without its colour bar."""
        box, reach = self.axes(panel.ax), getattr(panel, "reach", (0, 0, 0, 0))
        left, top, right, bottom = (edge + sign * far for edge, sign, far in zip(box, (-1, -1, 1, 1), reach))
        return _around((left, top, right, bottom), self.still(panel.ax))


def _merged(groups):
    """[(names, box)] of which none reaches into another."""
    for k, (names, box) in enumerate(groups):
        for other_names, other in groups[:k]:
            if min(_overlap(box, other)) > SLACK:
                rest = [group for group in groups if group[0] not in (names, other_names)]
                return _merged([*rest, (other_names + names, _around(other, box))])
    return groups


def _widened(box, others, size):
    """The box with its margin, which ends half-way to a neighbour and at the picture's edge."""
    room = [box[0], box[1], size[0] - box[2], size[1] - box[3]]
    for other in others:
        across, down = _overlap(box, other)
        if max(across, down) > -2 * MARGIN:
            side = (0 if other[0] < box[0] else 2) if across < down else (1 if other[1] < box[1] else 3)
            room[side] = min(room[side], -min(across, down) / 2)
    left, top, right, bottom = (min(MARGIN, space) for space in room)
    return box[0] - left, box[1] - top, box[2] + right, box[3] + bottom


def _measured(box):
    left, top, right, bottom = map(round, box)
    return [left, top, right - left, bottom - top]


def deciding(names):
    """What decides where an author names nothing: the gradients, the distinct units, and the weights of the former."""
    gradients = next((name for name in names if re.match("d[A-Z]", name)), "")
    return [name for name in (gradients, "units", gradients[1:]) if name in names]


def tiles(canvas, size, zoom=1.0, decides=(), together=()):
    """[{"panels": {name: box of its axes}, "box": all of it, "base": top of most axes}], in a narrow page's order.

    Those with a panel of `decides` come first, then the others in the order of `canvas.panels`; a group of names in
    `together` stays side by side as it is, and so do panels that reach into each other. The boxes returned are
    [left, top, width, height]; `zoom` are the canvas's pixels a point.
    """
    seen, axes = _Seen(canvas, size, zoom), {name: panel.ax for name, panel in canvas.panels.items()}
    bare = {name: seen.axes(ax) for name, ax in axes.items()}
    boxes = {name: seen.panel(panel) for name, panel in canvas.panels.items()}
    panels = dict(boxes)
    for ax in canvas.figure.axes:
        if ax not in axes.values():  # a colour bar goes with the panel that it is as wide as, a key with the nearest
            bare_bar, bar = seen.axes(ax), seen.still(ax)
            home = max(panels, key=lambda name: (np.allclose(bare_bar[::2], bare[name][::2]),
                                                 min(0, *_overlap(panels[name], bar))))
            boxes[home] = _around(boxes[home], bar)
    alone = [(name,) for name in boxes if not any(name in group for group in together)]
    groups = _merged([(tuple(names), _around(*(boxes[name] for name in names))) for names in (*together, *alone)])
    order = [*(decides or deciding(boxes)), *boxes]
    groups.sort(key=lambda group: min(order.index(name) for name in group[0]))
    return [{"panels": {name: _measured(bare[name]) for name in names},
             "base": mode(round(bare[name][1]) for name in names),
             "box": _measured(_widened(box, [other for _, other in groups if other is not box], size))}
            for names, box in groups]
