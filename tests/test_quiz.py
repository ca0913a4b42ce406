"""Predictions: every right and wrong choice, the widget, the plain text, and what has been answered so far."""

import importlib

import pytest

from course_lib import predictions
from course_lib.exercise import Verdict
from course_lib.quiz import Question

ALL = [(notebook, question) for notebook, questions in predictions.QUESTIONS.items() for question in questions]


def test_a_question_answers_right_and_wrong():
    question = Question("Which?", {"a": "wrong, because.", "b": "right, because.", "c": "wrong, too."}, "b")
    assert question.outcome is None
    assert question.answer("c") == "Not yet: wrong, too." and question.outcome == "not yet"
    assert question.answer("b") == "Right: right, because." and question.outcome == "right"
    assert repr(question) == "Which?\n  a) a\n  b) b\n  c) c"


def test_every_question_of_the_course_has_two_wrong_answers_and_a_reason_for_each():
    for notebook, question in ALL:
        assert len(question.choices) >= 3 and question.right in question.choices, (notebook, question)
        assert all(len(why) > 15 and why.endswith(".") for why in question.choices.values()), (notebook, question)
        assert len(set(question.choices.values())) == len(question.choices), (notebook, question)


def test_the_places_of_right_answers_vary():
    places = [list(question.choices).index(question.right) for _, question in ALL]
    assert all(places.count(k) >= 3 for k in range(3)), places


def test_the_widget_answers():
    question = Question("Which?", {"a": "wrong, because.", "b": "right, because."}, "b")
    _, row, verdict = question.widget().children
    first, second = row.children
    assert verdict.value == "" and [first.description, second.description] == ["a", "b"]
    first.click()
    assert "Not yet: wrong, because." in verdict.value and first.style.font_weight == "bold"
    second.click()
    assert "Right: right, because." in verdict.value and question.outcome == "right"
    assert first.style.font_weight == "normal"
    first.click()
    assert question.outcome == "right", "looking at the other answers afterwards takes nothing away"


def test_bad_questions_and_answers():
    with pytest.raises(ValueError, match="right must be one of"):
        Question("Which?", {"a": "", "b": ""}, "c")
    with pytest.raises(ValueError, match="choose one of"):
        predictions.ask("01", 1).answer("perhaps")
    with pytest.raises(KeyError, match="unknown notebook '99'; choose one of: 00, 01"):
        predictions.ask("99", 1)


def test_progress_counts_what_is_right():
    exercise = importlib.import_module("course_lib.lessons.backprop.exercises")
    before = predictions.progress("02", exercise)
    assert before.endswith("of 4. Predictions: 0 of 2.")
    assert exercise.update.check(lambda W, dW, r: W - r * dW).outcome == "right"
    predictions.ask("02", 1).answer("No, they differ")
    assert predictions.progress("02", exercise).endswith("of 4. Predictions: 1 of 2.")
    assert exercise.update.check(...) == Verdict("todo", exercise.update.check(...).message)
    predictions.ask("02", 1).outcome = None
