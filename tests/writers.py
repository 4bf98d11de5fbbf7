"""Write the same questions and answers in every format that the project reads."""

import csv
import io
import json
import zipfile
from collections.abc import Callable, Sequence
from html import escape
from typing import NamedTuple

Run = tuple[str, str]  # "plain", "code" or "strong", and the text


class Text(NamedTuple):
    """A paragraph."""

    runs: Sequence[Run]


class Items(NamedTuple):
    """A list with bullets."""

    items: Sequence[Sequence[Run]]


class Code(NamedTuple):
    """A block of code."""

    language: str
    code: str


class Table(NamedTuple):
    """A table whose first row is its head."""

    rows: Sequence[Sequence[str]]


Block = Text | Items | Code | Table


class Question(NamedTuple):
    """A question with its answer."""

    number: int
    title: str
    blocks: Sequence[Block]


# --- Markdown, alone and in cells ---

_MARKS = {"plain": "", "code": "`", "strong": "**"}


def _line(runs: Sequence[Run]) -> str:
    return "".join(f"{_MARKS[kind]}{text}{_MARKS[kind]}" for kind, text in runs)


def _markdown_block(block: Block) -> str:
    match block:
        case Text(runs):
            return _line(runs)
        case Items(items):
            return "\n".join(f"- {_line(runs)}" for runs in items)
        case Code(language, code):
            return f"```{language}\n{code}\n```"
        case Table(rows):
            lines = [f"| {' | '.join(row)} |" for row in rows]
            return "\n".join([lines[0], "|---" * len(rows[0]) + "|", *lines[1:]])


def _answer(question: Question) -> str:
    return "\n\n".join(map(_markdown_block, question.blocks))


def _section(question: Question) -> str:
    return f"## {question.number}. {question.title}\n\n{_answer(question)}"


def write_markdown(questions: Sequence[Question]) -> bytes:
    """Return a Markdown file."""
    return ("# Questions\n\n" + "\n\n".join(map(_section, questions)) + "\n").encode()


def write_notebook(questions: Sequence[Question]) -> bytes:
    """Return a Jupyter notebook with a cell for each question."""
    cells = [{"cell_type": "markdown", "metadata": {}, "source": ["# Questions"]}] + [
        {"cell_type": "markdown", "metadata": {}, "source": _section(q).splitlines(keepends=True)}
        for q in questions
    ]
    metadata = {"language_info": {"name": "python"}}
    notebook = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(notebook).encode()


def _rows(questions: Sequence[Question]) -> list[dict[str, str]]:
    return [{"Number": str(q.number), "Question": q.title, "Answer": _answer(q)} for q in questions]


def _write_table(questions: Sequence[Question], delimiter: str) -> bytes:
    output = io.StringIO()
    table = csv.DictWriter(output, ["Number", "Question", "Answer"], delimiter=delimiter)
    table.writeheader()
    table.writerows(_rows(questions))
    return output.getvalue().encode()


def write_csv(questions: Sequence[Question]) -> bytes:
    """Return a table of comma-separated values."""
    return _write_table(questions, ",")


def write_tsv(questions: Sequence[Question]) -> bytes:
    """Return a table of values between tabs."""
    return _write_table(questions, "\t")


def write_json(questions: Sequence[Question]) -> bytes:
    """Return a JSON file whose items are a list inside an object."""
    return json.dumps({"version": 1, "items": _rows(questions)}, indent=1).encode()


def write_json_lines(questions: Sequence[Question]) -> bytes:
    """Return a JSON object on each line."""
    return "".join(json.dumps(row) + "\n" for row in _rows(questions)).encode()


# --- HTML ---

_TAGS = {"plain": "{}", "code": "<code>{}</code>", "strong": "<strong>{}</strong>"}


def _html_line(runs: Sequence[Run]) -> str:
    return "".join(_TAGS[kind].format(escape(text)) for kind, text in runs)


def _html_block(block: Block) -> str:
    match block:
        case Text(runs):
            return f"<p>{_html_line(runs)}</p>"
        case Items(items):
            return f"<ul>{''.join(f'<li>{_html_line(runs)}</li>' for runs in items)}</ul>"
        case Code(language, code):
            return f'<pre><code class="language-{language}">{escape(code)}\n</code></pre>'
        case Table([head, *body]):
            rows = [("th", head), *(("td", row) for row in body)]
            cells = ["".join(f"<{t}>{escape(c)}</{t}>" for c in row) for t, row in rows]
            return f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"
    raise AssertionError(block)


