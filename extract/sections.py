"""Sections: the units of a document that answer one question, or stand under one heading."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import PurePosixPath
from typing import NamedTuple

from extract.blocks import Block, Span, read_blocks, read_inline
from extract.documents import Document
from extract.markup import NESTED_SUMMARY, SUMMARY, Line, undress
from extract.outline import SHAPES, Opener, Outline, read_outline
from extract.questions import drop_answer_mark, is_answer, read_opening, requests

__all__ = ["Block", "Section", "Span", "read_blocks", "split_sections"]

# A chapter of questions is a section of its own only if it explains something itself.
_CHAPTER_WORDS = 80


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


class _Part(NamedTuple):
    """A stretch of a page, from one place where a section opens to the next."""

    opener: Opener | None  # None before the first
    start: int  # index of the first line of its body
    end: int
    is_question: bool


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
    """
    page = undress(document.text)
    outline = read_outline(page.lines)
    parts = _drop_idle(_split(outline, len(page.lines)), outline)
    sections: list[Section] = []
    slugs: dict[str, int] = {}
    for part in parts:
        number, title, line = _name(part, page.lines, page.title, document.source)
        body = _body(part, page.lines, outline.debris)
        if part.opener is None and not body:
            continue
        if part.opener and not part.opener.opening.title:
            fallback = f"Question {number}" if number else _title_from(document.source)
            title, body = _take_title(body, fallback)
        text = f"# {title}\n\n{body}" if body else f"# {title}"
        identifier = f"{document.source}#{_slug(title, slugs)}"
        words = len(text.split()) - 1
        position = start + len(sections)
        sections.append(
            Section(identifier, document.source, position, number, title, text, line, words)
        )
    return sections


# --- which places open a section ---------------------------------------------------------------


def _split(outline: Outline, end: int) -> list[_Part]:
    levels = _question_levels(outline.openers)
    chapters: list[tuple[Opener | None, bool, list[Opener]]] = [(None, False, [])]
    inside: Opener | None = None  # the question heading that is being answered
    answering = False  # below a heading "Answer" on a par with the heading "Question"
    for at, opener in enumerate(outline.openers):
        if opener.shape in SHAPES:
            if inside is None:
                chapters[-1][2].append(opener)
        elif is_answer(opener.opening.title):
            answering = inside is not None and inside.opening.named and inside.shape == opener.shape
        elif not inside or not (
            opener.shape > inside.shape
            or (answering and opener.shape == inside.shape and not opener.opening.named)
        ):
            is_question = opener.shape in levels and not _heads_questions(
                outline.openers, at, levels
            )
            inside, answering = opener if is_question else None, False
            chapters.append((opener, is_question, []))
    accepted = _accepted_shapes([chapter[2] for chapter in chapters], outline)
    places: list[tuple[Opener | None, bool]] = []
    for heading, is_question, inner in chapters:
        places.append((heading, is_question))
        shapes = {opener.shape for opener in inner} & accepted
        if shapes:
            shape = min(shapes, key=SHAPES.index)
            places += ((opener, True) for opener in _run(inner, shape))
    ends = [opener.line if opener else 0 for opener, _ in places[1:]] + [end]
    return [
        _Part(opener, opener.body if opener else 0, following, is_question)
        for (opener, is_question), following in zip(places, ends, strict=True)
    ]


def _question_levels(openers: Sequence[Opener]) -> set[str]:
    """Find the heading levels whose headings are questions."""
    of_headings = [opener for opener in openers if opener.shape not in SHAPES]
    headings = [opener for opener in of_headings if not is_answer(opener.opening.title)]
    levels = set()
    for level in {heading.shape for heading in headings}:
        peers = [heading for heading in headings if heading.shape == level]
        marked = sum(heading.marked for heading in peers)
        asking = sum(heading.marked or requests(heading.opening.title) for heading in peers)
        numbered = sum(heading.marked and bool(heading.opening.number) for heading in peers)
        if (
            any(heading.opening.named for heading in peers)
            or (numbered >= 2 and 2 * numbered >= len(peers))
            or (
                2 * marked >= len(peers)
                and 5 * asking >= 4 * len(peers)
                and asking >= 2
                and _has_few_parts(headings, level)
            )
            or (_counts_up(peers) and _has_few_parts(headings, level))
            or any(
                o.marked and o.shape == level and is_answer(below.opening.title)
                for o, below in pairwise(of_headings)
            )
        ):
            levels.add(level)
    return levels


