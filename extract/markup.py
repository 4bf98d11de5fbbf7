"""Markup: the web-site dress of a Markdown file (front matter, HTML, shortcodes), taken off."""

import re
import tomllib
from typing import NamedTuple

from extract.shortcodes import show_shortcodes
from extract.tags import take_off_tags
from extract.verbatim import BREAK, put_code_back, set_code_aside


class Line(NamedTuple):
    """A line of plain Markdown."""

    number: int  # 1-based, of the source line it comes from
    text: str


class Page(NamedTuple):
    """A document without its web-site dress."""

    title: str | None  # from the front matter
    lines: list[Line]


def undress(text: str) -> Page:
    """Take everything off a Markdown document that speaks to a web site instead of a reader.

    Front matter, comments, scripts, shortcodes, template tags and images go; HTML becomes the
    Markdown it stands for, and ``<pre>`` fenced code; references become inline links; a fence
    that is closed with other punctuation on its line, or never, is closed.

    Parameters
    ----------
    text : str
        Of a document, as `Document.text`.

    Notes
    -----
    Takes time linear in the length of the text.
    """
    title, body = _take_front_matter(text)
    first = text.count("\n", 0, len(text) - len(body)) + 1
    # Whatever is taken out leaves its line ends behind, so that lines keep their numbers.
    prose, codes = set_code_aside(body)
    prose = _take_off_attire(take_off_tags(show_shortcodes(prose)))
    lines = []
    for number, row in enumerate(put_code_back(prose, codes).split("\n"), first):
        lines += [Line(number, part) for part in row.split(BREAK)]
    return Page(title, lines)


# --- front matter ---

_FRONT_MATTER = re.compile(r"(---|\+\+\+)[ \t]*\n((?:.*\n)*?)(?:\1|\.\.\.)[ \t]*(?:\n|\Z)")
_YAML_FIELD = re.compile(r"(?:[ \t]*(?:#[^#\n].*)?\n)*[\w-]+[ \t]*:(?:\s|$)|\s*\Z")
_YAML_TITLE = re.compile(r"^title[ \t]*:[ \t]*(?:[>|]-?(?=\s))?(.*(?:\n[ \t]+.*)*)", re.MULTILINE)
_SITE_CODE = re.compile(r"(?:\s*^(?:import\s|export\s+(?:const|default)\b)[^\n]*$)+", re.MULTILINE)


def _take_front_matter(text: str) -> tuple[str | None, str]:
    match = _FRONT_MATTER.match(text)
    end = 0
    title: object = None
    if match and (match[1] == "+++" or _YAML_FIELD.match(match[2])):
        end = match.end()
        title = _read_toml_title(match[2]) if match[1] == "+++" else _read_yaml_title(match[2])
    if imports := _SITE_CODE.match(text, end):
        end = imports.end()
    return (title.strip() or None if isinstance(title, str) else None), text[end:]


def _read_toml_title(fields: str) -> object:
    try:
        return tomllib.loads(fields).get("title")
    except tomllib.TOMLDecodeError:
        return None


def _read_yaml_title(fields: str) -> str | None:
    match = _YAML_TITLE.search(fields)
    title = " ".join(match[1].split()) if match else ""
    if title[:1] in {'"', "'"} and title[-1:] == title[:1]:
        title = title[1:-1].replace('\\"', '"').replace("''", "'")
    return title


# --- the rest ---

