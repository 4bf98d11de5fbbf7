"""Tags: the HTML and template tags in Markdown, replaced by the Markdown they stand for."""

import re
from dataclasses import dataclass, field
from html import unescape
from typing import NamedTuple

from extract.verbatim import BREAK, GAP

# Marks from the private use area, of which a decoded document is free.
SUMMARY = "\ue000"  # begins a line that was the <summary> of a <details> element
NESTED_SUMMARY = "\ue001"  # the same, of a <details> inside another

_MARKUP = re.compile(
    r"\{%[^{}]*%\}|\{\{-?\s*(?:site|page|include|layout)\.[^{}]*\}\}"
    r"|<(?P<end>/?)(?P<tag>[A-Za-z][A-Za-z0-9]*)"
    r"(?:(?:[\s/](?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+')*+)?)>"
)
_EMPHASIS = {"b": "**", "strong": "**", "dt": "**", "i": "*", "em": "*"}
_KINDS = re.compile(
    r"(?P<code>code|kbd|tt|samp|var)"
    r"|(?P<emphasis>b|strong|i|em)|(?P<link>a)|(?P<heading>h[1-6]|summary)"
    r"|(?P<line>br|hr|li)|(?P<term>dt)"
    # Elements that lay a page out; indentation means nothing in them.
    r"|(?P<layout>p|div|center|figure|table|tr|td|th|ul|ol|dl)"
    r"|(?P<block>section|article|header|footer|main|nav|aside|figcaption|thead|tbody|tfoot"
    r"|caption|dd|blockquote|address|form|fieldset|details)"
    r"|(?P<bare>span|font|u|small|big|mark|abbr|s|del|ins|label|sub|sup|img|picture|source|input"
    r"|svg|path|video|audio|iframe|object|embed|wbr|nobr|time|q|cite|dfn|col|colgroup|button"
    r"|select|option|html|body|head|meta|link|title|noscript|base|canvas|area|map|track|param)",
    re.IGNORECASE,
)
_HREF = re.compile(r"\bhref\s*=\s*[\"']?([^\s\"'<>()]+)", re.IGNORECASE)
_ONE_LINE = ("#", "|")  # headings and table rows, which no break may cut
_LIST_MARKER = re.compile(r"[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]+")


class _Tag(NamedTuple):
    name: str  # in lower case
    kind: str  # group of `_KINDS`
    ends: bool  # its element
    text: str


@dataclass(slots=True)
class _Undressing:
    """How far the tags have been taken off, and which elements are open there."""

    pieces: list[str] = field(default_factory=list)
    line: str = ""  # the first characters of the current line
    trim: bool = False  # whether spaces that follow are dropped
    layout: int = 0  # open elements in which indentation means nothing
    details: int = 0
    links: list[str] = field(default_factory=list)  # what ends each open <a>
    emphasis: list[int] = field(default_factory=list)  # where in `pieces` each open one begins
    in_code: bool = False
    one_line: bool = False  # in an HTML heading or summary
    line_ends: int = 0  # of the source, due when that line ends
    at_line_end: bool = False  # whether the source goes on in a new line


def take_off_tags(prose: str) -> str:
    """Replace HTML by the Markdown it stands for, and template tags by nothing."""
    state = _Undressing()
    at = 0
    for match in _MARKUP.finditer(prose):
        _add_text(state, prose[at : match.start()])
        at = match.end()
        state.at_line_end = prose[at : at + 1] in {"", "\n"}
        if kind := _KINDS.fullmatch(match["tag"] or ""):
            name = match["tag"].lower()
            _add_tag(state, _Tag(name, str(kind.lastgroup), bool(match["end"]), match[0]))
        elif match["tag"]:
            # No tag but a placeholder, such as <pod-name>, or a generic type.
            _add_text(state, match[0].replace("\n", " "))
        # The lines over which a tag went keep their numbers.
        state.line_ends += match[0].count("\n")
        if not state.one_line:
            _end_line(state)
    _add_text(state, prose[at:])
    _end_line(state)
    _end_paragraph(state)
    return "".join(state.pieces)


def _add_text(state: _Undressing, text: str) -> None:
    if state.trim and text:
        text = text.lstrip(" \t")
        state.trim = False
    if "\n" in text:
        if "\n\n" in text:
            # A blank line ends what HTML has begun.
            _end_line(state)
            _end_paragraph(state)
        if state.layout:
            text = re.sub(r"\n[ \t]+", "\n", text)
        if state.one_line:
            state.line_ends += text.count("\n")
            text = text.replace("\n", " ")
        else:
            state.line = text[text.rindex("\n") + 1 :][:80]
    elif len(state.line) < 80:
        state.line += text[:80]
    if text:
        state.pieces.append(unescape(text) if state.in_code else text)


