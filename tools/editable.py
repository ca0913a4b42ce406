"""What makes exercises editable in an exported page: the course's own scripts, and an editor from npm."""

import shutil
from pathlib import Path

from tools import npm

OWN = Path(__file__).parents[1] / "docs" / "pages" / "exercises"
EDITOR = "prism-code-editor@5.4.0"
DIST = "package/dist/"
WANTED = ("index.js", "extensions/commands/index.js", "languages/python.js", "prism/languages/python.js", "layout.css")


def fetch(assets):
    """Into the folder `exercises` of a page's assets; npm is asked once."""
    folder = Path(assets) / "exercises"
    shutil.copytree(OWN, folder, dirs_exist_ok=True)
    editor = folder / "prism-code-editor"
    if (editor / "LICENSE").exists():
        return
    with npm.packed(EDITOR) as archive:
        files = npm.modules(archive, [DIST + name for name in WANTED])
        files |= npm.modules(archive, ["package/LICENSE"])
    for name, data in files.items():
        target = editor / name.removeprefix("package/").removeprefix("dist/")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
