"""Outline: the places of a document where a section may open, and what is only navigation."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from extract.blocks import read_inline
from extract.markup import Line
from extract.questions import (
    LONGEST_TITLE,
    Opening,
    asks,
    is_adorned,
    is_answer,
    is_bold_lead,
    is_named,
    is_numbered,
    read_opening,
    requests,
)
from extract.tags import NESTED_SUMMARY, SUMMARY

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token


class Opener(NamedTuple):
    """A place where a section may open."""

    shape: str  # "h1" to "h6", or one of SHAPES
    line: int  # index of its first line
    body: int  # index of the line after its last
    opening: Opening
    marked: bool  # by its words a question, whatever its shape
    adorned: bool = False  # with emoji
    margin: int = 0  # columns by which the text below it is indented


# The shapes of questions that are no headings, from the clearest to the vaguest.
SHAPES = ("summary", "nested", "named", "bold", "numbered", "ordered", "row", "bullet", "plain")
_LISTED = frozenset({"ordered", "row", "bullet"})


class Outline(NamedTuple):
    """What the lines of a page are."""

    openers: list[Opener]  # in reading order
    debris: set[int]  # indices of lines that only navigate or separate
    words: list[int]  # of prose, in each line
    code: set[int]  # indices of lines of code


def read_outline(lines: Sequence[Line]) -> Outline:
    """Find every heading of a page, and every line that could be a question without one."""
    tokens = _parser().parse("\n".join(line.text for line in lines))
    debris = {index for index, line in enumerate(lines) if _only_navigates(line.text)}
    openers: list[Opener] = []
    code: set[int] = set()
    in_contents = False
    for node in _split_nodes(tokens):
        head = node[0]
        first, end = head.map or (0, 0)
        code.update(*(range(*token.map) for token in node if token.type in _CODE and token.map))
        if head.type == "heading_open":
            in_contents = bool(_CONTENTS.fullmatch(read_opening(node[1].content).title))
        if head.type == "hr" or _is_contents(node, first_below=in_contents):
            debris.update(range(first, end))
        else:
            openers += _READ.get(head.type, _read_nothing)(node, lines)
        if in_contents and head.type != "heading_open":
            in_contents = False
    debris -= code
    unsaid = debris | _find_pointers(openers)
    openers = [opener for opener in openers if opener.line not in unsaid]
    words = [
        0 if index in unsaid or index in code else _count_words(line.text)
        for index, line in enumerate(lines)
    ]
    return Outline(openers, debris, words, code)


def _count_words(text: str) -> int:
    return len(_WORD.findall(_LINK.sub(r"\1", text) if "](" in text else text))


@cache
def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    # Where blocks begin and end is all that is asked here.
    return MarkdownIt("commonmark", {"html": False}).enable("table").disable("inline")


def _split_nodes(tokens: "Sequence[Token]") -> "Iterator[Sequence[Token]]":
    """Yield the tokens of each top-level block."""
    start = 0
    for index, token in enumerate(tokens):
        if token.level == 0 and token.nesting <= 0:
            yield tokens[start : index + 1]
            start = index + 1


# --- navigation --------------------------------------------------------------------------------

_CODE = frozenset({"fence", "code_block"})
_WORD = re.compile(r"\w+")
_LINK = re.compile(r"!?\[((?:[^\[\]]++|\[[^\[\]]*+\])*+)\]\([ \t]*<?([^()\s<>]*)[^()\n]*\)")
_CONTENTS = re.compile(r"(?:table of )?contents?|toc", re.IGNORECASE)
_CONTENTS_PARTS = frozenset(
    {"heading_open", "paragraph_open", "bullet_list_open", "ordered_list_open", "table_open"}
)
_ARROW = re.compile(
    r"[\u2190-\u21ff\u27a0-\u27bf\u2b05-\u2b0d\U0001f519-\U0001f51d«»‹›]|<<|>>|<-|->"
)
_NAVIGATION = re.compile(
    "back|to|the|top|up|go|return|previous|prev|next|home|page|index|menu|toc|table|of|contents"
    "|start|main|readme|section|chapter|questions?|list"
)
_BACK = re.compile(
    r"\W*(?:go |jump |return )?(?:back )?to (?:the )?(?:top|start|contents|toc|table)\b"
)


def _only_navigates(line: str) -> bool:
    """Tell whether a line is "Back to top", "← Pods | Nodes →" or the like."""
    if len(line) > LONGEST_TITLE or not line.strip() or line.startswith("#"):
        return False
    if line.lstrip().startswith((SUMMARY, NESTED_SUMMARY)):
        title = read_opening(line).title
        return not title or is_answer(title) or bool(_CONTENTS.fullmatch(title))
    if "](" not in line and "to" not in line:
        return False
    links = [match[1].strip("*_ ") for match in _LINK.finditer(line)]
    words = _WORD.findall(_LINK.sub(r" \1 ", line).lower())
    known = all(_NAVIGATION.fullmatch(word) for word in words)
    if known and _BACK.match(" ".join(words)):
        return True
    others = _WORD.findall(_LINK.sub("", line).lower())
    points = any(_ARROW.match(link) or _ARROW.match(link[-1:]) for link in links)
    return (
        bool(links)
        and all(map(_NAVIGATION.fullmatch, others))
        and ((known and bool(words)) or points)
    )


def _is_contents(node: "Sequence[Token]", *, first_below: bool) -> bool:
    """Tell whether a block lists what is on this page.

    Parameters
    ----------
    first_below : bool
        Whether the block is the heading "Table of contents", or the first below it.
    """
    kind = node[0].type
    cells = [token.content for token in node if token.type == "inline" and token.content]
    if not cells or kind not in _CONTENTS_PARTS:
        return False
    if first_below and not any(token.type == "heading_open" for token in node[1:]):
        return kind != "paragraph_open"
    if kind == "heading_open":
        return False
    linking = sum(_links_to_anchor(cell) for cell in cells)
    if kind == "paragraph_open":
        return bool(linking)
    if kind == "table_open":
        return 2 * linking >= sum(token.type == "tr_open" for token in node)
    return linking >= 2 and 5 * linking >= 3 * len(cells)


def _links_to_anchor(markdown: str) -> bool:
    """Tell whether a text is nothing but links, one of them into this page."""
    targets = [match[2] for match in _LINK.finditer(markdown)]
    inside = any(target.startswith("#") for target in targets)
    return inside and not re.search(r"[^\W\d]", _LINK.sub("", markdown))


def _find_pointers(openers: Sequence[Opener]) -> set[int]:
    """Return the lines of list items and table rows that say no more than a heading's title."""
    titles = {opener.opening.title for opener in openers if opener.shape not in SHAPES}
    return {
        line
        for opener in openers
        if opener.shape in _LISTED and opener.opening.title in titles and not opener.opening.rest
        for line in range(opener.line, opener.body)
    }


