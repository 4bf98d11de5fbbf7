"""Gaps of a corpus: what it leaves open, found by holding it against itself."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from extract.expansions import long_form_of
from extract.language import singular_acronym
from extract.lexicon import is_acronym
from extract.termhood import commonness
from graph.curriculum import Curriculum
from graph.holes import Hole, concepts_by_sentence, find_holes
from graph.without_code import in_prose

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd

_MANY = 3  # sections that mention something: the least that calls for an explanation
_KNOWN = 3.0  # log10 of uses in 10^9 words, from which on an acronym is general English
_SURPRISE = 0.05  # probability below which chance is no explanation
_PARENTHESIS = re.compile(r"\(([^()\n]{2,90})\)")


class Unexplained(NamedTuple):
    """A concept that sections mention, and none explains."""

    concept: str
    sections: tuple[str, ...]  # that mention it in prose, most mentions first
    asked: bool  # a title names it


class Unasked(NamedTuple):
    """A concept that answers mention more often than questions would lead us to expect."""

    concept: str
    sections: tuple[str, ...]  # that mention it in prose, most mentions first
    expected: float  # titles that would name it if they were like the text


class UnspelledAcronym(NamedTuple):
    """A short form whose long form stands nowhere."""

    acronym: str
    concept: str
    sections: tuple[str, ...]  # that use it, in the order of reading


class ForwardReference(NamedTuple):
    """A concept that sections use before a later one says what it is."""

    concept: str
    defined: str  # section
    used: tuple[str, ...]  # sections before it, in the order of reading


class Duplicate(NamedTuple):
    """A concept that several sections define."""

    concept: str
    sections: tuple[str, ...]  # in the order of reading


class Redundant(NamedTuple):
    """A section that brings nothing new."""

    section: str
    concepts: int  # that it mentions


@dataclass(frozen=True, slots=True)
class CorpusGaps:
    """What a corpus leaves open; each list begins with what matters most."""

    unexplained: list[Unexplained]
    unasked: list[Unasked]
    acronyms: list[UnspelledAcronym]
    forward: list[ForwardReference]
    duplicates: list[Duplicate]
    holes: list[Hole]
    redundant: list[Redundant]


def find_corpus_gaps(corpus: Curriculum, graph: "nx.Graph[str]") -> CorpusGaps:
    """Return what a corpus leaves open.

    Parameters
    ----------
    corpus : Curriculum
        The corpus, as `graph.curriculum.reference_curriculum` returns it.
    graph : networkx.Graph
        Its concept graph, as `graph.concept_graph.build_concept_graph` returns it.
    """
    return CorpusGaps(
        unexplained=find_unexplained(corpus),
        unasked=find_unasked(corpus),
        acronyms=find_unspelled_acronyms(corpus),
        forward=find_forward_references(corpus),
        duplicates=find_duplicates(corpus),
        holes=find_holes(corpus, graph),
        redundant=find_redundant(corpus),
    )


def find_unexplained(corpus: Curriculum, *, least: int = _MANY) -> list[Unexplained]:
    """Return the concepts that at least so many sections mention in prose and none explains."""
    explained = {item.concept for item in corpus.explanations}
    asked = set(_titled(corpus)["concept"])
    found = [
        Unexplained(concept, sections, concept in asked)
        for concept, sections in _sections_by_concept(corpus).items()
        if concept not in explained and len(sections) >= least
    ]
    return sorted(found, key=lambda item: (-len(item.sections), item.concept))


def find_unasked(corpus: Curriculum) -> list[Unasked]:
    """Return the concepts that no title names although the text would lead us to expect it.

    If titles named concepts as often as the text does, the number of titles that name one would
    follow a Poisson distribution. Only concepts count for which none has a probability below one
    in twenty, so that a corpus with few titles has none of them.
    """
    titled = _titled(corpus)
    prose = in_prose(corpus.mentions)
    counts = prose["concept"].value_counts()
    rate = len(titled) / len(prose) if len(prose) else 0.0
    asked = set(titled["concept"])
    found = [
        Unasked(concept, sections, rate * int(counts[concept]))
        for concept, sections in _sections_by_concept(corpus).items()
        if concept not in asked and math.exp(-rate * int(counts[concept])) < _SURPRISE
    ]
    return sorted(found, key=lambda item: (-item.expected, item.concept))


def find_unspelled_acronyms(corpus: Curriculum, *, least: int = _MANY) -> list[UnspelledAcronym]:
    """Return the short forms, used in at least so many sections, whose long form is nowhere.

    Short forms of general English (CPU, HTTP) need none.
    """
    prose = in_prose(corpus.mentions)
    spelled_out = _spelled_out(corpus.sections["text"])
    surfaces: dict[str, set[str]] = defaultdict(set)
    sections: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for concept, surface, section in zip(
        prose["concept"], prose["surface"], prose["section"], strict=True
    ):
        surfaces[concept].add(surface)
        acronym = singular_acronym(surface)
        if is_acronym(acronym):
            sections[concept, acronym][section] = None
    found = [
        UnspelledAcronym(acronym, concept, tuple(used))
        for (concept, acronym), used in sections.items()
        if len(used) >= least
        and commonness(acronym.lower()) < _KNOWN
        and not any(long_form_of(acronym, surface) for surface in surfaces[concept])
        and acronym not in spelled_out
    ]
    return sorted(found, key=lambda item: (-len(item.sections), item.acronym))


def find_forward_references(corpus: Curriculum, *, least: int = 2) -> list[ForwardReference]:
    """Return the concepts that at least so many sections use before one says what they are.

    Those come first that most sections use too early.
    """
    position = {section: place for place, section in enumerate(corpus.sections["section"])}
    first: dict[str, int] = {}
    defined: dict[str, str] = {}
    for item in corpus.explanations:
        if position[item.section] < first.get(item.concept, len(position)):
            first[item.concept] = position[item.section]
            defined[item.concept] = item.section if item.defines else ""
    found = []
    for concept, sections in _sections_by_concept(corpus).items():
        early = sorted(
            (section for section in sections if position[section] < first.get(concept, 0)),
            key=position.__getitem__,
        )
        if len(early) >= least and defined[concept]:
            found.append(ForwardReference(concept, defined[concept], tuple(early)))
    return sorted(found, key=lambda item: (-len(item.used), item.concept))


def find_duplicates(corpus: Curriculum) -> list[Duplicate]:
    """Return the concepts that several sections define, those with most sections first."""
    sections: dict[str, list[str]] = defaultdict(list)
    for item in corpus.explanations:
        if item.sign == "is":
            sections[item.concept].append(item.section)
    found = [Duplicate(name, tuple(where)) for name, where in sections.items() if len(where) > 1]
    return sorted(found, key=lambda item: (-len(item.sections), item.concept))


def find_redundant(corpus: Curriculum, *, least: int = _MANY) -> list[Redundant]:
    """Return the sections that bring nothing new, those with most concepts first.

    Every concept and every pair of concepts that share a sentence in such a section is found in
    others too, and what it explains, an earlier section has explained. Sections with fewer than
    `least` concepts say too little to tell.
    """
    pairs: dict[tuple[str, str], set[str]] = defaultdict(set)
    concepts: dict[str, set[str]] = defaultdict(set)
    holders: dict[str, set[str]] = defaultdict(set)
    for section, named in concepts_by_sentence(corpus):
        concepts[section] |= named
        for concept in named:
            holders[concept].add(section)
        for pair in combinations(sorted(named), 2):
            pairs[pair].add(section)
    own = {next(iter(where)) for where in (*pairs.values(), *holders.values()) if len(where) == 1}
    explained: set[str] = set()
    for item in corpus.explanations:  # in the order of reading
        if item.concept not in explained:
            explained.add(item.concept)
            own.add(item.section)
    found = [
        Redundant(section, len(named))
        for section, named in concepts.items()
        if section not in own and len(named) >= least
    ]
    return sorted(found, key=lambda item: (-item.concepts, item.section))


def _titled(corpus: Curriculum) -> "pd.DataFrame":
    """Return the mentions in titles."""
    sentences = corpus.sentences
    titles = sentences[sentences["kind"] == "title"][["section", "sentence"]]
    return in_prose(corpus.mentions).merge(titles, on=["section", "sentence"])


def _sections_by_concept(corpus: Curriculum) -> dict[str, tuple[str, ...]]:
    """Return the sections that mention each concept in prose, those with most mentions first."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    prose = in_prose(corpus.mentions)
    for concept, section in zip(prose["concept"], prose["section"], strict=True):
        counts[concept][section] += 1
    return {
        concept: tuple(section for section, _ in found.most_common())
        for concept, found in sorted(counts.items())
    }


def _spelled_out(texts: Iterable[str]) -> set[str]:
    """Return the short forms that stand beside their long form, one of the two in parentheses."""
    found = set()
    for text in texts:
        for match in _PARENTHESIS.finditer(text):
            inner = match.group(1)
            before = text[max(0, match.start() - 90) : match.start()].split()
            outer = before[-1].strip("*_`") if before else ""
            for short, long in ((inner, " ".join(before[-8:])), (outer, inner)):
                acronym = singular_acronym(short)
                if is_acronym(acronym) and long_form_of(acronym, long):
                    found.add(acronym)
    return found
