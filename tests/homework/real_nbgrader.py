"""From making to marks with nbgrader itself: honest submissions, and such as try to get points for nothing.

Runs in an environment of its own: `make test-assignment`. One course folder serves all tests: every submission lies in
it when `nbgrader autograde` is called, once, so each of them also shows that no other one broke it.
"""

import contextlib
import csv
import io
import sqlite3
import subprocess
import sys
import time
from typing import NamedTuple

import nbformat
import pytest

import course_lib
from course_lib import checks
from course_lib.lessons import LESSONS
from tools import channels
from tools.homework import assignment, marks

LESSON = LESSONS["03"]
NAME = LESSON.file
LIBRARY = channels.ROOT / "course_lib"
RIGHT = {
    "bias_gradient": "def bias_gradient(Y):\n    return float((0.5 - Y).mean())",
    "logistic_step": "def logistic_step(X, Y, learning_rate):\n    return learning_rate * (Y - 0.5) @ X.T / Y.size",
    "waking_labels": "Y_waking = [[1, 0, 0, 0]]",
}
WRONG = {
    "bias_gradient": "def bias_gradient(Y):\n    return Y.mean() - 0.5",
    "logistic_step": "def logistic_step(X, Y, learning_rate):\n    return 1 / 0",
    "waking_labels": "Y_waking = [[1, 0, 0, 1]]",
}
WHOLE = ("honest", "half")  # the others without the cells between set-up and exercises, which learners may delete
FIRST = "bias_gradient"
SPIN = "def bias_gradient(Y):\n    while True:\n        pass"
DEAF = """import signal
signal.signal(signal.SIGINT, signal.SIG_IGN)
while True:
    pass"""
REDEFINED = """class exercise:
    class bias_gradient:
        check = staticmethod(lambda answer: 'right: all points')"""
PATCHED = """from course_lib import exercise as patched
patched.Exercise.check = lambda self, answer: patched.Verdict('right', 'all points')
patched._same = lambda a, b: True
exercise.bias_gradient._judge = exercise.bias_gradient.check"""
EATEN = "get_ipython().input_transformers_cleanup.append(lambda lines: [])"
SHOWN = """from IPython.display import display
print('right: it is zero when the classes are balanced')
display({'text/x-course-answer': '{"value": 1, "args": null}'}, raw=True)
def bias_gradient(Y):
    display({'text/x-course-answer': '{"value": {"function": ""}, "args": null}'}, raw=True)
    return 1"""
OTHER = f"../../honest/{NAME}/{NAME}.ipynb"
WRITES = f"""import pathlib, sqlite3
base = sqlite3.connect("../../../gradebook.db")
base.execute("UPDATE grade SET manual_score = 99")
base.commit()
base.close()
pathlib.Path("../../../submitted/wrong/{NAME}/{NAME}.ipynb").write_text("no more")
pathlib.Path("../../../source/{NAME}/{NAME}.ipynb").unlink()
pathlib.Path({str(LIBRARY / "datasets.py")!r}).open("a").write("# by a submission")
pathlib.Path("../../../planted.txt").write_text("here")
pathlib.Path("own.txt").write_text("its own folder is its own")"""


def cell_of(notebook, grade_id):
    """The cell that nbgrader knows by this name."""
    return next(cell for cell in notebook.cells
                if cell.metadata.get("nbgrader", {}).get("grade_id") == f"zero_init-{grade_id}")


def check(notebook, name=FIRST):
    """The locked cell of an exercise."""
    return cell_of(notebook, name)


def answers(**sources):
    """What fills in some answers."""
    def fill(notebook):
        for name, source in sources.items():
            cell_of(notebook, f"{name}-answer").source = source
    return fill


def cheat(source):
    """Right in the second exercise, and this in place of the first; the third stays untouched."""
    return answers(logistic_step=RIGHT["logistic_step"], bias_gradient=source)


def edited(notebook):
    check(notebook).source = "print('right')"
    check(notebook).metadata.nbgrader.points = 100
    check(notebook, "waking_labels").metadata.nbgrader.locked = False
    check(notebook, "waking_labels").source = ""


def removed(notebook):
    answers(**RIGHT)(notebook)
    ours = [cell for cell in notebook.cells if FIRST in cell.metadata.get("nbgrader", {}).get("grade_id", "")]
    notebook.cells = [cell for cell in notebook.cells if cell not in ours]


