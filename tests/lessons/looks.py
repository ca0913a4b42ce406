"""What the predictions of a lesson say that a picture shows, recomputed at the moments where they ask for it.

A lesson's test file says for each observation, in the order of the record, whether it is true of the numbers:

    SEEN = {1: lambda here: (rows(here.result["W1"]) == 4, rows(here.result["W1"]) == 1)}
    test_seen = seen_tests("forward_pass", SEEN)

The function gets one `Moment` for each of the look's states and gives one bool for each of its observations.
"""

import itertools
import re
from typing import NamedTuple

import numpy as np
import pytest

from course_lib.explorers import EXPLORERS
from course_lib.live.controls import Menu
from tests.lessons.common import RECORDS


class Moment(NamedTuple):
    """A picture that a learner may have come to: the controls' values, what `compute` found, and its words."""

    values: dict
    result: dict
    words: str


def moment(explorer, values):
    """The picture at these values of all controls."""
    result = explorer.compute(**values)
    return Moment(values, result, explorer.scene.describe(result, **values))


def fulfils(value, condition):
    """Whether a control that stands at `value` does what a look's state asks of it."""
    if not isinstance(condition, tuple):
        return value == condition
    sign, bound = condition
    return {"<=": value <= bound, ">=": value >= bound}[sign]


def allowed(control, condition):
    """The two ends and the middle of what a condition leaves to a control."""
    fine = [value for value in control.values if fulfils(value, condition)]
    assert fine, f"{control.description}: no position fulfils {condition}"
    return list(dict.fromkeys([fine[0], fine[len(fine) // 2], fine[-1]]))


def ways(explorer, look, others):
    """Value dicts, one for each of the look's states: at all ends of what these allow, with the other controls where
    they stand at first; then `others` times anywhere in it, with the other controls anywhere, equal in all states."""
    controls, rng = explorer.scene.controls, np.random.default_rng(0)
    fine = [{name: allowed(controls[name], condition) for name, condition in state.items()} for state in look.states]
    yield from itertools.product(*([explorer.values() | dict(zip(places, chosen))
                                    for chosen in itertools.product(*places.values())] for places in fine))
    for _ in range(others):
        rest = {name: control.values[rng.integers(len(control.values))] for name, control in controls.items()}
        rest |= {"seed": int(rng.integers(1000))} if "seed" in controls else {}
        yield tuple(rest | {name: values[rng.integers(len(values))] for name, values in places.items()}
                    for places in fine)


def by_the_main_slider(explorer, look):
    """Whether the main slider alone leads there from where all controls stand at first, as on a page without Python."""
    start = explorer.values()
    return all(fulfils(start[name], condition) for state in look.states for name, condition in state.items()
               if name != explorer.main)


def named(label):
    """How a sentence may call a control or a menu's entry: by its label, or by its words before a bracket or colon."""
    return label, re.split(r" \(|:", label)[0]


def check_the_record(explorer, look):
    """The look speaks of controls, panels and choices that there are, by their names on the screen."""
    controls, start = explorer.scene.controls, explorer.values()
    assert look.shown in look.seen and 2 <= len(look.seen) <= 3
    assert len(set(look.seen.values())) == len(look.seen)
    assert all(len(why) > 15 and why.endswith(".") for why in look.seen.values())
    assert look.panel in explorer.canvas.panels
    assert any(not fulfils(start[name], condition) for state in look.states for name, condition in state.items()), \
        "the question would open before anything has moved"
    for name, condition in (item for state in look.states for item in state.items()):
        control = controls[name]
        if not fulfils(start[name], condition):
            assert any(f"*{words}*" in look.move for words in named(control.description)), (name, look.move)
            if isinstance(control, Menu):
                shown = next(words for words, value in control.options if value == condition)
                assert any(words in look.move for words in named(shown)), (shown, look.move)


def seen_tests(folder, seen, others=4):
    """A test for each prediction of the lesson: the picture shows what `shown` says and none of the other observations.

    seen {number of the prediction: (Moment, ...) -> whether each observation is true, in the order of the record};
    others: how many times, at night, the controls that no state names stand anywhere; at each push they stand as at
    first. Test 0 is about all predictions together.
    """
    asked = dict(enumerate(RECORDS[folder].predictions, 1))
    anywhere = [pytest.param(number, others, marks=pytest.mark.nightly) for number in asked]

    @pytest.mark.parametrize(("number", "others"), [(0, 0), *((number, 0) for number in asked), *anywhere])
    def test(number, others):
        if not number:
            assert set(seen) == set(asked), "each prediction has a recomputation"
            assert any(by_the_main_slider(EXPLORERS[p.look.explorer](), p.look) for p in asked.values())
            return
        look = asked[number].look
        assert look, "where is the answer seen?"
        explorer = EXPLORERS[look.explorer]()
        assert any(place.endswith(f":{look.explorer}") for place in RECORDS[folder].explorers)
        check_the_record(explorer, look)
        right = [observation == look.shown for observation in look.seen]
        known = {}  # most moments come several times
        for way in ways(explorer, look, others):
            for values in way:
                if str(values) not in known:
                    known[str(values)] = moment(explorer, values)
            moments = [known[str(values)] for values in way]
            found = [bool(is_so) for is_so in seen[number](*moments)]
            assert found == right, (dict(zip(look.seen, found)), [moment.values for moment in moments])

    return test
