"""The exercises of each lesson: `from course_lib.checks import backprop as exercise`."""

from course_lib.lessons import LESSONS, module

_FOUND = {lesson.folder: module(lesson, "exercises") for lesson in LESSONS.values()}
globals().update({folder: exercises for folder, exercises in _FOUND.items() if exercises})

__all__ = sorted(folder for folder, exercises in _FOUND.items() if exercises)  # noqa: PLE0605
