"""Which of two concepts to learn first, and the reasons for it."""

import csv
import random
from collections import Counter
from dataclasses import replace
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.prerequisites import (
    Corpus,
    Document,
    list_documents,
    rank_by_first_mention,
    rank_by_frequency,
    read_corpus,
    score,
    score_baseline,
)
from graph.concept_graph import Index, build_concept_graph, load_index
from graph.prerequisites import (
    WEIGHTS,
    Relation,
    drop_cycles,
    find_prerequisites,
    relate,
)
from graph.reasons import Grounds, explain
from graph.signals import BOND, ORDER, Signals, measure_signals

CONCEPTS = st.sampled_from("abcdefgh")
RELATIONS = st.lists(
    st.builds(
        Relation,
        CONCEPTS,
        CONCEPTS,
        st.sampled_from([0.5, 0.7, 0.9]),
        st.sampled_from([0.0, 1.0, 2.0]),
        st.just({}),
    ).filter(lambda relation: relation.before != relation.after),
    max_size=30,
    unique_by=lambda relation: relation[:2],
)


def relation(before: str, after: str, strength: float, score: float = 0.5) -> Relation:
    return Relation(before, after, score, strength, {})


def signal(index: Index, graph: "nx.Graph[str]", name: str, one: str, other: str) -> float:
    """Return an order signal for one of two concepts, or a bond signal of both."""
    signals = measure_signals(index, graph)
    row = signals.pairs.index((min(one, other), max(one, other)))
    if name in ORDER:
        return float(signals.order[row, ORDER.index(name)]) * (1 if one < other else -1)
    return float(signals.bond[row, BOND.index(name)])


@pytest.mark.parametrize(
    ("name", "one", "other", "value"),
    [
        # "sourdough" holds no word "dough"; "desired dough temperature", an alias of DDT, does.
        ("name", "dough", "DDT", 1.0),
        # "A sourdough is a dough that wild yeast raises."
        ("definition", "dough", "sourdough", 1.0),
        ("definition", "yeast", "sourdough", 1.0),
        # "A starter lives on flour and water."
        ("reference", "flour", "starter", 1.0),
        # Both in section 1; sourdough is in its title, which comes first.
        ("introduction", "sourdough", "dough", 1.0),
        # Both are in sections 3 and 4; the title of 3 has the oven, so only 4 counts.
        ("position", "oven", "bread", -1.0),
        ("position", "crust", "bread", 1.0),
        # water in sections 2 and 5, flour in 2: ln 2.
        ("spread", "water", "flour", float(np.log(2))),
        ("kind", "bread", "oven", 1.0),
        ("kind", "bread", "steam", 0.7),
        # Of the oven's four mentions, one is code; bread has none.
        ("identifier", "bread", "oven", 0.25),
        ("coordination", "flour", "water", 1.0),
        ("same kind", "flour", "water", 1.0),
        ("same kind", "oven", "bread", 0.0),
        ("products", "flour", "water", 0.0),
        # In one sentence: ln (1 + 0).
        ("distance", "flour", "water", 0.0),
    ],
)
def test_signals_say_what_the_text_says(
    baking: Index, baking_graph: "nx.Graph[str]", name: str, one: str, other: str, value: float
) -> None:
    assert signal(baking, baking_graph, name, one, other) == pytest.approx(value)


def test_an_order_signal_turns_around_with_the_pair(
    baking: Index, baking_graph: "nx.Graph[str]"
) -> None:
    for name in ORDER:
        there = signal(baking, baking_graph, name, "flour", "starter")
        assert signal(baking, baking_graph, name, "starter", "flour") == -there


def signals(order: dict[str, float], bond: dict[str, float]) -> Signals:
    """Return the signals of one pair, a and b; what is not named is 0."""
    return Signals(
        [("a", "b")],
        np.array([[order.get(name, 0.0) for name in ORDER]]),
        np.array([[bond.get(name, 0.0) for name in BOND]]),
        {},
        {},
    )


@pytest.fixture
def pair() -> "nx.Graph[str]":
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from("ab", sections=1)
    graph.add_edge("a", "b", sentences=1, sections=1, npmi=1.0)
    return graph


def test_the_sum_of_the_signals_decides_the_order(pair: "nx.Graph[str]") -> None:
    [found] = relate(signals({"name": 1.0, "introduction": -1.0}, {}), pair)
    assert (found.before, found.after) == ("a", "b")
    [found] = relate(signals({"name": -1.0, "introduction": 1.0}, {}), pair)
    assert (found.before, found.after) == ("b", "a")


