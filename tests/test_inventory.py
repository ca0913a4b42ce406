"""`make inventory`: a class's lines, its gains by hand, damaged lines named and the rest counted."""

import csv
import re

import numpy as np
import pytest

from course_lib.lessons.inventory.items import ITEMS
from course_lib.lessons.inventory.line import Handed, write
from tools import inventory as tool


def line_with(right, number, when):
    return write(Handed(when, number, tuple(item.right if k < right else None for k, item in enumerate(ITEMS))))


def test_a_class_with_damaged_lines_gets_the_gains_of_the_others(tmp_path, capsys):
    """Hake's gain by hand: means 4.5 and 10.5 of 15; own gains 6/12 and 6/9."""
    (tmp_path / "a.txt").write_text("\n".join([line_with(3, 11, "before"), "", "Dear teacher,",
                                               line_with(6, 12, "before"), line_with(9, 11, "before")]))
    (tmp_path / "b.txt").write_text("\n".join([line_with(9, 11, "after"), line_with(12, 12, "after"),
                                               line_with(9, 11, "after"), line_with(2, 13, "after")[:-1] + "x"]))
    (tmp_path / "c.png").write_bytes(b"\x89PNG\xff")
    found = tool.collect(tmp_path)
    assert [len(found.lines[when]) for when in ("before", "after")] == [2, 2] and len(found.pairs) == 2
    assert [re.sub(r":? .*", "", problem) for problem in found.problems] == ["a.txt,", "a.txt,", "b.txt,", "c.png"]
    for words, problem in zip(("no line", "another line before", "not the form", "not a text"), found.problems):
        assert words in problem
    tool.main(str(tmp_path), str(tmp_path / "out"))
    printed = capsys.readouterr().out
    assert "all lines: 30 % right before, 70 % after: gain +0.57" in printed  # (10.5 - 4.5) / (15 - 4.5)
    assert "mean of 2 learners' own gains: +0.58" in printed  # (6/12 + 6/9) / 2
    assert "left out: a.txt, line 3: no line of the inventory" in printed and "not been validated" in printed
    items, learners = (list(csv.DictReader((tmp_path / "out" / name).read_text(encoding="utf-8").splitlines()))
                       for name in ("items.csv", "learners.csv"))
    assert [row["before_percent"] for row in items] == ["100.0"] * 3 + ["50.0"] * 3 + ["0.0"] * 9
    assert [row["gain"] for row in items[:4]] == ["", "", "", "1.0"], "where all were right nothing could be gained"
    assert [(row["number"], row["when"], row["right_percent"]) for row in learners] == [
        ("11", "before", "20.0"), ("12", "before", "40.0"), ("11", "after", "60.0"), ("12", "after", "80.0")]


def test_without_pairs_or_before_any_line_nothing_breaks(tmp_path):
    lines = tmp_path / "lines.txt"
    lines.write_text("\n".join([line_with(3, 0, "before"), line_with(5, 0, "before"), line_with(12, 0, "after")]))
    found = tool.collect(lines)
    assert len(found.lines["before"]) == 2 and not found.pairs and "0 learners with both" in tool.summary(found)[0]
    lines.write_text("")
    assert tool.summary(tool.collect(lines)) == ["0 lines before, 0 after, 0 learners with both; left out: 0"]
    assert len(list(tool.table(tool.collect(lines)))) == 16
    with pytest.raises(SystemExit, match="make inventory FOLDER"):
        tool.main(str(tmp_path / "missing"))


def test_everybody_right_before_has_no_gain():
    assert np.isnan(tool.gain(100, 100)) and tool.gain(40, 40) == 0 and tool.gain(50, 25) == -0.5
    assert tool.said(np.nan) == "not defined" and tool.said(-0.5) == "-0.50"
