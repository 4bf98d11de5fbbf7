"""Statuses: the concept graph coloured by what a curriculum makes of each concept."""

from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING

import networkx as nx

from graph.backbone import backbone
from graph.coverage import Coverage
from ui.picture import Picture, draw

if TYPE_CHECKING:
    Graph = nx.Graph[str]

NAME = "gaps"  # of the picture
LABELS = {  # in the order of their colours
    "covered": "Covered",
    "mentioned": "Mentioned only",
    "missing": "Missing",
}
# With a contrast of 3:1 with the ground; apart for every eye by their lightness.
COLOURS = {"light": ("#00795a", "#d08a00", "#838c99"), "dark": ("#2bbf94", "#f0b73a", "#7d8794")}
BAR_COLOURS = ("#009e73", "#d08a00", "#838c99")  # of both themes
_MOST_CONCEPTS = 300


def draw_statuses(graph: "Graph", coverage: Coverage, statuses: Collection[str]) -> Picture:
    """Return the concepts that the reference explains, coloured by status.

    Parameters
    ----------
    graph : networkx.Graph
        The concept graph of the reference.
    coverage : Coverage
    statuses : collection of str
        Only concepts of these, the most important first, as many as one picture can show.
    """
    rows = sorted(
        (row for row in coverage.concepts if row.explained and row.status in statuses),
        key=lambda row: (-row.importance, row.concept),
    )[:_MOST_CONCEPTS]
    view = backbone(graph, [row.concept for row in rows])
    order = list(LABELS)
    coloured: Graph = nx.Graph(topic_names=list(LABELS.values()), unit=graph.graph["unit"])
    coloured.add_nodes_from(
        (row.concept, {**view.nodes[row.concept], "topic": order.index(row.status)}) for row in rows
    )
    coloured.add_edges_from(view.edges(data=True))
    picture = draw(coloured, name=NAME, label="Concepts of the reference by coverage")
    return replace(picture, palette=COLOURS)
