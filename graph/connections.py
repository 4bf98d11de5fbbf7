"""Connections: what lies between concepts, around one, and common to several."""

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from graph.backbone import backbone
from graph.once import once
from graph.topics import as_igraph

if TYPE_CHECKING:
    import networkx as nx

    from graph.concept_graph import Index

# Lengths beside 1 / weight: of a step, and of passing a concept that everything is bound to.
_STEP = 0.25
_HUB = 2.0


class Connection(NamedTuple):
    """A way from one concept to another over shared sections."""

    concepts: tuple[str, ...]  # from the one end to the other
    weight: float  # of its weakest edge
    length: float  # sum over its edges; short is strong


class Shared(NamedTuple):
    """What two to five concepts have in common."""

    neighbours: list[str]  # concepts next to each of them, the most strongly bound first
    sections: list[str]  # ids of the sections that mention all, in the order of reading


def connect(
    graph: "nx.Graph[str]", first: str, second: str, *, k: int = 3, around_hubs: bool = True
) -> list[Connection]:
    """Return the shortest and strongest ways from one concept to another.

    An edge is as long as its weight is small. Each step also has a fixed length, so that of two
    equally strong ways the one with fewer steps comes first.

    Parameters
    ----------
    graph : networkx.Graph
        n concepts, e edges with ``weight``.
    first, second : str
        Different concepts of the graph.
    k : int, default 3
        At most so many ways.
    around_hubs : bool, default True
        Whether a way through a concept with many edges is longer: everything is bound by what
        is everywhere, and it explains nothing.

    Returns
    -------
    list of Connection
        Shortest first, none through a concept twice; empty if nothing connects the two.

    Raises
    ------
    KeyError
        If the graph has no such concept.
    ValueError
        If both are the same.

    Notes
    -----
    Yen's algorithm (1971): O(k n (e + n log n)) time at worst.
    """
    for concept in (first, second):
        if concept not in graph:
            raise KeyError(f"there is no concept {concept!r} in the graph")
    if first == second:
        raise ValueError(f"{first!r} is connected with itself; name two concepts")

    network, lengths = _roads(graph, around_hubs)
    concepts = network.vs["name"]
    ends = concepts.index(first), concepts.index(second)
    if math.isinf(network.distances(*ends)[0][0]):
        return []
    # Both ends are on every way: that they are hubs says nothing.
    own = _HUB * sum(network.degree(ends)) / len(concepts) if around_hubs else 0.0
    found = []
    for way in network.get_k_shortest_paths(*ends, k=k, weights=lengths, output="vpath"):
        edges = network.es[network.get_eids(list(pairwise(way)))]
        length = sum(lengths[edge.index] for edge in edges) - own
        passed = tuple(concepts[place] for place in way)
        found.append(Connection(passed, min(edges["weight"]), length))
    return sorted(found, key=lambda way: (way.length, way.concepts))


# A frozen graph never changes, and a large one takes a second to hand over.
@once
def _roads(graph: "nx.Graph[str]", around_hubs: bool) -> tuple[Any, list[float]]:
    """Return the graph for igraph, and the length of each of its edges."""
    network = as_igraph(graph)
    network.vs["name"] = list(graph)
    lengths = _STEP + 1 / np.array(network.es["weight"])
    if around_hubs:
        degree = np.array(network.degree())
        ends = np.array(network.get_edgelist()).reshape(-1, 2)
        lengths += _HUB * degree[ends].sum(axis=1) / len(degree)
    return network, lengths.tolist()


def focus(
    graph: "nx.Graph[str]", concept: str, *, steps: int = 1, concepts: int = 60, edges: int = 300
) -> "nx.Graph[str]":
    """Return a concept with what is next to it, as a view.

    Parameters
    ----------
    graph : networkx.Graph
        As `graph.concept_graph.build_concept_graph` returns it.
    concept : str
    steps : int, default 1
        How many edges away a concept may be.
    concepts : int, default 60
        At most so many, the most strongly bound first: over two steps, a bond is as strong as
        its weaker edge.
    edges : int, default 300
        As for `graph.backbone.select_view`.

    Raises
    ------
    KeyError
        If the graph has no such concept.
    """
    if concept not in graph:
        raise KeyError(f"there is no concept {concept!r} in the graph")
    bond = {concept: float("inf")}
    distance = {concept: 0}
    near = [concept]
    neighbours = dict(graph.adjacency())
    for step in range(1, steps + 1):
        # Bonds of one distance are all known before the next, so each is the best of its ways.
        found: dict[str, float] = {}
        for middle in near:
            for other, edge in neighbours[middle].items():
                if other not in bond:
                    found[other] = max(found.get(other, 0.0), min(bond[middle], edge["weight"]))
        bond |= found
        distance |= dict.fromkeys(found, step)
        near = list(found)
    # A bond is no stronger than the one it hangs on, which therefore comes first.
    ranked = sorted(bond, key=lambda other: (-bond[other], distance[other], other))
    return backbone(graph, ranked[:concepts], edges=edges)


def compare(graph: "nx.Graph[str]", index: "Index", concepts: Sequence[str]) -> Shared:
    """Return what several concepts share.

    Parameters
    ----------
    graph : networkx.Graph
        The concept graph of `index`.
    index : Index
    concepts : sequence of str
        Two to five different concepts.

    Raises
    ------
    KeyError
        If the graph has no such concept.
    ValueError
        If there are fewer than two concepts, or more than five.
    """
    if not 2 <= len(set(concepts)) <= 5:
        raise ValueError(f"two to five concepts can be compared, not {len(set(concepts))}")
    for concept in concepts:
        if concept not in graph:
            raise KeyError(f"there is no concept {concept!r} in the graph")
    common = set.intersection(*(set(graph[concept]) for concept in concepts)) - set(concepts)

    def weakest(other: str) -> float:
        return min(float(graph[concept][other]["weight"]) for concept in concepts)

    mentions = index.mentions[index.mentions["concept"].isin(list(concepts))]
    counts = mentions.groupby("section")["concept"].nunique()
    sections = counts.index[counts == len(set(concepts))].tolist()
    position = index.sections["position"]
    return Shared(
        sorted(common, key=lambda other: (-weakest(other), other)),
        sorted(sections, key=lambda section: int(position[section])),
    )
