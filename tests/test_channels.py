"""Launch links and Colab's copies, with the repository's address unset and set; the workflows that publish."""

import re
import sys
import types
from pathlib import Path

import nbformat
import pytest
import yaml
from IPython.core.interactiveshell import InteractiveShell

from tests.lessons.common import cells
from tools import channels

ROOT = Path(__file__).parents[1]
HERE = "https://github.com/somebody/course"
LAUNCH = r"https?://(?:mybinder\.org|colab\.research\.google\.com)[^\s)\"'>]*"


def project(folder, urls):
    (folder / "pyproject.toml").write_text('[project]\nname = "course-lib"\n' + urls)
    return folder / "pyproject.toml"


def test_while_the_address_is_unset_there_is_nothing(tmp_path, monkeypatch, capsys):
    assert channels.address(project(tmp_path, "")) is None
    assert channels.links(None) == {}
    monkeypatch.setattr(channels, "address", lambda: None)
    channels.main("colab", tmp_path / "colab")
    assert not (tmp_path / "colab").exists() and channels.UNSET in capsys.readouterr().out


def test_with_an_address_binder_opens_lab_at_the_notebook_and_colab_the_copy(tmp_path):
    address = channels.address(project(tmp_path, f'[project.urls]\nRepository = "{HERE}/"\n'))
    assert address == HERE
    assert channels.links(address, "02_backprop.ipynb") == {
        "Binder": "https://mybinder.org/v2/gh/somebody/course/HEAD?urlpath=lab/tree/notebooks/02_backprop.ipynb",
        "Colab": "https://colab.research.google.com/github/somebody/course/blob/colab/02_backprop.ipynb"}
    elsewhere = channels.links("https://git.example.org/a/b")
    assert elsewhere == {"Binder": "https://mybinder.org/v2/git/https%3A%2F%2Fgit.example.org%2Fa%2Fb/HEAD"
                                   "?urlpath=lab/tree/notebooks/00_start_here.ipynb"}


@pytest.fixture(scope="module")
def copies(tmp_path_factory):
    folder = tmp_path_factory.mktemp("channels") / "colab"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(channels, "address", lambda: HERE)
        channels.main("colab", folder)
    return folder


@pytest.mark.parametrize("path", channels.NOTEBOOKS, ids=lambda p: p.stem)
def test_a_copy_for_colab_is_the_notebook_with_one_cell_in_front(copies, path):
    copy, original = (nbformat.read(folder / path.name, as_version=4) for folder in (copies, path.parent))
    nbformat.validate(copy)
    code = [cell for cell in copy.cells if cell.cell_type == "code"]
    assert code[0].source == channels.install_cell(HERE)
    there = HERE.replace("github.com", "colab.research.google.com/github") + "/blob/colab/"
    copied = [c.source for c in copy.cells if c.id != code[0].id]
    assert [source.replace(there, "") for source in copied] == [c.source for c in original.cells]
    assert not re.findall(r"\]\(\d\d_", "\n".join(copied)) and there in "\n".join(copied)


