"""Topics: the communities of the concept graph, and the concepts that name them."""

import random
from collections import Counter
from collections.abc import Sequence, Set
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

import networkx as nx

if TYPE_CHECKING:
    import igraph

_SMALLEST = 4  # concepts; fewer make no topic of their own
_MOST_NAMES = 3
_LONGEST_NAME = 26  # characters of a concept that may name a topic
_SAMPLED_SOURCES = 256


class Topic(NamedTuple):
    """A community of the concept graph."""

    topic: int  # place in the list of topics
    name: str
    concepts: list[str]  # by falling salience


# igraph has one random generator for the whole process.
_random_generator = Lock()


def as_igraph(graph: "nx.Graph[str]") -> "igraph.Graph":
    """Return the same graph for igraph: vertices in the order of nodes, with ``weight``."""
    import igraph

    place = {concept: number for number, concept in enumerate(graph)}
    edges = list(graph.edges(data=True))
    return igraph.Graph(
        n=len(place),
        edges=[(place[source], place[target]) for source, target, _ in edges],
        edge_attrs={"weight": [edge["weight"] for _, _, edge in edges]},
    )


def find_topics(
    graph: "nx.Graph[str]", *, resolution: float = 1.0, seed: int = 0
) -> list[set[str]]:
    """Divide the concepts into topics.

    Parameters
    ----------
    graph : networkx.Graph
        n concepts with ``salience``, e edges with ``weight``.
    resolution : float, default 1.0
        More gives more and smaller topics.
    seed : int, default 0

    Returns
    -------
    list of k sets of str
        A partition of the concepts; the topic with the greatest sum of salience comes first.
        Concepts that belong to none, for too few others are near, come together last.

    Notes
    -----
    Modularity (Newman and Girvan 2004) is maximised by the Leiden algorithm (Traag, Waltman and
    van Eck 2019): its topics are connected. Communities of less than four concepts join the one
    that they have most weight with. Takes about O(n + e) time.

    References
    ----------
    V. A. Traag, L. Waltman, N. J. van Eck, "From Louvain to Leiden: guaranteeing well-connected
    communities", Scientific Reports 9, 5233, 2019. https://doi.org/10.1038/s41598-019-41695-z
    """
    import igraph

    if not graph:
        return []
    concepts = list(graph)
    with _random_generator:
        igraph.set_random_number_generator(random.Random(seed))  # noqa: S311 - no secret
        found = as_igraph(graph).community_leiden(
            objective_function="modularity", weights="weight", resolution=resolution,
            n_iterations=-1,
        )  # fmt: skip
        igraph.set_random_number_generator(random)
    topics = [{concepts[place] for place in members} for members in found]
    topics, rest = _merge_small(graph, topics)
    topics.sort(key=lambda topic: (-_salience(graph, topic), min(topic)))
    return [*topics, rest] if rest else topics


def _salience(graph: "nx.Graph[str]", topic: Set[str]) -> float:
    # Summed in one order: floating-point sums depend on it, and a set has none.
    return float(sum(graph.nodes[concept]["salience"] for concept in sorted(topic)))


def _merge_small(
    graph: "nx.Graph[str]", topics: Sequence[set[str]]
) -> tuple[list[set[str]], set[str]]:
    large = [set(topic) for topic in topics if len(topic) >= _SMALLEST]
    home = {concept: place for place, topic in enumerate(large) for concept in topic}
    rest: set[str] = set()
    for topic in sorted((topic for topic in topics if len(topic) < _SMALLEST), key=min):
        pull: Counter[int] = Counter()
        for concept in sorted(topic):
            for other, edge in graph[concept].items():
                if other in home:
                    pull[home[other]] += edge["weight"]
        if pull:
            large[min(pull, key=lambda place: (-pull[place], place))] |= topic
        else:
            rest |= topic
    return large, rest


