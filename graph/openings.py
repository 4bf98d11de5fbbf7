"""Openings: what stands before the parts of a document, and announces them."""

from collections.abc import Sequence

from extract.documents import Document
from extract.markup import undress
from extract.outline import SHAPES, read_outline
from extract.sections import Section

_LEAST_PARTS = 2


def find_opening(document: Document, sections: Sequence[Section]) -> str:
    """Return the section that opens a document and encloses all others, or "".

    It is the first one, if no other heading of the document is as high as its own: the title of
    a course, with what is said before the first session.

    Parameters
    ----------
    document : Document
    sections : sequence of Section
        Those of the document (`extract.sections.split_sections`).

    Returns
    -------
    str
        The id of the section; "" if fewer than two others follow.
    """
    if len(sections) <= _LEAST_PARTS:
        return ""
    lines = undress(document.text).lines
    levels: dict[int, list[str]] = {}
    for opener in read_outline(lines).openers:
        if opener.shape not in SHAPES:
            levels.setdefault(document.place(lines[opener.line].number), []).append(opener.shape)
    own, *others = levels.pop(sections[0].line, [""])  # text before any heading has none
    rest = [*others, *(level for found in levels.values() for level in found)]
    return sections[0].section if all(own < level for level in rest) else ""
