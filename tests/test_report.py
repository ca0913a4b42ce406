"""A learner's report: written, read again, and a folder of them as a table; damaged and edited files are named."""

import csv
import importlib
import re
import subprocess
import sys

import pytest

from course_lib import predictions, report
from course_lib.lessons import LESSONS
from tools.homework import reports

EXERCISES = importlib.import_module("course_lib.lessons.zero_init.exercises")
CHOICES = [list(asked.choices) for asked in LESSONS["03"].predictions]
RIGHT = [asked.right for asked in LESSONS["03"].predictions]


@pytest.fixture
def session(monkeypatch, tmp_path):
    """As after some work in notebook 03: two right predictions and a wrong one, one observed, one exercise right."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(predictions, "QUESTIONS", {number: tuple(
        predictions.Question(*asked) for asked in lesson.predictions) for number, lesson in LESSONS.items()})
    for lesson in LESSONS.values():
        for thing in report.exercises(lesson).values():
            monkeypatch.setattr(thing, "outcome", "todo")
    asked = predictions.QUESTIONS["03"]
    for place, choice in enumerate((RIGHT[0], RIGHT[1], next(c for c in CHOICES[2] if c != RIGHT[2]))):
        asked[place].view.said = {"predicted": CHOICES[place].index(choice), "seen": place == 0, "explained": place < 2}
    EXERCISES.waking_labels.check([[0, 0, 0, 1]])
    EXERCISES.bias_gradient.check(lambda Y: 0)
    return tmp_path


def test_a_report_is_read_as_it_was_written(session, capsys):
    predictions.report("Ada  Lovelace")
    path = session / "report-03-Ada-Lovelace.txt"
    text = path.read_text(encoding="utf-8")
    assert text in capsys.readouterr().out and len(text.splitlines()) < 40
    found = report.read(text)
    assert found.whole and found.head["name"] == "Ada Lovelace" and found.head["NumPy"].count(".") >= 1
    (part,) = found.parts
    assert [answer.predicted for answer in part.answers][:2] == RIGHT[:2] and part.answers[3].predicted is None
    assert [answer.observed for answer in part.answers] == [True, False, False, False]
    assert [answer.explained for answer in part.answers] == [True, True, False, False]
    assert part.outcomes == {"bias_gradient": "not yet", "logistic_step": "todo", "waking_labels": "right"}


def test_without_a_name_there_is_none_and_nothing_of_the_computer(session, monkeypatch):
    predictions.report()
    text = (session / "report-03.txt").read_text(encoding="utf-8")
    assert "name: (not given)\n" in text and str(session) not in text
    assert reports.rows(session / "report-03.txt")[0].who == "report-03"


def test_nothing_done_writes_nothing(session, capsys):
    for questions in predictions.QUESTIONS.values():
        for question in questions:
            question.view.said = {}
    for thing in report.exercises(LESSONS["03"]).values():
        thing.outcome = "todo"
    predictions.report()
    assert "Nothing" in capsys.readouterr().out and not list(session.glob("*.txt"))


def test_a_page_without_a_kernel_writes_nothing(session, monkeypatch, capsys):
    monkeypatch.setenv("COURSE_PAGES", "1")
    predictions.report()
    assert "in the notebook" in capsys.readouterr().out and not list(session.glob("*.txt"))


def test_a_name_cannot_leave_the_folder_or_forge_a_line(session):
    predictions.report("../../x\nsum: 12345678\nname: y")
    (path,) = session.glob("*.txt")
    assert path.parent == session and report.read(path.read_text(encoding="utf-8")).whole


def test_a_session_with_two_notebooks_is_one_file(session):
    predictions.QUESTIONS["05"][0].view.said = {"predicted": 0}
    predictions.report()
    assert [row.notebook for row in reports.rows(session / "report-03-05.txt")] == ["03", "05"]


def test_every_answer_of_every_notebook_can_be_written_and_read(session):
    for number, lesson in LESSONS.items():
        for k in range(3):
            part = report.Part(number, tuple(report.Answer(list(asked.choices)[k], True, False)
                                             for asked in lesson.predictions),
                               dict.fromkeys(report.exercises(lesson), "not yet"))
            if lesson.predictions:
                assert report.read(report.write([part], "x")).parts == (part,)


@pytest.mark.parametrize(("spoil", "remark"), [
    (lambda text: text.replace("\n", "\r\n"), ""),
    (lambda text: "Dear teacher, here it is.\n" + text.replace("outcome  exercise", "outcome   exercise"), ""),
    (lambda text: text.replace("not yet", "right"), reports.EDITED),
    (lambda text: text.replace("name: Ada", "name: Eve"), reports.EDITED),
    (lambda text: text[:len(text) // 2], "not read: its end is missing"),
    (lambda text: "hello", "not read: it does not begin"),
    (lambda text: re.sub("written: .*\n", "", text), "not read: it does not say: written"),
    (lambda text: text.replace("Notebook 03", "Notebook 77"), "not read: there is no notebook 77"),
    (lambda text: re.sub("\n1  .*", "", text), "not read: notebook 03 has other predictions"),
    (lambda text: text.replace(RIGHT[0], "All of them"), "not read: notebook 03, prediction 1: 'All of them' is not"),
])
def test_what_is_damaged_or_edited_is_named(session, spoil, remark):
    predictions.report("Ada")
    path = session / "report-03-Ada.txt"
    path.write_bytes(spoil(path.read_text(encoding="utf-8")).encode())
    (row,) = reports.rows(path)
    assert row.remark.startswith(remark) and bool(row.remark) == bool(remark)


def test_a_folder_becomes_a_table(session, capsys):
    predictions.report("Ada")
    predictions.report("=1+1")
    text = (session / "report-03-Ada.txt").read_text(encoding="utf-8")
    (session / "from notepad.txt").write_text(text, encoding="utf-16")
    (session / "photo.txt").write_bytes(bytes(range(128, 256)))
    capsys.readouterr()
    reports.main(str(session))
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["who", "notebook", "right", "before", "observed", "explained", "solved", "remark"]
    assert [line.split() for line in lines if line.startswith("Ada")] == 2 * [
        "Ada 03 2 of 4 1 of 4 2 of 4 1 of 3".split()]
    assert any(line.startswith("photo") and "not read" in line for line in lines)
    with (session / "reports.csv").open(newline="", encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert [row["who"] for row in rows] == ["'=1+1", "Ada", "Ada", "photo"]
    assert rows[1]["right_before"] == "2" and rows[1]["solved"] == "1" and rows[3]["notebook"] == ""


def test_a_folder_that_is_not_there():
    done = subprocess.run([sys.executable, "-m", "tools.homework.reports", "nowhere"], capture_output=True, text=True)
    assert done.returncode == 1 and "usage: make reports FOLDER=" in done.stderr
