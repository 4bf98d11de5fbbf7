"""Definitions: the section, and the sentence, that explain a concept best.

Five modules look for "X is a Y", each for an end of its own: `extract.candidates`, `extract.kinds`,
`graph.explanations` and `graph.statements` are the others. Here all places of a corpus are weighed
by what extraction noted of them, so that X may be the head of a list entry, too.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from extract.concepts import Mention
from extract.evidence import DEFINED, EXPANDED, FIRST, HEAD, HEADING, TITLE, Sentence, Verb
from extract.predicates import acts


class Definition(NamedTuple):
    """Where a concept is explained."""

    section: int  # row of its section
    sentence: int | None  # where one sentence says what it is


# "X is a ...", "X are the ...", also with a parenthesis or a relative clause's comma in between.
_SAYS_WHAT_IT_IS = re.compile(
    r"(?:\s*\([^)]*\))?\W{0,3}\s*"
    r"(?:is|are|was)\s+(?:(?:basically|simply|essentially|usually|actually|also)\s+)?"
    r"(?:an?|the|one\s+of)\b",
    re.IGNORECASE,
)
# "A VLAN divides" opens a sentence as "VLANs divide" does; "the VLAN" points back to one.
_OPENING = re.compile(r"\W{0,9}(?:an?|each|every)\s{1,9}\W{0,9}", re.IGNORECASE)
_BESIDE = re.compile(r"[*_`]{0,3}(?:\s*\([^)]*\)[*_`]{0,3})?")  # markup, and a parenthesis
_FARTHEST = 200  # characters on either side of a mention that are looked at
_LEAST_WORDS = 4  # that explain something are more
_LEAST_IN_LIST = 20  # characters: a shorter entry only names its concept
# What each sign is worth; a section needs one of them to count as an explanation at all.
_TITLE, _IS_A, _DOES, _EXPANDED, _LIST_HEAD, _HEADING = 3.0, 4.0, 2.0, 2.0, 1.5, 2.0


def find_definitions(
    mentions: Sequence[Mention],
    texts: Sequence[str],
    sentences: Sequence[Sequence[Sentence]],
    verbs: Sequence[Iterable[Verb]],
) -> dict[str, Definition]:
    """Return where each concept is explained, for those that are.

    Parameters
    ----------
    mentions : sequence of Mention
        Those in prose.
    texts : sequence of str
        Section.text of each section.
    sentences : sequence of sequence of Sentence
        The sentences of each section.
    verbs : sequence of iterable of Verb
        The verb groups of each section.

    Notes
    -----
    A section is scored by its strongest signs: the concept in its title, a sentence that opens
    with it and says what it is or does, its long form beside its short one, its own heading, an
    entry in a list. A title that names several concepts says less about each. Mentions break
    ties, then the order of reading. A concept without any sign is only mentioned.
    """
    groups = [_by_sentence(found) for found in verbs]
    in_title: dict[int, set[str]] = defaultdict(set)
    for mention in mentions:
        if mention.evidence & TITLE:
            in_title[mention.section].add(mention.concept)
    signs: dict[str, dict[int, dict[str, float]]] = defaultdict(lambda: defaultdict(dict))
    best: dict[tuple[str, int], tuple[float, int]] = {}  # worth and number of a sentence
    for mention in mentions:
        section, key = mention.section, (mention.concept, mention.section)
        if mention.evidence & TITLE:
            found = {"title": _TITLE / len(in_title[section]) ** 0.5}
        elif mention.evidence & HEADING:
            found = {"heading": _HEADING}
        else:
            place, text = sentences[section][mention.sentence], texts[section]
            found = _signs_in_sentence(mention, place, text, groups[section][mention.sentence])
            worth = max(found.values(), default=0.0)
            if place.kind == "cell" and not found.keys() & {"is", "expanded"}:
                worth *= _explains_its_head(mention, place, text)
            if worth > best.get(key, (0.0, 0))[0]:
                best[key] = (worth, mention.sentence)
        if found:  # most places say nothing, and a large corpus has many
            signs[mention.concept][section] |= found
    counts = Counter(
        (mention.concept, mention.section)
        for mention in mentions
        if mention.section in signs.get(mention.concept, ())
    )
    definitions = {}
    for concept, by_section in sorted(signs.items()):
        section = min(
            by_section,
            key=lambda section: (
                -sum(by_section[section].values()),
                -counts[concept, section],
                section,
            ),
        )
        sentence = best[concept, section][1] if (concept, section) in best else None
        definitions[concept] = Definition(section, sentence)
    return definitions


def _by_sentence(verbs: Iterable[Verb]) -> defaultdict[int, list[tuple[int, int]]]:
    found: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for verb in verbs:
        found[verb.sentence].append((verb.start, verb.end))
    return found


def _signs_in_sentence(
    mention: Mention, sentence: Sentence, text: str, verbs: Sequence[tuple[int, int]]
) -> dict[str, float]:
    """Return what a mention and the rest of its sentence say of the concept, and its worth."""
    bits = mention.evidence
    after = text[mention.end : min(sentence.end, mention.end + _FARTHEST)]
    opens = bool(bits & (FIRST | HEAD))
    found = {}
    if bits & DEFINED or (opens and _SAYS_WHAT_IT_IS.match(after)):
        found["is"] = _IS_A
    elif (opens or _OPENING.fullmatch(text[sentence.start : mention.start])) and (
        len(after.split()) > _LEAST_WORDS
    ):
        beside = _BESIDE.match(after)
        if acts(text, mention.end + (beside.end() if beside else 0), verbs):
            found["does"] = _DOES
    if bits & EXPANDED:
        found["expanded"] = _EXPANDED
    if bits & HEAD and len(after.strip(" :*-\u2013\u2014|")) > _LEAST_IN_LIST:
        found["list"] = _LIST_HEAD
    return found


def _explains_its_head(mention: Mention, row: Sentence, text: str) -> bool:
    """Tell whether a row of a table is a term and its explanation; most compare or enumerate."""
    before = text[row.start : mention.start]
    after = text[mention.end : min(row.end, mention.end + _FARTHEST)]
    _, _, rest = after.rstrip("| \n").partition("|")
    return "|" not in before.lstrip("| ") and "|" not in rest and len(rest.split()) > _LEAST_WORDS
