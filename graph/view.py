"""View: the graph as vis-network draws it, by way of a pyvis network."""

import json
from typing import TYPE_CHECKING, Any

from graph.layout import dot_radius, label_size

if TYPE_CHECKING:
    import networkx as nx

# Okabe and Ito (2008), darkened or lightened until each colour has a contrast of 3:1 with the
# ground (WCAG 2.2, 1.4.11), and continued with colours that keep apart from them.
TOPIC_COLOURS: dict[str, tuple[str, ...]] = {
    "light": (
        "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#b8860b", "#56a0d3",
        "#7a3e9d", "#6b4c3b", "#8a9a00", "#c2185b", "#004d66", "#5f6b7a",
    ),
    "dark": (
        "#4aa8e0", "#f0803c", "#2bbf94", "#e39cc4", "#e6b422", "#9ad0f5",
        "#b68be0", "#bf9680", "#c3d23a", "#f06292", "#5fb3c4", "#a9b4c2",
    ),
}  # fmt: skip
OTHER_COLOUR = {"light": "#757575", "dark": "#9e9e9e"}  # topics after the last colour
TEXT_COLOUR = {"light": "#1f2328", "dark": "#e6edf3"}
EDGE_COLOUR = {"light": "#8c959f", "dark": "#6e7681"}


def topic_colour(topic: int, *, theme: str = "light") -> str:
    """Return the colour of a topic, as #rrggbb, on a light or a dark ground."""
    colours = TOPIC_COLOURS[theme]
    return colours[topic] if topic < len(colours) else OTHER_COLOUR[theme]


def vis_data(view: "nx.Graph[str]", *, theme: str = "light") -> dict[str, Any]:
    """Return what vis-network needs to draw a view.

    Parameters
    ----------
    view : networkx.Graph
        As `graph.backbone.select_view` returns it.
    theme : {"light", "dark"}, default "light"

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
    network.nodes = [_node(concept, node, theme) for concept, node in view.nodes(data=True)]
    network.edges = [
        _edge(number, source, target, edge)
        for number, (source, target, edge) in enumerate(view.edges(data=True))
    ]
    network.set_options(json.dumps(_options(theme)))
    return {"nodes": network.nodes, "edges": network.edges, "options": network.options}


def _node(concept: str, node: dict[str, Any], theme: str) -> dict[str, Any]:
    return {
        "id": concept,
        "label": concept,
        "title": f"{concept}: {node['kind']}, in {_count(node['sections'], 'section')}",
        "x": node["x"],
        "y": node["y"],
        "size": round(dot_radius(node["salience"]), 1),
        "color": topic_colour(node["topic"], theme=theme),
        "font": {"size": round(label_size(node["salience"]), 1)},
        "topic": node["topic"],
    }


def _edge(number: int, source: str, target: str, edge: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": number,
        "from": source,
        "to": target,
        "width": round(min(8.0, 0.6 + 0.6 * edge["weight"]), 2),
        "title": f"{source} - {target}: {_count(edge['sentences'], 'sentence')}, "
        f"{_count(edge['sections'], 'section')}",
    }


def _count(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


def _options(theme: str) -> dict[str, Any]:
    return {
        "physics": {"enabled": False},
        "layout": {"improvedLayout": False, "randomSeed": 0},
        "nodes": {"shape": "dot", "borderWidth": 0, "font": {"color": TEXT_COLOUR[theme]}},
        "edges": {
            "smooth": False,
            "color": {"color": EDGE_COLOUR[theme], "opacity": 0.35},
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
