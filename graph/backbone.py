"""The backbone: the edges that a readable view keeps."""

from collections.abc import Collection, Iterable
from typing import Any

import networkx as nx
import numpy as np


def disparity(graph: "nx.Graph[str]") -> list[tuple[str, str, float]]:
    r"""Return how easily chance explains the weight of each edge.

    If a concept of degree :math:`k` and strength :math:`s` spread its weight over its edges at
    random, one of weight :math:`w` or more would appear with probability

    .. math:: \alpha = (1 - w / s)^{k - 1}

    (Serrano, Boguñá and Vespignani 2009). An edge matters as soon as it does to one of its ends:
    the smaller of the two counts.

    Parameters
    ----------
    graph : networkx.Graph
        n concepts and e edges with ``weight``, above 0.

    Returns
    -------
    list of (str, str, float)
        Both ends and alpha, 0..1, of every edge in the order of the graph; small ones matter.

    Notes
    -----
    An edge between two concepts that have no other gets 1, for nothing there can be compared.
    Takes O(n + e) time.

    References
    ----------
    M. A. Serrano, M. Boguñá, A. Vespignani, "Extracting the multiscale backbone of complex
    weighted networks", PNAS 106(16), 6483-6488, 2009. https://doi.org/10.1073/pnas.0808904106
    """
    place = {concept: number for number, concept in enumerate(graph)}
    edges = list(graph.edges(data=True))
    if not edges:
        return []
    left = np.array([place[source] for source, _, _ in edges])
    right = np.array([place[target] for _, target, _ in edges])
    weight = np.array([edge["weight"] for _, _, edge in edges], dtype=np.float64)
    ends = np.concatenate([left, right])
    strength = np.bincount(ends, np.concatenate([weight, weight]), len(place))
    others = np.bincount(ends, minlength=len(place)) - 1
    alpha = np.minimum(
        np.clip(1 - weight / strength[left], 0, 1) ** others[left],
        np.clip(1 - weight / strength[right], 0, 1) ** others[right],
    )
    return [
        (source, target, value)
        for (source, target, _), value in zip(edges, alpha.tolist(), strict=True)
    ]


def select_view(  # noqa: PLR0913 - each is a control of the explorer
    graph: "nx.Graph[str]",
    *,
    concepts: int = 300,
    edges: int = 1000,
    topics: Collection[int] | None = None,
    kinds: Collection[str] | None = None,
    min_weight: float = 0.0,
    same_sentence: bool = False,
) -> "nx.Graph[str]":
    """Return the part of the graph that one picture can show.

    Parameters
    ----------
    graph : networkx.Graph
        As `graph.concept_graph.build_concept_graph` returns it.
    concepts : int, default 300
        The most salient ones are shown, at most so many.
    edges : int, default 1000
        The strongest edge of each concept is kept, where there are so many, and then those
        that chance explains least (``alpha``).
    topics, kinds : collection, optional
        Only concepts of these; all otherwise.
    min_weight : float, default 0
        Lighter edges are left out.
    same_sentence : bool, default False
        Whether only edges count whose concepts share a sentence.

    Returns
    -------
    networkx.Graph
        Frozen, with the attributes of `graph` and the concepts in order of falling salience.
    """
    chosen = [
        concept
        for concept, node in graph.nodes(data=True)
        if (topics is None or node["topic"] in topics) and (kinds is None or node["kind"] in kinds)
    ]
    shown = rank(chosen, graph)[:concepts]
    return backbone(graph, shown, edges=edges, min_weight=min_weight, same_sentence=same_sentence)


def rank(concepts: Iterable[str], graph: "nx.Graph[str]") -> list[str]:
    """Sort concepts by falling salience, then by name."""
    return sorted(concepts, key=lambda concept: (-graph.nodes[concept]["salience"], concept))


def backbone(
    graph: "nx.Graph[str]",
    concepts: Iterable[str],
    *,
    edges: int = 1000,
    min_weight: float = 0.0,
    same_sentence: bool = False,
) -> "nx.Graph[str]":
    """Return the given concepts and the edges among them that matter most.

    The parameters are those of `select_view`; the concepts keep the order in which they are
    given.
    """
    shown = dict.fromkeys(concepts)
    candidates = [
        (source, target, edge)
        for source, target, edge in graph.subgraph(shown).edges(data=True)
        if edge["weight"] >= min_weight and (edge["sentences"] > 0 or not same_sentence)
    ]
    strongest: dict[str, tuple[float, str, str]] = {}
    for source, target, edge in candidates:
        key = (-edge["weight"], min(source, target), max(source, target))
        for end in (source, target):
            strongest[end] = min(strongest.get(end, key), key)
    kept = {(source, target) for _, source, target in strongest.values()}

    def importance(candidate: tuple[str, str, dict[str, Any]]) -> tuple[Any, ...]:
        source, target, edge = candidate
        pair = (min(source, target), max(source, target))
        return (pair not in kept, edge["alpha"], -edge["weight"], pair)

    view: nx.Graph[str] = nx.Graph(**graph.graph)
    view.add_nodes_from((concept, graph.nodes[concept]) for concept in shown)
    for source, target, edge in sorted(candidates, key=importance)[:edges]:
        view.add_edge(source, target, **edge)
    nx.freeze(view)
    return view
