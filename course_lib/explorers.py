"""The live pictures of the course: `explorers.forward_pass()` as the last line of a cell.

Values for the controls may be given, `explorers.forward_pass(scale=2.0)`; under each picture stands the line that shows
it again as it is. `explorers.projector()` makes all that follow larger. The lessons' records say which there are.
"""

import sys

from course_lib.checking import Registry
from course_lib.lessons import LESSONS, module
from course_lib.live import projector


def _builders():
    for lesson in LESSONS.values():
        for place in lesson.explorers:
            name, function = place.split(":")
            yield function, getattr(module(lesson, name), function)


EXPLORERS = Registry("explorer", _builders())
globals().update(EXPLORERS)

# Where notebooks that learners saved earlier look for these modules.
for _lesson, _name in (("landings", "peers"), ("landings", "solutions"), ("landings", "restarts"),
                       ("more_symmetry", "verdict"), ("more_symmetry", "symmetry_or_correlation")):
    sys.modules[f"{__name__}.{_name}"] = sys.modules[f"course_lib.lessons.{_lesson}.{_name}"]

__all__ = ["EXPLORERS", "projector", *EXPLORERS]  # noqa: PLE0604
