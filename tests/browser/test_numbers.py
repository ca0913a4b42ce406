"""The tables below the picture against a kernel that is only pretended: closed, open, late, wrong, copied."""

import base64
import csv
import io

import pytest

from course_lib import plots
from course_lib.live import export
from course_lib.view import PictureView
from tests.browser.test_view import page, png  # noqa: F401
from tests.test_tables import READ


def test_closed_it_asks_nothing_and_open_it_follows_the_frames(page):  # noqa: F811
    found = page.evaluate("""async () => {
      const v = await make(1), found = [];
      const move = async (index) => {
        v.scale.set('index', index);
        v.reply(v.asks().at(-1), png); await quiet();
      };
      await move(1);
      found.push(v.tableAsks().length);
      await v.open();
      found.push(v.tableAsks().map(ask => ask.states.scale), v.cells());
      v.replyTables(v.tableAsks()[0]); await quiet();
      found.push(v.cells());
      await move(2);
      found.push(v.tableAsks().map(ask => ask.states.scale));
      v.replyTables(v.tableAsks().at(-1)); await quiet();
      found.push(v.cells());
      await v.open(false);
      await move(3);
      found.push(v.tableAsks().length);
      await v.open();
      found.push(v.tableAsks().length);
      return found;
    }""")
    assert found == [0, [1], [], ["1", "−0.3333"], [1, 2], ["2", "−0.6667"], 2, 3]


def test_held_frames_are_shown_at_once_and_a_late_answer_for_another_is_dropped(page):  # noqa: F811
    found = page.evaluate("""async () => {
      const v = await make(1), found = [];
      for (const index of [1, 2, 3]) { v.scale.set('index', index); v.reply(v.asks().at(-1), png); await quiet(); }
      await v.open();
      v.replyTables(v.tableAsks()[0]); await quiet();
      v.scale.set('index', 1); await quiet();
      v.scale.set('index', 2); await quiet();
      const busy = () => v.el.querySelector('.course-tables').getAttribute('aria-busy');
      found.push(v.text(), v.cells(), busy(), v.tableAsks().map(ask => ask.states.scale));  // one question at a time
      v.replyTables(v.tableAsks()[1]); await quiet();
      found.push(v.cells(), v.tableAsks().map(ask => ask.states.scale));
      v.replyTables(v.tableAsks()[2], {epoch: 1}); await quiet();  // of results that are not on the screen yet
      found.push(v.cells(), busy());
      v.model.set('epoch', 1);
      v.reply(v.asks().at(-1), png, {epoch: 1}); await quiet();
      v.replyTables(v.tableAsks()[3], {epoch: 1}); await quiet();
      return [...found, v.cells(), busy()];
    }""")
    three = ["3", "−1"]
    assert found == ["scale 2", three, "true", [3, 1], three, [3, 1, 2], three, "true", ["2", "−0.6667"], "false"]


def test_an_error_is_said_and_gone_with_the_next_tables(page):  # noqa: F811
    found = page.evaluate("""async () => {
      const v = await make(1), note = () => v.el.querySelector('.course-numbers-tools').lastChild.textContent;
      v.reply(v.asks()[0], png); await quiet();
      await v.open();
      v.replyTables(v.tableAsks()[0], {tables: undefined, error: 'ValueError: no.'}); await quiet();
      const said = note();
      v.scale.set('index', 1); v.reply(v.asks().at(-1), png); await quiet();
      v.replyTables(v.tableAsks()[1]); await quiet();
      return [said, note(), v.cells()];
    }""")
    assert found == ["ValueError: no.", "", ["1", "−0.3333"]]


FILLED = """async tables => {
  window.v = await make(1, {name: 'some', order: ['scale']});
  v.reply(v.asks()[0], png); await quiet();
  await v.open();
  v.replyTables(v.tableAsks()[0], {tables}); await quiet();
}"""


def some():
    """Tables with whatever is hard to write."""
    values = plots.Table('with "quotes", and a comma', "step", [value for value, _ in READ[:13]], ["a, b"],
                         [[value] for value, _ in READ[1:]], marked=2)
    wide = plots.Table("wide", "unit", [1, 2], [f"x{k}" for k in range(64)], [[0.1234567] * 64, [None] * 64])
    long = plots.Table("long", "step", list(range(90)), ["loss"], [[1.5]] * 90, 3, plots.tables.few(90, 3))
    return plots.Tables({"a": [values], "b": [wide, long]}, "explorers.some(scale=0)")


