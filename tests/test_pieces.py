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
    listed = neighbour_rows("question", graph, "SPIFFE", neighbours(graph, "SPIFFE"))
    items = [unescape(re.sub(r"<[^>]*>", "", item)) for item in listed.split("</li>")]
    assert any(item.startswith("SPIRE is the reference implementation of …") for item in items)
    assert any(item.startswith("gives each workload") for item in items)