def _end_paragraph(state: _Undressing) -> None:
    state.layout = 0
    state.links.clear()
    # Emphasis that goes over several paragraphs is none in Markdown.
    for begin in state.emphasis:
        state.pieces[begin] = ""
    state.emphasis.clear()


def _end_line(state: _Undressing) -> None:
    state.pieces.append("\n" * state.line_ends)
    state.line_ends = 0
    state.one_line = False


def _add_tag(state: _Undressing, tag: _Tag) -> None:
    if tag.kind == "code":
        if state.in_code == tag.ends:
            state.in_code = not tag.ends
            state.pieces.append("`")
    elif not state.in_code and tag.kind != "bare":
        _ADD[tag.kind](state, tag)


def _add_emphasis(state: _Undressing, tag: _Tag) -> None:
    mark = _EMPHASIS[tag.name]
    if not tag.ends:
        state.emphasis.append(len(state.pieces))
        state.pieces.append(mark)
        state.trim = True
    elif state.emphasis:
        # Emphasis may not begin or end with a space.
        begin = state.emphasis.pop()
        end = len(state.pieces)
        while end > begin + 1 and not state.pieces[end - 1].strip():
            end -= 1
        if end == begin + 1:
            state.pieces[begin] = ""
            return
        last = state.pieces[end - 1]
        state.pieces[end - 1 : end] = last.rstrip(), mark, last[len(last.rstrip()) :]


def _add_term(state: _Undressing, tag: _Tag) -> None:
    if not tag.ends:
        _break(state, GAP)
    _add_emphasis(state, tag)
    if tag.ends:
        _break(state, GAP)


def _add_link(state: _Undressing, tag: _Tag) -> None:
    if tag.ends:
        state.pieces.append(state.links.pop() if state.links else "")
        return
    href = _HREF.search(tag.text)
    target = href[1] if href else ""
    # A name is an anchor; a scheme other than these may run code where it is shown.
    linked = target and (":" not in target or target.startswith(("http:", "https:", "mailto:")))
    state.pieces.append("[" if linked else "")
    if not tag.text.endswith("/>"):
        state.links.append(f"]({target})" if linked else "")


def _add_block(state: _Undressing, tag: _Tag) -> None:
    if tag.name == "details":
        state.details = max(state.details + (-1 if tag.ends else 1), 0)
    if tag.kind == "layout":
        state.layout = max(state.layout + (-1 if tag.ends else 1), 0)
    if tag.ends or not _is_list_marker(state.line):
        _break(state, GAP)


def _add_heading(state: _Undressing, tag: _Tag) -> None:
    is_summary = tag.name == "summary"
    if tag.ends:
        if state.one_line and is_summary == (state.line[:1] in {SUMMARY, NESTED_SUMMARY}):
            _end_line(state)
            state.line = ""
            _break(state, GAP)
    elif not state.one_line and not state.line.lstrip().startswith(_ONE_LINE):
        # Else it is a heading inside a summary or another heading.
        if not _is_list_marker(state.line):
            _break(state, GAP)
        state.line = "#" * int(tag.name[1]) + " " if not is_summary else SUMMARY
        if is_summary and state.details > 1:
            state.line = NESTED_SUMMARY
        state.pieces.append(state.line)
        state.one_line = state.trim = True


def _add_line(state: _Undressing, tag: _Tag) -> None:
    if tag.name == "br":
        _break(state, "" if state.at_line_end and state.line.strip() else BREAK)
    elif tag.name == "hr":
        _break(state, f"{GAP}---{GAP}")
    else:
        _break(state, BREAK if tag.ends else f"{BREAK}- ")


_ADD = {
    "emphasis": _add_emphasis,
    "link": _add_link,
    "heading": _add_heading,
    "line": _add_line,
    "term": _add_term,
    "layout": _add_block,
    "block": _add_block,
}


def _is_list_marker(line: str) -> bool:
    return bool(_LIST_MARKER.fullmatch(line))


def _break(state: _Undressing, gap: str) -> None:
    if state.one_line or state.line.lstrip().startswith(_ONE_LINE):
        gap = " "
    else:
        state.line = ""
    state.pieces.append(gap)
    state.trim = True
