"""Filters: what of the graph is shown, chosen in widgets whose values the address keeps."""

from dataclasses import dataclass

import networkx as nx
import streamlit as st

from graph.backbone import select_view
from ui import state

CONCEPTS = 300
EDGES = 1000


@dataclass(frozen=True, slots=True)
class Filters:
    """What is to be shown; the defaults show as much as one picture can."""

    topics: tuple[int, ...] = ()  # all, if none
    kinds: tuple[str, ...] = ()  # all, if none
    concepts: int = CONCEPTS
    min_weight: float = 0.0
    same_sentence: bool = False

    @property
    def active(self) -> int:
        """How many of them are set."""
        return sum(
            getattr(self, name) != getattr(Filters(), name) for name in self.__dataclass_fields__
        )


def show_filters(graph: nx.Graph) -> Filters:
    """Show the widgets, and return what was chosen."""
    names = graph.graph["topic_names"]
    kinds = sorted({kind for _, kind in graph.nodes(data="kind")})
    topics = st.multiselect(
        "Topics", range(len(names)), format_func=names.__getitem__, key=state.TOPICS,
        placeholder="All topics", bind="query-params",
    )  # fmt: skip
    chosen = st.multiselect(
        "Kinds", kinds, key=state.KINDS, placeholder="All kinds", bind="query-params"
    )
    concepts = st.slider(
        "Concepts, the most salient first", 20, max(CONCEPTS, min(len(graph), 3000)), CONCEPTS,
        step=10, key=state.CONCEPTS, bind="query-params",
    )  # fmt: skip
    weight = st.slider(
        "Weakest connection", 0.0, 4.0, 0.0, step=0.1, key=state.WEIGHT, bind="query-params",
        help="Connections count by shared sentences and questions, and by how telling they are.",
    )  # fmt: skip
    sentence = st.toggle(
        "Only concepts that share a sentence", key=state.SENTENCES, bind="query-params"
    )
    return Filters(tuple(topics), tuple(chosen), concepts, weight, sentence)


def apply_filters(graph: nx.Graph, filters: Filters) -> nx.Graph:
    """Return the part of the graph that the filters leave."""
    return select_view(
        graph,
        concepts=filters.concepts,
        edges=EDGES * max(1, filters.concepts // CONCEPTS),
        topics=filters.topics or None,
        kinds=filters.kinds or None,
        min_weight=filters.min_weight,
        same_sentence=filters.same_sentence,
    )
