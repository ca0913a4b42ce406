"""The map of the course: a station for each notebook, and a line from the notebook that leads to it."""

import textwrap

from course_lib.plots.picture import Picture
from course_lib.plots.style import INK, LABEL, SECOND, TITLE, UNITS, chip, new_figure, note, place

COLUMNS, STEP, ROW, LEFT, TOP = 5, 176, 184, 26, 30  # pixels from station to station
LINE, CORE, LATER = 2.4, UNITS[0], UNITS[3]


def _track(a, b):
    """The corners of a line from station a to station b: straight to a neighbour, else round the words between them."""
    (x, y), (u, v) = a, b
    if v > y:  # into the next row: over a rail between the rows, round the words at the right
        return [(x, y), (x + 152, y), (x + 152, v - 34), (u, v - 34), (u, v)]
    if u - x > STEP:  # past neighbours: under their words
        return [(x, y), (x + STEP - 30, y), (x + STEP - 30, y + 118), (u - 30, y + 118), (u - 30, y), (u, y)]
    return [(x, y), (u, v)]


def show_map(stations, text):
    """Stations {number: (name, question, words below, the number that leads here or "")}, in order, five to a row.

    Returns a Picture with `text`.
    """
    spots = {number: (LEFT + STEP * (k % COLUMNS), TOP + ROW * (k // COLUMNS)) for k, number in enumerate(stations)}
    width, height = LEFT + STEP * COLUMNS, 134 + max(y for _, y in spots.values())
    figure = new_figure(width, height)
    ax = place(figure, 0, 0, width, height)
    ax.set(xlim=(0, width), ylim=(height, 0))
    for number, (name, question, below, before) in stations.items():
        x, y = spots[number]
        colour = CORE if y == TOP else LATER
        if before:
            ax.plot(*zip(*_track(spots[before], (x, y))), color=colour, linewidth=LINE, solid_joinstyle="round",
                    zorder=1)
        chip(ax, x, y, number, colour, 14)
        lines = textwrap.wrap(question, 21)
        size = TITLE if len(name) <= 18 else 0.8 * TITLE  # a long name must not run into its neighbour
        note(ax, x - 14, y + 20, name, size, INK, ha="left", va="top", weight="bold")
        note(ax, x - 14, y + 40, "\n".join(lines), LABEL, INK, ha="left", va="top")
        note(ax, x - 14, y + 44 + 16 * len(lines), below, LABEL, SECOND, ha="left", va="top")
    return Picture(figure, text)
