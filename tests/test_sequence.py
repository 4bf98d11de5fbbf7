"""Faults in the order of a course."""

from graph.coverage import measure_coverage
from graph.sequence import OrderFault, find_order_faults
from tests.courses import CONCEPTS, Course, make_curriculum, make_reference

REFERENCE: Course = [
    (name, [f"{name} is a thing of the kitchen, and so on and so forth."]) for name in CONCEPTS
]


def faults_of(
    course: Course,
    prerequisites: list[tuple[str, str]] | None = None,
    *,
    titled: bool = False,
) -> list[OrderFault]:
    reference = make_reference(REFERENCE, prerequisites=prerequisites or [])
    curriculum = make_curriculum(course, titled=titled)
    return find_order_faults(measure_coverage(curriculum, reference), reference)


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


def test_what_a_course_says_before_its_first_session_uses_nothing() -> None:
    course = [
        ("Bread", ["For all who have fed a starter before."]),
        ("Day 1", ["A starter is a living mix."]),
    ]
    assert faults_of(course, titled=True) == []
    assert [fault.concept for fault in faults_of(course)] == ["Starter"]


def test_the_title_of_a_course_teaches_nothing_and_needs_nothing() -> None:
    course = [("Sourdough", []), ("Day 1", ["Sourdough is a dough."])]
    [fault] = faults_of(course, [("Starter", "Sourdough")], titled=True)
    assert (fault.kind, fault.place.title) == ("prerequisite not taught", "Day 1")


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
