"""Expansions: the short forms that a text explains, after Schwartz & Hearst (2003)."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_LONGEST = 200  # characters before a parenthesis that may be a long form
_PARENTHESES = re.compile(r"\(([^()\n]{2,80})\)")
_BEFORE_A_SHORT_FORM = re.compile(r"[\s(\[,;:]")
_NOT_IN_A_LONG_FORM = re.compile(r"[()\[\]:;]")


class Place(NamedTuple):
    """A stretch of a text."""

    start: int
    end: int


def find_expansions(text: str) -> Iterator[tuple[Place, Place]]:
    """Yield where a text explains short forms: the short form, and its long form.

    Both orders are read: "long form (LF)" and "LF (long form)".

    References
    ----------
    A. S. Schwartz and M. A. Hearst, "A simple algorithm for identifying abbreviation definitions
    in biomedical text", Pacific Symposium on Biocomputing, 451-462, 2003.

    Examples
    --------
    >>> text = "A Pod Disruption Budget (PDB) limits evictions."
    >>> [(text[slice(*short)], text[slice(*long)]) for short, long in find_expansions(text)]
    [('PDB', 'Pod Disruption Budget')]
    """
    for match in _PARENTHESES.finditer(text):
        inner = Place(*match.span(1))
        nearby = text[max(0, match.start() - _LONGEST) : match.start()]
        before = nearby.rstrip()
        before_end = match.start() - (len(nearby) - len(before))
        if _is_short_form(match[1]):
            long = long_form_of(match[1], before)
            if long:
                yield inner, Place(before_end - len(long), before_end)
        elif before:
            short = _BEFORE_A_SHORT_FORM.split(before)[-1]
            if _is_short_form(short) and long_form_of(short, match[1]) == match[1]:
                yield Place(before_end - len(short), before_end), inner


def singular(short: str) -> str:
    """Return a short form without the S of its plural: "PDBs" is "PDB"."""
    return short[:-1] if short.endswith("s") and short[:-1].isupper() else short


def _is_short_form(text: str) -> bool:
    return (
        2 <= len(text) <= 10
        and " " not in text
        and text[0].isalnum()
        and sum(map(str.isupper, text)) >= 2
    )


def long_form_of(short: str, text: str) -> str | None:
    """Return the end of `text` that spells `short` out, matched letter by letter from the right.

    None, if nothing does. The first letter has to open a word; at most min(n + 5, 2 n) words are
    looked at, where n is the number of letters and digits.

    Examples
    --------
    >>> long_form_of("RBAC", "with role-based access control")
    'role-based access control'
    >>> long_form_of("ESP", "the option needs IP as well") is None
    True
    """
    letters = [letter for letter in singular(short).casefold() if letter.isalnum()]
    words = list(re.finditer(r"\S+", text))
    if not words or not letters:
        return None
    text = text[words[-min(len(letters) + 5, 2 * len(letters), len(words))].start() :]
    lower = "".join(map(_lower, text))  # place by place what `text` has
    place = len(lower)
    for number, letter in enumerate(reversed(letters), 1):
        place = lower.rfind(letter, 0, place)
        while number == len(letters) and place > 0 and lower[place - 1].isalnum():
            place = lower.rfind(letter, 0, place)
        if place < 0:
            return None
    long = text[place:]
    spelled_out = len(long.split()) > 1 and len(long) > len(short)
    return long if spelled_out and not _NOT_IN_A_LONG_FORM.search(long) else None


def _lower(letter: str) -> str:
    """Return a letter in lower case, or as it is where that is not one character: İ."""
    lower = letter.lower()
    return lower if len(lower) == 1 else letter
