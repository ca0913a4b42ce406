"""The map of the course: a station for each notebook, and a line from the notebook that leads to it."""

import textwrap

from course_lib.plots.picture import Picture
from course_lib.plots.style import INK, LABEL, SECOND, TITLE, UNITS, chip, new_figure, note, place

COLUMNS, STEP, ROW, LEFT, TOP, LANE = 5, 176, 198, 26, 30, 6  # pixels from station to station, from line to line
LINE, CORE, LATER = 2.4, UNITS[0], UNITS[3]


def _track(a, b, lane):
    """The corners of a line from station a to station b: straight to a neighbour, else round the words between them.

    Lines that begin at different stations keep apart: `lane` counts the stations before that lines begin at.
    """
    (x, y), (u, v), shift = a, b, LANE * lane
    if v > y:  # into a later row: over a rail above it, round the words at the right
        return [(x, y), (x + 146 + shift, y), (x + 146 + shift, v - 42 + shift), (u, v - 42 + shift), (u, v)]
    if u - x > STEP:  # past neighbours: under their words
        return [(x, y), (x + STEP - 30, y), (x + STEP - 30, y + 130), (u - 30, y + 130), (u - 30, y), (u, y)]
    return [(x, y), (u, v)]


def show_map(stations, text):
    """Stations {number: (name, question, words below, the number that leads here or "")}, in order, five to a row.

    Returns a Picture with `text`.
    """
    spots = {number: (LEFT + STEP * (k % COLUMNS), TOP + ROW * (k // COLUMNS)) for k, number in enumerate(stations)}
    width, height = LEFT + STEP * COLUMNS, 146 + max(y for _, y in spots.values())
    turns = sorted({before for number, (*_, before) in stations.items()
                    if before and spots[before][1] < spots[number][1]})
    figure = new_figure(width, height)
    ax = place(figure, 0, 0, width, height)
    ax.set(xlim=(0, width), ylim=(height, 0))
    for number, (name, question, below, before) in stations.items():
        x, y = spots[number]
        colour = CORE if y == TOP else LATER
        if before:
            lane = turns.index(before) if before in turns else 0
            ax.plot(*zip(*_track(spots[before], (x, y), lane)), color=colour, linewidth=LINE,
                    solid_joinstyle="round", zorder=1)
        chip(ax, x, y, number, colour, 14)
        lines = textwrap.wrap(question, 21)
        size = TITLE if len(name) <= 18 else 0.8 * TITLE  # a long name must not run into its neighbour
        note(ax, x - 14, y + 20, name, size, INK, ha="left", va="top", weight="bold")
        note(ax, x - 14, y + 40, "\n".join(lines), LABEL, INK, ha="left", va="top")
        note(ax, x - 14, y + 44 + 16 * len(lines), below, LABEL, SECOND, ha="left", va="top")
    return Picture(figure, text)
