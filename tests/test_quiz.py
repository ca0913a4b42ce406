"""Predictions: what the page is given and what it tells, the plain text, and what has been answered so far."""

import importlib
import os
import subprocess
import sys

import pytest

from course_lib import explorers, predictions
from course_lib.exercise import Exercise, Verdict
from course_lib.lessons.lesson import Look
from course_lib.quiz import LIVE, Question

ALL = [(notebook, question) for notebook, questions in predictions.QUESTIONS.items() for question in questions]


LOOK = Look("forward_pass", "Drag *scale*.", ({"scale": (">=", 5)},), "What did you see?",
            {"It grew": "look again.", "It stood still": "so it does."}, "It stood still", "W1")


def asked(look=None):
    return Question("Which?", {"a": "wrong, because.", "b": "right, because.", "c": "wrong, too."}, "b", look)


def say(question, **said):
    """As the page says it; its own half is tested in tests/browser/test_question.py."""
    question.view.said = said


def test_a_question_knows_what_the_page_was_told():
    question = asked()
    assert (question.predicted, question.observed, question.explained, question.outcome) == (None, False, False, None)
    say(question, predicted=2, explained=False, seen=False)
    assert question.predicted == "c" and question.outcome is None, "no verdict before the reason"
    say(question, predicted=2, explained=True, seen=True)
    assert question.observed and question.explained and question.outcome == "not yet"
    say(question, predicted=1, explained=True, seen=False)
    assert question.outcome == "right" and not question.observed
    say(question, predicted=None, explained=True)
    assert question.outcome is None, "told without a prediction"


def test_plain_text_is_the_question_its_choices_and_where_to_look():
    assert repr(asked()) == "Which?\n  a) a\n  b) b\n  c) c"
    assert repr(asked(LOOK)) == repr(asked()) + "\nWhere to look: Drag *scale*."


def test_the_page_gets_all_that_it_needs():
    view = asked(LOOK).view
    assert (view.choices, view.reasons[1], view.right) == (["a", "b", "c"], "right, because.", 1)
    assert view.look == {"explorer": "forward_pass", "move": "Drag *scale*.", "states": ({"scale": (">=", 5)},),
                         "asks": "What did you see?", "seen": ["It grew", "It stood still"],
                         "answers": ["look again.", "so it does."], "shown": 1, "panel": "W1"}
    assert asked().view.look == {}


def test_a_question_is_one_widget_however_often_it_is_shown():
    question = asked()
    first, second = (question._repr_mimebundle_()[LIVE]["model_id"] for _ in range(2))
    assert first == second and question._repr_mimebundle_()["text/plain"] == repr(question)


def test_hands_first_and_the_projector_reach_the_questions_that_follow():
    question = asked()
    question._repr_mimebundle_()
    assert (question.view.hands, question.view.zoom) == (False, 1.0)
    explorers.verdicts(False)
    explorers.projector()
    try:
        question._repr_mimebundle_()
        assert (question.view.hands, question.view.zoom) == (True, 1.5)
    finally:
        explorers.verdicts()
        explorers.projector(False)


def test_hands_first_can_be_set_from_outside():
    command = "from course_lib.live import settings; print(settings.hands_first())"
    for value, hands in (("1", "True"), ("0", "False")):
        done = subprocess.run([sys.executable, "-c", command], env=os.environ | {"COURSE_HANDS": value},
                              capture_output=True, text=True, check=True)
        assert done.stdout.strip() == hands


def test_a_vote_is_about_a_question_of_the_course_or_of_your_own():
    vote, question = explorers.vote("01", 1), predictions.ask("01", 1)
    assert vote.view.text == question.text and vote.view.choices == list(question.choices)
    own = explorers.vote("This or that?", ["this", "that"])
    assert repr(own) == own._repr_mimebundle_()["text/plain"] == "This or that?\n  a) this\n  b) that"
    with pytest.raises(ValueError, match="two choices"):
        explorers.vote("This?", ["this"])


def test_every_question_of_the_course_has_two_wrong_answers_and_a_reason_for_each():
    for notebook, question in ALL:
        assert len(question.choices) >= 3 and question.right in question.choices, (notebook, question)
        assert all(len(why) > 15 and why.endswith(".") for why in question.choices.values()), (notebook, question)
        assert len(set(question.choices.values())) == len(question.choices), (notebook, question)


def test_the_places_of_right_answers_vary():
    places = [list(question.choices).index(question.right) for _, question in ALL]
    assert all(places.count(k) >= 3 for k in range(3)), places


def test_bad_questions_and_answers():
    with pytest.raises(ValueError, match="right must be one of"):
        Question("Which?", {"a": "", "b": ""}, "c")
    with pytest.raises(ValueError, match="right must be one of.*nothing"):
        asked(LOOK._replace(shown="nothing"))
    with pytest.raises(KeyError, match="unknown notebook '99'; choose one of: 00, 01"):
        predictions.ask("99", 1)


def test_progress_counts_what_was_predicted_observed_and_explained():
    exercise = importlib.import_module("course_lib.lessons.backprop.exercises")
    total = len(predictions.QUESTIONS["02"])
    for thing in vars(exercise).values():  # other tests may have solved some
        if isinstance(thing, Exercise):
            thing.outcome = None
    before = predictions.progress("02", exercise)
    assert before == f"Exercises: 0 of 4. Predictions: 0 of {total} predicted, 0 observed, 0 explained."
    assert exercise.update.check(lambda W, dW, r: W - r * dW).outcome == "right"
    first, second = predictions.ask("02", 1), predictions.ask("02", 2)
    say(first, predicted=0, explained=True, seen=True)
    say(second, predicted=1, explained=False, seen=False)
    assert predictions.progress("02", exercise) == (
        f"Exercises: 1 of 4. Predictions: 2 of {total} predicted, 1 observed, 1 explained.")
    assert exercise.update.check(...) == Verdict("todo", exercise.update.check(...).message)
    del first.view, second.view


def test_a_page_without_a_kernel_does_not_count(monkeypatch):
    exercise = importlib.import_module("course_lib.lessons.backprop.exercises")
    monkeypatch.setenv("COURSE_PAGES", "1")
    assert "counted in the notebook" in predictions.progress("02", exercise)
