"""Wording: counts with their nouns, and text of documents in which nothing is markup."""

import re

_MARKDOWN = re.compile(r"([\\`*_\[\]<>|#~&])")


def plural(count: int, noun: str) -> str:
    """Return a count with its noun.

    Examples
    --------
    >>> plural(1, "sentence"), plural(1200, "sentence")
    ('1 sentence', '1,200 sentences')
    """
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def escape_markdown(text: str) -> str:
    r"""Return a text on one line, in which nothing means anything to Markdown.

    Examples
    --------
    >>> print(escape_markdown("a *bold*\nclaim"))
    a \*bold\* claim
    """
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))
