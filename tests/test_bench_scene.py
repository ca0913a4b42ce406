"""The scene that `make bench-live` measures draws itself, in the course's way and in Matplotlib's."""

import numpy as np
from matplotlib.figure import Figure

from benchmarks.live import contenders, scene


def test_the_course_draws_the_reference_scene_and_a_move_changes_it():
    explorer = scene.explorer()
    first, last = (explorer.frame({"k": k, "rate": 0.5})[0] for k in (0, scene.POSITIONS - 1))
    assert first.startswith(b"\x89PNG") and first != last


def test_matplotlib_draws_and_moves_the_same_numbers():
    figure = Figure(figsize=(9, 3.5))
    scene.draw(figure, 0)(30)
    image, curve = figure.axes[0].images[0], figure.axes[2].lines[0]
    W, _, losses, _ = scene.compute(30)
    np.testing.assert_array_equal(image.get_array(), W)
    np.testing.assert_array_equal(curve.get_ydata(), losses)


def test_each_way_to_draw_it_is_a_cell_of_python():
    for name in contenders.REFERENCE:
        seen, code = contenders.reference(name)
        compile("\n".join(line for line in code.splitlines() if not line.startswith("%")), name, "exec")
        assert seen in ("event", "img", "drawImage", "dom") and "import scene" in code
