"""The parts of the page that answer to clicks and keys: graph, text with links, search box.

They are Streamlit components whose content is sent as data, never as code. A graph is sent once;
what changes afterwards goes through a part of its own, as differences from what was sent.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import networkx as nx
import streamlit as st

from graph.standalone import vis_network_file
from graph.view import OTHER_COLOUR, TOPIC_COLOURS, vis_data

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

Item = dict[str, Any]  # a node or an edge, as vis-network wants it

# Colours of topics by theme, the last for all others.
_PALETTE = {theme: [*colours, OTHER_COLOUR[theme]] for theme, colours in TOPIC_COLOURS.items()}
_MAP = (1000.0, 720.0)  # width and height that the map of the topics fills
_DISC = 1.6  # times the radius that the layout leaves room for: the first view is zoomed out


@dataclass(frozen=True, slots=True)
class Picture:
    """A graph as it is sent to the browser, once."""

    name: str  # tells the graphs of the app apart
    label: str  # for those who hear the page
    kind: str  # what a click on a node selects: "concept" or "topic"
    nodes: list[Item]
    edges: list[Item]
    legend: list[Item]  # topics, by ``topic`` (number) and ``name``
    options: Mapping[str, Any]
    palette: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class View:
    """What to show otherwise than the picture that was sent."""

    name: str  # of the picture
    nodes: Sequence[Item] = ()  # that the picture lacks, or has otherwise
    edges: Sequence[Item] = ()
    hide: Sequence[str] = ()  # ids of nodes and edges of the picture
    topics: Sequence[str] = ()  # names of those chosen in the legend
    focus: tuple[str, int] | None = None  # concept and steps of a neighbourhood
    status: str = ""  # how much is shown
    part: str = "view"


@dataclass(frozen=True, slots=True)
class Highlight:
    """What to light up in a picture."""

    name: str  # of the picture
    strong: Sequence[str] = ()  # ids of nodes
    around: bool = True  # with the neighbours that they share
    pair: bool = False  # as the ends of an edge, which is lit up with them
    nodes: Sequence[Item] = ()  # that the view lacks
    edges: Sequence[Item] = ()
    part: str = "highlight"


def draw(view: "nx.Graph[str]", *, name: str, label: str) -> Picture:
    """Return a view (`graph.backbone.select_view`) as the browser draws it."""
    content = vis_data(view)
    shown = {node["topic"] for node in view.nodes.values()}
    names = enumerate(view.graph["topic_names"])
    return Picture(
        name=name,
        label=label,
        kind="concept",
        # Labels and colours are painted by the component: they depend on zoom and theme.
        nodes=[
            {**_without(node, "font", "color"), "size": round(_DISC * node["size"], 1)}
            for node in content["nodes"]
        ],
        edges=[
            {**_without(edge, "color"), "id": _edge_id(edge["from"], edge["to"])}
            for edge in content["edges"]
        ],
        legend=[{"topic": topic, "name": name} for topic, name in names if topic in shown],
        options=_options(content["options"]),
        palette=_PALETTE,
    )


def draw_topics(topics: "nx.Graph[int]") -> Picture:
    """Return the graph of the topics (`graph.topics.topic_map`) as the browser draws it."""
    largest = max((node["salience"] for node in topics.nodes.values()), default=1.0)
    heaviest = max((edge["weight"] for edge in topics.edges.values()), default=1.0)
    across = _spread([node["x"] for node in topics.nodes.values()], _MAP[0])
    down = _spread([node["y"] for node in topics.nodes.values()], _MAP[1])
    return Picture(
        name="topics",
        label="Map of the topics",
        kind="topic",
        nodes=[
            {
                "id": str(topic),
                "label": node["name"],
                "title": f"{node['name']}: {node['concepts']:,} concepts",
                "x": across[place],
                "y": down[place],
                "size": round(75 * (node["salience"] / largest) ** 0.5, 1),
                "topic": topic,
            }
            for place, (topic, node) in enumerate(topics.nodes.items())
        ],
        edges=[
            {
                "id": _edge_id(str(source), str(target)),
                "from": str(source),
                "to": str(target),
                "width": round(0.5 + 20 * edge["weight"] / heaviest, 2),
                "title": f"{edge['edges']:,} connections",
            }
            for source, target, edge in topics.edges(data=True)
        ],
        legend=[],
        options=_options(vis_data(nx.Graph())["options"]),
        palette=_PALETTE,
    )


def _spread(values: Sequence[float], width: float) -> list[float]:
    """Return values moved and stretched so that they fill a width around 0."""
    least, most = min(values, default=0.0), max(values, default=0.0)
    scale = width / (most - least) if most > least else 0.0
    return [round((value - (least + most) / 2) * scale, 1) for value in values]


def _without(item: Item, *names: str) -> Item:
    return {name: value for name, value in item.items() if name not in names}


def _edge_id(source: str, target: str) -> str:
    return "\n".join(sorted((source, target)))


def _options(options: Mapping[str, Any]) -> dict[str, Any]:
    interaction = {
        **options["interaction"],
        "dragNodes": False,  # places mean something, and are the same at each visit
        "selectable": False,  # the component paints what is selected
        "hover": False,
    }
    return {**options, "interaction": interaction}


def differ(picture: Picture, other: Picture) -> View:
    """Return what turns one picture into another."""
    return View(
        name=picture.name,
        nodes=_news(picture.nodes, other.nodes),
        edges=_news(picture.edges, other.edges),
        hide=sorted(_ids(picture) - _ids(other)),
    )


def _ids(picture: Picture) -> set[str]:
    return {item["id"] for item in (*picture.nodes, *picture.edges)}


def _news(known: Sequence[Item], wanted: Sequence[Item]) -> list[Item]:
    by_id = {item["id"]: item for item in known}
    return [item for item in wanted if by_id.get(item["id"]) != item]


def pack(content: Picture | View | Highlight) -> bytes:
    """Return what is sent. As bytes, for Streamlit would load pandas to look into a dict."""
    return json.dumps(asdict(content), ensure_ascii=False, separators=(",", ":")).encode()


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
        "concept", "topic", "edge", "ground", "expand", "focus", "leave" or "topics".
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
        Made by `ui.markup` and `ui.panel`, which escape all that comes from documents.
    key : str
    label : str
        For those who hear the page.
    on_open : callable
        Is told the address of a link that was followed; it begins with ``?``.
    """
    data = json.dumps({"html": html, "label": label}, ensure_ascii=False).encode()
    _components().text(key=key, data=data, on_open_change=lambda: _relay(key, "open", on_open))


def show_search_box(
    *,
    value: str,
    suggest: Callable[[str], list[Item]],
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
            html='<div class="text"></div>',
            css=_read("text.css"),
            js=_read("text.js", "theme.js"),
        ),
        search=component(
            "search_box", html=_read("search.html"), css=_read("search.css"), js=_read("search.js")
        ),
    )


_LOADED = 'dispatchEvent(new Event("vis-network"));\nexport default function () {}\n'


def _read(*names: str) -> str:
    folder = Path(__file__).parent / "frontend"
    return "\n".join((folder / name).read_text(encoding="utf-8") for name in names)
