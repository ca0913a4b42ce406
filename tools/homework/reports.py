"""A class's reports as a table: printed, and as CSV in the same folder.

    python -m tools.homework.reports FOLDER        (or: make reports FOLDER=…)

A row for each notebook of each file that `predictions.report()` wrote. Files that cannot be read are named below the
table, and in the CSV; a file whose sum does not fit was damaged or edited, and its row says so.
"""

import csv
import sys
from pathlib import Path
from typing import NamedTuple

from course_lib import report
from course_lib.lessons import LESSONS


class Row(NamedTuple):
    """What one file says of one notebook; counts, and what to know about the file."""

    who: str
    notebook: str = ""
    predictions: int | str = ""
    right_before: int | str = ""
    observed: int | str = ""
    explained: int | str = ""
    exercises: int | str = ""
    solved: int | str = ""
    written: str = ""
    course: str = ""
    file: str = ""
    remark: str = ""


EDITED = "damaged or edited: its sum does not fit"
SHOWN = ("who", "notebook", "right before", "observed", "explained", "solved", "remark")


def rows(path):
    """The rows of one file; of one that cannot be read, a row with nothing but a remark."""
    try:
        found = report.read(_text(path))
    except (ValueError, OSError) as error:
        return [Row(path.stem, file=path.name, remark=f"not read: {error}")]
    name = found.head["name"]
    return [_row(path, path.stem if name == report.NOBODY else name, found, part) for part in found.parts]


def _text(path):
    """A file as text, however an editor has saved it."""
    raw = path.read_bytes()
    coding = "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    return raw.decode(coding).replace("\r\n", "\n").replace("\r", "\n")


def _row(path, who, found, part):
    asked = LESSONS[part.number].predictions
    right = sum(answer.predicted == question.right for answer, question in zip(part.answers, asked))
    return Row(who, part.number, len(asked), right, sum(answer.observed for answer in part.answers),
               sum(answer.explained for answer in part.answers), len(part.outcomes),
               list(part.outcomes.values()).count("right"), found.head["written"], found.head["course"], path.name,
               "" if found.whole else EDITED)


def table(found):
    """The rows as lines of text."""
    def of(count, number):
        return f"{count} of {number}" if number != "" else ""

    cells = [SHOWN] + [(row.who, row.notebook, of(row.right_before, row.predictions), of(row.observed, row.predictions),
                        of(row.explained, row.predictions), of(row.solved, row.exercises), row.remark) for row in found]
    wide = [max(map(len, column)) for column in zip(*cells)]
    return "\n".join("  ".join(f"{cell:{width}}" for cell, width in zip(line, wide)).rstrip() for line in cells)


def save(found, path):
    """Write the rows as CSV. A cell that a spreadsheet would take for a formula begins with an apostrophe."""
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        writer = csv.writer(file)
        writer.writerow(Row._fields)
        writer.writerows([f"'{cell}" if str(cell)[:1] in tuple("=+-@") else cell for cell in row] for row in found)


def main(folder=""):
    if not folder or not Path(folder).is_dir():
        sys.exit("usage: make reports FOLDER=… (a folder with what learners handed in, report-….txt)")
    paths = sorted(path for path in Path(folder).rglob("*") if path.suffix.lower() == ".txt" and path.is_file())
    found = sorted((row for path in paths for row in rows(path)), key=lambda row: (row.who.lower(), row.notebook))
    if not found:
        sys.exit(f"there is no .txt file in {folder}")
    print(table(found))
    save(found, Path(folder) / "reports.csv")
    print(f"{len(paths)} files; the same with versions and times: {Path(folder) / 'reports.csv'}")


if __name__ == "__main__":
    main(*sys.argv[1:])
