"""The page's half of the picture against a kernel that is only pretended: late, out of order, silent, wrong."""

import base64
import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from course_lib.plots import encode_png, style
from course_lib.plots.style import text_colours
from course_lib.view import script
from tests.colours import contrast, turned

PRETEND = (Path(__file__).parent / "pretend.js").read_text(encoding="utf-8").partition("export default ")[2]


def png(shade):
    file = io.BytesIO()
    Image.new("RGB", (40, 20), (shade, shade, shade)).save(file, "PNG")
    return base64.b64encode(file.getvalue()).decode()


def pretended(page, style=""):
    """The page with the view in it, a kernel that is only pretended, and a picture to answer with."""
    page.set_content(f"<style>{style}</style><body></body>")
    page.evaluate(PRETEND, script())
    page.evaluate("p => { window.png = p; }", png(100))
    return page


@pytest.fixture
def page(chromium):
    page = pretended(chromium.new_page())
    yield page
    page.close()


def test_the_newest_request_alone_is_followed_by_a_poke_once_the_kernel_is_busy_with_it(page):
    pokes = page.evaluate("""async () => {
      const v = await make(1), pokes = [];
      const status = (ask, state) => {
        ask.callbacks.iopub.status({content: {execution_state: state}});
        pokes.push(v.model.sent.filter(c => c.poke).length);
      };
      v.scale.set('index', 1);
      const [first] = v.asks().slice(-1);
      status(first, 'idle');
      status(first, 'busy');
      v.scale.set('index', 2);
      const [second] = v.asks().slice(-1);
      status(first, 'busy');  // the second request came after it: that is acknowledgement enough
      v.reply(second, png);
      await quiet();
      status(second, 'busy');  // answered already
      v.leave();
      return pokes;
    }""")
    assert pokes == [0, 1, 1, 1]


def test_a_request_that_got_lost_is_made_again_and_one_that_failed_is_not(page):
    page.clock.install()
    page.evaluate("make(1).then(v => { window.v = v; v.scale.set('index', 1); })")
    page.clock.run_for(100)
    page.wait_for_function("window.v?.asks().length === 2")
    page.clock.run_for(10_300)
    again = page.evaluate("v.asks().map(ask => ask.states.scale)")
    page.evaluate("v.reply(v.asks().at(-1), png, {error: 'ValueError: no.'})")
    page.evaluate("for (const ask of v.asks().slice(0, 2)) v.reply(ask, png, {error: 'ValueError: no.'})")
    page.clock.run_for(30_000)
    assert again == [0, 1, 1] and page.evaluate("v.asks().length") == 3
    assert page.evaluate("v.error().textContent") == "ValueError: no."


def test_three_requests_in_flight_and_the_newest_position_waits(page):
    asked = page.evaluate("""async () => {
      const v = await make(1);
      for (let i = 1; i <= 9; i++) v.scale.set('index', i);
      const before = v.asks().map(c => c.states.scale);
      v.reply(v.asks()[0], png);
      await quiet();
      return [before, v.asks().map(c => c.states.scale)];
    }""")
    assert asked == [[0, 1, 2], [0, 1, 2, 9]]


def test_answers_out_of_order_never_go_back_and_end_at_the_last_position(page):
    shown, held = page.evaluate("""async () => {
      const v = await make(1), shown = [];
      v.canvas.addEventListener('course-frame', e => shown.push(e.detail.values.scale));
      v.scale.set('index', 1);
      v.scale.set('index', 2);
      const [a, b, c] = v.asks();
      v.reply(b, png); await quiet();
      v.reply(a, png); await quiet();      // late: held, but not shown
      v.reply(c, png); await quiet();
      v.scale.set('index', 0);               // it came, so it needs no kernel
      return [shown, v.canvas.dataset.held];
    }""")
    assert shown == [1, 2, 0] and held == "true"


def test_of_a_drag_the_first_words_are_read_out_and_those_at_which_it_rests(page):
    """Recorded as a screen reader gets them: what comes into the element while it is polite, and nothing else."""
    page.clock.install()
    read, shown = page.evaluate("""async () => {
      const v = await make(1), read = [], words = v.el.querySelector('.course-text');
      new MutationObserver((all) => all.some(({addedNodes}) => addedNodes.length) && words.ariaLive === 'polite'
        && read.push(words.textContent)).observe(words, {childList: true});
      for (const index of [0, 1, 2, 3]) {
        v.scale.set('index', index);
        v.reply(v.asks().at(-1), png); await quiet();
      }
      window.v = v;
      window.read = read;
      return [[...read], v.text()];
    }""")
    assert read == ["scale 0"] and shown == "scale 3"
    page.clock.run_for(500)
    assert page.evaluate("read") == ["scale 0", "scale 3"]
    page.evaluate("v.scale.set('index', 4); v.reply(v.asks().at(-1), png); quiet()")
    assert page.evaluate("read").pop() == "scale 4"
    page.clock.run_for(500)
    assert page.evaluate("read.length") == 3, "a single step is read once"