def untitled(notebook):
    answers(**RIGHT)(notebook)
    notebook.cells.remove(check(notebook))


class Submission(NamedTuple):
    """What was done to the notebook, the points that it gets, and what its first check then says."""

    change: object
    points: float
    says: str


SUBMISSIONS = {
    "honest": Submission(answers(**RIGHT), 3, "right: it is zero when the classes are balanced"),
    "wrong": Submission(answers(**WRONG), 0, "not yet: the sign: dZ2 is A2 - Y"),
    "half": Submission(answers(bias_gradient=RIGHT[FIRST], waking_labels=RIGHT["waking_labels"]), 2, "right:"),
    "untouched": Submission(answers(), 0, "todo: replace the dots"),
    "no_check_cell": Submission(untitled, 3, "right:"),
    "no_cells": Submission(removed, 2, "todo: replace the dots"),
    "loops_when_called": Submission(cheat(SPIN), 1, "no answer came from the kernel within"),
    "loops_when_run": Submission(cheat("while True:\n    pass"), 1, "name 'bias_gradient' is not defined"),
    "loops_deaf": Submission(cheat(DEAF), 0, "an earlier cell ended the kernel"),
    "floods": Submission(cheat("while True:\n    print('x' * 10_000)"), 1, "name 'bias_gradient' is not defined"),
    "exits": Submission(cheat("import os\nos._exit(0)"), 0, "an earlier cell ended the kernel"),
    "redefines": Submission(cheat(REDEFINED), 1, "name 'bias_gradient' is not defined"),
    "patches": Submission(cheat(PATCHED + "\n\n" + WRONG[FIRST]), 1, "not yet: the sign"),
    "eats_cells": Submission(cheat(EATEN), 0, "no answer came"),
    "shows_right": Submission(cheat(SHOWN), 1, "not yet:"),
    "edits_checks": Submission(edited, 0, "todo: replace the dots"),
    "ships_a_library": Submission(cheat(WRONG[FIRST]), 1, "not yet: the sign"),
    "writes": Submission(cheat(WRITES + "\n\n" + RIGHT[FIRST]), 0, "files outside its folder changed"),
    "zz_after_it": Submission(answers(**RIGHT), 3, "right:"),
}


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """The course's folder after making, handing in and grading, and how long grading took."""
    folder = tmp_path_factory.mktemp("course")
    assignment.main("03", "1", folder)
    release = folder / "release" / NAME / f"{NAME}.ipynb"
    for who, submission in SUBMISSIONS.items():
        notebook = nbformat.read(release, as_version=4)
        submission.change(notebook)
        if who not in WHOLE:
            notebook.cells = [cell for cell in notebook.cells if cell.cell_type == "markdown"
                              or "nbgrader" in cell.metadata or cell is notebook.cells[1]]
        path = folder / "submitted" / who / NAME / f"{NAME}.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(notebook, path)
    broken = folder / "submitted" / "broken" / NAME / f"{NAME}.ipynb"
    broken.parent.mkdir(parents=True)
    broken.write_text("this is no notebook")
    shipped = folder / "submitted" / "ships_a_library" / NAME / "course_lib"
    shipped.mkdir()
    (shipped / "checks.py").write_text("class zero_init:\n    class bias_gradient:\n        check = print\n")
    (shipped / "__init__.py").write_text("from IPython import get_ipython\nprint('shadowed')\n")
    begun, said = time.monotonic(), io.StringIO()
    with contextlib.redirect_stdout(said):
        marks.main("03", folder, "--Execute.timeout=20")
    print(said.getvalue())
    return folder, time.monotonic() - begun, said.getvalue()


def shown(folder, who):
    """What the checks of a graded submission show, by exercise."""
    graded = nbformat.read(folder / "autograded" / who / NAME / f"{NAME}.ipynb", as_version=4)
    cells = {cell.metadata.nbgrader.grade_id.split("-")[1]: cell for cell in graded.cells
             if cell.metadata.get("nbgrader", {}).get("grade")}
    return {name: "".join(output.get("text", output.get("evalue", "")) for output in cell.outputs)
            for name, cell in cells.items()}


@pytest.mark.parametrize("who", SUBMISSIONS)
def test_the_points_and_why(course, who):
    folder, *_ = course
    with (folder / "grades.csv").open(newline="") as file:
        rows = {row["student_id"]: row for row in csv.DictReader(file)}
    says = shown(folder, who)
    assert SUBMISSIONS[who].says in says[FIRST], says
    assert float(rows[who]["score"]) == SUBMISSIONS[who].points, says
    assert float(rows[who]["max_score"]) == 3 and rows[who]["assignment"] == NAME


