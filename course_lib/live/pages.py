"""Explorers for a page without a kernel: every position of the main slider travels with the page.

`make html` sets COURSE_PAGES=1 for the kernel that runs the notebooks; a notebook's author does nothing.
"""

import html
import io
import os

import ipywidgets
from PIL import Image

from course_lib.live.controls import positions


def wanted():
    """Whether this kernel runs a notebook for a page that will have none."""
    return os.environ.get("COURSE_PAGES") == "1"


def lossless(png):
    """The same picture as WebP, a third of the size."""
    file = io.BytesIO()
    Image.open(io.BytesIO(png)).save(file, "WEBP", lossless=True, method=4)
    return file.getvalue()


def embed(explorer, parts):
    """Put the main slider's frames into the widget's state, and disable whatever needs a kernel. Returns a note."""
    main = explorer.controls[explorer.main]
    values = [explorer.values() | {explorer.main: value} for value in positions(main)]
    frames = [explorer.frame(at) for at in values]
    with explorer.view.hold_sync():
        explorer.view.images = [lossless(png) for png, _ in frames]
        explorer.view.embedded = {"axis": explorer.main, "texts": [text for _, text in frames], "values": values}
    for part in parts:
        if part is not main and hasattr(part, "disabled"):
            part.disabled = True
    return ipywidgets.HTML(f"<i>This page has no Python behind it: “{html.escape(main.description)}” moves here; "
                           "the other controls move in the notebook.</i>")
