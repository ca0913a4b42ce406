"""What a teacher or a tool may set from outside, for all explorers that are built from then on."""

import os

ZOOM = 1.5
FILL = 0.9  # of the second that is promised: the threads that send have the rest
_larger = os.environ.get("COURSE_PROJECTOR") == "1"
_verdicts = os.environ.get("COURSE_HANDS") != "1"


def projector(on=True):
    """Make explorers that are built from now on half as large again, for a class, whatever the size of the screen
    (on=False: as they were). COURSE_PROJECTOR=1 does it from the start.
    """
    global _larger
    _larger = bool(on)


def zoom():
    """How much larger explorers are now."""
    return ZOOM if _larger else 1.0


def verdicts(on=True):
    """Let questions that are shown from now on give verdicts and reasons by themselves; on=False: only when they are
    called for, so that hands go up first. COURSE_HANDS=1 begins so.
    """
    global _verdicts
    _verdicts = bool(on)


def hands_first():
    """Whether questions keep verdicts and reasons back until they are called for."""
    return not _verdicts


def for_pages():
    """Whether this kernel runs a notebook for a page that will have none: `make html` sets COURSE_PAGES=1."""
    return os.environ.get("COURSE_PAGES") == "1"


def still_ratio():
    """Pixels a point of the picture that a notebook stores; `make notebooks` sets COURSE_STILL for sharper ones.

    At 1 it is the picture on the screen; any other is drawn for it alone, a second figure before the first is seen.
    """
    return float(os.environ.get("COURSE_STILL", 1))


def fill_seconds():
    """CPU seconds that an explorer may take of a resting kernel to draw its main slider before anybody touches it.

    COURSE_FILL=0 turns that off (a class on a small hub), and a page that will have no kernel needs none.
    """
    return 0.0 if os.environ.get("COURSE_FILL") == "0" or for_pages() else FILL
