"""Reading plans: which sections close the gaps in the time there is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.coverage import measure_coverage
from graph.reading_plan import ReadingPlan, count_minutes, plan_reading
from tests.courses import Course, make_curriculum, make_reference

WORDS = ("It rests for a night in the cold. " * 25).split()  # 200 of them: a minute


def section(title: str, *said: str, minutes: int) -> tuple[str, list[str]]:
    """Return a section that takes so many minutes to read."""
    words = len(" ".join((title, *said)).split())
    return title, [*said, " ".join((WORDS * minutes)[: 200 * minutes - words])]


REFERENCE: Course = [
    section("One", "The oven is a hot box.", "We fire up the oven.", minutes=2),
    section("Two", "Steam is a gas.", "A crust is a shell.", minutes=1),
    section("Three", "Salt is a mineral.", minutes=1),
]


def plan(minutes: float, course: Course = (("Nothing yet", ()),)) -> ReadingPlan:
    reference = make_reference(REFERENCE)
    return plan_reading(measure_coverage(make_curriculum(course), reference), reference, minutes)


def test_what_closes_most_in_a_minute_comes_first() -> None:
    # The oven is mentioned twice, everything else once: 1/2 in two minutes, 2/4 and 1/4 in one.
    assert [reading.title for reading in plan(4).readings] == ["Two", "One", "Three"]


def test_each_reading_says_what_is_covered_once_it_is_taken_in() -> None:
    # The importance of the oven is 1/2, of crust, steam and salt 1/4 each.
    after = [reading.after for reading in plan(4).readings]
    assert after == pytest.approx([2 / 5, 4 / 5, 5 / 5])


def test_what_does_not_fit_gives_way_to_what_does() -> None:
    assert [reading.title for reading in plan(1).readings] == ["Two"]


def test_a_section_closes_every_gap_that_it_explains() -> None:
    assert plan(1).readings[0].closes == ("Crust", "Steam")


def test_what_is_covered_is_not_read_again() -> None:
    course = [("Day 1", ["The oven is a hot box."])]
    assert [reading.title for reading in plan(4, course).readings] == ["Two", "Three"]


def test_coverage_after_reading_all_is_whole() -> None:
    # The importance of the oven is 1/2, of crust, steam and salt 1/4 each.
    assert plan(4).after == pytest.approx(1.0)
    # Two minutes are the second and the third section, for the first would take too long then.
    assert plan(2).after == pytest.approx((3 / 4) / (1 / 2 + 3 / 4))


def test_minutes_count_two_hundred_words_each() -> None:
    assert plan(4).minutes == 4


def test_minutes_are_whole_and_one_at_least_so_that_those_of_a_plan_add_up() -> None:
    assert [count_minutes(words) for words in (10, 290, 310, 1000)] == [1, 1, 2, 5]


@pytest.mark.parametrize("minutes", [0, -1, float("nan")])
def test_a_plan_needs_some_minutes(minutes: float) -> None:
    with pytest.raises(ValueError, match="some minutes"):
        plan(minutes)


@given(st.floats(0.01, 10))
def test_coverage_grows_with_each_reading(minutes: float) -> None:
    readings = plan(minutes).readings
    after = [reading.after for reading in readings]
    assert after == sorted(after)
    assert not readings or plan(minutes).after == after[-1]


@given(st.floats(0.01, 10))
def test_a_plan_takes_no_longer_than_there_is_time(minutes: float) -> None:
    found = plan(minutes)
    assert found.minutes <= minutes
    assert found.before <= found.after <= 1.0 + 1e-9
    closed = [concept for reading in found.readings for concept in reading.closes]
    assert len(closed) == len(set(closed))