# --- openers -----------------------------------------------------------------------------------

_BOLD_LINE = re.compile(r"[^\w*]*(\*\*|__)(?=\S)(?:(?!\1).)+\1[^\w`(\[]*")
_PART_NUMBER = re.compile(r"(\d{1,3}(?:\.\d{1,3})+)\s+(?=[A-Z][a-z])")  # "2.1 Volumes"
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])(?:[ \t]+|$)")


def _read_nothing(node: "Sequence[Token]", lines: Sequence[Line]) -> Iterator[Opener]:
    del node, lines
    yield from ()


def _read_heading(node: "Sequence[Token]", lines: Sequence[Line]) -> Iterator[Opener]:
    del lines
    first, end = node[0].map or (0, 0)
    opening = read_opening(node[1].content)
    # A whole heading is a title, however long.
    if opening.rest:
        title = f"{opening.title} {read_inline(opening.rest)}".strip()
        opening = opening._replace(title=title, rest="")
    if not opening.number and (part := _PART_NUMBER.match(opening.title)):
        opening = opening._replace(number=part[1], title=opening.title[part.end() :])
    marked = (
        opening.named
        or opening.title.endswith("?")
        or (opening.number is not None and requests(opening.title))
    )
    yield Opener(node[0].tag, first, end, opening, marked)


def _read_paragraph(node: "Sequence[Token]", lines: Sequence[Line]) -> Iterator[Opener]:
    first, end = node[0].map or (0, 0)
    yield from _find_openers([line.text for line in lines[first:end]], first)


def _read_quotation(node: "Sequence[Token]", lines: Sequence[Line]) -> Iterator[Opener]:
    for token in node:
        if token.type == "paragraph_open" and token.map:
            first, end = token.map
            texts = [line.text.lstrip(" >") for line in lines[first:end]]
            found = _find_openers(texts, first)
            yield from (opener for opener in found if opener.shape in {"named", "bold"})


