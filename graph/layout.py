"""Layout: where each concept stands in the picture, computed once."""

import math
import random
from collections.abc import Iterable, Mapping, Sequence, Set
from typing import TYPE_CHECKING

import numpy as np

from graph.backbone import backbone, rank
from graph.topics import seeded_igraph

if TYPE_CHECKING:
    import networkx as nx
    from numpy.typing import NDArray

LABELLED = 300  # concepts whose labels must not overlap
_CORE = 1500  # concepts that are laid out by force; the rest stand near what they belong to
_CORE_EDGES = 6000
_ITERATIONS = 300
_ACROSS = 0.15  # how strongly an edge pulls that leads from one topic to another
_ASPECT = 1.6  # width to height of the picture
_FILLED = 0.5  # share of the picture that labels take at zoom 1
_EVEN = 0.7  # 0: places by force alone; 1: as even as ranks
_CELL = 4.0  # pixels, side of a cell of the raster of taken places
_REACH = 100  # cells in which a free place is sought
_LONGEST = 80  # characters of a label; longer ones overlap rather than push all others away


def dot_radius(salience: float) -> float:
    """Return the radius of a concept's dot, in pixels at zoom 1."""
    return 4.0 + 14.0 * salience**2


def label_size(salience: float) -> float:
    """Return the font size of a concept's label, in pixels at zoom 1."""
    return 10.0 + 16.0 * salience**2


def label_box(concept: str, salience: float) -> tuple[float, float]:
    """Estimate the width and height that a dot takes with the label under it, in pixels."""
    size = label_size(salience)
    # 0.56 em is the mean width of a letter in common sans-serif fonts.
    width = max(2 * dot_radius(salience), 0.56 * size * min(len(concept), _LONGEST))
    return width + 6.0, 2 * dot_radius(salience) + 1.3 * size + 4.0


def lay_out(
    graph: "nx.Graph[str]", topics: Sequence[Set[str]], *, seed: int = 0
) -> dict[str, tuple[float, float]]:
    """Return the position of every concept.

    Parameters
    ----------
    graph : networkx.Graph
        n concepts with ``salience``, e edges with ``weight``, ``alpha`` and ``sentences``.
    topics : sequence of sets of str
        A partition of the concepts; those of one topic stand together.
    seed : int, default 0

    Returns
    -------
    dict of str to (float, float)
        x and y (downwards) in pixels at zoom 1. The labels of the 300 most salient concepts do
        not overlap, as far as `label_box` estimates them.

    Notes
    -----
    The 1,500 most salient concepts are laid out by force (Fruchterman and Reingold 1991) along
    the backbone, tied to an anchor for each topic, then spread over the picture and moved to the
    nearest free place. The others stand in the weighted middle of their neighbours among these.
    Takes O(n + e) time beyond that.
    """
    if not graph:
        return {}
    concepts = rank(graph, graph)
    topic_of = {concept: place for place, topic in enumerate(topics) for concept in topic}
    core = backbone(graph, concepts[:_CORE], edges=_CORE_EDGES)
    forced = _spring(core, topic_of, seed)
    saliences = [core.nodes[concept]["salience"] for concept in core]
    boxes = [label_box(*labelled) for labelled in zip(core, saliences, strict=True)][:LABELLED]
    boxes += [(2 * dot_radius(salience) + 4.0,) * 2 for salience in saliences[LABELLED:]]
    points, room = None, 1.0
    while points is None:
        points = _clear(_spread(forced, boxes[:LABELLED], room), boxes)
        room *= 1.5
    positions = {
        concept: (round(x, 1), round(y, 1))
        for concept, (x, y) in zip(core, points.tolist(), strict=True)
    }
    return positions | _settle(graph, concepts[_CORE:], positions, topic_of)


def _spring(core: "nx.Graph[str]", topic_of: Mapping[str, int], seed: int) -> "NDArray[np.float64]":
    """Lay out by force, with an anchor for each topic that holds its concepts together."""
    import igraph

    place = {concept: number for number, concept in enumerate(core)}
    topics = 1 + max(topic_of.values())
    between = np.zeros((topics, topics))
    ends: list[tuple[int, int]] = []
    weights: list[float] = []
    for source, target, edge in core.edges(data=True):
        left, right = sorted((topic_of[source], topic_of[target]))
        between[left, right] += edge["weight"]
        ends.append((place[source], place[target]))
        weights.append(edge["weight"] if left == right else _ACROSS * edge["weight"])
    mean = float(np.mean(weights)) if weights else 1.0
    ends += [(place[concept], len(core) + topic_of[concept]) for concept in core]
    weights += [mean] * len(core)
    strongest = np.triu(between, 1).max() or 1.0
    for left in range(topics):
        for right in range(left + 1, topics):
            ends.append((len(core) + left, len(core) + right))
            # A little for all, or topics without any link would drift away.
            weights.append(mean * (0.05 + float(between[left, right] / strongest)))
    network = igraph.Graph(n=len(core) + topics, edges=ends)
    generator = random.Random(seed)  # noqa: S311 - no secret
    start = [(generator.random(), generator.random()) for _ in range(network.vcount())]
    with seeded_igraph(seed):
        layout = network.layout_fruchterman_reingold(
            weights=weights, seed=start, niter=_ITERATIONS, grid=False
        )
    points: NDArray[np.float64] = np.array(layout.coords, dtype=np.float64)
    return points[: len(core)]


