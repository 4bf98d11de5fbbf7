"""Coverage: how far a curriculum teaches what a reference explains."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from typing import NamedTuple

import networkx as nx

from graph.concept_graph import Index
from graph.containment import parts_of, words_of
from graph.curriculum import Curriculum
from graph.explanations import Explanation
from graph.topics import as_igraph
from graph.treatments import Place, Treatment, find_treatments
from graph.without_code import in_prose

STATUSES = ("missing", "mentioned", "covered", "beyond")

_MOST_SECTIONS = 3  # of the reference, to take in for one concept
# Of the most telling explanation of a concept, for others to be good ones, whether they define it
# or not. Less than in `graph.path_reading`: a concept gets several sections to take in, and a plan
# of reading needs a choice, to find those that fill many gaps at once.
_SHARE_OF_BEST = 0.5
_LIKELY = 0.5
# Only strong and few relations are followed: there are many weak ones.
_LEAST_SCORE = 0.8
_MOST_PREREQUISITES = 3  # of one concept
_DAMPING = 0.5  # of the walk that tells what is near: it takes two steps on average


@dataclass(frozen=True, slots=True)
class Reference:
    """What a curriculum is held against."""

    index: Index
    graph: "nx.Graph[str]"
    prerequisites: "nx.DiGraph[str]"  # the strongest ones
    explanations: Mapping[str, tuple[Explanation, ...]]  # the good ones, the most telling first
    mentioned: Mapping[str, tuple[str, ...]]  # sections by concept, most mentions first
    blocks: Mapping[str, int]  # concepts that are likely to need this one first
    importance: Mapping[str, float]  # 0..1


@dataclass(frozen=True, slots=True)
class ConceptCoverage:
    """What a curriculum makes of one concept."""

    concept: str
    kind: str  # "" for a concept beyond the reference
    topic: int | None  # of the reference
    status: str  # one of STATUSES
    depth: str  # as in `graph.treatments.Treatment`; "" if the curriculum does not name it
    explained: bool  # whether the reference explains it, so that a curriculum could cover it
    importance: float  # 0..1; 0 beyond the reference
    nearness: float  # to what the curriculum names; 1 is that of an average curriculum
    priority: float  # importance times the square root of nearness
    salience: float  # 0..1
    blocks: int  # concepts of the reference that are likely to need it first
    longer: str  # a longer name in the curriculum that has this one's in it; or ""
    needed_for: tuple[str, ...]  # what the curriculum teaches and needs it for, in its order
    place: Place | None  # where the curriculum treats it best
    sections: tuple[str, ...]  # of the reference, to take in where it is not covered

    @property
    def lacking(self) -> bool:
        """Whether the reference explains it, and the curriculum does not cover it."""
        return self.explained and self.status != "covered"


class TopicCoverage(NamedTuple):
    """How far a curriculum covers one topic of the reference, or all."""

    topic: int | None  # None: all
    name: str
    concepts: int  # that the reference explains
    covered: int
    mentioned: int
    missing: int
    weighted: float  # 0..1, the covered ones' share of the importance of all


@dataclass(frozen=True, slots=True, eq=False)  # tables cannot be compared
class Coverage:
    """A curriculum held against a reference."""

    curriculum: Curriculum
    treatments: Mapping[str, Treatment]  # of what the curriculum names
    concepts: tuple[ConceptCoverage, ...]  # by falling priority
    topics: tuple[TopicCoverage, ...]  # those with concepts that the reference explains
    total: TopicCoverage


def describe_reference(
    index: Index,
    graph: "nx.Graph[str]",
    prerequisites: "nx.DiGraph[str]",
    explanations: Iterable[Explanation],
) -> Reference:
    """Return what a curriculum is held against.

    Parameters
    ----------
    index : Index
    graph : networkx.Graph
        As `graph.concept_graph.build_concept_graph` returns it.
    prerequisites : networkx.DiGraph
        As `graph.prerequisites.find_prerequisites` returns it: acyclic, from what is learned
        first to what needs it, with ``score`` (0..1).
    explanations : iterable of Explanation
        Those of the reference itself (`graph.curriculum.reference_curriculum`).

    Notes
    -----
    Where a section says best what a concept is, those do not count as explanations that are at
    most half as telling: they rather mention it.

    Of the prerequisites of a concept, the three strongest count whose score is at least 0.8.

    The importance of a concept is the mean of its salience and of how much it blocks: the
    logarithm of the number of concepts that are likely to need it, relative to the greatest.
    The blocking factor is that of curricular analytics (Heileman et al. 2018), which counts
    courses; the logarithm keeps the few roots of a large graph from outweighing all else.
    """
    by_concept: dict[str, list[Explanation]] = defaultdict(list)
    for explanation in explanations:
        by_concept[explanation.concept].append(explanation)
    counts = index.mentions.groupby(["concept", "section"], sort=False).size().reset_index(name="n")
    counts["position"] = counts["section"].map(index.sections["position"])
    counts = counts.sort_values(["concept", "n", "position"], ascending=[True, False, True])
    often: dict[tuple[str, str], int] = {}
    mentioned: dict[str, list[str]] = defaultdict(list)
    for concept, section, n in zip(
        *(counts[name].tolist() for name in ("concept", "section", "n")), strict=True
    ):
        often[concept, section] = n
        if len(mentioned[concept]) < _MOST_SECTIONS:
            mentioned[concept].append(section)
    strongest = _strongest(prerequisites)
    blocks = count_blocked(strongest)
    greatest = math.log1p(max(blocks.values(), default=0)) or 1.0
    return Reference(
        index=index,
        graph=graph,
        prerequisites=strongest,
        explanations={concept: _good_ones(found, often) for concept, found in by_concept.items()},
        mentioned={concept: tuple(sections) for concept, sections in mentioned.items()},
        blocks={concept: blocks.get(concept, 0) for concept in graph},
        importance={
            concept: (node["salience"] + math.log1p(blocks.get(concept, 0)) / greatest) / 2
            for concept, node in graph.nodes(data=True)
        },
    )


def _good_ones(
    found: Iterable[Explanation], often: Mapping[tuple[str, str], int]
) -> tuple[Explanation, ...]:
    """Return the most telling explanations; of equals, that first whose section names it more."""
    ranked = sorted(
        found, key=lambda item: (-item.strength, -often[item.concept, item.section], item.section)
    )
    least = _SHARE_OF_BEST * ranked[0].strength
    return tuple(item for item in ranked if item.strength > least)


def _strongest(prerequisites: "nx.DiGraph[str]") -> "nx.DiGraph[str]":
    strongest: nx.DiGraph[str] = nx.DiGraph()
    strongest.add_nodes_from(prerequisites)
    for concept in prerequisites:
        relations: list[tuple[str, str, float]] = list(
            prerequisites.in_edges(concept, data="score")
        )
        relations.sort(key=lambda relation: (-relation[2], relation[0]))
        for before, after, score in relations[:_MOST_PREREQUISITES]:
            if score >= _LEAST_SCORE:
                strongest.add_edge(before, after, score=score)
    nx.freeze(strongest)
    return strongest


def count_blocked(prerequisites: "nx.DiGraph[str]") -> dict[str, int]:
    """Return how many concepts are likely to need each one, directly or not.

    A chain of relations is as likely as the product of their scores; those below 0.5 are left
    out, or the few roots of a large graph would block everything.

    Parameters
    ----------
    prerequisites : networkx.DiGraph
        Acyclic, with the edge attribute ``score`` (0..1).
    """
    blocked: dict[str, dict[str, float]] = {}
    for concept in reversed(list(nx.topological_sort(prerequisites))):
        likely: dict[str, float] = {}
        for needing, relation in prerequisites[concept].items():
            for other, chain in (*blocked[needing].items(), (needing, 1.0)):
                score = chain * relation["score"]
                if score >= _LIKELY and score > likely.get(other, 0.0):
                    likely[other] = score
        blocked[concept] = likely
    return {concept: len(likely) for concept, likely in blocked.items()}


def measure_coverage(curriculum: Curriculum, reference: Reference) -> Coverage:
    """Return what a curriculum covers, mentions, misses and has beyond a reference.

    Parameters
    ----------
    curriculum : Curriculum
        Read with the index of `reference`.
    reference : Reference

    Notes
    -----
    A concept is covered if a section of the curriculum explains it, or a line of an outline lists
    it: a syllabus that lists a topic teaches it, but prose that names something in passing does
    not. Each section decides that by itself, so taking one away never raises coverage.

    Coverage counts the concepts that the reference explains itself; what it only names, nobody
    could learn from it.
    """
    graph = reference.graph
    treatments = find_treatments(
        curriculum, {concept: node["aliases"] for concept, node in graph.nodes(data=True)}
    )
    nearness = measure_nearness(graph, treatments.keys() & graph.nodes)
    needed = _needed_for(treatments, reference.prerequisites)
    named = in_prose(curriculum.mentions)
    longer = _longer_names(named.loc[named["concept"].isin(list(graph)), "surface"].unique())
    rows = [
        _describe(
            concept,
            treatments.get(concept),
            nearness[concept],
            longer.get(words_of(concept), ""),
            needed.get(concept, ()),
            reference,
        )
        for concept in graph
    ]
    rows += [
        _describe_beyond(treatment)
        for concept, treatment in sorted(treatments.items())
        if concept not in graph
    ]
    rows.sort(key=lambda row: (-row.priority, row.concept))
    topics = [
        _summarise(topic, name, (row for row in rows if row.topic == topic))
        for topic, name in enumerate(graph.graph["topic_names"])
    ]
    return Coverage(
        curriculum=curriculum,
        treatments=treatments,
        concepts=tuple(rows),
        topics=tuple(topic for topic in topics if topic.concepts),
        total=_summarise(None, "All topics", rows),
    )


def measure_nearness(graph: "nx.Graph[str]", named: Set[str]) -> dict[str, float]:
    """Return how near each concept is to some of them.

    Parameters
    ----------
    graph : networkx.Graph
        With the edge attribute ``weight``.
    named : set of str
        Concepts of the graph; if there are none, all are equally near.

    Returns
    -------
    dict of str to float
        How often a walk that restarts at the named concepts comes by, relative to one that
        restarts anywhere (personalised PageRank, Haveliwala 2002); above or at 0. A named
        concept's own restarts are left out, for it is the company that counts.
    """
    if not named:
        return dict.fromkeys(graph, 1.0)
    network = as_igraph(graph)

    def walk(restarts: list[float]) -> list[float]:
        ranks: list[float] = network.personalized_pagerank(
            directed=False, damping=_DAMPING, reset=restarts, weights="weight"
        )
        return ranks

    restarts = [(concept in named) / len(named) for concept in graph]
    near = walk(restarts)
    anywhere = walk([1.0] * len(graph))
    # The last digits are the machine's, and must not decide which of two equals comes first.
    return {
        concept: round((often - (1 - _DAMPING) * own) / base, 6)
        for concept, often, own, base in zip(graph, near, restarts, anywhere, strict=True)
    }


def _needed_for(
    treatments: Mapping[str, Treatment], prerequisites: "nx.DiGraph[str]"
) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for concept, treatment in treatments.items():
        if treatment.taught and concept in prerequisites:
            for before in prerequisites.predecessors(concept):
                found[before].append(concept)
    return {before: tuple(concepts) for before, concepts in found.items()}


def _longer_names(surfaces: Iterable[str]) -> dict[tuple[str, ...], str]:
    """Return, by the words that are a part of longer names, the first such name."""
    longer: dict[tuple[str, ...], str] = {}
    for surface in surfaces:
        for part in parts_of(words_of(surface)):
            longer.setdefault(part, " ".join(surface.split()))
    return longer


def _describe(
    concept: str,
    treatment: Treatment | None,
    nearness: float,
    longer: str,
    needed_for: tuple[str, ...],
    reference: Reference,
) -> ConceptCoverage:
    node = reference.graph.nodes[concept]
    status = "missing"
    if treatment:
        status = "covered" if treatment.taught else "mentioned"
    explanations = reference.explanations.get(concept, ())
    sections = tuple(item.section for item in explanations) or reference.mentioned.get(concept, ())
    return ConceptCoverage(
        concept=concept,
        kind=node["kind"],
        topic=node["topic"],
        status=status,
        depth=treatment.depth if treatment else "",
        explained=bool(explanations),
        importance=reference.importance[concept],
        nearness=nearness,
        priority=reference.importance[concept] * nearness**0.5,
        salience=node["salience"],
        blocks=reference.blocks[concept],
        longer=longer,
        needed_for=needed_for,
        place=treatment.best if treatment else None,
        sections=() if status == "covered" else sections[:_MOST_SECTIONS],
    )


def _describe_beyond(treatment: Treatment) -> ConceptCoverage:
    return ConceptCoverage(
        concept=treatment.concept,
        kind="",
        topic=None,
        status="beyond",
        depth=treatment.depth,
        explained=False,
        importance=0.0,
        nearness=0.0,
        priority=0.0,
        salience=0.0,
        blocks=0,
        longer="",
        needed_for=(),
        place=treatment.best,
        sections=(),
    )


def _summarise(topic: int | None, name: str, rows: Iterable[ConceptCoverage]) -> TopicCoverage:
    goals = [row for row in rows if row.explained]
    counts = {status: sum(row.status == status for row in goals) for status in STATUSES}
    weights = math.fsum(row.importance for row in goals)
    covered = math.fsum(row.importance for row in goals if row.status == "covered")
    return TopicCoverage(
        topic=topic,
        name=name,
        concepts=len(goals),
        covered=counts["covered"],
        mentioned=counts["mentioned"],
        missing=counts["missing"],
        # Without anything to teach, nothing is left out.
        weighted=covered / weights if weights else 1.0,
    )
