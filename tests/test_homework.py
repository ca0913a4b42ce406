"""Notebooks as assignments, and what grades them, as far as it goes without nbgrader; real_nbgrader.py has the rest."""

import importlib
import json
import re

import nbformat
import numpy as np
import pytest

from course_lib import checks
from course_lib.exercise import Exercise, NotRight
from course_lib.lessons import LESSONS
from tests.lessons.common import NOTEBOOKS, run
from tools import new, teacher
from tools.homework import assignment, marks, wire
from tools.homework.guard import Guard

LESSONS_WITH_EXERCISES = [lesson for lesson in LESSONS.values() if hasattr(checks, lesson.folder)]
SLOW = {"random_init", "xavier_he", "clinic"}  # they draw tens of thousands of weights, or train

ODD = {"more_symmetry", "your_network"}  # a dict, a network as layers, NumPy scalars; the others are nightly


def given(lesson):
    """The notebook as it stands in the course; read anew, for `assignment` changes it."""
    return nbformat.read(next(path for path in NOTEBOOKS if path.stem == lesson.file), as_version=4)


def kinds(notebook):
    """{grade_id: cell} of answers and of checks."""
    cells = [cell for cell in notebook.cells if "nbgrader" in cell.metadata]
    return tuple({cell.metadata.nbgrader.grade_id: cell for cell in cells if cell.metadata.nbgrader[key]}
                 for key in ("solution", "grade"))


def handed_out(source):
    """A cell's text without its solution, as nbgrader makes it."""
    return re.sub(f"{assignment.BEGIN}.*?{assignment.END}", "", source, flags=re.S)


@pytest.mark.parametrize("lesson", LESSONS_WITH_EXERCISES, ids=lambda lesson: lesson.number)
def test_every_notebook_becomes_an_assignment(lesson):
    made = assignment.assignment(given(lesson), lesson, points=2)
    nbformat.validate(made)
    answers, locked = kinds(made)
    names = {name for name, thing in vars(getattr(checks, lesson.folder)).items() if isinstance(thing, Exercise)}
    assert set(locked) == {f"{lesson.folder}-{name}" for name in names}
    assert set(answers) == {f"{name}-answer" for name in locked} and len({c.id for c in made.cells}) == len(made.cells)
    assert sum(cell.metadata.nbgrader.points for cell in locked.values()) == 2 * len(names)
    assert f"{2 * len(names)} points" in made.cells[0].source and made.cells[0].source.startswith(f"# {lesson.number}")
    for cell in locked.values():
        assert re.fullmatch(r"exercise\.\w+\.check\(.*\)", cell.source) and cell.metadata.nbgrader.locked


@pytest.mark.parametrize("lesson", LESSONS_WITH_EXERCISES, ids=lambda lesson: lesson.number)
def test_no_solution_is_handed_out(lesson):
    solutions = teacher.solutions(given(lesson))
    made = assignment.assignment(given(lesson), lesson)
    text = "\n".join(handed_out(cell.source) for cell in made.cells)
    assert "Solution" not in text and "SOLUTION" not in text
    elsewhere = teacher.SOLUTION.sub("", "\n".join(cell.source for cell in given(lesson).cells))
    for line in "\n".join(solutions.values()).splitlines():
        assert line.strip() in elsewhere or line.strip() not in text, line


@pytest.mark.parametrize("lesson", [lesson for lesson in LESSONS_WITH_EXERCISES if lesson.folder not in SLOW],
                         ids=lambda lesson: lesson.number)
def test_the_teachers_copy_is_right_and_the_learners_is_to_do(lesson):
    answers, locked = kinds(assignment.assignment(given(lesson), lesson))
    for name, cell in locked.items():
        source = answers[f"{name}-answer"].source
        assert run(lesson.folder, f"{source}\n{cell.source}").outcome == "right"
        assert run(lesson.folder, f"{handed_out(source)}\n{cell.source}").outcome == "todo"


def test_the_skeleton_of_a_new_lesson_becomes_one_too():
    lesson = LESSONS["05"]._replace(number="16", folder="one_more")
    skeleton = nbformat.reads(new.notebook("16", "one_more"), as_version=4)
    answers, locked = kinds(assignment.assignment(skeleton, lesson))
    assert list(answers) == ["one_more-double-answer"] and list(locked) == ["one_more-double"]


