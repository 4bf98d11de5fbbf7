"""Filters: what of the graph is shown, chosen in widgets whose values the address keeps."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import streamlit as st

from graph.backbone import select_view
from ui import state
from ui.pieces import SALIENCE, STRENGTH

if TYPE_CHECKING:
    import networkx as nx

CONCEPTS = 300  # that one picture can show readably
EDGES = 1000
MOST_CONCEPTS = 3000  # that a browser can draw fluently
_FEWEST_CONCEPTS = 20


@dataclass(frozen=True, slots=True)
class Filters:
    """What is to be shown; the defaults show as much as one picture can."""

    topics: tuple[int, ...] = ()  # all, if none
    kinds: tuple[str, ...] = ()  # all, if none
    concepts: int = CONCEPTS
    min_weight: float = 0.0
    same_sentence: bool = False
    code: bool = True  # whether what is only in code counts


def show_filters(graph: "nx.Graph[str]") -> Filters:
    """Show the widgets, and return what was chosen.

    A neighbourhood is the same whatever passes the filters: who changes one leaves it.
    """
    leave: dict[str, Any] = {"on_change": state.focus, "args": (None,)}
    names: list[str] = graph.graph["topic_names"]
    topics = st.multiselect(
        "Topics", names, key=state.TOPICS, placeholder="All topics",
        bind="query-params", **leave,
    )  # fmt: skip
    kinds = st.multiselect(
        "Kinds", sorted({node["kind"] for node in graph.nodes.values()}), key=state.KINDS,
        placeholder="All kinds", bind="query-params", **leave,
    )  # fmt: skip
    most = max(CONCEPTS, min(MOST_CONCEPTS, len(graph)))
    concepts = st.slider(
        "Concepts, the most salient", _FEWEST_CONCEPTS, most, CONCEPTS, key=state.CONCEPTS,
        bind="query-params", help=SALIENCE, **leave,
    )  # fmt: skip
    min_weight = st.slider(
        "Weakest connection", 0.0, 4.0, 0.0, 0.1, key=state.WEIGHT, bind="query-params",
        help=f"The least strength. {STRENGTH}", **leave,
    )  # fmt: skip
    same_sentence = st.toggle(
        "Connect only within a sentence", key=state.SENTENCES, bind="query-params", **leave
    )
    code = st.toggle("Count mentions in code", value=True, key=state.CODE, bind="query-params")
    chosen = tuple(names.index(topic) for topic in topics)
    return Filters(chosen, tuple(kinds), concepts, min_weight, same_sentence, code)


def apply_filters(graph: "nx.Graph[str]", filters: Filters) -> "nx.Graph[str]":
    """Return the part of the graph that the filters leave, as dense as the picture at first."""
    fitting = sum(
        (not filters.topics or node["topic"] in filters.topics)
        and (not filters.kinds or node["kind"] in filters.kinds)
        for node in graph.nodes.values()
    )
    view = select_view(
        graph,
        concepts=filters.concepts,
        edges=EDGES * min(filters.concepts, fitting) // CONCEPTS,
        topics=filters.topics or None,
        kinds=filters.kinds or None,
        min_weight=filters.min_weight,
        same_sentence=filters.same_sentence,
    )
    if filters.min_weight == 0 and not filters.same_sentence:
        return view
    # Who asks for strong connections does not ask for concepts that have none.
    return view.subgraph([concept for concept in view if view.degree[concept]])
