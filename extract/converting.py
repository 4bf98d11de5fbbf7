"""Converting: from the bytes of PDF, DOCX and CSV files to Markdown text."""

import csv
import io
import re
import zipfile
from collections import Counter
from statistics import median
from typing import TYPE_CHECKING, Any, NamedTuple

from extract.decoding import decode

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

_MOST_UNPACKED = 200_000_000  # bytes of a DOCX; more is an attack rather than a text
_MOST_PAGES = 3_000
_HEADING_SIZE = 1.15  # times the size of most text
_HEADING_WORDS = 15
_BULLET = re.compile(r"^[ \t]*[•◦▪‣·●○■\uf0b7][ \t]*")
_DELIMITERS = ",;\t|"


class ConversionError(ValueError):
    """A file that cannot be converted; its message continues a sentence that names the file."""


def convert_pdf(data: bytes) -> str:
    """Return the text of a PDF as Markdown: larger lines are headings, bullets are list items.

    Raises
    ------
    ConversionError
        If the PDF is damaged, needs a password, or has no text.
    """
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

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
    return _pdf_markdown(lines)


class _Line(NamedTuple):
    """A line of a page."""

    text: str
    size: float  # of its largest letters


def _pdf_lines(reader: "PdfReader") -> list[_Line]:
    if len(reader.pages) > _MOST_PAGES:
        raise ConversionError(
            f"has {len(reader.pages):,} pages, and a document may have {_MOST_PAGES:,}; split it."
        )
    return [line for page in reader.pages for line in (*_page_lines(page), _Line("", 0.0))]


def _page_lines(page: "PageObject") -> list[_Line]:
    sizes: dict[str, float] = {}

    def note(text: str, user: list[float], matrix: list[float], _font: Any, size: float) -> None:  # noqa: ANN401 - of pypdf's callback
        # The size in force is scaled by both matrices.
        scale = abs(matrix[3] or matrix[0]) * abs(user[3] or user[0])
        for part in text.split("\n"):
            if part.strip():
                sizes[part.strip()] = max(sizes.get(part.strip(), 0.0), size * scale)

    text = page.extract_text(visitor_text=note)
    return [_Line(line, _size(line, sizes)) for line in text.split("\n")]


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
    body = median(size for text, size in lines if text.strip() for _ in text.split())
    found = []
    for text, size in lines:
        plain = text.strip()
        if plain in repeated or plain.isdigit():
            continue
        if _BULLET.match(text):
            found.append(_BULLET.sub("- ", text))
        elif size > _HEADING_SIZE * body and 0 < len(plain.split()) <= _HEADING_WORDS:
            found += ["", f"## {plain}", ""]
        else:
            found.append(plain)
    return _rejoin("\n".join(found))


def _rejoin(text: str) -> str:
    """Mend words that a line end divides."""
    return re.sub(r"(?<=[a-z])-\n(?=[a-z])", "", text)


def convert_docx(data: bytes) -> str:
    """Return the text of a Word document as Markdown.

    Raises
    ------
    ConversionError
        If the bytes are no Word document, or one that needs a password.
    """
    import mammoth
    from markdownify import markdownify

    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise ConversionError("needs a password or is of Word before 2007; save it as plain .docx.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(item.file_size for item in archive.infolist()) > _MOST_UNPACKED:
                raise ConversionError("unpacks to more than 200 MB; remove its pictures.")
        html = mammoth.convert_to_html(
            io.BytesIO(data), convert_image=mammoth.images.img_element(lambda _image: {})
        ).value
    except (zipfile.BadZipFile, KeyError, OSError, ValueError) as error:
        if isinstance(error, ConversionError):
            raise
        raise ConversionError("is no Word document, although its name says so.") from error
    text: str = markdownify(html, heading_style="ATX", bullets="-", strip=["img", "a"])
    if not text.strip():
        raise ConversionError("has no text in it; remove it, or write into it.")
    return text


def convert_csv(data: bytes) -> str:
    """Return a table of values as Markdown: a list if it has one column, else a table.

    Raises
    ------
    ConversionError
        If the bytes are no text, or no table.
    """
    text = decode(data)
    try:
        dialect: Any = csv.Sniffer().sniff(text[:20_000], _DELIMITERS)
    except csv.Error:
        dialect = csv.excel  # one column
    try:
        rows = [
            [" ".join(cell.split()) for cell in row]
            for row in csv.reader(io.StringIO(text, newline=""), dialect)
            if any(cell.strip() for cell in row)
        ]
    except csv.Error as error:
        raise ConversionError(f"is no table of comma-separated values ({error}).") from error
    if not rows:
        raise ConversionError("has no text in it; remove it, or write into it.")
    width = max(map(len, rows))
    if width == 1:
        return "\n".join(f"- {row[0]}" for row in rows)
    table = [row + [""] * (width - len(row)) for row in rows]
    table.insert(1, ["---"] * width)
    return "\n".join("| " + " | ".join(map(_cell, row)) + " |" for row in table)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
