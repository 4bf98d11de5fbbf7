"""Documents: the input files of a corpus, found in reading order and decoded to repaired text."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Document:
    """One input file, decoded and repaired."""

    source: str  # path relative to the corpus, with forward slashes
    text: str  # repaired text, newline as "\n"
    size: int  # bytes of the file
    sha256: str  # of the file's bytes
    repaired: bool  # whether a damaged encoding was mended


@dataclass(frozen=True, slots=True)
class Skipped:
    """One input that was not read."""

    source: str
    reason: str  # one sentence: what is wrong and what to do
