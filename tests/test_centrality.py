"""Which concepts lie between the others."""

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from graph.centrality import measure_centrality


def graph_of(edges: list[tuple[str, str, float]]) -> "nx.Graph[str]":
    graph: nx.Graph[str] = nx.Graph()
    graph.add_weighted_edges_from(edges)
    return graph


def test_the_middle_of_a_chain_is_the_most_central() -> None:
    centrality = measure_centrality(graph_of([("a", "b", 1.0), ("b", "c", 1.0)]))
    assert centrality == {"a": 0.0, "b": 1.0, "c": 0.0}


def test_strong_edges_are_short() -> None:
    # Both b and c lie between a and d; the way over b is the stronger one.
    edges = [("a", "b", 3.0), ("b", "d", 3.0), ("a", "c", 1.0), ("c", "d", 1.0)]
    centrality = measure_centrality(graph_of(edges))
    assert centrality["b"] > centrality["c"]


@given(
    st.lists(
        st.tuples(
            st.sampled_from("abcd"), st.sampled_from("efgh"), st.sampled_from([1.0, 2.0, 4.0])
        ),
        min_size=1,
        unique_by=lambda edge: edge[:2],
    )
)
def test_small_graphs_are_measured_as_networkx_does(edges: list[tuple[str, str, float]]) -> None:
    graph = graph_of(edges)
    for _, _, edge in graph.edges(data=True):
        edge["length"] = 1 / edge["weight"]
    expected = nx.betweenness_centrality(graph, weight="length")
    greatest = max(expected.values()) or 1.0
    centrality = measure_centrality(graph)
    for concept, value in expected.items():
        assert abs(centrality[concept] - value / greatest) < 1e-9


def test_of_a_large_graph_a_sample_of_the_ways_is_enough() -> None:
    # A wheel: every way between two of the 600 spokes that are not neighbours leads over the hub.
    spokes = [f"spoke {number:03}" for number in range(600)]
    centrality = measure_centrality(graph_of([("hub", spoke, 1.0) for spoke in spokes]))
    assert centrality["hub"] == 1.0
    assert all(centrality[spoke] == 0.0 for spoke in spokes)


def test_no_concepts_no_centrality() -> None:
    assert measure_centrality(nx.Graph()) == {}
