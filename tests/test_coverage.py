"""What a curriculum covers of a reference, and how important what it lacks is."""

import math

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.gaps import leave_out
from graph.coverage import count_blocked, measure_coverage, measure_nearness
from graph.treatments import find_treatments
from tests.courses import CONCEPTS, Course, make_curriculum, make_reference

REFERENCE: Course = [
    ("Dough", ["Sourdough is a dough that wild cultures raise.", "It wants a starter and salt."]),
    ("Starter", ["A starter is a living mix of flour and water."]),
    ("Heat", ["The oven is a hot box.", "Steam is a gas of water."]),
]
COURSE: Course = [
    ("Day 1", ["A starter is a living mix.", "We fire up the oven."]),
    ("Day 2", ["Yeast is a fungus of one cell."]),
]


def status_of(course: Course, concept: str) -> str:
    coverage = measure_coverage(make_curriculum(course), make_reference(REFERENCE))
    return next(row.status for row in coverage.concepts if row.concept == concept)


@pytest.mark.parametrize(
    ("concept", "status"),
    [("Starter", "covered"), ("Oven", "mentioned"), ("Steam", "missing"), ("Yeast", "beyond")],
)
def test_a_concept_is_covered_mentioned_missing_or_beyond(concept: str, status: str) -> None:
    assert status_of(COURSE, concept) == status


def test_a_line_of_an_outline_covers_what_it_lists() -> None:
    assert status_of([("Week 1", ["- Firing the oven", "- Steam and crust"])], "Oven") == "covered"


def test_a_list_of_full_sentences_is_no_outline() -> None:
    assert status_of([("Week 1", ["- We fire up the oven."])], "Oven") == "mentioned"


def test_a_heading_without_text_is_a_line_of_an_outline() -> None:
    assert status_of([("The oven", [])], "Oven") == "covered"


def test_the_title_of_a_section_in_prose_is_no_line_of_an_outline() -> None:
    assert status_of([("The oven", ["We fire it up at dawn."])], "Oven") == "mentioned"


@pytest.mark.parametrize(
    "said", [pytest.param([], id="bare"), pytest.param(["It rises. " * 20], id="with a lead")]
)
def test_the_title_of_a_course_names_what_its_sessions_teach(said: list[str]) -> None:
    course = make_curriculum([("The oven", said), ("Day 1", ["We wait."])], titled=True)
    treatment = find_treatments(course, {})["Oven"]
    assert (treatment.taught, treatment.named) == (False, None)


def test_what_a_course_teaches_before_its_first_session_counts() -> None:
    course = make_curriculum([("Bread", ["The oven is a hot box."]), ("Day 1", [])], titled=True)
    assert find_treatments(course, {})["Oven"].taught
    assert course.announcing == frozenset()


def test_coverage_counts_what_the_reference_explains() -> None:
    # It explains Sourdough, Starter, Oven and Steam; it only names Flour and Salt.
    total = measure_coverage(make_curriculum(COURSE), make_reference(REFERENCE)).total
    assert (total.concepts, total.covered, total.mentioned, total.missing) == (4, 1, 1, 2)


def test_weighted_coverage_is_the_share_of_importance() -> None:
    # Mentions: Starter 3 ("Starter" in the title of its section), all others 1, but Oven 1.
    # Nothing blocks anything, so importance is half the salience: Starter 1/2, the others 1/6.
    total = measure_coverage(make_curriculum(COURSE), make_reference(REFERENCE)).total
    assert total.weighted == pytest.approx((1 / 2) / (1 / 2 + 3 / 6))


def test_topics_are_summed_apart() -> None:
    reference = make_reference(REFERENCE, topics={"Oven": 1, "Steam": 1})
    topics = measure_coverage(make_curriculum(COURSE), reference).topics
    assert [(topic.concepts, topic.covered) for topic in topics] == [(2, 1), (2, 0)]


def test_a_missing_concept_comes_with_the_sections_that_explain_it() -> None:
    coverage = measure_coverage(make_curriculum(COURSE), make_reference(REFERENCE))
    sections = {row.concept: row.sections for row in coverage.concepts}
    assert sections["Steam"] == ("reference#2",)
    assert sections["Starter"] == ()  # covered


def test_sections_that_explain_far_less_than_the_best_are_not_to_be_taken_in() -> None:
    # "is a" below the title that is the name, "is a", and what it does: 7, 4 and 2.
    said = "Steam is a gas of water that fills the oven and keeps the crust soft for a while. " * 2
    reference = make_reference(
        [("Crust", ["Steam keeps it soft."]), ("Notes", ["Steam is a gas."]), ("Steam", [said])]
    )
    coverage = measure_coverage(make_curriculum(COURSE), reference)
    sections = {row.concept: row.sections for row in coverage.concepts}
    assert sections["Steam"] == ("reference#2", "reference#1")


def test_of_equally_good_sections_the_one_that_names_it_more_often_comes_first() -> None:
    reference = make_reference(
        [("One", ["Steam is a gas."]), ("Two", ["Steam is a gas.", "We let in more steam."])]
    )
    coverage = measure_coverage(make_curriculum(COURSE), reference)
    sections = {row.concept: row.sections for row in coverage.concepts}
    assert sections["Steam"] == ("reference#1", "reference#0")


def test_the_best_place_explains_a_concept() -> None:
    coverage = measure_coverage(make_curriculum(COURSE), make_reference(REFERENCE))
    places = {row.concept: row.place for row in coverage.concepts}
    place = places["Starter"]
    assert place is not None
    assert (place.title, place.text) == ("Day 1", "A starter is a living mix.")
    assert places["Steam"] is None


