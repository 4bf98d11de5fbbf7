"""Blocks: the prose and code of one section, read as text that remembers where it stood."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

_URL = re.compile(r"(?:https?|ftp)://[^\s<>()\[\]\"'`]+|\bwww\.[^\s<>()\[\]\"'`]+")
_TASK_BOX = re.compile(r"\[[ xX]\] ")
# The parser takes any white space for indentation, and other line ends for none at all.
_PLAIN_SPACES = dict.fromkeys(
    (code for code in range(0x3001) if chr(code).isspace() and chr(code) not in "\t\n"), " "
)
MAX_INLINE = 10_000  # characters of a paragraph; no author writes so much without a break
_MARKS = {"strong": "strong", "em": "emphasis", "link": "link"}


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a block that the author marked."""

    start: int  # characters into Block.text
    end: int
    kind: str  # "strong", "emphasis", "code", "link"


@dataclass(frozen=True, slots=True)
class Block:
    """A run of prose, or of code, of one section, read as text."""

    kind: str  # "title", "heading", "paragraph", "item", "cell", "code"
    text: str  # without markup
    offsets: tuple[int, ...]  # of each character of `text` in Section.text
    spans: tuple[Span, ...] = ()


def read_blocks(section_text: str) -> list[Block]:
    """Read the Markdown of a section as blocks of plain text.

    Parameters
    ----------
    section_text : str
        `Section.text`: a heading line with the plain title, then Markdown.

    Returns
    -------
    list of Block
        In reading order, none of them empty. Addresses (of links, images, or bare) and the
        descriptions of images are not part of the text. ``text[i:j]`` of a block was read from
        ``section_text[offsets[i] : offsets[j - 1] + 1]``: the same characters, but for markup
        in between, entities, and line breaks and other white space, which become spaces.

    Notes
    -----
    Takes time linear in the length of the text.
    """
    blocks = []
    body_start = 0
    if section_text.startswith("# "):
        # The title is plain: an asterisk or underscore in it is no markup.
        heading, _, _ = section_text.partition("\n")
        body_start = len(heading)
        start = body_start - len(heading[2:].lstrip())
        title = heading[start:].rstrip()
        blocks.append(Block("title", title, tuple(range(start, start + len(title)))))
    lines = section_text[body_start:].translate(_PLAIN_SPACES).split("\n")
    starts = list(accumulate((len(line) + 1 for line in lines), initial=body_start))
    blocks += _read_tokens(_parser().parse("\n".join(lines)), lines, starts)
    return [block for block in blocks if block.text]


def read_inline(markdown: str) -> str:
    """Read one line of Markdown, such as a heading, as plain text."""
    [token] = _parser().parseInline(markdown)
    return _read_inline("title", token, list(range(len(token.content) + 1))).text


@cache
def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    # Left apart, an escaped character or entity still knows how it was written.
    parser.disable("text_join")
    bound_inline(parser)
    for rule in parser.inline.ruler.__rules__:
        if rule.name in {"backticks", "link", "image", "autolink"}:
            parser.inline.ruler.at(rule.name, _noting_its_place(rule.fn))
    return parser


def bound_inline(parser: "MarkdownIt") -> None:
    """Make a parser take paragraphs beyond `MAX_INLINE` characters for plain text.

    Brackets and emphasis that never close cost it the square of their number.
    """
    parser.core.ruler.at("inline", _parse_inline)


def _parse_inline(state: "StateCore") -> None:
    for token in state.tokens:
        if token.type != "inline":
            continue
        token.children = []
        if len(token.content) <= MAX_INLINE:
            state.md.inline.parse(token.content, state.md, state.env, token.children)
        else:
            token.children = _plain_lines(token.content)


def _plain_lines(content: str) -> "list[Token]":
    from markdown_it.token import Token

    lines = []
    for line in content.split("\n"):
        lines += [Token("text", "", 0, content=line.strip(" \t")), Token("softbreak", "br", 0)]
    return lines[:-1]


def _noting_its_place(
    rule: "Callable[[StateInline, bool], bool]",
) -> "Callable[[StateInline, bool], bool]":
    """Make an inline rule leave, on its last token, the place of its source."""

    def noting(state: "StateInline", silent: bool) -> bool:
        before, start = len(state.tokens), state.pos
        matched = rule(state, silent)
        if matched and len(state.tokens) > before:
            state.tokens[-1].meta |= {"start": start, "end": state.pos}
        return matched

    return noting


