"""`make new` in a scratch copy: the skeleton runs, its explorer draws, its exercise answers, nothing is overwritten."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    folder = tmp_path_factory.mktemp("scratch")
    for part in ("course_lib", "tools"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "notebooks").mkdir()
    return folder


def run(copy, *command):
    environment = os.environ | {"PYTHONPATH": str(copy), "IPYTHONDIR": str(copy / "ipython")}
    return subprocess.run([sys.executable, *command], cwd=copy, env=environment, capture_output=True, text=True)


def test_a_new_notebook_runs_from_the_start(copy):
    made = run(copy, "tools/new.py", "11", "one_more")
    assert made.returncode == 0, made.stderr
    lint = run(copy, "-m", "ruff", "check", "--config", str(ROOT / "pyproject.toml"), "course_lib", "notebooks")
    assert lint.returncode == 0, lint.stdout
    executed = run(copy, "tools/notebooks.py")
    assert executed.returncode == 0, executed.stderr
    assert "11_one_more.ipynb" in executed.stdout and "todo: replace the dots" in executed.stdout
    used = run(copy, "-c", "from course_lib.explorers import EXPLORERS; import course_lib; print(course_lib.__file__);"
               "e = EXPLORERS['one_more'](); e.figure(); print(e.describe())\n"
               "from course_lib.checks import one_more as x; print(x.double.check(lambda v: 2 * v).outcome)")
    assert used.returncode == 0, used.stderr
    assert str(copy) in used.stdout and "4 of 4 units are distinct" in used.stdout and "right" in used.stdout


def test_nothing_is_overwritten_and_bad_names_are_refused(copy):
    run(copy, "tools/new.py", "09", "twice")
    again = run(copy, "tools/new.py", "09", "twice")
    assert again.returncode == 1 and "exists already" in again.stderr
    for words in (("9", "name"), ("09", "Two Words"), ("09",)):
        assert "usage: make new" in run(copy, "tools/new.py", *words).stderr
