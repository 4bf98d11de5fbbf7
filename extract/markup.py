"""Markup: the web-site dress of a Markdown file (front matter, HTML, shortcodes), taken off."""

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from html import unescape
from typing import NamedTuple

# Marks from the private use area, of which a decoded document is free.
SUMMARY = "\ue000"  # begins a line that was the <summary> of a <details> element
NESTED_SUMMARY = "\ue001"  # the same, of a <details> inside another
_INLINE_CODE = "\ue002"  # on both sides of the number of inline code that was set aside
_CODE_BLOCK = "\ue003"  # the same, of a block of code
# A line break that the source does not have: a decoded document has no carriage returns.
_BREAK = "\r"
_GAP = "\r\r"


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
    prose, codes = _set_code_aside(body)
    prose = _SHORTCODE.sub(_shortcode_text, prose)
    prose = _take_off_attire(_take_off_tags(prose))
    lines = []
    for number, row in enumerate(_put_code_back(prose, codes).split("\n"), first):
        lines += [Line(number, part) for part in row.split(_BREAK)]
    return Page(title, lines)


# --- front matter ------------------------------------------------------------------------------

_FRONT_MATTER = re.compile(r"(---|\+\+\+)[ \t]*\n((?:.*\n)*?)(?:\1|\.\.\.)[ \t]*(?:\n|\Z)")
_YAML_FIELD = re.compile(r"(?:[ \t]*(?:#[^#\n].*)?\n)*(?:[\w-]+[ \t]*:(?:\s|$)|\Z)")
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


# --- code and comments -------------------------------------------------------------------------

_OPAQUE = re.compile(
    # Fenced code, perhaps in a quotation or right behind a list marker.
    r"^[ \t>]*+(?:(?:[-*+]|\d{1,9}[.)])[ \t]++)?(?P<fence>`{3,}(?=[^`\n]*$)|~{3,})(?P<info>.*)"
    r"|^(?P<indent> {4}|\t)"
    r"|(?P<ticks>`+)"
    r"|(?P<comment><!--|\{[{%][<%]?-?[ \t]*comment\b[^{}]*\}\}?)"
    r"|<(?P<raw>pre|script|style)\b[^<>]*>"
    r"|\{[{%][<%]?-?[ \t]*(?:\w+[^{}]*?\bcodelang=\"|(?:highlight|mermaid)\b[ \t]*)"
    r"(?P<language>\w*)[^{}]*\}\}?",
    re.MULTILINE | re.IGNORECASE,
)
_ENDS = {
    "comment": re.compile(r"-->|\{[{%][<%]?-?[ \t]*(?:/[ \t]*|end)comment\b[^{}]*\}\}?"),
    "raw": re.compile(r"</(?:pre|script|style)\s*>", re.IGNORECASE),
    "language": re.compile(
        r"\{[{%][<%]?-?[ \t]*(?:/[ \t]*|end)(?:highlight|mermaid|tab|code)\b[^{}]*\}\}?",
        re.IGNORECASE,
    ),
}
_NEXT_HEADING = re.compile(r"(?=\n#{2,6}[ \t]+\S)")
_PARAGRAPH_END = re.compile(r"\n[ \t>]*(?:\n|```|~~~)|\Z")
_INDENTED_CODE = re.compile(r"(?:(?: {4}|\t).*(?:\n(?:[ \t]*\n)*(?= {4}|\t))?)+")
_LIST_TEXT = re.compile(r"[ \t>]*(?:[-*+]|\d{1,9}[.)]|!!!|\?\?\?\+?|===)[ \t]|[ \t]+\S")
_CODE_CLASS = re.compile(r"(?:lang(?:uage)?|brush)[-:= \"]+(\w+)")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")


def _set_code_aside(text: str) -> tuple[str, list[str]]:
    """Replace code by marks, and comments and scripts by their line ends."""
    scan = _Scan(text)
    at = 0
    while match := _OPAQUE.search(text, at):
        scan.prose.append(text[at : match.start()])
        at = _ASIDE[match.lastgroup or ""](scan, match)
    scan.prose.append(text[at:])
    return "".join(scan.prose), scan.codes


