"""What the panel says of a concept's neighbours."""

import re
from html import unescape
from pathlib import Path

from graph.concept_graph import load_concept_graph
from graph.evidence import neighbours
from ui.pieces import neighbour_rows


def test_a_neighbour_stands_where_the_text_has_it_before_or_after_what_is_said(
    shipped_index: Path,
) -> None:
    graph = load_concept_graph(shipped_index)
    for concept, said in (
        ("SPIFFE", "SPIRE is the reference implementation of it"),
        ("SPIRE", "rotates SVID"),
    ):
        listed = neighbour_rows("question", graph, concept, neighbours(graph, concept))
        items = [unescape(re.sub(r"<[^>]*>", "", item)) for item in listed.split("</li>")]
        assert any(item.startswith(said) for item in items)


def test_of_many_neighbours_it_is_said_how_many_are_left_out(shipped_index: Path) -> None:
    graph = load_concept_graph(shipped_index)
    found = neighbours(graph, "Docker image")
    listed = neighbour_rows("question", graph, "Docker image", found)
    assert listed.count("<li>") == 40
    assert f"<summary>Show 40 of {len(found)} connections</summary>" in listed
    listed = neighbour_rows("question", graph, "Docker image", found[:30])
    assert "<summary>Show all 30 connections</summary>" in listed
    assert "<summary>" not in neighbour_rows("question", graph, "Docker image", found[:9])