def test_a_late_frame_of_another_state_is_not_shown(page):
    text = page.evaluate("""async () => {
      const v = await make(1);
      v.reply(v.asks()[0], png); await quiet();
      v.scale.set('index', 3);
      const old = v.asks().at(-1);
      v.other.set('index', 1);
      v.reply(v.asks().at(-1), png, {text: 'new state'}); await quiet();
      v.reply({...old, ask: null}, png, {text: 'old state'}); await quiet();
      return v.text();
    }""")
    assert text == "new state"


def test_an_error_is_a_message_gone_at_the_next_good_move_and_the_count_in_flight_falls(page):
    found = page.evaluate("""async () => {
      const v = await make(1), found = [];
      v.reply(v.asks()[0], png); await quiet();
      for (const index of [5, 6, 7, 8]) {    // more errors than may be in flight
        v.scale.set('index', index);
        v.reply(v.asks().at(-1), png, {error: `no ${index}`}); await quiet();
        found.push(v.error().hidden ? '' : v.error().textContent);
      }
      v.scale.set('index', 9);
      v.reply(v.asks().at(-1), png); await quiet();
      return [...found, v.error().hidden, v.text()];
    }""")
    assert found == ["no 5", "no 6", "no 7", "no 8", True, "scale 9"]


def test_what_a_job_found_makes_held_frames_out_of_date(page):
    asked = page.evaluate("""async () => {
      const v = await make(1);
      v.reply(v.asks()[0], png); await quiet();
      const before = v.asks().length;
      v.model.set('epoch', 1);
      return v.asks().length - before;
    }""")
    assert asked == 1


def test_two_explorers_keep_their_frames_apart_and_leaving_frees_them(page):
    found = page.evaluate("""async () => {
      const a = await make(1), b = await make(2), store = globalThis[Symbol.for('course.frames')];
      a.reply(a.asks()[0], png, {text: 'a'}); b.reply(b.asks()[0], png, {text: 'b'}); await quiet();
      const held = store.frames.size, texts = [a.text(), b.text()];
      a.leave();
      const left = store.frames.size;
      a.scale.set('index', 1);
      return [held, texts, left, a.asks().length, b.leave(), store.frames.size, store.bytes];
    }""")
    assert found[:4] == [2, ["a", "b"], 1, 1] and found[5:] == [0, 0]


def test_a_kernel_that_does_not_answer_is_asked_another_way_and_then_spoken_of(page):
    page.clock.install()
    page.evaluate("""async () => {
      window.kernel = Object.assign(new Kernel(), {commsOverSubshells: 'perCommTarget'});
      window.v = await make(1, {}, kernel);
    }""")
    page.clock.run_for(2000)
    assert page.evaluate("[kernel.commsOverSubshells, v.asks().length]") == ["perCommTarget", 1]
    page.clock.run_for(1100)
    page.wait_for_function("v.asks().length === 2")
    assert page.evaluate("kernel.commsOverSubshells") == "disabled" and page.evaluate("v.error().hidden")
    page.clock.run_for(5000)
    assert "Restart Kernel and Run All Cells" in page.evaluate("v.error().textContent")
    page.evaluate("v.reply(v.asks().at(-1), png)")
    page.wait_for_function("v.error().hidden")
    page.evaluate("() => { kernel.status = 'busy'; v.scale.set('index', 3); }")
    page.clock.run_for(8000)
    assert "busy with a cell" in page.evaluate("v.error().textContent")


def test_a_number_with_an_exponent_stands_on_one_line(page):
    tall, text = page.evaluate("""async () => {
      const v = await make(1), words = v.el.querySelector('.course-text');
      v.reply(v.asks()[0], png, {text: 'Their rms is 2.3e-05 and 1e-12.'}); await quiet();
      words.style.width = '0';
      return [[...words.querySelectorAll('span')].map(e => e.getClientRects().length), words.textContent];
    }""")
    assert tall == [1, 1] and text == "Their rms is 2.3e-05 and 1e-12."


def test_a_frame_that_is_unpacked_after_its_picture_has_left_is_not_kept(page):
    kept, later = page.evaluate("""async () => {
      const v = await make(1), store = globalThis[Symbol.for('course.frames')];
      v.scale.set('index', 1);
      const [first] = v.asks();
      for (const scale of [2, 3, 4]) v.reply({...first, ask: null, states: {...first.states, scale}}, png);
      v.leave();
      const asked = v.model.sent.length;
      await quiet(); await quiet();
      return [store.frames.size, v.model.sent.length - asked];
    }""")
    assert (kept, later) == (0, 0)


def test_the_page_keeps_no_more_than_its_share_of_memory_and_drops_the_oldest(page):
    big = io.BytesIO()
    Image.new("L", (4000, 4000)).save(big, "PNG")  # 64 MB decoded: four fit
    found = page.evaluate("""async (big) => {
      const v = await make(1), store = globalThis[Symbol.for('course.frames')];
      for (let i = 0; i < 6; i++) {
        v.scale.set('index', i);
        const order = v.asks().findLast(c => c.states.scale === i);
        v.reply(order, big); await quiet();
      }
      const before = v.asks().length;
      v.scale.set('index', 5); v.scale.set('index', 0);   // the oldest has to be asked for again
      return [store.bytes, store.frames.size, v.asks().length - before];
    }""", base64.b64encode(big.getvalue()).decode())
    assert found == [256e6, 4, 1]


