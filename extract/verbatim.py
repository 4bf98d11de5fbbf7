"""Verbatim: the code of a Markdown document, set aside while its prose is rewritten."""

import re
from dataclasses import dataclass, field
from functools import cache
from html import unescape

from extract.shortcodes import show_shortcodes_in_code

# A line break that the source does not have: a decoded document has no carriage returns.
BREAK = "\r"
GAP = "\r\r"
# Marks from the private use area, of which a decoded document is free.
_INLINE_CODE = "\ue002"  # on both sides of the number of inline code that was set aside
_CODE_BLOCK = "\ue003"  # the same, of a block of code

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


def set_code_aside(text: str) -> tuple[str, list[str]]:
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
        code = scan.text[start:end] + BREAK
    first, *rest = code.split("\n")
    # Lines lose the margin of the fence, not their own indentation.
    bare = [line[min(margin, len(line) - len(line.lstrip(" \t>"))) :] for line in rest]
    scan.set_aside(_CODE_BLOCK, "\n".join([first, *bare]) + match["fence"])
    if scan.text[end : end + 1] not in {"", "\n"}:
        # A quotation mark behind the fence closes an answer; it must not keep the code open.
        scan.prose.append(BREAK)
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
    opening = "" if code.startswith("\n") else BREAK
    ending = "" if code.endswith("\n") else BREAK
    scan.prose.append(GAP)
    scan.set_aside(_CODE_BLOCK, f"{fence}{language}{opening}{code}{ending}{fence}")
    scan.prose.append(GAP)
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


def put_code_back(prose: str, codes: list[str]) -> str:
    """Replace the marks in prose by the code they stand for, indented as the marks are."""

    def restore(match: re.Match[str]) -> str:
        code = show_shortcodes_in_code(
            codes[int(match["block"] or match["late"] or match["inline"])]
        )
        if match["inline"]:
            return code
        if match["late"]:
            return BREAK + code
        margin = re.sub(r"[^\s>]", " ", match["prefix"])
        return match["prefix"] + (re.sub(r"([\n\r])", rf"\1{margin}", code) if margin else code)

    return _SET_ASIDE.sub(restore, prose)
