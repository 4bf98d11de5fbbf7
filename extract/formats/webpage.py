"""Web pages: the content of HTML files, without what a site puts around it."""

import re

from extract.decoding import decode
from extract.formats.converted import ConversionError, Converted, mark, take_marks, unmarked

_ATTIRE = (
    "script, style, noscript, template, nav, footer, form, button, svg, iframe, dialog, "
    "aside, header:not(:has(h1)), [hidden], [aria-hidden=true], [role=navigation], "
    "[role=banner], [role=contentinfo], [role=search], [role=complementary]"
)
_CONTENT = ("main", "[role=main]", "article")


def convert_html(data: bytes) -> Converted:
    """Return the content of a web page; places are lines.

    Raises
    ------
    ConversionError
        If there is no text in it, or its tags are nested hundreds of levels deep.
    """
    from extract.formats.hypertext import parse_html, to_markdown

    page = parse_html(unmarked(decode(data)))
    title = page.title.get_text(" ", strip=True) if page.title else ""
    for tag in page.select(_ATTIRE):
        tag.decompose()
    for link in page.select('a[href^="#"]'):
        if not re.search(r"\w", link.get_text()):
            link.decompose()  # the sign by which a heading offers its address
    found = (page.select(selector) for selector in _CONTENT)
    content = next((tags[0] for tags in found if len(tags) == 1), page.body or page)
    text = to_markdown(content)
    if title and not text.startswith("#"):
        text = f"# {mark(1)}{title}\n\n{text}"
    converted = take_marks(text)
    if not re.search(r"\w", converted.text):
        raise ConversionError("is a page without text; save it as your browser shows it.")
    return converted
