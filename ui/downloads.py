"""Downloads: results as files, and the concept graph for other tools."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from graph.export import FORMATS, edges_csv
from ui.loaders import Corpus

_LABELS = {
    ".html": "Interactive page, works offline (HTML)",
    ".graphml": "Graph for yEd, Cytoscape, igraph (GraphML)",
    ".gexf": "Graph for Gephi (GEXF)",
    ".json": "Nodes and links for D3, networkx (JSON)",
    ".csv": "Table of concepts (CSV)",
    ".cypher": "Statements for Neo4j (Cypher)",
}


def show_downloads(corpus: Corpus) -> None:
    """Show a button for each format; a file is made when its button is pressed."""
    for ending, label in _LABELS.items():
        offer(label, f"concept-graph{ending}", partial(FORMATS[ending], corpus.graph, corpus.index))
        if ending == ".csv":
            name = "concept-graph-connections.csv"
            offer("Table of connections (CSV)", name, partial(edges_csv, corpus.graph))
    st.caption("The picture itself is saved by the arrow at its upper edge.")


def offer(label: str, file: str, make: Callable[[], str]) -> None:
    """Show a button that gives a file, which is made when the button is pressed."""
    st.download_button(
        label, lambda: make().encode(), file, on_click="ignore", type="tertiary",
        icon=":material/download:",
    )  # fmt: skip
