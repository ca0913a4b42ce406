"""A class's lines of notebook 99: how many answers were right before and after, and the normalized gain.

    python -m tools.inventory FOLDER_OR_FILE [FOLDER_FOR_CSV]     (or: make inventory FOLDER=…)

Every text file of the folder is read; a line may stand in a message or behind a name. What cannot be read is named, and
the rest counts. Normalized gain (Hake 1998) is (after − before) / (100 − before), in percent of right answers: of what
could still be gained, the share that was gained.
"""

import csv
import sys
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import numpy as np

from course_lib.lessons.inventory.items import ITEMS
from course_lib.lessons.inventory.line import LETTERS, WHEN, Handed, read

OUT = Path(__file__).parents[1] / "build" / "inventory"


class Class(NamedTuple):
    """What a class handed in: `lines` {"before": [Handed], "after": [Handed]}, `problems` what was left out and why."""

    lines: dict[str, list[Handed]]
    problems: list[str]

    @property
    def pairs(self):
        """[(before, after)] of all who handed in both under a number of their own."""
        before, after = ({handed.number: handed for handed in self.lines[when] if handed.number} for when in WHEN)
        return [(before[number], after[number]) for number in sorted(before.keys() & after.keys())]


def texts(place):
    """(where, line) of every line with something in it, in a file or in all files of a folder."""
    files = sorted(path for path in place.rglob("*") if path.is_file()) if place.is_dir() else [place]
    for path in files:
        try:
            lines = path.read_text(encoding="utf-8-sig").splitlines()
        except UnicodeDecodeError:
            yield path.name, ""
            continue
        yield from ((f"{path.name}, line {k}", line) for k, line in enumerate(lines, 1) if line.strip())


def collect(place):
    """The `Class` of a file or folder. Of two different lines with one number and time the first counts."""
    lines, problems, seen = {when: [] for when in WHEN}, [], {}
    for where, text in texts(Path(place)):
        try:
            if not text:
                raise ValueError("not a text file")
            handed = read(text)
        except ValueError as error:
            problems.append(f"{where}: {error}: {text.strip()[:60]!r}")
            continue
        first = seen.setdefault((handed.when, handed.number), handed) if handed.number else handed
        if first is not handed:
            if first != handed:
                problems.append(f"{where}: number {handed.number} has another line {handed.when}; the first one counts")
            continue
        lines[handed.when].append(handed)
    return Class(lines, problems)


def percent(lines):
    """Right answers in percent, one for each line."""
    return np.array([100 * np.mean(handed.right) for handed in lines])


def gain(before, after):
    """(after − before) / (100 − before), for numbers in percent; NaN where there was nothing to gain."""
    return (after - before) / (100 - before) if before < 100 else np.nan


def said(value):
    """A gain in words."""
    return "not defined" if np.isnan(value) else f"{value:+.2f}"


def summary(found):
    """Counts and gains, a list of lines."""
    counts = {when: len(found.lines[when]) for when in WHEN}
    words = [f"{counts['before']} lines before, {counts['after']} after, {len(found.pairs)} learners with both; "
             f"left out: {len(found.problems)}"]
    for name, (before, after) in (("all lines", (found.lines[when] for when in WHEN)),
                                  ("learners with both", zip(*found.pairs) if found.pairs else ((), ()))):
        if before and after:
            means = percent(before).mean(), percent(after).mean()
            words.append(f"{name}: {means[0]:.0f} % right before, {means[1]:.0f} % after: gain {said(gain(*means))}, "
                         "from the class's two means")
    gains = np.array([gain(*percent(pair)) for pair in found.pairs])
    defined = gains[~np.isnan(gains)]
    if len(defined):
        rest = len(gains) - len(defined)
        words.append(f"mean of {len(defined)} learners' own gains: {said(defined.mean())}"
                     + (f"; {rest} with all right before have none" if rest else ""))
    return words


def rows(found):
    """For each item: number, idea, claim, share right before and after in percent (None without lines), gain, and the
    wrong answer given most often after the course (else before).
    """
    for k, item in enumerate(ITEMS):
        shares = [100 * np.mean([handed.right[k] for handed in found.lines[when]]) if found.lines[when] else None
                  for when in WHEN]
        wrong = Counter(handed.answers[k] for handed in found.lines["after"] or found.lines["before"]
                        if handed.answers[k] not in (None, item.right))
        most = wrong.most_common(1)[0][0] if wrong else None
        yield (k + 1, item.idea, item.claim, *shares, np.nan if None in shares else gain(*shares),
               "" if most is None else item.choices[most])


def table(found):
    """The items as lines of text."""
    def share(value):
        return "   –" if value is None else f"{value:4.0f}"

    yield "item  claim  before  after   gain         idea; the most frequent wrong answer"
    for number, idea, claim, before, after, gained, wrong in rows(found):
        yield (f"{number:4d}  {claim:5d}  {share(before)} %  {share(after)} %  {said(gained):11s}  {idea}"
               + (f"; “{wrong}”" if wrong else ""))


def _cell(value):
    if isinstance(value, float):
        return "" if np.isnan(value) else round(float(value), 3)
    return "" if value is None else value


def write(found, folder):
    """items.csv and learners.csv; learners are their numbers, and 0 stands for none."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "items.csv").open("w", newline="", encoding="utf-8") as file:
        sheet = csv.writer(file)
        sheet.writerow(["item", "idea", "claim", "before_percent", "after_percent", "gain", "frequent_wrong_answer"])
        sheet.writerows([[_cell(value) for value in row] for row in rows(found)])
    with (folder / "learners.csv").open("w", newline="", encoding="utf-8") as file:
        sheet = csv.writer(file)
        sheet.writerow(["number", "when", "right_percent", *(f"item_{k}" for k in range(1, len(ITEMS) + 1))])
        for handed in (handed for when in WHEN for handed in found.lines[when]):
            letters = ["" if answer is None else LETTERS[answer] for answer in handed.answers]
            sheet.writerow([handed.number, handed.when, f"{percent([handed])[0]:.1f}", *letters])


def main(place="", folder=OUT):
    if not place or not Path(place).exists():
        sys.exit("usage: make inventory FOLDER=…, a folder or a file with the lines of notebook 99")
    found = collect(place)
    print("\n".join([*summary(found), "", *table(found), ""]))
    print("\n".join(f"left out: {problem}" for problem in found.problems) or "every line could be read")
    write(found, Path(folder))
    print(f"as tables: {folder}/items.csv, {folder}/learners.csv")
    print("The questions have not been validated with people; a difference between two classes may mean anything.")


if __name__ == "__main__":
    main(*sys.argv[1:])
