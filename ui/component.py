"""The parts of the page that answer to clicks and keys: graph, texts, search box.

They are Streamlit components whose content is sent as data, never as code. A graph is sent once;
what changes afterwards goes through a part of its own, as differences from what was sent.
"""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import streamlit as st

from graph.standalone import vis_network_file
from ui.picture import Highlight, pack

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer


def show_graph(
    picture: bytes, view: bytes, highlight: Highlight, on_event: Callable[[dict[str, Any]], None]
) -> None:
    """Show a graph.

    Parameters
    ----------
    picture, view : bytes
        `pack` of the `Picture` and of the `View`. They are sent again only if they change.
    highlight : Highlight
    on_event : callable
        Is told what someone did, as the ``kind`` of the event and the ``names`` that it concerns:
        "concept", "topic", "edge", "ground", "expand", "focus", "leave", "everything" or "topics".
    """
    parts, name = _components(), highlight.name
    key = f"graph-{name}"
    with st.container(gap=None):
        parts.library(key="library")
        parts.graph(key=key, data=picture, on_event_change=lambda: _relay(key, "event", on_event))
        parts.changes(key=f"view-{name}", data=view)
        parts.changes(key=f"highlight-{name}", data=pack(highlight))


def show_text(html: str, *, key: str, label: str, on_open: Callable[[str], None]) -> None:
    """Show text with links.

    Parameters
    ----------
    html : str
        Made by `ui.markup` or a panel, which escape all that comes from documents.
    key : str
    label : str
        For those who hear the page.
    on_open : callable
        Is told the address of a link that was followed; it begins with ``?``.
    """
    data = json.dumps({"html": html, "label": label}, ensure_ascii=False).encode()
    _components().text(key=key, data=data, on_open_change=lambda: _relay(key, "open", on_open))


def show_selectable(html: str, *, label: str, on_select: Callable[[str], None]) -> None:
    """Show a text in which someone marks the words that name a concept.

    Parameters
    ----------
    html, label : str
        As for `show_text`.
    on_select : callable
        Is told the words.
    """
    key = "selectable_text"
    data = json.dumps({"html": html, "label": label}, ensure_ascii=False).encode()
    _components().selectable(
        key=key, data=data, on_selected_change=lambda: _relay(key, "selected", on_select)
    )


def show_search_box(
    *,
    value: str,
    suggest: Callable[[str], list[dict[str, Any]]],
    on_choice: Callable[[str], None],
) -> str | None:
    """Show a box that suggests what a text may mean.

    Parameters
    ----------
    value : str
        What the box holds while nobody types.
    suggest : callable
        Returns what a text may mean: ``concept``, ``surface`` and ``kind`` of each.
    on_choice : callable
        Is told the concept that was chosen, or the text that was typed to the end.

    Returns
    -------
    str or None
        What has just been chosen, if anything has.
    """
    key = "search"
    typed = (st.session_state.get(key) or {}).get("typed") or ""
    content = {"value": value, "typed": typed, "found": suggest(typed) if typed else []}
    box = _components().search(
        key=key,
        data=json.dumps(content, ensure_ascii=False).encode(),
        on_typed_change=lambda: None,
        on_chosen_change=lambda: _relay(key, "chosen", on_choice),
    )
    return cast(str | None, box.chosen)


def _relay(key: str, trigger: str, tell: Callable[[Any], None]) -> None:
    said = (st.session_state.get(key) or {}).get(trigger)
    if said is not None:
        tell(said)


class _Components(NamedTuple):
    library: "ComponentRenderer"
    graph: "ComponentRenderer"
    changes: "ComponentRenderer"
    text: "ComponentRenderer"
    selectable: "ComponentRenderer"
    search: "ComponentRenderer"


@cache
def _components() -> _Components:
    """Register the components. Their code is read once, and contains nothing from documents."""
    component = st.components.v2.component
    return _Components(
        # By itself, the library is sent once, and not with each change of a graph.
        library=component("vis_network", js=f"{vis_network_file().read_text('utf-8')}\n{_LOADED}"),
        graph=component(
            "concept_graph",
            html=_read("graph.html"),
            css=_read("graph.css"),
            js=_read("graph.js", "paint.js", "theme.js"),
        ),
        changes=component("concept_graph_changes", js=_read("changes.js")),
        text=component(
            "linked_text",
            html=_TEXT,
            css=_read("text.css"),
            js=_read("text.js", "region.js", "theme.js"),
        ),
        selectable=component(
            "selectable_text",
            html=_TEXT,
            css=_read("text.css"),
            js=_read("select.js", "region.js", "theme.js"),
        ),
        search=component(
            "search_box", html=_read("search.html"), css=_read("search.css"), js=_read("search.js")
        ),
    )


_TEXT = '<div class="text"></div>'
_LOADED = 'dispatchEvent(new Event("vis-network"));\nexport default function () {}\n'


def _read(*names: str) -> str:
    folder = Path(__file__).parent / "frontend"
    return "\n".join((folder / name).read_text(encoding="utf-8") for name in names)
