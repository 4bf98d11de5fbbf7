"""Holes: topics that hardly meet although they keep the same company."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from graph.curriculum import Curriculum
from graph.without_code import in_prose

if TYPE_CHECKING:
    import networkx as nx

_SURPRISE = 0.05  # probability below which chance is no explanation
_MOST_BRIDGES = 5


class Hole(NamedTuple):
    """Two topics that meet less often than their common company leads us to expect."""

    left: int  # topic; left < right
    right: int
    observed: int  # sentences that mention concepts of both
    expected: float  # the same, under the model of `find_holes`
    probability: float  # of so few by chance, 0..1
    thread: str  # the concept that all these sentences mention, or ""
    bridges: tuple[str, ...]  # concepts that could join them, the most promising first


def find_holes(corpus: Curriculum, graph: "nx.Graph[str]") -> list[Hole]:
    r"""Return the pairs of topics that hardly meet although they keep the same company.

    Such holes are where a bridge would say most (Burt 1992). Topics are found by what they
    hardly share with each other, so that any two meet less often than chance: a model that draws
    partners at random would see holes everywhere. Here the number of sentences in which topics
    :math:`A` and :math:`B` should meet follows from those in which they meet third ones,

    .. math:: E_{AB} = r \sum_C \frac{n_{AC} n_{CB}}{n_C},

    where :math:`n_{AC}` counts sentences that mention both, :math:`n_C` sums those of one topic,
    and :math:`r` makes the sum over all pairs the observed one. A pair is a hole if so few
    sentences have, as a Poisson count, a probability below one in twenty in all pairs together
    (Holm 1979). A small corpus expects few sentences, and has no holes.

    Parameters
    ----------
    corpus : Curriculum
    graph : networkx.Graph
        With the node attribute ``topic`` and the edge attribute ``weight``.

    Returns
    -------
    list of Hole
        The least probable first.

    References
    ----------
    R. S. Burt, "Structural Holes: The Social Structure of Competition", Harvard University
    Press, 1992.

    S. Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of
    Statistics 6(2), 65-70, 1979.
    """
    topic_of: dict[str, int] = {name: node["topic"] for name, node in graph.nodes(data=True)}
    joint: dict[tuple[int, int], list[set[str]]] = defaultdict(list)
    for _, named in concepts_by_sentence(corpus):
        here = {topic_of[concept] for concept in named if concept in topic_of}
        for pair in combinations(sorted(here), 2):
            joint[pair].append({name for name in named if topic_of.get(name) in pair})
    topics = sorted(set(topic_of.values()))
    expected = expect_meetings({pair: len(found) for pair, found in joint.items()}, topics)
    tests = sorted(
        (_poisson_at_most(len(joint.get(pair, ())), mean), pair) for pair, mean in expected.items()
    )
    holes = []
    for place, (probability, pair) in enumerate(tests):
        if probability >= _SURPRISE / (len(tests) - place):
            break
        sentences = joint.get(pair, [])
        if len(sentences) > expected[pair] / 2:
            continue  # in a large corpus every difference is significant
        thread = sorted(set.intersection(*sentences)) if sentences else []
        holes.append(
            Hole(
                *pair,
                observed=len(sentences),
                expected=expected[pair],
                probability=probability,
                thread=thread[0] if thread else "",
                bridges=_bridges(graph, *pair),
            )
        )
    return holes


def expect_meetings(
    meetings: Mapping[tuple[int, int], int], topics: Sequence[int]
) -> dict[tuple[int, int], float]:
    """Return how often topics should meet, given how often they meet third ones.

    Parameters
    ----------
    meetings : mapping of (int, int) to int
        Sentences that mention both, by topics in ascending order.
    topics : sequence of int
        All topics, in ascending order.

    Returns
    -------
    dict of (int, int) to float
        Of every pair; together as many as `meetings`.
    """
    with_third: dict[int, Counter[int]] = defaultdict(Counter)
    for (left, right), count in meetings.items():
        with_third[left][right] += count
        with_third[right][left] += count
    indirect = {
        (left, right): math.fsum(
            with_third[left][third] * with_third[third][right] / with_third[third].total()
            for third in topics
            if with_third[left][third] and with_third[third][right]
        )
        for left, right in combinations(topics, 2)
    }
    total = math.fsum(indirect.values())
    ratio = sum(meetings.values()) / total if total else 0.0
    return {pair: ratio * value for pair, value in indirect.items()}


def _poisson_at_most(count: int, mean: float) -> float:
    from scipy.stats import poisson

    return float(poisson.cdf(count, mean)) if mean > 0 else 1.0


def _bridges(graph: "nx.Graph[str]", left: int, right: int) -> tuple[str, ...]:
    """Return salient concepts that have more to do with both topics than their size explains."""
    ties: dict[str, Counter[int]] = {}
    totals: Counter[int] = Counter()
    for concept in graph:
        tied: Counter[int] = Counter()
        for other, edge in graph[concept].items():
            tied[graph.nodes[other]["topic"]] += edge["weight"]
        ties[concept] = tied
        totals.update(tied)

    def promise(concept: str) -> float:
        tied = ties[concept]
        share = tied.total() / totals.total()
        lift = min(tied[topic] / (share * totals[topic]) for topic in (left, right))
        return float(lift * graph.nodes[concept]["salience"])

    ranked = sorted((-promise(concept), concept) for concept in graph if ties[concept])
    return tuple(concept for worth, concept in ranked[:_MOST_BRIDGES] if worth < 0)


def concepts_by_sentence(corpus: Curriculum) -> Iterable[tuple[str, set[str]]]:
    """Yield the section and the concepts of each sentence of prose that mentions any."""
    found: dict[tuple[str, int], set[str]] = defaultdict(set)
    prose = in_prose(corpus.mentions)
    for section, sentence, concept in zip(
        prose["section"], prose["sentence"].tolist(), prose["concept"], strict=True
    ):
        found[section, sentence].add(concept)
    return ((section, concepts) for (section, _), concepts in found.items())
