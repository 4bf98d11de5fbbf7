"""Reading plan: the sections that close the most of the gaps of a curriculum in little time."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extract.index import text_or_none
from graph.coverage import ConceptCoverage, Coverage, Reference

WORDS_PER_MINUTE = 200


@dataclass(frozen=True, slots=True)
class Reading:
    """A section of the reference to take in."""

    section: str  # id
    number: str | None  # as printed
    title: str
    minutes: int  # as `count_minutes` counts them
    closes: tuple[str, ...]  # concepts that it explains and nothing before it covers
    after: float  # 0..1, coverage weighted by importance, once it and those before are taken in


@dataclass(frozen=True, slots=True)
class ReadingPlan:
    """Sections to take in, those first that close most in a minute, so that one may stop early."""

    readings: tuple[Reading, ...]
    minutes: int  # of all together
    before: float  # 0..1, coverage weighted by importance
    after: float  # 0..1, the same once they are taken in


def count_minutes(words: float) -> int:
    """Return the minutes to show for reading a section: whole, and one at least.

    So what is shown of several sections adds up to what is shown of all.
    """
    return max(1, round(words / WORDS_PER_MINUTE))


def plan_reading(coverage: Coverage, reference: Reference, minutes: float) -> ReadingPlan:
    """Return the sections that close the gaps of a curriculum within some minutes.

    Of the sections that fit into what is left of the time, that one is taken in next whose open
    gaps have the most priority for each of its minutes: the greedy rule for covering the most with
    a budget (Khuller, Moss & Naor 1999). So the first minutes close the most.

    Parameters
    ----------
    coverage : Coverage
    reference : Reference
    minutes : float
        For reading at 200 words a minute, in whole minutes for each section; above 0.

    Raises
    ------
    ValueError
        If `minutes` is not above 0.
    """
    if not minutes > 0:
        raise ValueError(f"a reading plan needs some minutes, not {minutes:g}")
    sections = reference.index.sections
    minutes_of = dict(zip(sections["section"], map(count_minutes, sections["words"]), strict=True))
    open_gaps = {row.concept: row for row in coverage.concepts if row.lacking}
    explained: dict[str, list[str]] = {}
    for concept in open_gaps:
        for item in reference.explanations[concept]:
            explained.setdefault(item.section, []).append(concept)

    # Without any importance, nothing is gained.
    goals = math.fsum(row.importance for row in coverage.concepts if row.explained) or 1.0
    readings: list[Reading] = []
    left = minutes
    covered = coverage.total.weighted
    while section := _choose(explained, open_gaps, minutes_of, left):
        closes = tuple(concept for concept in explained[section] if concept in open_gaps)
        covered += math.fsum(open_gaps.pop(concept).importance for concept in closes) / goals
        left -= minutes_of[section]
        readings.append(
            Reading(
                section,
                text_or_none(sections.at[section, "number"]),
                str(sections.at[section, "title"]),
                minutes_of[section],
                closes,
                covered,
            )
        )
    return ReadingPlan(
        readings=tuple(readings),
        minutes=sum(reading.minutes for reading in readings),
        before=coverage.total.weighted,
        after=covered,
    )


def _choose(
    explained: Mapping[str, Sequence[str]],
    open_gaps: Mapping[str, ConceptCoverage],
    minutes_of: Mapping[str, int],
    left: float,
) -> str:
    """Return the section that closes most in a minute, or "" if none fits that closes any."""

    def worth(section: str) -> tuple[float, float]:
        gaps = [open_gaps[concept] for concept in explained[section] if concept in open_gaps]
        # What nothing ties to the curriculum has no priority, and is still worth its importance.
        return (
            math.fsum(gap.priority for gap in gaps) / minutes_of[section],
            math.fsum(gap.importance for gap in gaps) / minutes_of[section],
        )

    fitting = [
        section
        for section, concepts in explained.items()
        if minutes_of[section] <= left and not open_gaps.keys().isdisjoint(concepts)
    ]
    return max(fitting, key=worth, default="")
