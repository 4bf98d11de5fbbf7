"""Layout: where each concept stands in the picture, computed once."""

import math
import random
from collections.abc import Sequence, Set
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import networkx as nx
    from numpy.typing import NDArray

ASPECT = 1.6  # width to height of the picture
LABELLED = 300  # concepts whose labels must not overlap
_CORE = 1500  # concepts that are laid out by force; the rest stand near what they belong to
_ITERATIONS = 300


def dot_radius(salience: float) -> float:
    """Return the radius of a concept's dot, in pixels at zoom 1."""
    return 4.0 + 14.0 * salience**2


def label_size(salience: float) -> float:
    """Return the font size of a concept's label, in pixels at zoom 1."""
    return 10.0 + 16.0 * salience**2


def label_box(concept: str, salience: float) -> tuple[float, float]:
    """Estimate the width and height that a dot takes with the label under it, in pixels."""
    size = label_size(salience)
    width = max(2 * dot_radius(salience), 0.56 * size * len(concept))
    return width + 6.0, 2 * dot_radius(salience) + 1.3 * size + 4.0


def lay_out(
    graph: "nx.Graph[str]", topics: Sequence[Set[str]], *, seed: int = 0
) -> dict[str, tuple[float, float]]:
    """Return the position of every concept.

    Parameters
    ----------
    graph : networkx.Graph
        n concepts with ``salience``, e edges with ``weight`` and ``alpha``.
    topics : sequence of sets of str
        A partition of the concepts; those of one topic stand together.
    seed : int, default 0

    Returns
    -------
    dict of str to (float, float)
        x and y (downwards) in pixels at zoom 1, around (0, 0). The labels of the 300 most
        salient concepts do not overlap.
    """
    from graph.backbone import backbone, rank

    concepts = rank(graph, graph)
    if not concepts:
        return {}
    core = backbone(graph, concepts[:_CORE], edges=4 * _CORE)
    topic_of = {concept: place for place, topic in enumerate(topics) for concept in topic}
    points = _spring(core, topic_of, len(topics), seed)
    points = _stretch(points, core)
    points = _part(points, core)
    positions = {
        concept: (round(float(x), 1), round(float(y), 1))
        for concept, (x, y) in zip(core, points, strict=True)
    }
    _settle_rest(graph, concepts[_CORE:], positions, topic_of)
    return positions


def _spring(
    core: "nx.Graph[str]", topic_of: dict[str, int], topics: int, seed: int
) -> "NDArray[np.float64]":
    """Lay out by force (Fruchterman and Reingold 1991), with an anchor for each topic."""
    import igraph

    concepts = list(core)
    place = {concept: number for number, concept in enumerate(concepts)}
    edges, weights = [], []
    between = np.zeros((topics, topics))
    for source, target, edge in core.edges(data=True):
        weight = edge["weight"]
        same = topic_of[source] == topic_of[target]
        edges.append((place[source], place[target]))
        weights.append(weight if same else 0.15 * weight)
        between[topic_of[source], topic_of[target]] += weight
    mean = float(np.mean(weights)) if weights else 1.0
    for concept in concepts:
        edges.append((place[concept], len(concepts) + topic_of[concept]))
        weights.append(1.0 * mean)
    between += between.T
    for left in range(topics):
        for right in range(left + 1, topics):
            edges.append((len(concepts) + left, len(concepts) + right))
            weights.append(mean * (0.05 + between[left, right] / (between.max() or 1.0)))
    network = igraph.Graph(n=len(concepts) + topics, edges=edges)
    generator = random.Random(seed)  # noqa: S311 - no secret
    start = [(generator.random(), generator.random()) for _ in range(network.vcount())]
    layout = network.layout_fruchterman_reingold(
        weights=weights, seed=start, niter=_ITERATIONS, grid=False
    )
    points: NDArray[np.float64] = np.array(layout.coords, dtype=np.float64)
    return points[: len(concepts)]


def _stretch(points: "NDArray[np.float64]", core: "nx.Graph[str]") -> "NDArray[np.float64]":
    """Turn the long side to the horizontal and scale to the room that the labels need."""
    points = points - points.mean(axis=0)
    _, _, axes = np.linalg.svd(points, full_matrices=False)
    points = points @ axes.T
    # An axis may point either way; the most salient concept decides.
    points = points * np.where(points[0] < 0, -1.0, 1.0)
    spread = np.maximum(np.quantile(np.abs(points), 0.9, axis=0), 1e-9)
    boxes = [label_box(c, core.nodes[c]["salience"]) for c in list(core)[:LABELLED]]
    area = 3.0 * sum(width * height for width, height in boxes)
    half_height = math.sqrt(area / ASPECT) / 2
    scaled: NDArray[np.float64] = points / spread * half_height * np.array([ASPECT, 1.0]) * 0.9
    return scaled


def _part(points: "NDArray[np.float64]", core: "nx.Graph[str]") -> "NDArray[np.float64]":
    """Push labels apart until none of the most salient overlap."""
    concepts = list(core)[:LABELLED]
    boxes = np.array([label_box(c, core.nodes[c]["salience"]) for c in concepts])
    moved = points[: len(concepts)].copy()
    need = (boxes[:, None, :] + boxes[None, :, :]) / 2
    for _ in range(500):
        gap = moved[:, None, :] - moved[None, :, :]
        lack = need - np.abs(gap)
        np.einsum("iij->ij", lack)[:] = -1
        overlap = (lack > 0).all(axis=2)
        if not overlap.any():
            break
        # Along the axis where less movement is enough.
        vertical = lack[:, :, 1] <= lack[:, :, 0]
        sign = np.where(gap >= 0, 1.0, -1.0)
        order = np.arange(len(concepts))
        same = gap == 0
        sign[same] = np.broadcast_to(
            np.where(order[:, None] < order[None, :], 1.0, -1.0)[:, :, None], gap.shape
        )[same]
        push = np.where(overlap[:, :, None], lack * sign, 0.0)
        push[:, :, 0][vertical] = 0
        push[:, :, 1][~vertical] = 0
        moved += 0.5 * push.sum(axis=1) / np.maximum(1, overlap.sum(axis=1))[:, None] * 1.05
    return np.concatenate([moved, points[len(concepts) :]])


def _settle_rest(
    graph: "nx.Graph[str]",
    rest: Sequence[str],
    positions: dict[str, tuple[float, float]],
    topic_of: dict[str, int],
) -> None:
    """Place the less salient at the weighted middle of their neighbours in the core."""
    core = dict(positions)
    centres: dict[int, list[tuple[float, float]]] = {}
    for concept, point in core.items():
        centres.setdefault(topic_of[concept], []).append(point)
    golden = math.pi * (3 - math.sqrt(5))
    for number, concept in enumerate(rest):
        near = [
            (edge["weight"], core[other]) for other, edge in graph[concept].items() if other in core
        ] or [(1.0, point) for point in centres.get(topic_of[concept], [(0.0, 0.0)])]
        total = sum(weight for weight, _ in near)
        x = sum(weight * point[0] for weight, point in near) / total
        y = sum(weight * point[1] for weight, point in near) / total
        # A sunflower around the spot, so that no two fall on the same.
        radius = 10.0 + 2.0 * math.sqrt(number % 400)
        positions[concept] = (
            round(x + radius * math.cos(number * golden), 1),
            round(y + radius * math.sin(number * golden), 1),
        )
