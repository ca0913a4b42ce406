"""The demands every module makes of its arguments."""

import numpy as np
import pytest

from course_lib import checking


def test_registry_answers_an_unknown_name_with_the_known_ones():
    registry = checking.Registry("pet", {"cat": 1, "dog": 2})
    with pytest.raises(KeyError, match="unknown pet 'cow'; choose one of: cat, dog"):
        registry["cow"]
    assert list(registry) == ["cat", "dog"] and registry["cat"] == 1


@pytest.mark.parametrize("rng", [0, None, np.random.RandomState(0), np.random])
def test_generator_is_demanded(rng):
    with pytest.raises(TypeError, match="rng must be a numpy Generator"):
        checking.generator(rng)


@pytest.mark.parametrize(("value", "error"), [(2.0, TypeError), ("2", TypeError), (True, TypeError), (0, ValueError),
                                              (-1, ValueError), (None, TypeError)])
def test_whole(value, error):
    with pytest.raises(error, match="units"):
        checking.whole("units", value)


def test_whole_takes_numpy_integers():
    assert checking.whole("units", np.int64(3)) == 3


@pytest.mark.parametrize(("value", "error"), [(float("nan"), ValueError), (np.inf, ValueError), (-0.1, ValueError),
                                              (1.1, ValueError), ("1", TypeError), (True, TypeError), ([1], TypeError)])
def test_real(value, error):
    with pytest.raises(error, match="share"):
        checking.real("share", value, 0.0, 1.0)


@pytest.mark.parametrize(("value", "error", "words"), [
    ([[1, np.nan]], ValueError, r"X \(shape \(1, 2\)\) holds NaN"), ([[np.inf]], ValueError, "infinity"),
    (["a"], TypeError, "real numbers"), ([1j], TypeError, "real numbers"), ([None], TypeError, "real numbers"),
    ([1, 2], ValueError, r"2 axes, but its shape is \(2,\)"), ([[-1]], ValueError, "below 0"),
])
def test_array(value, error, words):
    with pytest.raises(error, match=words):
        checking.array("X", value, ndim=2 if error is ValueError else None, least=0)


@pytest.mark.parametrize("kind", [bool, np.int8, np.float32])
def test_array_converts_and_does_not_touch_its_argument(kind):
    given = np.ones((2, 2), kind)
    assert checking.array("X", given).dtype == np.float64 and given.dtype == kind
