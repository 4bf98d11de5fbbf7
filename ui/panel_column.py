"""Panel column: the evidence beside a page that is about something else than the whole graph."""

from collections.abc import Callable

import streamlit as st

from ui import state
from ui.component import show_text
from ui.state import Selection


def show_panel(html: str, selection: Selection, on_open: Callable[[str], None]) -> None:
    """Show what is said about a selection, and a way to see it in the whole graph.

    Parameters
    ----------
    html : str
        Escaped.
    selection : Selection
    on_open : callable
        Opens the address that a link within leads to.
    """
    with st.container(key="evidence"):
        show_text(html, key="panel", label="Evidence", on_open=on_open)
        if selection.kind in {"concept", "edge"}:
            st.page_link(
                "ui/pages/explore.py", label="Show it in the whole graph", icon=":material/hub:",
                query_params=state.see_params(selection),
            )  # fmt: skip
