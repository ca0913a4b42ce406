"""The explorers by what a page has to carry of them, for tests that need not see each one at each push."""

import pytest

from course_lib.explorers import EXPLORERS


def kind(explorer):
    """What a page has to bring back when it is opened again: a player, work behind a button, clicks."""
    steps = any(type(control).__name__ == "StepSlider" for control in explorer.scene.controls.values())
    return steps, bool(explorer.jobs), bool(explorer.clicks)


KINDS = {kind(build()): name for name, build in reversed(EXPLORERS.items())}  # the first of each kind
ONE_OF_EACH = [name if name in KINDS.values() else pytest.param(name, marks=pytest.mark.nightly) for name in EXPLORERS]
