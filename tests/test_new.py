"""`make new` in a scratch copy: the skeleton runs, its explorer draws, its exercise answers, nothing is overwritten."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tools import new

ROOT = Path(__file__).parents[1]
NEXT = "98"  # a number that no notebook has


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """The course in a folder of its own."""
    folder = tmp_path_factory.mktemp("scratch")
    for part in ("course_lib", "tools", "tests", "notebooks"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__", ".*"))
    for part in ("pyproject.toml", "README.md"):
        shutil.copy(ROOT / part, folder)
    return folder


def run(copy, *command):
    environment = os.environ | {"PYTHONPATH": str(copy), "IPYTHONDIR": str(copy / "ipython")}
    return subprocess.run([sys.executable, *command], cwd=copy, env=environment, capture_output=True, text=True)


def test_a_new_lesson_runs_and_passes_its_tests_from_the_start(copy):
    made = run(copy, "-m", "tools.new", NEXT, "one_more")
    assert made.returncode == 0, made.stderr
    lint = run(copy, "-m", "ruff", "check", "course_lib", "notebooks", "tests/lessons")
    assert lint.returncode == 0, lint.stdout
    executed = run(copy, "-m", "tools.notebooks", f"notebooks/{NEXT}_one_more.ipynb")
    assert executed.returncode == 0, executed.stderr
    assert f"{NEXT}_one_more.ipynb" in executed.stdout and "todo: replace the dots" in executed.stdout
    tests = run(copy, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/lessons/test_one_more.py",
                "tests/test_architecture.py")
    assert tests.returncode == 0, tests.stdout
    assert "one_more" in run(copy, "-c", "from course_lib.explorers import EXPLORERS; print(*EXPLORERS)").stdout


def test_nothing_is_overwritten_and_bad_names_are_refused(copy):
    made = sorted(copy.rglob("*one_more*"))
    with pytest.raises(SystemExit, match="exists already"):
        new.main("11", "one_more", root=copy)
    with pytest.raises(SystemExit, match="exists already"):
        new.main("09", "twice", root=copy)  # the number is taken
    for words in (("9", "name"), ("98", "Two Words")):
        with pytest.raises(SystemExit, match="usage: make new"):
            new.main(*words, root=copy)
    assert sorted(copy.rglob("*one_more*")) == made and not list(copy.rglob("*twice*"))