def _spread(
    points: "NDArray[np.float64]", boxes: Iterable[tuple[float, float]], room: float
) -> "NDArray[np.float64]":
    """Turn the long side to the horizontal, and fill the room that the labels need evenly."""
    points = points - points.mean(axis=0)
    _, axes = np.linalg.eigh(points.T @ points)
    points = points @ axes[:, ::-1]
    # An axis may point either way; the most salient concept decides.
    points = points * np.where(points[0] < 0, -1.0, 1.0)
    area = room * sum(width * height for width, height in boxes) / _FILLED
    height = math.sqrt(area / _ASPECT)
    spread = np.empty_like(points)
    for axis, side in enumerate((_ASPECT * height, height)):
        values = points[:, axis]
        labelled = np.sort(values[:LABELLED])
        low, high = np.quantile(labelled, [0.02, 0.98])
        by_force = np.clip((values - low) / max(high - low, 1e-9), -0.05, 1.05)
        by_rank = np.interp(values, labelled, np.linspace(0, 1, len(labelled)))
        spread[:, axis] = ((1 - _EVEN) * by_force + _EVEN * by_rank - 0.5) * side
    return spread


def _clear(
    points: "NDArray[np.float64]", boxes: Sequence[tuple[float, float]]
) -> "NDArray[np.float64] | None":
    """Move each box to the nearest free place, the first ones first, on a raster.

    None if one of the labelled finds none.
    """
    sizes = np.ceil(np.array(boxes) / _CELL).astype(int)
    middle = np.abs(points).max(axis=0) / _CELL + _REACH + sizes.max(axis=0)
    corners = np.rint(points / _CELL + middle - sizes / 2).astype(int)
    taken = np.zeros(np.ceil(2 * middle).astype(int), dtype=bool)
    grid = np.indices((2 * _REACH + 1,) * 2).reshape(2, -1).T - _REACH
    nearest = np.argsort((grid**2).sum(axis=1), kind="stable")
    for place, (width, height) in enumerate(sizes.tolist()):
        left, top = corners[place].tolist()
        around = taken[left - _REACH : left + _REACH + width, top - _REACH : top + _REACH + height]
        # The cells taken at each place in reach, by a summed-area table (Crow 1984).
        sums = np.pad(around, ((1, 0), (1, 0))).cumsum(axis=0, dtype=np.int32).cumsum(axis=1)
        cells = sums[width:] - sums[:-width]
        free = (cells[:, height:] == cells[:, :-height]).ravel()[nearest]
        if free.any():
            corners[place] += grid[nearest[free.argmax()]]
            left, top = corners[place].tolist()
            taken[left : left + width, top : top + height] = True
        elif place < LABELLED:
            return None
    cleared: NDArray[np.float64] = (corners + sizes / 2 - middle) * _CELL
    return cleared


def _settle(
    graph: "nx.Graph[str]",
    rest: Iterable[str],
    core: Mapping[str, tuple[float, float]],
    topic_of: Mapping[str, int],
) -> dict[str, tuple[float, float]]:
    """Place the less salient at the weighted middle of their neighbours in the core."""
    members: dict[int, list[tuple[float, float]]] = {}
    for concept, point in core.items():
        members.setdefault(topic_of[concept], []).append(point)
    centres = {topic: np.mean(points, axis=0) for topic, points in members.items()}
    golden = math.pi * (3 - math.sqrt(5))
    settled = {}
    neighbours = dict(graph.adjacency())
    for number, concept in enumerate(rest):
        total = x = y = 0.0
        for other, edge in neighbours[concept].items():
            if other in core:
                total += edge["weight"]
                x += edge["weight"] * core[other][0]
                y += edge["weight"] * core[other][1]
        if total:
            x, y = x / total, y / total
        elif topic_of[concept] in centres:
            x, y = centres[topic_of[concept]].tolist()
        # On a sunflower around the spot, so that no two fall on the same.
        radius, angle = 10.0 + 2.0 * math.sqrt(number % 400), number * golden
        settled[concept] = (
            round(x + radius * math.cos(angle), 1),
            round(y + radius * math.sin(angle), 1),
        )
    return settled
