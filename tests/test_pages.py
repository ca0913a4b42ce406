"""What travels with an exported page, without a browser: pictures exactly as drawn, and few bytes."""

import io
import sys

import nbformat
import numpy as np
import pytest
from PIL import Image

from course_lib.explorers import EXPLORERS
from course_lib.live import export
from tests.kinds import ONE_OF_EACH
from tools import pages


def test_a_notebook_without_a_picture_becomes_a_page_too(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(pages, "ROOT", tmp_path)
    monkeypatch.setattr(pages, "OUT", tmp_path)
    monkeypatch.setattr(pages, "fetch_assets", lambda: None)
    monkeypatch.setattr(pages, "execute", lambda path: nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_markdown_cell("# 99 · What do you say now?")]))
    monkeypatch.setattr(sys, "argv", ["pages", "notebooks/99_inventory.ipynb"])
    pages.main()
    assert "99_inventory.html: " in capsys.readouterr().out
    assert "What do you say now?" in (pages.OUT / "99_inventory.html").read_text()


@pytest.mark.parametrize("name", ONE_OF_EACH)
def test_a_position_is_the_first_picture_and_what_differs(name):
    """Seven positions of the main slider: laid over the first picture they are the frames, in at most 1 MB for all."""
    explorer = EXPLORERS[name]()
    values = explorer.scene.controls[explorer.main].values
    some = values[::-(-len(values) // 7)]
    base, size = export.pixels(explorer.frame(explorer.values())[0]), 0
    for value in some:
        png, _ = explorer.frame(explorer.values() | {explorer.main: value})
        over = export.laid_over(png, base)
        size += len(over)
        picture = np.asarray(Image.open(io.BytesIO(over)).convert("RGBA"))
        shown = np.where(picture[..., 3:] == 255, picture[..., :3], base)
        assert set(np.unique(picture[..., 3])) <= {0, 255} and (shown == export.pixels(png)).all(), value
    assert size / len(some) * len(values) <= 1e6
