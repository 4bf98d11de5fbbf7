"""Needs: the few of a concept's prerequisites that a path cannot leave out."""

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from itertools import groupby
from typing import Any

import networkx as nx

from graph.containment import is_within
from graph.statements import Pair, Sentence

Answers = dict[Pair, Counter[str]]

_LEAST_STRENGTH = 0.15  # of a need of a goal, even of the only one
_LEAST_BETWEEN = 0.45  # of a need of what is no goal: a weaker one is hardly told
_FIRM_STRENGTH = 1.0  # of a second need and a third
_SHARE_OF_BEST = 0.6  # of the strongest need, for the others
_MOST_NEEDS = 3
# Who asks for a concept wants more of what it rests on than who passes it.
_SHARE_FOR_GOAL = 0.4
# What is all but certain, and told, counts for a goal however strong the strongest need is: that
# one may only be what everything mentions.
_CERTAIN = 0.99  # score
_LEAST_CERTAIN = 0.3  # strength
_NO_STEPS = frozenset({"organization"})  # kinds that there is nothing to learn of


def count_answers(sentences: Iterable[Sentence]) -> Answers:
    """Count the sentences that mention a concept where the title asks for another.

    Returns
    -------
    dict of (str, str) to Counter of str
        By (mentioned, asked for): sentences of each section, by id. What the title mentions, too,
        is not counted.
    """
    found: Answers = defaultdict(Counter)
    for section, group in groupby(sentences, key=lambda sentence: sentence.section):
        said = list(group)
        asked = {
            mention.concept
            for sentence in said
            if sentence.kind == "title"
            for mention in sentence.mentions
        }
        for sentence in said:
            for concept in {mention.concept for mention in sentence.mentions} - asked:
                for title in asked:
                    found[concept, title][section] += 1
    return dict(found)


def measure_leaning(
    graph: "nx.Graph[str]", before: str, after: str, answers: Mapping[Pair, "Counter[str]"]
) -> float:
    """Return how much a concept leans on one that comes before it.

    Parameters
    ----------
    graph : networkx.Graph
        The concept graph.
    before, after : str
    answers : mapping of (str, str) to Counter of str
        As `count_answers` returns it.

    Returns
    -------
    float
        0 or more: the bits of the sentences that have both, or have one where the title asks for
        the other, and a quarter of those of the sections that have both; times their association
        (0..1), times the share of the later's sections that have the earlier. If the later's
        canonical name contains the earlier's, 1 is added.
    """
    together = graph.edges.get((before, after))
    held = 0.0
    if together:
        sentences = together["sentences"] + sum(
            answers[pair].total() for pair in ((before, after), (after, before)) if pair in answers
        )
        association = (1 + together["npmi"]) / 2
        share = together["sections"] / graph.nodes[after]["sections"]
        bits = math.log2(1 + sentences) + math.log2(1 + together["sections"]) / 4
        held = bits * association * share
    return held + is_within(before, after)


def find_needs(
    dag: "nx.DiGraph[str]",
    concept: str,
    *,
    goal: bool = False,
    without: Collection[str] = frozenset(),
) -> list[str]:
    """Return what must be known before a concept, the strongest need first.

    Those are the strongest relations, and those of a goal that are told and all but certain.
    What one of the needs needs itself is left out, for it comes before that one anyway. So is what
    only a comparison puts there, and no section explains: nobody could learn it from this corpus.

    Parameters
    ----------
    dag : networkx.DiGraph
        As `graph.prerequisites.find_prerequisites` returns it.
    concept : str
    goal : bool, default False
        Whether the concept is what someone wants to learn: weaker needs count then, too.
    without : collection of str
        Concepts that are not to be needed.
    """
    needs: list[str] = []
    covered: set[str] = set()
    for need in _rank_needs(dag, concept, goal, without):
        if need not in covered:
            needs.append(need)
            covered.update(_rank_needs(dag, need, False, without)[:_MOST_NEEDS])
        if len(needs) == _MOST_NEEDS:
            break
    return needs


def _rank_needs(
    dag: "nx.DiGraph[str]", concept: str, goal: bool, without: Collection[str]
) -> list[str]:
    """Return what a concept leans on firmly enough to need it, the strongest first."""
    ranked = sorted(
        (-relation["strength"], before)
        for before, relation in dag.pred[concept].items()
        if before not in without
        and relation["strength"] >= (_LEAST_STRENGTH if goal else _LEAST_BETWEEN)
        and dag.nodes[before].get("kind") not in _NO_STEPS
        and (relation["told"] or dag.nodes[before]["explained"])
    )
    if not ranked:
        return []
    best = -ranked[0][0]
    least = _SHARE_FOR_GOAL * best if goal else max(_SHARE_OF_BEST * best, _FIRM_STRENGTH)
    return [
        before
        for place, (strength, before) in enumerate(ranked)
        if place == 0
        or -strength >= least
        or (goal and -strength >= _LEAST_CERTAIN and _is_certain(dag.edges[before, concept]))
    ]


def _is_certain(relation: Mapping[str, Any]) -> bool:
    return bool(relation["told"] and relation["score"] >= _CERTAIN)


def link_needs(dag: "nx.DiGraph[str]") -> "nx.DiGraph[str]":
    """Return the needs of all concepts as a graph: a part of the relations, and acyclic.

    Each concept counts as a goal, for someone may want to learn any of them.

    Returns
    -------
    networkx.DiGraph
        The nodes of `dag`; an edge from each need to what needs it.
    """
    needs: nx.DiGraph[str] = nx.DiGraph()
    needs.add_nodes_from(dag)
    for concept in dag:
        needs.add_edges_from((need, concept) for need in find_needs(dag, concept, goal=True))
    return needs
