"""Many numbers in one artist, quickly: characters are rasterized once with Matplotlib, then pasted.

A Matplotlib Text costs about half a millisecond for each redraw, a pasted number about 20 microseconds.
"""

from functools import lru_cache

import numpy as np
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from course_lib.plots.style import NUMBER


def format_number(value, short=False):
    """At most six characters: 0, 0.50, −0.037, 12.3, 1e-5, −4e7; `short` at most five for small ones: −0.04, 3e-3.

    A minus sign, not a hyphen, in front.
    """
    size = abs(value)
    if size == 0:
        text = "0"
    elif not np.isfinite(value):
        text = "nan" if np.isnan(value) else "inf"
    elif size >= 999.5 or size < (0.0095 if short else 0.00095):
        mantissa, exponent = f"{size:.0e}".split("e")
        text = f"{mantissa}e{int(exponent)}"
    else:
        text = f"{size:.{0 if size >= 99.95 else 1 if size >= 9.995 else 2 if size >= 0.0995 or short else 3}f}"
    return ("−" if value < 0 else "") + text


@lru_cache(maxsize=16)
def _glyphs(size, dpi, weight):
    """{character: opacity (height, width) in 0..1}, all of one height, cut at the font's own advance widths."""
    figure = Figure(figsize=(2, 2), dpi=dpi)
    canvas = FigureCanvasAgg(figure)
    text = figure.text(0.2, 0.4, "", fontsize=size, color="black", weight=weight)
    renderer, glyphs = canvas.get_renderer(), {}
    left, base = round(0.4 * dpi), round(1.2 * dpi)  # pixels from the left and from the top
    up, down = round(1.15 * size * dpi / 72), round(0.3 * size * dpi / 72)
    for character in "0123456789.e+-−naif":
        text.set_text(character)
        width = text.get_window_extent(renderer).width
        advance = max(1, round(renderer.get_text_width_height_descent(character, text.get_fontproperties(), False)[0]
                               if character not in ".," else width))
        canvas.draw()
        grey = np.asarray(canvas.buffer_rgba())[..., 0]
        glyphs[character] = 1.0 - grey[base - up:base + down, left:left + advance] / 255.0
    return glyphs


@lru_cache(maxsize=4096)
def _word(text, size, dpi, weight):
    """The opacity of a whole number as 0..255, its glyphs side by side."""
    glyphs = _glyphs(size, dpi, weight)
    return np.rint(255 * np.hstack([glyphs[c] for c in text])).astype(np.uint8)


class Numbers(Artist):
    """Texts made of digits, centred on data coordinates of one axes, drawn as a single image.

    positions (n, 2); `write(texts, colours)` with n strings of "0123456789.e+-−" and RGB 0..255 (n, 3) or (3,).
    """

    def __init__(self, ax, positions, size=NUMBER, weight="normal"):
        super().__init__()
        self.positions, self.size, self.weight = np.asarray(positions, float), size, weight
        self.texts, self.colours = [""] * len(self.positions), np.zeros((len(self.positions), 3), np.uint8)
        ax.add_artist(self)
        self.set(clip_on=False, zorder=5)

    def write(self, texts, colours):
        """New texts in new colours, shown at the next draw."""
        self.texts = list(texts)
        self.colours = np.broadcast_to(np.asarray(colours, np.uint8), (len(self.texts), 3))

    def draw(self, renderer):
        dpi = self.axes.figure.dpi  # get_figure(root=True) is newer than Matplotlib 3.9
        centres = self.axes.transData.transform(self.positions)
        words = [_word(text, self.size, dpi, self.weight) if text else None for text in self.texts]
        if not any(word is not None for word in words):
            return
        margin = 1 + max(max(word.shape) for word in words if word is not None)
        left, bottom = np.floor(centres.min(axis=0) - margin).astype(int)
        right, top = np.ceil(centres.max(axis=0) + margin).astype(int)
        image = np.zeros((top - bottom, right - left, 4), np.uint8)
        for word, colour, (x, y) in zip(words, self.colours, centres):
            if word is not None:
                height, width = word.shape
                row, column = round(top - y - 0.58 * height), round(x - left - width / 2)
                image[row:row + height, column:column + width, :3] = colour
                image[row:row + height, column:column + width, 3] = word
        gc = renderer.new_gc()
        renderer.draw_image(gc, left, bottom, image[::-1])
        gc.restore()
