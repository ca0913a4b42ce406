"""The notebooks as a Git repository of their own, from which learners' servers pull (deploy/course.py).

    python3 -m tools.handout /srv/handout

Say it again whenever notebooks have changed: they become one more commit, and who comes in next gets them. What you
have put into that folder yourself (an assignment, data) goes along.
"""

import shutil
import subprocess
import sys
from pathlib import Path

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
AUTHOR = ["-c", "user.name=course", "-c", "user.email=course@localhost", "-c", "commit.gpgsign=false"]


def git(folder, *words):
    """What Git says to these words in that folder."""
    return subprocess.run(["git", "-C", folder, *words], check=True, capture_output=True, text=True).stdout


def write(folder, notebooks=NOTEBOOKS):
    """Bring the repository at `folder` up to date with `notebooks`; True if that changed anything."""
    folder = Path(folder)
    if not (folder / ".git").exists():
        folder.mkdir(parents=True, exist_ok=True)
        git(folder, "init", "--quiet", "--initial-branch", "main")
    for path in sorted(Path(notebooks).glob("*.ipynb")):
        shutil.copyfile(path, folder / path.name)
    return commit(folder)


def commit(folder):
    """Hand out what has changed in the folder; True if something has."""
    git(folder, "add", "--all")
    if not git(folder, "status", "--porcelain"):
        return False
    git(folder, *AUTHOR, "commit", "--quiet", "--message", "The notebooks as they are now")
    return True


if __name__ == "__main__":
    print("New notebooks are there." if write(sys.argv[1]) else "Nothing has changed.")
