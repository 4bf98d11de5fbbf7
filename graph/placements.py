"""Placements: where in a curriculum what it lacks would belong."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from graph.coverage import Coverage, Reference

if TYPE_CHECKING:
    import networkx as nx


class Placement(NamedTuple):
    """Where a concept that a curriculum lacks would belong."""

    section: str  # id of a section of the curriculum
    title: str
    line: str  # the line of an outline to put it after, or ""
    after: str  # the prerequisite that is taught last before, or ""
    before: str  # the concept that needs it and is taught first after, or ""


def find_placements(coverage: Coverage, reference: Reference) -> dict[str, Placement]:
    """Return where the concepts that a curriculum does not cover would belong.

    Only those count that the reference explains. One that the curriculum names already belongs
    where it is first named. Each of the others is placed after its prerequisites and, where that
    leaves a choice, before what needs it, in the section that has most to do with it; none into
    what only announces a course. One that is placed counts as taught there for those that need it.
    A prerequisite that is taught later than something that needs it counts as taught with that:
    its place is at fault, or it is known before the course begins.

    Returns
    -------
    dict of str to Placement
        By concept; empty if the curriculum has no sections.
    """
    sections = coverage.curriculum.sections["section"].tolist()
    titles = coverage.curriculum.sections["title"].tolist()
    lines = _outline(coverage)
    lacking = {row.concept for row in coverage.concepts if row.lacking}
    named = _first_named(coverage, lacking)
    real = {**_taught(coverage), **named}
    latest = _latest_places(real, reference.prerequisites)
    places = {concept: latest[concept] for concept in real}
    rows = [row for row, one in enumerate(sections) if one not in coverage.curriculum.announcing]
    company = _company(coverage, reference.graph)
    end = (len(sections) - 1, 0)
    placed = {}
    for concept in _in_order(lacking, reference.prerequisites) if sections else ():
        after = _last(reference.prerequisites.pred.get(concept, {}), places)
        before = _first(reference.prerequisites.succ.get(concept, {}), places)
        if concept in named:
            row, order = named[concept][0], named[concept]
        else:
            low, high = places[after][0] if after else 0, latest.get(concept, end)[0]
            choice = [row for row in rows if low <= row <= high]
            row, order = _choose(concept, choice, company, reference.graph)
            if after and places[after] > order:
                order = places[after]
            places[concept] = order
        # What the course has on the wrong side of this place says nothing of it.
        if real.get(after, order) > order:
            after = ""
        if before and places[before] <= order:
            before = ""
        line = lines.get(order, "")
        placed[concept] = Placement(sections[row], titles[row], line, after, before)
    return placed


def _taught(coverage: Coverage) -> dict[str, tuple[int, int]]:
    """Return where each concept is taught first."""
    return {
        concept: treatment.introduced.order
        for concept, treatment in coverage.treatments.items()
        if treatment.introduced
    }


def _first_named(coverage: Coverage, concepts: set[str]) -> dict[str, tuple[int, int]]:
    """Return where each of some concepts is first named, but for what announces the course."""
    return {
        concept: treatment.named.order
        for concept, treatment in coverage.treatments.items()
        if concept in concepts and treatment.named
    }


def _latest_places(
    places: Mapping[str, tuple[int, int]], prerequisites: "nx.DiGraph[str]"
) -> dict[str, tuple[int, int]]:
    """Return the place of each concept, or of the first that needs it, if that is earlier.

    A concept that has no place has that of the first that needs it, directly or not.
    """
    import networkx as nx

    places = dict(places)
    for concept in reversed(list(nx.topological_sort(prerequisites))):
        bounds = [places[name] for name in prerequisites[concept] if name in places]
        if concept in places:
            bounds.append(places[concept])
        if bounds:
            places[concept] = min(bounds)
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


def _last(concepts: Iterable[str], places: Mapping[str, tuple[int, int]]) -> str:
    known = [concept for concept in concepts if concept in places]
    return max(known, key=lambda concept: (places[concept], concept), default="")


def _first(concepts: Iterable[str], places: Mapping[str, tuple[int, int]]) -> str:
    known = [concept for concept in concepts if concept in places]
    return min(known, key=lambda concept: (places[concept], concept), default="")


def _choose(
    concept: str, rows: Sequence[int], company: list[dict[str, int]], graph: "nx.Graph[str]"
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
