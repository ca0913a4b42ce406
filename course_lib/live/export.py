"""Explorers for a page without a kernel: every position of the main slider travels with the page.

A notebook's author does nothing for it, see `settings.for_pages`.
"""

import html
import io

import ipywidgets
import numpy as np
from PIL import Image


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


def embed(scene, view, main, values, parts, jobs=()):
    """Put the frames of the slider `main` into the view's state, and disable what needs a kernel. Returns a note.

    `values` are those of all controls, `parts` what stands above the picture beside that slider. What a button would
    start is done now: no hand can press it on the page.
    """
    for job in jobs:
        job.start()
        job.wait()
        if job.error is not None:
            raise job.error
    every = [values | {main: value} for value in scene.controls[main].values]
    base = pixels(scene.frame(values)[0])  # what the view has as its `png`
    frames = [scene.frame(at) for at in every]
    with view.hold_sync():
        view.images = [laid_over(png, base) for png, _ in frames]
        view.embedded = {"axis": main, "texts": [text for _, text in frames], "values": every}
    for part in parts:
        if hasattr(part, "disabled"):
            part.disabled = True
        if isinstance(part, ipywidgets.Play | ipywidgets.FloatProgress):
            part.layout.display = "none"  # it moves a slider that cannot move here, or tells of work that is done
    moves = html.escape(scene.controls[main].description)
    return ipywidgets.HTML(f"<i>This page has no Python behind it: “{moves}” moves here; "
                           "the other controls move in the notebook.</i>")
