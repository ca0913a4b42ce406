"""The glossary: what a notebook introduces in bold is in it, and each entry leads to where it is explained."""

import re
from functools import lru_cache
from pathlib import Path

import pytest

from course_lib.lessons import LESSONS
from tests.lessons.common import cells

GLOSSARY = Path(__file__).parents[1] / "docs" / "glossary.md"
ENTRY = re.compile(r"^- \*\*(.+?)\*\* \(\[(\d\d)\]\(\.\./notebooks/(\w+)\.ipynb\)\): (.+?)(?=\n- |\Z)", re.M | re.S)
ENTRIES = {term: (number, file, " ".join(words.split()))
           for term, number, file, words in ENTRY.findall(GLOSSARY.read_text(encoding="utf-8"))}
BOLD = re.compile(r"\*\*([^*]{2,40}?)\*\*")
LISTED = re.compile(r"\s*(- |\d\. |\*\*\d)")  # lists explain controls, and number exercises
EMPHASIS = {  # bold for its weight, or the name of a control
    "afterwards you can", "and", "any", "before", "chart", "columns", "every", "false for sigmoid units",
    "false of the loss", "fan-in = channels · size²", "inputs of that layer", "largest", "not",
    "not one block has moved", "random", "row $i$ belongs to unit $i$", "row for each filter", "scale",
    "sigmoid gives 0.5", "slow", "the same for both units", "the slider's left end is exactly zero", "train the four",
    "training step", "treat two units differently", "yours"}


@lru_cache
def prose(file):
    """The Markdown of a notebook, without its code."""
    return "\n".join(re.sub(r"```.*?```", "", cell.source, flags=re.S) for cell in cells(file, "markdown"))


def in_bold(file):
    """The bold words of a notebook that may be terms."""
    lines = [line for line in prose(file).split("\n") if not LISTED.match(line)]
    found = {words.lower() for line in lines for words in BOLD.findall(line)}
    return {words for words in found if not re.search(r"[.:?!]$|minutes|^\d", words)} - EMPHASIS


def known(words):
    """Is there an entry for the words, in the singular or the plural?"""
    terms = {term.lower() for term in ENTRIES}
    return bool({words, words.removesuffix("s"), words + "s", words.removeprefix("one ")} & terms)


@pytest.mark.parametrize("lesson", LESSONS.values(), ids=lambda lesson: lesson.file)
def test_every_term_in_bold_is_in_the_glossary(lesson):
    assert [words for words in in_bold(lesson.file) if not known(words)] == []


@pytest.mark.parametrize("term", ENTRIES)
def test_an_entry_leads_to_a_notebook_that_speaks_of_it(term):
    """In bold there, wherever any notebook has it in bold."""
    number, file, words = ENTRIES[term]
    assert LESSONS[number].file == file and re.search(rf"\b{re.escape(term)}", prose(file), re.I), file
    pattern = rf"\*\*{re.escape(term)}s?\*\*"
    bold = [lesson.file for lesson in LESSONS.values() if re.search(pattern, prose(lesson.file), re.I)]
    assert file in bold or not bold, f"explained in {bold}"
    assert 20 < len(words) < 180 and words.endswith(".") and words.count(". ") <= 1, "one or two sentences"


def test_the_glossary_is_whole_and_sorted():
    lines = GLOSSARY.read_text(encoding="utf-8").count("\n- ")
    assert lines == len(ENTRIES) > 80 and list(ENTRIES) == sorted(ENTRIES, key=str.lower)


def test_a_term_that_is_missing_is_found(monkeypatch):
    monkeypatch.delitem(ENTRIES, "saddle")
    assert [words for words in in_bold("09_landings") if not known(words)] == ["saddle"]