def _read_tokens(
    tokens: "list[Token]", lines: Sequence[str], starts: Sequence[int]
) -> Iterator[Block]:
    containers: list[str] = []
    row, column = 0, 0
    opens_item = False
    for token in tokens:
        if token.nesting == 1:
            containers.append(token.type)
            opens_item = token.type == "list_item_open" or (
                opens_item and token.type == "paragraph_open"
            )
            if token.type == "tr_open" and token.map:
                row, column = token.map[0], 0
        elif token.nesting == -1:
            containers.pop()
        elif token.type in {"fence", "code_block"} and token.map:
            # A fence opens on a line of its own, before the first line of code.
            first = token.map[0] + (token.type == "fence")
            yield _read_code(token.content, first, lines, starts)
            opens_item = False
        elif token.type == "inline":
            parent = containers[-1]
            if parent in {"th_open", "td_open"}:
                places, column = _place_cell(token.content, lines[row], column)
                positions = [starts[row] + place for place in places]
                yield _read_inline("cell", token, positions)
                continue
            positions = _place_lines(token.content, token.map[0] if token.map else 0, lines, starts)
            kind = "item" if opens_item else "paragraph"
            if parent == "heading_open":
                kind = "heading"
            yield _read_inline(kind, token, positions)
            opens_item = False


def _place_lines(
    content: str, first: int, lines: Sequence[str], starts: Sequence[int]
) -> list[int]:
    """Find where each character of a parsed stretch stands in the section."""
    positions: list[int] = []
    for number, part in enumerate(content.split("\n"), first):
        # What the parser cut off is a prefix (quotation and list markers, indentation) or,
        # in headings and at the end of a paragraph, a suffix.
        line, bare = lines[number].rstrip(" \t"), part.strip(" \t")
        place = len(line) - len(bare) if line.endswith(bare) else max(line.find(bare), 0)
        at = starts[number] + place
        indent = len(part) - len(part.lstrip(" \t"))
        # A tab in the indentation may have become several spaces.
        positions += (max(at - left, starts[number]) for left in range(indent, 0, -1))
        positions += range(at, at + len(part) - indent)
        positions.append(starts[number] + len(lines[number]))
    return positions


def _place_cell(content: str, line: str, column: int) -> tuple[list[int], int]:
    """Find where each character of a table cell stands in its line, from a column on."""
    source = content.replace("|", "\\|")
    at = line.find(source, column)
    if at < 0:
        source, at = content, max(line.find(content, column), column)
    places = [
        at + place
        for place, character in enumerate(source)
        if not (character == "\\" and source[place + 1 : place + 2] == "|")
    ]
    end = at + len(source)
    return places[: len(content)] + [end] * (len(content) + 1 - len(places)), end


def _read_code(content: str, first: int, lines: Sequence[str], starts: Sequence[int]) -> Block:
    text = content.rstrip("\n")
    offsets = _place_code(text, first, lines, starts)
    return Block("code", text, tuple(offsets))


def _place_code(text: str, first: int, lines: Sequence[str], starts: Sequence[int]) -> list[int]:
    offsets: list[int] = []
    for number, part in enumerate(text.split("\n"), first):
        line = lines[number] if number < len(lines) else ""
        start = starts[min(number, len(starts) - 1)]
        # Code is right-aligned with its line; tabs in an indentation may have become spaces.
        surplus = len(part) - len(line)
        at = start + max(-surplus, 0)
        offsets.extend([at] * max(surplus, 0))
        offsets.extend(range(at, at + len(part) - max(surplus, 0)))
        offsets.append(start + len(line))
    return offsets[: len(text)]


@dataclass(slots=True)
class _Reading:
    """How far the inline tokens of a block have been read, in pace with their source."""

    source: str
    positions: list[int]  # in the section, of each character of `source`
    at: int = 0  # index into `source`
    text: list[str] = field(default_factory=list)
    offsets: list[int] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    opened: list[int] = field(default_factory=list)  # where in the text each open mark begins
    in_address: bool = False

    def add(self, text: str, start: int, *, places: int | None = None) -> None:
        """Add text that stands at an index of the source, on one place or as many as it has."""
        self.text.append(text)
        if places is None:
            self.offsets += self.positions[start : start + len(text)]
        else:
            self.offsets += [self.positions[start]] * len(text)

    def seek(self, sought: str) -> int:
        """Go to the next place of a string, if there is one."""
        self.at = max(self.source.find(sought, self.at), self.at)
        return self.at


