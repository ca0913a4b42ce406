"""What there is of JupyterLite's Python away from its CDN: a folder for `make lite-check`, without any other host.

    python -m tools.lite_runtime FOLDER       for the Pyodide that build/lite was made for

npm's package `pyodide` has the runtime, PyPI the pure-Python wheels in the very versions of Pyodide's lock file. NumPy,
Matplotlib and what they need as WebAssembly are at the CDN only: a check with this folder ends where NumPy is imported.
"""

import json
import subprocess
import sys
import tarfile
from pathlib import Path

from packaging.utils import canonicalize_name

from tools import npm

ROOT = Path(__file__).parents[1]
LOCK = ROOT / "build" / "lite" / "static" / "packages" / "pyodide-lock.json"
LOADED = ("ipython", "jedi", "micropip", "course-lib")  # what the kernel starts with, and what the set-up cell imports


def needed(packages):
    """The lock's records of LOADED and of all that they need."""
    by_name = {canonicalize_name(name): record for name, record in packages.items()}
    found, waiting = {}, list(LOADED)
    while waiting:
        name = canonicalize_name(waiting.pop())
        if name not in found:
            found[name] = by_name[name]
            waiting += found[name]["depends"]
    return found.values()


def fetch(folder):
    """Fill `folder`; returns the lock's records of what PyPI does not have as pure Python."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = json.loads(LOCK.read_text())
    outside = [record for record in needed(lock["packages"]) if "://" in record["file_name"]]  # others travel along
    pure = [record for record in outside if record["file_name"].endswith("-none-any.whl")]
    subprocess.run([sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps",
                    "--only-binary=:all:", "--platform", "any", "--python-version", lock["info"]["python"], "--dest",
                    folder, *(f"{record['name']}=={record['version']}" for record in pure)], check=True)
    version = outside[0]["file_name"].split("/pyodide/v")[1].split("/")[0]
    with npm.packed(f"pyodide@{version}") as archive:
        for member in filter(tarfile.TarInfo.isfile, archive.getmembers()):
            (folder / Path(member.name).name).write_bytes(archive.extractfile(member).read())
    return [record for record in outside if record not in pure]


def main(folder):
    missing = fetch(Path(folder))
    print(f"{folder}: the runtime and the wheels; at the CDN only:", ", ".join(sorted(r["name"] for r in missing)))


if __name__ == "__main__":
    main(*sys.argv[1:])
