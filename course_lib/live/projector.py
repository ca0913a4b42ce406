"""For a class: pictures, text and controls half as large again, whatever the size of the screen."""

import os

ZOOM = 1.5
_on = os.environ.get("COURSE_PROJECTOR") == "1"


def projector(on=True):
    """Make explorers that are built from now on larger (on=False: as they were). COURSE_PROJECTOR=1 does it from the
    start.
    """
    global _on
    _on = bool(on)


def zoom():
    """How much larger explorers are now."""
    return ZOOM if _on else 1.0
