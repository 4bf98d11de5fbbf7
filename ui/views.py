"""Views: what a browser is sent of a corpus, the graph and what is said beside it.

Kept as long as the corpus, like what it is made of (`ui.loaders`).
"""

from dataclasses import replace
from typing import TYPE_CHECKING

from graph.connections import focus
from graph.topics import topic_map
from ui.filters import Filters, apply_filters
from ui.loaders import Corpus, load_prose, per_corpus
from ui.panel import panel
from ui.picture import Picture, View, differ, draw, draw_topics, pack
from ui.state import Focus, Selection

if TYPE_CHECKING:
    import networkx as nx


def focus_within(corpus: Corpus, filters: Filters, on: Focus | None) -> Focus | None:
    """Return a focus, or none where its concept is not there: an address may ask for anything."""
    return on if on is not None and on.concept in _load_graph(corpus, filters) else None


def _load_graph(corpus: Corpus, filters: Filters) -> "nx.Graph[str]":
    return corpus.graph if filters.code else load_prose(corpus)


@per_corpus(16)
def load_graph_view(corpus: Corpus, filters: Filters, on: Focus | None) -> "nx.Graph[str]":
    """Return the part of the graph that the filters leave, or the neighbourhood in focus."""
    graph = _load_graph(corpus, filters)
    if on is not None:
        return focus(graph, on.concept, steps=on.steps)
    return apply_filters(graph, filters)


# Sent once, and the start of all that is shown later; hence the same bytes for the same index.
@per_corpus()
def load_picture(corpus: Corpus) -> tuple[Picture, bytes]:
    """Return the picture that a visit opens with, and as it is sent."""
    view = load_graph_view(corpus, Filters(), None)
    picture = draw(view, name="concepts", label="Graph of the most salient concepts")
    return picture, pack(picture)


@per_corpus(16)
def load_view(corpus: Corpus, filters: Filters, on: Focus | None) -> bytes:
    """Return what a view shows otherwise than the picture, as it is sent."""
    picture, _ = load_picture(corpus)
    shown = load_graph_view(corpus, filters, on)
    view = replace(
        differ(picture, draw(shown, name=picture.name, label=picture.label)),
        topics=[] if on else [shown.graph["topic_names"][topic] for topic in filters.topics],
        focus=(on.concept, on.steps) if on else None,
        status=f"{len(shown):,} of {len(corpus.graph):,} concepts",
    )
    return pack(view)


@per_corpus()
def load_topic_picture(corpus: Corpus) -> tuple[bytes, bytes]:
    """Return the map of the topics, and its view, as they are sent."""
    picture = draw_topics(topic_map(corpus.graph))
    view = View(picture.name, status=f"{len(picture.nodes):,} topics")
    return pack(picture), pack(view)


@per_corpus(32)
def load_panel(corpus: Corpus, selection: Selection, by_association: bool) -> str:
    """Return what the documents say about a selection, as `ui.panel.panel` does."""
    return panel(corpus, selection, by_association=by_association)


@per_corpus(32)
def load_evidence(corpus: Corpus, selection: Selection, by_association: bool) -> str:
    """Return the same for a page that does not show the whole graph."""
    return panel(corpus, selection, by_association=by_association, in_graph=False)
