"""Vis: the graph as vis-network draws it, by way of a pyvis network."""

import json
from typing import TYPE_CHECKING, Any

from graph.layout import dot_radius, label_size
from graph.wording import plural

if TYPE_CHECKING:
    import networkx as nx

# Found by search from the colours of Okabe and Ito (2008), which alone are too few and partly too
# pale: each has a contrast of 3:1 or more with the ground (WCAG 2.2, 1.4.11), and any two, and
# the grey of the rest, stay apart for people who do not see red, green or blue.
TOPIC_COLOURS: dict[str, tuple[str, ...]] = {
    "light": (
        "#3460a6", "#c55605", "#10954f", "#d761bd", "#8c9c0a",
        "#1898ed", "#6d1090", "#005064", "#a13237", "#b702da",
    ),
    "dark": (
        "#4697fa", "#ee6601", "#70cf9a", "#fc80cd", "#b9c51d",
        "#58e6ff", "#c565c7", "#fab7ca", "#2f6df5", "#c913b7",
    ),
}  # fmt: skip
OTHER_COLOUR = {"light": "#757575", "dark": "#9e9e9e"}  # topics after the last colour
# On a light ground; a page that follows the theme has its own.
TEXT_COLOUR = "#1f2328"
EDGE_COLOUR = "#8c959f"


def topic_colour(topic: int, *, theme: str = "light") -> str:
    """Return the colour of a topic, as #rrggbb, on a light or a dark ground."""
    colours = TOPIC_COLOURS[theme]
    return colours[topic] if topic < len(colours) else OTHER_COLOUR[theme]


def vis_data(view: "nx.Graph[str]") -> dict[str, Any]:
    """Return what vis-network needs to draw a view on a light ground.

    Parameters
    ----------
    view : networkx.Graph
        As `graph.backbone.select_view` returns it.

    Returns
    -------
    dict
        ``nodes``, ``edges`` (lists of dicts) and ``options``, ready for JSON. Nodes have ``id``,
        ``label``, ``title`` (plain text), ``x``, ``y``, ``size``, ``color``, ``font`` and
        ``topic``; edges ``id``, ``from``, ``to``, ``width`` and ``title``. The order is that of
        the view.
    """
    from pyvis.network import Network

    network = Network()
    # Assigned, for add_node and add_edge look through all that is there each time.
    network.nodes = [
        _node(concept, node, view.graph["unit"]) for concept, node in view.nodes(data=True)
    ]
    network.edges = [
        _edge(number, source, target, edge, view.graph["unit"])
        for number, (source, target, edge) in enumerate(view.edges(data=True))
    ]
    network.set_options(json.dumps(_options()))
    return {"nodes": network.nodes, "edges": network.edges, "options": network.options}


def _node(concept: str, node: dict[str, Any], unit: str) -> dict[str, Any]:
    return {
        "id": concept,
        "label": concept,
        "title": f"{concept}: {node['kind']}, in {plural(node['sections'], unit)}",
        "x": node["x"],
        "y": node["y"],
        "size": round(dot_radius(node["salience"]), 1),
        "color": topic_colour(node["topic"]),
        "font": {"size": round(label_size(node["salience"]), 1)},
        "topic": node["topic"],
    }


def _edge(number: int, source: str, target: str, edge: dict[str, Any], unit: str) -> dict[str, Any]:
    return {
        "id": number,
        "from": source,
        "to": target,
        "width": round(min(8.0, 0.6 + 0.6 * edge["weight"]), 2),
        "title": f"{source} - {target}: {plural(edge['sentences'], 'sentence')}, "
        f"{plural(edge['sections'], unit)}",
    }


def _options() -> dict[str, Any]:
    return {
        "physics": {"enabled": False},
        "layout": {"improvedLayout": False, "randomSeed": 0},
        "nodes": {"shape": "dot", "borderWidth": 0, "font": {"color": TEXT_COLOUR}},
        "edges": {
            "smooth": False,
            "color": {"color": EDGE_COLOUR, "opacity": 0.35},
            "selectionWidth": 2,
        },
        "interaction": {
            "hover": True,
            "multiselect": True,
            "hideEdgesOnDrag": True,
            "hideEdgesOnZoom": True,
            "tooltipDelay": 200,
        },
    }
