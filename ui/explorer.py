"""Explorer: from what is selected to what the graph shows, and from clicks to selections."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import networkx as nx

from graph.evidence import section_marks
from ui import state
from ui.component import Changes, Picture, differ, draw
from ui.filters import Filters
from ui.loaders import Corpus
from ui.state import Focus, Selection, parse_selection

if TYPE_CHECKING:
    View = nx.Graph[str]

_MOST_TIES = 12


def complete(graph: "View", view: "View", selection: Selection) -> "View":
    """Return a view with what is selected, and with its strongest edges into the view.

    A view that is readable as a whole leaves out most edges; around what is selected there is
    room for those that the panel tells of.
    """
    selected = [name for name in selection.concepts if name in graph]
    if not selected:
        return view
    wider = nx.Graph(view)
    wider.add_nodes_from((concept, graph.nodes[concept]) for concept in selected)
    for concept in selected:
        near = [other for other in graph[concept] if other in wider]
        strongest = sorted(near, key=lambda other: (-graph[concept][other]["weight"], other))
        ties = [*strongest[:_MOST_TIES], *(other for other in selected if other in near)]
        wider.add_edges_from((concept, other, graph[concept][other]) for other in ties)
    return wider


def describe(
    corpus: Corpus,
    picture: Picture,
    view: "View",
    filters: Filters,
    on: Focus | None,
    selection: Selection,
) -> Changes:
    """Return what the graph is to show otherwise than the picture that was sent."""
    changes = differ(picture, draw(view, name=picture.name, label=picture.label))
    strong, around, pair = _lit(corpus, view, selection)
    return replace(
        changes,
        strong=strong,
        around=around,
        pair=pair,
        topics=tuple(view.graph["topic_names"][topic] for topic in filters.topics),
        focus=(on.concept, on.steps) if on else None,
        status=f"{len(view):,} of {len(corpus.graph):,} concepts",
    )


def _lit(corpus: Corpus, view: "View", selection: Selection) -> tuple[tuple[str, ...], bool, bool]:
    """Return the concepts to light up, whether with their neighbours, and whether as an edge."""
    if selection.kind == "question" and selection.names[0] in corpus.index.sections.index:
        named = {mark.concept for mark in section_marks(corpus.index, selection.names[0])}
        return tuple(name for name in view if name in named), False, False
    if selection.kind == "topic":
        inside = (name for name in view if str(view.nodes[name]["topic"]) in selection.names)
        return tuple(inside), False, False
    return selection.concepts, selection.kind == "concept", selection.kind == "edge"


def answer(event: dict[str, Any]) -> None:
    """Do what was asked for by a click or a key in the graph."""
    names = [str(name) for name in event["names"]]
    match event["kind"]:
        case "concept" | "edge" | "topic" as kind:
            state.select(parse_selection([kind, *names]))
        case "ground":
            state.select(Selection())
        case "focus":
            state.focus(Focus(names[0], int(names[1])))
        case "leave":
            state.focus(None)
        case "topics":
            state.show_topics(names)
