"""Evidence: what one section shows of the concepts in it, as records that can be kept.

`Candidate.evidence` is a sum of the bits below, so that a corpus's millions of candidates fit a
column of integers.
"""

from dataclasses import dataclass
from typing import NamedTuple

TITLE = 1  # in the title of a section
HEADING = 2  # in a heading below it
STRONG = 4  # is in bold, whole
CODE = 8  # is inline code, or what it names
LINK = 16  # is the text of a link, whole; noted in the index, and weighed by nothing yet
HEAD = 32  # opens a list item before a colon, a dash or a parenthesis, or fills a table cell
CAPITAL = 64  # has capitals where ordinary words have none
NAME = 128  # has the form of a name: inner capitals, all capitals, digits
DEFINED = 256  # "X is a ..." opens a sentence
EXPANDED = 512  # a short form beside its long form, or the long form
WHOLE = 1024  # is a whole noun phrase, not a part of one
FENCED = 2048  # in a code block
FIRST = 4096  # begins with the first word of a sentence
LEXICON = 8192  # a known name


class Candidate(NamedTuple):
    """A stretch of a section that may name a concept."""

    sentence: int  # 0-based in the section
    start: int  # characters into Section.text
    end: int
    surface: str  # as written, without markup
    concept: str  # the known concept that it names, or ""
    evidence: int  # bits


class Sentence(NamedTuple):
    """A sentence, a title, a table row or a line of code."""

    start: int  # characters into Section.text
    end: int
    kind: str  # of its first block: "title", "heading", "paragraph", "item", "cell", "code"


class Expansion(NamedTuple):
    """A short form that a section explains by its long form."""

    short: str  # in the singular
    long: str


class Verb(NamedTuple):
    """A verb group: "stores", "can be replaced"."""

    sentence: int
    start: int  # characters into Section.text
    end: int


@dataclass(frozen=True, slots=True)
class SectionAnalysis:
    """What one section says, before the corpus decides what counts."""

    section: str
    sentences: tuple[Sentence, ...]
    candidates: tuple[Candidate, ...]
    expansions: tuple[Expansion, ...]
    verbs: tuple[Verb, ...]
