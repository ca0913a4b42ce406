"""Explorers for a page without a kernel: every position of the main slider travels with the page, and moves at once.
What else the page can do it does with a Python of its own, see `course_lib.inpage`.

A notebook's author does nothing for it, see `settings.for_pages`.
"""

import gzip
import io
import json
import pickle

import numpy as np
from PIL import Image

from course_lib.live import telling

DIGITS, BUDGET = (6, 4, 3, 2), 150_000  # of the numbers that travel with a page; bytes for those of one explorer


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


def packed(positions):
    """{"digits", "tables"} as JSON, compressed: the tables of all positions, each value with as many significant digits
    as the budget leaves room for; two if there is never enough.
    """
    for digits in DIGITS:
        tables = [[table | {"values": rounded(table["values"], digits)} for table in tables] for tables in positions]
        data = json.dumps({"digits": digits, "tables": tables}, separators=(",", ":"), allow_nan=False)
        found = gzip.compress(data.encode(), mtime=0)
        if len(found) <= BUDGET:
            break
    return found


def rounded(values, digits):
    """Rows of values, the numbers among them with that many significant digits."""
    return [[float(f"{value:.{digits}g}") if isinstance(value, float) else value for value in row] for row in values]


def embed(scene, view, main, values, jobs=()):
    """Put frames and numbers of the slider `main` into the view's state; `values` are those of all controls.

    Moments that answer a question and that this slider does not reach travel as well: where the page gets no Python,
    it moves there when it is asked to. What a button would start is done now, and what was found travels, too.
    """
    for job in jobs:
        job.start()
        job.wait()
        if job.error is not None:
            raise job.error
    every = [values | {main: value} for value in scene.controls[main].values]
    further = []
    for moment in telling.moments(view.name):
        there = telling.stand(scene.controls, moment, values)
        if there not in every + further:
            further.append(there)
    base = pixels(scene.frame(values)[0])  # what the view has as its `png`
    frames = [scene.frame(at) for at in every + further]
    tables = packed([scene.tables(at).data() for at in every + further])
    with view.hold_sync():
        view.tables = tables
        view.images = [laid_over(png, base) for png, _ in frames]
        view.embedded = {"axis": main, "texts": [text for _, text in frames], "values": every + further,
                         "further": [scene.states_of(there) for there in further]}
        view.found = pickle.dumps(scene.findings) if scene.findings else b""
