"""What is asked at the pictures, over all lessons. Whether it is true is tested lesson by lesson: tests/lessons."""

import pytest

from course_lib.lessons import LESSONS

LOOKING = {number: [asked for asked in lesson.predictions if asked.look] for number, lesson in LESSONS.items()}
NUMBERED = [number for number, asked in LOOKING.items() if asked and number != "00"]  # 00 is the list of claims


@pytest.mark.parametrize("number", NUMBERED)
def test_a_lesson_sends_to_its_pictures_at_least_three_times(number):
    assert len(LOOKING[number]) >= 3 and len(LOOKING[number]) == len(LESSONS[number].predictions)


def test_the_places_of_right_observations_vary():
    looks = [asked.look for asked in sum(LOOKING.values(), [])]
    places = [list(look.seen).index(look.shown) for look in looks]
    assert all(places.count(k) >= len(looks) / 5 for k in range(3)), places


def test_an_observation_gives_no_reason_and_no_verdict():
    """Reasons belong to the predictions; what is seen is said in a few words."""
    for asked in sum(LOOKING.values(), []):
        for observation in (*asked.look.seen, asked.look.asks):
            assert not {"because", "therefore", "correct", "wrong"} & set(observation.lower().split()), observation
        assert asked.look.asks.endswith("?") and all(len(observation) <= 70 for observation in asked.look.seen)
