"""The parts of the page that answer to clicks: the graph, and text with links.

All are Streamlit components whose content is sent as data, never as code. The graph is sent
once; what changes afterwards goes through a part of its own, as differences from what was sent.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import networkx as nx
import streamlit as st

from graph.view import OTHER_COLOUR, TOPIC_COLOURS, vis_data

_PALETTE = {theme: [*colours, OTHER_COLOUR[theme]] for theme, colours in TOPIC_COLOURS.items()}


@dataclass(frozen=True, slots=True)
class Picture:
    """A graph as it is sent to the browser, once."""

    name: str  # tells the graphs of a page apart
    label: str  # for those who hear the page
    kind: str  # what a click on a node selects: "concept" or "topic"
    nodes: list[dict[str, Any]]
    edges: list[dict[str, Any]]
    options: dict[str, Any]
    legend: list[dict[str, Any]]  # topic (its number), name
    palette: dict[str, list[str]]  # colours of topics by theme, the last for all others


@dataclass(frozen=True, slots=True)
class Changes:
    """What to show differently from the picture that was sent."""

    name: str
    nodes: list[dict[str, Any]]  # that the picture lacks, or has otherwise
    edges: list[dict[str, Any]]
    hide: list[str]  # ids of nodes and edges of the picture
    strong: Sequence[str] = ()  # ids of nodes to light up, with what they share
    pair: Sequence[str] | None = None  # two ends of an edge: lights up that edge alone
    only: bool = False  # light up the strong ones and the edges among them, nothing around
    topics: Sequence[int] = ()  # chosen in the legend
    fit: str = ""  # when this differs from the last one, the camera shows everything


def draw(view: nx.Graph, name: str, label: str, *, kind: str = "concept") -> Picture:
    """Return a graph as the browser draws it.

    Parameters
    ----------
    view : networkx.Graph
        As `graph.backbone.select_view` returns it.
    name, label, kind : str
        See `Picture`.
    """
    content = vis_data(view)
    names = view.graph["topic_names"]
    shown = {topic for _, topic in view.nodes(data="topic")}
    return Picture(
        name=name,
        label=label,
        kind=kind,
        # Labels and colours are the component's: they depend on zoom and theme.
        nodes=[_without(node, "font", "color") for node in content["nodes"]],
        edges=[
            {**_without(edge, "color"), "id": f"{edge['from']}\n{edge['to']}"}
            for edge in content["edges"]
        ],
        options=_options(content["options"]),
        legend=[
            {"topic": topic, "name": name}
            for topic, name in enumerate(names)
            if topic in shown and kind == "concept"
        ],
        palette=_PALETTE,
    )


def draw_topics(topics: nx.Graph, label: str) -> Picture:
    """Return the graph of the topics (`graph.topics.topic_map`) as the browser draws it."""
    largest = max((node["salience"] for _, node in topics.nodes(data=True)), default=1.0)
    heaviest = max((edge["weight"] for *_, edge in topics.edges(data=True)), default=1.0)
    return Picture(
        name="topics",
        label=label,
        kind="topic",
        nodes=[
            {
                "id": str(topic),
                "label": node["name"],
                "title": f"{node['name']}: {node['concepts']:,} concepts",
                "x": node["x"],
                "y": node["y"],
                "size": round(12 + 48 * (node["salience"] / largest) ** 0.5, 1),
                "topic": topic,
            }
            for topic, node in topics.nodes(data=True)
        ],
        edges=[
            {
                "id": f"{source}\n{target}",
                "from": str(source),
                "to": str(target),
                "width": round(0.5 + 15 * edge["weight"] / heaviest, 2),
                "title": f"{edge['edges']:,} connections",
            }
            for source, target, edge in topics.edges(data=True)
        ],
        options=_options({**vis_data(nx.Graph())["options"]}),
        legend=[],
        palette=_PALETTE,
    )


def _without(item: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in item.items() if name not in names}


def _options(options: dict[str, Any]) -> dict[str, Any]:
    interaction = {
        **options["interaction"],
        "dragNodes": False,  # places mean something and are the same at each visit
        "selectable": False,  # the component paints what is selected
        "hover": False,
        "tooltipDelay": 250,
    }
    return {**options, "interaction": interaction}


def differ(picture: Picture, other: Picture) -> Changes:
    """Return what turns one picture into another."""
    return Changes(
        name=picture.name,
        nodes=_news(picture.nodes, other.nodes),
        edges=_news(picture.edges, other.edges),
        hide=sorted(_ids(picture) - _ids(other)),
    )


def _ids(picture: Picture) -> set[str]:
    return {item["id"] for item in (*picture.nodes, *picture.edges)}


def _news(known: list[dict[str, Any]], wanted: list[dict[str, Any]]) -> list[dict[str, Any]]:
    by_id = {item["id"]: item for item in known}
    return [item for item in wanted if by_id.get(item["id"]) != item]


def pack(content: Picture | Changes) -> bytes:
    """Return what is sent. As bytes, for Streamlit would load pandas to look into a dict."""
    return json.dumps(asdict(content), ensure_ascii=False, separators=(",", ":")).encode()


def show_graph(
    picture: bytes, changes: Changes, *, on_event: Callable[[dict[str, Any]], None]
) -> None:
    """Show a graph.

    Parameters
    ----------
    picture : bytes
        `pack` of the `Picture`: the same bytes as long as the picture is the same.
    changes : Changes
    on_event : callable
        Is told what someone did: its ``kind`` ("concept", "topic", "edge", "ground", "expand",
        "topics", "leave") and the ``names`` that it concerns.
    """
    library, graph, control, _ = _components()
    key = f"graph-{changes.name}"
    with st.container(gap=None):
        library(key="library")
        graph(key=key, data=picture, on_event_change=lambda: _relay(key, "event", on_event))
        control(key=f"changes-{changes.name}", data=pack(changes))


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
    *_, text = _components()
    data = json.dumps({"html": html, "label": label}, ensure_ascii=False).encode()
    text(key=key, data=data, on_open_change=lambda: _relay(key, "open", on_open))


def _relay(key: str, trigger: str, tell: Callable[[Any], None]) -> None:
    said = (st.session_state.get(key) or {}).get(trigger)
    if said is not None:
        tell(said)


@cache
def _components() -> tuple[Any, Any, Any, Any]:
    """Register the components. Their code is read once, and contains nothing from documents."""
    component = st.components.v2.component
    return (
        component("vis_network", js=_vis_network()),
        component(
            "concept_graph", html=_read("graph.html"), css=_read("graph.css"), js=_read("graph.js")
        ),
        component("concept_graph_changes", js=_read("changes.js")),
        component(
            "linked_text",
            html='<div class="text"></div>',
            css=_read("text.css"),
            js=_read("text.js"),
        ),
    )


def _read(name: str) -> str:
    return (Path(__file__).parent / "frontend" / name).read_text(encoding="utf-8")


def _vis_network() -> str:
    """Return the library as the installed pyvis has it, as a component that shows nothing.

    As a component of its own it is sent once, not with each change of the graph.
    """
    spec = find_spec("pyvis")  # looked up, not imported: that would load IPython
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("pyvis is missing; pip install -r requirements.txt")
    folder = Path(spec.submodule_search_locations[0]) / "lib" / "vis-9.1.2"
    code = (folder / "vis-network.min.js").read_text(encoding="utf-8")
    return f'{code}\ndispatchEvent(new Event("vis-network"));\nexport default function () {{}}\n'