def name_topics(graph: "nx.Graph[str]", topics: Sequence[Set[str]]) -> list[str]:
    """Name each topic by its most central concepts that are specific to it.

    A concept counts by the weight that binds it to its own topic, times the share that this is
    of all its weight: what is bound to everything names nothing.

    Parameters
    ----------
    graph : networkx.Graph
        Edges with ``weight``.
    topics : sequence of sets of str
        As `find_topics` returns them.

    Returns
    -------
    list of str
        Up to three concepts for each topic, as in "cosign · SBOM · SLSA"; no concept twice.
    """
    topic_of = {concept: place for place, topic in enumerate(topics) for concept in topic}
    inside: Counter[str] = Counter()
    everywhere: Counter[str] = Counter()
    for source, target, edge in graph.edges(data=True):
        for end in (source, target):
            everywhere[end] += edge["weight"]
            if topic_of[source] == topic_of[target]:
                inside[end] += edge["weight"]

    def importance(concept: str) -> tuple[float, str]:
        score = inside[concept] ** 2 / everywhere[concept] if everywhere[concept] else 0.0
        return (-score, concept)

    return [_name(sorted(topic, key=importance)) for topic in topics]


def _name(concepts: Sequence[str]) -> str:
    """Join the first few names that say something new."""
    chosen: list[str] = []
    for concept in concepts:
        words = set(concept.lower().split())
        if len(concept) <= _LONGEST_NAME and not any(
            words & set(other.lower().split()) for other in chosen
        ):
            chosen.append(concept)
        if len(chosen) == _MOST_NAMES:
            break
    return " · ".join(chosen or concepts[:1])


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
    if len(concepts) > _SAMPLED_SOURCES:
        vertices = sorted(random.Random(seed).sample(vertices, _SAMPLED_SOURCES))  # noqa: S311
    network = as_igraph(graph)
    values = network.betweenness(
        directed=False, weights=[1 / weight for weight in network.es["weight"]], sources=vertices
    )
    greatest = max(values, default=0.0) or 1.0
    return {concept: value / greatest for concept, value in zip(concepts, values, strict=True)}


def list_topics(graph: "nx.Graph[str]") -> list[Topic]:
    """Return the topics of a concept graph, in their order.

    Parameters
    ----------
    graph : networkx.Graph
        As `graph.concept_graph.build_concept_graph` returns it.
    """
    members: dict[int, list[str]] = {}
    for concept, node in graph.nodes(data=True):
        members.setdefault(node["topic"], []).append(concept)
    return [
        Topic(
            topic,
            graph.graph["topic_names"][topic],
            sorted(members[topic], key=lambda name: (-graph.nodes[name]["salience"], name)),
        )
        for topic in sorted(members)
    ]


def topic_map(graph: "nx.Graph[str]") -> "nx.Graph[int]":
    """Return the graph of the topics: how much they hold, and how strongly they are bound.

    Parameters
    ----------
    graph : networkx.Graph
        As `graph.concept_graph.build_concept_graph` returns it.

    Returns
    -------
    networkx.Graph
        Nodes 0..k-1 with ``name``, ``concepts`` (count), ``salience`` (sum) and the position
        ``x``, ``y`` (mean of the concepts, by salience); edges with ``weight`` (sum) and
        ``edges`` (count of concept pairs).
    """
    found: nx.Graph[int] = nx.Graph()
    for topic, name, concepts in list_topics(graph):
        nodes = [graph.nodes[concept] for concept in concepts]
        total = sum(node["salience"] for node in nodes)
        found.add_node(
            topic,
            name=name,
            concepts=len(nodes),
            salience=total,
            x=sum(node["x"] * node["salience"] for node in nodes) / (total or 1.0),
            y=sum(node["y"] * node["salience"] for node in nodes) / (total or 1.0),
        )
    weights: Counter[tuple[int, int]] = Counter()
    edges: Counter[tuple[int, int]] = Counter()
    for source, target, edge in graph.edges(data=True):
        left, right = sorted((graph.nodes[source]["topic"], graph.nodes[target]["topic"]))
        if left != right:
            weights[left, right] += edge["weight"]
            edges[left, right] += 1
    for left, right in sorted(weights):
        found.add_edge(left, right, weight=weights[left, right], edges=edges[left, right])
    nx.freeze(found)
    return found
