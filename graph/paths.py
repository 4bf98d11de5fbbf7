"""Paths: in which order to learn what a goal needs, from what someone knows."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import networkx as nx

from graph.needs import find_needs, link_needs
from graph.once import once

_HUB_SHARE = 0.1  # of all concepts: what comes before more of them is a hub
_FEWEST_OF_HUB = 10  # concepts that a hub comes before, in a small graph
_MOST_NEAREST = 3
_LEAST_LINK = 0.5  # strength of a relation that a chain may go by, and that orders foundations
_MOST_LEFT_OUT = 20  # steps that other paths are looked for without
_MOST_FOUNDATIONS = 12
_MOST_GOALS = 6  # that are suggested
_MOST_LOOKED_AT = 100  # concepts for that
_SENSIBLE_STEPS = range(3, 9)  # of a path that is suggested


class Step(NamedTuple):
    """A concept to learn."""

    concept: str
    level: int  # 0-based: one more than the highest of the steps it needs
    needs: tuple[str, ...]  # known, or earlier steps; the strongest first
    told: tuple[bool, ...]  # for each need, whether a sentence or a name tells it
    reasons: tuple[str, ...]  # for each need, the weightiest


@dataclass(frozen=True, slots=True)
class LearningPath:
    """Steps that lead to goals, each of which needs only what is known or earlier."""

    goals: tuple[str, ...]
    steps: tuple[Step, ...]  # in the order to learn them; none if the goals are known
    known: tuple[str, ...]  # what is known, of what the steps need; in alphabetical order
    # Of that, what nobody said to know: with the concept that needs it, and is known.
    implied: tuple[tuple[str, str], ...] = ()


class Ready(NamedTuple):
    """A concept that can be learned next."""

    concept: str
    needs: tuple[str, ...]
    unlocks: int  # concepts that need it, directly or in the end


class Lesson(NamedTuple):
    """The concepts of one topic that are on one level."""

    level: int
    topic: int
    name: str  # of the topic
    concepts: tuple[str, ...]  # by falling salience


class NoPathError(ValueError):
    """Concepts that no evidence connects; the message names the nearest that it does."""


class UnknownStepError(ValueError):
    """A concept that the relations do not have."""


def find_paths(
    dag: "nx.DiGraph[str]",
    goals: Sequence[str],
    *,
    known: Sequence[str] = (),
    start: str | None = None,
    alternatives: int = 0,
    avoid_hubs: bool = False,
) -> list[LearningPath]:
    """Return the path to some goals, and other ones.

    A path has what its goals need (`graph.needs.find_needs`), what that needs, and so on, less
    what is known; nothing could be left out of it. Who knows a concept is taken to know what it
    needs, too (Doignon and Falmagne 1985).

    Parameters
    ----------
    dag : networkx.DiGraph
        As `graph.prerequisites.find_prerequisites` returns it.
    goals : sequence of str
        At least one concept.
    known : sequence of str
    start : str, optional
        A concept that is known, and that the path is to lead on from.
    alternatives : int, default 0
        At most so many other paths, the shortest first: each leaves one step of the first path
        out, and goes by other concepts.
    avoid_hubs : bool, default False
        Leave out concepts that come before a tenth of all others.

    Returns
    -------
    list of LearningPath
        The path that leans on the strongest needs, then the alternatives. It has no steps if the
        goals are known.

    Raises
    ------
    UnknownStepError
        If a concept is not in the graph.
    NoPathError
        If no evidence leads from `start` to a goal.

    Notes
    -----
    Takes time in proportion to the relations of the concepts on the path; from `start`, where
    none of the goals needs it, O(e log n) for e relations among n concepts.

    References
    ----------
    J.-P. Doignon, J.-C. Falmagne, "Spaces for the assessment of knowledge", International Journal
    of Man-Machine Studies 23(2), 175-196, 1985. https://doi.org/10.1016/S0020-7373(85)80031-6
    """
    if not goals:
        raise ValueError("a path needs a goal; name at least one concept")
    for concept in (*goals, *known, *([start] if start else ())):
        if concept not in dag:
            raise UnknownStepError(f"there is no concept {concept!r} among the relations")
    begin = (*known, *([start] if start else ()))
    without = find_hubs(dag) - {*goals, *begin} if avoid_hubs else set()
    first = _find_path(dag, goals, begin, start, without)
    others: dict[frozenset[str], LearningPath] = {}
    if alternatives:
        taken = {step.concept for step in first.steps}
        # The last steps are nearest to the goal: another way to it differs there.
        left_out = [step.concept for step in first.steps if step.concept not in goals]
        for step in left_out[-_MOST_LEFT_OUT:]:
            try:
                path = _find_path(dag, goals, begin, start, {*without, step})
            except NoPathError:
                continue
            chosen = frozenset(other.concept for other in path.steps)
            if not chosen <= taken:
                others.setdefault(chosen, path)
    ranked = sorted(
        others.values(), key=lambda path: (len(path.steps), [step.concept for step in path.steps])
    )
    return [first, *ranked[:alternatives]]


def _find_path(
    dag: "nx.DiGraph[str]",
    goals: Sequence[str],
    known: Sequence[str],
    start: str | None,
    without: Collection[str],
) -> LearningPath:
    settled = set(_collect_needs(dag, known))
    needs = _collect_needs(dag, goals, goals=goals, settled=settled, without=without)
    if start is not None:
        for goal in goals:
            if goal in settled or start in _all_needs(needs, goal):
                continue
            chain = _find_chain(dag, start, goal, without)
            further = _collect_needs(dag, chain, goals=goals, settled=settled, without=without)
            for before, after in pairwise(chain):
                if after not in settled and before not in further[after]:
                    further[after] = [before, *further[after]]
            needs |= further
    return _order(dag, goals, needs, known)


def _collect_needs(
    dag: "nx.DiGraph[str]",
    wanted: Iterable[str],
    *,
    goals: Collection[str] = (),
    settled: Collection[str] = frozenset(),
    without: Collection[str] = frozenset(),
) -> dict[str, list[str]]:
    """Return the needs of some concepts, of those, and so on, as far as they are not settled."""
    needs: dict[str, list[str]] = {}
    waiting = [concept for concept in wanted if concept not in settled]
    while waiting:
        concept = waiting.pop()
        if concept not in needs:
            found = find_needs(dag, concept, goal=concept in goals, without=without)
            needs[concept] = found
            waiting += [need for need in found if need not in settled]
    return needs


def _all_needs(needs: Mapping[str, Iterable[str]], concept: str) -> set[str]:
    found = {concept}
    waiting = [concept]
    while waiting:
        for need in needs.get(waiting.pop(), ()):
            if need not in found:
                found.add(need)
                waiting.append(need)
    return found


def _find_chain(
    dag: "nx.DiGraph[str]", start: str, goal: str, without: Collection[str]
) -> list[str]:
    """Return the strongest chain of relations from one concept to another."""
    strong = _strong_relations(dag, without)
    try:
        chain: list[str] = nx.dijkstra_path(
            strong, start, goal, weight=lambda _before, _after, relation: 1 / relation["strength"]
        )
    except nx.NetworkXNoPath as error:
        raise NoPathError(_explain_none(strong, start, goal)) from error
    return chain


def _strong_relations(dag: "nx.DiGraph[str]", without: Collection[str] = ()) -> "nx.DiGraph[str]":
    strong: nx.DiGraph[str] = nx.subgraph_view(
        dag,
        filter_node=lambda concept: concept not in without,
        filter_edge=lambda before, after: dag.edges[before, after]["strength"] >= _LEAST_LINK,
    )
    return strong


def _explain_none(strong: "nx.DiGraph[str]", start: str, goal: str) -> str:
    said = f"no evidence connects {start} to {goal}"
    if nx.has_path(strong, goal, start):
        return f"{said}; {goal} comes before {start}, so ask the other way round"
    reached = nx.descendants(strong, start)
    near = _nearest(strong, goal)
    leads_to = [concept for concept in near if concept in reached]
    if leads_to:
        return f"{said}; nearest: {', '.join(leads_to[:_MOST_NEAREST])}, which {start} leads to"
    if near:
        return f"{said}; nearest: {', '.join(near[:_MOST_NEAREST])}, which {goal} belongs with"
    return f"{said}; nothing is related to {goal}"


def _nearest(strong: "nx.DiGraph[str]", concept: str) -> list[str]:
    """Return the concepts that one or two relations lead to from one, by the strongest of them.

    Those of one relation come first; two are as strong as the weaker.
    """
    around = nx.Graph(strong)
    first = {other: relation["strength"] for other, relation in around[concept].items()}
    second: dict[str, float] = {}
    for one, strength in first.items():
        for other, relation in around[one].items():
            if other != concept and other not in first:
                second[other] = max(second.get(other, 0.0), min(strength, relation["strength"]))
    return [
        other
        for found in (first, second)
        for other in sorted(found, key=lambda one: (-found[one], one))
    ]


def _order(
    dag: "nx.DiGraph[str]",
    goals: Sequence[str],
    needs: Mapping[str, Sequence[str]],
    known: Sequence[str],
) -> LearningPath:
    level: dict[str, int] = {}
    part = dag.subgraph(needs)
    for concept in nx.lexicographical_topological_sort(part):
        earlier = [level[need] for need in needs[concept] if need in level]
        level[concept] = max(earlier, default=-1) + 1
    ordered = nx.lexicographical_topological_sort(part, key=lambda one: (level[one], one))
    steps = tuple(
        Step(
            concept,
            level[concept],
            tuple(needs[concept]),
            tuple(dag.edges[need, concept]["told"] for need in needs[concept]),
            tuple(dag.edges[need, concept]["reasons"][0] for need in needs[concept]),
        )
        for concept in ordered
    )
    used = sorted({need for step in steps for need in step.needs if need not in level})
    implied = _explain_known(dag, [need for need in used if need not in known], known)
    return LearningPath(tuple(goals), steps, tuple(used), implied)


def _explain_known(
    dag: "nx.DiGraph[str]", implied: Sequence[str], known: Sequence[str]
) -> tuple[tuple[str, str], ...]:
    """Return, with each concept that nobody said to know, the first known one that needs it."""
    found: dict[str, str] = {}
    for one in known:
        if len(found) == len(implied):
            break
        needs = _collect_needs(dag, [one])
        found |= {need: one for need in implied if need in needs and need not in found}
    return tuple((need, found[need]) for need in implied)


def find_hubs(dag: "nx.DiGraph[str]") -> set[str]:
    """Return the concepts that come before a tenth of all, and before ten others at least."""
    least = max(_FEWEST_OF_HUB, _HUB_SHARE * len(dag))
    return {concept for concept, degree in dag.out_degree() if degree >= least}


def levels(dag: "nx.DiGraph[str]") -> dict[str, int]:
    """Return the depth of each concept: 0 for what needs nothing, else one more than its needs."""
    needs = _link_needs(dag)
    found: dict[str, int] = {}
    for concept in nx.topological_sort(needs):
        found[concept] = max((found[need] + 1 for need in needs.pred[concept]), default=0)
    return found


def ready_to_learn(dag: "nx.DiGraph[str]", known: Collection[str]) -> list[Ready]:
    """Return what can be learned next by someone who knows some concepts.

    This is the outer fringe of knowledge space theory (Doignon and Falmagne 1985): the concepts
    whose needs are all known. Where something is known, those that need nothing are left out,
    for they are no step on from it. As on a path, who knows a concept is taken to know what it
    needs; what comes before it by a weak relation alone may still be learned.

    Returns
    -------
    list of Ready
        What unlocks most first.
    """
    needs = _link_needs(dag)
    settled = _collect_needs(dag, [concept for concept in known if concept in dag])
    unlocked = _count_unlocked(dag)
    found = [
        Ready(concept, tuple(needs.pred[concept]), unlocked[concept])
        for concept in needs
        if concept not in settled
        and all(need in settled for need in needs.pred[concept])
        and (needs.pred[concept] or not settled)
    ]
    return sorted(found, key=lambda ready: (-ready.unlocks, ready.concept))


@once
def _count_unlocked(dag: "nx.DiGraph[str]") -> dict[str, int]:
    """Return how many concepts need each one, directly or in the end."""
    needs = _link_needs(dag)
    after: dict[str, int] = {}  # itself and what needs it, as bits: thousands are joined at once
    for place, concept in enumerate(reversed(list(nx.topological_sort(needs)))):
        after[concept] = 1 << place
        for needing in needs.succ[concept]:
            after[concept] |= after[needing]
    return {concept: found.bit_count() - 1 for concept, found in after.items()}


@once
def foundations(dag: "nx.DiGraph[str]") -> list[Ready]:
    """Return the concepts that most others need: where to begin, in an order that works.

    A concept comes after all that it needs, that the text tells to come before it, or that a
    strong relation puts there; else what most others need comes first.

    Returns
    -------
    list of Ready
        At most twelve.
    """
    needs = _link_needs(dag)
    found = [
        Ready(concept, tuple(needs.pred[concept]), unlocked)
        for concept, unlocked in _count_unlocked(dag).items()
        if unlocked
    ]
    ranked = sorted(found, key=lambda ready: (-ready.unlocks, ready.concept))
    chosen = {ready.concept: ready for ready in ranked[:_MOST_FOUNDATIONS]}
    firm: nx.DiGraph[str] = nx.DiGraph()
    firm.add_nodes_from(chosen)
    firm.add_edges_from(
        (before, after)
        for before, after, relation in dag.subgraph(chosen).edges(data=True)
        if relation["told"] or relation["strength"] >= _LEAST_LINK or needs.has_edge(before, after)
    )
    ordered = nx.lexicographical_topological_sort(
        firm, key=lambda concept: (-chosen[concept].unlocks, concept)
    )
    return [chosen[concept] for concept in ordered]


def suggest_goals(dag: "nx.DiGraph[str]", known: Sequence[str]) -> list[LearningPath]:
    """Return paths to concepts that someone may want to learn, the most salient first.

    They are of different topics, take a few steps, and are no foundations of much else.

    Returns
    -------
    list of LearningPath
        At most six, each to one goal.
    """
    known = [concept for concept in known if concept in dag]
    basic = {ready.concept for ready in foundations(dag)}
    ranked = sorted(dag, key=lambda concept: (-dag.nodes[concept]["salience"], concept))
    found: dict[int, LearningPath] = {}
    for concept in [one for one in ranked if one not in basic][:_MOST_LOOKED_AT]:
        topic = dag.nodes[concept]["topic"]
        if topic not in found:
            [path] = find_paths(dag, [concept], known=known)
            if len(path.steps) in _SENSIBLE_STEPS:
                found[topic] = path
        if len(found) == _MOST_GOALS:
            break
    return list(found.values())


def unlocks(dag: "nx.DiGraph[str]", concept: str) -> list[str]:
    """Return the concepts that need one, those that lean on it most first.

    Raises
    ------
    UnknownStepError
        If the concept is not in the graph.
    """
    if concept not in dag:
        raise UnknownStepError(f"there is no concept {concept!r} among the relations")
    return sorted(
        _link_needs(dag).succ[concept],
        key=lambda after: (-dag.edges[concept, after]["strength"], after),
    )


def syllabus(dag: "nx.DiGraph[str]") -> list[Lesson]:
    """Return all concepts by level, and within a level by topic.

    Parameters
    ----------
    dag : networkx.DiGraph
        With ``topic`` and ``salience`` for each node, and ``dag.graph["topic_names"]``.
    """
    members: dict[tuple[int, int], list[str]] = {}
    for concept, level in levels(dag).items():
        members.setdefault((level, dag.nodes[concept]["topic"]), []).append(concept)
    return [
        Lesson(
            level,
            topic,
            dag.graph["topic_names"][topic],
            tuple(sorted(found, key=lambda name: (-dag.nodes[name]["salience"], name))),
        )
        for (level, topic), found in sorted(members.items())
    ]


@once
def _link_needs(dag: "nx.DiGraph[str]") -> "nx.DiGraph[str]":
    return link_needs(dag)