@dataclass(slots=True)
class _Scan:
    """How far a document has been taken apart."""

    text: str
    prose: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    paragraph_end: int = 0  # of the paragraph in which inline code was last sought
    missing: set[object] = field(default_factory=set)  # ends that were sought in vain

    def set_aside(self, mark: str, code: str) -> None:
        """Keep a piece of code, and leave a mark for it in the prose."""
        self.prose.append(f"{mark}{len(self.codes)}{mark}")
        self.codes.append(code)

    def find(
        self, end: re.Pattern[str], start: int, stop: int | None = None
    ) -> re.Match[str] | None:
        """Find an end, looking through the text no more than once if there is none."""
        if (end, stop) in self.missing:
            return None
        found = end.search(self.text, start, len(self.text) if stop is None else stop)
        if not found:
            self.missing.add((end, stop))
        return found


def _aside_fence(scan: _Scan, match: re.Match[str]) -> int:
    start = match.start("fence")
    margin = start - match.start()
    scan.prose.append(scan.text[match.start() : start])
    closing = scan.find(_closing_fence(match["fence"][0], len(match["fence"])), match.end())
    if closing:
        code, end = scan.text[start : closing.start("fence")], closing.end("fence")
    else:
        heading = scan.find(_NEXT_HEADING, match.end())
        end = heading.start() if heading else len(scan.text)
        code = scan.text[start:end] + _BREAK
    first, *rest = code.split("\n")
    # Lines lose the margin of the fence, not their own indentation.
    bare = [line[min(margin, len(line) - len(line.lstrip(" \t>"))) :] for line in rest]
    scan.set_aside(_CODE_BLOCK, "\n".join([first, *bare]) + match["fence"])
    if scan.text[end : end + 1] not in {"", "\n"}:
        # A quotation mark behind the fence closes an answer; it must not keep the code open.
        scan.prose.append(_BREAK)
    return end


@cache
def _closing_fence(character: str, length: int) -> re.Pattern[str]:
    return re.compile(
        rf"^[ \t>]*+(?P<fence>{character}{{{length},}})(?:[^\w\n`~<]|<[^<>\n]*>)*$", re.MULTILINE
    )


def _aside_indented(scan: _Scan, match: re.Match[str]) -> int:
    text, start = scan.text, match.start()
    if start and text[start - 2 : start] != "\n\n":
        scan.prose.append(match[0])
        return match.end()
    last = start - 1
    while last > 0 and text[last].isspace():
        last -= 1
    if start and _LIST_TEXT.match(text, text.rfind("\n", 0, last + 1) + 1):
        # What follows a list item is more of the item.
        scan.prose.append(match[0])
        return match.end()
    code = _INDENTED_CODE.match(text, start)
    end = code.end() if code else match.end()
    scan.set_aside(_CODE_BLOCK, text[start:end])
    return end


def _aside_inline(scan: _Scan, match: re.Match[str]) -> int:
    if match.start() >= scan.paragraph_end:
        end = _PARAGRAPH_END.search(scan.text, match.end())
        scan.paragraph_end = max(end.start() if end else len(scan.text), match.end())
    closing = scan.find(_closing_ticks(len(match[0])), match.end(), scan.paragraph_end)
    if not closing:
        scan.prose.append(match[0])
        return match.end()
    scan.set_aside(_INLINE_CODE, scan.text[match.start() : closing.end()])
    return closing.end()


@cache
def _closing_ticks(length: int) -> re.Pattern[str]:
    return re.compile(rf"(?<!`)`{{{length}}}(?!`)")


def _aside_comment(scan: _Scan, match: re.Match[str]) -> int:
    closing = scan.find(_ENDS["comment"], match.end())
    end = closing.end() if closing else match.end()
    scan.prose.append("\n" * scan.text.count("\n", match.start(), end))
    return end


def _aside_element(scan: _Scan, match: re.Match[str]) -> int:
    """Set the code in a <pre> or highlight element aside; drop scripts and styles."""
    kind = match.lastgroup or ""
    closing = scan.find(_ENDS[kind], match.end())
    if not closing:
        return match.end()
    code = scan.text[match.end() : closing.start()]
    if kind == "raw" and match["raw"].lower() != "pre":
        scan.prose.append("\n" * scan.text.count("\n", match.start(), closing.end()))
        return closing.end()
    language = match["language"] or ""
    if kind == "raw":
        stated = _CODE_CLASS.search(match[0] + code[:80])
        language = stated[1] if stated else ""
        code = unescape(_TAG.sub(lambda tag: "\n" * tag[0].count("\n"), code))
    fence = "~~~~" if "```" in code else "```"
    opening = "" if code.startswith("\n") else _BREAK
    ending = "" if code.endswith("\n") else _BREAK
    scan.prose.append(_GAP)
    scan.set_aside(_CODE_BLOCK, f"{fence}{language}{opening}{code}{ending}{fence}")
    scan.prose.append(_GAP)
    return closing.end()


