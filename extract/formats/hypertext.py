"""Hypertext: HTML read as a tree, and written as the Markdown that it stands for.

It loads its libraries at once: import it where they are needed, inside a function.
"""

import re
from itertools import islice
from textwrap import indent
from typing import Any

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString
from markdownify import MarkdownConverter

from extract.formats.converted import ConversionError, mark

# Tags that a writer may leave open until the next of their kind, and what holds them.
_LEFT_OPEN = {
    "li": (("li",), ("ul", "ol", "menu")),
    "dt": (("dt", "dd"), ("dl",)),
    "dd": (("dt", "dd"), ("dl",)),
    "tr": (("tr",), ("table",)),
    "td": (("td", "th"), ("tr", "table")),
    "th": (("td", "th"), ("tr", "table")),
    "p": (("p",), ("div", "li", "dd", "td", "th", "blockquote", "section", "article")),
}
_NEAR = 20  # tags between one left open and the next of its kind; more are taken for nesting
_LANGUAGE = re.compile(r"\b(?:language|lang|highlight|brush|code)[-:]? ?(\w+)")
# What Markdown would take for markup; an underscore inside a word it would not.
_SPECIAL = re.compile(r"[\\`*]+|(?<![^\W_])_+|_+(?![^\W_])|\[(?=[^\[\]]*\]\()|~~+")
_CHARACTER = re.compile(r".", re.DOTALL)
_ENTITY = re.compile(r"&(?=#?\w+;)")
_BLANKS = re.compile(r"[ \t]{2,}")  # the library takes the square of their number
_BARE_PIPE = re.compile(r"(?<!\\)\|")


class _Page(BeautifulSoup):
    """A page in which tags that are left open end where a browser ends them."""

    def handle_starttag(self, name: str, *arguments: Any, **options: Any) -> Tag | None:  # noqa: ANN401 - passed on as they come
        if name in _LEFT_OPEN:
            peers, holders = _LEFT_OPEN[name]
            for tag in islice(reversed(self.tagStack), _NEAR):
                if tag.name in peers:
                    self.handle_endtag(tag.name)
                if tag.name in peers or tag.name in holders:
                    break
        return super().handle_starttag(name, *arguments, **options)


def parse_html(html: str) -> BeautifulSoup:
    """Return HTML as a tree that knows the line of each tag."""
    return _Page(html, "html.parser")


def to_markdown(content: Tag, *, lines: bool = True) -> str:
    """Return HTML as Markdown in which marks (`extract.formats.converted`) say the lines.

    Parameters
    ----------
    content : Tag
        It is changed: the items of its numbered lists get a ``value``.
    lines : bool, default True
        Whether lines are the places; otherwise the text has marks already.

    Raises
    ------
    ConversionError
        If its tags are nested hundreds of levels deep.
    """
    for numbered in content.select("ol"):
        start = str(numbered.get("start", ""))
        first = int(start) if start.isdecimal() and len(start) < 8 else 1
        for number, item in enumerate(numbered.find_all("li", recursive=False), first):
            item["value"] = str(number)
    try:
        text: str = _Converter(lines=lines).convert_soup(content)
    except RecursionError:
        raise ConversionError("nests its tags too deeply to be read; simplify it.") from None
    return text.strip("\n")


class _Converter(MarkdownConverter):
    def __init__(self, *, lines: bool) -> None:
        super().__init__(heading_style="ATX", table_infer_header=True, autolinks=False)
        self._lines = lines

    def _mark(self, tag: Tag) -> str:
        return mark(tag.sourceline) if self._lines else ""

    def process_text(self, el: NavigableString, parent_tags: set[str] | None = None) -> str:
        if "pre" not in (parent_tags or ()):
            text = NavigableString(_BLANKS.sub(" ", el))
            el.replace_with(text)
            el = text
        done: str = super().process_text(el, parent_tags)  # type: ignore[misc]
        return done

    def escape(self, text: str, parent_tags: set[str]) -> str:
        del parent_tags
        text = _ENTITY.sub("&amp;", text).replace("<", "&lt;")
        return _SPECIAL.sub(lambda match: _CHARACTER.sub(r"\\\g<0>", match[0]), text)

    def convert_hN(self, n: int, tag: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: N802 - named by the library
        text = " ".join(text.split())
        if not text or "_inline" in parent_tags:
            return text
        return f"\n\n{'#' * min(max(n, 1), 6)} {self._mark(tag)}{text}\n\n"

    def convert_p(self, tag: Tag, text: str, parent_tags: set[str]) -> str:
        text = text.strip()
        if not text or "_inline" in parent_tags:
            return f" {text} "
        return f"\n\n{self._mark(tag)}{text}\n\n"

    convert_dd = convert_p

    def convert_li(self, tag: Tag, text: str, parent_tags: set[str]) -> str:
        del parent_tags
        bullet = f"{tag['value']}. " if tag.get("value") else "- "
        text = indent(text.strip(), " " * len(bullet))
        return f"{bullet}{self._mark(tag)}{text[len(bullet) :]}\n" if text else "\n"

    def convert_dt(self, tag: Tag, text: str, parent_tags: set[str]) -> str:
        text = " ".join(text.split())
        if not text or "_inline" in parent_tags:
            return text
        return f"\n\n{self._mark(tag)}{text if '**' in text else f'**{text}**'}\n\n"

    def convert_td(self, tag: Tag, text: str, parent_tags: set[str]) -> str:
        del parent_tags
        span = str(tag.get("colspan", ""))
        columns = int(span) if span.isdecimal() and len(span) < 4 else 1
        text = _BARE_PIPE.sub(r"\\|", " ".join(text.split()))
        return f" {self._mark(tag)}{text}{' |' * max(columns, 1)}"

    convert_th = convert_td

    def convert_pre(self, tag: Tag, text: str, parent_tags: set[str]) -> str:
        if not text.strip():
            return ""
        if "_inline" in parent_tags:
            return f"`{' '.join(text.split())}`"
        fence = "~~~~" if "```" in text else "```"
        code = text.strip("\n").rstrip()
        return f"\n\n{self._mark(tag)}{fence}{_language(tag)}\n{code}\n{fence}\n\n"

    def convert_details(self, tag: Tag, text: str, parent_tags: set[str]) -> str:
        del parent_tags
        return f"\n\n{self._mark(tag)}<details>\n{text.strip()}\n\n</details>\n\n"

    def convert_summary(self, tag: Tag, text: str, parent_tags: set[str]) -> str:
        del tag, parent_tags
        return f"\n\n<summary>{' '.join(text.split())}</summary>\n\n"

    def convert_img(self, tag: Tag, text: str, parent_tags: set[str]) -> str:
        del tag, text, parent_tags
        return ""


def _language(pre: Tag) -> str:
    inner = pre.find("code")
    tags = [pre, *([inner] if isinstance(inner, Tag) else ()), *islice(pre.parents, 2)]
    classes = (" ".join(map(str, tag.get_attribute_list("class"))) for tag in tags)
    found = next(filter(None, map(_LANGUAGE.search, classes)), None)
    return found[1] if found else ""