def test_the_gradebook_holds_the_points_of_each_exercise(course):
    with sqlite3.connect(course[0] / "gradebook.db") as base:
        found = base.execute("""
            SELECT submitted_assignment.student_id, base_cell.name, auto_score, manual_score FROM grade
            JOIN base_cell ON base_cell.id = grade.cell_id
            JOIN submitted_notebook ON submitted_notebook.id = grade.notebook_id
            JOIN submitted_assignment ON submitted_assignment.id = submitted_notebook.assignment_id""").fetchall()
    scores = {(who, cell.split("-")[1]): auto for who, cell, auto, _ in found}
    assert [scores["half", name] for name in RIGHT] == [1, 0, 1]
    assert all(manual is None for *_, manual in found), "a submission wrote points into the gradebook"
    assert len(found) == 3 * (len(SUBMISSIONS) + 1)


def test_a_file_that_is_no_notebook_is_named_and_gets_nothing(course):
    folder, _, said = course
    assert "not graded: broken" in said and said.count("not graded") == 1
    with (folder / "grades.csv").open(newline="") as file:
        assert [row["score"] for row in csv.DictReader(file) if row["student_id"] == "broken"] == ["0.0"]


def test_what_was_written_outside_is_named_and_put_back(course):
    folder, *_ = course
    said = shown(folder, "writes")[FIRST]
    for name in ("gradebook.db", f"submitted/wrong/{NAME}/{NAME}.ipynb", "planted.txt", "course_lib/datasets.py",
                 f"source/{NAME}/{NAME}.ipynb"):
        assert name in said
    assert "own.txt" not in said
    assert not (LIBRARY / "datasets.py").read_text(encoding="utf-8").endswith("submission")
    assert nbformat.read(folder / "submitted" / "wrong" / NAME / f"{NAME}.ipynb", as_version=4).cells
    assert (folder / "source" / NAME / f"{NAME}.ipynb").exists()


def test_a_graded_notebook_holds_what_was_handed_in(course):
    for who in WHOLE:
        paths = (course[0] / folder / who / NAME / f"{NAME}.ipynb" for folder in ("submitted", "autograded"))
        handed_in, graded = ([cell.source for cell in nbformat.read(path, as_version=4).cells] for path in paths)
        assert handed_in == graded


def test_a_loop_costs_its_time_limit_and_no_more(course):
    assert course[1] < 60 * len(SUBMISSIONS)


def test_a_flood_of_output_is_not_kept(course):
    graded = course[0] / "autograded" / "floods" / NAME / f"{NAME}.ipynb"
    assert graded.stat().st_size < 1_000_000


def test_no_solution_is_handed_out(course):
    handed_out = (course[0] / "release" / NAME / f"{NAME}.ipynb").read_text(encoding="utf-8")
    assert "SOLUTION" not in handed_out and "Solution" not in handed_out and "(0.5 - Y).mean()" not in handed_out


@pytest.mark.parametrize(("folder", "said"), [("source", "Success!"), ("release", "VALIDATION FAILED ON 3 CELL(S)!")])
def test_in_nbgraders_own_way_the_checks_raise_too(course, folder, said):
    """As its Validate button does, and its autograder where a hub has another configuration."""
    command = [sys.executable, "-m", "nbgrader", "validate", f"{folder}/{NAME}/{NAME}.ipynb"]
    done = subprocess.run(command, cwd=course[0], capture_output=True, text=True)
    assert said in done.stdout, done.stdout + done.stderr


@pytest.mark.parametrize("number", [n for n, lesson in LESSONS.items() if hasattr(checks, lesson.folder)])
def test_nbgrader_accepts_the_metadata_of_each_notebook(tmp_path, number):
    from nbgrader.nbgraderformat import MetadataValidator, read

    name = assignment.write(number, 1, tmp_path)
    read(tmp_path / "source" / name / f"{name}.ipynb", as_version=4)
    MetadataValidator().validate_nb(nbformat.read(tmp_path / "source" / name / f"{name}.ipynb", as_version=4))


def test_this_is_the_course_under_test():
    assert course_lib.__file__.startswith(str(channels.ROOT)) and checks.zero_init
