"""Topics, their names, and who is central."""

from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.concept_graph import load_concept_graph
from graph.topics import find_topics, has_rest, list_topics, name_topics, rank_concepts, topic_map


def graph_of(edges: list[tuple[str, str, float]], *alone: str) -> "nx.Graph[str]":
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(sorted({end for edge in edges for end in edge[:2]} | set(alone)))
    graph.add_weighted_edges_from(edges)
    nx.set_node_attributes(graph, 0.5, "salience")
    return graph


def clique(names: str, weight: float = 1.0) -> list[tuple[str, str, float]]:
    return [(a, b, weight) for a in names for b in names if a < b]


weighted_edges = st.lists(
    st.tuples(st.sampled_from("abcdefg"), st.sampled_from("hijklmn"), st.floats(0.1, 9.0)),
    max_size=30,
    unique_by=lambda edge: edge[:2],
)


def test_two_groups_that_one_edge_joins_are_two_topics() -> None:
    graph = graph_of([*clique("abcd"), *clique("efgh"), ("d", "e", 0.5)])
    assert sorted(map(sorted, find_topics(graph))) == [list("abcd"), list("efgh")]


def test_the_more_salient_topic_comes_first() -> None:
    graph = graph_of([*clique("abcd"), *clique("efgh")])
    graph.nodes["h"]["salience"] = 0.9
    assert find_topics(graph)[0] == set("efgh")


def test_a_few_concepts_join_the_topic_that_they_are_bound_to() -> None:
    # x and y hang together, and a little on the first group: too few for a topic.
    graph = graph_of([*clique("abcd", 2.0), *clique("efgh", 2.0), ("x", "y", 9.0), ("a", "x", 0.1)])
    assert {"a", "b", "c", "d", "x", "y"} in find_topics(graph)


def test_what_is_bound_to_nothing_comes_last_under_the_name_other() -> None:
    graph = graph_of(clique("abcd"), "x", "y")
    topics = find_topics(graph)
    assert topics == [set("abcd"), {"x", "y"}]
    assert has_rest(graph, topics)
    assert name_topics(graph, topics, rest=True)[1] == "Other"


@given(weighted_edges)
def test_every_concept_has_one_topic(edges: list[tuple[str, str, float]]) -> None:
    graph = graph_of(edges)
    concepts = sorted(concept for topic in find_topics(graph) for concept in topic)
    assert concepts == sorted(graph)


@given(weighted_edges)
def test_the_same_graph_has_the_same_topics(edges: list[tuple[str, str, float]]) -> None:
    assert find_topics(graph_of(edges)) == find_topics(graph_of(edges))


def test_no_concepts_no_topics() -> None:
    assert find_topics(nx.Graph()) == []


def test_a_hub_names_no_topic() -> None:
    # The hub is the most salient, and as much bound to the one topic as to the other.
    groups = (["one", "two", "three", "four"], ["five", "six", "seven", "eight"])
    edges = [(a, b, 1.0) for group in groups for a in group for b in group if a < b]
    edges += [("hub", name, 1.0) for group in groups for name in group]
    graph = graph_of(edges)
    graph.nodes["hub"]["salience"] = 1.0
    topics = [{*groups[0], "hub"}, set(groups[1])]
    assert all("hub" not in name for name in name_topics(graph, topics))


def test_a_topic_lists_first_what_it_is_named_by(sample_graph: "nx.Graph[str]") -> None:
    for topic in list_topics(sample_graph):
        named = topic.name.split(" · ")
        assert [concept for concept in topic.concepts if concept in named] == named
        assert topic.concepts[0] in named or len(topic.concepts[0]) > 26


def test_a_hub_is_listed_after_what_belongs_to_its_topic_alone() -> None:
    edges = [*clique("abcd"), *clique("efgh"), *(("hub", name, 1.0) for name in "abcdefgh")]
    graph = graph_of(edges)
    graph.nodes["hub"]["salience"] = 1.0
    assert rank_concepts(graph, [{*"abcd", "hub"}, set("efgh")])[0] == [*"abcd", "hub"]


def test_a_topic_is_named_by_names_that_say_different_things() -> None:
    words = ["signal", "signal handler", "trap", "exit code"]
    edges = [(a, b, 1.0) for a in words for b in words if a < b]
    edges += [("pipe", "file", 1.0), ("file", "link", 1.0)]
    graph = graph_of(edges)
    topics = [set(words), {"pipe", "file", "link"}]
    for concept, salience in zip(words, (1.0, 0.9, 0.8, 0.7), strict=True):
        graph.nodes[concept]["salience"] = salience
    assert name_topics(graph, topics)[0] == "signal · trap · exit code"


def test_topics_are_listed_with_their_concepts(baking_graph: "nx.Graph[str]") -> None:
    topics = list_topics(baking_graph)
    oven = topics[baking_graph.nodes["oven"]["topic"]]
    # All are bound to this topic alone. Steam and oven are mentioned alike, bread and crust, too;
    # steam is bound to the three others by 5.9, the oven by 5.4, bread by 5.4 and crust by 3.5.
    assert oven.concepts == ["steam", "oven", "bread", "crust"]
    assert oven.name == baking_graph.graph["topic_names"][oven.topic]


def test_the_map_of_the_topics_sums_what_binds_their_concepts() -> None:
    graph = graph_of([*clique("abcd"), *clique("efgh"), ("a", "e", 0.25), ("b", "f", 0.5)])
    for place, concept in enumerate(sorted(graph)):
        graph.nodes[concept].update(topic=place // 4, x=float(place), y=0.0)
    graph.graph["topic_names"] = ["first", "second"]
    topics = topic_map(graph)
    assert topics.nodes[0] == {"name": "first", "concepts": 4, "salience": 2.0, "x": 1.5, "y": 0.0}
    assert topics[0][1] == {"weight": 0.75, "edges": 2}


def test_fifty_questions_have_five_to_fifteen_topics(sample_graph: "nx.Graph[str]") -> None:
    assert 5 <= len(sample_graph.graph["topic_names"]) <= 15


@pytest.fixture(scope="module")
def sample_graph(sample_index: Path) -> "nx.Graph[str]":
    return load_concept_graph(sample_index)
