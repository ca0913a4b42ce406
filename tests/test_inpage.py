"""Python's half of a page with a Python of its own, played here by the Python that runs the tests: no browser."""

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from course_lib.inpage import cells
from tests.lessons.common import cells as notebook_cells
from tools import inpage

ROOT = Path(__file__).parents[1]
# What a page says, to Python in a process of its own: a page's wires take the place of a kernel's for the whole of it.
TALK = """
import json, pickle
from course_lib.inpage import connect
said = []
receive = connect(lambda message, buffers: said.append([json.loads(json.dumps(message)), list(map(len, buffers))]))

for number, code in enumerate([
    "import numpy as np\\nfrom course_lib import explorers, plots\\nx = 1",
    "print('to', x)\\nx + 1",
    "raise ValueError('no')",
    "x; None",
    "plots.show_rows({'$W$': np.eye(2)}, 'an identity')",
]):
    receive({"kind": "run", "number": number, "code": code})

from course_lib.explorers import EXPLORERS
from course_lib.live.scene import Finding
twin = EXPLORERS["random_init"]()
states = twin.scene.states_of(twin.values()) | {"seed": 7}
found = pickle.dumps({"Count successes": Finding({"width": twin.values()["width"]}, {}, "Found on the page.")})
receive({"kind": "show", "number": 10, "name": "random_init", "states": states, "cells": []}, [found])
parts = said[-1][0]["parts"]
say = lambda number, role, data: receive({"kind": "comm", "number": number, "comm_id": parts[role], "data": data})
ask = {"page": "p", "ask": 1, "move": 1, "states": states, "axis": None, "missing": [], "ratio": 1}
for number, changes in enumerate([{}, {"width": 0}, {"width": 99}], 11):
    say(number, "view", {"method": "custom", "content": ask | {"ask": number, "states": states | changes}})
say(14, next(role for role in parts if "New seed" in role), {"method": "custom", "content": {"event": "click"}})
receive({"kind": "show", "number": 15, "name": "nothing", "states": {}, "cells": []})
print(json.dumps(said))
"""


