"""Selecting: the text of a section, in which someone marks the words that name a concept."""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

_KEY = "selectable_text"


def show_selectable(html: str, *, label: str, on_select: Callable[[str], None]) -> None:
    """Show a text; words that are selected in it are told.

    Parameters
    ----------
    html : str
        Made by `ui.markup`, which escapes all that comes from documents.
    label : str
        For those who hear the page.
    on_select : callable
        Is told the words.
    """

    def tell() -> None:
        words = (st.session_state.get(_KEY) or {}).get("selected")
        if isinstance(words, str):
            on_select(words)

    data = json.dumps({"html": html, "label": label}, ensure_ascii=False).encode()
    _component()(key=_KEY, data=data, on_selected_change=tell)


@cache
def _component() -> "ComponentRenderer":
    return st.components.v2.component(
        "selectable_text",
        html='<div class="text"></div>',
        css=_read("text.css"),
        js=_read("select.js", "theme.js"),
    )


def _read(*names: str) -> str:
    folder = Path(__file__).parent / "frontend"
    return "\n".join((folder / name).read_text(encoding="utf-8") for name in names)
