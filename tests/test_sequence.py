"""Faults in the order of a course, and where what it lacks would belong."""

from hypothesis import assume, given
from hypothesis import strategies as st

from graph.coverage import measure_coverage
from graph.sequence import OrderFault, Placement, find_order_faults, find_placements
from tests.courses import CONCEPTS, Course, make_curriculum, make_reference

REFERENCE: Course = [
    (name, [f"{name} is a thing of the kitchen, and so on and so forth."]) for name in CONCEPTS
]


def faults_of(
    course: Course, prerequisites: list[tuple[str, str]] | None = None
) -> list[OrderFault]:
    reference = make_reference(REFERENCE, prerequisites=prerequisites or [])
    return find_order_faults(measure_coverage(make_curriculum(course), reference), reference)


def placements_of(
    course: Course,
    prerequisites: list[tuple[str, str]] | None = None,
    reference: Course = REFERENCE,
) -> dict[str, Placement]:
    described = make_reference(reference, prerequisites=prerequisites or [])
    return find_placements(measure_coverage(make_curriculum(course), described), described)


# --- used before it is introduced ---------------------------------------------------------------


def test_a_concept_that_an_earlier_section_uses_is_introduced_too_late() -> None:
    [fault] = faults_of(
        [("Day 1", ["We feed the starter."]), ("Day 2", ["A starter is a living mix."])]
    )
    assert (fault.kind, fault.concept) == ("used before introduced", "Starter")
    assert fault.place.title == "Day 1"
    assert fault.introduced
    assert fault.introduced.title == "Day 2"


def test_an_introduction_in_the_same_section_is_in_time() -> None:
    assert faults_of([("Day 1", ["We feed the starter.", "A starter is a living mix."])]) == []


def test_titles_announce_and_do_not_use() -> None:
    course = [("The starter", ["We wash our hands."]), ("Day 2", ["A starter is a living mix."])]
    assert faults_of(course) == []


def test_what_is_never_introduced_is_taken_for_known() -> None:
    assert faults_of([("Day 1", ["We feed the starter."]), ("Day 2", ["We wait."])]) == []


def test_saying_what_it_does_introduces_nothing() -> None:
    course = [("Day 1", ["We add yeast."]), ("Day 2", ["Yeast raises the dough."])]
    assert faults_of(course) == []


def test_what_is_typed_too_early_comes_before_what_is_named_too_early() -> None:
    course = [
        ("Day 1", ["We feed the starter.", "$ oven --heat 230"]),
        ("Day 2", ["A starter is a living mix.", "An oven is a hot box."]),
    ]
    assert [fault.concept for fault in faults_of(course)] == ["Oven", "Starter"]


# --- prerequisites ------------------------------------------------------------------------------


def test_a_prerequisite_that_is_taught_later_is_a_fault() -> None:
    course = [
        ("Day 1", ["Sourdough is a dough."]),
        ("Day 2", ["A starter is a living mix."]),
    ]
    [fault] = faults_of(course, [("Starter", "Sourdough")])
    assert (fault.kind, fault.concept, fault.needed_by) == (
        "prerequisite taught later",
        "Starter",
        ("Sourdough",),
    )


def test_a_prerequisite_that_is_not_taught_names_all_that_need_it() -> None:
    course = [("Day 1", ["Sourdough is a dough."]), ("Day 2", ["Crust is a shell."])]
    [fault] = faults_of(course, [("Oven", "Crust"), ("Oven", "Sourdough")])
    assert (fault.kind, fault.concept, fault.needed_by, fault.place.title) == (
        "prerequisite not taught",
        "Oven",
        ("Sourdough", "Crust"),
        "Day 1",
    )


def test_a_prerequisite_that_the_reference_does_not_explain_is_no_fault() -> None:
    reference = make_reference(
        [("Crust", ["A crust is a shell of bread.", "We use the oven."])],
        prerequisites=[("Oven", "Crust")],
    )
    coverage = measure_coverage(make_curriculum([("Day 1", ["A crust is a shell."])]), reference)
    assert find_order_faults(coverage, reference) == []


# --- where what is missing belongs --------------------------------------------------------------


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