def test_the_score_is_the_product_of_two_probabilities(pair: "nx.Graph[str]") -> None:
    [found] = relate(signals({"name": 1.0}, {"head": 1.0}), pair)
    bond = 1 / (1 + np.exp(-(WEIGHTS.intercept + WEIGHTS.bond["head"])))
    order = 1 / (1 + np.exp(-WEIGHTS.order["name"]))
    assert found.score == pytest.approx(bond * order)


def test_contradicting_signals_give_no_relation(pair: "nx.Graph[str]") -> None:
    cancel = {"name": 1.0, "kind": -WEIGHTS.order["name"] / WEIGHTS.order["kind"]}
    assert relate(signals(cancel, {}), pair) == []


def test_alternatives_get_no_relation(pair: "nx.Graph[str]") -> None:
    alike = {"coordination": 1.0, "same kind": 1.0, "products": 1.0}
    assert relate(signals({"introduction": 1.0, "spread": 1.0}, alike), pair) == []


def test_strength_is_the_score_times_what_the_sentences_hold(pair: "nx.Graph[str]") -> None:
    # One sentence and one section: log2 2 + log2 2 / 4 = 1.25; the two only come together.
    [found] = relate(signals({"name": 1.0}, {}), pair)
    assert found.strength == pytest.approx(1.25 * found.score)


def test_what_no_sentence_tells_is_half_as_strong(pair: "nx.Graph[str]") -> None:
    [told] = relate(signals({"reference": 1.0, "spread": 1.0}, {}), pair)
    [untold] = relate(signals({"spread": 1.0}, {}), pair)
    assert told.strength == pytest.approx(1.25 * told.score)
    assert untold.strength == pytest.approx(1.25 * untold.score / 2)


def test_an_answer_tells_as_a_sentence_does(pair: "nx.Graph[str]") -> None:
    measured = replace(signals({"spread": 1.0}, {}), answers={("a", "b"): Counter({"1": 1})})
    [told] = relate(measured, pair)
    # Two sentences now, the one of the answer too: log2 3 + log2 2 / 4.
    assert told.strength == pytest.approx((np.log2(3) + 0.25) * told.score)


def test_a_cycle_is_broken_at_its_weakest_relation() -> None:
    cycle = [relation("a", "b", 3.0), relation("b", "c", 1.0), relation("c", "a", 2.0)]
    assert {one[:2] for one in drop_cycles(cycle)} == {("a", "b"), ("c", "a")}


def test_of_equally_strong_relations_the_less_likely_goes() -> None:
    cycle = [relation("a", "b", 1.0, 0.9), relation("b", "a", 1.0, 0.6)]
    assert [one[:2] for one in drop_cycles(cycle)] == [("a", "b")]


@given(RELATIONS)
def test_what_is_kept_is_acyclic_and_what_is_dropped_contradicts_stronger_ones(
    relations: list[Relation],
) -> None:
    kept = drop_cycles(relations)
    graph = nx.DiGraph([one[:2] for one in kept])
    assert nx.is_directed_acyclic_graph(graph)
    for one in relations:
        if one not in kept:
            key = (-one.strength, -one.score, one.before, one.after)
            stronger = nx.DiGraph(
                [
                    other[:2]
                    for other in kept
                    if (-other.strength, -other.score, other.before, other.after) < key
                ]
            )
            assert nx.has_path(stronger, one.after, one.before)


@given(RELATIONS, st.randoms(use_true_random=False))
def test_the_order_of_the_relations_does_not_matter(
    relations: list[Relation], shuffler: random.Random
) -> None:
    shuffled = list(relations)
    shuffler.shuffle(shuffled)
    assert drop_cycles(shuffled) == drop_cycles(relations)


def test_the_relations_are_an_acyclic_frozen_graph_over_the_concepts(
    baking: Index, baking_graph: "nx.Graph[str]"
) -> None:
    dag = find_prerequisites(baking, baking_graph)
    assert nx.is_directed_acyclic_graph(dag)
    assert nx.is_frozen(dag)
    assert list(dag) == list(baking_graph)


def test_each_relation_has_a_score_reasons_and_sections(
    baking: Index, baking_graph: "nx.Graph[str]"
) -> None:
    found = find_prerequisites(baking, baking_graph).edges["dough", "sourdough"]
    assert 0 < found["score"] <= 1
    assert found["reasons"][0] == "dough is used in the definition of sourdough (question 1)."
    assert found["sections"] == ("1",)


