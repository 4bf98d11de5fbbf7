"""Definitions: the section, and the sentence, that explain a concept best."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from extract import candidates as evidence


class Definition(NamedTuple):
    """Where a concept is explained."""

    section: int  # row of its section
    sentence: int | None  # where one sentence says what it is


class Occurrence(NamedTuple):
    """A mention with the evidence that its place gives."""

    section: int
    sentence: int
    concept: str
    end: int  # characters into Section.text
    evidence: int


# "X is a ...", "X are the ...", also with a parenthesis or a relative clause's comma in between.
_SAYS_WHAT_IT_IS = re.compile(
    r"(?:\s*\([^)]*\))?\W{0,3}\s*"
    r"(?:is|are|was)\s+(?:(?:basically|simply|essentially|usually|actually|also)\s+)?"
    r"(?:an?|the|one\s+of)\b",
    re.IGNORECASE,
)
_SAYS_WHAT_IT_DOES = re.compile(
    r"(?:\s*\([^)]*\))?\W{0,3}\s*(?:means|refers\s+to|stands\s+for|defines|describes|lets|allows|"
    r"enables|provides|represents|ensures|specifies|guarantees|manages|runs|stores|limits|"
    r"packages|automates|implements|generates|collects)\b",
    re.IGNORECASE,
)
# What each sign is worth; a section needs one of them to count as an explanation at all.
_TITLE, _IS_A, _DOES, _EXPANDED, _LIST_HEAD, _HEADING = 3.0, 4.0, 2.0, 2.0, 1.5, 2.0


def find_definitions(
    occurrences: Iterable[Occurrence],
    texts: Sequence[str],
    sentences: Sequence[Sequence[evidence.Sentence]],
    titles: Mapping[int, int],
) -> dict[str, Definition]:
    """Return where each concept is explained, for those that are.

    Parameters
    ----------
    occurrences : iterable of Occurrence
    texts : sequence of str
        Section.text of each section.
    sentences : sequence of sequence of Sentence
        The sentences of each section.
    titles : mapping of int to int
        For each section the number of concepts in its title: a title about one concept explains
        it, a title that names five does not.

    Notes
    -----
    A section is scored by its strongest signs: the concept in its title, a sentence that opens
    with it and says what it is or does, its long form beside its short one, its own heading, an
    entry in a list. Mentions break ties, then the order of reading. A concept without any sign is
    only mentioned.
    """
    signs: dict[str, dict[int, dict[str, float]]] = defaultdict(lambda: defaultdict(dict))
    best_sentence: dict[tuple[str, int], tuple[float, int]] = {}
    mentions: dict[tuple[str, int], int] = defaultdict(int)
    for item in occurrences:
        if item.evidence & evidence.FENCED:
            continue
        here = signs[item.concept][item.section]
        mentions[item.concept, item.section] += 1
        sentence = sentences[item.section][item.sentence]
        after = texts[item.section][item.end : min(sentence.end, item.end + 200)]
        worth = 0.0
        if item.evidence & evidence.TITLE:
            here["title"] = _TITLE / max(1, titles[item.section]) ** 0.5
        elif item.evidence & evidence.HEADING:
            here["heading"] = _HEADING
        else:
            opens = item.evidence & (evidence.FIRST | evidence.HEAD | evidence.DEFINED)
            if item.evidence & evidence.DEFINED or (opens and _SAYS_WHAT_IT_IS.match(after)):
                worth = here["is"] = _IS_A
            elif opens and _SAYS_WHAT_IT_DOES.match(after):
                worth = here["does"] = _DOES
            if item.evidence & evidence.EXPANDED:
                worth = max(worth, _EXPANDED)
                here["expanded"] = _EXPANDED
            if item.evidence & evidence.HEAD and len(after.strip(" :*-–—|")) > 20:
                worth = max(worth, _LIST_HEAD)
                here["list"] = _LIST_HEAD
        key = (item.concept, item.section)
        if worth > best_sentence.get(key, (0.0, 0))[0]:
            best_sentence[key] = (worth, item.sentence)
    found = {}
    for concept in sorted(signs):
        scored = [
            (-sum(values.values()), -mentions[concept, section], section)
            for section, values in signs[concept].items()
            if values
        ]
        if scored:
            *_, section = min(scored)
            worth, sentence = best_sentence.get((concept, section), (0.0, 0))
            found[concept] = Definition(section, sentence if worth > 0 else None)
    return found