_ASIDE = {
    "info": _aside_fence,
    "indent": _aside_indented,
    "ticks": _aside_inline,
    "comment": _aside_comment,
    "raw": _aside_element,
    "language": _aside_element,
}
_SET_ASIDE = re.compile(
    rf"(?:\A|(?<=[\n\r]))(?P<prefix>[ \t>]*+(?:(?:[-*+]|\d{{1,9}}[.)])[ \t]++)?)"
    rf"{_CODE_BLOCK}(?P<block>\d+){_CODE_BLOCK}"
    rf"|{_CODE_BLOCK}(?P<late>\d+){_CODE_BLOCK}|{_INLINE_CODE}(?P<inline>\d+){_INLINE_CODE}"
)
_ESCAPED_SHORTCODE = re.compile(r"\{\{[<%]/\*[ \t]*([^{}]*?)[ \t]*\*/[>%]\}\}")


def _put_code_back(prose: str, codes: list[str]) -> str:
    def restore(match: re.Match[str]) -> str:
        code = codes[int(match["block"] or match["late"] or match["inline"])]
        # A site shows what a shortcode in code says, and an escaped one as an example.
        code = _SHORTCODE.sub(_shortcode_text, _ESCAPED_SHORTCODE.sub(r"\1", code))
        if match["inline"]:
            return code
        if match["late"]:
            return _BREAK + code
        margin = re.sub(r"[^\s>]", " ", match["prefix"])
        return match["prefix"] + (re.sub(r"([\n\r])", rf"\1{margin}", code) if margin else code)

    return _SET_ASIDE.sub(restore, prose)


# --- shortcodes --------------------------------------------------------------------------------

_SHORTCODE = re.compile(r"\{\{[<%][^{}]*[>%]\}\}(?P<rest>[^\s{}]*)")
_ARGUMENT = re.compile(r"([\w-]+)\s*=\s*[\"“]([^\"”]*)[\"”]")
_POSITIONAL = re.compile(r"(?<![=\"\w])\"([^\"=]*)\"")


def _shortcode_text(match: re.Match[str]) -> str:
    """Return the text that a Hugo shortcode shows, as far as its arguments tell."""
    before = match.string[max(match.start() - 80, 0) : match.start()].rpartition("\n")[2].strip()
    alone = (
        not before
        and not match["rest"]
        and match.string[match.end() : match.end() + 1] in {"", "\n", "{"}
    )
    arguments = dict(_ARGUMENT.findall(match[0]))
    names = ("text", "title", "summary") if alone else ("text", "title", "name", "label", "term")
    text = next((arguments[name] for name in names if arguments.get(name)), "")
    if not text and not alone:
        text = arguments.get("term_id", "").replace("-", " ")
    if before.startswith("#") and not text and (positional := _POSITIONAL.search(match[0])):
        text = positional[1][:1].upper() + positional[1][1:]
    # Its line ends may not cut the address of a link that it is part of.
    return text + match["rest"] + "\n" * match[0].count("\n")


# --- tags --------------------------------------------------------------------------------------

