"""A page whose kernel does not answer: it finds another way, or says what to do."""

import os
from pathlib import Path

import nbformat
import pytest

from course_lib.explorers import EXPLORERS
from tests.browser import lab

RELOADS = int(os.environ.get("COURSE_RELOADS", "1"))  # make test-all: 30
NAMES = dict(EXPLORERS["random_init"]().scene.controls["data"].options)  # {as the menu says it: the value}
CODE = "from course_lib import explorers\nexplorers.random_init()"
KERNEL = "jupyterapp.shell.currentWidget.sessionContext.session.kernel"
ANSWERED = """() => {
  const explorer = document.querySelector('.jp-OutputArea-output .course-explorer');
  const message = explorer?.querySelector('.course-error');
  return explorer?.querySelector('canvas[data-values]') ? 'alive' : message && !message.hidden && message.textContent;
}"""


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """A page of JupyterLab with one explorer, in a notebook of its own that was run."""
    lab.require_chromium()
    folder = tmp_path_factory.mktemp("reload")
    with lab.server(folder) as (address, token), lab.browser() as browser:
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(CODE)], metadata={
            "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}})
        nbformat.write(notebook, Path(folder) / "notebooks" / "one.ipynb")
        with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
            opened = lab.Notebook(context.new_page(), address, token, "one.ipynb")
            opened.run_all()
            opened.explorers(1)
            opened.save()
            yield opened
        lab.shut_down(address, token)


def press(notebook, key):
    """Move the main slider by a key."""
    notebook.page.locator(".course-explorer .noUi-handle").first.press(key)


def expect(notebook, timeout=30_000, **values):
    """The text under the picture becomes what describe gives headless."""
    notebook.page.wait_for_function("text => document.querySelector('.course-text')?.textContent === text",
                                    arg=EXPLORERS["random_init"]().describe(**values), timeout=timeout)


def test_a_reloaded_page_is_alive_or_says_why_not(page):
    found = []
    for _ in range(RELOADS):
        press(page, "ArrowRight")
        page.open()
        page.walk()
        found.append(page.page.wait_for_function(ANSWERED, timeout=60_000).json_value())
    print(f"{found.count('alive')} of {RELOADS} reloads alive; the others: {[f for f in found if f != 'alive']}")
    assert found.count("alive") >= RELOADS - RELOADS // 30


LOSE = f"""async () => {{
  const kernel = {KERNEL};
  const {{content}} = await kernel.requestListSubshell({{}}).done;
  for (const id of content.subshell_id) await kernel.requestDeleteSubshell({{subshell_id: id}}).done;
  return content.subshell_id.length;
}}"""


def go_home(notebook):
    """Whatever the tests before have chosen: the main slider at its left end."""
    press(notebook, "Home")
    expect(notebook, blend=0.0, data=NAMES[notebook.page.get_by_label("data", exact=True)
                                           .locator("option:checked").inner_text()])


def choose_another(notebook):
    """Ask for pictures that the page does not hold: of another data set than the present one. Returns its name."""
    menu = notebook.page.get_by_label("data", exact=True)
    value = "XOR" if menu.locator("option:checked").inner_text() != "XOR" else "moons"
    menu.select_option(value)
    return value


def test_a_page_that_writes_to_a_lost_subshell_takes_another_way(page):
    page.explorers(1)
    go_home(page)
    assert page.page.evaluate(LOSE) >= 1
    expect(page, blend=0.0, data=NAMES[choose_another(page)])
    assert page.page.evaluate(f"{KERNEL}.commsOverSubshells") == "disabled"
    assert not page.page.locator(".course-error").first.is_visible()


@pytest.mark.nightly
def test_a_new_page_is_answered_after_the_old_one_s_subshell_was_lost(page):
    """What the kernel of some reloads was in: it goes on writing to the subshell of the page before."""
    page.open()
    page.explorers(1)
    go_home(page)
    assert page.page.evaluate(LOSE) >= 1
    page.open()
    page.explorers(1)
    expect(page, blend=0.0, data=NAMES[choose_another(page)])
    assert page.page.evaluate(f"{KERNEL}.commsOverSubshells") == "perCommTarget", "no other way was needed"


@pytest.mark.nightly
def test_a_kernel_that_does_not_answer_is_told_beside_the_picture_within_ten_seconds(page):
    page.open()
    page.explorers(1)
    page.page.evaluate(f"() => {{ {KERNEL}._sendMessage = () => {{}}; }}")
    choose_another(page)
    message = page.page.locator(".course-error").first
    message.wait_for(state="visible", timeout=10_000)
    assert "Restart Kernel and Run All Cells" in message.inner_text()


@pytest.mark.nightly
def test_a_kernel_that_is_busy_with_a_cell_is_not_called_dead(page):
    page.open()
    page.explorers(1)
    go_home(page)
    page.page.evaluate(LOSE)
    page.page.evaluate(f"{KERNEL}.commsOverSubshells = 'disabled'")
    running = page.page.evaluate_handle(f"{KERNEL}.requestExecute({{code: 'import time; time.sleep(12)'}})")
    page.page.wait_for_function(f"() => {KERNEL}.status === 'busy'")
    data = NAMES[choose_another(page)]
    message = page.page.locator(".course-error", has_text="Python is busy with a cell").first
    message.wait_for(timeout=10_000)
    running.evaluate("future => future.done")
    expect(page, blend=0.0, data=data)
    assert not message.is_visible()
