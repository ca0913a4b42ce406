"""What the course consists of: the lessons' records, as 00 and its map show them."""

from course_lib.checking import Registry
from course_lib.lessons import LESSONS

NOTEBOOKS = Registry("notebook", {number: lesson for number, lesson in LESSONS.items() if lesson.teaches})


def in_words():
    """The map of the course for those who do not see it."""
    lines = [f"{number} {book.name}: {book.question} {book.minutes} minutes; you need {book.needs}"
             f"{f'; comes after {book.after}' if book.after else ''}." for number, book in NOTEBOOKS.items()]
    return "\n".join(["The map of the course.", *lines])
