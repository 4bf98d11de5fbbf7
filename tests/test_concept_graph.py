"""From an index to its concept graph, and what is stored of it."""

import math
from pathlib import Path

import networkx as nx
import numpy as np
import pytest

from extract.index import UnusableIndexError
from graph.concept_graph import (
    EdgePhrase,
    Index,
    build_concept_graph,
    load_index,
    weigh,
)
from tests.baking import CONCEPTS, write_baking_index


def test_every_concept_is_a_node_with_what_the_index_says_of_it(
    baking_graph: "nx.Graph[str]",
) -> None:
    assert list(baking_graph) == sorted(CONCEPTS)
    sourdough = baking_graph.nodes["sourdough"]
    told = {name: sourdough[name] for name in ("kind", "aliases", "mentions", "sections")}
    assert told == {
        "kind": "resource",
        "aliases": ("natural leaven",),
        "mentions": 2,
        "sections": 1,
    }
    assert (sourdough["defining_section"], sourdough["defining_sentence"]) == ("1", 1)


def test_what_the_index_leaves_open_is_none(baking_graph: "nx.Graph[str]") -> None:
    assert baking_graph.nodes["starter"]["defining_sentence"] is None
    assert baking_graph.nodes["water"]["defining_section"] is None


def test_concepts_that_share_a_section_are_joined(baking_graph: "nx.Graph[str]") -> None:
    # "Feed the starter flour", and the sentence before it: two sentences of one section.
    edge = baking_graph["flour"]["starter"]
    assert (edge["sentences"], edge["sections"]) == (2, 1)
    assert not baking_graph.has_edge("flour", "yeast")


def test_degree_counts_the_concepts_next_to_one(baking_graph: "nx.Graph[str]") -> None:
    # With dough, sourdough and yeast in one section, with flour and water in another.
    assert baking_graph.nodes["starter"]["degree"] == 5


def test_the_verbs_between_two_concepts_are_on_their_edge(baking_graph: "nx.Graph[str]") -> None:
    assert baking_graph["dough"]["yeast"]["phrases"] == (EdgePhrase("yeast", "raises", "dough", 2),)
    assert baking_graph["crust"]["steam"]["phrases"] == ()


def test_a_graph_cannot_be_changed(baking_graph: "nx.Graph[str]") -> None:
    with pytest.raises(nx.NetworkXError, match="Frozen"):
        baking_graph.remove_node("water")


def test_weight_follows_from_counts_and_association() -> None:
    # Three sentences and one section, always together: (log2 4 + log2 2 / 2) * (1 + 1) / 2.
    assert weigh(np.array([3]), np.array([1]), np.array([1.0])).tolist() == [2.5]


def test_what_is_everywhere_weighs_half_of_what_only_comes_together() -> None:
    counts = np.array([3, 3]), np.array([2, 2])
    independent, inseparable = weigh(*counts, np.array([0.0, 1.0]))
    assert inseparable == 2 * independent


def test_concepts_that_avoid_each_other_keep_their_edge() -> None:
    assert weigh(np.array([0]), np.array([1]), np.array([-1.0]))[0] > 0


def test_a_folder_without_an_index_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnusableIndexError, match="is no index"):
        load_index(tmp_path)


def test_an_index_without_concepts_has_an_empty_graph(tmp_path: Path) -> None:
    index = load_index(write_baking_index(tmp_path / "index"))
    empty = Index(
        index.path, index.manifest, index.sections, index.sentences, index.concepts[:0],
        index.mentions[:0], index.cooccurrences[:0], index.phrases[:0],
    )  # fmt: skip
    assert len(build_concept_graph(empty)) == 0


def test_positions_and_centralities_are_numbers(baking_graph: "nx.Graph[str]") -> None:
    for node in baking_graph.nodes.values():
        assert all(math.isfinite(node[name]) for name in ("x", "y"))
        assert 0 <= node["centrality"] <= 1
