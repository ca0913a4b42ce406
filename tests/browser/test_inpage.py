"""Python inside an exported page, in a real browser: it starts at the first touch, and everything moves."""

import json

import pytest

from course_lib.lessons import LESSONS
from tests.browser import axe, lab
from tests.browser.conftest import EXPORTED
from tests.browser.hands import PATIENT, Slider, expect, expect_numbers
from tests.browser.inpage import SLOW, Alive, runtime, with_explorers, without_python, write
from tests.browser.test_every_lab import names_of_explorers
from tools import inpage

NAME = EXPORTED.file

TEN_AT_ONCE = """(e, label) => {
  const picture = [...globalThis[Symbol.for('course.pictures')]].find(({el}) => e.contains(el)), {requests} = picture;
  const slider = Object.values(picture.controls).find(control => control.get('description') === label);
  globalThis[Symbol.for('course.frames')].dropAll(picture.owner);
  window.flight = {most: 0, shown: [], flying: requests.flying};
  requests.ask = function (...given) {
    const answer = Object.getPrototypeOf(this).ask.apply(this, given);
    flight.most = Math.max(flight.most, this.flying.size);
    return answer;
  };
  const note = ({detail}) => detail.picture === picture && flight.shown.push(detail.values.scale);
  document.addEventListener('course-frame', note);
  for (let index = 0; index < 10; index++) slider.set('index', index);
  slider.save_changes();
}"""
LANDED = "last => flight.shown.at(-1) === last && !flight.flying.size"


@pytest.fixture(scope="module")
def folder(executed, tmp_path_factory):
    """The page of notebook 01, with Python beside it."""
    made = tmp_path_factory.mktemp("inpage")
    write(made, {NAME: executed})
    return made


@pytest.fixture
def visit(chromium, folder, twins):
    """Opens that page in a browser that has never been there."""
    with lab.served(folder) as address, chromium.new_context(viewport={"width": 1366, "height": 768}) as context:
        def opened():
            page = lab.noting_failures(context.new_page())
            page.address = address
            page.goto(f"{address}/{NAME}.html")
            lab.wait_for_pictures(page, len(twins))
            page.locator(".course-python-words", has_text="moves at once").first.wait_for(timeout=PATIENT)
            return page
        yield opened


def first(page, twins):
    """The first explorer of the page."""
    return Alive(page.locator(".course-explorer").first, twins[0].name)


def test_an_explorer_comes_alive_at_the_first_touch_and_what_fails_can_be_tried_again(visit, folder, twins):
    page = visit()
    alive, slider = first(page, twins), Slider(page.locator(".course-explorer").first, twins[0].name)
    menu = alive.element.locator("select").first
    home = slider.twin.values()
    assert "29 MB" in alive.words.inner_text() and alive.bar.is_hidden()
    assert not [url for url in page.asked if "pyodide" in url], "who only reads loads nothing of it"
    with without_python(folder):
        menu.select_option("ones")
        alive.again.wait_for(timeout=SLOW)
    assert alive.words.inner_text() == ("Python could not be loaded: pyodide.mjs did not arrive. "
                                        "weights start as is back at constant. scale still moves.")
    assert menu.input_value() == "constant" and axe.violations(page, ".course-explorer") == []
    slider.press("Home")
    expect(alive.element, slider.twin.describe(scale=slider.value()))
    alive.again.press("Enter")
    alive.bar.wait_for()
    page.wait_for_function("e => e.ariaValueNow > 0", arg=alive.bar.element_handle(), timeout=SLOW)
    assert "Until then the picture shows weights start as constant." in alive.words.inner_text()
    assert axe.violations(page, ".course-explorer") == [] and menu.input_value() == "ones"
    for key in ("End", "ArrowLeft"):  # meanwhile the slider moves, and its words are of the picture on the screen
        slider.press(key)
        expect(alive.element, slider.twin.describe(scale=slider.value()))
    alive.wait_for_python()
    now = {"scale": slider.value(), "initializer": "ones"}
    alive.wait(**home | now)
    expect(alive.element, slider.twin.describe(**now))
    alive.press("New seed")
    alive.wait(seed=home["seed"] + 1, **now)
    alive.put("blend", slider.twin.scene.controls["blend"].values[-1])
    now |= {"blend": slider.twin.scene.controls["blend"].values[-1], "seed": home["seed"] + 1}
    expect(alive.element, slider.twin.describe(**now))
    alive.element.locator("summary").press("Enter")
    expect_numbers(alive.element, slider.twin.table(**now))
    for _ in range(10):  # faster than Python draws: the last one counts
        slider.handle.press("ArrowLeft")
    now["scale"] = slider.value()
    expect(alive.element, slider.twin.describe(**now))
    alive.element.evaluate(TEN_AT_ONCE, slider.control.description)
    page.wait_for_function(LANDED, arg=slider.value(), timeout=PATIENT)
    most, shown = page.evaluate("[flight.most, flight.shown]")
    assert most == 3 and shown == sorted(shown), "three under way, never back"
    expect(alive.element, slider.twin.describe(**now | {"scale": slider.value()}))
    assert [failure for failure in page.failures if "/pyodide-" not in failure] == [] and lab.outside(page) == []


