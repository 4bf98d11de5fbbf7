"""Topics: the communities of the concept graph, and the concepts that name them."""

import math
import random
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

import networkx as nx
import numpy as np

from graph.once import once

if TYPE_CHECKING:
    import igraph

REST = "Other"  # the name of what belongs to no topic
_MOST_TRIES = 5  # of Leiden, and about how many edges they may see together
_EDGES_TRIED = 1_000_000
_ITERATIONS = 8  # of each run; until it is stable takes 30 times as long on a million edges
_SMALLEST = 4  # concepts; fewer make no topic of their own,
_SMALLEST_SHARE = 0.02  # nor does a smaller share of all
_MOST_NAMES = 3
_LONGEST_NAME = 26  # characters of a concept that may name a topic


class Topic(NamedTuple):
    """A community of the concept graph."""

    topic: int  # place in the list of topics
    name: str
    concepts: list[str]  # those first that are most central and specific to it


# igraph has one random generator for the whole process.
_random_generator = Lock()


@contextmanager
def seeded_igraph(seed: int) -> Iterator[None]:
    """Make igraph draw its random numbers from a seed, for one thread at a time."""
    import igraph

    with _random_generator:
        igraph.set_random_number_generator(random.Random(seed))  # noqa: S311 - no secret
        try:
            yield
        finally:
            igraph.set_random_number_generator(random)


def as_igraph(graph: "nx.Graph[str]") -> "igraph.Graph":
    """Return the same graph for igraph: vertices in the order of nodes, with ``weight``."""
    import igraph

    place = {concept: number for number, concept in enumerate(graph)}
    # As an array, for millions of tuples would take as much memory as the graph.
    ends = (place[end] for edge in graph.edges for end in edge)
    edges = np.fromiter(ends, np.int64, 2 * graph.number_of_edges()).reshape(-1, 2)
    weights = [edge["weight"] for edge in graph.edges.values()]
    return igraph.Graph(n=len(place), edges=edges, edge_attrs={"weight": weights})


