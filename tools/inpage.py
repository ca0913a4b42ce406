"""Python for the exported pages: what a page's worker loads, put beside the page (docs/pages/python says how it runs).

    python -m tools.inpage FOLDER      writes tools/inpage.json anew, from a folder with a complete Pyodide

tools/inpage.json names the Pyodide of the published pages, and of its files those that the course needs: their bytes,
for the bar that shows how far it is, and their checksums, which Pyodide compares. They come from Pyodide's CDN, or,
where PYODIDE (`make html PYODIDE=folder`) names a folder with a complete Pyodide of whatever version, from the site.
`tools/lite_older.py` fetches such a folder for the version in tools/inpage.json.
"""

import hashlib
import importlib.metadata
import io
import json
import os
import shutil
import sys
import zipfile
from pathlib import Path

from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
RECORD, OWN = ROOT / "tools" / "inpage.json", ROOT / "docs" / "pages" / "python"
CDN = "https://cdn.jsdelivr.net/pyodide/v{0}/full/"
RUNTIME = ("pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip")
PACKAGES = ("numpy", "matplotlib", "ipython")
UNUSED = {"fonttools", "pytz", "jedi", "parso", "openssl"}  # for PDF, time zones, completion
# Pure Python, as installed here.
BUNDLED = ("ipywidgets", "anywidget", "psygnal", "typing_extensions", "comm", "autograd")


def needed(packages):
    """{name: record} of a lock's packages that the course needs, without what it never calls."""
    by_name = {canonicalize_name(name): record for name, record in packages.items()}
    found, waiting = {}, list(PACKAGES)
    while waiting:
        name = canonicalize_name(waiting.pop())
        if name in found or name in UNUSED or name not in by_name:
            continue
        record = by_name[name]
        depends = [canonicalize_name(other) for other in record["depends"]]
        found[name] = record | {"depends": [other for other in depends if other not in UNUSED]}
        waiting += depends
    return dict(sorted(found.items()))


def record(folder):
    """What tools/inpage.json holds, for the Pyodide in a folder."""
    lock = json.loads((folder / "pyodide-lock.json").read_text(encoding="utf-8"))
    packages = needed(lock["packages"])
    names = [*RUNTIME, *(package["file_name"] for package in packages.values())]
    return {"info": lock["info"], "packages": packages,
            "files": {name: (folder / name).stat().st_size for name in names}}


def bundle():
    """A zip with course_lib and what it needs beside Pyodide's packages: the same bytes for the same files."""
    library = ROOT / "course_lib"
    files = {path.relative_to(ROOT): path for path in library.rglob("*") if path.suffix not in (".pyc", ".svg")}
    for name in BUNDLED:
        distribution = importlib.metadata.distribution(name)
        files |= {Path(file): file.locate() for file in distribution.files
                  if file.suffix == ".py" or file.name == "METADATA"}
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, path in sorted(files.items()):
            if ".." not in name.parts and path.is_file():
                archive.writestr(zipfile.ZipInfo(name.as_posix()), Path(path).read_bytes(), zipfile.ZIP_DEFLATED)
    return data.getvalue()


def hashed(stem, suffix, data):
    """A name that no other content has."""
    return f"{stem}-{hashlib.sha256(data).hexdigest()[:12]}{suffix}"


def place(folder, names, target):
    """Copy a runtime's files to where the site hands them out."""
    target.mkdir(parents=True, exist_ok=True)
    for name in names:
        if not (target / name).is_file():
            shutil.copy(folder / name, target / name)


def write(assets, top=None):
    """Put Python beside the pages: scripts and the library into `assets`/python, the service worker into `top`, the
    folder of which `assets` is one. Returns the megabytes that a page loads.
    """
    folder, source = assets / "python", os.environ.get("PYODIDE")
    made = record(Path(source)) if source else json.loads(RECORD.read_text(encoding="utf-8"))
    version = made["info"]["version"]
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for script in ("python.js", "wire.js", "worker.js"):
        shutil.copy(OWN / script, folder / script)
    shutil.copy(OWN / "keeper.js", (top or assets.parent) / "keeper.js")
    if source:
        place(Path(source), made["files"], folder / f"pyodide-{version}")
    course = bundle()
    lock = json.dumps({"info": made["info"], "packages": made["packages"]}).encode()
    names = {"course": hashed("course", ".zip", course), "lock": hashed("lock", ".json", lock)}
    (folder / names["course"]).write_bytes(course)
    (folder / names["lock"]).write_bytes(lock)
    runtime = names | {"base": f"pyodide-{version}/" if source else CDN.format(version), "keeper": "../../keeper.js",
                       "files": made["files"] | {names["course"]: len(course)}, "packages": list(PACKAGES)}
    (folder / "runtime.js").write_text(f"export const RUNTIME = {json.dumps(runtime, indent=1)};\n", encoding="utf-8")
    return sum(runtime["files"].values()) / 1e6


if __name__ == "__main__":
    RECORD.write_text(json.dumps(record(Path(sys.argv[1])), indent=1) + "\n", encoding="utf-8")