def test_the_page_writes_numbers_and_csv_as_python_does(page):  # noqa: F811
    page.evaluate(FILLED, some().data())
    values = [value for value, in some()["a"][0].values]
    assert page.evaluate("v.cells().slice(0, 13)") == [plots.tables.written(value) for value in values]
    assert page.locator("tr[aria-current]").all_inner_texts()[0].split() == [READ[2][1], READ[3][1]]
    assert page.locator(".course-table tbody tr").count() == 13 + 2 + 26
    assert "26 of 90 rows" in page.locator("caption").last.inner_text()
    page.evaluate("navigator.clipboard ?? Object.defineProperty(navigator, 'clipboard', {value: {}})")
    page.evaluate("navigator.clipboard.writeText = async text => { window.copied = text; }")
    page.get_by_role("button", name="Copy as CSV").click()
    page.get_by_role("status").get_by_text("Copied").wait_for()
    ours, theirs = (list(csv.reader(io.StringIO(text))) for text in (page.evaluate("copied"), some().csv()))
    as_numbers = [[[number(cell) for cell in row] for row in rows] for rows in (ours, theirs)]
    assert as_numbers[0] == as_numbers[1] and len(ours) > 100


def number(cell):
    try:
        return float(cell)
    except ValueError:
        return cell


@pytest.mark.parametrize("may", [True, False])
def test_where_there_is_no_clipboard_what_is_selected_is_copied(page, may):  # noqa: F811
    page.evaluate(FILLED, some().data())
    page.evaluate("""may => {
      Object.defineProperty(navigator, 'clipboard', {value: undefined});
      document.execCommand = () => { window.copied = getSelection().toString(); return may; };
    }""", may)
    button = page.get_by_role("button", name="Copy as CSV")
    button.press("Enter")
    said = page.get_by_role("status").get_by_text("Copied" if may else "Press Ctrl+C")
    said.wait_for()
    by_hand = page.get_by_label("The numbers as CSV")
    assert by_hand.is_visible() != may
    selected = by_hand.evaluate("e => e.value.slice(e.selectionStart, e.selectionEnd)")
    assert selected.startswith("explorers.some(scale=0)\n") and selected.count("\n") == some().csv().count("\n")
    assert (button if may else by_hand).evaluate("e => e === document.activeElement")


def test_what_scrolls_is_a_region_with_a_name_that_the_keyboard_reaches(page):  # noqa: F811
    page.set_viewport_size({"width": 400, "height": 800})
    page.add_style_tag(content=PictureView._css)
    page.evaluate(FILLED, some().data())
    page.wait_for_function("() => document.querySelectorAll('[role=region]').length === 2")
    regions = page.get_by_role("region")
    assert [r.get_attribute("aria-label")[:4] for r in regions.all()] == ["wide", "long"]
    regions.first.focus()
    page.keyboard.press("End")
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => document.querySelector('[role=region]').scrollLeft > 0")
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
    assert page.locator("th[scope=row]").count() == 41 and page.locator("th[scope=col]").count() == 2 + 65 + 2


def test_on_an_exported_page_the_tables_have_come_along(page):  # noqa: F811
    positions = [[vars(plots.Table("W1", "unit", [1], ["x1"], [[k / 7]]))] for k in range(40)]
    page.evaluate("""async ([tables, image]) => {
      const bytes = text => new DataView(Uint8Array.from(atob(text), c => c.charCodeAt(0)).buffer);
      const every = [...Array(40).keys()];
      window.v = await make(1, {png: bytes(image), states: {scale: 0, other: 0}, images: every.map(() => bytes(image)),
        embedded: {axis: 'scale', texts: every.map(String), further: [], values: every.map(scale => ({scale}))},
        tables: bytes(tables)});
      await v.open();
    }""", [base64.b64encode(export.packed(positions)).decode(), png(100)])
    page.wait_for_function("() => v.cells()[0] === '0'")
    page.evaluate("v.scale.set('index', 21)")
    page.wait_for_function("() => v.cells()[0] === '3'")
    assert page.evaluate("v.model.sent.length") == 0
