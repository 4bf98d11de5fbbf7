"""Which edges matter, and which a view shows."""

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.backbone import backbone, disparity, rank, select_view

if TYPE_CHECKING:
    import networkx as nx


def significance(*edges: tuple[int, int, float]) -> list[float]:
    left, right, weight = zip(*edges, strict=True)
    return disparity(np.array(left), np.array(right), np.array(weight)).tolist()


def test_the_edge_that_takes_most_of_the_weight_matters_most() -> None:
    # A star: the middle has degree 3 and strength 10, each leaf a single edge (1).
    # (1 - 8/10)^2 = 0.04 and (1 - 1/10)^2 = 0.81.
    assert significance((0, 1, 8.0), (0, 2, 1.0), (0, 3, 1.0)) == pytest.approx([0.04, 0.81, 0.81])


def test_an_edge_matters_as_soon_as_it_does_to_one_end() -> None:
    # To 0 it is one of two equal edges: (1 - 1/2)^1. To 1 it is nearly all: (1 - 1/1.25)^1 = 0.2.
    assert significance((0, 1, 1.0), (0, 2, 1.0), (1, 3, 0.25))[0] == pytest.approx(0.2)


def test_an_edge_that_has_nothing_to_compare_with_gets_one() -> None:
    assert significance((0, 1, 5.0)) == [1.0]


@given(
    st.lists(
        st.tuples(st.integers(0, 5), st.integers(6, 9), st.floats(0.1, 100)),
        min_size=1,
        unique_by=lambda edge: edge[:2],
    )
)
def test_significance_is_a_probability(edges: list[tuple[int, int, float]]) -> None:
    assert all(0 <= alpha <= 1 for alpha in significance(*edges))


def test_a_view_holds_the_most_salient_concepts_first(baking_graph: "nx.Graph[str]") -> None:
    # Oven, starter and steam have four mentions each, and four tenths of salience.
    assert list(select_view(baking_graph, concepts=3)) == ["oven", "starter", "steam"]


def test_each_shown_concept_keeps_its_strongest_edge(baking_graph: "nx.Graph[str]") -> None:
    view = select_view(baking_graph, edges=9)
    for concept in view:
        strongest = max(edge["weight"] for edge in baking_graph[concept].values())
        assert strongest in [edge["weight"] for edge in view[concept].values()]


def test_a_view_holds_no_more_edges_than_asked_for(baking_graph: "nx.Graph[str]") -> None:
    assert select_view(baking_graph, edges=5).number_of_edges() == 5


def test_a_view_can_be_kept_to_topics_and_kinds(baking_graph: "nx.Graph[str]") -> None:
    topic = baking_graph.nodes["oven"]["topic"]
    view = select_view(baking_graph, topics=[topic], kinds=["tool", "practice"])
    assert set(view) == {"oven", "steam"}


def test_light_edges_can_be_left_out(baking_graph: "nx.Graph[str]") -> None:
    view = select_view(baking_graph, min_weight=2.0)
    # bread - steam and oven - steam: two sentences, two sections, always together:
    # (log2 3 + log2 3 / 2) * 1 = 2.38. flour - starter: (log2 3 + 1/2) * 0.785 = 1.64.
    assert sorted(map(sorted, view.edges)) == [["bread", "steam"], ["oven", "steam"]]


def test_a_view_can_be_kept_to_concepts_of_one_sentence(baking_graph: "nx.Graph[str]") -> None:
    assert baking_graph.has_edge("dough", "starter")
    view = select_view(baking_graph, same_sentence=True)
    assert not view.has_edge("dough", "starter")
    assert view.has_edge("dough", "yeast")


def test_equal_salience_goes_by_name(baking_graph: "nx.Graph[str]") -> None:
    assert rank(["steam", "oven", "yeast"], baking_graph) == ["oven", "steam", "yeast"]


def test_an_edge_of_a_view_says_what_it_says_in_the_graph(baking_graph: "nx.Graph[str]") -> None:
    view = backbone(baking_graph, ["flour", "starter"])
    assert view["flour"]["starter"] == baking_graph["flour"]["starter"]
    assert view.graph["topic_names"] == baking_graph.graph["topic_names"]