def test_a_notebook_without_exercises_and_a_number_without_a_notebook(tmp_path):
    with pytest.raises(SystemExit, match="notebook 00 has no exercises"):
        assignment.main("00", "1", tmp_path)
    with pytest.raises(SystemExit, match="no notebook 98"):
        assignment.main("98", "1", tmp_path)
    with pytest.raises(SystemExit, match="usage: make assignment"):
        assignment.main()


def test_a_configuration_that_is_there_stays(tmp_path):
    assert assignment.write("03", 1, tmp_path) == "03_zero_init"
    config = tmp_path / "nbgrader_config.py"
    compile(config.read_text(), config, "exec")
    assert repr(str(assignment.channels.ROOT)) in config.read_text()
    config.write_text("mine")
    assignment.write("03", 1, tmp_path)
    assert config.read_text() == "mine"


def test_nbgrader_hears_an_error_and_the_learner_a_sentence(monkeypatch):
    exercise = checks.zero_init.waking_labels
    assert exercise.check(...).outcome == "todo"
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    with pytest.raises(NotRight, match="todo: replace the dots"):
        exercise.check(...)
    with pytest.raises(NotRight, match="not yet: W1 is still zero"):
        exercise.check([[0, 1, 1, 0]])
    assert exercise.check([[0, 1, 1, 1]]).outcome == "right"


def sent(thing, function=None):
    """Something after its way through the wire."""
    return wire.decode(json.loads(json.dumps(wire.encode(thing))), function)


def through_the_wire(answer):
    """An answer as the grader has it: values are copies, a function is called at the other end."""
    def call(*args):
        there = sent(list(args))
        value = sent(answer(*there))
        wire.leave(args, sent(there))
        return value

    return sent(answer, call)


@pytest.mark.parametrize("lesson", [pytest.param(lesson, marks=[pytest.mark.nightly] * (lesson.folder not in ODD))
                                    for lesson in LESSONS_WITH_EXERCISES], ids=lambda lesson: lesson.number)
def test_the_grader_says_what_the_notebook_says(lesson):
    tests = importlib.import_module(f"tests.lessons.test_{lesson.folder}")
    for name in tests.WRONG:
        exercise = getattr(getattr(checks, lesson.folder), name)
        for answer in [*(wrong for wrong, _ in tests.WRONG[name]), *tests.RIGHT[name], ..., None]:
            assert exercise.verdict(through_the_wire(answer)) == exercise.verdict(answer)


def test_only_data_comes_through_the_wire():
    class Own:
        def __reduce__(self):
            return print, ("run",)

    for thing in (np.arange(6.0).reshape(2, 3), np.array(2), np.zeros((0, 3)), np.array([True]), {1: [..., None]},
                  (1.5, "a", (2,)), np.float32(0.5)):
        assert repr(sent(thing)) in (repr(thing), "0.5")
    assert type(sent(Own())).__name__ == "Own"  # its name, and nothing of it
    with pytest.raises(ValueError, match="array of numbers"):
        wire.decode({"array": ["O", [1], ""]})
    with pytest.raises(KeyError):
        wire.decode({"code": "print()"})


def test_the_guard_names_what_changed_and_puts_it_back(tmp_path):
    own, other = tmp_path / "autograded" / "a", tmp_path / "submitted"
    cache = tmp_path / "__pycache__"
    for folder in (own, other, cache):
        folder.mkdir(parents=True)
    for name in ("kept", "changed", "removed"):
        (other / name).write_text(name)
    guard = Guard([tmp_path], own)
    (other / "changed").write_text("CHANGED")
    (other / "removed").unlink()
    (other / "new").write_text("")
    (own / "mine").write_text("")
    (cache / "planted.pyc").write_text("")
    home = f"{tmp_path.name}/submitted"
    assert guard.put_back() == [f"{home}/changed", f"{home}/new", f"{home}/removed"]
    assert [(other / name).read_text() for name in ("kept", "changed", "removed")] == ["kept", "changed", "removed"]
    assert (own / "mine").exists() and not (cache / "planted.pyc").exists()


def test_marks_are_asked_for_by_number_and_need_something_handed_in(tmp_path):
    for number in ("", "3", "98"):
        with pytest.raises(SystemExit, match="usage: make marks"):
            marks.main(number, tmp_path)
    with pytest.raises(SystemExit, match="nothing was handed in"):
        marks.main("03", tmp_path)
    rows = [{"student_id": who, "score": score, "max_score": "3.0"} for who, score in (("ada", "3.0"), ("b", "0.5"))]
    assert marks.table(rows) == "ada  3 of 3\nb    0.5 of 3"