def test_a_dense_screen_gets_a_sharp_picture_at_rest(chromium):
    context = chromium.new_context(device_scale_factor=2)
    page = pretended(context.new_page())
    page.clock.install(time=0)
    page.clock.pause_at(1000)  # the hand rests when the test says so
    page.evaluate("""async () => {
      window.v = await make(1);
      v.reply(v.asks()[0], png); await quiet();
      for (let i = 1; i < 4; i++) { v.scale.set('index', i); v.reply(v.asks().at(-1), png); await quiet(); }
    }""")
    page.clock.run_for(120)
    ratios = [page.evaluate("v.asks().map(c => [c.ratio, c.states.scale])")]
    page.evaluate("v.reply(v.asks().at(-1), png); quiet()")
    page.clock.run_for(150)
    ratios.append(page.evaluate("v.asks().length"))
    assert ratios == [[[1, 0], [1, 1], [1, 2], [1, 3], [2, 3]], 5]
    context.close()


def test_a_picture_for_a_projector_is_never_higher_than_the_window_leaves_room_for(page):
    heights = page.evaluate("""async () => {
      const heights = [];
      for (const [id, given] of [{}, {zoom: 1.5}, {zoom: 1.5, width: 400, height: 100}].entries()) {
        const v = await make(id, {width: 1000, height: 1000, ...given});
        v.el.style.zoom = given.zoom ?? 1; // as it is set on the whole explorer
        heights.push(v.canvas.getBoundingClientRect().height / innerHeight);
      }
      return heights;
    }""")
    assert heights[0] == pytest.approx(800 / 720), "not larger for a projector: never so small that it is not read"
    assert heights[1] == pytest.approx(0.62, abs=0.01)
    assert heights[2] == pytest.approx(1.5 * 100 / 720, rel=0.01), "one that fits is half as large again"


PALETTE = style.Scale(1, 1).colours(np.sinh(np.linspace(-1, 1, 513) * np.arcsinh(1)))


def test_a_page_that_turns_dark_shows_the_frames_it_holds_in_other_colours_and_back(page):
    """To the pixel what tests/colours.py computes; the kernel is not asked again."""
    extremes = np.vstack([np.eye(3), 1 - np.eye(3), np.zeros(3), np.ones(3)])
    colours = np.rint(255 * np.vstack([PALETTE[:, :3], extremes])).astype(np.uint8)
    strip = np.repeat(np.c_[colours, np.full(len(colours), 255)][None], 8, axis=0).astype(np.uint8)
    page.evaluate("strip => { window.strip = strip; }", base64.b64encode(encode_png(strip)).decode())
    found = page.evaluate("""async () => {
      const seen = v => [...v.canvas.getContext('2d').getImageData(0, 0, v.canvas.width, 1).data];
      window.v = await make(1, {width: 521, height: 8});
      v.reply(v.asks()[0], strip); await quiet();
      const shown = [seen(v)];
      for (const light of ['false', 'true']) {
        document.body.dataset.jpThemeLight = light; await quiet(); await quiet();
        shown.push(seen(v));
      }
      document.documentElement.dataset.theme = 'dark'; await quiet(); await quiet();
      shown.push(seen(v));
      return [shown, v.asks().length];
    }""")
    first, dark, light, site = (np.array(shown).reshape(-1, 4)[:, :3] for shown in found[0])
    np.testing.assert_array_equal(first, colours)
    np.testing.assert_array_equal(light, colours)
    np.testing.assert_array_equal(site, dark)
    assert np.abs(dark - 255 * turned(colours / 255)).max() <= 1
    assert found[1] == 1


def test_the_filter_for_still_pictures_turns_them_alike(page):
    """It works with coarser tables: almost the same colours, and every number can be read."""
    colours = np.rint(255 * PALETTE[:, :3])
    strip = np.repeat(np.c_[colours, np.full(513, 255)][None], 8, axis=0).astype(np.uint8)
    page.evaluate("make(1)")
    page.evaluate("""async png => {
      document.body.innerHTML = '<img id="strip" style="display: block; filter: url(#course-dark)">';
      const img = document.getElementById('strip');
      img.src = `data:image/png;base64,${png}`;
      await img.decode();
    }""", base64.b64encode(encode_png(strip)).decode())
    shown = Image.open(io.BytesIO(page.locator("#strip").screenshot())).convert("RGB")
    seen = np.asarray(shown)[4].astype(float)
    assert np.abs(seen - 255 * turned(colours / 255)).max() <= 16
    texts = text_colours(colours / 255) / 255
    assert contrast(seen / 255, 1 - texts).min() >= 4.5