def _has_few_parts(headings: Sequence[Opener], level: str) -> bool:
    """Tell whether the headings below a level are parts of answers rather than topics.

    Answers have few parts, or the same ones over and over ("Example", "In depth").
    """
    peers = sum(heading.shape == level for heading in headings)
    below = {heading.opening.title.lower() for heading in headings if heading.shape > level}
    return len(below) <= peers


def _counts_up(headings: Sequence[Opener]) -> bool:
    """Tell whether headings count through a list of questions rather than chapters."""
    numbers = [heading.opening.number for heading in headings]
    counted = [int(number) for number in numbers if number and number.isdigit()]
    rising = sum(after == before + 1 for before, after in pairwise(counted))
    return len(counted) >= 8 and rising >= 0.8 * (len(headings) - 1)


def _heads_questions(openers: Sequence[Opener], at: int, levels: set[str]) -> bool:
    """Tell whether an unmarked heading is the title of questions one level down."""
    heading = openers[at]
    if heading.marked or heading.opening.number:
        return False
    for opener in openers[at + 1 :]:
        if opener.shape in SHAPES:
            continue
        if opener.shape <= heading.shape:
            return False
        if opener.shape in levels and opener.marked:
            return True
    return False


def _accepted_shapes(chapters: Sequence[Sequence[Opener]], outline: Outline) -> set[str]:
    """Find the shapes, other than headings, that are questions in this document."""
    accepted: set[str] = set()
    headings = sum(opener.shape not in SHAPES for opener in outline.openers)
    for shape in SHAPES:
        # Below a question of a clearer shape, what looks like a question belongs to its answer.
        found = [
            opener
            for chapter in chapters
            if accepted.isdisjoint(opener.shape for opener in chapter)
            for opener in chapter
            if opener.shape == shape
        ]
        marked = sum(opener.marked for opener in found)
        asking = sum(opener.opening.title.endswith("?") for opener in found)
        mostly = 5 * marked >= 3 * len(found) and 3 * asking >= len(found)
        if not marked:
            fits = False
        elif shape in {"ordered", "row"}:
            fits = marked >= 2 and mostly
        elif shape == "bullet":
            fits = marked >= 3 and mostly and (bool(accepted) or _share(found, outline) >= 0.5)
        elif shape == "plain":
            fits = not accepted and headings <= 1 and len(found) >= 2
        else:
            fits = shape == "named" or (2 * marked >= len(found) and (marked >= 2 or headings <= 1))
        if fits:
            accepted.add(shape)
    return accepted


def _share(found: Iterable[Opener], outline: Outline) -> float:
    """Return the share of the prose that stands in the given places, 0 to 1."""
    words = sum(sum(outline.words[opener.line : opener.body]) for opener in found)
    return words / max(sum(outline.words), 1)


def _run(openers: Sequence[Opener], shape: str) -> Iterator[Opener]:
    """Yield the openers of a shape that are questions: the marked, and their like."""
    of_shape = [opener for opener in openers if opener.shape == shape]
    adorned = 2 * sum(opener.adorned for opener in of_shape if opener.marked) > len(of_shape)
    last = 0
    for opener in of_shape:
        number = _number(opener)
        follows = number is not None and number == last + 1
        alike = shape in {"bullet", "row", "summary", "nested"} or (
            shape == "bold" and adorned and opener.adorned
        )
        if opener.marked or follows or alike:
            last = number or last
            yield opener


def _number(opener: Opener) -> int | None:
    number = opener.opening.number
    return int(number) if number and number.isdigit() else None


def _drop_idle(parts: Sequence[_Part], outline: Outline) -> Iterator[_Part]:
    """Leave out the parts that only introduce questions."""
    questions = sum(part.is_question for part in parts)
    saying = sum(_words(part, outline) > 0 or part.is_question for part in parts)
    mostly_questions = 2 * questions > saying
    for at, part in enumerate(parts):
        words = _words(part, outline)
        heads = at + 1 < len(parts) and parts[at + 1].is_question
        if part.is_question:
            yield part
        elif questions and (heads or mostly_questions):
            if words >= _CHAPTER_WORDS and part.opener:
                yield part
        else:
            yield part


def _words(part: _Part, outline: Outline) -> int:
    return sum(outline.words[part.start : part.end])


# --- what a section says -----------------------------------------------------------------------

_MARKS = re.compile(f"[{SUMMARY}{NESTED_SUMMARY}]")
_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n){2,}")


def _name(
    part: _Part, lines: Sequence[Line], page_title: str | None, source: str
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


def _body(part: _Part, lines: Sequence[Line], debris: set[int]) -> str:
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
