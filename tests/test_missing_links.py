"""Connections of a reference that a curriculum never makes."""

from graph.coverage import measure_coverage
from graph.missing_links import MissingLink, find_missing_links
from tests.courses import Course, make_curriculum, make_reference

REFERENCE: Course = [
    ("One", ["The oven keeps the steam in."]),
    ("Two", ["A crust wants steam."]),
    ("Three", ["Flour is a powder.", "Salt is a mineral."]),
]


def links(course: Course, topics: dict[str, int] | None = None) -> list[MissingLink]:
    reference = make_reference(REFERENCE, topics=topics)
    return find_missing_links(measure_coverage(make_curriculum(course), reference), reference)


def test_concepts_named_in_separate_sections_only_are_not_linked() -> None:
    [link] = links([("Day 1", ["We use the oven."]), ("Day 2", ["We use steam."])])
    assert (link.source, link.target, link.sections) == ("Oven", "Steam", ("reference#0",))


def test_concepts_named_in_one_section_are_linked() -> None:
    assert links([("Day 1", ["We use the oven.", "We use steam."])]) == []


def test_a_link_needs_both_concepts() -> None:
    assert links([("Day 1", ["We use the oven."])]) == []


def test_concepts_that_share_no_sentence_of_the_reference_are_not_to_be_linked() -> None:
    assert links([("Day 1", ["We use flour."]), ("Day 2", ["We use salt."])]) == []


def test_bridges_between_topics_come_first() -> None:
    course = [("Day 1", ["We use the oven."]), ("Day 2", ["We use steam."]), ("Day 3", ["Crust."])]
    found = links(course, topics={"Crust": 1})
    assert [(link.source, link.target, link.bridge) for link in found] == [
        ("Crust", "Steam", True),
        ("Oven", "Steam", False),
    ]
