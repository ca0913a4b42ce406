"""Frames that no hand has asked for: when the page has them drawn, and when it leaves the kernel alone."""

import base64
import io

import pytest
from PIL import Image

from tests.browser.test_view import pretended

TURNS = "globalThis[Symbol.for('course.turns')]"
SEEN = f"n => [...{TURNS}.guests.values()].filter(guest => guest.seen).length === n"


@pytest.fixture
def page(chromium):
    """A page whose clock moves on when the test says so, with one explorer whose first picture is there."""
    page = pretended(chromium.new_page())
    page.clock.install(time=0)
    page.clock.pause_at(1000)
    page.evaluate("""async () => {
      window.kernel = new Kernel();
      window.open = async (id, given = {}) => {
        const v = await make(id, {unasked: 1, ...given}, kernel);
        v.model.emit('change:png');
        v.reply(v.asks()[0], png);
        await quiet();
        return v;
      };
      window.v = await open(1);
      // The frames that a turn asks for, the first `number` of them.
      window.draw = async (v, number, picture = png) => {
        const turn = v.turns().at(-1);
        for (const scale of turn.missing.slice(0, number)) {
          v.reply({...turn, states: {...turn.states, scale}}, picture, {unasked: true});
        }
        await quiet();
      };
    }""")
    page.wait_for_function(SEEN, arg=1)
    yield page
    page.close()


def turns(page, name="v"):
    """The turns it has offered, after all has been quiet for long."""
    page.clock.run_for(5000)
    return page.evaluate(f"{name}.turns()")


def test_what_is_on_the_screen_is_filled_once_and_then_needs_no_kernel(page):
    first, = turns(page)
    assert first["missing"] == list(range(1, 40)) and first["seconds"] == 1 and first["axis"] == "scale"
    page.evaluate("draw(v, 39).then(() => v.end('done', 0.4))")
    asks, held = page.evaluate("""async () => {
      const before = v.asks().length;
      for (const index of [5, 39, 0]) v.scale.set('index', index);
      return [v.asks().length - before, v.canvas.dataset.held];
    }""")
    assert (asks, held) == (0, "true")
    page.evaluate("""() => {
      v.el.style.marginTop = '5000px';
      const store = globalThis[Symbol.for('course.frames')];
      for (const [key, frame] of store.frames) if (frame.unasked) store.drop(key);  // others needed the memory
    }""")
    page.wait_for_function(SEEN, arg=0)
    page.evaluate("v.el.style.marginTop = ''; kernel.says('busy', 'comm_msg'); kernel.says('idle', 'comm_msg');")
    page.wait_for_function(SEEN, arg=1)
    assert len(turns(page)) == 1
    page.evaluate("v.other.set('index', 1); v.reply(v.asks().at(-1), png); quiet()")
    second = turns(page)[1]
    assert second["states"] == {"scale": 0, "other": 1} and second["seconds"] == pytest.approx(0.6)
    page.evaluate("draw(v, 3).then(() => v.end('spent', 0.59))")
    page.evaluate("v.other.set('index', 2); v.reply(v.asks().at(-1), png); quiet()")
    assert len(turns(page)) == 2, "its seconds are spent"


def test_a_cell_goes_before(page):
    page.evaluate("kernel.says('busy', 'execute_request')")
    page.evaluate("kernel.says('busy', 'comm_msg'); kernel.says('idle', 'comm_msg')")  # a slider moves meanwhile
    assert turns(page) == []
    page.evaluate("kernel.says('idle', 'execute_request')")
    page.clock.run_for(300)
    assert page.evaluate("v.turns().length") == 0, "the next cell may follow"
    assert len(turns(page)) == 1
    page.evaluate("draw(v, 4).then(() => { kernel.says('busy', 'execute_request'); v.end('stirred', 0.1); })")
    assert len(turns(page)) == 1
    page.evaluate("kernel.says('idle', 'execute_request')")
    again = turns(page)[1]
    assert again["missing"] == list(range(5, 40)) and again["seconds"] == pytest.approx(0.9)
    page.evaluate("kernel.says('busy', 'execute_request'); kernel.statusChanged.emit('restarting')")
    page.evaluate("kernel.status = 'idle'; v.end('stirred', 0.1)")
    assert len(turns(page)) == 3, "a cell that a restart has ended is not waited for"


