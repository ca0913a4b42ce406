"""Explorers for a page without a kernel: every position of the main slider travels with the page.

`make html` sets COURSE_PAGES=1 for the kernel that runs the notebooks; a notebook's author does nothing.
"""

import html
import io
import os

import ipywidgets
import numpy as np
from PIL import Image

from course_lib.live.controls import positions


def wanted():
    """Whether this kernel runs a notebook for a page that will have none."""
    return os.environ.get("COURSE_PAGES") == "1"


def pixels(png):
    """(height, width, 3) of a PNG."""
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"))


def laid_over(png, base):
    """What differs from the pixels `base`, lossless as WebP; all else is transparent. About a tenth of the PNG."""
    picture = pixels(png)
    alpha = 255 * (picture != base).any(axis=2, keepdims=True).astype(np.uint8)
    file = io.BytesIO()
    Image.fromarray(np.concatenate([picture, alpha], axis=2)).save(file, "WEBP", lossless=True, method=4)
    return file.getvalue()


def embed(explorer, parts):
    """Put the main slider's frames into the widget's state, and disable whatever needs a kernel. Returns a note."""
    main = explorer.controls[explorer.main]
    values = [explorer.values() | {explorer.main: value} for value in positions(main)]
    base = pixels(explorer.frame(explorer.values())[0])  # what the view has as its `png`
    frames = [explorer.frame(at) for at in values]
    with explorer.view.hold_sync():
        explorer.view.images = [laid_over(png, base) for png, _ in frames]
        explorer.view.embedded = {"axis": explorer.main, "texts": [text for _, text in frames], "values": values}
    for part in parts:
        if part is not main and hasattr(part, "disabled"):
            part.disabled = True
        if isinstance(part, ipywidgets.Play):
            part.layout.display = "none"  # it moves a slider that cannot move here
    return ipywidgets.HTML(f"<i>This page has no Python behind it: “{html.escape(main.description)}” moves here; "
                           "the other controls move in the notebook.</i>")
