"""Statements: what single sentences say about the order of two concepts, or that they are alike.

Of "X is a Y" the concepts in Y are what counts here, not that X is explained. So a remark between
commas may follow X ("X, which is new, is a"), and "X means a Y" counts as well.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from graph.concept_graph import Index

_MOST_CHARACTERS = 60  # between two mentions: beyond, a phrase says little about them
_REACH = 3  # mentions after one that a phrase or an enumeration binds to it

_MARKUP = re.compile(r"[*_`]+")
_ARTICLE = r"(?:an?|the|its|your|their)?"
_OPENING = re.compile(r"[\W\d_]*(?:(?:the|an?|each|every|most)\s+)?", re.IGNORECASE)
_IS_A = re.compile(
    r"[\s*_`)]*(?:,[^,]{0,60},)?\s*(?:is|are|was|means)\s+(?:\w+ly\s+)?"
    r"(?:an?|the|one\s+of)\b",
    re.IGNORECASE,
)
# What follows it is said in passing, and defines nothing: "X is a Y, and Z rotates it".
_NEXT_CLAUSE = re.compile(r";|, (?:and|but|so|while|whereas|because)\b|: ", re.IGNORECASE)
_GLOSS = re.compile(r"[*_`]*\s*\([^)]*\)")
_LIST_HEAD = re.compile(r"[*_`)]*\s*[:–—-]")
# Words that lead from a concept to one it builds on, "X requires Y", and from one to what is an
# example of it, "Y such as X" or "Y (X)".
_BUILDS_ON = re.compile(
    r"\b(?:uses?|using|requires?|needs?|implements?|extends?|replace[sd]?|wraps?|adds?|relies on|"
    r"depends on|based on|runs? (?:on|in|inside|as)|works? (?:on|with)|on top of|"
    rf"buil[dt]s? (?:on|from)|for|to|of|against)\s*{_ARTICLE}\s*(?:[a-z-]+ ){{0,2}}$"
)
_EXEMPLIFIES = re.compile(
    r"[,:(]*\s*(?:such as|like|e\.?g\.?,?|for example,?|including|→|->|:)\W*(?:an?|the)?\W*|\( ?"
)
_NAME_ENDS = re.compile(r"[*_`]*\s*(?:[),;/]|and\b|or\b)")
_JOINS = re.compile(
    r"(?:[,/;+&]|,? ?(?:and|or|vs\.?|versus|nor|than)|\([^)]*\) ?,? ?(?:and|or)?)"
    r"(?: (?:an?|the|with|use|to))?"
)

Pair = tuple[str, str]


class Statement(NamedTuple):
    """A sentence that speaks for an order."""

    signal: str  # "definition", "reference", "phrase" or "example"
    section: str  # id
    words: str = ""  # of a phrase or an example: from one concept to the next
    forward: bool = True  # of a phrase: it leads from what comes before


class Mention(NamedTuple):
    """A concept in a sentence."""

    concept: str
    start: int  # characters into the sentence
    end: int


class Sentence(NamedTuple):
    """A sentence that mentions concepts."""

    section: str  # id
    sentence: int  # 0-based in the section
    kind: str  # of `extract.index`: "title", "paragraph", "item", "cell", "code" ...
    text: str
    mentions: Sequence[Mention]  # in order, at least one


def read_sentences(index: Index) -> Iterator[Sentence]:
    """Yield the sentences that mention a concept, in the order of reading."""
    spans = {
        (section, sentence): (start, end, kind)
        for section, sentence, start, end, kind in index.sentences.itertuples(index=False)
    }
    texts = dict(zip(index.sections["section"], index.sections["text"], strict=True))
    table = index.mentions.assign(
        position=index.mentions["section"].map(index.sections["position"])
    ).sort_values(["position", "section", "sentence", "start", "concept"])
    mentions: dict[tuple[str, int], list[tuple[str, int, int]]] = defaultdict(list)
    columns = (table[name].tolist() for name in ("section", "sentence", "concept", "start", "end"))
    for section, sentence, concept, start, end in zip(*columns, strict=True):
        mentions[section, sentence].append((concept, start, end))
    for (section, sentence), found in mentions.items():
        first, last, kind = spans[section, sentence]
        yield Sentence(
            section,
            sentence,
            kind,
            texts[section][first:last],
            [Mention(concept, start - first, end - first) for concept, start, end in found],
        )


def find_statements(sentences: Iterable[Sentence]) -> dict[Pair, list[Statement]]:
    """Return the statements for each order of two concepts, by (before, after).

    Returns
    -------
    dict of (str, str) to list of Statement
        A *definition* opens with ``after`` and says what it is; a *reference* opens with it; a
        *phrase* or an *example* stands between the two.
    """
    found: dict[Pair, list[Statement]] = defaultdict(list)
    for sentence in sentences:
        if sentence.kind == "code":
            continue
        for before, after, statement in [*_explained(sentence), *_bound(sentence)]:
            if before != after and statement not in found[before, after]:
                found[before, after].append(statement)
    return dict(found)


def _explained(sentence: Sentence) -> Iterator[tuple[str, str, Statement]]:
    """Yield (before, after, statement) for what a sentence about one concept says of others."""
    opener, *others = sentence.mentions
    if sentence.kind in {"title", "cell"} or not _OPENING.fullmatch(sentence.text[: opener.start]):
        return
    end = _end_of_name(sentence, opener)
    defining = end
    if defines := _IS_A.match(sentence.text, end):
        clause = _NEXT_CLAUSE.search(sentence.text, defines.end())
        defining = clause.start() if clause else len(sentence.text)
    for other in others:
        # What stands in parentheses after a name is another name, or an example.
        if other.start >= end:
            signal = "definition" if other.start < defining else "reference"
            yield other.concept, opener.concept, Statement(signal, sentence.section)


def _end_of_name(sentence: Sentence, mention: Mention) -> int:
    gloss = _GLOSS.match(sentence.text, mention.end)
    return gloss.end() if gloss else mention.end


def _heads_item(sentence: Sentence) -> bool:
    """Tell whether the first concept of a sentence is the head of a list item: "X: ..."."""
    first = sentence.mentions[0]
    return (
        sentence.kind == "item"
        and _OPENING.fullmatch(sentence.text[: first.start]) is not None
        and _LIST_HEAD.match(sentence.text, _end_of_name(sentence, first)) is not None
    )


def _bound(sentence: Sentence) -> Iterator[tuple[str, str, Statement]]:
    """Yield (before, after, statement) for the phrases between neighbouring mentions."""
    for place, left in enumerate(sentence.mentions):
        for right in sentence.mentions[place + 1 : place + 1 + _REACH]:
            if right.start - left.end > _MOST_CHARACTERS:
                break
            between = _between(sentence, left, right)
            if "|" in between:
                break  # two cells of a table are no phrase
            said = sentence.section, between.strip()
            if _EXEMPLIFIES.fullmatch(between) and _stands_alone(sentence, right, between):
                yield left.concept, right.concept, Statement("example", *said)
            elif _BUILDS_ON.search(between):
                yield right.concept, left.concept, Statement("phrase", *said, forward=False)


def _stands_alone(sentence: Sentence, mention: Mention, between: str) -> bool:
    """Tell whether a name behind a parenthesis is what stands there, and not how a remark opens."""
    return not between.endswith("(") or bool(_NAME_ENDS.match(sentence.text, mention.end))


def _between(sentence: Sentence, left: Mention, right: Mention) -> str:
    plain = _MARKUP.sub("", sentence.text[left.end : right.start])
    return " ".join(plain.split()).lower() + (" " if plain[-1:].isspace() else "")


def find_coordinated(sentences: Iterable[Sentence]) -> set[Pair]:
    """Return the pairs that the text names side by side, each in the order of names.

    Examples
    --------
    "X or Y", "X, Y and Z", "X vs Y", and the heads of neighbouring items of one list.
    """
    found: set[Pair] = set()
    heads: list[tuple[str, int, str]] = []
    for sentence in sentences:
        if sentence.kind == "code":
            continue
        run: list[Mention] = []
        for mention in sentence.mentions:
            if run and not _JOINS.fullmatch(_between(sentence, run[-1], mention).strip()):
                found.update(_neighbours([one.concept for one in run]))
                run = []
            run.append(mention)
        found.update(_neighbours([one.concept for one in run]))
        if _heads_item(sentence):
            heads.append((sentence.section, sentence.sentence, sentence.mentions[0].concept))
    for (section, place, one), (next_section, next_place, other) in pairwise(heads):
        if section == next_section and next_place - place <= _REACH and one != other:
            found.add((min(one, other), max(one, other)))
    return found


def _neighbours(run: Sequence[str]) -> Iterator[Pair]:
    names = list(dict.fromkeys(run))
    for place, one in enumerate(names):
        for other in names[place + 1 : place + 1 + _REACH]:
            yield min(one, other), max(one, other)
