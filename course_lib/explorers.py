"""The live pictures of the course: `explorers.forward_pass()` as the last line of a cell.

Values for the controls may be given, `explorers.forward_pass(scale=2.0)`; under each picture stands the line that shows
it again as it is. `explorers.projector()` makes all that follow larger. The lessons' records say which there are.
For a class: `explorers.verdicts(False)` keeps what is right back, `explorers.vote("01", 1)` counts hands.
"""

import sys

from course_lib.checking import Registry
from course_lib.lessons import LESSONS, module
from course_lib.live import projector, verdicts
from course_lib.live.telling import LOOKS
from course_lib.predictions import vote


def _builders():
    for lesson in LESSONS.values():
        for place in lesson.explorers:
            name, function = place.split(":")
            yield function, getattr(module(lesson, name), function)


EXPLORERS = Registry("explorer", _builders())
globals().update(EXPLORERS)
LOOKS.update({name: [asked.look for lesson in LESSONS.values() for asked in lesson.predictions
                     if asked.look is not None and asked.look.explorer == name] for name in EXPLORERS})

# Where notebooks that learners saved earlier look for these modules.
for _lesson, _names in {"landings": ("peers", "restarts", "solutions", "surface"),
                       "more_symmetry": ("sources", "symmetry_or_correlation", "verdict")}.items():
    for _name in _names:
        sys.modules[f"{__name__}.{_name}"] = _module = sys.modules[f"course_lib.lessons.{_lesson}.{_name}"]
        globals().setdefault(_name, _module)  # the explorers of these names stay what they are

__all__ = ["EXPLORERS", "projector", "verdicts", "vote", *EXPLORERS]  # noqa: PLE0604
