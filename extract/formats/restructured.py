"""reStructuredText, also of Sphinx: what docutils does not know keeps its text."""

import re
from textwrap import dedent
from typing import TYPE_CHECKING, Any

from extract.decoding import decode
from extract.formats.converted import ConversionError, Converted, mark, take_marks, unmarked

if TYPE_CHECKING:
    from docutils import nodes

# Directives that show nothing, or what other files say.
_SILENT = frozenset(
    [
        "autoclass", "autofunction", "automethod", "automodule", "codeauthor", "currentmodule",
        "default-domain", "highlight", "include", "index", "literalinclude", "module", "raw",
        "sectionauthor", "tabularcolumns", "toctree",
    ]
)  # fmt: skip
_CODE = frozenset(("code", "code-block", "sourcecode", "prompt", "parsed-literal"))
# Directives whose arguments speak to Sphinx instead of a reader.
_NO_TITLE = frozenset(("grid", "ifconfig", "only", "tab-set", "tabs"))
# Directives that begin with a version, and may go on with text.
_VERSIONS = frozenset(("deprecated", "versionadded", "versionchanged", "versionremoved"))
_DIRECTIVE = re.compile(r"\.\. (?P<name>[\w:.+-]+)::[ \t]*(?P<arguments>[^\n]*)\n?")
_OPTIONS = re.compile(r"\A(?:[ \t]*:[\w-]+:[^\n]*\n)+|\A\s*\n")
_ROLE = re.compile(r"(?::[\w:.+-]+:)?`[~!]?(?P<text>[^`<]*?)(?:\s*<[^`>]*>)?`")
# Fields that describe a Python object, "param str name" and the like; the last word is its name.
_FIELD = re.compile(
    r"(?:param|parameter|arg|argument|key|keyword|type|raises?|except|exception|[ic]?var|vartype) "
    r"(?:[\w.\[\]]+ )?(?P<code>\*{0,2}[\w.]+)"
)
_DEEPEST = 8  # directives inside each other
_SETTINGS = {
    "_disable_config": True,
    "file_insertion_enabled": False,
    "raw_enabled": False,
    "report_level": 3,  # errors, among them unknown directives, stay in the tree
    "halt_level": 5,
    "warning_stream": False,
    "doctitle_xform": False,
    "initial_header_level": "1",
    "syntax_highlight": "none",
    "math_output": "LaTeX",
    "embed_stylesheet": False,
    "stylesheet_path": None,
    "stylesheet": None,
    "toc_backlinks": False,
    "section_self_link": False,
}


def convert_rst(data: bytes) -> Converted:
    """Return a reStructuredText document as Markdown; places are lines.

    Directives and roles of Sphinx are read as their text, and nothing is included or run.

    Raises
    ------
    ConversionError
        If it has lines of more than 10,000 characters, or nests hundreds of levels deep.
    """
    from docutils.core import publish_from_doctree

    from extract.formats.hypertext import parse_html, to_markdown

    text = unmarked(decode(data))
    if max(map(len, text.splitlines()), default=0) > 10_000:
        raise ConversionError("has a line of more than 10,000 characters; break it.")
    try:
        tree = _parse(text, 0)
        _name_fields(tree)
        _mark_lines(tree)
        html = publish_from_doctree(tree, writer="html5", settings_overrides=_SETTINGS)
    except RecursionError:
        raise ConversionError("nests its text too deeply to be read; simplify it.") from None
    page = parse_html(html.decode("utf-8"))
    for literal in page.select("span.literal"):
        literal.name = "code"
    return take_marks(to_markdown(page.body or page, lines=False))


def _parse(text: str, first: int, depth: int = 0) -> "nodes.document":
    """Parse a text whose first line has `first` lines before it."""
    from docutils import nodes
    from docutils.core import publish_doctree

    tree = publish_doctree(text, settings_overrides=_SETTINGS)
    for node in tree.findall(nodes.Element):
        if node.line is not None:
            node.line += first
    for message in list(tree.findall(nodes.system_message)):
        block = message.next_node(nodes.literal_block)
        written = block.astext() if block else ""
        directive = _DIRECTIVE.match(written)
        if directive and depth < _DEEPEST:
            line = int(message.get("line", 0)) + first
            message.parent.replace(message, _read_unknown(written, directive, line, depth))
        elif message.parent is not None:
            message.parent.remove(message)
    for problem in list(tree.findall(nodes.problematic)):
        written = problem.astext()
        role = _ROLE.fullmatch(written)
        problem.parent.replace(problem, nodes.Text(role["text"] if role else written))
    for section in list(tree.findall(lambda node: "system-messages" in _classes(node))):
        section.parent.remove(section)
    for contents in list(tree.findall(lambda node: "contents" in _classes(node))):
        contents.parent.remove(contents)
    return tree


def _classes(node: Any) -> list[str]:  # noqa: ANN401 - texts have none
    return list(node.get("classes", ())) if hasattr(node, "get") else []


def _read_unknown(
    written: str, directive: re.Match[str], line: int, depth: int
) -> "list[nodes.Node]":
    """Return the arguments and the content of a directive that docutils does not know."""
    from docutils import nodes

    name, title = directive["name"].split(":")[-1], directive["arguments"].strip()
    content = dedent(written[directive.end() :])
    if name in _VERSIONS:
        content, title = f"{title.partition(' ')[2]}\n{content}", ""
    options = _OPTIONS.match(content)
    body = content[options.end() :] if options else content
    line += written.count("\n") - body.count("\n")
    if name in _SILENT:
        return []
    if name in _CODE:
        block = nodes.literal_block(body, body.strip("\n"), classes=["code", title])
        block.line = line
        return [block]
    found: list[nodes.Node] = []
    if title and name not in _NO_TITLE:
        found.append(nodes.paragraph("", "", nodes.strong(text=title)))
    return [*found, *(_parse(body, line - 1, depth + 1).children if body.strip() else ())]


def _name_fields(tree: "nodes.document") -> None:
    from docutils import nodes

    for name in tree.findall(nodes.field_name):
        if field := _FIELD.fullmatch(name.astext()):
            name.children = [nodes.literal(text=field["code"])]


def _mark_lines(tree: "nodes.document") -> None:
    from docutils import nodes

    for node in list(tree.findall(nodes.TextElement)):
        if node.line is not None and not isinstance(node, nodes.Inline):
            # The parser notes the last line of a title's underline, and the first of a text.
            back = 1 if isinstance(node, nodes.title) else 0
            node.insert(0, nodes.Text(mark(max(node.line - back, 1))))
