"""Screenshots of every explorer at both ends of every control, in JupyterLab windows 1280 and 900 px wide.

    python -m tools.shots [notebook name ...]        writes shots/<notebook>-<explorer>-<control>-<end>-<width>.png
"""

import re
import sys
import tempfile
from pathlib import Path

import nbformat

from course_lib import live
from course_lib.explorers import EXPLORERS
from course_lib.live.controls import Slider
from tests.browser import lab

SHOTS = lab.ROOT / "shots"


def set_control(explorer, page, control, value):
    """Move one control on the screen, by keyboard or menu, and let the picture settle."""
    if isinstance(control, Slider):
        slider = explorer.locator(".widget-hslider", has=page.get_by_text(control.description, exact=True)).first
        handle, index = slider.locator(".noUi-handle"), control.values.index(value)
        handle.press("Home")
        for _ in range(index if index < len(control.options) - 1 else 0):
            handle.press("ArrowRight")
        if index == len(control.options) - 1:
            handle.press("End")
    elif hasattr(control, "options"):
        explorer.get_by_label(control.description, exact=True).select_option(index=control.values.index(value))
    else:
        explorer.get_by_label(control.description, exact=True).fill(str(value))
        explorer.get_by_label(control.description, exact=True).press("Enter")
    page.wait_for_timeout(350)


def shoot(page, notebook, name, width):
    """All pictures of one notebook at one window width."""
    source = [c.source for c in nbformat.read(lab.ROOT / "notebooks" / name, as_version=4).cells]
    names = [n for s in source for n in re.findall(r"^explorers\.(\w+)\(\)", s)]
    for element, kind in zip(notebook.explorers(len(names)), names):
        twin = EXPLORERS[kind]()
        stem = f"{name[:2]}-{kind}"
        element.scroll_into_view_if_needed()
        element.screenshot(path=SHOTS / f"{stem}-default-{width}.png")
        for label, control in twin.scene.controls.items():
            start = control.value
            for value in live.ends(control):
                set_control(element, page, control, value)
                shown = re.sub(r"[^\w.+-]+", "_", str(value))
                element.screenshot(path=SHOTS / f"{stem}-{label}-{shown}-{width}.png")
            set_control(element, page, control, start)


def main():
    SHOTS.mkdir(exist_ok=True)
    there = sorted(p.name for p in (lab.ROOT / "notebooks").glob("[0-9]*.ipynb"))
    names = [name.removesuffix(".ipynb") + ".ipynb" for name in sys.argv[1:]] or there
    if unknown := set(names) - set(there):
        sys.exit(f"no notebook {', '.join(sorted(unknown))}; there are: {', '.join(there)}")
    if lab.CHROMIUM is None:
        sys.exit(lab.NO_CHROMIUM)
    with tempfile.TemporaryDirectory() as folder, lab.server(Path(folder)) as (address, token), lab.browser() as chrome:
        for name in names:
            for width in (1280, 900):
                page = chrome.new_page(viewport={"width": width, "height": 900})
                notebook = lab.Notebook(page, address, token, name)
                notebook.run_all()
                shoot(page, notebook, name, width)
                page.close()
                print(f"{name} at {width} px")
    print(f"{len(list(SHOTS.glob('*.png')))} pictures in {SHOTS}")


if __name__ == "__main__":
    main()
