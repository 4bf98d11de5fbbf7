"""Continuity: after a small change, what is still there stays in its topic and at its place."""

from typing import TYPE_CHECKING

from extract.language import key_of
from graph.arrangement import Arrangement
from graph.centrality import measure_centrality
from graph.topics import REST, name_topics

if TYPE_CHECKING:
    import networkx as nx

# Pixels at zoom 1 by which a concept that came stands beside the middle of its neighbours.
_BESIDE = 12.0
_NEAREST = 5  # neighbours that draw a concept that came


def carry_arrangement(graph: "nx.Graph[str]", former: "nx.Graph[str]") -> Arrangement | None:
    """Return the topics and positions of a graph after its former state.

    A concept that has another name, or took another one in, is where that was; one that came is
    among its strongest neighbours, in the topic of the strongest.

    Parameters
    ----------
    graph : networkx.Graph
        As `graph.concept_graph.build_concept_graph` joins it, without topics and positions.
    former : networkx.Graph
        As `graph.concept_graph.build_concept_graph` returns it.

    Returns
    -------
    Arrangement or None
        None if so much has changed that a new layout serves better: a topic is gone, or more
        than a tenth of the concepts came.
    """
    placed = _find_again(graph, former)
    came = [concept for concept in graph if concept not in placed]
    if 10 * len(came) > len(graph) and len(came) > 1:
        return None
    for concept in came:
        strongest = sorted(
            (other for other in graph[concept] if other in placed),
            key=lambda other: (-graph[concept][other]["weight"], other),
        )[:_NEAREST]
        if strongest:
            nodes = [placed[other] for other in strongest]
            middle = (sum(node[axis] for node in nodes) / len(nodes) for axis in (1, 2))
            x, y = middle
            placed[concept] = (nodes[0][0], x + _BESIDE, y + _BESIDE)
        else:
            placed[concept] = (0, 0.0, 0.0)
    topics: list[set[str]] = [set() for _ in former.graph["topic_names"]]
    for concept, (topic, _, _) in placed.items():
        topics[topic].add(concept)
    if not all(topics):
        return None
    centrality = measure_centrality(graph)
    nodes_by_name = {
        concept: (topic, centrality[concept], x, y) for concept, (topic, x, y) in placed.items()
    }
    rest = former.graph["topic_names"][-1] == REST
    return Arrangement(name_topics(graph, topics, rest=rest), nodes_by_name)


def _find_again(
    graph: "nx.Graph[str]", former: "nx.Graph[str]"
) -> dict[str, tuple[int, float, float]]:
    """Return topic and position of each concept that was there, perhaps by another name."""
    gone = {key_of(concept): concept for concept in former if concept not in graph}
    found = {}
    for concept, node in graph.nodes.items():
        names = (gone.get(key_of(alias)) for alias in node["aliases"])
        before = concept if concept in former else next(filter(None, names), None)
        if before is not None:
            there = former.nodes[before]
            found[concept] = (there["topic"], there["x"], there["y"])
    return found
