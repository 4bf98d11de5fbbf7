"""Centrality: how much of the traffic between concepts goes through each."""

import random
from typing import TYPE_CHECKING

from graph.topics import as_igraph

if TYPE_CHECKING:
    import networkx as nx

_MOST_SOURCES, _FEWEST_SOURCES = 256, 32  # of the ways that centrality follows,
_EDGES_FOLLOWED = 20_000_000  # and about how many edges these may have together


def measure_centrality(graph: "nx.Graph[str]", *, seed: int = 0) -> dict[str, float]:
    """Return how often each concept lies on the strongest way between two others.

    Betweenness (Freeman 1977), where an edge is as long as its weight is small; on large
    graphs, of the ways from a sample of concepts.

    Returns
    -------
    dict of str to float
        0..1; the most central concept has 1.
    """
    concepts = list(graph)
    vertices = list(range(len(concepts)))
    affordable = _EDGES_FOLLOWED // max(1, graph.number_of_edges())
    sources = min(_MOST_SOURCES, max(_FEWEST_SOURCES, affordable))
    if len(concepts) > sources:
        vertices = sorted(random.Random(seed).sample(vertices, sources))  # noqa: S311 - no secret
    network = as_igraph(graph)
    values = network.betweenness(
        directed=False, weights=[1 / weight for weight in network.es["weight"]], sources=vertices
    )
    greatest = max(values, default=0.0) or 1.0
    return {concept: value / greatest for concept, value in zip(concepts, values, strict=True)}
