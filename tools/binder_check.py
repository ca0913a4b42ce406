"""Binder without Docker: its list in a fresh Python 3.12, then nbval and the browser test with exactly these versions.

    python -m tools.binder_check [which Python 3.12, as uv understands it]

Time and size are printed beside what we want them to be (on Binder itself the base image already holds JupyterLab and
about half of the list, so there the step is shorter). The test tools are installed after both were measured.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
LIST = ROOT / "binder" / "requirements.txt"
SHOWN = ("numpy=", "matplotlib=", "ipywidgets=", "anywidget=", "jupyterlab=", "ipykernel=")
TESTS = ("notebooks", "tests/test_notebooks.py", "tests/test_explorers.py", "tests/browser")


def run(*command, **options):
    """Run a command in the repository; its failure is ours."""
    done = subprocess.run([*map(str, command)], **{"cwd": ROOT, "capture_output": True, "text": True} | options)
    if done.returncode:
        sys.exit(f"failed: {' '.join(map(str, command))}\n{done.stdout or ''}{done.stderr or ''}")
    return done.stdout


def megabytes(folder):
    """What the files of a folder take on disk, in MB."""
    return sum(path.stat().st_blocks * 512 for path in folder.rglob("*") if path.is_file()) / 1e6


def package(folder):
    """The repository as Binder clones it: what git knows, without our own build folders."""
    run("git", "init", "--quiet", folder)
    names = run("git", "ls-files", "-z").split("\0")
    for name in filter(None, names):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes((ROOT / name).read_bytes())
    (folder / "binder" / "postBuild").chmod(0o755)
    run("git", "-C", folder, "add", "--all")


def main():
    version = sys.argv[1] if len(sys.argv) > 1 else "3.12"
    with tempfile.TemporaryDirectory() as place:
        venv, copy = Path(place) / "venv", Path(place) / "repository"
        run("uv", "venv", "--quiet", "--seed", "--python", version, venv)
        empty, begun = megabytes(venv), time.perf_counter()
        run(venv / "bin" / "pip", "install", "--quiet", "--no-cache-dir", "--disable-pip-version-check", "-r", LIST)
        took, size = time.perf_counter() - begun, megabytes(venv)
        packages = sum(1 for line in LIST.read_text().splitlines() if "==" in line)
        print(f"{packages} packages in {took:.0f} s (target 60), {size - empty:.0f} MB (target 450)", flush=True)
        package(copy)
        environment = os.environ | {"PATH": f"{venv / 'bin'}:{os.environ['PATH']}"}
        run(copy / "binder" / "postBuild", cwd=copy, env=environment)
        run("uv", "pip", "install", "--quiet", "--python", venv, "-c", LIST, "-r", "requirements-test.txt")
        print("postBuild ran; now the tests, with", ", ".join(
            line for line in LIST.read_text().splitlines() if line.startswith(SHOWN)), flush=True)
        run(venv / "bin" / "python", "-m", "pytest", "-q", *TESTS, cwd=copy, env=environment, capture_output=False)


if __name__ == "__main__":
    main()
