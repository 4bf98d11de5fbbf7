"""Questions: what a line must look like to open one, and how it is read as number and title."""

import re
from typing import NamedTuple

from extract.blocks import read_inline
from extract.tags import NESTED_SUMMARY, SUMMARY

# A longer line is not a title as a whole, but a question with text behind it.
LONGEST_TITLE = 300


class Opening(NamedTuple):
    """The first words of a section."""

    number: str | None  # as printed
    title: str  # plain text
    rest: str  # Markdown behind the title in the same paragraph
    named: bool  # called a question: "Q:", "Question 3"


_EMOJI = (
    "[\U0001f000-\U0001faff\u2190-\u21ff\u2300-\u23ff\u2460-\u24ff\u25a0-\u27bf"
    "\u2900-\u297f\u2b00-\u2bff\ufe0f\u200d\u20e3]"
)
_DECORATION = re.compile(
    rf"(?:[ \t{SUMMARY}{NESTED_SUMMARY}]|{_EMOJI}|#{{1,6}}[ \t]|\[[ xX]\][ \t]|&nbsp;"
    r"|[-+>•·|][ \t])+"
)
# A hash sign may be part of a name, such as "C#".
# There is but one way to match: else a row of asterisks would be tried in all of its divisions.
_TRAILING = re.compile(rf"(?:\s|{_EMOJI}|[¶:]|(?<=\s)[-–—#*]++|(?<!\*)\*{{2,}}+)++\Z")
_NO_MARKS = dict.fromkeys(map(ord, (SUMMARY, NESTED_SUMMARY)))
_LINK_START = re.compile(r"\[((?:[^\[\]]++|\[[^\[\]]*+\])++)\]\([^()\s]*\)")
_BOLD = re.compile(
    r"(?P<mark>\*\*|__|\*|_)(?=\S)(?P<text>(?:(?!(?P=mark)).){1,2000})(?P=mark)", re.DOTALL
)
_NAME = re.compile(
    r"(?:q|question|ques|que)"
    r"(?:[ \t]*(?:no\b\.?|[\#.-])?[ \t]*(?P<number>\d{1,4}[a-z]?)\b[*_ \t]*"
    r"(?:\\?[.:)\]]|[-–—|](?=\s))*"
    r"|[*_ \t]*(?:\\?[.:)]|[-–—](?=\s))+|[ \t]*\Z)[ \t]*",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"[\[(\#]?(?P<number>\d{1,4}(?:\.\d{1,3})*[a-z]?)"
    r"(?:\ufe0f?\u20e3|\\?[.):\]]+(?=[\s*_`]|[^\W\d]|\Z)"
    # A release is dated in this way: "1.2.0 - 2024-01-01".
    r"|(?<!\.\d)(?<!\.\d\d)[ \t]+[-–—](?=\s))[ \t]*"
)
# "A." and "A)" may as well be the first of several choices.
_ANSWER_NAME = (
    r"(?:a[ \t]*\d{0,4}[*_ \t]*:|a[ \t]*\d{1,4}[*_ \t]*[.)]"
    r"|(?:ans|answers?|solutions?)[ \t]*\d{0,4}[*_ \t]*(?:[:.)]|[-–—](?=\s)))"
)
_ANSWER_MARK = re.compile(
    rf"(?:[-+>][ \t]|#{{1,6}}[ \t]|[*_ \t]|{_EMOJI})*{_ANSWER_NAME}[*_ \t]*", re.IGNORECASE
)
_ANSWER_LINE = re.compile(
    rf"(?:#{{1,6}}[ \t]|[*_ \t]|{_EMOJI})+(?:ans|answers?|solutions?)[*_# \t]*(?:\n|\Z)",
    re.IGNORECASE,
)
_ANSWER_INSIDE = re.compile(rf"(?:(?<=\?)[*_]*\s+|[ \t]*\n)[*_]*{_ANSWER_NAME}", re.IGNORECASE)
_ANSWER_TITLE = re.compile(
    r"(?:(?:(?:click|tap|press)(?: here| me)?(?: to)?(?: \w+)*"
    r"|(?:(?:show|see|view|reveal|toggle|expand|open|read|check|the|sample|model|detailed|short"
    r"|full|possible|correct|my|your|suggested|expected)\s+)*"
    r"(?:answers?|ans|solutions?|spoilers?|hints?|more|details|explanations?|output|results?))"
    r"(?: key| here)?\b\s*\d*\s*(?:[:.)–—-].{0,200})?|a\s*\d*\s*:.*|a\s*\d+\s*[.)].*|expand)\W*",
    re.IGNORECASE | re.DOTALL,
)
_ASKS = re.compile(
    r"(?:what|why|how|which|who|whose|whom)(?:['’]?s)?\b|differences?\s+between\b", re.IGNORECASE
)
_REQUESTS = re.compile(
    r"(?:can|could|would)\s+you\b|(?:please\s+)?(?:explain|describe|define|name|list|give|tell"
    r"|compare|contrast|differentiate|distinguish|discuss|write|mention|state|design|implement"
    r"|talk|walk|suppose|imagine|when|where|is|are|do|does|did|can|should|difference)"
    r"\s+\S",  # "name:" alone is what something is called
    re.IGNORECASE,
)


