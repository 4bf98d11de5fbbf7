"""Sequence: faults in the order of a curriculum."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from graph.coverage import Coverage, Reference
from graph.treatments import Place


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


def find_order_faults(coverage: Coverage, reference: Reference) -> list[OrderFault]:
    """Return where the order of a curriculum is at fault, the gravest first.

    Notes
    -----
    A concept is used before it is introduced if an earlier section names it in prose or code and
    the section that introduces it says what it is; where a section only says what it does, or
    has it as its title, it may well have been known before. Titles, and what is said before the
    first session of a course, announce and do not use.

    Prerequisites are those of the reference that it explains itself. Of one that is not taught at
    all, only the concepts of the curriculum count that need it directly.
    """
    faults = [
        *_used_too_early(coverage, reference),
        *_prerequisite_faults(coverage, reference),
    ]
    kinds = ("used before introduced", "prerequisite taught later", "prerequisite not taught")
    return sorted(faults, key=lambda fault: (kinds.index(fault.kind), -fault.weight, fault.concept))


def _used_too_early(coverage: Coverage, reference: Reference) -> Iterable[OrderFault]:
    for treatment in coverage.treatments.values():
        introduced = treatment.introduced
        if introduced is None or not treatment.defined:
            continue
        early = [
            place
            for place in treatment.places
            if place.order[0] < introduced.order[0]
            and place.kind not in {"title", "heading"}
            and place.section not in coverage.curriculum.announcing
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
