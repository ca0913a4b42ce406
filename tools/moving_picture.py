"""The moving picture at the top of README: an explorer whose sliders are moved, as an animated WebP.

    python -m tools.moving_picture          writes docs/forward_pass.webp

It plays once, within five seconds, and ends with rows that differ: what begins by itself and moves for longer would
need a way to stop it (WCAG 2.2.2).
"""

from pathlib import Path

import numpy as np
from PIL import Image

from course_lib import plots
from course_lib.explorers import forward_pass
from course_lib.plots.style import INK, LINES, SECOND, TITLE, note

SECONDS = 4.9  # from the first frame to the last
FILE = Path(__file__).parents[1] / "docs" / "forward_pass.webp"


def strip(label, shown, share):
    """A drawn slider, 900×44 pixels, its knob at `share` of the way."""
    figure = plots.new_figure(900, 44)
    ax = plots.place(figure, 0, 0, 900, 44)
    ax.set(xlim=(0, 900), ylim=(44, 0))
    note(ax, 30, 22, label, TITLE, INK, va="center")
    ax.plot([260, 720], [22, 22], color=SECOND, linewidth=3, solid_capstyle="round")
    ax.plot([260 + 460 * share], [22], "o", color=LINES[0], markersize=12)
    note(ax, 745, 22, shown, TITLE, INK, va="center")
    figure.canvas.draw()
    return np.asarray(figure.canvas.buffer_rgba())[..., :3]


def sweep(explorer, name, values, **others):
    """Frames with one slider moved through `values`."""
    control = explorer.scene.controls[name]
    positions = control.values
    for value in values:
        picture = explorer.canvas.draw(explorer.compute(**others, **{name: value}))[..., :3]
        shown = control.options[positions.index(value)][0]
        knob = strip(control.description, shown, positions.index(value) / (len(positions) - 1))
        yield Image.fromarray(np.vstack([knob, picture]))


def main():
    explorer = forward_pass()
    blends, scales = explorer.scene.controls["blend"].values, explorer.scene.controls["scale"].values
    middle = scales.index(0.5)
    there_and_back = (*scales[middle::3], *scales[::-1][::4], *scales[:middle + 1:3], 0.5)
    frames = [*sweep(explorer, "scale", there_and_back, blend=0.0),
              *sweep(explorer, "blend", blends, scale=0.5)]
    FILE.parent.mkdir(exist_ok=True)
    frames[0].save(FILE, save_all=True, append_images=frames[1:], loop=1, lossless=True, method=4,
                   duration=int(1000 * SECONDS / len(frames)))
    print(f"{FILE}: {len(frames)} frames, {FILE.stat().st_size / 1e3:.0f} kB")


if __name__ == "__main__":
    main()
