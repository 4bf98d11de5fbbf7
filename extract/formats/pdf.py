"""PDF: the text of its pages, with larger lines read as headings."""

import io
import logging
import re
from collections import Counter
from statistics import median
from typing import TYPE_CHECKING, Any, NamedTuple

from extract.formats.converted import MARK, ConversionError, Converted, mark, take_marks, unmarked

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

_MOST_PAGES = 3_000
_MOST_CONTENT = 50_000_000  # bytes that draw its pages, unpacked: a minute or so
_HEADING_SIZE = 1.15  # times the size of most text
_HEADING_WORDS = 15
_DIVIDED = re.compile(rf"(?<=[a-z])-\n(?:{MARK.pattern})?(?=[a-z])")  # a word, by a line end
_BULLET = re.compile(r"^[ \t]*[•◦▪‣·●○■\uf0b7][ \t]*")


def convert_pdf(data: bytes) -> Converted:
    """Return the text of a PDF; larger lines are headings, bullets list items, places pages.

    Raises
    ------
    ConversionError
        If the PDF is damaged, needs a password, or has no text.
    """
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    # What it finds wrong with a PDF is told in one sentence, or mended.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise ConversionError("needs a password; save it without one.")
        lines = _pdf_lines(reader)
    except ConversionError:
        raise
    # A damaged PDF fails in as many ways as there are places to damage.
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, OSError,
            RecursionError, NotImplementedError) as error:  # fmt: skip
        raise ConversionError("is no PDF that can be read; save or print it anew.") from error
    if not any(line.text.strip() for line in lines):
        raise ConversionError("is a PDF without text, a scan perhaps; run text recognition on it.")
    return take_marks(_pdf_markdown(lines))


class _Line(NamedTuple):
    """A line of a page."""

    text: str
    size: float  # of its largest letters
    page: int


def _pdf_lines(reader: "PdfReader") -> list[_Line]:
    if len(reader.pages) > _MOST_PAGES:
        raise ConversionError(
            f"has {len(reader.pages):,} pages, and a document may have {_MOST_PAGES:,}; split it."
        )
    lines: list[_Line] = []
    left = _MOST_CONTENT
    for number, page in enumerate(reader.pages, 1):
        content = page.get_contents()
        left -= len(content.get_data()) if content is not None else 0
        if left < 0:  # a thousand pages may be one and the same
            raise ConversionError(
                f"draws more than {_MOST_CONTENT / 1e6:.0f} MB up to page {number:,}; split it."
            )
        lines += (*_page_lines(page, number), _Line("", 0.0, number))
    return lines


def _page_lines(page: "PageObject", number: int) -> list[_Line]:
    sizes: dict[str, float] = {}

    def note(text: str, user: list[float], matrix: list[float], _font: Any, size: float) -> None:  # noqa: ANN401 - of pypdf's callback
        # The size in force is scaled by both matrices.
        scale = abs(matrix[3] or matrix[0]) * abs(user[3] or user[0])
        for part in text.split("\n"):
            if part.strip():
                sizes[part.strip()] = max(sizes.get(part.strip(), 0.0), size * scale)

    text = unmarked(page.extract_text(visitor_text=note))
    return [_Line(line, _size(line, sizes), number) for line in text.split("\n")]


def _size(line: str, sizes: dict[str, float]) -> float:
    """Return the size of a line, which may have been drawn in several pieces."""
    known = sizes.get(line.strip())
    if known is not None:
        return known
    return max((size for part, size in sizes.items() if len(part) > 3 and part in line), default=0)


def _pdf_markdown(lines: list[_Line]) -> str:
    printed = Counter(line.text.strip() for line in lines)
    pages = sum(not line.size and not line.text for line in lines)
    # What most pages repeat is their header or footer.
    repeated = {text for text, count in printed.items() if pages > 2 and count > pages / 2}
    body = median(line.size for line in lines if line.text.strip() for _ in line.text.split())
    found = []
    for text, size, page in lines:
        plain = text.strip()
        if plain in repeated or plain.isdigit():
            continue
        if _BULLET.match(text):
            found.append(_BULLET.sub(f"- {mark(page)}", text))
        elif size > _HEADING_SIZE * body and 0 < len(plain.split()) <= _HEADING_WORDS:
            found += ["", f"## {mark(page)}{plain}", ""]
        else:
            found.append(f"{mark(page)}{plain}" if plain else "")
    return _DIVIDED.sub("", "\n".join(found))
