"""Sequence: faults in the order of a curriculum, and where what it lacks would belong."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from graph.coverage import Coverage, Reference
from graph.treatments import Place, Treatment

if TYPE_CHECKING:
    import networkx as nx


@dataclass(frozen=True, slots=True)
class OrderFault:
    """A concept that a curriculum teaches too late, or not at all, for what comes before."""

    kind: str  # "used before introduced", "prerequisite taught later", "prerequisite not taught"
    concept: str  # that comes too late, or never
    needed_by: tuple[str, ...]  # concepts that it is a prerequisite of; the first one first
    place: Place  # where it is used or needed first
    introduced: Place | None  # where it is taught
    uses: int  # places that use or need it too early
    weight: float  # above 0; the greatest first


class Placement(NamedTuple):
    """Where a concept that a curriculum lacks would belong."""

    section: str  # id of a section of the curriculum
    title: str
    line: str  # the line of an outline to put it after, or ""
    after: str  # the prerequisite that is taught last before, or ""
    before: str  # the concept that needs it and is taught first after, or ""


def find_order_faults(coverage: Coverage, reference: Reference) -> list[OrderFault]:
    """Return where the order of a curriculum is at fault, the gravest first.

    Notes
    -----
    A concept is used before it is introduced if an earlier section names it in prose or code and
    the section that introduces it says what it is; where a section only says what it does, or
    has it as its title, it may well have been known before. Titles and lines of outlines
    announce, and do not use.

    Prerequisites are those of the reference that it explains itself. Of one that is not taught at
    all, only the concepts of the curriculum count that need it directly.
    """
    faults = [
        *_used_too_early(coverage.treatments.values(), reference),
        *_prerequisite_faults(coverage, reference),
    ]
    kinds = ("used before introduced", "prerequisite taught later", "prerequisite not taught")
    return sorted(faults, key=lambda fault: (kinds.index(fault.kind), -fault.weight, fault.concept))


def _used_too_early(treatments: Iterable[Treatment], reference: Reference) -> Iterable[OrderFault]:
    for treatment in treatments:
        introduced = treatment.introduced
        if introduced is None or not treatment.defined:
            continue
        early = [
            place
            for place in treatment.places
            if place.order[0] < introduced.order[0] and place.kind not in {"title", "heading"}
        ]
        if early:
            in_code = sum(place.kind == "code" for place in early)
            yield OrderFault(
                kind="used before introduced",
                concept=treatment.concept,
                needed_by=(),
                place=early[0],
                introduced=introduced,
                uses=len(early),
                # What is typed before it is explained confuses more than what is only named.
                weight=len(early) + in_code + reference.importance.get(treatment.concept, 0.0),
            )


def _prerequisite_faults(coverage: Coverage, reference: Reference) -> Iterable[OrderFault]:
    taught = {
        concept: treatment.introduced
        for concept, treatment in coverage.treatments.items()
        if treatment.introduced
    }
    needing: dict[str, list[tuple[tuple[int, int], str, float]]] = defaultdict(list)
    for before, after, relation in reference.prerequisites.edges(data=True):
        if after not in taught or before not in reference.explanations:
            continue
        early = taught.get(before)
        if early is None or early.order[0] > taught[after].order[0]:
            needing[before].append((taught[after].order, after, relation["score"]))
    for before, found in needing.items():
        found.sort()
        yield OrderFault(
            kind="prerequisite taught later" if before in taught else "prerequisite not taught",
            concept=before,
            needed_by=tuple(after for _, after, _ in found),
            place=taught[found[0][1]],
            introduced=taught.get(before),
            uses=len(found),
            weight=sum(score for *_, score in found) * reference.importance.get(before, 0.0),
        )


def find_placements(coverage: Coverage, reference: Reference) -> dict[str, Placement]:
    """Return where the concepts that a curriculum does not cover would belong.

    Only those count that the reference explains. Each is placed after its prerequisites and,
    where that leaves a choice, before what needs it, in the section that has most to do with it.
    One that is placed counts as taught there for those that need it. A prerequisite that is taught
    later than something that needs it counts as taught with that: its place is at fault, or it is
    known before the course begins.

    Returns
    -------
    dict of str to Placement
        By concept; empty if the curriculum has no sections.
    """
    sections = coverage.curriculum.sections["section"].tolist()
    titles = coverage.curriculum.sections["title"].tolist()
    lines = _outline(coverage)
    lacking = {row.concept for row in coverage.concepts if row.explained and row.sections}
    places = _places(coverage, reference.prerequisites)
    company = _company(coverage, reference.graph)
    placed = {}
    for concept in _in_order(lacking, reference.prerequisites) if sections else ():
        after = _latest(reference.prerequisites.pred.get(concept, {}), places)
        before = _earliest(reference.prerequisites.succ.get(concept, {}), places)
        low = places[after][0] if after else 0
        high = places[before][0] if before and places[before][0] >= low else len(sections) - 1
        row, order = _choose(concept, range(low, high + 1), company, reference.graph)
        if after and places[after] > order:
            order = places[after]
        places[concept] = order
        line = lines.get(order, "")
        placed[concept] = Placement(sections[row], titles[row], line, after, before)
    return placed


def _places(coverage: Coverage, prerequisites: "nx.DiGraph[str]") -> dict[str, tuple[int, int]]:
    """Return where each concept is taught, or the first one that needs it, if that is earlier."""
    import networkx as nx

    places = {
        concept: treatment.introduced.order
        for concept, treatment in coverage.treatments.items()
        if treatment.introduced
    }
    for concept in reversed(list(nx.topological_sort(prerequisites))):
        if concept in places:
            needing = [places[name] for name in prerequisites[concept] if name in places]
            places[concept] = min([places[concept], *needing])
    return places


def _company(coverage: Coverage, graph: "nx.Graph[str]") -> list[dict[str, int]]:
    """Return for each section the concepts that it names, with the first sentence that does."""
    company: list[dict[str, int]] = [{} for _ in coverage.curriculum.sections["section"]]
    for concept, treatment in coverage.treatments.items():
        if concept in graph:
            for place in treatment.places:
                company[place.order[0]].setdefault(concept, place.order[1])
    return company


def _in_order(concepts: set[str], prerequisites: "nx.DiGraph[str]") -> list[str]:
    import networkx as nx

    known = concepts & prerequisites.nodes
    order = nx.lexicographical_topological_sort(prerequisites.subgraph(known))
    return [*order, *sorted(concepts - known)]


def _latest(concepts: Iterable[str], places: Mapping[str, tuple[int, int]]) -> str:
    known = [concept for concept in concepts if concept in places]
    return max(known, key=lambda concept: (places[concept], concept), default="")


def _earliest(concepts: Iterable[str], places: Mapping[str, tuple[int, int]]) -> str:
    known = [concept for concept in concepts if concept in places]
    return min(known, key=lambda concept: (places[concept], concept), default="")


def _choose(
    concept: str, rows: range, company: list[dict[str, int]], graph: "nx.Graph[str]"
) -> tuple[int, tuple[int, int]]:
    """Return the section that has most to do with a concept, and the sentence that has."""
    edges = graph[concept]

    def bond(row: int) -> float:
        named = company[row]
        bound = sum(edges[other]["weight"] for other in named if other in edges)
        # A long section names much of everything.
        return float(bound / (1 + len(named)) ** 0.5)

    row = max(rows, key=lambda row: (bond(row), -row))
    kin = [
        (edges[other]["weight"], place) for other, place in company[row].items() if other in edges
    ]
    return row, (row, max(kin)[1] if kin else 0)


def _outline(coverage: Coverage) -> dict[tuple[int, int], str]:
    """Return the lines of outlines by their order in the curriculum."""
    listed = {(line.section, line.sentence) for line in coverage.curriculum.listed}
    return {
        place.order: place.text
        for treatment in coverage.treatments.values()
        for place in treatment.places
        if (place.section, place.order[1]) in listed and place.kind not in {"title", "heading"}
    }