_MARKUP = re.compile(
    r"\{%[^{}]*%\}|\{\{-?\s*(?:site|page|include|layout)\.[^{}]*\}\}"
    r"|<(?P<end>/?)(?P<tag>[A-Za-z][A-Za-z0-9]*)"
    r"(?:(?:[\s/](?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+')*+)?)>"
)
_EMPHASIS = {"b": "**", "strong": "**", "dt": "**", "i": "*", "em": "*"}
_CODE_TAGS = frozenset({"code", "kbd", "tt", "samp", "var"})
_LAYOUT_TAGS = frozenset(
    ["p", "div", "center", "figure", "table", "tr", "td", "th", "ul", "ol", "dl"]
)
_BLOCK_TAGS = _LAYOUT_TAGS | frozenset(
    [
        "section",
        "article",
        "header",
        "footer",
        "main",
        "nav",
        "aside",
        "figcaption",
        "thead",
        "tbody",
        "tfoot",
        "caption",
        "dd",
        "blockquote",
        "address",
        "form",
        "fieldset",
        "details",
    ]
)
_BARE_TAGS = frozenset(
    [
        "span",
        "font",
        "u",
        "small",
        "big",
        "mark",
        "abbr",
        "s",
        "del",
        "ins",
        "label",
        "sub",
        "sup",
        "img",
        "picture",
        "source",
        "input",
        "svg",
        "path",
        "video",
        "audio",
        "iframe",
        "object",
        "embed",
        "wbr",
        "nobr",
        "time",
        "q",
        "cite",
        "dfn",
        "col",
        "colgroup",
        "button",
        "select",
        "option",
        "html",
        "body",
        "head",
        "meta",
        "link",
        "title",
        "noscript",
        "base",
        "canvas",
        "area",
        "map",
        "track",
        "param",
    ]
)
_HREF = re.compile(r"\bhref\s*=\s*[\"']?([^\s\"'<>()]+)", re.IGNORECASE)
_ONE_LINE = ("#", "|")  # headings and table rows, which no break may cut
_LIST_MARKER = re.compile(r"[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]+")


class _Tag(NamedTuple):
    name: str
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


def _take_off_tags(prose: str) -> str:
    """Replace HTML by the Markdown it stands for, and template tags by nothing."""
    state = _Undressing()
    at = 0
    for match in _MARKUP.finditer(prose):
        _add_text(state, prose[at : match.start()])
        at = match.end()
        state.at_line_end = prose[at : at + 1] in {"", "\n"}
        if match["tag"]:
            _add_tag(state, _Tag(match["tag"].lower(), bool(match["end"]), match[0]))
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
    if tag.name in _CODE_TAGS:
        if state.in_code == tag.ends:
            state.in_code = not tag.ends
            state.pieces.append("`")
    elif not state.in_code:
        add = _ADD.get(tag.name)
        if add:
            add(state, tag)
        elif tag.name not in _BARE_TAGS:
            # No tag but a placeholder, such as <pod-name>, or a generic type.
            _add_text(state, tag.text.replace("\n", " "))


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
        _break(state, _GAP)
    _add_emphasis(state, tag)
    if tag.ends:
        _break(state, _GAP)


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
    if tag.name in _LAYOUT_TAGS:
        state.layout = max(state.layout + (-1 if tag.ends else 1), 0)
    if tag.ends or not _is_list_marker(state.line):
        _break(state, _GAP)


def _add_heading(state: _Undressing, tag: _Tag) -> None:
    is_summary = tag.name == "summary"
    if tag.ends:
        if state.one_line and is_summary == (state.line[:1] in {SUMMARY, NESTED_SUMMARY}):
            _end_line(state)
            state.line = ""
            _break(state, _GAP)
    elif not state.one_line and not state.line.lstrip().startswith(_ONE_LINE):
        # Else it is a heading inside a summary or another heading.
        if not _is_list_marker(state.line):
            _break(state, _GAP)
        state.line = "#" * int(tag.name[1]) + " " if not is_summary else SUMMARY
        if is_summary and state.details > 1:
            state.line = NESTED_SUMMARY
        state.pieces.append(state.line)
        state.one_line = state.trim = True


def _add_break(state: _Undressing, tag: _Tag) -> None:
    if tag.name == "br":
        _break(state, "" if state.at_line_end and state.line.strip() else _BREAK)
    elif tag.name == "hr":
        _break(state, f"{_GAP}---{_GAP}")
    else:
        _break(state, _BREAK if tag.ends else f"{_BREAK}- ")


_ADD: dict[str, Callable[[_Undressing, _Tag], None]] = {
    **dict.fromkeys(_BLOCK_TAGS, _add_block),
    **dict.fromkeys(("b", "strong", "i", "em"), _add_emphasis),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6", "summary"), _add_heading),
    **dict.fromkeys(("br", "hr", "li"), _add_break),
    "a": _add_link,
    "dt": _add_term,
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


# --- the rest ----------------------------------------------------------------------------------

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
    for pattern in _TAKEN_OFF:
        prose = pattern.sub("", prose)
    return _dedent_notes(prose) if _ADMONITION.search(prose) else prose


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
