"""JupyterLite: the notebooks in JupyterLab in a browser, Python included, as files that any web server can hand out.

    python -m tools.lite [--runtime FOLDER]

Builds build/lite. Pyodide's lock file says which packages an import needs and where they are; ours adds course_lib
and the pure-Python packages that Pyodide lacks, as wheels beside it, so `from course_lib import ...` in the set-up cell
loads everything, the widgets included, and nobody installs anything. The runtime and the wheels of NumPy and Matplotlib
stay at Pyodide's CDN. A FOLDER that holds another Pyodide (its pyodide-lock.json) builds for that one instead.
"""

import argparse
import hashlib
import json
import re
import shutil
import subprocess
import sys
import zipfile
from email.parser import HeaderParser
from pathlib import Path

import nbformat
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools import npm

ROOT = Path(__file__).parents[1]
SOURCE, OUT = ROOT / "build" / "lite-source", ROOT / "build" / "lite"
PACKAGES = "static/packages"
CDN = "https://cdn.jsdelivr.net/pyodide/v{0}/full/"
NOT_IN_A_BROWSER = {"jupyterlab", "nbval"}  # direct dependencies of the course that the application itself replaces
KERNEL = "@jupyterlite/pyodide-kernel-extension"


def pyodide(runtime):
    """(version, lock) of the Pyodide that the kernel wants, or of the one in a folder."""
    if runtime:
        lock = json.loads((runtime / "pyodide-lock.json").read_text())
        return lock["info"]["version"], lock
    from jupyterlite_pyodide_kernel.constants import PYODIDE_VERSION

    with npm.packed(f"pyodide@{PYODIDE_VERSION}") as archive:  # the same file as at the CDN
        return PYODIDE_VERSION, json.load(archive.extractfile("package/pyodide-lock.json"))


def pip(*arguments):
    subprocess.run([sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", *map(str, arguments)],
                   check=True, stderr=subprocess.DEVNULL)


def course_wheel(folder):
    """Build course_lib from the files that git knows, away from older builds."""
    clean = SOURCE / "package"
    names = subprocess.check_output(["git", "ls-files", "-z", "course_lib", "pyproject.toml", "requirements.txt",
                                     "LICENSE"], cwd=ROOT, text=True).split("\0")
    for name in filter(None, names):
        (clean / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, clean / name)
    pip("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", folder, clean)


def download(names, folder):
    """The pure-Python wheels of packages, in the versions that requirements.lock has tested."""
    locked = dict(re.findall(r"^([\w-]+)==([^\s;]+)", (ROOT / "requirements.lock").read_text(), flags=re.M))
    pip("download", "--no-deps", "--only-binary=:all:", "--platform", "any", "--dest", folder,
        *(f"{name}=={locked[name]}" for name in sorted(names)))


def entry(wheel, python):
    """A wheel's record for the lock file."""
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        about = next(name for name in names if name.endswith(".dist-info/METADATA"))
        metadata = HeaderParser().parsestr(archive.read(about).decode())
    environment = {"python_version": python.rpartition(".")[0], "python_full_version": python, "extra": "",
                   "sys_platform": "emscripten", "platform_system": "Emscripten", "os_name": "posix"}
    wanted = [Requirement(line) for line in metadata.get_all("Requires-Dist", ())]
    depends = {canonicalize_name(r.name) for r in wanted if r.marker is None or r.marker.evaluate(environment)}
    tops = {name.split("/")[0].removesuffix(".py") for name in names if name.endswith(".py")}
    return {"name": canonicalize_name(metadata["Name"]), "version": metadata["Version"], "file_name": wheel.name,
            "sha256": hashlib.sha256(wheel.read_bytes()).hexdigest(), "imports": sorted(tops),
            "depends": sorted(depends - NOT_IN_A_BROWSER), "install_dir": "site", "package_type": "package",
            "unvendored_tests": False}


def add_packages(lock, folder):
    """Put course_lib and all that it needs and Pyodide lacks into `folder` and into the lock."""
    folder.mkdir(parents=True)
    course_wheel(folder)
    stub = next((OUT / "extensions" / KERNEL).rglob("widgetsnbextension-4*.whl"))  # the real one is for Notebook 6
    shutil.copy(stub, folder)
    packages, added = lock["packages"], {}
    while True:
        for wheel in folder.glob("*.whl"):
            record = entry(wheel, lock["info"]["python"])
            added[record["name"]] = packages[record["name"]] = record
        missing = {name for record in added.values() for name in record["depends"]} - set(packages)
        if not missing:
            return added
        download(missing, folder)


def configure(version):
    """Tell the built application which Pyodide to load, with our lock file."""
    path = OUT / "jupyter-lite.json"
    whole = json.loads(path.read_text())
    kernel = whole["jupyter-config-data"].setdefault("litePluginSettings", {}).setdefault(f"{KERNEL}:kernel", {})
    kernel["pyodideUrl"] = CDN.format(version) + "pyodide.mjs"
    kernel["loadPyodideOptions"] = {"lockFileURL": f"./{PACKAGES}/pyodide-lock.json"}
    path.write_text(json.dumps(whole, indent=1))


def copy_notebooks(folder):
    """The notebooks with every text as one string: JupyterLite shows a list of lines with commas between them."""
    folder.mkdir(parents=True)
    for path in sorted((ROOT / "notebooks").glob("[0-9]*.ipynb")):
        (folder / path.name).write_text(json.dumps(nbformat.read(path, as_version=4)), encoding="utf-8")


def jupyter_lite(what):
    subprocess.run([sys.executable, "-m", "jupyterlite_core", what], cwd=SOURCE, check=True,
                   stdout=subprocess.DEVNULL, stderr=None if what == "check" else subprocess.DEVNULL)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--runtime", type=Path, help="a folder with another Pyodide's pyodide-lock.json")
    version, lock = pyodide(parser.parse_args().runtime)
    for folder in (SOURCE, OUT):
        shutil.rmtree(folder, ignore_errors=True)
    copy_notebooks(SOURCE / "files")
    (SOURCE / "jupyter_lite_config.json").write_text(json.dumps({"LiteBuildConfig": {
        "contents": ["files"], "output_dir": str(OUT), "apps": ["lab"], "no_sourcemaps": True,
        "no_unused_shared_packages": True}}))
    jupyter_lite("build")
    configure(version)
    for record in lock["packages"].values():
        record["file_name"] = CDN.format(version) + record["file_name"]
    added = add_packages(lock, OUT / PACKAGES)
    (OUT / PACKAGES / "pyodide-lock.json").write_text(json.dumps(lock))
    jupyter_lite("check")
    size = sum(path.stat().st_size for path in OUT.rglob("*") if path.is_file()) / 1e6
    print(f"build/lite: {size:.0f} MB for Pyodide {version}; bundled:",
          ", ".join(f"{name} {record['version']}" for name, record in sorted(added.items())))


if __name__ == "__main__":
    main()
