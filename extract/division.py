"""Division: which of the places in an outline open the sections of a document."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise, takewhile
from typing import NamedTuple

from extract.outline import SHAPES, Opener, Outline
from extract.questions import is_answer, requests

# What introduces the questions of a page is a part only if it explains something besides.
_INTRODUCTION_WORDS = 80
_SENTENCE_WORDS = 5  # fewer explain nothing
# Shapes of which none means more than another. What else asks may well be part of an answer.
_ON_A_PAR = frozenset({"summary", "named", "bold", "numbered", "ordered", "plain"})


class Part(NamedTuple):
    """A stretch of a page, from one place where a section opens to the next."""

    opener: Opener | None  # None before the first
    start: int  # index of the first line of its body
    end: int
    is_question: bool


def divide(outline: Outline, *, titled: bool) -> list[Part]:
    """Divide a page into the parts that are its sections, in reading order.

    In a document of questions each question is a part, together with what stands below it, and
    so is a heading with prose of its own among them; a chapter of questions, and what introduces
    them all, is a part only if it explains something besides. In any other document each heading
    begins a part, and so does the text before the first.

    Parameters
    ----------
    titled : bool
        Whether the page has a title for the text before its first heading.
    """
    chapters = _find_chapters(outline.openers)
    accepted = _accepted_shapes([chapter.inner for chapter in chapters], outline)
    places: list[tuple[Opener | None, bool]] = []
    for chapter in chapters:
        places.append((chapter.heading, chapter.is_question))
        shapes = [shape for shape in SHAPES if shape in accepted]
        shapes = [
            shape
            for shape in shapes
            if not _is_inside(shape, accepted, chapter.inner, outline.words)
        ]
        found = (opener for shape in shapes for opener in _run(chapter.inner, shape))
        places += ((opener, True) for opener in sorted(found, key=lambda opener: opener.line))
    ends = [opener.line if opener else 0 for opener, _ in places[1:]]
    parts = [
        Part(opener, opener.body if opener else 0, end, is_question)
        for (opener, is_question), end in zip(places, [*ends, len(outline.words)], strict=True)
    ]
    return list(_drop_idle(parts, outline, titled=titled))


# --- headings ---


class _Chapter(NamedTuple):
    """A heading that is no part of an answer, or the beginning of the page."""

    heading: Opener | None
    is_question: bool
    inner: list[Opener]  # places below it where a question without a heading may open


def _find_chapters(openers: Sequence[Opener]) -> list[_Chapter]:
    levels = _question_levels(openers)
    chapters = [_Chapter(None, is_question=False, inner=[])]
    question: Opener | None = None  # whose answer the current heading may belong to
    answering = False  # below a heading "Answer" on a par with the heading "Question"
    for at, opener in enumerate(openers):
        if opener.shape in SHAPES:
            if question is None:
                chapters[-1].inner.append(opener)
        elif is_answer(opener.opening.title):
            answering = bool(question and question.opening.named and question.shape == opener.shape)
        elif (
            question is None
            or opener.shape < question.shape
            or (opener.shape == question.shape and (opener.opening.named or not answering))
        ):
            is_question = opener.shape in levels and not _heads_questions(openers, at, levels)
            question, answering = opener if is_question else None, False
            chapters.append(_Chapter(opener, is_question, []))
    return chapters


def _question_levels(openers: Sequence[Opener]) -> set[str]:
    """Find the heading levels whose headings are questions."""
    headings = [opener for opener in openers if opener.shape not in SHAPES]
    answered = {
        heading.shape
        for heading, below in pairwise(headings)
        if heading.marked and is_answer(below.opening.title)
    }
    headings = [heading for heading in headings if not is_answer(heading.opening.title)]
    levels = {heading.shape for heading in headings}
    return answered | {level for level in levels if _are_questions(headings, level)}


def _are_questions(headings: Sequence[Opener], level: str) -> bool:
    peers = [heading for heading in headings if heading.shape == level]
    numbered = sum(heading.marked and bool(heading.opening.number) for heading in peers)
    if any(heading.opening.named for heading in peers) or (
        numbered >= 2 and 2 * numbered >= len(peers)
    ):
        return True
    if not _has_few_parts(headings, level):
        return False
    marked = sum(heading.marked for heading in peers)
    asking = sum(heading.marked or requests(heading.opening.title) for heading in peers)
    return _counts_up(peers) or (
        asking >= 2 and 5 * asking >= 4 * len(peers) and 2 * marked >= len(peers)
    )


def _has_few_parts(headings: Sequence[Opener], level: str) -> bool:
    """Tell whether the headings below a level are parts of answers rather than topics.

    Answers have few parts, or the same ones over and over ("Example", "In depth").
    """
    peers = sum(heading.shape == level for heading in headings)
    below = {heading.opening.title.lower() for heading in headings if heading.shape > level}
    return len(below) <= peers


def _counts_up(headings: Sequence[Opener]) -> bool:
    """Tell whether headings are numbered one after the other, with few exceptions if many."""
    numbers = [heading.opening.number for heading in headings]
    counted = [int(number) for number in numbers if number and number.isdigit()]
    rising = sum(after == before + 1 for before, after in pairwise(counted))
    exceptions = len(headings) - 1 - rising
    return len(counted) >= 3 and 8 * exceptions <= len(headings)


def _heads_questions(openers: Sequence[Opener], at: int, levels: set[str]) -> bool:
    """Tell whether an unmarked heading is the title of questions one level down."""
    heading = openers[at]
    if heading.marked or heading.opening.number:
        return False
    for later in range(at + 1, len(openers)):
        opener = openers[later]
        if opener.shape in SHAPES:
            continue
        if opener.shape <= heading.shape:
            return False
        if opener.shape in levels and opener.marked:
            return True
    return False


# --- other shapes ---


def _accepted_shapes(chapters: Sequence[Sequence[Opener]], outline: Outline) -> set[str]:
    """Find the shapes, other than headings, that are questions in this document."""
    accepted: set[str] = set()
    headings = sum(opener.shape not in SHAPES for opener in outline.openers)
    for shape in SHAPES:
        # Below a question of a clearer shape, what looks like a question belongs to its answer.
        found = [
            opener
            for chapter in chapters
            if not _is_inside(shape, accepted, chapter, outline.words)
            for opener in chapter
            if opener.shape == shape
        ]
        few_headings = headings <= 1
        if shape == "bullet":
            # Documentation has lists of questions too; here they must be what it is about.
            fits = _mostly_ask(found, 3) and (bool(accepted) or _share(found, outline) >= 0.5)
        elif shape in {"ordered", "row"}:
            fits = _mostly_ask(found, 2)
        elif shape == "plain":
            clearer = sum(opener.shape in accepted for opener in outline.openers)
            fits = few_headings and len(found) > max(clearer, 1)
        else:
            marked = sum(opener.marked for opener in found)
            fits = marked > 0 and (
                shape == "named" or (2 * marked >= len(found) and (marked >= 2 or few_headings))
            )
        if fits:
            accepted.add(shape)
    return accepted


def _is_inside(
    shape: str, accepted: Collection[str], chapter: Sequence[Opener], words: Sequence[int]
) -> bool:
    """Tell whether what has a shape belongs to the answers of questions of a clearer one.

    It does unless as many have answers of their own: one "Q:" makes no answer of the questions
    in bold below it.
    """
    clearer = [
        opener
        for opener in chapter
        if opener.shape in accepted and SHAPES.index(opener.shape) < SHAPES.index(shape)
    ]
    if not clearer or not _ON_A_PAR.issuperset({shape, *(opener.shape for opener in clearer)}):
        return bool(clearer)
    asking = [opener for opener in chapter if opener.marked]
    own = [pair for pair in pairwise([*asking, None]) if pair[0] and pair[0].shape == shape]
    answered = {
        opener.opening.title
        for opener, after in own
        if opener and (opener.opening.rest or after is None or any(words[opener.body : after.line]))
    }
    return len(answered) < len(clearer) or 2 * len(answered) <= len(own)


def _mostly_ask(found: Sequence[Opener], fewest: int) -> bool:
    marked = sum(opener.marked for opener in found)
    asking = sum(opener.opening.title.endswith("?") for opener in found)
    return marked >= fewest and 5 * marked >= 3 * len(found) and 3 * asking >= len(found)


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


def _drop_idle(parts: Sequence[Part], outline: Outline, *, titled: bool) -> Iterator[Part]:
    """Leave out the parts that say nothing themselves, or only introduce questions.

    Headings that come before the first question, and those of their levels after it, are the
    chapters of a page of questions; any other heading among questions is a part like them.
    """
    said = [sum(outline.words[part.start : part.end]) for part in parts]
    questions = sum(part.is_question for part in parts)
    saying = sum(part.is_question or count > 0 for part, count in zip(parts, said, strict=True))
    of_questions = 2 * questions >= saying
    before = takewhile(lambda part: not part.is_question, parts)
    chapters = {part.opener.shape if part.opener else "" for part in before}
    for at, part in enumerate(parts):
        heads = at + 1 < len(parts) and parts[at + 1].is_question
        if part.is_question or not questions or not (heads or of_questions):
            yield part
        elif of_questions and (part.opener.shape if part.opener else "") in chapters:
            asks = part.opener is not None and part.opener.marked and said[at] > 0
            if asks or (said[at] >= _INTRODUCTION_WORDS and (part.opener or titled)):
                yield part
        else:
            lines = range(part.start, part.end)
            if said[at] >= _SENTENCE_WORDS or not outline.code.isdisjoint(lines):
                yield part
