"""What every explorer looks like from a phone to a projector, and whether it fits on the screen.

    python -m tools.screens [explorer ...]     writes shots/screens/<width>-<explorer>.png, the same with -dark, and
                                               prints a table

Phone and tablet (360, 768 px) are pages without a kernel, executed once; 1366 × 768 is JupyterLab with its file list
open, 1920 × 1080 the same with COURSE_PROJECTOR=1. The table gives heights in pixels of the screen: of controls,
picture and sentence together, which should be no more than there is of the notebook.
"""

import os
import sys
import tempfile
from itertools import product
from pathlib import Path

import nbformat

from course_lib.explorers import EXPLORERS
from tests.browser import lab
from tools import pages

OUT = lab.ROOT / "shots" / "screens"
HEIGHTS = """e => {
  const [root, canvas, words] = [e, ...e.querySelectorAll('canvas, .course-text')].map(x => x.getBoundingClientRect());
  return [canvas.top - root.top, canvas.height, words.height, words.bottom - root.top].map(Math.round);
}"""
THEME = "name => window.jupyterapp.commands.execute('apputils:change-theme', {theme: name})"
DARK = "() => document.querySelector('.course-explorer canvas').getContext('2d').getImageData(1, 1, 1, 1).data[0] < 48"
ROOM = "() => document.querySelector('.jp-NotebookPanel .jp-WindowedPanel-outer').clientHeight"


def notebook(names):
    """One cell for each explorer."""
    sources = ["from course_lib import explorers", *(f"explorers.{name}()" for name in names)]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources],
                                    metadata={"kernelspec": kernel})


def in_lab(chrome, folder, names, width, height):
    """Shots and table at one size of JupyterLab's window."""
    with lab.server(folder) as (address, token):
        nbformat.write(notebook(names), folder / "notebooks" / "screens.ipynb")
        page = chrome.new_page(viewport={"width": width, "height": height})
        opened = lab.Notebook(page, address, token, "screens.ipynb")
        opened.run_all()
        found, room = opened.explorers(len(names)), page.evaluate(ROOM)
        print(f"{width} × {height}: {room} px of notebook\n{'':26} controls picture sentence together")
        for name, element in zip(names, found):
            shoot(opened, element, f"{width}-{name}")
            heights = element.evaluate(HEIGHTS)
            print(f"{name:26} {heights[0]:8} {heights[1]:7} {heights[2]:8} {heights[3]:8}"
                  f"{'   TOO HIGH' * (heights[3] > room)}")
        page.evaluate(THEME, "JupyterLab Dark")
        page.wait_for_function(DARK)
        for name, element in zip(names, found):
            shoot(opened, element, f"{width}-{name}-dark")
        page.evaluate(THEME, "JupyterLab Light")
        page.close()


def shoot(opened, element, name):
    """JupyterLab's window with an explorer at the top of it."""
    opened.show(element)
    element.evaluate("e => e.scrollIntoView({block: 'start'})")
    opened.page.wait_for_timeout(150)
    opened.page.screenshot(path=OUT / f"{name}.png")


def as_pages(chrome, folder, names, widths):
    """Shots of the page without a kernel."""
    nbformat.write(notebook(names), folder / "screens.ipynb")
    pages.fetch_assets(folder / "assets")
    try:
        (folder / "screens.html").write_text(pages.page(pages.execute(folder / "screens.ipynb")))
    finally:
        os.environ.pop("COURSE_PAGES", None)
    with lab.served(folder) as address, chrome.new_context(has_touch=True, device_scale_factor=2) as context:
        page = context.new_page()
        page.goto(f"{address}/screens.html")
        lab.wait_for_pictures(page, len(names))
        for width, dark in product(widths, (False, True)):
            page.emulate_media(color_scheme="dark" if dark else "light")
            page.set_viewport_size({"width": width, "height": 3000})  # the slider would stick to a lower window's top
            page.wait_for_timeout(500)
            for name, element in zip(names, page.locator(".course-explorer").all()):
                element.screenshot(path=OUT / f"{width}-{name}{'-dark' * dark}.png")
            print(f"{width} px: the page is {page.evaluate('document.documentElement.scrollWidth')} px wide")


def main():
    names = sys.argv[1:] or list(EXPLORERS)
    for name in names:
        EXPLORERS[name]  # one that there is not is an error that names those that there are
    if lab.CHROMIUM is None:
        sys.exit(lab.NO_CHROMIUM)
    OUT.mkdir(parents=True, exist_ok=True)
    with lab.browser() as chrome, tempfile.TemporaryDirectory() as folder:
        for place, (projector, size) in enumerate({"0": (1366, 768), "1": (1920, 1080)}.items()):
            os.environ["COURSE_PROJECTOR"] = projector
            (there := Path(folder) / str(place)).mkdir()
            in_lab(chrome, there, names, *size)
        os.environ["COURSE_PROJECTOR"] = "0"
        as_pages(chrome, Path(folder), names, (360, 768))
    print(f"{len(list(OUT.glob('*.png')))} pictures in {OUT}")


if __name__ == "__main__":
    main()
