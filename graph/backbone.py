"""The backbone: the edges that a readable view keeps."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def disparity(
    left: "NDArray[np.int64]", right: "NDArray[np.int64]", weight: "NDArray[np.float64]"
) -> "NDArray[np.float64]":
    r"""Return how easily chance explains the weight of each edge.

    If a concept of degree :math:`k` and strength :math:`s` spread its weight over its edges at
    random, one of weight :math:`w` or more would appear with probability

    .. math:: \alpha = (1 - w / s)^{k - 1}

    (Serrano, Boguñá and Vespignani 2009). An edge matters as soon as it does to one of its ends:
    the smaller of the two counts.

    Parameters
    ----------
    left, right : arrays of e ints
        The ends of each edge, as numbers from 0 on.
    weight : array of e floats
        Above 0.

    Returns
    -------
    array of e floats
        0..1; small ones matter. An edge between two concepts that have no other gets 1, for
        there is nothing to compare it with.

    References
    ----------
    M. A. Serrano, M. Boguñá, A. Vespignani, "Extracting the multiscale backbone of complex
    weighted networks", PNAS 106(16), 6483-6488, 2009. https://doi.org/10.1073/pnas.0808904106
    """
    ends = np.concatenate([left, right])
    strength = np.bincount(ends, np.concatenate([weight, weight]))
    others = np.bincount(ends) - 1
    by_end = [np.clip(1 - weight / strength[end], 0, 1) ** others[end] for end in (left, right)]
    return np.minimum(*by_end)


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
        for source, target, edge in _edges_among(graph, shown)
        if edge["weight"] >= min_weight and (edge["sentences"] > 0 or not same_sentence)
    ]
    view: nx.Graph[str] = nx.Graph(**graph.graph)
    view.add_nodes_from((concept, graph.nodes[concept]) for concept in shown)
    view.add_edges_from(candidates[number] for number in _choose(candidates, edges))
    nx.freeze(view)
    return view


def _edges_among(
    graph: "nx.Graph[str]", concepts: Collection[str]
) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield each edge between two of the concepts, its ends in alphabetical order."""
    neighbours = dict(graph.adjacency())
    for source in concepts:
        near = neighbours[source]
        # Whichever is shorter: a hub has thousands of neighbours, a view some hundred concepts.
        for target in near if len(near) < len(concepts) else concepts:
            if source < target and target in near and target in concepts:
                yield source, target, near[target]


def _choose(
    candidates: Sequence[tuple[str, str, dict[str, Any]]], edges: int
) -> "NDArray[np.int64]":
    """Return the places of the edges that matter most, in that order."""
    names = sorted({end for candidate in candidates for end in candidate[:2]})
    place = {name: number for number, name in enumerate(names)}
    # Numbers in alphabetical order: where weights are equal, names decide.
    ends = np.array([(place[source], place[target]) for source, target, _ in candidates])
    ends = ends.reshape(-1, 2)
    weight = np.array([edge["weight"] for _, _, edge in candidates])
    alpha = np.array([edge["alpha"] for _, _, edge in candidates])
    by_weight = np.lexsort((ends[:, 1], ends[:, 0], -weight))
    # The first edge of each end in that order is its strongest.
    _, first = np.unique(ends[by_weight], return_index=True)
    others = np.ones(len(candidates), dtype=bool)
    others[by_weight[first // 2]] = False
    return np.lexsort((ends[:, 1], ends[:, 0], -weight, alpha, others))[:edges]
