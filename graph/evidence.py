"""Evidence: the sections and sentences that speak of a concept, or of two together."""

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from extract.blocks import read_blocks
from extract.index import text_or_none
from graph.concept_graph import EdgePhrase, Index

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd


class Mark(NamedTuple):
    """A mention inside a text."""

    start: int  # characters
    end: int
    concept: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, a title, a table row or a line of code, as plain text."""

    text: str  # without markup
    marks: tuple[Mark, ...]  # the mentions that were asked for, in order
    kind: str  # "title", "heading", "paragraph", "item", "cell", "code"
    sentence: int  # 0-based in the section

    @property
    def in_code(self) -> bool:
        """Whether this is a line of code."""
        return self.kind == "code"


@dataclass(frozen=True, slots=True)
class SectionEvidence:
    """What one section says of a concept, or of two."""

    section: str  # id
    number: str | None  # as printed
    title: str
    source: str
    line: int  # 1-based, of the heading: a line, page or paragraph (`extract.places`)
    mentions: int  # of the concepts that were asked for
    sentences: tuple[Sentence, ...]  # those that mention them, in the order of reading


class Neighbour(NamedTuple):
    """A concept that shares sections with another one."""

    concept: str
    weight: float
    npmi: float  # -1..1
    sentences: int  # that mention both
    sections: int
    phrases: tuple[EdgePhrase, ...]


class Definition(NamedTuple):
    """Where a concept is explained."""

    section: str  # id
    number: str | None
    title: str
    sentence: Sentence | None  # that says what it is, where one does


def concept_evidence(
    index: Index, concept: str, *, limit: int | None = 100
) -> list[SectionEvidence]:
    """Return what the sections say of a concept, in the order of `concept_sections`.

    Parameters
    ----------
    index : Index
    concept : str
        Canonical name.
    limit : int or None, default 100
        At most so many sections; None for all.

    Raises
    ------
    KeyError
        If the index has no such concept.
    """
    found = _mentions(index, [concept])
    sections = _most_telling(index, concept, found)[:limit]
    return describe_sections(index, sections, found)


def concept_sections(index: Index, concept: str) -> list[str]:
    """Return the ids of the sections that mention a concept, the most telling first.

    The section that defines it comes first, then those with it in their title, then those that
    mention it most; ties in the order of reading.

    Raises
    ------
    KeyError
        If the index has no such concept.
    """
    return _most_telling(index, concept, _mentions(index, [concept]))


def _most_telling(index: Index, concept: str, found: "pd.DataFrame") -> list[str]:
    """Return the sections of all mentions of a concept, in the order of `concept_sections`."""
    defining, _ = _defining_place(index, concept)
    places = list(_rows(found, ["section", "sentence"]))
    counts = Counter(section for section, _ in places)
    sentences = index.sentences[index.sentences["section"].isin(counts)]
    titles = set(_rows(sentences[sentences["kind"] == "title"], ["section", "sentence"]))
    titled = {section for section, sentence in places if (section, sentence) in titles}
    position = dict(zip(counts, index.sections["position"].loc[list(counts)].tolist(), strict=True))
    return sorted(
        counts,
        key=lambda section: (
            section != defining,
            section not in titled,
            -counts[section],
            position[section],
        ),
    )


def pair_evidence(
    index: Index, first: str, second: str, *, limit: int | None = 100
) -> list[SectionEvidence]:
    """Return the sections that mention both concepts.

    Those with a sentence that mentions both come first, with these sentences and those that say
    what the one is or does to the other; the others follow with the sentences that mention the one
    or the other.

    Parameters
    ----------
    index : Index
    first, second : str
        Canonical names.
    limit : int or None, default 100
        At most so many sections; None for all.

    Raises
    ------
    KeyError
        If the index has no such concept.
    """
    for concept in (first, second):
        _defining_place(index, concept)
    found = _mentions(index, [first, second])
    both = found.groupby("section", sort=False)["concept"].transform("nunique") == 2
    found = found[both]
    together = (
        found.groupby(["section", "sentence"], sort=False)["concept"].transform("nunique") == 2
    )
    shared = found[together].groupby("section", sort=False)["sentence"].nunique()
    ranked = found.groupby("section").size().to_frame("mentions")
    ranked = ranked.assign(shared=shared, position=index.sections["position"]).fillna({"shared": 0})
    order = _ranked(ranked, ["shared", "mentions"])
    alone = ~found["section"].isin(shared.index)
    said = index.phrases[
        index.phrases["source"].isin([first, second])
        & index.phrases["target"].isin([first, second])
    ]
    places = set(zip(said["section"], said["sentence"], strict=True))
    here = zip(found["section"], found["sentence"], strict=True)
    told = np.array([place in places for place in here], dtype=bool)
    return describe_sections(index, order[:limit], found[together | alone | told])


def section_marks(index: Index, section: str) -> list[Mark]:
    """Return every mention in a section, with characters into its ``text``, in order.

    Raises
    ------
    KeyError
        If the index has no such section.
    """
    if section not in index.sections.index:
        raise KeyError(f"there is no section {section!r} in the index")
    rows = index.mentions[index.mentions["section"] == section]
    marks = zip(rows["start"].tolist(), rows["end"].tolist(), rows["concept"], strict=True)
    return sorted(Mark(*mark) for mark in marks)


def neighbours(graph: "nx.Graph[str]", concept: str, *, by_npmi: bool = False) -> list[Neighbour]:
    """Return the concepts that share sections with one, the most strongly bound first.

    Parameters
    ----------
    graph : networkx.Graph
        As `graph.concept_graph.build_concept_graph` returns it.
    concept : str
        Canonical name.
    by_npmi : bool, default False
        Rank by NPMI: what comes with this concept and rarely without it; ties by weight.

    Raises
    ------
    KeyError
        If the graph has no such concept.
    """
    found = [
        Neighbour(
            other,
            edge["weight"],
            edge["npmi"],
            edge["sentences"],
            edge["sections"],
            edge["phrases"],
        )
        for other, edge in graph[concept].items()
    ]
    if by_npmi:
        return sorted(found, key=lambda item: (-item.npmi, -item.weight, item.concept))
    return sorted(found, key=lambda item: (-item.weight, item.concept))


def definition(index: Index, concept: str) -> Definition | None:
    """Return the section that explains a concept, with the sentence that says what it is.

    Raises
    ------
    KeyError
        If the index has no such concept.
    """
    section, place = _defining_place(index, concept)
    if section is None:
        return None
    sentence = None
    if place is not None:
        mentions = index.mentions
        found = mentions[
            (mentions["section"] == section)
            & (mentions["sentence"] == place)
            & (mentions["concept"] == concept)
        ]
        for evidence in describe_sections(index, [section], found):
            sentence = evidence.sentences[0] if evidence.sentences else None
    about: Any = index.sections.loc[section]
    return Definition(section, text_or_none(about["number"]), about["title"], sentence)


def _defining_place(index: Index, concept: str) -> tuple[str | None, int | None]:
    """Return the section and the sentence that define a concept, where there are such."""
    concepts = index.concepts
    found = np.flatnonzero(concepts["concept"] == concept)
    if not len(found):
        raise KeyError(f"there is no concept {concept!r} in the index")
    section: Any = concepts["defining_section"].iat[found[0]]
    sentence: Any = concepts["defining_sentence"].iat[found[0]]
    return (
        text_or_none(section),
        int(sentence) if sentence == sentence else None,  # NaN where none is known
    )


def _mentions(index: Index, concepts: Sequence[str]) -> "pd.DataFrame":
    # One comparison is several times faster than a look-up of many.
    column = index.mentions["concept"]
    return index.mentions[column == concepts[0] if len(concepts) == 1 else column.isin(concepts)]


def _rows(table: "pd.DataFrame", columns: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """Return the rows of a small table as tuples, of which pandas makes much ado."""
    return zip(*(table[column].tolist() for column in columns), strict=True)


def _ranked(sections: "pd.DataFrame", columns: list[str]) -> list[str]:
    """Return the labels of a table by its columns, the greatest first; ties by position."""
    falling = [False] * len(columns)
    return sections.sort_values([*columns, "position"], ascending=[*falling, True]).index.tolist()


def describe_sections(
    index: Index, sections: Sequence[str], mentions: "pd.DataFrame"
) -> list[SectionEvidence]:
    """Return the sentences of some sections that hold some mentions.

    Parameters
    ----------
    index : Index
    sections : sequence of str
        Ids, in the order to return.
    mentions : pandas.DataFrame
        Rows of ``index.mentions``; those in other sections are left out.
    """
    sentences = index.sentences[index.sentences["section"].isin(sections)]
    spans = {
        (section, sentence): (start, end, kind)
        for section, sentence, start, end, kind in _rows(
            sentences, ["section", "sentence", "start", "end", "kind"]
        )
    }
    marks: dict[str, dict[int, list[Mark]]] = {section: {} for section in sections}
    inside = mentions[mentions["section"].isin(sections)]
    for section, sentence, *mark in _rows(
        inside, ["section", "sentence", "start", "end", "concept"]
    ):
        marks[section].setdefault(sentence, []).append(Mark(*mark))
    described = []
    abouts = index.sections.loc[list(sections)]
    for section, number, title, source, line, text in _rows(
        abouts, ["section", "number", "title", "source", "line", "text"]
    ):
        plain = _plain(text)
        described.append(
            SectionEvidence(
                section=section,
                number=text_or_none(number),
                title=title,
                source=source,
                line=line,
                mentions=sum(map(len, marks[section].values())),
                sentences=tuple(
                    _sentence(plain, spans[section, place], sorted(found), place)
                    for place, found in sorted(marks[section].items())
                ),
            )
        )
    return described


def sentence_at(index: Index, section: str, place: int) -> Sentence:
    """Return a sentence of a section by its number, without marks.

    Raises
    ------
    KeyError
        If the section has no such sentence.
    """
    table = index.sentences
    found = table[(table["section"] == section) & (table["sentence"] == place)]
    if found.empty:
        raise KeyError(f"section {section!r} has no sentence {place}")
    [span] = _rows(found, ["start", "end", "kind"])
    return _sentence(_plain(index.sections.at[section, "text"]), span, (), place)


@lru_cache(maxsize=512)
def _plain(text: str) -> tuple[str, "array[int]"]:
    """Return a section as plain text, and where each character of it stands in Section.text."""
    parts: list[str] = []
    offsets = array("l")  # a list would take ten times the memory
    last = "code"
    for block in read_blocks(text):
        if parts:
            parts.append(" | " if block.kind == last == "cell" else "\n")
            offsets.extend([offsets[-1] + 1] * len(parts[-1]))
        parts.append(block.text)
        offsets.extend(block.offsets)
        last = block.kind
    return "".join(parts), offsets


def _sentence(
    plain: tuple[str, "array[int]"], span: tuple[int, int, str], marks: Sequence[Mark], place: int
) -> Sentence:
    text, offsets = plain
    start, end, kind = span
    first, last = bisect_left(offsets, start), bisect_left(offsets, end)
    return Sentence(
        text=text[first:last].rstrip(),
        marks=tuple(
            Mark(
                bisect_left(offsets, mark.start) - first,
                bisect_left(offsets, mark.end) - first,
                mark.concept,
            )
            for mark in marks
        ),
        kind=kind,
        sentence=place,
    )