def find_topics(graph: "nx.Graph[str]", *, seed: int = 0) -> list[set[str]]:
    """Divide the concepts into topics.

    Parameters
    ----------
    graph : networkx.Graph
        n concepts with ``salience``, e edges with ``weight``.
    seed : int, default 0

    Returns
    -------
    list of k sets of str
        A partition of the concepts; the topic with the greatest sum of salience comes first.
        Concepts that belong to none, for too few others are near, come together last.

    Notes
    -----
    Modularity (Newman and Girvan 2004) is maximised by the Leiden algorithm (Traag, Waltman and
    van Eck 2019), whose topics are connected; the best of up to five runs counts, for one alone
    ends in another local optimum each time. Communities of less than four concepts, or 2 % of all,
    join the one that they have most weight with. Takes about O(n + e) time.

    References
    ----------
    V. A. Traag, L. Waltman, N. J. van Eck, "From Louvain to Leiden: guaranteeing well-connected
    communities", Scientific Reports 9, 5233, 2019. https://doi.org/10.1038/s41598-019-41695-z
    """
    if not graph:
        return []
    concepts = list(graph)
    network = as_igraph(graph)
    tries = max(1, min(_MOST_TRIES, _EDGES_TRIED // max(1, network.ecount())))
    with seeded_igraph(seed):
        runs = [
            network.community_leiden("modularity", weights="weight", n_iterations=_ITERATIONS)
            for _ in range(tries)
        ]
    found = max(runs, key=lambda run: network.modularity(run, weights="weight"))
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
    smallest = max(_SMALLEST, len(graph) * _SMALLEST_SHARE)
    large = [set(topic) for topic in topics if len(topic) >= smallest]
    home = {concept: place for place, topic in enumerate(large) for concept in topic}
    rest: set[str] = set()
    for topic in sorted((topic for topic in topics if len(topic) < smallest), key=min):
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


def has_rest(graph: "nx.Graph[str]", topics: Sequence[Set[str]]) -> bool:
    """Tell whether the last of some topics is what `find_topics` found to belong to none.

    Leiden's communities are connected; only what they left is not.
    """
    return len(topics) > 1 and not _is_connected(graph, topics[-1])


def name_topics(
    graph: "nx.Graph[str]", topics: Sequence[Set[str]], *, rest: bool = False
) -> list[str]:
    """Name each topic by its most central concepts that are specific to it (`rank_concepts`).

    Parameters
    ----------
    graph : networkx.Graph
        Concepts with ``salience``, edges with ``weight``.
    topics : sequence of sets of str
        As `find_topics` returns them.
    rest : bool, default False
        Whether the last of them is of concepts that have no topic.

    Returns
    -------
    list of str
        Up to three concepts for each topic, as in "cosign · SBOM · SLSA"; `REST` for concepts
        that have no topic.
    """
    names = [_name(concepts) for concepts in rank_concepts(graph, topics)]
    if rest:
        names[-1] = REST
    return names


def rank_concepts(graph: "nx.Graph[str]", topics: Sequence[Set[str]]) -> list[list[str]]:
    """Return the concepts of each topic, those first that are most central and specific to it.

    A concept counts by its salience, by the root of the weight that binds it to its own topic,
    and by how much greater the share of this in all its weight is than the topic's share in all
    weight (the logarithm of the lift): what is bound to everything names nothing.

    Parameters
    ----------
    graph : networkx.Graph
        Concepts with ``salience``, edges with ``weight``.
    topics : sequence of sets of str
    """
    topic_of = {concept: place for place, topic in enumerate(topics) for concept in topic}
    inside: Counter[str] = Counter()
    everywhere: Counter[str] = Counter()
    by_topic: Counter[int] = Counter()
    for source, target, edge in graph.edges(data=True):
        for end in (source, target):
            everywhere[end] += edge["weight"]
            by_topic[topic_of[end]] += edge["weight"]
            if topic_of[source] == topic_of[target]:
                inside[end] += edge["weight"]

    def importance(concept: str) -> tuple[float, float, str]:
        salience = graph.nodes[concept]["salience"]
        if not inside[concept]:
            return (0.0, -salience, concept)
        share = by_topic[topic_of[concept]] / by_topic.total()
        lift = inside[concept] / everywhere[concept] / share
        return (-salience * math.sqrt(inside[concept]) * math.log(lift), -salience, concept)

    return [sorted(topic, key=importance) for topic in topics]


def _is_connected(graph: "nx.Graph[str]", topic: Set[str]) -> bool:
    # A subgraph view of networkx would test every edge of the graph with a filter.
    start = min(topic)
    reached, ends = {start}, [start]
    while ends:
        near = topic & graph.adj[ends.pop()].keys() - reached
        reached |= near
        ends += near
    return len(reached) == len(topic)


def _name(concepts: Sequence[str]) -> str:
    """Join the first few names that say something new."""
    chosen: list[str] = []
    said: set[str] = set()
    for concept in concepts:
        words = set(concept.lower().split())
        if 1 < len(concept) <= _LONGEST_NAME and not words & said:
            chosen.append(concept)
            said |= words
        if len(chosen) == _MOST_NAMES:
            break
    return " · ".join(chosen or concepts[:1])


@once
def list_topics(graph: "nx.Graph[str]") -> list[Topic]:
    """Return the topics of a concept graph, in their order.

    Parameters
    ----------
    graph : networkx.Graph
        As `graph.concept_graph.build_concept_graph` returns it.
    """
    members: dict[int, set[str]] = {}
    for concept, node in graph.nodes(data=True):
        members.setdefault(node["topic"], set()).add(concept)
    topics = sorted(members)
    ranked = rank_concepts(graph, [members[topic] for topic in topics])
    return [
        Topic(topic, graph.graph["topic_names"][topic], concepts)
        for topic, concepts in zip(topics, ranked, strict=True)
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
    topic_of = {concept: node["topic"] for concept, node in graph.nodes(data=True)}
    for source, target, edge in graph.edges(data=True):
        left, right = sorted((topic_of[source], topic_of[target]))
        if left != right:
            weights[left, right] += edge["weight"]
            edges[left, right] += 1
    for left, right in sorted(weights):
        found.add_edge(left, right, weight=weights[left, right], edges=edges[left, right])
    nx.freeze(found)
    return found
