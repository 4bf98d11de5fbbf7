"""Reading plan: the sections that close the gaps of a curriculum in the time there is."""

import math
from dataclasses import dataclass

from extract.index import text_or_none
from graph.coverage import Coverage, Reference

WORDS_PER_MINUTE = 200


@dataclass(frozen=True, slots=True)
class Reading:
    """A section of the reference to take in."""

    section: str  # id
    number: str | None  # as printed
    title: str
    minutes: int  # as `count_minutes` counts them
    closes: tuple[str, ...]  # concepts that it explains and the curriculum does not cover


@dataclass(frozen=True, slots=True)
class ReadingPlan:
    """Sections to take in, those that close the greatest gaps first."""

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

    The gaps are taken by falling priority. For each that is still open, the section that
    explains it best is taken in, or the next best that fits into what is left of the time;
    it closes every other gap that it explains as well.

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
    explained: dict[str, list[str]] = {}
    for row in coverage.concepts:
        if row.explained and row.status != "covered":
            for item in reference.explanations[row.concept]:
                explained.setdefault(item.section, []).append(row.concept)

    chosen: dict[str, tuple[str, ...]] = {}
    closed: set[str] = set()
    left = minutes
    for row in coverage.concepts:
        if not row.explained or row.status == "covered" or row.concept in closed:
            continue
        for item in reference.explanations[row.concept]:
            if minutes_of[item.section] <= left:
                left -= minutes_of[item.section]
                news = [name for name in explained[item.section] if name not in closed]
                chosen[item.section] = tuple(news)
                closed.update(news)
                break
    readings = tuple(
        Reading(
            section,
            text_or_none(sections.at[section, "number"]),
            str(sections.at[section, "title"]),
            minutes_of[section],
            closes,
        )
        for section, closes in chosen.items()
    )
    gained = math.fsum(reference.importance[concept] for concept in closed)
    goals = math.fsum(row.importance for row in coverage.concepts if row.explained)
    return ReadingPlan(
        readings=readings,
        minutes=sum(reading.minutes for reading in readings),
        before=coverage.total.weighted,
        after=coverage.total.weighted + (gained / goals if goals else 0.0),
    )
