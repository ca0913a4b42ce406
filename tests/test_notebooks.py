"""What is saved in the notebooks. That they still print it, nbval sees: there each cell is a test by itself."""

import base64
import io
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import numpy as np
import pytest
from PIL import Image

from course_lib.lessons import LESSONS

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))
FIRST = ROOT / "notebooks" / "01_forward_pass.ipynb"
LIVE = "application/vnd.jupyter.widget-view+json"


def test_nbval_sees_a_changed_number(tmp_path):
    """A test that cannot fail is a defect: one digit of one saved output is changed."""
    notebook = nbformat.read(FIRST, as_version=4)
    code = [c for c in notebook.cells if c.cell_type == "code"]
    number = next(c for c in code if c.outputs and "0.7616" in c.outputs[0].get("text", ""))
    number.outputs[0]["text"] = number.outputs[0]["text"].replace("0.7616", "0.7617")
    notebook.cells = [code[0], number]
    nbformat.write(notebook, tmp_path / "changed.ipynb")
    done = subprocess.run([sys.executable, "-m", "pytest", "-c", ROOT / "pyproject.toml", "-p", "no:cacheprovider",
                           tmp_path / "changed.ipynb"], capture_output=True, text=True)
    assert done.returncode == 1 and "1 failed, 1 passed" in done.stdout


def problems(notebook):
    """What is wrong with a saved notebook: a list of sentences."""
    found, code = [], [c for c in notebook.cells if c.cell_type == "code"]
    if [c.execution_count for c in code] != list(range(1, len(code) + 1)):
        found.append("not every code cell was run, in order, in a fresh kernel")
    if "widgets" in notebook.metadata or notebook.metadata.get("kernelspec", {}).get("name") != "python3":
        found.append("widget state is saved, or the kernelspec is missing")
    if notebook.metadata.get("language_info", {}).get("name") != "python":  # JupyterLite would ask for a kernel
        found.append("the language is missing")
    for cell in code:
        if "NBVAL_" in cell.source or any("nbval" in tag for tag in cell.metadata.get("tags", ())):
            found.append(f"nbval is told to look away from {cell.source!r}")
        data = [o.get("data", {}) for o in cell.outputs]
        if any(o.output_type == "error" for o in cell.outputs):
            found.append(f"error in {cell.source!r}")
        if any(LIVE in d for d in data):
            found.append(f"saved widget view in {cell.source!r}")
        if any("<Figure" in d.get("text/plain", "") for d in data):
            found.append(f"a bare figure in {cell.source!r}")
        if re.match(r"(explorers|plots)\.\w+\(", cell.source.strip().split("\n")[-1]) or "plots.show_" in cell.source:
            found += missing_picture(cell, data)
    return found


def missing_picture(cell, data):
    if len(data) != 1 or "image/png" not in data[0] or len(data[0].get("text/plain", "")) < 40:
        return [f"no picture with its text in {cell.source!r}"]
    picture = Image.open(io.BytesIO(base64.b64decode(data[0]["image/png"]))).convert("L")
    low, high = picture.getextrema()
    pixels = np.asarray(picture).astype(int)
    found = []
    if high - low < 100 or len(np.unique(pixels)) < 10:
        found.append(f"a blank picture in {cell.source!r}")
    if any((np.abs(edge - pixels[0, 0]) > 8).any() for edge in (pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1])):
        found.append(f"a picture that is cut off in {cell.source!r}")
    return found


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_saved_notebooks_are_clean(path):
    assert problems(nbformat.read(path, as_version=4)) == []
    assert path.stat().st_size <= 1.5e6


def blank():
    file = io.BytesIO()
    Image.new("RGB", (900, 350), "white").save(file, "PNG")
    return base64.b64encode(file.getvalue()).decode()


def cut_off(cell):
    """Its picture without the right half."""
    data = cell.outputs[0]["data"]
    picture = Image.open(io.BytesIO(base64.b64decode(data["image/png"])))
    file = io.BytesIO()
    picture.crop((0, 0, picture.width // 2, picture.height)).save(file, "PNG")
    data["image/png"] = base64.b64encode(file.getvalue()).decode()


@pytest.mark.parametrize("spoil", [
    cut_off,
    lambda cell: cell.outputs[0]["data"].update({"image/png": blank()}),
    lambda cell: cell.outputs[0]["data"].pop("image/png"),
    lambda cell: cell.outputs[0]["data"].update({LIVE: {}}),
    lambda cell: cell.update(execution_count=None),
    lambda cell: cell.outputs[0]["data"].update({"text/plain": "<Figure size 900x350>"}),
    lambda cell: cell.outputs.append(nbformat.v4.new_output("error", ename="E", evalue="", traceback=[])),
    lambda cell: cell.update(source=f"# NBVAL_SKIP\n{cell.source}"),
    lambda cell: cell.metadata.update(tags=["nbval-ignore-output"]),
])
def test_hygiene_finds_each_defect(spoil):
    notebook = nbformat.read(FIRST, as_version=4)
    spoil(next(c for c in notebook.cells if c.source.startswith("explorers.")))
    assert problems(notebook)


def test_hygiene_misses_the_language():
    notebook = nbformat.read(FIRST, as_version=4)
    del notebook.metadata["language_info"]
    assert problems(notebook) == ["the language is missing"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_the_budget_of_a_notebook(path):
    """At most 25 code cells of at most 20 lines; predict first; links to files that exist."""
    notebook = nbformat.read(path, as_version=4)
    code = [c.source for c in notebook.cells if c.cell_type == "code"]
    prose = "\n".join(c.source for c in notebook.cells if c.cell_type == "markdown")
    assert len(code) <= 25 and max(len(source.splitlines()) for source in code) <= 20
    lesson = LESSONS[path.stem[:2]]
    folded = 4 if lesson.teaches else len(lesson.predictions)  # 00 and 99 have no exercises, so no solutions
    assert ("Predict" in prose) == bool(lesson.predictions)
    assert prose.count("<details>") == prose.count("</details>") >= folded
    for link in re.findall(r"\]\(([\w/.]+\.ipynb)\)", prose):
        assert (path.parent / link).exists(), link