def _read_inline(kind: str, token: "Token", positions: list[int]) -> Block:
    reading = _Reading(token.content, positions)
    for child in token.children or ():
        if child.nesting == 1:
            _open_mark(reading, child)
        elif child.nesting == -1:
            _close_mark(reading, child)
        elif child.type == "text":
            if child.content and not reading.in_address:
                reading.add(child.content, reading.seek(child.content))
                reading.at += len(child.content)
        elif child.type == "text_special":
            _read_special(reading, child)
        elif child.type == "code_inline":
            _read_code_span(reading, child)
        elif child.type == "image":
            reading.at = child.meta["end"]
        else:  # a line break
            reading.add(" ", reading.seek("\n"))
            reading.at += 1
    spans = sorted(reading.spans, key=_extent)
    return _tidy(Block(kind, "".join(reading.text), tuple(reading.offsets), tuple(spans)))


def _open_mark(reading: _Reading, token: "Token") -> None:
    reading.in_address = token.markup == "autolink"
    reading.opened.append(len(reading.offsets))
    mark = token.markup or "["
    if not reading.in_address:
        reading.at = reading.seek(mark) + len(mark)


def _close_mark(reading: _Reading, token: "Token") -> None:
    begin = reading.opened.pop()
    mark = _MARKS.get(token.type.removesuffix("_close"))
    if mark and begin < len(reading.offsets):
        reading.spans.append(Span(begin, len(reading.offsets), mark))
    if "end" in token.meta:
        reading.at = token.meta["end"]
    else:
        reading.at = reading.seek(token.markup) + len(token.markup)
    reading.in_address = False


def _read_special(reading: _Reading, token: "Token") -> None:
    """Read an escaped character, which stands for itself, or an entity, where it begins."""
    start = reading.seek(token.markup)
    if token.content == token.markup:
        reading.add(token.content, start)
    else:
        escaped = token.info == "escape" and len(token.content) == 1
        text = token.content.translate(_PLAIN_SPACES)
        reading.add(text, start + (len(token.markup) - 1 if escaped else 0), places=1)
    reading.at = start + len(token.markup)


def _read_code_span(reading: _Reading, token: "Token") -> None:
    start, end = token.meta["start"], token.meta["end"]
    # The backticks, and one space on either side, are not part of the code.
    begin = len(reading.offsets)
    reading.add(token.content, start + (end - start - len(token.content)) // 2)
    reading.spans.append(Span(begin, len(reading.offsets), "code"))
    reading.at = end


def _extent(span: Span) -> tuple[int, int]:
    return span.start, -span.end


def _tidy(block: Block) -> Block:
    """Leave out bare addresses and task boxes, and the spaces they and images leave behind."""
    text = block.text
    dropped = [match.span() for match in _URL.finditer(text)]
    if block.kind == "item" and (box := _TASK_BOX.match(text)):
        dropped.append(box.span())
    if not dropped and text == text.strip() and "  " not in text:
        return block
    keep = bytearray(b"\x01") * len(text)
    for start, end in dropped:
        keep[start:end] = bytes(end - start)
    for span in block.spans:
        if span.kind == "code":
            keep[span.start : span.end] = b"\x01" * (span.end - span.start)
    previous = " "
    for index, character in enumerate(text):
        if not keep[index]:
            continue
        if character.isspace() and previous == " ":
            keep[index] = 0
        previous = " " if character.isspace() else character
    kept = [index for index in range(len(text)) if keep[index]]
    while kept and text[kept[-1]].isspace():
        keep[kept.pop()] = 0
    moved = list(accumulate(keep, initial=0))
    spans = (Span(moved[span.start], moved[span.end], span.kind) for span in block.spans)
    return Block(
        block.kind,
        "".join(text[index] for index in kept),
        tuple(block.offsets[index] for index in kept),
        tuple(span for span in spans if span.start < span.end),
    )