def read_opening(markdown: str) -> Opening:
    """Read a heading, or the paragraph that opens a question."""
    text = markdown[_end(_DECORATION, markdown) :].translate(_NO_MARKS)
    if link := _LINK_START.match(text):
        text = link[1] + text[link.end() :]
    lead, rest = _take_lead(text)
    named, number, title = _split_number(lead)
    if not title.strip(" *_.:"):
        # Only a number is bold, as in "**1)** The number of pods", or nothing is.
        inner = rest.lstrip(" \t:.-–—") if lead else text
        named_inside, number_inside, inner = _split_number(inner)
        named, number = named or named_inside, number or number_inside
        title, rest = _take_lead(inner)
        if not title:
            title, rest = _cut(inner)
    plain = _TRAILING.sub("", read_inline(" ".join(title.split())))
    plain = plain[_end(_DECORATION, plain) :]
    if not (plain or named or number):
        # All of it is decoration.
        plain = read_inline(markdown.translate(_NO_MARKS)).strip()
    if rest.startswith(("?", "!")):
        plain, rest = plain + rest[0], rest[1:]
    if "\n" not in rest and not rest.strip(" \t*_:."):
        rest = ""
    return Opening(number, plain, rest.strip(), named)


def _take_lead(text: str) -> tuple[str, str]:
    """Return the emphasised words at the beginning that are a title, and what follows them."""
    bold = _BOLD.match(text)
    if not bold:
        return "", text
    mark, line = bold["mark"], text.partition("\n")[0].rstrip()
    lead, rest = bold["text"], text[bold.end() :]
    if line.endswith(mark) and len(line) > bold.end() and lead[-1] not in "?.:!)":
        # Emphasis inside emphasis: "**What is a **pod**?**".
        return line[len(mark) : -len(mark)], text[len(line) :]
    bare = lead[_end(_DECORATION, lead) :]
    alone = lead[-1] in "?.:!)" or not rest.strip() or rest.lstrip(" \t")[0] in "\n:-–—?!."
    named, number, _ = _split_number(bare)
    if alone or named or number:
        return bare, rest
    return "", text


def _end(pattern: re.Pattern[str], text: str) -> int:
    match = pattern.match(text)
    return match.end() if match else 0


def _split_number(text: str) -> tuple[bool, str | None, str]:
    if match := _NAME.match(text):
        number = match["number"]
        return True, number, text[match.end() :].lstrip("*_ \t")
    if match := _NUMBER.match(text):
        return False, match["number"], text[match.end() :]
    return False, None, text


def _cut(text: str) -> tuple[str, str]:
    """Cut a paragraph into the question and what follows it."""
    if answer := _ANSWER_INSIDE.search(text):
        return text[: answer.start()], text[answer.start() :]
    first, _, more = text.partition("\n")
    ending = first.rstrip(" *_")[-1:]
    if more and (ending in {"?", ":"} or (ending == "." and requests(first))):
        return first, more
    if len(text) <= LONGEST_TITLE:
        return text, ""
    if len(first) <= LONGEST_TITLE and more:
        return first, more
    head = text[:LONGEST_TITLE]
    end = max(head.rfind("? "), -1) + 1 or head.find(". ") + 1 or head.rfind(" ") + 1
    return text[: end or LONGEST_TITLE], text[end or LONGEST_TITLE :]


def is_named(markdown: str) -> bool:
    """Tell whether a line calls itself a question ("Q:", "**Question 3.** ...")."""
    text = markdown[_end(_DECORATION, markdown) :]
    match = _NAME.match(text.lstrip("*_ "))
    # The bare word, unless it stands out, may be the head of a column.
    return match is not None and (text[:1] in "*_" or not match[0].strip().isalpha())


def is_numbered(markdown: str) -> bool:
    """Tell whether a line begins with a number that is set apart ("12)", "**3.** ...")."""
    text = markdown[_end(_DECORATION, markdown) :].lstrip("*_ ")
    return bool(_NUMBER.match(text))


def is_bold_lead(markdown: str) -> bool:
    """Tell whether a paragraph begins with a question, or what is asked for, in bold."""
    bold = _BOLD.match(markdown, _end(_DECORATION, markdown))
    if not bold or bold["mark"] not in {"**", "__"}:
        return False
    return bold["text"].endswith("?") or (bold["text"].endswith(".") and requests(bold["text"]))


def is_adorned(markdown: str) -> bool:
    """Tell whether a line carries emoji."""
    return bool(re.search(_EMOJI, markdown))


def asks(title: str) -> bool:
    """Tell whether a title reads like a question."""
    return title.rstrip(" )\"'”*").endswith("?") or "? " in title or bool(_ASKS.match(title))


def requests(title: str) -> bool:
    """Tell whether a title reads like a question or like what an examiner asks for."""
    return asks(title) or bool(_REQUESTS.match(title))


def is_answer(title: str) -> bool:
    """Tell whether a title only announces the answer to the question before it."""
    return len(title) <= LONGEST_TITLE and bool(_ANSWER_TITLE.fullmatch(title.strip()))


def drop_answer_mark(markdown: str) -> str:
    """Take the words that announce an answer, such as "**Answer:**", off its beginning."""
    return markdown[_end(_ANSWER_LINE, markdown) or _end(_ANSWER_MARK, markdown) :]
