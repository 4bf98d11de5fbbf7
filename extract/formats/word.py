"""Word: DOCX documents, with their styles read as headings, lists, tables and code."""

import io
import re
import zipfile
from typing import TYPE_CHECKING, Any

from extract.formats.converted import ConversionError, Converted, take_marks, unmarked

if TYPE_CHECKING:
    from collections.abc import Callable

_MOST_UNPACKED = 200_000_000  # bytes; more is an attack rather than a text
# The names under which word processors and converters keep code.
_CODE_STYLES = ("HTML Preformatted", "Source Code", "Preformatted Text", "Code", "Plain Text")
_CODE_SPANS = ("HTML Code", "Verbatim Char", "Source Text", "Code Char", "Inline Code")
_PLAIN_STYLES = (None, "Normal", "No Spacing", "Default Paragraph")
_MONOSPACED = re.compile(r"\b(?:courier|consolas|menlo|monaco|lucida console)\b|\bmono\b", re.I)
_STYLES = "\n".join(
    [
        "p[style-name='Title'] => h1:fresh",
        *(f"p[style-name='{name}'] => pre:separator('\\n')" for name in _CODE_STYLES),
        *(f"r[style-name='{name}'] => code" for name in _CODE_SPANS),
    ]
)
_PARAGRAPH = re.compile(r"<(?=(?:p|h[1-6]|li|pre)>)")


def convert_docx(data: bytes) -> Converted:
    """Return the text of a Word document; places are paragraphs.

    Raises
    ------
    ConversionError
        If the bytes are no Word document, one that needs a password, or one without text.
    """
    import mammoth

    from extract.formats.hypertext import parse_html, to_markdown

    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise ConversionError("needs a password or is of Word before 2007; save it as plain .docx.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(item.file_size for item in archive.infolist()) > _MOST_UNPACKED:
                raise ConversionError("unpacks to more than 200 MB; remove its pictures.")
        html = mammoth.convert_to_html(
            io.BytesIO(data),
            style_map=_STYLES,
            transform_document=_see_code(),
            convert_image=mammoth.images.img_element(lambda _image: {}),
        ).value
    except ConversionError:
        raise
    # A damaged document fails in as many ways as there are parts to damage.
    except (zipfile.BadZipFile, LookupError, OSError, ValueError, AttributeError, TypeError,
            SyntaxError, RecursionError, NotImplementedError) as error:  # fmt: skip
        raise ConversionError("is no Word document, although its name says so.") from error
    # A line for each paragraph: its number is the place that a reader can count to.
    page = parse_html(_PARAGRAPH.sub("\n<", unmarked(html)).removeprefix("\n"))
    for link in page.select("a:not([href]), a[href^='#']"):
        link.unwrap()
    converted = take_marks(to_markdown(page))
    if not converted.text.strip():
        raise ConversionError("has no text in it; remove it, or write into it.")
    return converted


def _see_code() -> "Callable[[Any], Any]":
    """Return what gives text in a typewriter's letters the style of code."""
    from mammoth import documents, transforms

    def is_code(run: Any) -> bool:  # noqa: ANN401 - of a library without types
        return bool(run.font and _MONOSPACED.search(run.font))

    def see_paragraph(paragraph: Any) -> Any:  # noqa: ANN401
        runs = [child for child in paragraph.children if isinstance(child, documents.Run)]
        plain = paragraph.style_name in _PLAIN_STYLES and not paragraph.numbering
        if not (plain and runs and all(map(is_code, runs))):
            return paragraph
        bare = [run.copy(font=None) for run in runs]
        return paragraph.copy(children=bare, style_name=_CODE_STYLES[0])

    def see_run(run: Any) -> Any:  # noqa: ANN401
        return run.copy(style_name=_CODE_SPANS[0]) if is_code(run) and not run.style_name else run

    paragraphs, runs = transforms.paragraph(see_paragraph), transforms.run(see_run)
    return lambda document: runs(paragraphs(document))