def test_colab_gets_no_copies_from_elsewhere(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(channels, "address", lambda: "https://git.example.org/a/b")
    channels.main("colab", tmp_path / "colab")
    assert not (tmp_path / "colab").exists() and "GitHub only" in capsys.readouterr().out


def test_what_the_cell_in_front_does_on_colab(monkeypatch):
    """Run in IPython with a pip that only listens and a google.colab that only counts."""
    asked, allowed = [], []
    output = types.SimpleNamespace(enable_custom_widget_manager=lambda: allowed.append(True))
    monkeypatch.setitem(sys.modules, "google", types.SimpleNamespace())
    monkeypatch.setitem(sys.modules, "google.colab", types.SimpleNamespace(output=output))
    shell = InteractiveShell()
    shell.register_magic_function(asked.append, magic_name="pip")
    shell.run_cell(channels.install_cell(HERE)).raise_error()
    assert asked == ['install -q "ipywidgets>=8.1.7,<9" "anywidget>=0.9.18,<0.12" "autograd>=1.8,<2"',
                     f"install -q --no-deps git+{HERE}"]
    assert allowed == [True]
    for requirement in re.findall(r'"(\w+[^"]*)"', asked[0]):
        assert requirement in (ROOT / "requirements.txt").read_text(), "the bounds are those of requirements.txt"


@pytest.mark.parametrize("path", channels.NOTEBOOKS, ids=lambda p: p.stem)
def test_the_set_up_cell_is_short_and_the_same_but_for_the_exercises(path):
    """At most five lines, imports only: JupyterLite loads what a cell imports, unless a magic stands in it."""
    def set_up(path):
        return cells(path.stem)[0].source

    assert len(set_up(path).splitlines()) <= 5
    assert all(line.startswith(("import ", "from ")) for line in set_up(path).splitlines())
    own = r"from course_lib(.checks import \w+ as exercise| import (claims|inventory))$"  # 00 and 99 have none
    same = [re.sub(own, "…", set_up(p)) for p in (path, channels.NOTEBOOKS[0])]
    assert same[0] == same[1]


def test_badges_are_those_of_the_address_and_go_with_it(tmp_path, monkeypatch):
    readme = tmp_path / "README.md"
    readme.write_text("# Title\n\n<!-- badges -->\nan old one\n<!-- end of badges -->\n\ntext\n")
    monkeypatch.setattr(channels, "README", readme)
    for repository, count in ((HERE, 2), ("https://git.example.org/a/b", 1), (None, 0)):
        monkeypatch.setattr(channels, "address", lambda repository=repository: repository)
        channels.main("readme")
        shown = readme.read_text()
        assert re.findall(r"\]\((http[^)]*)\)(?= |\n)", shown) == list(channels.links(repository).values())
        assert shown.count("[![Open in") == count and "old" not in shown and shown.endswith("-->\n\ntext\n")


def test_readme_has_the_badges_of_the_present_address():
    """After a change of project.urls: make badges."""
    text = channels.README.read_text(encoding="utf-8")
    assert channels.with_badges(text, channels.address()) == text


def test_no_launch_link_is_dead():
    """A launch link written anywhere is one that the address gives; while it is unset there is none."""
    alive = {*channels.links(channels.address()).values()}
    alive |= {channels.BADGES[channel] for channel in channels.links(channels.address())}
    texts = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md"), *channels.NOTEBOOKS]
    found = {link for path in texts for link in re.findall(LAUNCH, path.read_text(encoding="utf-8"))}
    assert found <= alive


WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda p: p.stem)
def test_workflows_parse_pin_actions_by_hash_and_run_what_exists(path):
    """A tag can be moved to other code, a commit cannot; the tag stands beside it, for people and the update bot."""
    workflow = yaml.safe_load(path.read_text())
    steps = [step for job in workflow["jobs"].values() for step in job["steps"]]
    assert all(job["timeout-minutes"] for job in workflow["jobs"].values())
    used = re.findall(r"uses: (.*)", path.read_text())
    assert len(used) == sum("uses" in step for step in steps)
    assert all(re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40}  # v\d+\.\d+\.\d+", use) for use in used)
    assert workflow["permissions"] == {"contents": "read"}, "a job that writes says so itself"
    assert all(step["with"]["persist-credentials"] is False for step in steps if "checkout" in step.get("uses", ""))
    commands = "\n".join(step.get("run", "") for step in steps)
    makefile = (ROOT / "Makefile").read_text()
    for target in re.findall(r"\bmake ([\w-]+)", commands):
        assert re.search(rf"^{target}:", makefile, flags=re.M), f"make {target}"
    for script in re.findall(r"bash (\S+)", commands):
        assert (ROOT / script).exists()
    for job in workflow["jobs"].values():
        assert job.get("needs", next(iter(workflow["jobs"]))) in workflow["jobs"]
