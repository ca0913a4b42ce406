"""Grade what was handed in, and print the points: `make marks N=03`.

Everything in homework/submitted of that notebook is graded anew; points that a teacher gave by hand stay. The same
table is homework/grades.csv, for all assignments.
"""

import csv
import re
import sys
from pathlib import Path

from course_lib.lessons import LESSONS
from tools.homework.assignment import COURSE, nbgrader


def table(rows):
    """Points of each learner as lines of text."""
    wide = max(len(row["student_id"]) for row in rows)
    return "\n".join(f"{row['student_id']:{wide}}  {float(row['score']):g} of {float(row['max_score']):g}"
                     for row in rows)


def main(number="", course=COURSE, *options):
    if not re.fullmatch(r"\d\d", number) or number not in LESSONS:
        sys.exit("usage: make marks N=03")
    course, name = Path(course), LESSONS[number].file
    if not any(course.glob(f"submitted/*/{name}/{name}.ipynb")):
        sys.exit(f"nothing was handed in: there is no {course}/submitted/<who>/{name}/{name}.ipynb")
    nbgrader(course, "autograde", name, "--force", "--log-level=ERROR", *options)  # those that it can
    if not nbgrader(course, "export", "--to=grades.csv", "--log-level=ERROR"):
        sys.exit("nbgrader exported no marks; what it said stands above.")
    with (course / "grades.csv").open(newline="", encoding="utf-8") as file:
        print(table([row for row in csv.DictReader(file) if row["assignment"] == name]))
    for path in sorted(course.glob(f"submitted/*/{name}/{name}.ipynb")):
        who = path.parts[-3]
        if not (course / "autograded" / who / name / path.name).exists():
            print(f"not graded: {who}; nbgrader says above why. Is it a notebook, and not damaged?")
    print(f"All of it: {course}/grades.csv; each notebook with its verdicts: {course}/autograded")


if __name__ == "__main__":
    main(*sys.argv[1:])