def test_a_page_from_a_disk_says_that_it_has_no_python_and_its_slider_moves(chromium, folder, twins):
    page = chromium.new_page()
    page.goto(f"file://{folder}/{NAME}.html")
    lab.wait_for_pictures(page, len(twins))
    alive, slider = first(page, twins), Slider(page.locator(".course-explorer").first, twins[0].name)
    alive.element.locator(".course-python-words", has_text="opened from a disk").wait_for(timeout=PATIENT)
    slider.press("End")
    expect(alive.element, slider.twin.describe(scale=slider.value()))
    assert alive.element.locator("select:enabled, .widget-button:enabled, input:enabled").count() == 0
    page.close()


RUN = """async code => {
  const python = globalThis[Symbol.for('course.python')], outputs = [];
  const done = python.run(code, output => outputs.push(output));
  return [await done, outputs];
}"""


@pytest.mark.nightly
def test_cells_run_in_one_namespace_can_be_interrupted_and_pictures_come_back(visit, twins):
    page = visit()
    shown = [{"ok": True}, [{"type": "text", "text": "5"}]]
    assert page.evaluate(RUN, "mine = 3 + int(np.ones(2).sum())\nmine") == shown
    assert page.evaluate(RUN, "mine") == shown
    alive = first(page, twins)
    alive.put("initializer", "ones")
    page.evaluate("""() => {
      const python = globalThis[Symbol.for('course.python')];
      window.endless = python.run('while True: pass').then(() => 'ended', error => error.name);
    }""")
    page.wait_for_function("globalThis[Symbol.for('course.python')].busy")
    page.evaluate("globalThis[Symbol.for('course.python')].restart()")
    assert page.evaluate("window.endless") == "Ended"
    alive.wait_for_python()
    alive.put("activation", "sigmoid")
    alive.wait(initializer="ones", activation="sigmoid")
    ran, (error,) = page.evaluate(RUN, "mine")
    assert ran == {"ok": False} and error["name"] == "NameError"


@pytest.mark.nightly
def test_the_next_visit_needs_no_network(visit, folder, twins):
    page = visit()
    first(page, twins).put("initializer", "ones")
    page.reload()
    lab.wait_for_pictures(page, len(twins))
    page.context.set_offline(True)
    with without_python(folder):
        page.reload()
        lab.wait_for_pictures(page, len(twins))
        first(page, twins).put("initializer", "ones")
    page.context.set_offline(False)


@pytest.mark.nightly
def test_the_record_is_of_this_runtime():
    assert inpage.record(runtime()) == json.loads(inpage.RECORD.read_text())


WITH = [lesson for lesson in LESSONS.values() if lesson.explorers]


@pytest.mark.nightly
@pytest.mark.parametrize("lesson", WITH, ids=lambda lesson: lesson.file)
def test_every_control_moves_to_both_ends_and_every_job_runs_to_its_end(chromium, tmp_path, lesson):
    names = list(dict.fromkeys(names_of_explorers(lesson)))
    write(tmp_path, {"all": with_explorers(names)})
    with lab.served(tmp_path) as address, chromium.new_context(viewport={"width": 1366, "height": 768}) as context:
        page = lab.noting_failures(context.new_page())
        page.goto(f"{address}/all.html")
        lab.wait_for_pictures(page, len(names))
        for element, name in zip(page.locator(".course-explorer").all(), names, strict=True):
            alive = Alive(element, name)
            for control, data in alive.twin.scene.controls.items():
                for value in (data.values[-1], data.values[0]):
                    alive.put(control, value)
                    assert alive.error() == "", f"{name} {control}={value}"
            for label in alive.twin.jobs:
                alive.work(label)
                assert alive.error() == "", f"{name} {label}"
        assert page.failures == []
