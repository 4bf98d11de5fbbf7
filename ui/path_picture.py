"""Path picture: the steps of a learning path, from left to right by level."""

from dataclasses import replace
from typing import TYPE_CHECKING

import networkx as nx

from graph.vis import TOPIC_COLOURS
from ui.picture import Item, Picture, draw

if TYPE_CHECKING:
    from graph.paths import LearningPath

NAME = "path"  # of the picture
_WIDTH = 760.0  # pixels that the levels are spread over
_ROW = 130.0  # pixels from one concept of a level to the next
_SHIFT = 60.0  # pixels that every other level is lower, so that labels side by side have room
_SIZES = {"known": 8.0, "step": 14.0, "goal": 20.0}
_KNOWN_TOPIC = max(map(len, TOPIC_COLOURS.values()))  # has the colour of no topic
_LINE = {"color": {"opacity": 0.5}, "arrows": {"to": {"enabled": True, "scaleFactor": 0.5}}}


def draw_path(path: "LearningPath", dag: "nx.DiGraph[str]") -> Picture:
    """Return a path as the browser draws it, with what is known at its left.

    Parameters
    ----------
    path : LearningPath
    dag : networkx.DiGraph
        As `graph.prerequisites.find_prerequisites` returns it.
    """
    columns = _columns(path)
    kinds = dict.fromkeys(path.known, "known")
    kinds |= {step.concept: "step" for step in path.steps}
    kinds |= dict.fromkeys(path.goals, "goal")
    nodes = [
        _node(concept, dag.nodes[concept], kinds[concept], _place(columns, column, row))
        for column, concepts in enumerate(columns)
        for row, concept in enumerate(concepts)
    ]
    edges = [_edge(need, step.concept, dag) for step in path.steps for need in step.needs]
    empty = draw(nx.Graph(topic_names=[]), name=NAME, label="Learning path, from left to right")
    return replace(empty, nodes=nodes, edges=edges, whole=True)


def _columns(path: "LearningPath") -> list[list[str]]:
    """Return the concepts by level, those that need each other side by side where they can be."""
    columns = [list(path.known)] if path.known else []
    depth = max((step.level for step in path.steps), default=-1) + 1
    columns += [[] for _ in range(depth)]
    row = {concept: float(place) for place, concept in enumerate(path.known)}
    first = len(columns) - depth
    for level in range(depth):
        steps = [step for step in path.steps if step.level == level]
        middle = {
            step.concept: sum(row[need] for need in step.needs) / max(1, len(step.needs))
            for step in steps
        }
        ordered = sorted(middle, key=lambda concept: (middle[concept], concept))
        columns[first + level] = ordered
        row |= {concept: float(place) for place, concept in enumerate(ordered)}
    return columns


def _place(columns: list[list[str]], column: int, row: int) -> tuple[float, float]:
    across = _WIDTH * column / max(1, len(columns) - 1)
    down = (row - (len(columns[column]) - 1) / 2) * _ROW + (column % 2) * _SHIFT
    return round(across, 1), round(down, 1)


def _node(concept: str, node: Item, kind: str, place: tuple[float, float]) -> Item:
    return {
        "id": concept,
        "label": concept,
        "title": f"{concept}: {'known' if kind == 'known' else node['kind']}",
        "x": place[0],
        "y": place[1],
        "size": _SIZES[kind],
        "topic": _KNOWN_TOPIC if kind == "known" else node["topic"],
    }


def _edge(before: str, after: str, dag: "nx.DiGraph[str]") -> Item:
    return {
        "id": f"{before}\n{after}",
        "from": before,
        "to": after,
        "width": 1.5,
        "title": dag.edges[before, after]["reasons"][0],
        **_LINE,
    }
