"""Search: a box that suggests names and aliases while one types, and forgives typing errors."""

from typing import TYPE_CHECKING, Any

import streamlit as st

from graph.search import search
from ui import state
from ui.component import show_search_box
from ui.state import Selection

if TYPE_CHECKING:
    import networkx as nx

_SUGGESTIONS = 8


# What is typed concerns the box alone; the rest of the page waits for what is chosen.
@st.fragment
def show_search(graph: "nx.Graph[str]", selection: Selection) -> None:
    """Show the box; choosing a concept selects it, and what is selected stands in it."""
    alone = selection.kind in {"concept", "order", "search"} and len(selection.names) == 1
    chosen = show_search_box(
        value=selection.names[0] if alone else "",
        suggest=lambda typed: suggestions(graph, typed),
        on_choice=lambda text: state.select(meant(graph, text)),
    )
    if chosen is not None:
        st.rerun()


def suggestions(graph: "nx.Graph[str]", typed: str) -> list[dict[str, Any]]:
    """Return what a text may mean: ``concept``, the ``surface`` that matched, and ``kind``."""
    return [
        {**match._asdict(), "kind": graph.nodes[match.concept]["kind"]}
        for match in search(graph, typed, _SUGGESTIONS)
    ]


def meant(graph: "nx.Graph[str]", text: str) -> Selection:
    """Return the selection that a text, chosen or typed to the end, stands for."""
    if not text.strip():
        return Selection()
    if text in graph:
        return Selection("concept", (text,))
    found = search(graph, text, 1)
    return Selection("concept", (found[0].concept,)) if found else Selection("search", (text,))
