"""Pictures: what the browser is told of a graph, and of how it differs from what it knows."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import networkx as nx

from graph.vis import OTHER_COLOUR, TOPIC_COLOURS, vis_data

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
    whole: bool = False  # is shown whole again when another one takes its place


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