@pytest.mark.parametrize(
    ("said", "depth"),
    [
        pytest.param(["We fire up the oven."], "named", id="named"),
        pytest.param(["The oven is a hot box."], "explained", id="explained"),
        pytest.param(["$ oven --heat 230"], "practised", id="in code"),
    ],
)
def test_depth_is_named_explained_or_practised(said: list[str], depth: str) -> None:
    assert find_treatments(make_curriculum([("Day 1", said)]), {})["Oven"].depth == depth


def test_code_that_holds_all_words_of_a_name_practises_it() -> None:
    course = make_curriculum([("Day 1", ["We fire up the oven.", "$ run-oven_door"])])
    assert find_treatments(course, {"Oven": ["oven door"]})["Oven"].depth == "practised"
    course = make_curriculum([("Day 1", ["We bake with steam.", "$ door --open"])])
    assert find_treatments(course, {"Steam": ["steam door"]})["Steam"].depth == "named"


def test_blocked_concepts_are_counted_once_however_many_ways_lead_there() -> None:
    diamond = nx.DiGraph()
    diamond.add_edges_from([("a", "b"), ("a", "c"), ("b", "d"), ("c", "d")], score=0.9)
    assert count_blocked(diamond) == {"a": 3, "b": 1, "c": 1, "d": 0}


def test_a_chain_of_relations_blocks_as_far_as_it_is_likely() -> None:
    # 0.8 * 0.8 = 0.64 is likely, 0.8 * 0.8 * 0.7 = 0.448 is not.
    chain = nx.DiGraph()
    chain.add_weighted_edges_from(
        [("a", "b", 0.8), ("b", "c", 0.8), ("c", "d", 0.7)], weight="score"
    )
    assert count_blocked(chain) == {"a": 2, "b": 2, "c": 1, "d": 0}


def test_importance_is_the_mean_of_salience_and_of_what_a_concept_blocks() -> None:
    # Flour blocks Starter and Sourdough, Starter blocks Sourdough: log 3 and log 2 to log 3.
    reference = make_reference(
        REFERENCE, prerequisites=[("Flour", "Starter"), ("Starter", "Sourdough")]
    )
    assert reference.blocks == {
        "Flour": 2, "Oven": 0, "Salt": 0, "Sourdough": 0, "Starter": 1, "Steam": 0,
    }  # fmt: skip
    assert reference.importance["Flour"] == pytest.approx((1 / 3 + 1) / 2)
    assert reference.importance["Starter"] == pytest.approx((1 + math.log(2) / math.log(3)) / 2)


def test_only_the_three_strongest_prerequisites_count() -> None:
    others = ("Flour", "Oven", "Salt", "Starter")
    reference = make_reference(
        REFERENCE, prerequisites=[(concept, "Sourdough") for concept in others]
    )
    assert set(reference.prerequisites.predecessors("Sourdough")) == {"Flour", "Oven", "Salt"}


def test_what_is_tied_to_the_curriculum_is_nearer_than_what_is_not() -> None:
    graph = nx.Graph()
    graph.add_edges_from([("a", "b"), ("b", "c"), ("x", "y")], weight=1.0)
    nearness = measure_nearness(graph, {"a"})
    assert nearness["b"] > nearness["c"] > nearness["y"] == pytest.approx(0)


def test_to_a_curriculum_that_names_nothing_all_is_equally_near() -> None:
    graph = nx.Graph([("a", "b")])
    assert measure_nearness(graph, set()) == {"a": 1.0, "b": 1.0}


sentences = st.sampled_from(
    [f"{name} is a thing of the kitchen." for name in CONCEPTS]
    + [f"We use {name.lower()} here." for name in CONCEPTS]
    + [f"- {name}" for name in CONCEPTS]
    + [f"$ run {name.lower()}" for name in CONCEPTS]
)
courses = st.lists(
    st.tuples(st.sampled_from([*CONCEPTS, "Notes"]), st.lists(sentences, max_size=5)),
    min_size=1,
    max_size=5,
)


@given(courses)
def test_a_curriculum_equal_to_the_reference_is_wholly_covered(course: Course) -> None:
    reference = make_reference(course)
    coverage = measure_coverage(make_curriculum(course), reference)
    assert (coverage.total.covered, coverage.total.weighted) == (coverage.total.concepts, 1.0)


@given(courses)
def test_an_empty_curriculum_covers_nothing(course: Course) -> None:
    reference = make_reference(course)
    coverage = measure_coverage(make_curriculum([("Nothing yet", [])]), reference)
    if coverage.total.concepts:
        assert (coverage.total.covered, coverage.total.weighted) == (0, 0.0)
    assert all(row.status == "missing" for row in coverage.concepts)


@given(courses, courses, st.integers(0, 4))
def test_removing_a_section_never_raises_coverage(
    course: Course, reference_course: Course, place: int
) -> None:
    reference = make_reference(reference_course)
    whole = make_curriculum(course)
    less = leave_out(whole, {f"course#{place}"})
    before = measure_coverage(whole, reference)
    after = measure_coverage(less, reference)
    for one, other in zip(
        (before.total, *before.topics), (after.total, *after.topics), strict=True
    ):
        assert other.covered <= one.covered
        assert other.weighted <= one.weighted


@given(courses)
def test_every_status_of_every_concept_is_counted_once(course: Course) -> None:
    reference = make_reference(REFERENCE)
    coverage = measure_coverage(make_curriculum(course), reference)
    assert sum(topic.concepts for topic in coverage.topics) == coverage.total.concepts
    total = coverage.total
    assert total.covered + total.mentioned + total.missing == total.concepts