def write_html(questions: Sequence[Question]) -> bytes:
    """Return a page with the navigation and the footer of a site around its content."""
    links = "".join(f'<a href="#q{q.number}">{escape(q.title)}</a>' for q in questions)
    content = "\n".join(
        f'<h2 id="q{q.number}">{q.number}. {escape(q.title)}<a href="#q{q.number}">¶</a></h2>\n'
        + "\n".join(map(_html_block, q.blocks))
        for q in questions
    )
    return (
        "<!doctype html><html><head><title>Questions | A site</title><style>p{}</style></head>"
        f"<body><nav>{links}</nav><main><h1>Questions</h1>\n{content}</main>"
        "<footer>Made with Hugo and Netlify</footer><script>docker()</script></body></html>"
    ).encode()


# --- reStructuredText ---

_RST_MARKS = {"plain": "", "code": "``", "strong": "**"}


def _rst_line(runs: Sequence[Run]) -> str:
    return "".join(f"{_RST_MARKS[kind]}{text}{_RST_MARKS[kind]}" for kind, text in runs)


def _rst_block(block: Block) -> str:
    match block:
        case Text(runs):
            return _rst_line(runs)
        case Items(items):
            return "\n".join(f"- {_rst_line(runs)}" for runs in items)
        case Code(language, code):
            lines = "\n".join(f"   {line}" for line in code.split("\n"))
            return f".. code-block:: {language}\n   :linenos:\n\n{lines}"
        case Table(rows):
            items = ["   * - " + "\n     - ".join(row) for row in rows]
            return ".. list-table::\n   :header-rows: 1\n\n" + "\n".join(items)
    raise AssertionError(block)


def write_rst(questions: Sequence[Question]) -> bytes:
    """Return a page as Sphinx reads it."""
    parts = ["Questions\n=========", ".. toctree::\n   :hidden:\n\n   other"]
    for question in questions:
        title = f"{question.number}. {question.title}"
        parts += [f"{title}\n{'-' * len(title)}", *map(_rst_block, question.blocks)]
    return ("\n\n".join(parts) + "\n").encode()


# --- DOCX: as little of it as Word asks for ---

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_LOOKS = {
    "plain": "",
    "code": '<w:rPr><w:rFonts w:ascii="Courier New" w:hAnsi="Courier New"/></w:rPr>',
    "strong": "<w:rPr><w:b/></w:rPr>",
}


def _paragraph(runs: Sequence[Run], properties: str = "") -> str:
    written = "".join(
        f'<w:r>{_LOOKS[kind]}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
        for kind, text in runs
    )
    return f"<w:p><w:pPr>{properties}</w:pPr>{written}</w:p>"


def _heading(level: int, text: str) -> str:
    return _paragraph([("plain", text)], f'<w:pStyle w:val="Heading{level}"/>')


def _word_block(block: Block) -> str:
    match block:
        case Text(runs):
            return _paragraph(runs)
        case Items(items):
            listed = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
            return "".join(_paragraph(runs, listed) for runs in items)
        case Code(_, code):
            return "".join(_paragraph([("code", line)]) for line in code.split("\n"))
        case Table(rows):
            cells = [
                "".join(f"<w:tc>{_paragraph([('plain', cell)])}</w:tc>" for cell in row)
                for row in rows
            ]
            return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"
    raise AssertionError(block)


def write_docx(questions: Sequence[Question]) -> bytes:
    """Return a Word document: headings by their styles, code by its typewriter letters."""
    body = _heading(1, "Questions") + "".join(
        _heading(2, f"{q.number}. {q.title}") + "".join(map(_word_block, q.blocks))
        for q in questions
    )
    relation = f'<Relationship Id="r{{}}" Type="{_OFFICE}" Target="word/document.xml"/>'
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default '
        'Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_MAIN}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f"{relation.format(1)}</Relationships>",
        "word/document.xml": f'<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>',
        "word/numbering.xml": f'<w:numbering xmlns:w="{_WORD}"><w:abstractNum '
        'w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>',
    }
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{text}')
    return output.getvalue()


WRITERS: dict[str, Callable[[Sequence[Question]], bytes]] = {
    ".md": write_markdown,
    ".html": write_html,
    ".docx": write_docx,
    ".ipynb": write_notebook,
    ".csv": write_csv,
    ".tsv": write_tsv,
    ".json": write_json,
    ".jsonl": write_json_lines,
    ".rst": write_rst,
}