def test_a_reason_names_the_file_where_a_number_stands_in_several(
    baking: Index, baking_graph: "nx.Graph[str]"
) -> None:
    ones = baking.sections.assign(number="1", source=baking.sections["section"] + ".md")
    found = find_prerequisites(replace(baking, sections=ones), baking_graph)
    [reason, *_] = found.edges["dough", "sourdough"]["reasons"]
    assert reason == "dough is used in the definition of sourdough (question 1 of 1.md)."


def compare(wide: int, narrow: int, **evidence: float) -> tuple[str, ...]:
    """Return the reasons for flour before bread, which are in so many questions."""
    labels = {str(number): f"question {number}" for number in range(1, wide + narrow + 1)}
    ids = list(labels)
    places = {"flour": ids[:wide], "bread": ids[wide:]}
    kinds = dict.fromkeys(places, "concept")
    grounds = Grounds(kinds, labels, places, {}, {}, {}, "question")
    return explain(grounds, "flour", "bread", {"spread": 0.0, "introduction": 0.0, **evidence})[0]


def test_a_difference_that_chance_makes_is_no_reason() -> None:
    general = "flour is the more general, in 7 questions; bread is in 1."
    assert compare(7, 1, spread=1.0) == (general,)
    introduced = "flour is introduced in question 1, bread only in question 4."
    assert compare(3, 1, spread=0.6, introduction=0.5) == (introduced,)


def test_a_relation_without_a_reason_says_so() -> None:
    reasons = compare(3, 1, spread=0.6)
    assert reasons == ("The text does not tell which of flour and bread to learn first.",)


def test_in_many_sections_no_chance_makes_a_difference_that_is_evidence() -> None:
    assert "flour is the more general" in compare(100, 50, spread=0.4)[0]


def test_a_relation_is_told_only_by_a_sentence_or_a_name(
    baking: Index, baking_graph: "nx.Graph[str]"
) -> None:
    dag = find_prerequisites(baking, baking_graph)
    # "A sourdough is a dough that wild yeast raises."
    assert dag.edges["yeast", "sourdough"]["told"]
    # "desired dough temperature" is a name of DDT.
    assert dag.edges["dough", "DDT"]["told"]
    # An answer about sourdough mentions a starter; no sentence tells of both.
    assert not dag.edges["starter", "sourdough"]["told"]


def test_no_relation_is_without_reasons_or_sections(shipped_index: Path) -> None:
    index = load_index(shipped_index)
    dag = find_prerequisites(index, build_concept_graph(index))
    assert dag.number_of_edges() > 0
    for _, _, found in dag.edges(data=True):
        assert found["reasons"]
        assert set(found["sections"]) <= set(index.sections["section"])
        assert found["sections"]


@pytest.fixture(scope="module")
def development(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """Return the sample with the development pairs."""
    assert shared_data
    document = next(one for one in list_documents() if one.name == "sample (dev)")
    return read_corpus(document, tmp_path_factory.mktemp("development"))


def test_the_development_pairs_get_the_right_direction(development: Corpus) -> None:
    found = score(development, find_prerequisites(development.tables, development.graph))
    assert found.given >= 0.7 * found.ordered
    assert found.right >= 0.85 * found.given
    assert found.wrong <= 0.15 * found.siblings


def test_the_relations_are_better_than_both_baselines(development: Corpus) -> None:
    found = score(development, find_prerequisites(development.tables, development.graph))
    for rank in (rank_by_first_mention, rank_by_frequency):
        baseline = score_baseline(development, rank(development))
        assert found.right / found.given > baseline.right / baseline.given


def test_a_baseline_orders_every_pair_and_so_the_siblings(baking: Index) -> None:
    graph = build_concept_graph(baking)
    document = Document("baking", "baking", Path(), (("dough", "bread"),), (("flour", "water"),))
    corpus = Corpus(document, baking, graph, [("dough", "bread")], [("flour", "water")])
    assert score_baseline(corpus, rank_by_first_mention(corpus)) == (1, 1, 1, 1, 1, 1)


@pytest.mark.parametrize("file", sorted(Path(__file__).parent.glob("../benchmarks/gold/p*.csv")))
def test_no_annotated_pair_is_given_both_ways_or_as_siblings(file: Path) -> None:
    def pairs(place: Path) -> list[tuple[str, ...]]:
        with place.open(encoding="utf-8", newline="") as source:
            return [tuple(row) for row in list(csv.reader(source))[1:]]

    ordered = pairs(file)
    siblings = pairs(file.with_name(file.name.replace("prerequisites", "siblings")))
    assert len({frozenset(pair) for pair in (*ordered, *siblings)}) == len(ordered) + len(siblings)
