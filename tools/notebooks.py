"""Execute every notebook, clean what a fresh run would not need, and say which printed texts changed.

    python -m tools.notebooks [notebooks/01_forward_pass.ipynb ...]

Widget state and widget views are removed: what stays is each explorer's picture and its sentence, so an unopened
notebook can be read on a code-hosting page. Execution counts and the kernelspec stay: nbval needs them.
"""

import copy
import os
import sys
import time
from pathlib import Path

import nbclient
import nbformat

ROOT = Path(__file__).parents[1]
LIVE = "application/vnd.jupyter.widget-view+json"


def execute(notebook, **options):
    """Run all cells, in the folder of the notebooks; an endless cell ends it. Returns the notebook."""
    resources = {"metadata": {"path": str(ROOT / "notebooks")}}
    # Lines that a slow machine sends one by one are stored as one text.
    client = nbclient.NotebookClient(notebook, timeout=1200, kernel_name="python3", resources=resources,
                                     coalesce_streams=True, **options)
    # Readers may never run it: its stored pictures are sharper than the screen needs.
    return client.execute(env=os.environ | {"COURSE_STILL": "1.5"})


def clean(notebook):
    """Remove what belongs to one run: widget views, widget state, execution times."""
    notebook.metadata.pop("widgets", None)
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        for output in cell.get("outputs", []):
            output.get("data", {}).pop(LIVE, None)
            output.get("metadata", {}).pop(LIVE, None)


def texts(notebook):
    """{cell id: what it prints}, the part of a notebook that nbval compares."""
    return {cell.id: "".join(output.get("text", "") + "".join(output.get("data", {}).get("text/plain", ""))
                             for output in cell.get("outputs", [])) for cell in notebook.cells}


def main():
    for path in [Path(name) for name in sys.argv[1:]] or sorted((ROOT / "notebooks").glob("[0-9]*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        before, begun = texts(copy.deepcopy(notebook)), time.perf_counter()
        execute(notebook)
        clean(notebook)
        nbformat.write(notebook, path)
        print(f"{path.name}: {time.perf_counter() - begun:.1f} s")
        for cell, text in texts(notebook).items():
            if text != before.get(cell):
                print(f"  changed, cell {cell}:\n    was: {before.get(cell, '')[:300]!r}\n    is:  {text[:300]!r}")


if __name__ == "__main__":
    main()
