"""The one look of the course: palette, type sizes, the signed colour scale, and where things stand."""

import numpy as np
from matplotlib import colormaps
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure

INK, SECOND, HAIR, GROUND = "#22313f", "#66727d", "#e6eaee", "#ffffff"
UNITS = ("#0072B2", "#008050", "#C2407F", "#4A4A4A")  # told apart without colour vision, white digits on each
LINES = ("#0072B2", "#C2407F", "#008050", "#4A4A4A")
TITLE, LABEL, NUMBER = 10.5, 9.0, 9.0  # points; 100 dots per inch make a point 1.4 pixels
DPI = 100
# Orange positive, purple negative. Purple ends earlier, so that both ends are equally dark (and bright in the dark).
_MAP = colormaps["PuOr_r"](np.concatenate([np.linspace(0.125, 0.5, 256, endpoint=False), np.linspace(0.5, 1.0, 257)]))


def unit_colour(unit):
    """The colour of unit `unit` (from 0): the first four have their own, the others are grey."""
    return UNITS[unit] if unit < len(UNITS) else SECOND


class Scale:
    """Signed values to colours: linear up to about `linear`, logarithmic beyond, full colour at `limit`.

    One fixed scale for a control's whole range, so that two frames can be compared.
    """

    def __init__(self, limit, linear):
        self.limit, self.linear = limit, linear

    def __call__(self, values):
        """Values of any shape in -1 .. 1."""
        within = np.clip(values, -self.limit, self.limit)  # first, so that no value is too large to be divided
        return np.arcsinh(within / self.linear) / np.arcsinh(self.limit / self.linear)

    def colours(self, values):
        """RGBA of shape (..., 4) for values of shape (...)."""
        return _MAP[np.rint(256 + 256 * self(np.asarray(values, float))).astype(int)]


def rgb(colour):
    """A colour as RGB 0..255, (3,), as numbers are written in."""
    return np.rint(255 * np.array(to_rgba(colour)[:3]))


def text_colours(backgrounds):
    """Black or white, whichever stands out more on each cell: RGB 0..255 of shape (..., 3).

    By WCAG 2's relative luminance, where 0.179 is as far from black as from white: 4.5 : 1 at least on any colour.
    """
    channels = backgrounds[..., :3]
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    dark = linear @ (0.2126, 0.7152, 0.0722) < 0.179
    return np.where(dark[..., None], 255, 0).astype(np.uint8).repeat(3, axis=-1)


def new_figure(width=900, height=350):
    """An empty figure of that many pixels, on Agg, unknown to pyplot (whose state is not thread-safe)."""
    figure = Figure(figsize=(width / DPI, height / DPI), dpi=DPI, facecolor=GROUND)
    FigureCanvasAgg(figure)
    return figure


def place(figure, left, top, width, height):
    """Bare axes at a position in pixels from the figure's top left corner."""
    across, down = figure.get_size_inches() * DPI
    ax = figure.add_axes((left / across, 1.0 - (top + height) / down, width / across, height / down))
    ax.set(xticks=[], yticks=[], facecolor="none")
    ax.spines[:].set_visible(False)
    return ax


def note(ax, x, y, text, size=LABEL, colour=SECOND, **options):
    """Text at (x, y) pixels from the axes' top left corner; y grows downwards."""
    return ax.annotate(text, (0, 1), (x * 72 / DPI, -y * 72 / DPI), xycoords="axes fraction",
                       textcoords="offset points", fontsize=size, color=colour, annotation_clip=False, **options)


def title(ax, text, gap=9):
    """A panel's title, above its left edge."""
    return note(ax, 0, -gap, text, TITLE, INK, va="bottom", ha="left")


def chip(ax, x, y, number, colour, radius=9.5):
    """A numbered disc at data coordinates x, y: the sign by which a unit is known everywhere."""
    ax.plot([x], [y], "o", markersize=2 * radius * 72 / DPI, color=colour, markeredgewidth=0, clip_on=False)
    ax.annotate(str(number), (x, y), fontsize=NUMBER * radius / 9.5, color="white", weight="bold",
                ha="center", va="center_baseline", annotation_clip=False)
