"""Topics that hardly meet although they keep the same company."""

import random

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.curriculum import Curriculum
from graph.holes import expect_meetings, find_holes
from tests.courses import make_curriculum

TOPIC = {"Sourdough": 0, "Starter": 0, "Oven": 1, "Steam": 1, "Flour": 2, "Salt": 2}


def graph_of(corpus: Curriculum) -> "nx.Graph[str]":
    graph: nx.Graph[str] = nx.Graph()
    for concept, topic in TOPIC.items():
        graph.add_node(concept, topic=topic, salience=1.0)
    for _, named in corpus.mentions.groupby(["section", "sentence"])["concept"]:
        for one in set(named):
            for other in set(named) - {one}:
                graph.add_edge(one, other, weight=1.0)
    return graph


def corpus_of(*said: str) -> Curriculum:
    return make_curriculum([("Notes", list(said))])


# Both meet flour forty times, and each other never.
APART = ["Starter and flour."] * 40 + ["Steam and flour."] * 40


def test_topics_with_the_same_company_that_never_meet_are_a_hole() -> None:
    corpus = corpus_of(*APART)
    [hole] = find_holes(corpus, graph_of(corpus))
    assert (hole.left, hole.right, hole.observed) == (0, 1, 0)
    assert hole.bridges[0] == "Flour"


def test_topics_that_meet_as_often_as_others_do_are_no_hole() -> None:
    corpus = corpus_of(*APART, *["Starter and steam."] * 40)
    assert find_holes(corpus, graph_of(corpus)) == []


def test_a_small_corpus_has_no_holes() -> None:
    corpus = corpus_of(*["Starter and flour."] * 2, *["Steam and flour."] * 2)
    assert find_holes(corpus, graph_of(corpus)) == []


def test_topics_that_hang_by_one_concept_name_it() -> None:
    corpus = corpus_of(*APART, "Starter and steam.", "Starter and oven.")
    [hole] = find_holes(corpus, graph_of(corpus))
    assert (hole.observed, hole.thread) == (2, "Starter")


def test_what_topics_share_with_third_ones_says_how_often_they_should_meet() -> None:
    # 0 meets 2 four times, 1 meets 2 four times: by way of 2 they share 4 * 4 / 8 = 2. For the
    # pairs (0, 2) and (1, 2) there is no third one, so that all 8 sentences fall to (0, 1).
    assert expect_meetings({(0, 2): 4, (1, 2): 4}, [0, 1, 2]) == {
        (0, 1): 8.0,
        (0, 2): 0.0,
        (1, 2): 0.0,
    }


@given(
    st.dictionaries(
        st.tuples(st.integers(0, 4), st.integers(0, 4)).filter(lambda pair: pair[0] < pair[1]),
        st.integers(1, 50),
    )
)
def test_topics_meet_as_often_as_expected_in_all_pairs_together(
    meetings: dict[tuple[int, int], int],
) -> None:
    expected = expect_meetings(meetings, range(5))
    assert all(value >= 0 for value in expected.values())
    if any(expected.values()):
        assert sum(expected.values()) == pytest.approx(sum(meetings.values()))


def test_sentences_made_by_chance_have_hardly_any_hole() -> None:
    # Two hundred sentences of two concepts each, drawn anew fifty times: at a level of one in
    # twenty, 2.5 of the fifty corpora are expected to have a hole.
    generator = random.Random(0)  # noqa: S311 - no secret
    found = 0
    for _ in range(50):
        said = [
            "{} and {}.".format(*generator.sample(sorted(TOPIC), 2)).capitalize()
            for _ in range(200)
        ]
        corpus = corpus_of(*said)
        found += bool(find_holes(corpus, graph_of(corpus)))
    assert found <= 5
