"""Explorer: from what is chosen on the Explore page to what the graph shows, and back."""

from dataclasses import replace
from typing import Any

import networkx as nx

from graph.evidence import section_marks
from ui import state
from ui.component import Changes
from ui.loaders import Corpus
from ui.state import Focus, Selection, parse_selection, topics_query

_MOST_ADDED = 12  # neighbours that come along with a concept which the view lacks


def complete_view(graph: nx.Graph, view: nx.Graph, selection: Selection) -> nx.Graph:
    """Return a view with the selected concepts that it lacks, tied to what is there."""
    missing = [name for name in selection.concepts if name in graph and name not in view]
    if not missing:
        return view
    wider = nx.Graph(view)
    for concept in missing:
        wider.add_node(concept, **graph.nodes[concept])
        shown = sorted(
            (other for other in graph[concept] if other in wider),
            key=lambda other: (-graph[concept][other]["weight"], other),
        )
        for other in shown[:_MOST_ADDED]:
            wider.add_edge(concept, other, **graph[concept][other])
    if selection.kind == "edge" and graph.has_edge(*selection.names):
        first, second = selection.names
        wider.add_edge(first, second, **graph[first][second])
    return wider


def light_up(corpus: Corpus, view: nx.Graph, selection: Selection, changes: Changes) -> Changes:
    """Return the changes with what is selected lit up: a concept, or all of a question or topic."""
    if selection.kind == "edge":
        return replace(changes, strong=selection.names, pair=selection.names)
    if selection.kind == "question" and selection.names[0] in corpus.index.sections.index:
        marks = section_marks(corpus.index, selection.names[0])
        named = {mark.concept for mark in marks}
        return replace(changes, strong=[name for name in view if name in named], only=True)
    if selection.kind == "topic":
        inside = [name for name, topic in view.nodes(data="topic") if str(topic) in selection.names]
        return replace(changes, strong=inside, only=True)
    return replace(changes, strong=selection.concepts)


def answer(event: dict[str, Any]) -> None:
    """Do what someone asked for by a click or a key in the graph."""
    kind, names = event["kind"], tuple(map(str, event["names"]))
    match kind:
        case "concept" | "edge" | "topic":
            state.select(parse_selection([kind, *names]))
        case "ground":
            state.select(Selection())
        case "leave":
            state.focus(None)
        case "topics":
            state.set_widget(state.TOPICS, [int(topic) for topic in names])
        case "expand":
            now = state.read_focus()
            again = now is not None and now == Focus(names[0], 1)
            state.focus(Focus(names[0], 2 if again else 1))
        case "open topic":
            state.follow(topics_query(int(names[0])))
