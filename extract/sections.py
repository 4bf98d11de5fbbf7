"""Sections: the units of a document that answer one question, and their blocks of prose and code."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Section:
    """A question with its answer, or the text under one heading."""

    section: str  # id, unique in the corpus and stable when other files change
    source: str  # Document.source
    position: int  # reading order in the corpus, 0-based
    number: str | None  # as printed ("251"), if any
    title: str  # as text: no markup, no number
    text: str  # repaired plain Markdown: a heading line with the title, then the body
    line: int  # 1-based line of the heading in the source
    words: int  # in title and text


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a block that the author marked."""

    start: int  # characters into Block.text
    end: int
    kind: str  # "strong", "emphasis", "code", "link"


@dataclass(frozen=True, slots=True)
class Block:
    """A run of prose, or of code, of one section, read as text."""

    kind: str  # "title", "heading", "paragraph", "item", "cell", "code"
    text: str  # without markup
    offsets: tuple[int, ...]  # of each character of `text` in Section.text
    spans: tuple[Span, ...] = ()
