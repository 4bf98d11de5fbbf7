"""Sections: the units of a document that answer one question, or stand under one heading."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from extract.blocks import read_inline
from extract.division import Part, divide
from extract.documents import Document, UnreadableDocumentError
from extract.markup import Line, undress
from extract.outline import read_outline
from extract.questions import drop_answer_mark, read_opening
from extract.tags import NESTED_SUMMARY, SUMMARY

MAX_SECTION = 900_000  # characters; spaCy takes a million at once, with what is set between blocks


@dataclass(frozen=True, slots=True)
class Section:
    """A question with its answer, or the text under one heading."""

    section: str  # id, unique in the corpus and stable when other files change
    source: str  # Document.source
    position: int  # reading order in the corpus, 0-based
    number: str | None  # as printed ("251"), if any
    title: str  # as text: no markup, no number
    text: str  # repaired plain Markdown: a heading line with the title, then the body
    line: int  # where the heading stands: a 1-based line; of a PDF the page (`Reader.unit`)
    words: int  # in title and text


def split_sections(document: Document, *, start: int = 0) -> list[Section]:
    """Split a document into its sections, in reading order.

    In a document of questions and answers each question is a section, to which the headings
    below it belong; chapters of questions are sections only if they explain something
    themselves. In any other document each heading opens a section. Tables of contents and
    navigation are left out.

    Parameters
    ----------
    start : int, default 0
        The position of the first section in the corpus.

    Raises
    ------
    extract.documents.UnreadableDocumentError
        If a section would be longer than `MAX_SECTION`.
    """
    page = undress(document.text)
    outline = read_outline(page.lines)
    sections: list[Section] = []
    slugs: dict[str, int] = {}
    for part in divide(outline, titled=page.title is not None):
        number, title, line = _name(part, page.lines, page.title, document.source)
        body = _body(part, page.lines, outline.debris)
        if part.opener is None and not body:
            continue
        if part.opener and not part.opener.opening.title:
            fallback = f"Question {number}" if number else _title_from(document.source)
            title, body = _take_title(body, fallback)
        text = f"# {title}\n\n{body}" if body else f"# {title}"
        if len(text) > MAX_SECTION:
            raise UnreadableDocumentError(
                f"{document.source!r} has {len(text):,} characters without a heading from line "
                f"{line} on, and a section may have {MAX_SECTION:,}; give it headings."
            )
        identifier = f"{document.source}#{_slug(title, slugs)}"
        words = len(text.split()) - 1
        position = start + len(sections)
        place = document.place(line)
        sections.append(
            Section(identifier, document.source, position, number, title, text, place, words)
        )
    return sections


_MARKS = re.compile(f"[{SUMMARY}{NESTED_SUMMARY}]")
_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n){2,}")


def _name(
    part: Part, lines: Sequence[Line], page_title: str | None, source: str
) -> tuple[str | None, str, int]:
    """Return number, title and line of a part."""
    if part.opener:
        opening = part.opener.opening
        return opening.number, opening.title, lines[part.opener.line].number
    title = read_inline(page_title) if page_title else _title_from(source)
    first = next((line.number for line in lines[: part.end] if line.text.strip()), 1)
    return None, title, 1 if page_title else first


def _title_from(source: str) -> str:
    """Make a title of a file's name."""
    path = PurePosixPath(source)
    name = path.stem
    if name.strip("_").lower() in {"readme", "index"} and path.parent.name:
        name = path.parent.name
    return re.sub(r"[-_\s]+", " ", name).strip().capitalize() or source


def _body(part: Part, lines: Sequence[Line], debris: set[int]) -> str:
    margin = part.opener.margin if part.opener else 0
    kept = [
        _dedent(lines[index].text, margin)
        for index in range(part.start, part.end)
        if index not in debris
    ]
    rest = part.opener.opening.rest if part.opener else ""
    text = "\n".join(kept)
    joint = "\n" if rest and kept and kept[0].strip() else "\n\n"
    body = f"{rest}{joint}{text}" if rest else text
    body = _BLANK_LINES.sub("\n\n", _MARKS.sub("", body)).strip("\n").rstrip()
    return _unquote(drop_answer_mark(body).strip("\n")) if part.is_question else body


def _dedent(text: str, margin: int) -> str:
    return text[min(margin, len(text) - len(text.lstrip(" \t"))) :] if margin else text


def _unquote(body: str) -> str:
    """Take off the quotation marks around a whole answer."""
    for mark, end_mark in (('"', '"'), ("“", "”")):
        if not body.startswith(mark):
            continue
        heading = re.search(r"^#{1,6} ", body, re.MULTILINE)
        answer = body[: heading.start() if heading else len(body)].rstrip()
        inner = answer[1:-1]
        first = inner.find(mark)
        # In '"Pod" is short for "Pod group"' the second mark closes, in an answer it opens.
        opens = first <= 0 or not (inner[first - 1].isalnum() or inner[first - 1] in ".,;:!?)")
        if len(answer) > 1 and answer.endswith(end_mark) and opens:
            return inner.strip("\n").rstrip() + body[len(answer) :]
    return body


def _take_title(body: str, fallback: str) -> tuple[str, str]:
    """Take the title from the first paragraph, where the heading was no more than a number."""
    first, _, more = body.partition("\n\n")
    if not first or first.lstrip().startswith(("```", "|", "~~~", "#")):
        return fallback, body
    opening = read_opening(first)
    rest = f"{opening.rest}\n\n{more}".strip("\n")
    return opening.title or fallback, drop_answer_mark(rest).strip("\n")


def _slug(title: str, taken: dict[str, int]) -> str:
    """Make an anchor of a title, unlike those that are taken, and mark it as taken."""
    slug = base = "-".join(re.findall(r"\w+", title.lower()))[:80].strip("-") or "section"
    while slug in taken:
        taken[base] += 1
        slug = f"{base}-{taken[base]}"
    taken[slug] = 1
    return slug
