"""What every exercise has: three for each lesson, all used, and a check that never raises."""

import numpy as np
import pytest

from course_lib import checks
from course_lib.exercise import Exercise, FunctionExercise, Verdict
from course_lib.lessons import LESSONS
from tests.lessons.common import in_the_notebook


@pytest.mark.parametrize("folder", [lesson.folder for lesson in LESSONS.values() if lesson.teaches])
def test_every_lesson_has_three_exercises_and_every_exercise_is_used(folder):
    space = vars(getattr(checks, folder))
    used = set(in_the_notebook(folder))
    assert len(used) >= 3 and {name for name, thing in space.items() if isinstance(thing, Exercise)} == used


DOUBLE = FunctionExercise(lambda x: 2 * x, lambda rng: (rng.normal(size=3),), [], "why")


def test_a_check_never_raises():
    def explode(x):
        raise RuntimeError("oh no")

    assert DOUBLE.check(explode) == Verdict("not yet", "your answer stops with RuntimeError: oh no")
    assert "TypeError" in DOUBLE.check(lambda: 1).message
    assert DOUBLE.check(3).message.startswith("hand over the function")
    assert DOUBLE.check(lambda x: "words").outcome == "not yet"
    assert Exercise(lambda answer: 1 / 0).check(1).outcome == "not yet"


def test_lucky_answers_and_changed_arguments_are_caught():
    assert "5 of 5 random tries" in DOUBLE.check(lambda x: x + 1).message
    assert "shape (2,)" in DOUBLE.check(lambda x: x[:2]).message
    assert DOUBLE.check(lambda x: x * np.nan).outcome == "not yet"

    def in_place(x):
        x *= 2
        return x

    assert "changes its arguments" in DOUBLE.check(in_place).message


def test_verdict_reads_as_text():
    assert repr(DOUBLE.check(...)) == "todo: replace the dots with your answer and run the cell again."
