"""Where in a course what it lacks would belong."""

from hypothesis import assume, given
from hypothesis import strategies as st

from graph.coverage import measure_coverage
from graph.placements import Placement, find_placements
from graph.sequence import find_order_faults
from tests.courses import CONCEPTS, Course, make_curriculum, make_reference

REFERENCE: Course = [
    (name, [f"{name} is a thing of the kitchen, and so on and so forth."]) for name in CONCEPTS
]


def placements_of(
    course: Course,
    prerequisites: list[tuple[str, str]] | None = None,
    reference: Course = REFERENCE,
    titled: bool = False,
) -> dict[str, Placement]:
    described = make_reference(reference, prerequisites=prerequisites or [])
    curriculum = make_curriculum(course, titled=titled)
    return find_placements(measure_coverage(curriculum, described), described)


def test_a_missing_concept_belongs_after_its_prerequisite_and_before_what_needs_it() -> None:
    course = [
        ("Day 1", ["Flour is a powder."]),
        ("Day 2", ["A starter is a living mix."]),
        ("Day 3", ["Sourdough is a dough."]),
    ]
    chain = [("Starter", "Yeast"), ("Yeast", "Sourdough")]
    placement = placements_of(course, chain)["Yeast"]
    assert placement.title in {"Day 2", "Day 3"}
    assert (placement.after, placement.before) == ("Starter", "Sourdough")


def test_of_the_possible_sections_the_one_with_most_to_do_with_it_is_chosen() -> None:
    reference = [
        ("Heat", ["Steam is a gas that fills the oven.", "The oven is a hot box."]),
        ("Flour", ["Flour is a powder."]),
    ]
    course = [("Day 1", ["Flour is a powder."]), ("Day 2", ["The oven is a hot box."])]
    assert placements_of(course, reference=reference)["Steam"].title == "Day 2"


def test_in_an_outline_the_line_is_named() -> None:
    reference = [
        ("Heat", ["Steam is a gas that fills the oven.", "The oven is a hot box."]),
        ("Flour", ["Flour is a powder."]),
    ]
    course = [("Week 1", ["- Kinds of flour", "- Firing the oven", "- Salt"])]
    assert placements_of(course, reference=reference)["Steam"].line == "Firing the oven"


def test_missing_prerequisites_are_placed_before_what_needs_them() -> None:
    course = [("Day 1", ["Flour is a powder."]), ("Day 2", ["Crust is a shell."])]
    placements = placements_of(course, [("Steam", "Oven"), ("Crust", "Steam")])
    assert (placements["Steam"].title, placements["Oven"].title) == ("Day 2", "Day 2")
    assert placements["Oven"].after == "Steam"


def test_a_prerequisite_that_comes_too_late_holds_nothing_back() -> None:
    course = [
        ("Day 1", ["Sourdough is a dough.", "We fire up the oven."]),
        ("Day 2", ["A starter is a living mix."]),
    ]
    chain = [("Starter", "Sourdough"), ("Starter", "Steam")]
    assert placements_of(course, chain)["Steam"].title == "Day 1"


def test_a_missing_prerequisite_comes_before_what_is_taught_and_needs_it() -> None:
    course = [("Day 1", ["Crust is a shell."]), ("Day 2", ["Salt is a mineral."])]
    chain = [("Flour", "Steam"), ("Steam", "Crust"), ("Salt", "Oven")]
    placements = placements_of(course, chain)
    assert (placements["Flour"].title, placements["Steam"].title) == ("Day 1", "Day 1")
    assert placements["Oven"].title == "Day 2"


def test_what_a_course_names_belongs_where_it_is_first_named() -> None:
    reference = [
        ("Heat", ["Steam is a gas that fills the oven.", "The oven is a hot box."]),
        ("Flour", ["Flour is a powder."]),
    ]
    course = [
        ("Day 1", ["The oven is a hot box."]),
        ("Day 2", ["Flour is a powder."]),
        ("Day 3", ["We let off steam."]),
    ]
    assert placements_of(course[:2], reference=reference)["Steam"].title == "Day 1"
    assert placements_of(course, reference=reference)["Steam"].title == "Day 3"


def test_what_a_course_names_too_early_is_not_put_after_what_it_builds_on() -> None:
    course = [("Day 1", ["We let off steam."]), ("Day 2", ["The oven is a hot box."])]
    placement = placements_of(course, [("Oven", "Steam")])["Steam"]
    assert (placement.title, placement.after) == ("Day 1", "")


def test_a_prerequisite_belongs_before_what_the_course_names_and_would_explain() -> None:
    course = [("Day 1", ["We let off steam."]), ("Day 2", ["Flour is a powder."])]
    placement = placements_of(course, [("Oven", "Steam"), ("Flour", "Salt")])["Oven"]
    assert placement.title == "Day 1"


def test_nothing_belongs_into_what_announces_a_course() -> None:
    reference = [("Heat", ["Steam is a gas that fills the oven.", "The oven is a hot box."])]
    course = [("The oven", []), ("Day 1", ["We wait."]), ("Day 2", ["Flour is a powder."])]
    placements = placements_of(course, reference=reference, titled=True)
    assert {placement.title for placement in placements.values()} == {"Day 1"}


names = st.sampled_from(CONCEPTS)
relations = st.lists(
    st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda pair: pair[0] < pair[1]),
    max_size=12,
).map(lambda pairs: [(CONCEPTS[before], CONCEPTS[after]) for before, after in pairs])
taught = st.lists(st.lists(names, max_size=3), min_size=1, max_size=4)


@given(taught, relations)
def test_nothing_is_placed_before_a_prerequisite_that_is_taught(
    sections: list[list[str]], prerequisites: list[tuple[str, str]]
) -> None:
    course = [
        (f"Day {number}", [f"{name} is a thing of the kitchen." for name in concepts])
        for number, concepts in enumerate(sections)
    ]
    first = {}
    for number, concepts in enumerate(sections):
        for concept in concepts:
            first.setdefault(concept, number)
    reference = make_reference(REFERENCE, prerequisites=prerequisites)
    coverage = measure_coverage(make_curriculum(course), reference)
    placements = find_placements(coverage, reference)
    assert placements.keys() == set(CONCEPTS) - first.keys()
    assume(
        not any(
            fault.kind == "prerequisite taught later"
            for fault in find_order_faults(coverage, reference)
        )
    )
    day = {concept: int(place.title.removeprefix("Day ")) for concept, place in placements.items()}
    for before, after in reference.prerequisites.edges:
        if after in day:
            assert {**first, **day}[before] <= day[after]
