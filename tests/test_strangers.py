"""What somebody sees who does not know the course: pages that describe themselves, files for citing and reporting.

`make review` (at night) holds the files against their schemas; here is what must agree with the rest of the course.
"""

import json
import re
import tomllib
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest
import yaml

from course_lib.lessons import LESSONS
from tools import about, channels, pages

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
ADDRESS = re.compile(r"https?://[^\s)\"'>]+|[\w.]+@[\w-]+\.\w+")


class Head(HTMLParser):
    """The descriptions and JSON-LD of a page, as a browser reads them."""

    def __init__(self, html):
        super().__init__()
        self.descriptions, self.data, self.inside = [], [], False
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.inside = tag == "script" and attributes.get("type") == "application/ld+json"
        if tag == "meta" and attributes.get("name") == "description":
            self.descriptions.append(attributes["content"])

    def handle_data(self, data):
        if self.inside:
            self.data.append(json.loads(data))
            self.inside = False


@pytest.mark.parametrize("lesson", LESSONS.values(), ids=lambda lesson: lesson.folder)
def test_a_lesson_describes_itself(lesson):
    read = Head(about.tags(lesson))
    (words,), (said,) = read.descriptions, read.data
    assert said["description"] == words and lesson.question in words and 60 < len(words) < 260 and "`" not in words
    assert (said["@type"], said["@context"]) == ("LearningResource", "https://schema.org")
    assert said.get("teaches", []) == [objective.text.replace("`", "") for objective in lesson.objectives]
    assert said["timeRequired"] == f"PT{lesson.minutes + sum(minutes for _, minutes in lesson.exercises)}M"
    assert said["isPartOf"]["name"] == about.COURSE and said["competencyRequired"] == lesson.needs
    assert set(ADDRESS.findall(json.dumps(said))) == {"https://schema.org", about.LICENSE}, "none of our own is set"


def test_another_page_says_that_it_belongs_to_the_course():
    head = Head(about.tags(title="Glossary & more"))
    (said,), (words,) = head.data, head.descriptions
    assert said["@type"] == "WebPage" and said["isPartOf"]["name"] == about.COURSE and "more. A page" in words


def test_the_course_lists_its_lessons():
    (said,) = Head(about.tags()).data
    assert "Course" in said["@type"] and len(said["hasPart"]) == len(LESSONS)
    assert f"# {about.COURSE}\n" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_a_text_cannot_end_the_script():
    lesson = LESSONS["01"]._replace(question='Is </script><b> "text"?')
    (said,), (words,) = Head(about.tags(lesson)).data, Head(about.tags(lesson)).descriptions
    assert "</script><b>" in said["name"] and '"text"?' in words


def test_an_exported_page_and_the_list_of_pages_describe_themselves(tmp_path, monkeypatch):
    notebook = nbformat.read(ROOT / "notebooks" / "99_inventory.ipynb", as_version=4)
    head = pages.page(notebook).partition("</head>")[0]
    assert [said["name"] for said in Head(head).data] == ["99 · What do you say now?"]
    monkeypatch.setattr(pages, "OUT", tmp_path)
    pages.write_index()
    assert [said["name"] for said in Head((tmp_path / "index.html").read_text(encoding="utf-8")).data] == [about.COURSE]


def test_the_citation_says_what_the_project_says_and_invents_nothing():
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert (cited["cff-version"], cited["title"], cited["version"]) == ("1.2.0", about.COURSE, PROJECT["version"])
    assert cited["license"][0] == PROJECT["license"] and "CC BY 4.0" in (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert cited["authors"] == [{"name": about.ALWAYS["author"]["name"]}] and "doi" not in cited
    assert cited.get("repository-code") == channels.address(), "set with project.urls, and only then"


@pytest.mark.parametrize("name", ["CODE_OF_CONDUCT.md", "SECURITY.md", "ISSUE_TEMPLATE/wrong.yml", "dependabot.yml"])
def test_what_is_for_strangers_has_no_dead_address(name):
    text = (ROOT / ".github" / name).read_text(encoding="utf-8")
    assert not ADDRESS.findall(text) and len(text) > 200
    if name.endswith(".md"):
        assert "is not set" in text, "where to report is the owner's to say"


def test_a_container_opens_with_readmes_command():
    made = json.loads((ROOT / ".devcontainer" / "devcontainer.json").read_text(encoding="utf-8"))
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert re.search(rf"^{made['postAttachCommand']} ", readme, re.M), "one of README's two commands"
    python = re.search(r"python:(\d\.\d+)", made["image"])[1]
    assert f"Programming Language :: Python :: {python}" in PROJECT["classifiers"]


def test_the_review_runs_at_night_and_its_exceptions_have_reasons():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert re.search(r"^test-all:.*\n(\t.*\n)*\t\$\(MAKE\).* review", makefile, re.M)
    tools = (ROOT / ".github" / "requirements-review.txt").read_text(encoding="utf-8")
    assert all(re.match(r"[\w\[\]-]+==[\d.]+ +#", line) for line in tools.splitlines()[1:])
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert all(len(reason) > 20 for reason in project["tool"]["repo-review"]["ignore"].values())
