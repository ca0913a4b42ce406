"""Which versions of its direct dependencies the course runs on here: the first words of each environment of the matrix.

    python -m tools.versions [name of the environment]

One whose name ends in "oldest" must have exactly the lower bounds of requirements.txt, else it would prove nothing.
"""

import platform
import sys
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.version import Version

FILE = Path(__file__).parents[1] / "requirements.txt"


def requirements(text):
    """{name: lower bound} of the lines that hold for this Python."""
    lines = (line.partition("#")[0].strip() for line in text.splitlines())
    asked = [Requirement(line) for line in lines if line]
    return {each.name: Version(next(s.version for s in each.specifier if s.operator == ">=")) for each in asked
            if each.marker is None or each.marker.evaluate()}


def too_new(bounds, installed):
    """The names that are not installed at their lower bound."""
    return [name for name, bound in bounds.items() if Version(installed[name]) != bound]


def main(name="this environment"):
    bounds = requirements(FILE.read_text(encoding="utf-8"))
    installed = {package: metadata.version(package) for package in bounds}
    print(f"{name}: Python {platform.python_version()}, " + ", ".join(map(" ".join, installed.items())), flush=True)
    if name.endswith("oldest") and (wrong := too_new(bounds, installed)):
        sys.exit(f"{name} does not have the lower bounds of requirements.txt: {', '.join(wrong)}")


if __name__ == "__main__":
    main(*sys.argv[1:])
