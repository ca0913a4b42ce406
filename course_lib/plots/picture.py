"""Static figures for a notebook, made of the same panels as the explorers, always with their text."""

import io

import numpy as np

from course_lib.plots.curves import Curves
from course_lib.plots.rows import DigitRows, WeightRows
from course_lib.plots.style import Scale, new_figure, place


def still(width):
    """What a notebook says of a stored picture: how wide it is shown, and that it was drawn for a light ground.

    JupyterLab then lays it on white in the dark, until the course's own style sheet turns its colours.
    """
    return {"image/png": {"width": round(width)}, "needs_background": "light"}


class Picture:
    """A figure that shows itself in a notebook as a PNG together with a sentence that says what is to be seen."""

    def __init__(self, figure, text, dpi=150):
        self.figure, self.text, self.dpi = figure, text, dpi

    def png(self):
        """The PNG bytes."""
        file = io.BytesIO()
        self.figure.savefig(file, dpi=self.dpi)
        return file.getvalue()

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {"image/png": self.png(), "text/plain": self.text}, still(self.figure.get_figwidth() * 100)

    def __repr__(self):
        return self.text


def _signed_scale(matrices, limit):
    largest = max(float(np.abs(M).max()) for M in matrices)
    return Scale(limit or max(float(f"{largest:.1g}"), 1e-12), (limit or largest or 1.0) / 300)


def show_rows(matrices, text, columns=None, limit=None):
    """Matrices {title: (units, columns)} with the same units side by side, each with its own colour bar.

    `columns` {title: labels} replaces the numbers under the columns. Returns a Picture with `text`.
    """
    units = len(next(iter(matrices.values())))
    widths = [max(70, 52 * M.shape[1]) for M in matrices.values()]
    figure = new_figure(60 + sum(widths) + 60 * len(widths), 120 + 48 * units)
    left = 45
    for (heading, M), width in zip(matrices.items(), widths):
        labels = (columns or {}).get(heading) or [str(c + 1) for c in range(M.shape[1])]
        WeightRows(place(figure, left, 40, width, 48 * units), units, labels, heading,
                   _signed_scale([M], limit)).update(M)
        left += width + 60
    return Picture(figure, text)


def show_digit_rows(matrices, text):
    """Matrices {title: (16, 64)} with every row as an 8×8 image. Returns a Picture with `text`."""
    figure = new_figure(40 + 300 * len(matrices), 350)
    for number, (heading, W) in enumerate(matrices.items()):
        DigitRows(place(figure, 20 + 300 * number, 40, 262, 262), heading, _signed_scale([W], None)).update(W)
    return Picture(figure, text)


def show_curves(xs, ys, text, heading, xlabel, ylim, xscale="linear", yscale="linear", guides=()):
    """Lines {name: (n,)} over xs. Returns a Picture with `text`."""
    figure = new_figure(620, 330)
    top = 45 + 18 * (len(ys) > 1) * len(ys)
    panel = Curves(place(figure, 60, top, 500, 330 - top - 50), ys, heading, (xs[0], xs[-1]), ylim, xlabel,
                   xscale, yscale, guides)
    panel.update(xs, ys)
    return Picture(figure, text)

