"""Connecting phrases: the words by which the text binds two concepts."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from extract.concepts import Mention
from extract.evidence import Sentence, Verb

_MOST_CHARACTERS = 60  # between the two: beyond, a phrase says little about them
_MOST_BEFORE_VERB = 12  # characters
_FARTHEST = 300  # characters that are looked at on either side of a mention
_MARKUP = re.compile(r"\]\([^)]*\)|[*`\[\]]+|(?<!\w)_+|_+(?!\w)")
# A phrase has one clause, and its subject is the concept.
_NO_PHRASE = re.compile(
    r"[.,;:!?|()\n–—→]|\s-\s|^-|/$|"
    r"\b(?:and|or|but|which|that|who|if|when|because|i|you|we|they|he|she|it|them|to|this|there)\b",
    re.IGNORECASE,
)
_ARTICLE = r"(?:an?|the|its|their|your)"
# What may follow a name that is said whole. Of "verifies X signatures", "gives X a Y" and "X runs"
# the name is but a part, or the one that something is given to, or that does something.
_SAID_WHOLE = re.compile(
    r"\s*(?:$|[.,;:!?)(\"”|–—])|\s+(?:-|"
    r"(?:as|at|by|for|from|in|into|on|onto|of|to|with|without|within|inside|outside|through|across|"
    r"over|under|against|after|before|during|between|among|until|via|per|like|next|along|out|"
    r"according|instead|rather|and|or|but|nor|so|while|"
    r"when|where|whenever|wherever|if|unless|because|since|that|which|who|than|"
    r"often|once|twice|again|too|also|only|alone|first|together|itself|there|then|"
    r"(?!(?:supp|fami|assemb|anoma|rep|al|ral|monopo)ly\b)\w+ly)\b)",
    re.IGNORECASE,
)
# "Allows X to run", "turns X into Y" and "keeps X from failing" say something only with what comes
# after X, which a bar stands for here.
_CAUSES = re.compile(
    r"\b(?:(?:allow|ask|caus|enabl|expect|forc|help|instruct|need|permit|requir|tell|turn|want)"
    r"(?:e?s|e?d|e|ing)?\|\s+(?:in)?to|(?:keep|kept|prevent|protect|stop)(?:s|ped|ed|ing)?\|\s+from)\b"
)
# Of "verification at X stops Y" and "what passes X stops Y" the subject is another.
_INSIDE = re.compile(
    r"\b(?:(?:across|after|against|among|at|before|behind|between|by|during|for|from|in|inside|into|"
    r"of|on|outside|over|through|to|under|via|with|within|without)|"
    rf"(?:that|what|which|who) (?!{_ARTICLE}\b)[\w-]+) (?:{_ARTICLE} )?$",
    re.IGNORECASE,
)
# "X, an implementation of Y" and "X (the server of Y)".
_APPOSITION = re.compile(
    rf"[,(–—]\s*(?P<what>(?:an?|the|one of the) (?:[a-z][a-z-]* ){{1,4}}(?:of|for))(?: {_ARTICLE})?"
)
# "X (its reference implementation)" and "X is their server".
_NEXT = r"(?:and|or|that|which|for|in|by)\b"
_NAMED = rf"(?:its|their) (?!own\b)(?P<{{}}>[a-z][a-z-]*(?: (?!{_NEXT})[a-z-]+){{{{0,2}}}})"
_OWN = re.compile(
    rf"\s*(?:\({_NAMED.format('glossed')}\)"
    rf"|(?:\([^()]*\)\s*)?is {_NAMED.format('said')}(?=\s*(?:[,.;:–—]|$)|\s+{_NEXT}))"
)
_OPENING = re.compile(r"\W*(?:(?:the|an?|each|every) )?", re.IGNORECASE)


class Phrase(NamedTuple):
    """A verb phrase from one concept to the next, in the order of reading."""

    source: str
    target: str
    phrase: str
    section: int  # row of its section
    sentence: int


def find_phrases(
    mentions: Sequence[Mention],
    sentences: Sequence[Sequence[Sentence]],
    verbs: Sequence[Iterable[Verb]],
    texts: Sequence[str],
) -> list[Phrase]:
    """Return the plain phrases between two concepts.

    "cosign stores signatures as OCI artifacts" binds cosign to signature by "stores", and
    cosign to OCI artifact by "stores signatures as"; "SPIRE, an implementation of SPIFFE" binds the
    two by "is an implementation of", and so does "SPIRE is its implementation" where SPIFFE opens
    that sentence or the one before it. Where the sentence says less of the two than a phrase would
    ("cosign gives each image a signature", "a problem with cosign stops the build"), there is none.

    Parameters
    ----------
    mentions : sequence of Mention
        In order of section and place; none in code.
    sentences : sequence of sequence of Sentence
        Those of each section.
    verbs : sequence of iterable of Verb
        The verb groups of each section.
    texts : sequence of str
        Section.text of each section.
    """
    spans: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for section, groups in enumerate(verbs):
        for verb in groups:
            spans.setdefault((section, verb.sentence), []).append((verb.start, verb.end))
    phrases = []
    for place, left in enumerate(mentions):
        where = left.section, left.sentence
        for right in mentions[place + 1 : place + 3]:
            if (right.section, right.sentence) != where:
                break
            if right.concept != left.concept and right.start - left.end <= _MOST_CHARACTERS:
                here = sentences[left.section][left.sentence]
                said = _between(left, right, here, spans.get(where, ()), texts[left.section])
                if said:
                    phrases.append(Phrase(left.concept, right.concept, said, *where))
    return [*phrases, *_owned(mentions, sentences, texts)]


def _between(
    left: Mention,
    right: Mention,
    sentence: Sentence,
    verbs: Sequence[tuple[int, int]],
    text: str,
) -> str | None:
    """Return the phrase from one concept to the next in a sentence, if there is a plain one."""
    before = _MARKUP.sub("", text[max(sentence.start, left.start - _FARTHEST) : left.start])
    after = _MARKUP.sub("", text[right.end : min(sentence.end, right.end + _FARTHEST)])
    if not _SAID_WHOLE.match(after):
        return None
    said = " ".join(_MARKUP.sub(" ", text[left.end : right.start]).split())
    apposition = _APPOSITION.fullmatch(said)
    if apposition:
        return f"is {apposition['what']}"
    if _INSIDE.search(before):
        return None
    inside = [span for span in verbs if left.end <= span[0] and span[1] <= right.start]
    if not inside or inside[0][0] - left.end > _MOST_BEFORE_VERB:
        return None
    said = re.sub(rf"(?:^|\s){_ARTICLE}$", "", said.rstrip(" -'\""))
    if _NO_PHRASE.search(said.removesuffix(" to")):
        return None
    return None if _CAUSES.search(f"{said}|{after}") else said or None


def _owned(
    mentions: Sequence[Mention], sentences: Sequence[Sequence[Sentence]], texts: Sequence[str]
) -> Iterator[Phrase]:
    """Yield the phrases that say what a concept is of the one that its text speaks of."""
    opener: Mention | None = None  # of the newest sentence that a concept opens
    for mention in mentions:
        here, text = sentences[mention.section][mention.sentence], texts[mention.section]
        if opener and not (
            opener.section == mention.section and mention.sentence - opener.sentence <= 1
        ):
            opener = None
        after = text[mention.end : min(here.end, mention.end + _FARTHEST)]
        own = _OWN.match(_MARKUP.sub("", after))
        if own and opener and opener.concept != mention.concept:
            yield Phrase(
                mention.concept,
                opener.concept,
                f"is the {own['glossed'] or own['said']} of",
                mention.section,
                mention.sentence,
            )
        before = text[max(here.start, mention.start - _FARTHEST) : mention.start]
        if _OPENING.fullmatch(before) and mention.start - here.start < _FARTHEST and not own:
            opener = mention
