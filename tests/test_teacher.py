"""The teacher's version: stubs replaced by solutions, and the clinic's answers."""

import nbformat
import pytest

from course_lib import ward
from course_lib.lessons import LESSONS
from tools import teacher

NOTEBOOKS = [teacher.ROOT / "notebooks" / f"{lesson.file}.ipynb" for lesson in LESSONS.values() if lesson.teaches]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_every_stub_is_replaced(path):
    before = nbformat.read(path, as_version=4)
    stubs = [cell.source for cell in before.cells if cell.cell_type == "code" and teacher.CHECK.search(cell.source)]
    after = teacher.solved(nbformat.read(path, as_version=4))
    answered = [cell.source for cell in after.cells if cell.cell_type == "code" and teacher.CHECK.search(cell.source)]
    assert len(stubs) == len(answered) >= 3
    assert all("..." in stub for stub in stubs) and not any("..." in answer for answer in answered)
    assert after.cells[0].source.split("\n")[0].endswith("(teacher's version)")


def test_the_answers_of_the_wards_are_theirs():
    rows = [line.split(" | ") for line in teacher.answers(range(3)).split("\n") if line.startswith("| ")]
    assert rows[0][1:] == ["ward 0", "ward 1", "ward 2 |"] and len(rows) == 11
    for seed in range(3):
        for patient in ward.admit(seed):
            assert rows[patient.bed][1 + seed].removesuffix(" |") == patient.disease
    assert "- *he on tanh*: orthogonal" in teacher.answers() and "- *healthy*: nothing" in teacher.answers()


def test_a_number_without_a_notebook_is_refused(monkeypatch):
    monkeypatch.setattr("sys.argv", ["teacher.py", "98"])
    with pytest.raises(SystemExit, match="no notebook 98; there are 00, 01"):
        teacher.main()
