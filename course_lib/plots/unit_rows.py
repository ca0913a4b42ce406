"""Up to sixteen rows of any matrix: each as an image where its columns are pixels, as a strip where they are not."""

import numpy as np

from course_lib.plots.numbers import Numbers, format_number
from course_lib.plots.rows import colour_bar
from course_lib.plots.style import SECOND, rgb, text_colours, title
from course_lib.plots.tables import Table, numbered

ROWS = 16  # as many as a learner can compare
FEW, NARROW = 6, 4  # up to so many rows and columns cells are large, with their numbers


class UnitRows:
    """`update(M, units, image)`: rows M (rows, columns), the units' numbers, and whether the rows are images.

    image=True draws each row as a square image, which needs a square number of columns, and image=(height, width) as
    one of that many pixels; otherwise each is a strip, a cell for each column. `grid` says how many images there are
    across and down, `of` what a row is. Missing rows leave the lower places empty; few narrow rows are written out.
    """

    def __init__(self, ax, heading, scale, grid=(4, 4), of="unit"):
        self.ax, self.scale, self.heading, self.of, self._grid = ax, scale, heading, of, grid
        ax.set(xlim=(0, 1), ylim=(1, 0))
        self._image = ax.imshow(np.ones((2, 2, 4)), extent=(0, 1, 1, 0), aspect="auto", interpolation="nearest")
        box = ax.get_window_extent()
        across, down = grid
        y, x = (places.ravel() for places in np.mgrid[0:down, 0:across].astype(float))
        self._in_grid = np.stack([(x + 0.44) / across, (y + 0.905) / down], axis=-1)
        self._left, self.reach = -13 / box.width, (26, 0, 0, 0)
        self._numbers = Numbers(ax, self._in_grid, 7.5)
        self._cells = Numbers(ax, np.zeros((0, 2)))
        self.artists = [self._image, self._numbers, self._cells]
        title(ax, heading)
        colour_bar(ax, scale, box.height + 14)

    def update(self, M, units, image=False):
        M = np.asarray(M, float)
        rows, columns = M.shape
        written = rows <= FEW and columns <= NARROW
        places = FEW if written else ROWS
        heights = (np.arange(ROWS) + 0.5) / places
        colours = self.scale.colours(np.nan_to_num(M))
        self._image.set_data(_tiles(colours, image, self._grid) if image else _strips(colours, places))
        self._numbers.positions = self._in_grid if image else np.stack([np.full(ROWS, self._left), heights], axis=-1)
        self._numbers.write([str(unit) for unit in units] + [""] * (len(self._numbers.positions) - rows),
                            rgb(SECOND))
        if written:
            y, x = np.divmod(np.arange(M.size), columns)
            self._cells.positions = np.stack([(x + 0.5) / columns, heights[y]], axis=-1)
            self._cells.write([format_number(v, short=True) for v in M.ravel()], text_colours(colours.reshape(-1, 4)))
        else:
            self._cells.write([], rgb(SECOND))

    def tables(self, M, units, image=False):
        """A row for each unit, by its number."""
        M = np.asarray(M, float)
        return [Table(self.heading, self.of, units, numbered(M.shape[1]), M)]


def _strips(colours, places):
    """(24 · places, columns, 4): each row with a white line below it."""
    rows, columns, _ = colours.shape
    picture = np.ones((places, 24, columns, 4))
    picture[:rows, :23 if places == FEW else 20] = colours[:, None]
    return picture.reshape(24 * places, columns, 4)


def _tiles(colours, shape, grid):
    """Each row as an image, with room below it for its number and a little at its right."""
    height, width = (round(np.sqrt(colours.shape[1])),) * 2 if shape is True else shape
    across, down = grid
    zoom = max(1, round(24 / max(height, width)))
    tall, wide = height * zoom, width * zoom
    picture = np.ones((down, round(1.25 * tall), across, round(1.14 * wide), 4))
    for row, pixels in enumerate(colours):
        image = pixels.reshape(height, width, 4).repeat(zoom, axis=0).repeat(zoom, axis=1)
        picture[row // across, :tall, row % across, :wide] = image
    return picture.reshape(down * picture.shape[1], -1, 4)
