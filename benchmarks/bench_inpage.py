"""Python inside an exported page: from the first touch to the picture, and what a move costs then.

    python -m benchmarks.bench_inpage [explorer ...]

In Chromium, with the runtime in build/pyodide (fetched if it is not there), files from this machine. A move goes to a
position that the page does not hold, one after the other; each also has Python fill in the slider's other positions
behind it, as it does for a hand.
"""

import statistics
import sys
import tempfile
import time
from pathlib import Path

import psutil

from course_lib.explorers import EXPLORERS
from course_lib.live.controls import Slider
from tests.browser import lab
from tests.browser.inpage import SLOW, Alive, with_explorers, write

NAMES = ("forward_pass", "backprop", "random_init", "xavier_he", "two_factors")
MOVES = """async ([e, label, times]) => {
  const store = globalThis[Symbol.for('course.frames')];
  const picture = [...globalThis[Symbol.for('course.pictures')]].find(({el}) => e.contains(el));
  const slider = Object.values(picture.controls).find(control => control.get('description') === label);
  const count = slider.get('_options_labels').length, took = [];
  for (let k = 0; k < times; k++) {
    store.dropAll(picture.owner);
    const begun = performance.now(), move = picture.moves + 1;
    const drawn = new Promise(resolve => {
      const heard = ({detail}) => {
        if (detail.picture !== picture || detail.moves < move) return;
        document.removeEventListener('course-frame', heard);
        resolve(performance.now() - begun);
      };
      document.addEventListener('course-frame', heard);
    });
    slider.set('index', (slider.get('index') + 1 + Math.floor(count / 3)) % count);
    slider.save_changes();
    took.push(await drawn);
  }
  return took;
}"""


def cpu():
    """CPU seconds of all processes that this one has started, so far."""
    total = 0.0
    for process in psutil.Process().children(recursive=True):
        try:
            times = process.cpu_times()
            total += times.user + times.system
        except psutil.NoSuchProcess:
            continue
    return total


def touch(alive):
    """(seconds, CPU seconds) from the first touch of a menu or slider to the picture that it asked for."""
    control, data = next((name, data) for name, data in alive.twin.scene.controls.items() if name != alive.twin.main)
    value = data.values[0] if data.values[0] != data.value else data.values[-1]
    begun, before = time.perf_counter(), cpu()
    alive.put(control, value)
    return time.perf_counter() - begun, cpu() - before


def moves(alive, times=20):
    """{label of a slider: [milliseconds of each move]}."""
    element = alive.element.element_handle()
    return {data.description: alive.page.evaluate(MOVES, [element, data.description, times])
            for data in alive.twin.scene.controls.values() if isinstance(data, Slider)}


def visit(page, address, names):
    """Print what a visit takes."""
    page.goto(f"{address}/all.html")
    lab.wait_for_pictures(page, len(names))
    page.locator(".course-python-words", has_text="moves at once").first.wait_for(timeout=SLOW)
    for number, (element, name) in enumerate(zip(page.locator(".course-explorer").all(), names, strict=True)):
        alive = Alive(element, name)
        seconds, spent = touch(alive)
        what = "with Python's start" if number == 0 else "Python is there"
        print(f"{name}: first touch to picture {seconds:.1f} s ({spent:.1f} CPU s), {what}", flush=True)
        alive.wait_for_python()
        for label, took in moves(alive).items():
            print(f"  {label:28s} a move {statistics.median(took):4.0f} ms median, "
                  f"{sorted(took)[int(0.95 * len(took))]:4.0f} ms 95 of 100", flush=True)


def main(names):
    """Two visits: the second finds what the service worker has kept."""
    assert set(names) <= set(EXPLORERS), "no such explorer"
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), {"all": with_explorers(names)})
        with lab.served(folder) as address, lab.browser() as chromium, chromium.new_context() as context:
            for number in ("first", "second"):
                print(f"{number} visit")
                page = context.new_page()
                visit(page, address, names)
                page.close()


if __name__ == "__main__":
    main(sys.argv[1:] or NAMES)
