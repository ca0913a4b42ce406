"""The lessons, a folder each: its record, its explorers and its exercises. No lesson imports another.

`LESSONS` {number: record} is made of the folders that are here: a new folder is a new lesson.
"""

import importlib
import pkgutil

from course_lib.checking import Registry


def _records():
    folders = [entry.name for entry in pkgutil.iter_modules(__path__) if entry.ispkg and not entry.name.startswith("_")]
    return [importlib.import_module(f"{__name__}.{folder}.lesson").LESSON for folder in folders]


LESSONS = Registry("lesson", {record.number: record for record in sorted(_records(), key=lambda r: r.number)})


def module(lesson, name):
    """A module of a lesson's folder, such as "exercises"; None where the lesson has none of that name."""
    path = f"{__name__}.{lesson.folder}.{name}"
    return importlib.import_module(path) if importlib.util.find_spec(path) else None
