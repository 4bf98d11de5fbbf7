"""Reading for a path: the few sections that explain its steps, and the sentences that do."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from extract.index import read_table, text_or_none
from graph.concept_graph import Index
from graph.evidence import Sentence, concept_sections, describe_sections
from graph.explanations import Explanation, find_explanations
from graph.paths import LearningPath
from graph.quotes import quote
from graph.reading_plan import WORDS_PER_MINUTE, count_minutes
from graph.wording import unit

if TYPE_CHECKING:
    import pandas as pd

_MOST_SECTIONS = 20  # of a concept that are looked at, the most telling ones
# Of the best explanation of a concept, for others to do as well. More than in `graph.coverage`: a
# step is read about in one section alone, so that it has to be nearly the best.
_SHARE_OF_BEST = 0.75


class Reading(NamedTuple):
    """A section to read."""

    section: str  # id
    number: str | None  # as printed
    title: str
    minutes: int  # as `graph.reading_plan.count_minutes` counts them
    concepts: tuple[str, ...]  # steps that it is read for, in the order of the path


@dataclass(frozen=True, slots=True)
class ReadingList:
    """What to read for a path."""

    readings: tuple[Reading, ...]  # in the order of the steps that need them first
    sections: Mapping[str, str]  # id of the section to read for each step
    # For each step the one that explains it, or mentions it if none does; as `graph.quotes.quote`
    # returns it.
    sentences: Mapping[str, Sentence]
    says: Mapping[str, str]  # what each sentence says: what the step "is" or "does", or a "mention"
    minutes: int  # of all readings, each counted once
    unit: str = "section"  # what a section is called (`graph.wording.unit`)


def reading_list(index: Index, path: LearningPath) -> ReadingList:
    """Return few sections that cover all steps of a path.

    A step is covered by any section that explains it well, with a sentence that says what it is
    where there is one; where none explains it, by one that mentions it. The greedy algorithm for
    weighted set cover (Chvátal 1979) takes, again and again, the section that covers the most
    steps a minute, at 200 words a minute; it is at most ln n + 1 times as long as the shortest
    cover of n steps.

    References
    ----------
    V. Chvátal, "A greedy heuristic for the set-covering problem", Mathematics of Operations
    Research 4(3), 233-235, 1979. https://doi.org/10.1287/moor.4.3.233
    """
    steps = [step.concept for step in path.steps]
    ranked = {concept: concept_sections(index, concept) for concept in steps}
    looked_at = {section for found in ranked.values() for section in found[:_MOST_SECTIONS]}
    verbs = read_table(index.path, "analysis/verbs")
    explained = _explain(index, steps, looked_at, verbs)
    covers: dict[str, list[str]] = {}
    for concept in steps:
        for section in _well_explained(explained[concept]) or ranked[concept][:_MOST_SECTIONS]:
            covers.setdefault(section, []).append(concept)
    words = index.sections["words"]
    times = {section: max(1, int(words[section])) / WORDS_PER_MINUTE for section in covers}
    chosen = cover(covers, times)
    section_of = {
        concept: min(
            (section for section in chosen if concept in covers[section]),
            key=lambda section: (
                -_strength(explained[concept], section),
                ranked[concept].index(section),
            ),
        )
        for concept in steps
    }
    readings = tuple(
        _reading(index, section, [one for one in steps if section_of[one] == section])
        for section in dict.fromkeys(section_of.values())
    )
    return ReadingList(
        readings,
        section_of,
        _sentences(index, section_of, explained, verbs),
        {one: _what_is_said(explained[one].get(section)) for one, section in section_of.items()},
        sum(reading.minutes for reading in readings),
        unit(index),
    )


def _explain(
    index: Index, concepts: Sequence[str], sections: Collection[str], verbs: "pd.DataFrame"
) -> dict[str, dict[str, Explanation]]:
    """Return the explanations of each concept, by section."""

    def part(table: "pd.DataFrame") -> "pd.DataFrame":
        return table[table["section"].isin(sections)]

    found: dict[str, dict[str, Explanation]] = {concept: {} for concept in concepts}
    texts = part(index.sections)
    for item in find_explanations(
        dict(zip(texts["section"], texts["text"], strict=True)),
        part(index.sentences),
        part(index.mentions),
        part(verbs),
    ):
        if item.concept in found:
            found[item.concept][item.section] = item
    return found


def _well_explained(explanations: Mapping[str, Explanation]) -> list[str]:
    """Return the sections any of which will do: where there are definitions, only those."""
    defining = {section: item for section, item in explanations.items() if item.defines}
    candidates = defining or explanations
    best = max((item.strength for item in candidates.values()), default=0.0)
    return [
        section for section, item in candidates.items() if item.strength >= _SHARE_OF_BEST * best
    ]


def _what_is_said(item: Explanation | None) -> str:
    if item is None or item.sign == "title":
        return "mention"
    return "is" if item.defines else "does"


def _strength(explanations: Mapping[str, Explanation], section: str) -> float:
    return explanations[section].strength if section in explanations else 0.0


def cover(covers: Mapping[str, Sequence[str]], times: Mapping[str, float]) -> list[str]:
    """Return sections that cover all concepts, by the greedy algorithm.

    Parameters
    ----------
    covers : mapping of str to sequence of str
        The concepts that each section covers; of equally good sections, the first is taken.
    times : mapping of str to float
        Of each section, above 0.
    """
    chosen: list[str] = []
    missing = {concept for concepts in covers.values() for concept in concepts}
    while missing:
        best = max(covers, key=lambda one: len(missing.intersection(covers[one])) / times[one])
        chosen.append(best)
        missing.difference_update(covers[best])
    return chosen


def _reading(index: Index, section: str, concepts: Sequence[str]) -> Reading:
    about: Any = index.sections.loc[section]
    return Reading(
        section,
        text_or_none(about["number"]),
        str(about["title"]),
        count_minutes(about["words"]),
        tuple(concepts),
    )


def _sentences(
    index: Index,
    sections: Mapping[str, str],
    explained: Mapping[str, Mapping[str, Explanation]],
    verbs: "pd.DataFrame",
) -> dict[str, Sentence]:
    """Return the sentence of each concept's section that tells most of it, fit to be quoted."""
    found: dict[str, Sentence] = {}
    for concept, section in sections.items():
        mentions = index.mentions
        rows = mentions[(mentions["section"] == section) & (mentions["concept"] == concept)]
        said = describe_sections(index, [section], rows)[0].sentences
        item = explained[concept].get(section)
        telling = min(
            said,
            key=lambda one: (
                item is None or one.sentence != item.sentence or one.kind == "title",
                one.in_code,
                one.kind in {"title", "heading"},
                one.sentence,
            ),
        )
        found[concept] = quote(index, section, telling, verbs)
    return found
