"""Unit tests and nbval on each Python, with the oldest and with the newest packages that requirements.txt admits.

    python tools/matrix.py [3.11 3.12 ...]        nothing named: every Python of the course, as uv finds it

"Oldest" are the lower bounds of requirements.txt (uv's lowest-direct: their own dependencies are new). A Python that
is missing is a failure, said at the end: nothing is skipped in silence.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
PYTHONS = ("3.11", "3.12", "3.13")
RESOLUTIONS = {"oldest": "lowest-direct", "newest": "highest"}
# What an old package is told by a newer dependency of its own (Matplotlib 3.9 by pyparsing 3.3) is not ours to mend.
FORGIVEN = {"oldest": ("-W", "default::DeprecationWarning"), "newest": ()}
SHOWN = ("numpy", "matplotlib", "ipywidgets", "anywidget", "jupyterlab", "nbval")


def run(*command, **options):
    """Run a command in the repository: (exit code, what it printed)."""
    done = subprocess.run([*map(str, command)], cwd=ROOT, capture_output=True, text=True, **options)
    return done.returncode, done.stdout + done.stderr


def install(place, python, resolution):
    """A fresh environment; '' if that worked, else what went wrong."""
    venv, pins = place / "venv", place / "pins.txt"
    quiet = ("uv", "--quiet", "--color", "never")
    for command in (
            (*quiet, "venv", "--clear", "--python", python, venv),
            (*quiet, "pip", "compile", "--python", venv, "--resolution", resolution, "-o", pins, "requirements.txt"),
            (*quiet, "pip", "install", "--python", venv, "-c", pins, "-r", "requirements-test.txt",
             "-r", "requirements-build.txt"),
            (*quiet, "pip", "install", "--python", venv, "--no-deps", "-e", ROOT)):
        code, report = run(*command)
        if code:
            return report
    return ""


def versions(pins):
    """The direct dependencies in a list of pins, in one line."""
    found = dict(line.split("==") for line in pins.read_text().splitlines() if "==" in line and line[0] != " ")
    return ", ".join(f"{name} {found[name]}" for name in SHOWN)


def test(place, name):
    """(passed, the end of pytest's report)"""
    programs = place / "venv" / "bin"
    environment = os.environ | {"PATH": f"{programs}:{os.environ['PATH']}", "PYTHONDONTWRITEBYTECODE": "1"}
    code, report = run(programs / "python", "-m", "pytest", "-q", "-p", "no:cacheprovider",
                       "--ignore", "tests/browser", *FORGIVEN[name], env=environment)
    return code == 0, "\n".join(report.strip().splitlines()[-1 if code == 0 else -60:])


def main():
    rows = []
    for python in sys.argv[1:] or PYTHONS:
        for name, resolution in RESOLUTIONS.items():
            with tempfile.TemporaryDirectory() as place:
                place, begun = Path(place), time.perf_counter()
                if trouble := install(place, python, resolution):
                    good, told, what = False, trouble, "not installed"
                else:
                    what = versions(place / "pins.txt")
                    good, told = test(place, name)
                last = told.strip().splitlines()[-1]
                rows.append((good, f"{'ok    ' if good else 'FAILED'} Python {python}, {name}: {what}; {last}; "
                                   f"{time.perf_counter() - begun:.0f} s"))
                print(rows[-1][1] if good else f"{rows[-1][1]}\n{told}", flush=True)
    print("\nWhat was run:", *(line for _, line in rows), sep="\n")
    sys.exit(not all(good for good, _ in rows))


if __name__ == "__main__":
    main()
