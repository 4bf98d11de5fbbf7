"""Connecting phrases: the words by which one sentence binds two neighbouring concepts."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from extract.concepts import Mention
from extract.evidence import Verb

_MOST_CHARACTERS = 60  # between the two: beyond, a phrase says little about them
_MARKUP = re.compile(r"[*_`\[\]]+|\]\([^)]*\)")
_NO_PHRASE = re.compile(r"[.;:!?|()\n]|\b(?:and|or|but|which|that|who|if|when|because)\b")


class Phrase(NamedTuple):
    """A verb phrase from one concept to the next, in the order of reading."""

    source: str
    target: str
    phrase: str
    section: int  # row of its section
    sentence: int


def find_phrases(
    mentions: Sequence[Mention], verbs: Sequence[Iterable[Verb]], texts: Sequence[str]
) -> list[Phrase]:
    """Return the plain verb phrases between the concepts of a sentence.

    "cosign stores signatures as OCI artifacts" binds cosign to signature by "stores", and
    cosign to OCI artifact by "stores signatures as".

    Parameters
    ----------
    mentions : sequence of Mention
        In order of section and place; none in code.
    verbs : sequence of iterable of Verb
        The verb groups of each section.
    texts : sequence of str
        Section.text of each section.
    """
    by_sentence: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for section, groups in enumerate(verbs):
        for verb in groups:
            by_sentence.setdefault((section, verb.sentence), []).append((verb.start, verb.end))
    phrases = []
    for place, left in enumerate(mentions):
        spans = by_sentence.get((left.section, left.sentence), ())
        for right in mentions[place + 1 : place + 3]:
            if (right.section, right.sentence) != (left.section, left.sentence):
                break
            if right.concept == left.concept or right.start - left.end > _MOST_CHARACTERS:
                continue
            inside = [span for span in spans if left.end <= span[0] and span[1] <= right.start]
            if not inside or inside[0][0] - left.end > 12:
                continue
            between = texts[left.section][left.end : right.start]
            phrase = " ".join(_MARKUP.sub(" ", between).split()).strip(" ,-–—'\"")
            phrase = re.sub(r"(?:^|\s)(?:an?|the|its|their|your)$", "", phrase)
            if phrase and not _NO_PHRASE.search(phrase):
                phrases.append(
                    Phrase(left.concept, right.concept, phrase, left.section, left.sentence)
                )
    return phrases
