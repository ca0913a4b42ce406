"""What an empty panel says of itself, until a button has been pressed."""

import textwrap

from course_lib.plots.style import GROUND, note

LETTER, MARGIN = 6.9, 8  # pixels: across, on average; kept free at each side, where an axis may be


class Waiting:
    """A quiet sentence in the middle of a panel, such as “Train four” shows here …; without one there is nothing.

    within  (left, top, right, bottom) of the part of the axes that it is put in, 0..1
    `artists` belong to those of the panel; `show(empty)` with whether the panel is empty now.
    """

    def __init__(self, ax, sentence, within=(0, 0, 1, 1)):
        box, (left, top, right, bottom) = ax.get_window_extent(), within
        x, y = (left + right) * box.width / 2, (top + bottom) * box.height / 2
        lines = textwrap.fill(sentence, max(12, int(((right - left) * box.width - 2 * MARGIN) / LETTER)))
        options = {"ha": "center", "va": "center", "linespacing": 1.5, "visible": False}
        ground = {"facecolor": GROUND, "edgecolor": "none", "pad": 3}  # lines behind it stay away from the words
        self.sentence = sentence
        self.artists = [note(ax, x, y, lines, bbox=ground, **options)] if sentence else []

    def show(self, empty):
        """Say it, or be silent."""
        for artist in self.artists:
            artist.set_visible(empty)
