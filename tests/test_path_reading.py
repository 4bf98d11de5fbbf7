"""The few sections that explain the steps of a path."""

import re
from dataclasses import replace
from itertools import combinations
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from graph.concept_graph import Index, build_concept_graph, load_index
from graph.path_reading import ReadingList, cover, reading_list
from graph.paths import LearningPath, Step, find_paths
from graph.prerequisites import find_prerequisites


def path(*concepts: str) -> LearningPath:
    steps = tuple(Step(concept, 0, (), (), ()) for concept in concepts)
    return LearningPath(concepts[-1:], steps, ())


def sections(found: ReadingList) -> list[str]:
    return [reading.section for reading in found.readings]


def test_a_step_is_read_where_it_is_explained(baking: Index) -> None:
    found = reading_list(baking, path("starter"))
    # The starter is mentioned in section 1, too; section 2 is the one that defines it.
    assert sections(found) == ["2"]
    assert found.readings[0].title == "How is a starter kept?"
    assert found.sentences["starter"].text == "A starter lives on flour and water."


def test_a_step_that_nothing_explains_is_read_where_it_is_mentioned(baking: Index) -> None:
    found = reading_list(baking, path("yeast"))
    assert sections(found) == ["1"]
    assert found.sentences["yeast"].text == "A sourdough is a dough that wild yeast raises."


def test_a_sentence_that_only_mentions_a_step_is_told_from_one_that_explains_it(
    baking: Index,
) -> None:
    # "A sourdough is a dough that wild yeast raises." is the sentence for both.
    says = reading_list(baking, path("yeast", "sourdough")).says
    assert says == {"yeast": "mention", "sourdough": "is"}


def test_one_section_may_cover_several_steps(baking: Index) -> None:
    # Flour is mentioned in section 2 alone, which explains the starter.
    found = reading_list(baking, path("flour", "starter"))
    assert sections(found) == ["2"]
    assert found.readings[0].concepts == ("flour", "starter")


def test_a_section_takes_whole_minutes_at_200_words_a_minute_and_one_at_least(
    baking: Index,
) -> None:
    longer = baking.sections.assign(words=[10, 500, 10, 10, 10])
    found = reading_list(replace(baking, sections=longer), path("sourdough", "flour"))
    # 10 words of section 1, and 500 / 200 = 2.5, of section 2.
    assert [(one.section, one.minutes) for one in found.readings] == [("1", 1), ("2", 2)]


def test_the_time_is_that_of_the_sections_each_counted_once(baking: Index) -> None:
    # Sections 1, 2 and, for the yeast, 1 again.
    found = reading_list(baking, path("sourdough", "flour", "yeast"))
    assert found.minutes == sum(one.minutes for one in found.readings) == 2


def test_a_section_that_says_what_a_concept_is_is_read_rather_than_one_about_it(
    shipped_index: Path,
) -> None:
    # Three titles name the Docker image; two other sections say "a container image is a".
    found = reading_list(load_index(shipped_index), path("Docker image"))
    assert re.search(r"\bimage is (a|the)\b", found.sentences["Docker image"].text)
    assert found.says == {"Docker image": "is"}


def test_readings_stand_in_the_order_of_the_steps_that_need_them(baking: Index) -> None:
    assert sections(reading_list(baking, path("flour", "sourdough"))) == ["2", "1"]
    assert sections(reading_list(baking, path("sourdough", "flour"))) == ["1", "2"]


def test_nothing_to_learn_is_nothing_to_read(baking: Index) -> None:
    found = reading_list(baking, LearningPath(("bread",), (), ()))
    assert (found.readings, found.minutes) == ((), 0)


COVERS = st.dictionaries(
    st.sampled_from("123456"),
    st.lists(st.sampled_from("abcde"), min_size=1, unique=True),
    min_size=1,
)


@given(COVERS)
def test_a_cover_covers_all_and_is_not_far_from_the_smallest(covers: dict[str, list[str]]) -> None:
    every = {concept for concepts in covers.values() for concept in concepts}
    chosen = cover(covers, dict.fromkeys(covers, 1.0))
    assert {concept for section in chosen for concept in covers[section]} == every
    smallest = next(
        size
        for size in range(1, len(covers) + 1)
        for some in combinations(sorted(covers), size)
        if {concept for section in some for concept in covers[section]} == every
    )
    # H(5) = 1 + 1/2 + 1/3 + 1/4 + 1/5 = 2.28 (Chvátal 1979), for five concepts.
    assert len(chosen) <= 2.29 * smallest


def test_a_short_section_is_preferred_to_a_long_one() -> None:
    assert cover({"long": ["a"], "short": ["a"]}, {"long": 5.0, "short": 1.0}) == ["short"]


def test_two_steps_in_a_long_section_beat_two_short_sections_only_if_it_is_shorter() -> None:
    covers = {"both": ["a", "b"], "one": ["a"], "other": ["b"]}
    assert cover(covers, {"both": 1.9, "one": 1.0, "other": 1.0}) == ["both"]
    assert cover(covers, {"both": 2.1, "one": 1.0, "other": 1.0}) == ["one", "other"]


def test_every_step_of_the_shipped_sample_has_a_section_that_mentions_it(
    shipped_index: Path,
) -> None:
    index = load_index(shipped_index)
    dag = find_prerequisites(index, build_concept_graph(index))
    [found] = find_paths(dag, ["cosign"])
    reading = reading_list(index, found)
    mentioned = set(zip(index.mentions["section"], index.mentions["concept"], strict=True))
    for step in found.steps:
        assert (reading.sections[step.concept], step.concept) in mentioned
        assert any(mark.concept == step.concept for mark in reading.sentences[step.concept].marks)


def test_a_step_that_no_section_explains_is_one_that_the_text_tells(shipped_index: Path) -> None:
    # One sentence of the answer on image signing mentions admission controllers, and none says what
    # they are.
    index = load_index(shipped_index)
    dag = find_prerequisites(index, build_concept_graph(index))
    assert dag.has_edge("admission controller", "image signing")
    assert not dag.nodes["admission controller"]["explained"]
    [path] = find_paths(dag, ["keyless signing"])
    assert {"cosign", "image signing", "OIDC"} < {step.concept for step in path.steps}
    for step in path.steps:
        for need, told in zip(step.needs, step.told, strict=True):
            assert told or dag.nodes[need]["explained"]


def test_a_concept_may_be_read_where_only_another_step_was_looked_for(shipped_index: Path) -> None:
    # More sections mention containers than are looked at for them; those of the others count, too.
    index = load_index(shipped_index)
    about = index.concepts.set_index("concept")["defining_section"].dropna()
    found = reading_list(index, path("container", *about.index[:200]))
    assert set(found.sections) == {"container", *about.index[:200]}
