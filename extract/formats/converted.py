"""Converted: Markdown made of another format, and where in the file its lines come from."""

import re
from typing import NamedTuple

from extract.decoding import clean

# Characters of the private use area, which `clean` takes out of every document.
_OPEN, _CLOSE = "\ue010", "\ue011"
MARK = re.compile(f"{_OPEN}(\\d+){_CLOSE}")
_UNPAIRED = re.compile(f"[{_OPEN}{_CLOSE}]")


class Converted(NamedTuple):
    """The text of a file."""

    text: str  # Markdown
    places: tuple[int, ...] = ()  # of each line, 1-based in the file; none: the lines themselves


class ConversionError(ValueError):
    """A file that cannot be converted; its message continues a sentence that names the file."""


def unmarked(text: str) -> str:
    """Return a text without the characters that marks are made of."""
    return _UNPAIRED.sub("", text)


def mark(place: int | None) -> str:
    """Return a mark that says where in the file the text behind it stands."""
    return "" if place is None else f"{_OPEN}{place}{_CLOSE}"


def take_marks(markdown: str) -> Converted:
    r"""Take the marks out of a text; lines without one belong to the last place that was marked.

    >>> take_marks(f"# {mark(7)}Title\n\nText")
    Converted(text='# Title\n\nText', places=(7, 7, 7))
    """
    lines, places = [], []
    place = 1
    for line in markdown.split("\n"):
        marks = MARK.findall(line)
        place = int(marks[0]) if marks else place
        # Other line ends would shift the lines behind them.
        lines.append(clean(MARK.sub("", line)).replace("\n", " "))
        places.append(place)
        place = int(marks[-1]) if marks else place
    return Converted("\n".join(lines), tuple(places))
