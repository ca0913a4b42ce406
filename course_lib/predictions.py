"""The predictions of each notebook, to be answered before running on: `predictions.ask("01", 1)`."""

from course_lib.checking import Registry
from course_lib.lessons import LESSONS
from course_lib.quiz import Question

QUESTIONS = Registry("notebook", {number: tuple(Question(*prediction[:3]) for prediction in lesson.predictions)
                                  for number, lesson in LESSONS.items() if lesson.predictions})


def ask(notebook, number):
    """The question of that number, from 1."""
    return QUESTIONS[notebook][number - 1]


def progress(notebook, exercises):
    """In words what has been answered rightly so far; `exercises` is the notebook's module of checks."""
    solved = [thing.outcome == "right" for thing in vars(exercises).values() if hasattr(thing, "outcome")
              and hasattr(thing, "check")]
    right = [question.outcome == "right" for question in QUESTIONS[notebook]]
    return f"Exercises: {sum(solved)} of {len(solved)}. Predictions: {sum(right)} of {len(right)}."
