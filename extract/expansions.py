"""Expansions: the short forms that a text explains, after Schwartz & Hearst (2003)."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extract.language import singular_acronym

_LONGEST = 200  # characters before a parenthesis that may be a long form
_PARENTHESES = re.compile(r"\(([^()\n]{2,80})\)")
_BEFORE_A_SHORT_FORM = re.compile(r"[\s(\[,;:]")
_NOT_IN_A_LONG_FORM = re.compile(r"[()\[\]:;]")
_PART_OF_A_NAME = re.compile(r"[^\W_]+")
_LINKS = frozenset(
    ("a", "an", "and", "as", "by", "for", "from", "in", "of", "on", "the", "to", "with")
)


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


def _is_short_form(text: str) -> bool:
    return (
        2 <= len(text) <= 10
        and " " not in text
        and text[0].isalnum()
        and sum(map(str.isupper, text)) >= 2
    )


def long_form_of(short: str, text: str) -> str | None:
    """Return the end of `text` that spells `short` out.

    None, if nothing does. Words that begin with the letters one by one do it best; otherwise the
    letters are matched one by one from the right. Then the first has to open a word, at most
    min(n + 5, 2 n) words are looked at, where n is the number of letters and digits, and at most
    one word besides articles and prepositions may be without a letter.

    Examples
    --------
    >>> long_form_of("RBAC", "with role-based access control")
    'role-based access control'
    >>> long_form_of("SSI", "it has Serializable Snapshot Isolation")
    'Serializable Snapshot Isolation'
    >>> long_form_of("ESP", "the option needs IP as well") is None
    True
    >>> long_form_of("CVE", "a scanner checks it against known vulnerabilities") is None
    True
    """
    letters = [letter for letter in singular_acronym(short).casefold() if letter.isalnum()]
    words = list(re.finditer(r"\S+", text))
    if not words or not letters:
        return None
    text = text[words[-min(len(letters) + 5, 2 * len(letters), len(words))].start() :]
    lower = "".join(map(_lower, text))  # place by place what `text` has
    places = _match_initials(letters, lower) or _match_letters(letters, lower)
    if not places:
        return None
    long = text[places[0] :]
    spelled_out = len(long.split()) > 1 and len(long) > len(short)
    without = sum(
        word[0] not in _LINKS and not any(word.start() <= place < word.end() for place in places)
        for word in _PART_OF_A_NAME.finditer(lower, places[0])
    )
    if not spelled_out or without > 1 or _NOT_IN_A_LONG_FORM.search(long):
        return None
    return long


def _match_initials(letters: Sequence[str], lower: str) -> list[int]:
    """Return where the last words of a text, one for each letter, begin with the letters."""
    words = [word for word in _PART_OF_A_NAME.finditer(lower) if word[0] not in _LINKS]
    last = words[-len(letters) :]
    return [word.start() for word in last] if [word[0][0] for word in last] == letters else []


def _match_letters(letters: Sequence[str], lower: str) -> list[int]:
    """Return where a text has the letters, each as far right as it can be."""
    places: list[int] = []
    place = len(lower)
    for number, letter in enumerate(reversed(letters), 1):
        place = lower.rfind(letter, 0, place)
        while number == len(letters) and place > 0 and lower[place - 1].isalnum():
            place = lower.rfind(letter, 0, place)
        if place < 0:
            return []
        places.insert(0, place)
    return places


def _lower(letter: str) -> str:
    """Return a letter in lower case, or as it is where that is not one character: İ."""
    lower = letter.lower()
    return lower if len(lower) == 1 else letter
