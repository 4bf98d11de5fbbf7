"""Wording: counts, what to call a section, and text of documents in which nothing is markup."""

import re
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import pandas as pd

# What means something to Markdown, or to those who add to it: formulas, names of people, addresses
# and emoji on GitHub, colours and icons in Streamlit.
_SIGN = re.compile(r"[\\`*_\[\]<>|#~&$]|:(?=\S)|@(?=\w)|(?<=\bwww)\.|^[-+=]", re.IGNORECASE)
_NUMBER_OF_ITEM = re.compile(r"^([0-9]+)([.)])(?= |$)")


class Corpus(Protocol):
    """An index, or a curriculum."""

    @property
    def sections(self) -> "pd.DataFrame":
        """Its sections, with the columns of an index."""


def plural(count: int, noun: str) -> str:
    """Return a count with its noun.

    Examples
    --------
    >>> plural(1, "sentence"), plural(1200, "sentence")
    ('1 sentence', '1,200 sentences')
    """
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def unit(corpus: Corpus) -> str:
    """Return what a section is called: a question, where most sections are numbered."""
    numbered = corpus.sections["number"].notna()
    return "question" if 2 * numbered.sum() > len(numbered) else "section"


def escape_markdown(text: str) -> str:
    r"""Return a text on one line, in which nothing means anything to Markdown.

    That holds wherever a line, an item, a title or a cell may begin with it, too.

    Examples
    --------
    >>> print(escape_markdown("a *bold*\nclaim"))
    a \*bold\* claim
    >>> print(escape_markdown("1. well-known"))
    1\. well-known
    """
    line = _SIGN.sub(r"\\\g<0>", " ".join(text.split()))
    return _NUMBER_OF_ITEM.sub(r"\1\\\2", line)
