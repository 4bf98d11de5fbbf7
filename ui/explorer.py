"""Explorer: from what is selected to what the graph shows, and from clicks to selections."""

from typing import TYPE_CHECKING, Any

import networkx as nx

from graph.evidence import section_marks
from ui import state
from ui.loaders import Corpus
from ui.picture import Highlight, draw
from ui.state import Focus, Selection, parse_selection

if TYPE_CHECKING:
    Graph = nx.Graph[str]

_NAME, _TOPICS = "concepts", "topics"  # of the pictures
_MOST_TIES = 12


def highlight(corpus: Corpus, view: "Graph", on: Focus | None, selection: Selection) -> Highlight:
    """Return what to light up: a concept with its strongest ties, or all of a question or topic.

    A view that is readable as a whole leaves out most edges; around what is selected there is
    room for those that the panel tells of.
    """
    match selection.kind:
        case "concept" | "order" | "edge" as kind:
            around_it = on is not None and on.concept in selection.names
            most = len(view) if around_it else _MOST_TIES
            ties = draw(_ties(corpus.graph, view, selection, most), name=_NAME, label="")
            pair = kind == "edge"
            return Highlight(
                _NAME,
                selection.names,
                around=not pair,
                pair=pair,
                nodes=ties.nodes,
                edges=ties.edges,
            )
        case "question" if selection.names[0] in corpus.index.sections.index:
            named = {mark.concept for mark in section_marks(corpus.index, selection.names[0])}
            return Highlight(_NAME, [name for name in view if name in named], around=False)
        case "topic":
            (topic,) = selection.names
            inside = [name for name, node in view.nodes.items() if str(node["topic"]) == topic]
            return Highlight(_NAME, inside, around=False)
    return Highlight(_NAME)


def highlight_topics(corpus: Corpus, selection: Selection) -> Highlight:
    """Return the topics to light up on their map: the one selected, or those of the concepts."""
    if selection.kind == "topic":
        return Highlight(_TOPICS, selection.names)
    nodes = [corpus.graph.nodes[name] for name in selection.concepts if name in corpus.graph]
    return Highlight(_TOPICS, sorted({str(node["topic"]) for node in nodes}), around=False)


def _ties(graph: "Graph", view: "Graph", selection: Selection, most: int) -> "Graph":
    """Return the selected concepts with the strongest edges of each into the view."""
    selected = [name for name in selection.names if name in graph]
    ties: Graph = nx.Graph(**graph.graph)
    ties.add_nodes_from((concept, graph.nodes[concept]) for concept in selected)
    for concept in selected:
        near = [other for other in graph[concept] if other in view]
        near.sort(key=lambda other: (-graph[concept][other]["weight"], other))
        others = (other for other in selected if other in graph[concept])
        for other in (*near[:most], *others):
            ties.add_node(other, **graph.nodes[other])
            ties.add_edge(concept, other, **graph[concept][other])
    return ties


def answer(event: dict[str, Any]) -> None:
    """Do what was asked for by a click or a key in the graph."""
    names = [str(name) for name in event["names"]]
    match event["kind"]:
        case "concept" | "edge" | "topic" as kind:
            state.select(parse_selection([kind, *names]))
        case "ground":
            state.select(Selection())
        case "expand":
            # A quick double click says nothing of its first click.
            state.go_to(Selection("concept", (names[0],)), Focus(names[0], 1))
        case "focus":
            state.focus(Focus(names[0], int(names[1])))
        case "leave":
            state.focus(None)
        case "everything":
            state.go_to(Selection(), None)
        case "topics":
            state.show_topics(names)
