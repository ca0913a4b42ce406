"""Notebook 00: what its tour says, and what stands beside the answer in one line, by plain NumPy."""

import re

import numpy as np
import pytest

from course_lib import claims, predictions
from course_lib.explorers import EXPLORERS, random_init
from course_lib.lessons import LESSONS
from tests.lessons.common import cells
from tests.lessons.looks import by_the_main_slider, check_the_record, moment, ways
from tests.lessons.plain import XOR, Net, rows, solves


def test_numbers_counted_up_by_hand_solve_xor():
    numbers = [0.5 + 0.1 * k for k in range(12)]
    net = Net(np.reshape(numbers[:8], (4, 2)), numbers[8:], "tanh").train(*XOR, 1.0, 1000)
    right = sum((net.answer(x) > 0.5) == y for x, y in zip(XOR[0].T, XOR[1][0]))
    printed = "".join(o.get("text", "") for cell in cells("00_start_here") for o in cell.outputs)
    assert f"samples right after 1,000 steps: {right} of 4" in printed and right == 4


@pytest.mark.parametrize(("eps", "least", "most"), [(0.0, 0, 0), (1e-6, 0, 0), (0.01, 7, 11), (0.03, 12, 12),
                                                    (1.0, 11, 11)])
def test_the_tour_says_how_many_of_twelve_are_solved(eps, least, most):
    """none, none, most, all, 11: each of the twelve from its own seed, as in the picture."""
    draws = [np.random.default_rng(seed) for seed in range(12)]
    W, v = (0.5 * (1 - eps) + eps * np.array([rng.normal(size=size) for rng in draws]) for size in ((4, 2), 4))
    solved = int(solves(W, v, 300).sum())
    blend = min(random_init().scene.controls["blend"].values, key=lambda value: abs(value - eps))
    assert least <= solved <= most and f"{solved} of 12 landings" in random_init(blend=blend, step=300).describe()


def test_the_verdicts_are_defined_where_the_table_is():
    assert set(claims.VERDICTS) == {claim.verdict for claim in claims.CLAIMS}
    assert all(f"{verdict}: {words}" in repr(claims.meanings()) for verdict, words in claims.VERDICTS.items())
    sources = [cell.source for cell in cells("00_start_here")]
    assert sources.index("claims.meanings()") < sources.index("claims.table()")
    true = sum(claim.verdict == "true" for claim in claims.POPULAR)
    assert 2 * true < len(claims.POPULAR), "fewer than half is the right answer of the second prediction"
    assert re.match(f"{true} true, ", predictions.ask("00", 2).choices["Fewer than half"])


def test_the_picture_shows_where_the_ticks_appear():
    """The look of the first prediction; its picture is lesson 05's, shown here as the tour."""
    (asked, counted), explorer = LESSONS["00"].predictions, EXPLORERS["random_init"]()
    look = asked.look
    assert any(f"explorers.{look.explorer}()" in cell.source for cell in cells("00_start_here"))
    assert counted.look is None, "no picture shows how many claims are true; the table does"
    check_the_record(explorer, look)
    assert by_the_main_slider(explorer, look)
    for left, on_the_way in ways(explorer, look, others=0):
        few, many = (moment(explorer, values).result["landings"].solved.sum() for values in (left, on_the_way))
        found = few > 0, few == 0 and many > 6, many <= 6
        assert found == tuple(observation == look.shown for observation in look.seen), (left, few, many)
    first = explorer.compute(**explorer.values() | {"blend": 1e-6})
    assert rows(first["W1"]) == 4 and not first["landings"].solved.any()
