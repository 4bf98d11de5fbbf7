"""Curriculum: any ordered text or list, read so that it can be held against a reference.

Its concepts are found with the extraction of the reference, and carry the reference's names.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extract.analysis import Tables, analyse
from extract.concepts import place_mentions
from extract.documents import (
    Document,
    NoDocumentsError,
    Skipped,
    parse_document,
    read_documents,
)
from extract.index import is_index, read_table
from extract.language import key_of, model_of
from extract.lexicon import LexiconConcept
from extract.names import names_of
from extract.resolve import resolve_mentions
from extract.reuse import read_sections
from extract.sections import Section, split_sections
from graph.ambiguity import read_in_company
from graph.concept_graph import Index
from graph.explanations import Explanation, find_explanations
from graph.openings import find_opening
from graph.outlines import Line, find_lines, is_full_sentence

if TYPE_CHECKING:
    import pandas as pd

# A file without any Markdown whose lines are mostly short is a list of topics.
_TOPIC_WORDS = 12
_MARKDOWN_LINE = re.compile(r"\s*(?:#|[-*+•] |\d+[.)] |\||```|>|<)|\s*(?:=+|-+)\s*$")


@dataclass(frozen=True, slots=True)
class Curriculum:
    """An ordered text or list, with what it says of the concepts of a reference."""

    name: str
    sections: "pd.DataFrame"  # as in an index, labelled by ``section``, in the order of reading
    sentences: "pd.DataFrame"
    mentions: "pd.DataFrame"  # under the reference's names; what it lacks, under its own
    explanations: tuple[Explanation, ...]
    listed: tuple[Line, ...]  # topics that lines of outlines name
    announcing: frozenset[str]  # sections that open a document and teach nothing themselves
    skipped: tuple[Skipped, ...]

    @property
    def is_list(self) -> bool:
        """Whether all that is named, but for titles, stands on lines of outlines."""
        lines = {(line.section, line.sentence) for line in self.listed}
        titles = self.sentences[self.sentences["kind"] == "title"]
        heads = zip(titles["section"], titles["sentence"].tolist(), strict=True)
        named = zip(self.mentions["section"], self.mentions["sentence"].tolist(), strict=True)
        return bool(lines) and set(named) <= lines.union(heads)


def read_curriculum(paths: Sequence[Path], reference: Index) -> Curriculum:
    """Read a curriculum from files, folders, or an index.

    Raises
    ------
    extract.documents.NoDocumentsError
        If there is nothing to read; the message says why.
    extract.index.UnusableIndexError
        If an index cannot be read.
    ValueError
        If the reference was made with a pipeline that is not installed.
    """
    name = ", ".join(path.name or str(path) for path in paths)
    if len(paths) == 1 and is_index(paths[0]):
        return _match(name, read_sections(read_table(paths[0], "sections")), reference)
    sections: list[Section] = []
    openings: list[str] = []
    skipped: list[Skipped] = []
    for document in read_documents(paths):
        if isinstance(document, Skipped):
            skipped.append(document)
        else:
            document = _list_topics(document)
            own = split_sections(document, start=len(sections))
            openings.append(find_opening(document, own))
            sections += own
    return _match(name, sections, reference, openings, skipped)


def parse_curriculum(name: str, data: bytes, reference: Index) -> Curriculum:
    """Read a curriculum from the bytes of one file, whose name tells its kind.

    Raises
    ------
    extract.documents.UnreadableDocumentError
        If it cannot be read; the message says why.
    ValueError
        If the reference was made with a pipeline that is not installed.
    """
    document = _list_topics(parse_document(name, data))
    sections = split_sections(document)
    return _match(name, sections, reference, [find_opening(document, sections)])


def reference_curriculum(index: Index) -> Curriculum:
    """Return the reference as a curriculum of its own, as it was read for the index."""
    return describe_curriculum(
        index.path.name,
        index.sections,
        index.sentences,
        index.mentions,
        read_table(index.path, "analysis/verbs"),
    )


def _list_topics(document: Document) -> Document:
    """Turn bare lines into items of a list, which Markdown would join to one paragraph."""
    lines = [line for line in document.text.split("\n") if line.strip()]
    short = sum(len(line.split()) <= _TOPIC_WORDS and not is_full_sentence(line) for line in lines)
    if len(lines) < 2 or short < 0.8 * len(lines) or any(map(_MARKDOWN_LINE.match, lines)):
        return document
    return replace(document, text="\n".join(f"- {line.strip()}" for line in lines))


def _match(
    name: str,
    sections: Sequence[Section],
    reference: Index,
    openings: Collection[str] = (),
    skipped: Sequence[Skipped] = (),
) -> Curriculum:
    """Find the concepts of a curriculum under the names that they have in the reference."""
    import pandas as pd

    if not sections:
        raise NoDocumentsError(f"{name} names no topics; give a curriculum with text in it.")
    lexicon, names = _reference_names(reference)
    analysis = analyse(sections, lexicon, model_of(reference.manifest["settings"]))
    table = pd.DataFrame(
        {field: [getattr(section, field) for section in sections] for field in Section.__slots__}
    )
    mentions = _place(sections, analysis, lexicon, names, reference)
    own = resolve_mentions(sections, analysis, lexicon)
    beyond = own[~own["concept"].isin(reference.concepts["concept"])]
    mentions = pd.concat([mentions, _apart(beyond, mentions)], ignore_index=True)
    order = mentions["section"].map({section.section: at for at, section in enumerate(sections)})
    mentions = (
        mentions.assign(order=order).sort_values(["order", "start"]).drop(columns="order")
    ).reset_index(drop=True)
    curriculum = describe_curriculum(
        name,
        table.set_index("section", drop=False).rename_axis(None),
        analysis["sentences"],
        mentions,
        analysis["analysis/verbs"],
        openings,
    )
    return replace(curriculum, skipped=tuple(skipped))


def _reference_names(reference: Index) -> tuple[list[LexiconConcept], dict[str, str]]:
    """Return the known names to look for, and the concept for the key of each other name.

    Names of several words are looked for by their words, whatever a tagger takes these for
    ("GIN indexes are large"); single words have to be nouns.
    """
    lexicon = names_of(reference.manifest["settings"], reference.path).lexicon()
    keys = {entry.name: {key_of(surface) for surface in entry.surfaces()} for entry in lexicon}
    names: dict[str, str] = {}
    phrases: dict[str, list[str]] = defaultdict(list)
    rows: list[Any] = list(reference.concepts.itertuples(index=False))
    for row in rows:
        # The text of the reference may give a known concept a name that its lexicon lacks.
        for surface in (row.concept, *row.aliases):
            if key_of(surface) not in keys.get(row.concept, ()):
                names.setdefault(key_of(surface), row.concept)
                if " " in surface and (row.concept in keys or " " in row.concept):
                    phrases[row.concept].append(surface)
    known = {row.concept for row in rows}
    kept = [
        replace(entry, aliases=(*entry.aliases, *phrases.pop(entry.name)))
        if entry.name in phrases
        else entry
        for entry in lexicon
        if entry.name in known or keys[entry.name].isdisjoint(names)
    ]
    kinds = dict(zip(reference.concepts["concept"], reference.concepts["kind"], strict=True))
    kept += [
        LexiconConcept(concept, kinds[concept], tuple(found))
        for concept, found in sorted(phrases.items())
    ]
    return kept, names


def _place(
    sections: Sequence[Section],
    analysis: Tables,
    lexicon: Sequence[LexiconConcept],
    names: Mapping[str, str],
    reference: Index,
) -> "pd.DataFrame":
    """Return the mentions of known concepts, and of those that the reference has discovered.

    Each section is read by itself, as if there were no other.
    """
    import pandas as pd

    candidates = analysis["analysis/candidates"]
    row_of = {section.section: place for place, section in enumerate(sections)}
    candidates = candidates.assign(section=candidates["section"].map(row_of).astype(int))
    surfaces = candidates["surface"].tolist()
    key = {surface: key_of(surface) for surface in set(surfaces)}
    hidden = {entry.name for entry in lexicon if entry.hidden}
    chosen = [
        "" if concept in hidden else concept or names.get(key[surface], "")
        for concept, surface in zip(candidates["concept"].tolist(), surfaces, strict=True)
    ]
    chosen = read_in_company(candidates, chosen, lexicon, reference, sections=len(sections))
    code = set(
        analysis["sentences"][analysis["sentences"]["kind"] == "code"]
        .set_index(["section", "sentence"])
        .index
    )
    return pd.DataFrame(
        [
            (
                sections[mention.section].section,
                mention.sentence,
                mention.concept,
                sections[mention.section].text[mention.start : mention.end],
                mention.start,
                mention.end,
                (sections[mention.section].section, mention.sentence) in code,
            )
            for mention in place_mentions(candidates, chosen)
        ],
        columns=["section", "sentence", "concept", "surface", "start", "end", "in_code"],
    )


def _apart(mentions: "pd.DataFrame", others: "pd.DataFrame") -> "pd.DataFrame":
    """Return the mentions that do not overlap others."""
    spans: dict[str, list[tuple[int, int]]] = {}
    for section, start, end in zip(
        others["section"], others["start"].tolist(), others["end"].tolist(), strict=True
    ):
        spans.setdefault(section, []).append((start, end))
    free = [
        not any(start < right and left < end for left, right in spans.get(section, ()))
        for section, start, end in zip(
            mentions["section"], mentions["start"].tolist(), mentions["end"].tolist(), strict=True
        )
    ]
    return mentions[free]


def describe_curriculum(
    name: str,
    sections: "pd.DataFrame",
    sentences: "pd.DataFrame",
    mentions: "pd.DataFrame",
    verbs: "pd.DataFrame",
    openings: Collection[str] = (),
) -> Curriculum:
    """Return a curriculum of tables with the columns that they have in an index.

    The title of an opening names a document and teaches nothing.

    Parameters
    ----------
    name : str
    sections : pandas.DataFrame
        Labelled by ``section``, in the order of reading.
    sentences, mentions, verbs : pandas.DataFrame
        ``verbs`` as in ``analysis/verbs``.
    openings : collection of str
        Sections that open a document (`graph.openings.find_opening`).
    """
    texts = dict(zip(sections["section"], sections["text"], strict=True))
    explanations = tuple(
        item
        for item in find_explanations(texts, sentences, mentions, verbs)
        if item.section not in openings or item.sign != "title"
    )
    listed = tuple(
        line
        for line in find_lines(texts, sentences, mentions)
        if line.section not in openings or line.sentence
    )
    teaching = {item.section for item in explanations} | {line.section for line in listed}
    return Curriculum(
        name=name,
        sections=sections,
        sentences=sentences,
        mentions=mentions,
        explanations=explanations,
        listed=listed,
        announcing=frozenset(openings) - teaching,
        skipped=(),
    )
