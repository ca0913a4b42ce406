"""A learner's hands: sliders dragged, controls moved by keyboard, and the picture that follows, read off the page."""

import base64
import io
import json

import numpy as np
from PIL import Image

from course_lib.explorers import EXPLORERS
from course_lib.plots.tables import written

HAS_TEXT = "([e, text]) => e.querySelector('.course-text').textContent === text"
HAS_NUMBERS = """([e, wanted]) => {
  const cells = [...e.querySelectorAll('.course-tables td')].map(cell => cell.textContent);
  return cells.length === wanted.length && cells.every((text, place) => text === wanted[place]);
}"""
PATIENT = 60_000  # milliseconds at most until a condition holds, on a slow machine too


def expect(element, text):
    """Wait until the words under the picture are these."""
    element.page.wait_for_function(HAS_TEXT, arg=[element.element_handle(), text], timeout=PATIENT)


def on_screen(place):
    """What a screenshot of a page or an element shows: (height, width, 3)."""
    return np.asarray(Image.open(io.BytesIO(place.screenshot())).convert("RGB"))


CANVAS_SHOWS = """([e, name, value]) =>
  JSON.parse(e.querySelector('canvas').dataset.values)[name] === JSON.parse(value)"""
CANVAS_IS = """([e, wanted]) => {
  const {width, height} = e.querySelector('canvas');
  const there = e.querySelector('canvas').getContext('2d').getImageData(0, 0, width, height).data;
  const colours = atob(wanted);
  for (let i = 0; i < width * height; i++) for (let c = 0; c < 3; c++) {
    if (Math.abs(there[4 * i + c] - colours.charCodeAt(3 * i + c)) > 1) return false;
  }
  return true;
}"""


def canvas_is(element, pixels):
    """Wait until the picture has these colours, (height, width, 3) in 0..255, up to the rounding of one step."""
    wanted = base64.b64encode(np.rint(pixels).astype(np.uint8).tobytes()).decode()
    element.page.wait_for_function(CANVAS_IS, arg=[element.element_handle(), wanted], timeout=PATIENT)


def shown(explorer):
    """(pixels, text) of the picture that is on the screen now; its name must say where its words are."""
    data, label, text = explorer.evaluate("""e => {
      const canvas = e.querySelector('canvas');
      return [canvas.toDataURL().split(',')[1], canvas.getAttribute('aria-label'),
              e.querySelector('.course-text').textContent];
    }""")
    assert label.endswith("What it shows is said below it.")
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(data))).convert("RGB")), text


def expect_numbers(element, tables):
    """Wait until the opened tables below the picture hold these, to four digits."""
    wanted = [written(value) for table in tables for row in range(len(table.rows)) for value in table.values[row]
              if table.chosen is None or row in table.chosen]
    element.page.wait_for_function(HAS_NUMBERS, arg=[element.element_handle(), wanted], timeout=PATIENT)


class Slider:
    """A slider, the main one, of an explorer on the screen, beside an explorer of the same kind without a screen."""

    def __init__(self, element, name, control=None):
        self.page, self.element, self.twin = element.page, element, EXPLORERS[name]()
        self.control = self.twin.scene.controls[control or self.twin.main]
        self.values = dict(self.control.options)
        self.box = element.locator(".widget-hslider",
                                   has=self.page.get_by_text(self.control.description, exact=True)).first
        self.handle = self.box.locator(".noUi-handle")

    def value(self):
        # Not inner_text: JupyterLab leaves cells that are far from the screen unrendered, and those have none.
        return self.values[self.box.locator(".widget-readout").text_content()]

    def hold(self):
        """Lay the hand on the slider and wait until the page holds the frames of all its positions."""
        self.handle.focus()
        self.page.wait_for_function("n => globalThis[Symbol.for('course.frames')].frames.size >= n",
                                    arg=len(self.values), timeout=PATIENT)

    def expect_text_of_the_new_value(self):
        """The text on the screen becomes what describe gives headless for the value the slider shows, and the picture
        is that value's: at two neighbours the text may be the same.
        """
        name, value = self.twin.main, self.value()
        expect(self.element, self.twin.describe(**{name: value}))
        self.page.wait_for_function(CANVAS_SHOWS, arg=[self.element.element_handle(), name, json.dumps(value)],
                                    timeout=PATIENT)
        return shown(self.element)[0]

    def press(self, key):
        """Press a key that leads to another position, and wait until the slider shows it."""
        before = self.box.locator(".widget-readout").text_content()
        self.handle.press(key)
        self.page.wait_for_function("([b, old]) => b.querySelector('.widget-readout').textContent !== old",
                                    arg=[self.box.element_handle(), before], timeout=PATIENT)

    def drag(self, share, steps=6):
        """Press on the handle, move it to `share` of the track, release."""
        self.handle.hover()  # waits until nothing moves any more
        track, handle = self.box.locator(".noUi-target").bounding_box(), self.handle.bounding_box()
        y = handle["y"] + handle["height"] / 2
        self.page.mouse.move(handle["x"] + handle["width"] / 2, y)
        self.page.mouse.down()
        self.page.mouse.move(track["x"] + share * track["width"], y, steps=steps)
        self.page.mouse.up()

    def changed_panels(self, before, after):
        changed = set()
        for name, panel in self.twin.canvas.panels.items():
            box, height = panel.ax.get_window_extent(), before.shape[0]
            part = np.s_[int(height - box.y1):int(height - box.y0), int(box.x0):int(box.x1)]
            if (before[part] != after[part]).any():
                changed.add(name)
        return changed


def move_every_control_by_keyboard(element, name):
    """Focus each control, press the arrow key that leads away from where it stands, and see its value change."""
    twin = EXPLORERS[name]()
    for control, data in twin.scene.controls.items():
        slider = Slider(element, name, control) if hasattr(data, "options") else None
        if slider and slider.box.count():
            last = slider.value() == data.values[-1]
            slider.press("ArrowLeft" if last else "ArrowRight")
            continue
        target = element.get_by_label(data.description, exact=True)
        before = target.input_value()
        last = target.evaluate("e => e.tagName === 'SELECT' && e.selectedIndex === e.options.length - 1")
        target.press("ArrowUp" if last or not slider else "ArrowDown")
        element.page.wait_for_function("([e, old]) => e.value !== old", arg=[target.element_handle(), before],
                                       timeout=PATIENT)
    assert not element.locator(".course-error").is_visible()
