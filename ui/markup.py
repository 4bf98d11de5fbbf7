"""Markup: text from documents as HTML in which nothing of the documents is code.

Everything here escapes. The panels (`ui.pieces`, `ui.panel`, `ui.path_panel`, `ui.gap_panel`) put
it together, and escape the names that they add; no other module of the app makes HTML of text.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from html import escape
from typing import TYPE_CHECKING

from extract.blocks import bound_inline
from graph.evidence import Mark
from graph.wording import escape_markdown

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

# Private-use characters are set around mentions before the Markdown is rendered: one that ends a
# mention, and one for each that begins. The reader strips them from documents.
_CLOSE = "\ue000"
_FIRST, _LAST = 0xE001, 0xF8FF
_MARKS = re.compile("[\ue000-\uf8ff]")
_ENTITY = re.compile(r"&#(?:[xX]0*([0-9a-fA-F]{1,6})|0*([0-9]{1,7}));")
_PIECES = re.compile("(<[^>]*>|[\ue000-\uf8ff])")
_ADDRESS = re.compile(
    r"\]\([^)\n]*\)|<[a-zA-Z][a-zA-Z0-9+.-]+:[^<>\s]*>|^\s*\[[^\]\n]+\]:.*", re.MULTILINE
)
_FOLLOWED = ("http://", "https://", "mailto:")

Link = Callable[[str], str]  # concept -> address that selects it


def mark_text(text: str, marks: Iterable[Mark]) -> str:
    """Return plain text as HTML, with the given mentions in ``<mark>``.

    >>> mark_text("a < b", [Mark(4, 5, "b")])
    'a &lt; <mark>b</mark>'
    """
    parts = []
    done = 0
    for start, end, _ in _apart(marks):
        parts += [escape(text[done:start]), "<mark>", escape(text[start:end]), "</mark>"]
        done = end
    return "".join([*parts, escape(text[done:])])


def plain(text: str) -> str:
    r"""Return a text so that Streamlit, which takes labels and messages for Markdown, shows it.

    >>> plain("![a](b) <c>")
    '!\\[a\\](b) \\<c\\>'
    """
    return escape_markdown(text)


def render_section(text: str, marks: Sequence[Mark], link: Link) -> str:
    """Return the Markdown of a section as HTML, with every mention a link to its concept.

    Parameters
    ----------
    text : str
        ``Section.text``: its title as a heading, then the body.
    marks : sequence of Mark
        Mentions, with characters into `text`.
    link : callable
        Returns the address that selects a concept.

    Returns
    -------
    str
        The title is an ``h2``, the headings below it are ``h3`` and ``h4``. HTML in the text is
        shown, not followed; pictures are named, not loaded.
    """
    text = _ENTITY.sub(_unmarked, _MARKS.sub("\ufffd", text))
    addresses = [match.span() for match in _ADDRESS.finditer(text)]
    kept = [mark for mark in _apart(marks) if not _is_within(mark, addresses)]
    kept = kept[: _LAST - _FIRST + 1]
    parts = []
    done = 0
    for number, (start, end, _) in enumerate(kept):
        parts += [text[done:start], chr(_FIRST + number), text[start:end], _CLOSE]
        done = end
    reader = _markdown()
    tokens = reader.parse("".join([*parts, text[done:]]))
    _tame(tokens)
    html = reader.renderer.render(tokens, reader.options, {})
    return "".join(_link_mentions(html, [link(mark.concept) for mark in kept]))


def _is_within(mark: Mark, spans: Sequence[tuple[int, int]]) -> bool:
    """Tell whether a mention overlaps one of some spans, which stand one after the other."""
    before = bisect_left(spans, mark.end, key=lambda span: span[0])
    return before > 0 and mark.start < spans[before - 1][1]


def _unmarked(entity: re.Match[str]) -> str:
    """Return an entity as it is, or spoilt, at the same length, where it would become a mark."""
    code = int(entity[1], 16) if entity[1] else int(entity[2])
    return "\ufffd" + entity[0][1:] if ord(_CLOSE) <= code <= _LAST else entity[0]


def _apart(marks: Iterable[Mark]) -> Iterator[Mark]:
    """Leave out empty mentions, and those that overlap an earlier one."""
    done = 0
    for mark in sorted(marks):
        if done <= mark.start < mark.end:
            yield mark
            done = mark.end


@cache
def _markdown() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    reader = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    bound_inline(reader)
    reader.add_render_rule("image", _name_picture)
    reader.add_render_rule("table_open", lambda *_: '<div class="wide"><table>\n')
    reader.add_render_rule("table_close", lambda *_: "</table></div>\n")
    return reader


def _name_picture(_renderer: object, tokens: "Sequence[Token]", at: int, *_: object) -> str:
    # Loading it would tell a stranger who reads what.
    return escape(tokens[at].content)


def _tame(tokens: "Sequence[Token]") -> None:
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            title = token.tag == "h1"
            token.tag = "h2" if title else "h3" if token.tag in {"h2", "h3", "h4"} else "h4"
            if title and token.nesting == 1:
                token.attrSet("tabindex", "-1")
        _tame_links(token.children or [])


def _tame_links(tokens: "Sequence[Token]") -> None:
    """Open what leads elsewhere in a new tab; unlink what leads to another file of the corpus."""
    dead: list[bool] = []
    for token in tokens:
        if token.type == "link_open":
            address = str(token.attrGet("href") or "")
            dead.append(not address.lower().startswith(_FOLLOWED))
            token.attrs = {"href": address, "target": "_blank", "rel": "noopener noreferrer"}
        if token.type in {"link_open", "link_close"} and dead and dead[-1]:
            token.tag, token.attrs = "span", {}
        if token.type == "link_close" and dead:
            dead.pop()


def _link_mentions(html: str, addresses: Sequence[str]) -> Iterator[str]:
    """Turn what stands between the marks into links, piece by piece where tags come between."""
    address: str | None = None
    in_link = False
    for piece in _PIECES.split(html):
        if piece == _CLOSE:
            address = None
        elif len(piece) == 1 and _FIRST <= ord(piece) <= _LAST:
            address = addresses[ord(piece) - _FIRST]
        elif piece.startswith("<") and piece.endswith(">"):
            in_link = piece.startswith("<a ") or (in_link and piece != "</a>")
            yield piece
        elif address is None or not piece.strip():
            yield piece
        elif in_link:
            yield f"<mark>{piece}</mark>"
        else:
            yield f'<a class="mention" href="{escape(address)}">{piece}</a>'
