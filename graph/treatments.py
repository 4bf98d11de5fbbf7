"""Treatments: how deep, and where, a curriculum goes into each concept that it names."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from extract.language import lemma_of
from graph.curriculum import Curriculum

_WORD = re.compile(r"[A-Za-z][a-z]+|[A-Z]+|[0-9]+")
_SHORTEST_NAME = 4  # letters of a name that code may hold as words


class Place(NamedTuple):
    """A place in a curriculum, and what stands there."""

    section: str  # id
    title: str
    text: str  # the sentence or line, as Markdown
    order: tuple[int, int]  # of the section in the curriculum, of the sentence in the section
    kind: str  # "title", "heading", "paragraph", "item", "cell", "code"


@dataclass(frozen=True, slots=True)
class Treatment:
    """What a curriculum makes of a concept that it names."""

    concept: str
    depth: str  # "named", "explained", "practised"
    taught: bool  # a sentence explains it, or a line of an outline lists it
    introduced: Place | None  # the first place that teaches it
    defined: bool  # that place says what it is
    best: Place  # the place that explains it best, else lists it, else names it
    places: tuple[Place, ...]  # all that name it, in the order of reading
    named: Place | None  # the first of them that does more than announce what a document is about


def find_treatments(
    curriculum: Curriculum, aliases: Mapping[str, Iterable[str]]
) -> dict[str, Treatment]:
    """Return how a curriculum treats the concepts that it names.

    Parameters
    ----------
    curriculum : Curriculum
    aliases : mapping of str to iterable of str
        The other names of concepts.

    Returns
    -------
    dict of str to Treatment
        By concept, in the order in which the curriculum first names them.

    Notes
    -----
    A concept is practised if code names it, or holds all words of one of its names.
    """
    describe = _places(curriculum)
    announcing = curriculum.announcing
    taught: dict[str, dict[tuple[str, int], float]] = defaultdict(dict)
    for line in curriculum.listed:
        taught[line.concept][line.section, line.sentence] = 0.0
    explained = set()
    defining = set()
    for item in curriculum.explanations:
        explained.add(item.concept)
        if item.defines:
            defining.add((item.concept, item.section, item.sentence))
        taught[item.concept][item.section, item.sentence] = item.strength
    named: dict[str, dict[tuple[str, int], None]] = defaultdict(dict)
    mentions = curriculum.mentions
    for concept, section, sentence in zip(
        *(mentions[name].tolist() for name in ("concept", "section", "sentence")), strict=True
    ):
        named[concept][section, sentence] = None
    in_code = set(mentions["concept"][mentions["in_code"].astype(bool)])
    code_words = _code_words(curriculum)

    treatments = {}
    for concept, keys in named.items():
        places = sorted((describe[key] for key in keys), key=lambda place: place.order)
        worth = taught.get(concept, {})
        teaching = sorted((describe[key] for key in worth), key=lambda place: place.order)
        best = max(
            teaching, key=lambda place: worth[place.section, place.order[1]], default=None
        ) or min(places, key=lambda place: (place.section in announcing, place.kind == "code"))
        practised = concept in in_code or any(
            _is_in_code(name, code_words) for name in (concept, *aliases.get(concept, ()))
        )
        treatments[concept] = Treatment(
            concept=concept,
            depth="practised" if practised else "explained" if concept in explained else "named",
            taught=bool(worth),
            introduced=teaching[0] if teaching else None,
            defined=bool(teaching)
            and (concept, teaching[0].section, teaching[0].order[1]) in defining,
            best=best,
            places=tuple(places),
            named=next((place for place in places if place.section not in announcing), None),
        )
    return treatments


def _places(curriculum: Curriculum) -> dict[tuple[str, int], Place]:
    """Return every sentence of a curriculum as a place, by section and number."""
    sections = {
        section: (place, title, text)
        for place, (section, title, text) in enumerate(
            zip(*(curriculum.sections[name] for name in ("section", "title", "text")), strict=True)
        )
    }
    found = {}
    for section, sentence, start, end, kind in curriculum.sentences.itertuples(index=False):
        place, title, text = sections[section]
        words = " ".join(text[start:end].split())
        found[section, sentence] = Place(section, title, words, (place, sentence), kind)
    return found


def _code_words(curriculum: Curriculum) -> dict[str, set[str]]:
    """Return the sections whose code holds each word."""
    texts = dict(zip(curriculum.sections["section"], curriculum.sections["text"], strict=True))
    code = curriculum.sentences[curriculum.sentences["kind"] == "code"]
    found: dict[str, set[str]] = defaultdict(set)
    for section, start, end in zip(
        *(code[name].tolist() for name in ("section", "start", "end")), strict=True
    ):
        for word in _WORD.findall(texts[section][start:end]):
            found[lemma_of(word.lower())].add(section)
    return found


def _is_in_code(name: str, code_words: Mapping[str, set[str]]) -> bool:
    words = [lemma_of(word.lower()) for word in _WORD.findall(name)]
    if sum(map(len, words)) < _SHORTEST_NAME:
        return False
    return bool(set.intersection(*(code_words.get(word, set()) for word in words)))
