"""Prerequisites: which of two concepts to learn first, with the reasons that the text gives.

Two logistic models over the signals of `graph.signals`. Their weights were fitted to annotated
pairs of several domains (`benchmarks/prerequisites.py` fits them again, and checks them on the
domain left out), so they know no names.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import networkx as nx
import numpy as np

from extract.index import read_table
from graph.concept_graph import Index
from graph.explanations import find_explanations
from graph.needs import measure_leaning
from graph.reasons import collect_grounds, explain
from graph.signals import BOND, IN_THE_TEXT, ORDER, Signals, measure_signals

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEAST_BOND = 0.6  # probability that one of two comes before the other at all
LEAST_ORDER = 0.55  # probability that it is this one
# Share of the strength that is left where no sentence, name or answer tells the order.
_UNTOLD = 0.5


@dataclass(frozen=True, slots=True)
class Weights:
    """Log odds per unit of each signal."""

    order: Mapping[str, float]  # that the first comes before the second, not after
    bond: Mapping[str, float]  # that one comes before the other at all
    intercept: float  # of the bond


WEIGHTS = Weights(
    order={
        "name": 2.55, "definition": 2.85, "reference": 0.95, "phrase": 0.25, "example": 0.6,
        "introduction": 0.6, "position": 0.7, "spread": 0.55, "kind": 1.2, "words": 0.8,
        "commonness": 0.15, "identifier": 0.6,
    },
    bond={
        "coordination": -2.85, "head": -2.5, "same kind": -1.35, "products": -1.8,
        "distance": -0.25, "focus": 0.85, "name": 5.8,
    },
    intercept=6.2,
)  # fmt: skip


class Relation(NamedTuple):
    """That one concept should be learned before another."""

    before: str
    after: str
    score: float  # 0..1: how likely it is
    strength: float  # 0 or more: how much the later leans on the earlier
    evidence: Mapping[str, float]  # log odds that each signal of `ORDER` adds


def find_prerequisites(
    index: Index, graph: "nx.Graph[str]", *, weights: Weights = WEIGHTS
) -> "nx.DiGraph[str]":
    """Return the prerequisite relations between the concepts of an index.

    Parameters
    ----------
    index : Index
    graph : networkx.Graph
        The concept graph of `index`.
    weights : Weights, optional
        The fitted ones by default.

    Returns
    -------
    networkx.DiGraph
        Frozen and acyclic, with the nodes of `graph` and their attributes, and ``explained``
        (whether any section explains the concept: the one that defines it, or another one by
        `graph.explanations`). Edges lead from what to learn before to what to learn after, with
        ``score`` (0..1: how likely that is), ``strength`` (0 or more: how much the later leans on
        the earlier), ``reasons`` (tuple of sentences, the weightiest first), ``told`` (whether a
        sentence of the text or a name is among them) and ``sections`` (tuple of ids, the most
        telling first).
    """
    signals = measure_signals(index, graph)
    grounds = collect_grounds(index, graph, signals)
    dag: nx.DiGraph[str] = nx.DiGraph()
    dag.graph["topic_names"] = graph.graph["topic_names"]
    explained = _find_explained(index)
    for concept, node in graph.nodes.items():
        defined = node["defining_section"] is not None
        dag.add_node(concept, **node, explained=defined or concept in explained)
    for relation in drop_cycles(relate(signals, graph, weights)):
        before, after, score, strength, evidence = relation
        reasons = explain(grounds, before, after, evidence)
        dag.add_edge(
            before,
            after,
            score=round(score, 4),
            strength=round(strength, 4),
            reasons=reasons.sentences,
            told=reasons.told,
            sections=reasons.sections,
        )
    nx.freeze(dag)
    return dag


def _find_explained(index: Index) -> set[str]:
    sections = index.sections
    found = find_explanations(
        dict(zip(sections["section"], sections["text"], strict=True)),
        index.sentences,
        index.mentions,
        read_table(index.path, "analysis/verbs"),
    )
    return {item.concept for item in found}


def relate(signals: Signals, graph: "nx.Graph[str]", weights: Weights = WEIGHTS) -> list[Relation]:
    """Return the relations that are likely enough, in the order of the pairs.

    The score is the probability that one of the two comes before the other at all, times the
    probability that it is this one. Both must reach a least value, for where signals contradict
    each other, no answer is better than a guess. What sentences or names tell, or an answer to the
    question for the later one that mentions the earlier, leans more than what only comparisons of
    the two suggest.
    """
    evidence = signals.order * np.array([weights.order[name] for name in ORDER])
    log_odds = evidence.sum(axis=1)
    order = _probability(np.abs(log_odds))
    bond = _probability(
        signals.bond @ np.array([weights.bond[name] for name in BOND]) + weights.intercept
    )
    told = signals.order[:, [ORDER.index(name) for name in IN_THE_TEXT]]
    relations = []
    for row in np.flatnonzero((bond >= LEAST_BOND) & (order >= LEAST_ORDER)):
        pair, sign = signals.pairs[row], np.sign(log_odds[row])
        before, after = pair if sign > 0 else pair[::-1]
        score = float(bond[row] * order[row])
        strength = score * measure_leaning(graph, before, after, signals.answers)
        if (before, after) not in signals.answers and not (sign * told[row] > 0).any():
            strength *= _UNTOLD
        by_signal = dict(zip(ORDER, (sign * evidence[row]).tolist(), strict=True))
        relations.append(Relation(before, after, score, strength, by_signal))
    return relations


def _probability(log_odds: "NDArray[np.float64]") -> "NDArray[np.float64]":
    return np.asarray(1 / (1 + np.exp(-log_odds)))


def drop_cycles(relations: Iterable[Relation]) -> list[Relation]:
    """Return the relations without those that contradict stronger ones.

    The strongest come first, of equally strong ones the likeliest; one that would close a cycle
    with those is dropped. So every cycle is broken at its weakest relation. Ties are broken by
    name.

    Notes
    -----
    The order of the concepts is kept up by the algorithm of Pearce and Kelly (2006), which looks
    only at concepts between the two ends of a new relation. It begins with an order that few
    relations contradict (Eades, Lin and Smyth 1993).

    References
    ----------
    P. Eades, X. Lin, W. F. Smyth, "A fast and effective heuristic for the feedback arc set
    problem", Information Processing Letters 47(6), 319-323, 1993.
    https://doi.org/10.1016/0020-0190(93)90079-O

    D. J. Pearce, P. H. J. Kelly, "A dynamic topological sort algorithm for directed acyclic
    graphs", ACM Journal of Experimental Algorithmics 11, 2006.
    https://doi.org/10.1145/1187436.1210590
    """
    strongest = sorted(
        relations, key=lambda one: (-one.strength, -one.score, one.before, one.after)
    )
    place = _first_places(strongest)
    after: dict[str, list[str]] = {concept: [] for concept in place}
    before: dict[str, list[str]] = {concept: [] for concept in place}
    kept = []
    for relation in strongest:
        low, high = place[relation.after], place[relation.before]
        if low < high:
            between = range(low, high + 1)
            later = _reach(relation.after, after, place, between, relation.before)
            if relation.before in later:
                continue
            earlier = _reach(relation.before, before, place, between, relation.after)
            moved = [*sorted(earlier, key=place.__getitem__), *sorted(later, key=place.__getitem__)]
            places = sorted(place[concept] for concept in moved)
            place.update(zip(moved, places, strict=True))
        after[relation.before].append(relation.after)
        before[relation.after].append(relation.before)
        kept.append(relation)
    return kept


def _first_places(relations: Sequence[Relation]) -> dict[str, int]:
    """Return an order of the concepts that most of the relations agree with."""
    import igraph

    names = sorted({name for relation in relations for name in relation[:2]})
    number = {name: place for place, name in enumerate(names)}
    graph = igraph.Graph(
        n=len(names),
        edges=[(number[relation.before], number[relation.after]) for relation in relations],
        edge_attrs={"weight": [relation.score for relation in relations]},
        directed=True,
    )
    graph.delete_edges(graph.feedback_arc_set(weights="weight", method="eades"))
    return {names[vertex]: place for place, vertex in enumerate(graph.topological_sorting())}


def _reach(
    start: str,
    links: Mapping[str, Iterable[str]],
    place: Mapping[str, int],
    between: range,
    goal: str,
) -> set[str]:
    """Return the concepts that links lead to from one, as far as their places lie in between.

    The search ends when it comes to the goal, for then the others do not matter.
    """
    found = {start}
    open_ways = [start]
    while open_ways:
        for concept in links[open_ways.pop()]:
            if concept not in found and place[concept] in between:
                found.add(concept)
                if concept == goal:
                    return found
                open_ways.append(concept)
    return found