def test_a_kernel_that_is_busy_all_the_same_is_asked_less_and_less_often(page):
    for _ in range(40):
        page.clock.run_for(500)
        page.evaluate("v.turns().length && v.end('stirred', 0)")
    assert 4 <= page.evaluate("v.turns().length") <= 8


def test_a_debugger_that_asks_again_and_again_is_not_waited_for(page):
    for _ in range(5):
        page.clock.run_for(300)
        page.evaluate("kernel.says('busy', 'debug_request'); kernel.says('idle', 'debug_request')")
    assert page.evaluate("v.turns().length") == 1


def test_the_hand_goes_before(page):
    page.evaluate("v.scale.set('index', 7)")
    page.clock.run_for(5000)
    assert page.evaluate("v.turns().length") == 0, "its question is not answered yet"
    page.evaluate("v.reply(v.asks().at(-1), png); quiet()")
    assert turns(page)[0]["missing"][:3] == [6, 8, 5]


def test_one_explorer_of_the_page_at_a_time_the_one_in_view_first(page):
    page.evaluate("""async () => {
      v.el.style.marginTop = '-12px';  // most of it is above the window
      window.w = await open(2);
      window.far = await open(3);
      far.el.style.marginTop = '5000px';
    }""")
    page.wait_for_function(SEEN, arg=2)
    assert (len(turns(page)), len(turns(page, "w"))) == (0, 1)
    page.evaluate("kernel.says('busy', 'comm_msg'); kernel.says('idle', 'comm_msg')")
    assert (len(turns(page)), len(turns(page, "w"))) == (0, 1), "its turn lasts"
    page.evaluate("w.end('done')")
    assert (len(turns(page)), len(turns(page, "w")), turns(page, "far")) == (1, 1, [])
    page.evaluate("v.leave(); far.el.style.marginTop = '';")
    page.wait_for_function(SEEN, arg=2)
    assert len(turns(page, "far")) == 1, "a picture that leaves the page ends its turn"
    page.evaluate("far.leave(); w.leave()")
    assert page.evaluate("kernel.iopubMessage.slots.length + kernel.statusChanged.slots.length") == 0


@pytest.mark.parametrize("given", ["{unasked: 0}", "{hold: false}"])
def test_it_can_be_off(page, given):
    page.evaluate(f"async () => {{ v.leave(); window.w = await open(2, {given}); }}")
    assert turns(page, "w") == []


def test_frames_of_the_hand_are_never_driven_out(page):
    file = io.BytesIO()
    Image.new("L", (4000, 3990)).save(file, "PNG")  # 64 MB decoded: four fit, two without being asked for
    big = base64.b64encode(file.getvalue()).decode()
    kept = """() => [...globalThis[Symbol.for('course.frames')].frames.values()].map(f => f.text).join(', ')"""
    page.evaluate("""async (big) => {
      window.big = big;
      v.leave();
      window.w = await open(2);
      for (const index of [10, 20, 30]) {
        w.scale.set('index', index);
        w.reply(w.asks().at(-1), big);
        await quiet();
      }
    }""", big)
    page.wait_for_function(SEEN, arg=1)
    only, = turns(page, "w")
    assert only["missing"] == [29], "there is room for one"
    page.evaluate("draw(w, 1, big)")
    assert page.evaluate(kept) == "scale 0, scale 10, scale 20, scale 30, scale 29"
    page.evaluate("w.turns().at(-1).missing = [28]; draw(w, 1, big)")
    assert page.evaluate(kept) == "scale 0, scale 10, scale 20, scale 30, scale 28"
    page.evaluate("w.scale.set('index', 28)")  # the hand's, from now on
    page.evaluate("w.turns().at(-1).missing = [27]; draw(w, 1, big)")
    assert page.evaluate(kept) == "scale 0, scale 10, scale 20, scale 30, scale 28"
    page.evaluate("w.scale.set('index', 1); w.reply(w.asks().at(-1), big); quiet()")
    assert page.evaluate(kept) == "scale 20, scale 30, scale 28, scale 1"
