"""Search: a box with every name and alias, which forgives typing errors."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from graph.search import fold, search
from ui import state
from ui.state import Selection

if TYPE_CHECKING:
    import networkx as nx

_SHOWN_ALIASES = 6


def show_search(graph: "nx.Graph[str]", names: Sequence[str], selection: Selection) -> None:
    """Show the box; choosing a concept selects it, and what is selected stands in it.

    Parameters
    ----------
    graph : networkx.Graph
    names : sequence of str
        Its concepts, in the order in which an empty box offers them.
    selection : Selection
    """
    alone = selection.concepts[0] if len(selection.concepts) == 1 else None
    state.put_into_search(alone if alone in graph else None)
    st.selectbox(
        "Search", names, index=None, key=state.SEARCH, placeholder="Search a name or abbreviation",
        format_func=lambda name: _describe(graph, name), label_visibility="collapsed",
        accept_new_options=True, on_change=lambda: _choose(graph),
    )  # fmt: skip


def _describe(graph: "nx.Graph[str]", name: str) -> str:
    if name not in graph:
        return name  # typed, and not one of the options
    # Who types an alias that holds the name itself finds it by the name.
    aliases = [alias for alias in graph.nodes[name]["aliases"] if fold(name) not in fold(alias)]
    return f"{name} ({', '.join(aliases[:_SHOWN_ALIASES])})" if aliases else name


def _choose(graph: "nx.Graph[str]") -> None:
    chosen = state.read_search()
    if chosen is None:
        state.select(Selection())
        return
    found = [chosen] if chosen in graph else [match.concept for match in search(graph, chosen, 2)]
    meant = Selection("concept", tuple(found)) if len(found) == 1 else None
    state.select(meant or Selection("search", (chosen,)))
