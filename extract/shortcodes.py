"""Shortcodes: what the template tags of site generators (Hugo, Jekyll) show to a reader."""

import re

_SHORTCODE = re.compile(r"\{\{[<%][^{}]*[>%]\}\}(?P<rest>[^\s{}]*)")
_ESCAPED_SHORTCODE = re.compile(r"\{\{[<%]/\*[ \t]*([^{}]*?)[ \t]*\*/[>%]\}\}")
_RAW_MARK = re.compile(r"\{%-?[ \t]*(?:end)?raw[ \t]*-?%\}")
_ARGUMENT = re.compile(r"([\w-]+)\s*=\s*[\"“]([^\"”]*)[\"”]")
_POSITIONAL = re.compile(r"(?<![=\"\w])\"([^\"=]*)\"")


def show_shortcodes(text: str) -> str:
    """Replace the Hugo shortcodes in prose by the text they show, as far as they tell it."""
    return _SHORTCODE.sub(_shown, text)


def show_shortcodes_in_code(code: str) -> str:
    """Replace the shortcodes in code, and take off what keeps template tags from being run."""
    code = _ESCAPED_SHORTCODE.sub(r"\1", _RAW_MARK.sub("", code))
    return _SHORTCODE.sub(_shown, code)


def _shown(match: re.Match[str]) -> str:
    before = match.string[max(match.start() - 80, 0) : match.start()].rpartition("\n")[2].strip()
    after = match["rest"] or match.string[match.end() : match.end() + 1]
    alone = not before and after in {"", "\n", "{"}
    arguments = dict(_ARGUMENT.findall(match[0]))
    names = ("text", "title", "summary") if alone else ("text", "title", "name", "label", "term")
    text = next((arguments[name] for name in names if arguments.get(name)), "")
    if not text and not alone:
        text = arguments.get("term_id", "").replace("-", " ")
    if before.startswith("#") and not text and (positional := _POSITIONAL.search(match[0])):
        text = positional[1][:1].upper() + positional[1][1:]
    # Its line ends may not cut the address of a link that it is part of.
    return f"{text}{match['rest']}" + "\n" * match[0].count("\n")
