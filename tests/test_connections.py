"""Ways between concepts, what is around one, and what several share."""

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.concept_graph import Index
from graph.connections import compare, connect, focus


def graph_of(*edges: tuple[str, str, float]) -> "nx.Graph[str]":
    graph: nx.Graph[str] = nx.Graph()
    graph.add_weighted_edges_from(edges)
    for _, _, edge in graph.edges(data=True):
        edge.update(alpha=0.5, sentences=1)
    return graph


def ways(*found: object) -> list[str]:
    return ["".join(connection.concepts) for connection in found]  # type: ignore[attr-defined]


def test_a_strong_detour_is_shorter_than_a_weak_edge() -> None:
    graph = graph_of(("a", "b", 0.2), ("a", "c", 4.0), ("c", "b", 4.0))
    assert ways(*connect(graph, "a", "b", k=2, around_hubs=False)) == ["acb", "ab"]


def test_of_equally_strong_ways_the_one_with_fewer_steps_comes_first() -> None:
    # One edge of weight 1, or two of weight 2: 1/1 = 1/2 + 1/2, and each step costs a little.
    graph = graph_of(("a", "b", 1.0), ("a", "c", 2.0), ("c", "b", 2.0))
    assert ways(*connect(graph, "a", "b", around_hubs=False)) == ["ab", "acb"]


def test_a_connection_is_as_strong_as_its_weakest_edge() -> None:
    (way,) = connect(graph_of(("a", "b", 4.0), ("b", "c", 2.0)), "a", "c", around_hubs=False)
    # Two steps of 1/4, and 1/4 and 1/2 for the weights.
    assert way == (("a", "b", "c"), 2.0, 1.25)


def test_a_way_around_a_hub_is_preferred_unless_told_otherwise() -> None:
    others = [("hub", f"other {number}", 1.0) for number in range(20)]
    graph = graph_of(
        ("a", "hub", 2.0), ("hub", "b", 2.0), ("a", "c", 1.5), ("c", "b", 1.5), *others
    )
    assert connect(graph, "a", "b")[0].concepts == ("a", "c", "b")
    assert connect(graph, "a", "b", around_hubs=False)[0].concepts == ("a", "hub", "b")


def test_nothing_connects_what_hangs_apart() -> None:
    assert connect(graph_of(("a", "b", 1.0), ("c", "d", 1.0)), "a", "d") == []


@given(
    st.lists(
        st.tuples(st.sampled_from("abcd"), st.sampled_from("efgh"), st.floats(0.1, 9)),
        min_size=1,
        unique_by=lambda edge: edge[:2],
    )
)
def test_a_connection_leads_along_edges_and_through_no_concept_twice(
    edges: list[tuple[str, str, float]],
) -> None:
    graph = graph_of(*edges)
    first, *_, last = sorted(graph)
    found = connect(graph, first, last, k=4)
    for way in found:
        assert way.concepts[0] == first
        assert way.concepts[-1] == last
        assert nx.is_simple_path(graph, list(way.concepts))
    assert [way.length for way in found] == sorted(way.length for way in found)


def test_a_concept_is_not_connected_with_itself() -> None:
    with pytest.raises(ValueError, match="name two concepts"):
        connect(graph_of(("a", "b", 1.0)), "a", "a")


def test_focus_shows_what_is_next_to_a_concept(baking_graph: "nx.Graph[str]") -> None:
    assert set(focus(baking_graph, "oven")) == {"oven", "steam", "bread", "crust"}


def test_focus_shows_two_steps_when_asked_to() -> None:
    graph = graph_of(("a", "b", 1.0), ("b", "c", 1.0), ("c", "d", 1.0))
    assert list(focus(graph, "a", steps=2)) == ["a", "b", "c"]


def test_the_shortest_way_decides_how_far_away_a_concept_is() -> None:
    # c is one step away by a weak edge, two by strong ones; d lies behind c.
    graph = graph_of(("a", "b", 9.0), ("b", "c", 9.0), ("a", "c", 1.0), ("c", "d", 1.0))
    assert set(focus(graph, "a", steps=2)) == {"a", "b", "c", "d"}


def test_focus_prefers_what_is_strongly_bound() -> None:
    graph = graph_of(("a", "b", 1.0), ("a", "c", 3.0), ("a", "d", 2.0))
    assert list(focus(graph, "a", concepts=3)) == ["a", "c", "d"]


def test_two_concepts_share_neighbours_and_sections(
    baking_graph: "nx.Graph[str]", baking: Index
) -> None:
    # Bread and oven meet in sections 3 and 4, and both meet steam and crust there.
    assert compare(baking_graph, baking, ["bread", "oven"]) == (["steam", "crust"], ["3", "4"])


def test_three_concepts_share_less(baking_graph: "nx.Graph[str]", baking: Index) -> None:
    assert compare(baking_graph, baking, ["bread", "oven", "crust"]) == (["steam"], ["4"])


@pytest.mark.parametrize("concepts", [["oven"], ["oven", "oven"], list("abcdef")])
def test_two_to_five_concepts_can_be_compared(
    baking_graph: "nx.Graph[str]", baking: Index, concepts: list[str]
) -> None:
    with pytest.raises(ValueError, match="two to five"):
        compare(baking_graph, baking, concepts)


def test_a_concept_that_is_not_there_is_named(baking_graph: "nx.Graph[str]", baking: Index) -> None:
    with pytest.raises(KeyError, match="no concept 'butter'"):
        connect(baking_graph, "oven", "butter")
    with pytest.raises(KeyError, match="no concept 'butter'"):
        focus(baking_graph, "butter")
    with pytest.raises(KeyError, match="no concept 'butter'"):
        compare(baking_graph, baking, ["oven", "butter"])
