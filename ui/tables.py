"""Tables: what the picture shows, for those who rather read, sort or hear it."""

from typing import TYPE_CHECKING

import streamlit as st

from graph.backbone import rank
from graph.wording import plural
from ui import state
from ui.pieces import ASSOCIATION, SALIENCE, STRENGTH
from ui.state import Focus, Selection

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd
    from streamlit.elements.lib.column_config_utils import ColumnConfigMappingInput

_TABS, _CONCEPTS, _CONNECTIONS = "tables", "concept_table", "connection_table"
_HEIGHT = 560
_COLUMNS: "ColumnConfigMappingInput" = {
    **{
        name: st.column_config.NumberColumn(format="%.2f", help=meaning)
        for name, meaning in (
            ("Salience", SALIENCE), ("Association", ASSOCIATION), ("Strength", STRENGTH),
        )
    },
    # So many pixels that the figures are seen in a window of 1280.
    "Concept": st.column_config.TextColumn(width=100),
    "What is said": st.column_config.TextColumn(width=130),
    "With": st.column_config.TextColumn(width=100),
    "Topic": st.column_config.TextColumn(width=150),
}  # fmt: skip


def show_tables(view: "nx.Graph[str]", on: Focus | None, selection: Selection) -> None:
    """Show the concepts and the connections of a view, with what is selected.

    Selecting a row selects what it shows. Of a neighbourhood, it is said that it is one.
    """
    if on is not None:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(f"Around {on.concept}, {plural(on.steps, 'step')}", width="content")
            st.button("Show all", on_click=state.focus, args=(None,))
    concepts, connections = concept_table(view), connection_table(view)
    one, other = st.tabs(
        [plural(len(concepts), "concept"), plural(len(connections), "connection")], key=_TABS
    )
    is_selected = concepts["Concept"].isin(selection.concepts)
    state.put_row(_CONCEPTS, _place(is_selected) if selection.kind == "concept" else None)
    one.dataframe(
        concepts, key=_CONCEPTS, hide_index=True, height=_HEIGHT, selection_mode="single-row",
        on_select=lambda: _select_concept(concepts), column_config=_COLUMNS,
    )  # fmt: skip
    is_selected = connections[["Concept", "With"]].isin(selection.names).all(axis=1)
    state.put_row(_CONNECTIONS, _place(is_selected) if selection.kind == "edge" else None)
    other.dataframe(
        connections, key=_CONNECTIONS, hide_index=True, height=_HEIGHT,
        selection_mode="single-row", on_select=lambda: _select_edge(connections),
        column_config=_COLUMNS,
    )  # fmt: skip


def _place(rows: "pd.Series[bool]") -> int | None:
    return int(rows.to_numpy().argmax()) if rows.any() else None


def concept_table(view: "nx.Graph[str]") -> "pd.DataFrame":
    """Return the concepts of a view, by falling salience.

    Returns
    -------
    pandas.DataFrame
        ``Concept``, ``Kind``, ``Topic``, ``Mentions`` and ``Sections``, or whatever these are
        called (counts), ``Salience`` (0..1), ``Connections`` (count, in the view) and
        ``Also called``.
    """
    import pandas as pd

    names, many = view.graph["topic_names"], _sections(view)
    nodes = [(concept, view.nodes[concept]) for concept in rank(view, view)]
    return pd.DataFrame(
        {
            "Concept": [concept for concept, _ in nodes],
            "Kind": [node["kind"] for _, node in nodes],
            "Topic": [names[node["topic"]] for _, node in nodes],
            "Mentions": [node["mentions"] for _, node in nodes],
            many: [node["sections"] for _, node in nodes],
            "Salience": [node["salience"] for _, node in nodes],
            "Connections": [view.degree[concept] for concept, _ in nodes],
            "Also called": [", ".join(node["aliases"]) for _, node in nodes],
        }
    )


def connection_table(view: "nx.Graph[str]") -> "pd.DataFrame":
    """Return the edges of a view, by falling weight.

    Returns
    -------
    pandas.DataFrame
        ``Concept``, ``What is said``, ``With``: what is said most often, as the text has it.
        ``Sentences`` and ``Sections``, or whatever these are called (counts), ``Association``
        (NPMI, -1..1) and ``Strength``.
    """
    import pandas as pd

    many = _sections(view)
    edges = sorted(
        ((min(ends), max(ends), edge) for *ends, edge in view.edges(data=True)),
        key=lambda item: (-item[2]["weight"], *item[:2]),
    )
    said = [
        edge["phrases"][0][:3] if edge["phrases"] else (source, "", target)
        for source, target, edge in edges
    ]
    return pd.DataFrame(
        {
            "Concept": [source for source, _, _ in said],
            "What is said": [phrase for _, phrase, _ in said],
            "With": [target for *_, target in said],
            "Sentences": [edge["sentences"] for *_, edge in edges],
            many: [edge["sections"] for *_, edge in edges],
            "Association": [edge["npmi"] for *_, edge in edges],
            "Strength": [edge["weight"] for *_, edge in edges],
        }
    )


def _sections(view: "nx.Graph[str]") -> str:
    """Return the heading above numbers of sections, which the panel may call questions."""
    return f"{view.graph['unit']}s".capitalize()


def _select_concept(table: "pd.DataFrame") -> None:
    row = state.read_row(_CONCEPTS)
    state.select(
        Selection() if row is None else Selection("concept", (str(table["Concept"][row]),))
    )


def _select_edge(table: "pd.DataFrame") -> None:
    row = state.read_row(_CONNECTIONS)
    # The table has them as the text says it; an edge is one whichever way it is read.
    ends = () if row is None else sorted((str(table["Concept"][row]), str(table["With"][row])))
    state.select(Selection("edge", tuple(ends)) if ends else Selection())
