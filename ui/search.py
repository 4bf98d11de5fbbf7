"""Search: a box with every name and alias, which forgives typing errors."""

from collections.abc import Sequence

import networkx as nx
import streamlit as st

from graph.search import search
from ui import state
from ui.state import Selection

_SHOWN_ALIASES = 6


def show_search(graph: nx.Graph, names: Sequence[str], selection: Selection) -> None:
    """Show the box; choosing a concept selects it, and what is selected stands in it.

    Parameters
    ----------
    graph : networkx.Graph
    names : sequence of str
        Concepts in the order in which an empty box offers them.
    selection : Selection
    """
    concept = selection.concepts[0] if len(selection.concepts) == 1 else None
    state.set_widget(state.SEARCH, concept if concept in graph else None)
    st.selectbox(
        "Search", names, key=state.SEARCH, format_func=lambda name: _describe(graph, name),
        placeholder="Search a tool, a concept or an abbreviation",
        label_visibility="collapsed", accept_new_options=True,
        on_change=lambda: _choose(graph),
    )  # fmt: skip


def _describe(graph: nx.Graph, name: str) -> str:
    # What is typed anew is asked for, too.
    aliases = graph.nodes[name]["aliases"] if name in graph else ()
    return f"{name} ({', '.join(aliases[:_SHOWN_ALIASES])})" if aliases else name


def _choose(graph: nx.Graph) -> None:
    chosen = state.of_widget(state.SEARCH)
    if chosen is None:
        state.select(Selection())
    elif chosen in graph:
        state.select(Selection("concept", (chosen,)))
    else:
        found = search(graph, chosen, 2)
        only = len(found) == 1
        state.select(
            Selection("concept", (found[0].concept,)) if only else Selection("search", (chosen,))
        )
