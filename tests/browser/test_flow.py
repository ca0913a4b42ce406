"""How the pieces of a picture stand in any width, and that clicks and marks find their place there."""

import base64
import io
import json

import pytest
from PIL import Image

from course_lib.explorers import EXPLORERS
from course_lib.view import HERE, script, styles
from tests.browser.test_view import PRETEND

CHECK = """async ([source, pictures]) => {
  const { flow, pointAt, boxAt } = await import(URL.createObjectURL(new Blob([source], { type: 'text/javascript' })));
  const wrong = [];
  for (const [name, picture] of Object.entries(pictures)) {
    for (let room = 274; room <= 1400; room += 7) {
      const layout = flow(picture, room);
      const say = (what) => wrong.push(`${name} at ${room}: ${what}`);
      const ends = layout.parts.map(({ box, x, y, scale }) => [x, y, x + scale * box[2], y + scale * box[3]]);
      if (ends.some(([x, y, u, v]) => x < 0 || y < 0 || u > room + 0.01 || v > layout.height + 0.01)) say('sticks out');
      if (ends.some((a, k) => ends.some((b, l) => l < k && Math.min(a[2], b[2]) - Math.max(a[0], b[0]) > 0.01
        && Math.min(a[3], b[3]) - Math.max(a[1], b[1]) > 0.01))) say('one piece over another');
      if (layout.parts.some(({ scale }) => scale < 0.75)) say('too small to read');
      if (layout.whole) continue;
      if (layout.parts.length !== picture.tiles.length) say('not each piece once');
      const first = layout.parts.find(({ box }) => box === picture.tiles[0].box);
      if (ends.some(([, , , bottom]) => bottom <= first.y)) say('what decides is not on top');
      for (const { panels } of picture.tiles) {
        for (const box of Object.values(panels)) {
          const [x, y, w, h] = boxAt(layout, box);
          const [u, v] = pointAt(layout, x + w / 2, y + h / 2);
          if (Math.hypot(u - box[0] - box[2] / 2, v - box[1] - box[3] / 2) > 0.01) say('there and back is elsewhere');
        }
      }
    }
  }
  return wrong;
}"""


@pytest.fixture(scope="module")
def page(chromium):
    page = chromium.new_page(viewport={"width": 900, "height": 600})
    yield page
    page.close()


def test_no_picture_is_wider_than_its_page_or_too_small_to_read(page):
    pictures = {}
    for name, make in EXPLORERS.items():
        scene = make().scene
        pictures[name] = {"width": scene.size[0], "height": scene.size[1], "tiles": scene.tiles()}
    assert page.evaluate(CHECK, [(HERE / "flow.js").read_text(encoding="utf-8"), pictures]) == []


TILES = [{"panels": {"b": [310, 30, 180, 60]}, "box": [300, 20, 200, 80], "base": 30},
         {"panels": {"a": [10, 30, 180, 100]}, "box": [0, 10, 200, 130], "base": 30}]


def picture():
    """Two panels, red and blue, on grey ground; what no piece holds is green."""
    image = Image.new("RGB", (600, 160), (220, 220, 220))
    image.paste((0, 255, 0), (220, 0, 280, 160))
    image.paste((255, 0, 0), (0, 10, 200, 140))
    image.paste((0, 0, 255), (300, 20, 500, 100))
    file = io.BytesIO()
    image.save(file, "PNG")
    return base64.b64encode(file.getvalue()).decode()


def test_clicks_and_marks_follow_the_pieces_while_the_window_is_resized(page):
    page.set_content(f"<style>{styles()}</style><body style='margin: 0'></body>")
    page.evaluate(PRETEND, script())
    page.evaluate("""async ([tiles, png]) => {
      window.v = await make(1, { width: 600, height: 160, tiles, clickable: true });
      v.reply(v.asks()[0], png);
      await quiet();
    }""", [TILES, picture()])

    def colour(x, y):
        return page.evaluate("""([x, y]) => {
          const [across, down] = [v.canvas.width / v.canvas.clientWidth, v.canvas.height / v.canvas.clientHeight];
          return [...v.canvas.getContext('2d').getImageData(x * across, y * down, 1, 1).data.slice(0, 3)];
        }""", [x, y])

    def click(x, y):
        page.mouse.click(x, y)
        return page.evaluate("v.model.sent.filter(c => c.click).at(-1)?.click")

    assert colour(250, 80) == [0, 255, 0] and click(400, 50) == [400, 50]
    for width, rows in ((440, 1), (300, 2)):
        page.set_viewport_size({"width": width, "height": 600})
        page.wait_for_function("w => v.canvas.clientWidth === w", arg=width)
        tops = {"a": 10, "b": 10} if rows == 1 else {"b": 10, "a": 80 + 8 + 20}
        lefts = {"a": 10, "b": 204 + 10} if rows == 1 else {"a": 10, "b": 10}
        for panel, shade in {"a": [255, 0, 0], "b": [0, 0, 255]}.items():
            x, y = lefts[panel] + 40, tops[panel] + 20 + 10 * (rows == 1 and panel == "b" or rows == 1)
            assert colour(x, y) == shade, (width, panel, x, y)
        assert page.evaluate("v.canvas.getContext('2d').getImageData(0, 0, v.canvas.width, v.canvas.height).data"
                             ".some((c, k, all) => k % 4 === 1 && c === 255 && all[k - 1] === 0)") is False
    shown = click(10 + 90, 8 + 100 + 50)
    assert shown == pytest.approx([100, 80], abs=12), json.dumps(shown)
    page.set_viewport_size({"width": 900, "height": 600})
    page.wait_for_function("v.canvas.clientWidth === 600")
    assert colour(250, 80) == [0, 255, 0] and click(400, 50) == [400, 50]
