"""The predictions of each notebook, to be answered before running on: `predictions.ask("01", 1)`."""

from course_lib import report as reports
from course_lib.checking import Registry
from course_lib.lessons import LESSONS
from course_lib.live import settings
from course_lib.quiz import Question, Vote

QUESTIONS = Registry("notebook", {number: tuple(Question(*prediction) for prediction in lesson.predictions)
                                  for number, lesson in LESSONS.items() if lesson.predictions})


def ask(notebook, number):
    """The question of that number, from 1."""
    return QUESTIONS[notebook][number - 1]


def vote(asked, choices):
    """A tally of hands for a class, before and after its discussion: `vote("01", 1)` for a question of the course by
    notebook and number, or a question of your own with its choices, `vote("Which?", ["this", "that"])`.
    """
    if isinstance(choices, int):
        question = ask(asked, choices)
        return Vote(question.text, question.choices)
    return Vote(asked, choices)


def progress(notebook, exercises):
    """In words what has been solved and answered so far; `exercises` is the notebook's module of checks. A page without
    a kernel, where nothing would count, says so.
    """
    if settings.for_pages():
        return "Exercises and predictions are counted in the notebook."
    solved = [thing.outcome == "right" for thing in vars(exercises).values() if hasattr(thing, "outcome")
              and hasattr(thing, "check")]
    asked = QUESTIONS[notebook]
    predicted = sum(question.predicted is not None for question in asked)
    observed, explained = (sum(getattr(q, name) for q in asked) for name in ("observed", "explained"))
    return (f"Exercises: {sum(solved)} of {len(solved)}. Predictions: {predicted} of {len(asked)} predicted, "
            f"{observed} observed, {explained} explained.")


def report(name=None):
    """Write what has been predicted, observed and solved since the kernel was started into a small text file beside the
    notebook, `report-….txt`, and show it: something to hand in. It holds no name but the one that you give.
    """
    if settings.for_pages():
        return print("A report is written in the notebook, not on a page.")
    found = list(reports.parts(QUESTIONS))
    if not found:
        return print("Nothing to report yet: no prediction or exercise was answered since the kernel was started.")
    text = reports.write(found, name)
    print(text)
    print(f"Written to {reports.save(text, found, name)}, beside this notebook.")
