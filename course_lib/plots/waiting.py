"""What an empty panel says of itself, until a button has been pressed."""

import textwrap

from course_lib.plots.style import GROUND, note

LETTER = 6.6  # pixels across, on average


class Waiting:
    """A quiet sentence in the middle of a panel, such as “Train four” shows here …; without one there is nothing.

    `artists` belong to those of the panel; `show(empty)` with whether the panel is empty now.
    """

    def __init__(self, ax, sentence):
        box = ax.get_window_extent()
        lines = textwrap.fill(sentence, max(12, int(box.width / LETTER)))
        options = {"ha": "center", "va": "center", "linespacing": 1.5, "visible": False}
        ground = {"facecolor": GROUND, "edgecolor": "none", "pad": 3}  # lines behind it stay away from the words
        self.sentence = sentence
        self.artists = [note(ax, box.width / 2, box.height / 2, lines, bbox=ground, **options)] if sentence else []

    def show(self, empty):
        """Say it, or be silent."""
        for artist in self.artists:
            artist.set_visible(empty)