_DEFINITION = re.compile(
    r"^ {0,3}\[([^\[\]^][^\[\]\n]*)\]:[ \t]*<?([^\s<>]+)>?(?:[ \t]+[\"'(].*)?[ \t]*$", re.MULTILINE
)
_REFERENCE = re.compile(r"(!?)\[([^\[\]]+)\](?:\[([^\[\]]*)\])?(?![(:\[])")
_TAKEN_OFF = tuple(
    re.compile(pattern, re.MULTILINE | re.IGNORECASE)
    for pattern in (
        r"!\[[^\[\]]*\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)?\)",  # images
        r"(?<![\w\]])\[\s*\]\([^()\n]*\)",  # links around images
        r"\[\^[^\[\]\s]+\]:?",  # footnote marks
        r"(?<!\*)\*\*[ \t]?\*\*(?!\*)",  # emphasis of nothing
        r"(?<!\S):[a-z][a-z0-9_+-]*:(?!\S)[ \t]?",  # names of emoji
        r"(?<=[ \t])\{:?[ \t]*[#.][^{}\n]*\}(?=[ \t#]*$)",  # attributes of headings
        r"^[ \t]*\{:[^{}\n]*\}[ \t]*$",  # attributes of paragraphs
        r"^[ \t]*(?:\[\[?_?toc_?\]\]?|\[\[_toc_\]\]|<!?toc>)[ \t]*$",  # tables of contents
        r"^[ \t]*:{3,}.*$",  # fences of notes
        r"^[ \t]*</?[A-Z][a-z]\w*(?:\s[^<>\n]*)?>[ \t]*$",  # components of a page
        r"(?<=>)[ \t]*\[![a-z]+\][-+]?",  # marks of notes
    )
)
_ASKING_NOTE = re.compile(
    r"(?<=>)[ \t]*\[!(?:question|faq|help)\][-+]?[ \t]*(\S.*?)[ \t]*$", re.MULTILINE | re.IGNORECASE
)
_BULLET = re.compile(r"^([ \t]*)[•‣▪▫●○◦∙][ \t]*(?=\S)", re.MULTILINE)
_HARD_SPACES = re.compile(r"(^[ \t]*)?((?:&nbsp;|&#160;)+)(?:[ \t]|&nbsp;|&#160;)*", re.MULTILINE)
_WIDE_GAP = 18  # characters: three hard spaces are no space, but the edge of a column
_CRAMPED_HEADING = re.compile(r"^(#{2,6})(?=[^#\s])", re.MULTILINE)
_ADMONITION = re.compile(
    r"^([ \t]*)(?:!!!|\?\?\?\+?|===)[ \t]+(?:[\w-]+[ \t]*)*(?:\"([^\"\n]*)\")?[ \t]*$", re.MULTILINE
)


def _take_off_attire(prose: str) -> str:
    targets = {
        " ".join(match[1].casefold().split()): match[2] for match in _DEFINITION.finditer(prose)
    }
    if targets:
        prose = _REFERENCE.sub(lambda match: _resolve(match, targets), _DEFINITION.sub("", prose))
    prose = _ASKING_NOTE.sub(r" **\1**", _CRAMPED_HEADING.sub(r"\1 ", prose))
    prose = _BULLET.sub(r"\1- ", prose)
    prose = _HARD_SPACES.sub(_soften, prose)
    for pattern in _TAKEN_OFF:
        prose = pattern.sub("", prose)
    return _dedent_notes(prose) if _ADMONITION.search(prose) else prose


def _soften(match: re.Match[str]) -> str:
    """Return what a run of hard spaces means: a margin, a space, or the edge of a column."""
    if match[1] is not None:
        return match[1]
    return " – " if len(match[2]) >= _WIDE_GAP else " "


def _resolve(match: re.Match[str], targets: dict[str, str]) -> str:
    target = targets.get(" ".join((match[3] or match[2]).casefold().split()))
    return f"{match[1]}[{match[2]}]({target})" if target else match[0]


def _dedent_notes(prose: str) -> str:
    """Turn the indented text of admonitions into text."""
    lines = []
    margins: list[str] = []  # of the notes that the current line is in
    for line in prose.split("\n"):
        while margins and line.strip() and not line.startswith(margins[-1] + "    "):
            margins.pop()
        bare = line[4 * len(margins) :] if line.strip() else line
        if match := _ADMONITION.match(bare):
            margins.append(line[: len(line) - len(line.lstrip())])
            bare = match[1] + (f"**{match[2]}**" if match[2] else "")
        lines.append(bare)
    return "\n".join(lines)
