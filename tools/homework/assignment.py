"""A notebook as an nbgrader assignment: answer cells, locked checks with points, solutions in the teacher's copy alone.

    build/nbgrader-env/bin/python -m tools.homework.assignment 03        (or: make assignment N=03)

Writes homework/source/<notebook>, has nbgrader make homework/release/<notebook> from it, the file to hand out, and
keeps the gradebook beside them. Exercises and solutions are the notebook's own.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat

from course_lib.lessons import LESSONS
from tools import channels
from tools.teacher import CHECK, solutions

COURSE = channels.ROOT / "homework"
FOLDED = re.compile(r"<details><summary>Solution</summary>.*?</details>\s*", re.S)
BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
CONFIG = '''"""What `make assignment` wrote; lines of your own may follow: it stays once it is here."""

import sys

sys.path.insert(0, {root!r})  # the grader is there, and the course
c = get_config()  # noqa: F821
c.CourseDirectory.course_id = "initialization"
c.ClearSolutions.code_stub = {{"python": ""}}  # the stub stands above each solution
c.Execute.timeout = 60  # seconds for a cell, and for a call of an answer
c.Execute.iopub_timeout = 30  # for its last words; nbclient's 4 seconds are too few on a busy machine
c.Execute.extra_arguments = ["--HistoryManager.hist_file=:memory:", "--IPKernelApp.log_level=ERROR"]
ours, theirs = "tools.homework.judge.", "nbgrader.preprocessors."
c.Autograde.sanitize_preprocessors = [theirs + "ClearOutput", theirs + "DeduplicateIds", ours + "PutBack",
    theirs + "OverwriteKernelspec", theirs + "OverwriteCells", theirs + "CheckCellMetadata"]
c.Autograde.autograde_preprocessors = [ours + "Judge", theirs + "IgnorePattern", theirs + "LimitOutput",
    theirs + "SaveAutoGrades", theirs + "AssignLatePenalties", theirs + "CheckCellMetadata"]
'''


def words(exercises, points):
    """What the head of the notebook tells the learner, in Markdown."""
    return (f"**Homework, {exercises * points:g} points:** {points:g} for each of the {exercises} exercises. "
            "Write your answers above the checks, run the checks, save, and hand in this file under its own name.")


def marked(kind, grade_id, **more):
    """The metadata by which nbgrader knows a cell: an "answer", or a "check" with its points."""
    check = kind == "check"
    return {"nbgrader": {"schema_version": 3, "grade_id": grade_id, "grade": check, "locked": check,
                         "solution": not check, "task": False, **more}}


def split(cell, folder, solution, points):
    """An exercise's cell as two: stub with solution, and the check, which the learner cannot edit."""
    name = CHECK.search(cell.source)[1]
    stub, check = cell.source.rstrip().rsplit("\n", 1)
    answer = solution.rsplit("\n", 1)[0].strip()
    source = f"{stub.rstrip()}\n\n{BEGIN}\n{answer}\n{END}"
    new, grade_id = nbformat.v4.new_code_cell, f"{folder}-{name}"
    return [new(source, id=cell.id, metadata=marked("answer", f"{grade_id}-answer")),
            new(check, id=f"{cell.id}-check", metadata=marked("check", grade_id, points=points))]


def assignment(notebook, lesson, points=1):
    """The notebook as the source of an assignment; ValueError where there is nothing to solve."""
    answers, cells = solutions(notebook), []
    if not answers:
        raise ValueError(f"notebook {lesson.number} has no exercises")
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = FOLDED.sub("", cell.source)
            cells += [cell] if cell.source.strip() else []
        elif name := CHECK.search(cell.source):
            cells += split(cell, lesson.folder, answers[name[1]], points)
        else:
            cell.update(outputs=[], execution_count=None)
            cells.append(cell)
    head, rest = cells[0].source.split("\n\n", 1)
    cells[0].source = f"{head}\n\n{words(len(answers), points)}\n\n{rest}"
    notebook.cells = cells
    return notebook


def write(number, points=1, course=COURSE):
    """Write an assignment's source and, where there is none, nbgrader's configuration; returns the notebook's name."""
    path, lesson = channels.numbered(number), LESSONS[number]
    made = assignment(nbformat.read(path, as_version=4), lesson, points)
    source = course / "source" / lesson.file
    source.mkdir(parents=True, exist_ok=True)
    nbformat.write(made, source / path.name)
    config = course / "nbgrader_config.py"
    if not config.exists():
        config.write_text(CONFIG.format(root=str(channels.ROOT)), encoding="utf-8")
    return lesson.file


def nbgrader(course, *command):
    """Run a command of nbgrader in the folder of the course; returns whether it ended well."""
    # It calls alembic by its name, so that the environment's own programs must be on the path; and it warns of its
    # own use of SQLAlchemy.
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    done = subprocess.run([sys.executable, "-W", "ignore::RuntimeWarning:nbgrader.api", "-m", "nbgrader", *command],
                          cwd=course, env=os.environ | {"PATH": path})
    return not done.returncode


def main(number="", points="1", course=COURSE):
    if not re.fullmatch(r"\d\d", number):
        sys.exit("usage: make assignment N=03 (and POINTS=2 for two points an exercise)")
    course = Path(course)
    try:
        name = write(number, float(points), course)
    except ValueError as error:
        sys.exit(f"no assignment: {error}")
    if not nbgrader(course, "generate_assignment", name, "--force", "--log-level=WARN"):
        sys.exit("nbgrader made no assignment of it; what it said stands above.")
    print(f"Hand out   {course}/release/{name}/{name}.ipynb\n"
          f"Put each   {course}/submitted/<who>/{name}/{name}.ipynb   (what a learner hands in)\n"
          f"Then       make marks N={number}")


if __name__ == "__main__":
    main(*sys.argv[1:])
