"""The record of notebook 99."""

from course_lib.lessons.lesson import Lesson

LESSON = Lesson(
    number="99",
    folder="inventory",
    name="Before and after",
    question="What do you say now?",
    minutes=15,
    needs="nothing yet; answer it once before notebook 00, and once more after the last one that you take",
)