@pytest.fixture(scope="module")
def said():
    """What Python says to that page: [[message, bytes of each buffer], ...]."""
    done = subprocess.run([sys.executable, "-c", TALK], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_cell_runs_as_in_a_notebook_and_its_outputs_come_one_by_one(said):
    outputs = [(message["number"], message["output"]) for message, _ in said if message["kind"] == "output"]
    assert [message["ok"] for message, _ in said if message["kind"] == "ran"] == [True, True, False, True, True]
    assert "".join(shown["text"] for _, shown in outputs if shown["type"] == "stream") == "to 1\n"
    (_, number), (failed, error), (_, picture) = [out for out in outputs if out[1]["type"] != "stream"]
    assert number == {"type": "text", "text": "2"}
    assert failed == 2 and error["name"] == "ValueError" and error["message"] == "no"
    assert "\x1b" not in error["traceback"] and "raise ValueError('no')" in error["traceback"]
    assert picture["type"] == "image" and picture["text"] == "an identity" and picture["png"].startswith("iVBOR")


def test_an_explorer_takes_over_what_the_page_shows_and_answers_as_a_kernel_does(said):
    parts = next(message["parts"] for message, _ in said if message["kind"] == "shown")
    to = {role: [(message["data"], sizes) for message, sizes in said if message.get("comm_id") == wire]
          for role, wire in parts.items()}
    (first, sizes), (other, _), (error, _) = to["view"]
    reply = first["content"]
    assert reply["kind"] == "frame" and reply["epoch"] == 0 and reply["values"]["seed"] == 7 and sizes[0] > 1000
    assert reply["text"].endswith("Found on the page."), "what was found when the page was made is shown on"
    assert not other["content"]["text"].endswith("Found on the page."), "but not at another width"
    assert error["content"]["error"].endswith("Move a control to go on.")
    pressed = [data for data, _ in to["control seed"]]
    assert pressed == [{"method": "update", "state": {"value": 19}, "buffer_paths": []}], "twelve on from the page's"
    handled = [message["number"] for message, _ in said if message["kind"] == "handled"]
    assert handled == [11, 12, 13, 14], "the one that failed, too"


def test_an_explorer_that_cannot_be_made_says_why(said):
    message = said[-1][0]
    assert message["kind"] == "shown" and "nothing" in message["error"] and "parts" not in message


NOTEBOOK = ["import numpy as np", "big = 1 / 0", "def double(x):\n    return factor * x",
            "factor = 3\nfor k in range(2):\n    pass", "total = double(2)\nprint(total)", "unused = total",
            "[k, total]"]


def test_of_the_cells_before_only_those_run_that_the_last_one_needs():
    assert cells.needed(NOTEBOOK) == [NOTEBOOK[k] for k in (2, 3, 4, 6)]
    assert cells.value(NOTEBOOK) == [1, 6]


def test_the_library_that_travels_is_complete_and_the_same_each_time():
    data = inpage.bundle()
    assert data == inpage.bundle() and len(data) < 1e6
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = set(archive.namelist())
    library = {p.relative_to(ROOT).as_posix() for p in (ROOT / "course_lib").rglob("*")
               if p.is_file() and "__pycache__" not in p.parts}
    assert library <= names and not any(name.endswith((".so", ".pyc")) for name in names)
    assert {"ipywidgets/__init__.py", "comm/__init__.py", "psygnal/_signal.py", "autograd/__init__.py"} <= names


def test_a_page_loads_what_the_record_lists_or_a_folders_own(tmp_path, monkeypatch):
    monkeypatch.delenv("PYODIDE", raising=False)
    made = json.loads(inpage.RECORD.read_text())
    assert 20 < inpage.write(tmp_path / "site" / "assets") < 35, "megabytes"
    folder = tmp_path / "site" / "assets" / "python"
    text = (folder / "runtime.js").read_text()
    runtime = json.loads(text.removeprefix("export const RUNTIME = ").removesuffix(";\n"))
    assert runtime["base"] == f"https://cdn.jsdelivr.net/pyodide/v{made['info']['version']}/full/"
    assert (folder / runtime["course"]).is_file() and (tmp_path / "site" / "keeper.js").is_file()
    depends = {name for record in made["packages"].values() for name in record["depends"]}
    assert depends <= set(made["packages"]) and len(made["files"]) == len(made["packages"]) + len(inpage.RUNTIME)
    runtimes = tmp_path / "runtime"
    runtimes.mkdir()
    for name in made["files"]:
        (runtimes / name).write_text(name)
    (runtimes / "pyodide-lock.json").write_text(json.dumps({"info": made["info"], "packages": made["packages"]}))
    monkeypatch.setenv("PYODIDE", str(runtimes))
    inpage.write(tmp_path / "site" / "assets")
    copied = folder / f"pyodide-{made['info']['version']}"
    assert {path.name for path in copied.iterdir()} == set(made["files"])
    assert f'"base": "{copied.name}/"' in (folder / "runtime.js").read_text()
    (runtimes / "pyodide.asm.wasm").unlink()
    with pytest.raises(FileNotFoundError):
        inpage.write(tmp_path / "other" / "assets")


def test_a_picture_that_was_handed_a_network_is_made_by_the_notebooks_own_cells():
    """In notebook 11 four of the cells before it are enough: none of those that train."""
    sources = [cell.source for cell in notebook_cells("11_your_network")]
    up_to_it = sources[:sources.index("explorers.your_network(network, X, Y)") + 1]
    wanted = cells.needed(up_to_it)
    assert len(wanted) == 5 and not any("trained(" in source for source in wanted)
    explorer = cells.value(up_to_it)
    assert explorer.name == "your_network" and list(explorer.handed) == ["network", "X", "Y"]