def _find_openers(texts: Sequence[str], first: int) -> Iterator[Opener]:
    """Find the lines of a paragraph that may open questions."""
    shapes = [
        (index, shape)
        for index, text in enumerate(texts)
        if (shape := _line_shape(text, is_first=index == 0))
    ]
    beyond = (len(texts), "")
    for (index, shape), (end, _) in pairwise([*shapes, beyond]):
        last = index + 1 if shape in {"summary", "nested"} else end
        yield _open(shape, "\n".join(texts[index:last]), first + index, first + last)


def _line_shape(text: str, *, is_first: bool) -> str:
    """Name the shape of question that a line of a paragraph could open, if any."""
    text = text.strip()
    if text.startswith(SUMMARY):
        return "summary"
    if text.startswith(NESTED_SUMMARY):
        return "nested"
    if is_named(text):
        return "named"
    if _BOLD_LINE.fullmatch(text) or (
        is_first and (is_bold_lead(text) or (is_numbered(text) and text[0] in "*_"))
    ):
        return "bold"
    if is_numbered(text) and requests(read_opening(text[:LONGEST_TITLE]).title):
        return "numbered"
    if is_first and len(text) <= LONGEST_TITLE and text.endswith("?"):
        return "plain"
    return ""


def _open(shape: str, markdown: str, line: int, body: int, *, number: str | None = None) -> Opener:
    """Read an opener, of which the number may be known from the list it stands in."""
    opening = read_opening(markdown)
    if not opening.number:
        opening = opening._replace(number=number)
    marked = (
        opening.named
        or requests(opening.title)
        or (shape in {"summary", "nested", "bold"} and opening.number is not None)
    )
    return Opener(shape, line, body, opening, marked, is_adorned(markdown))


def _read_list(node: "Sequence[Token]", lines: Sequence[Line]) -> Iterator[Opener]:
    in_order = node[0].type == "ordered_list_open"
    places = [at for at, token in enumerate(node) if _is_item(token)]
    for position, at in enumerate(places):
        item, first, content = node[at : at + 3]
        if first.type not in {"paragraph_open", "heading_open"} or not first.map:
            continue
        line, body = first.map
        own = _line_shape(content.content.partition("\n")[0], is_first=False)
        # What a list around these means is less than what they say themselves.
        telling = own in {"summary", "nested", "named"} or (own == "bold" and not in_order)
        number = item.info or None
        if number == "1" and position:
            # Where all items say "1.", the browser counts.
            number = str(int(node[0].attrs.get("start", 1)) + position)
        shape = own if telling else "ordered" if in_order else "bullet"
        opener = _open(shape, content.content, line, body, number=number)
        marker = _ITEM.match(lines[line].text)
        yield opener._replace(margin=marker.end() if marker else 0)


def _is_item(token: "Token") -> bool:
    return token.type == "list_item_open" and token.level == 1


def _read_table(node: "Sequence[Token]", lines: Sequence[Line]) -> Iterator[Opener]:
    del lines
    rows: list[tuple[int, list[str]]] = []
    for token in node:
        if token.type == "tr_open" and token.map:
            rows.append((token.map[0], []))
        elif token.type == "inline":
            rows[-1][1].append(token.content)
    header, *body = rows
    column = _question_column(header[1], [cells for _, cells in body])
    if column is None:
        return
    for line, cells in body:
        opening = read_opening(cells[column])
        others = [cell for at, cell in enumerate(cells) if at != column and cell]
        number = next((cell for cell in others if re.fullmatch(r"#?\d+\.?", cell)), None)
        rest = [opening.rest, *(cell for cell in others if cell is not number)]
        if number and not opening.number:
            opening = opening._replace(number=number.strip("#."))
        opening = opening._replace(rest="\n\n".join(part for part in rest if part))
        yield Opener("row", line, line + 1, opening, requests(opening.title) or opening.named)


def _question_column(header: list[str], rows: list[list[str]]) -> int | None:
    for column, name in enumerate(header):
        if re.fullmatch(r"\W*(?:interview )?questions?\W*", name, re.IGNORECASE):
            return column
    for column in range(len(header)):
        asking = sum(asks(cells[column]) for cells in rows if column < len(cells))
        if asking >= 2 and 5 * asking >= 3 * len(rows):
            return column
    return None


_READ = {
    "heading_open": _read_heading,
    "paragraph_open": _read_paragraph,
    "blockquote_open": _read_quotation,
    "ordered_list_open": _read_list,
    "bullet_list_open": _read_list,
    "table_open": _read_table,
}
