"""The numbers of a picture: what each panel shows as a table, for those who cannot see it or want to take it away."""

import csv
import io
import math
import re
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

ALL, SOME = 40, 25  # a screen has room for so many rows of a curve; of more, so many are chosen
UNITS = 64  # rows that are units are chosen from only where there are more than these
READ, TAKEN = 4, 6  # significant digits: to be read, and to be taken away
ACROSS = 8  # columns that the text of a wide table shows
GREEK = {"sigma": "σ", "xi": "ξ", "chi": "χ"}


@lru_cache(maxsize=1024)
def plain(label):
    """A panel's label without its TeX and without what to press: "$dW_1 = dZ_1 X^T$" is "dW1 = dZ1 Xᵀ"."""
    text = re.sub(r" \(press [^)]*\)", "", str(label))
    for tex, spelled in (("\n", ": "), ("^T", "ᵀ"), (" - ", " − "), ("$", "")):
        text = text.replace(tex, spelled)
    return re.sub(r"_(?=\d)", "", re.sub(r"\\([a-z]+)", lambda name: GREEK[name[1]], text))


def numbered(count, prefix=None):
    """The names of that many units or inputs: 1, 2, ... or "x1", "x2", ..."""
    return [k + 1 if prefix is None else f"{prefix}{k + 1}" for k in range(count)]


def few(rows, marked=None, most=ALL):
    """Which of so many rows a screen shows: None for all, or the first, the last, the marked and some between."""
    if rows <= most:
        return None
    some = {*np.linspace(0, rows - 1, SOME).round().astype(int).tolist(), marked}
    return sorted(some - {None})


def written(value):
    """A value as it is read: 0.1257, −12, 3.1e−5, words as they are, nothing for None.

    With a minus sign, which a screen reader says. The page writes numbers in the same way, see view/numbers.js.
    """
    if not isinstance(value, (int, float)):
        return value or ""
    size = abs(value)
    if size == int(size) and size < 1e6:
        text = f"{int(size)}"
    elif 1e-4 <= size < 1e5:
        text = np.format_float_positional(float(f"{size:.{READ}g}"), trim="-")
    else:
        mantissa, exponent = f"{size:.{READ - 1}e}".split("e")
        text = f"{float(mantissa):g}e{int(exponent)}".replace("e-", "e−")
    return f"−{text}" if value < 0 else text


def _taken(value):
    """A value as it is taken away: a plain Python number of six digits, words, or None where nothing is known."""
    value = value.item() if isinstance(value, np.generic) else value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return float(f"{value:.{TAKEN}g}") if math.isfinite(value) else None if math.isnan(value) else str(value)
    return value


def _name(row):
    """The name of a row: words, or a number such as a unit's or a training step."""
    return plain(row) if isinstance(row, str) else _taken(row)


@dataclass
class Table:
    """What a panel shows, in numbers.

    title    in words; head: what a row is, such as "unit" or "step"
    rows     (rows,) and columns (columns,): their names; a row's may be a number, such as a unit's
    values   (rows, columns): an array or lists of numbers, bools and words; kept with six digits, NaN as None
    marked   the row at which a control stands, or None; chosen: the rows for a screen, or None for all
    """

    title: str
    head: str
    rows: list
    columns: list
    values: list
    marked: int | None = None
    chosen: list | None = None

    def __post_init__(self):
        self.title, self.head = plain(self.title), plain(self.head)
        self.rows, self.columns = [_name(row) for row in self.rows], [plain(column) for column in self.columns]
        values = self.values.tolist() if isinstance(self.values, np.ndarray) else self.values
        self.values = [[_taken(value) for value in row] for row in values]

    def lines(self):
        """The table with its head, as rows of cells to take away."""
        return [[self.head, *self.columns], *([name, *row] for name, row in zip(self.rows, self.values))]

    def __str__(self):
        shown = range(len(self.rows)) if self.chosen is None else self.chosen
        left = f", {len(shown)} of {len(self.rows)} rows" if self.chosen else ""
        more = ["…"] if len(self.columns) > ACROSS else []
        texts = [[self.head, *self.columns[:ACROSS], *more]]
        texts += [[*map(written, [self.rows[k], *self.values[k][:ACROSS]]), *more] for k in shown]
        widths = [max(map(len, column)) for column in zip(*texts)]
        return "\n".join([f"{self.title}{left}", *("  ".join(
            [line[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(line[1:], widths[1:]))]).rstrip()
            for line in texts)])


class Tables:
    """All numbers of a picture: {panel: its tables}, and the line of code that shows the picture.

    `tables["W1"]` are those of one panel; printed they can be read, `csv()` has every row. Tables that would have the
    same title say which panel they belong to.
    """

    def __init__(self, panels, line=""):
        self.panels, self.line = panels, line
        titles = [table.title for table in self]
        for name, tables in panels.items():
            for table in tables:
                if titles.count(table.title) > 1:
                    table.title += f" ({name})"

    def __iter__(self):
        return (table for tables in self.panels.values() for table in tables)

    def __getitem__(self, panel):
        return self.panels[panel]

    def __repr__(self):
        return "\n\n".join([self.line, *map(str, self)])

    def csv(self):
        """The line of code, then each table: its title, its columns' names, its rows; empty lines between."""
        file = io.StringIO()
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([self.line])
        for table in self:
            writer.writerows([[], [table.title], *table.lines()])
        return file.getvalue()

    def data(self):
        """What a page needs, as lists and dicts for JSON."""
        return [vars(table) for table in self]
