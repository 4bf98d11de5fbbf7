"""Sections: the units of a document that answer one question, or stand under one heading."""

import re
from dataclasses import dataclass

from extract.blocks import Block, Span, read_blocks
from extract.documents import Document

__all__ = ["Block", "Section", "Span", "read_blocks", "split_sections"]


@dataclass(frozen=True, slots=True)
class Section:
    """A question with its answer, or the text under one heading."""

    section: str  # id, unique in the corpus and stable when other files change
    source: str  # Document.source
    position: int  # reading order in the corpus, 0-based
    number: str | None  # as printed ("251"), if any
    title: str  # as text: no markup, no number
    text: str  # repaired plain Markdown: a heading line with the title, then the body
    line: int  # 1-based line of the heading in the source
    words: int  # in title and text


_HEADING = re.compile(r"(#{1,6}) +(?:(?:Q|Question )?(\d+)[.:)] +)?(.+)")


def split_sections(document: Document, *, start: int = 0) -> list[Section]:
    """Split a document into its sections, in reading order, numbered from `start` on."""
    found: list[tuple[int, str | None, str, list[str]]] = []
    fenced = False
    for line, content in enumerate(document.text.split("\n"), 1):
        if content.lstrip().startswith("```"):
            fenced = not fenced
            if fenced is False and content.strip() != "```":
                content = "```"
        heading = None if fenced else _HEADING.match(content)
        if heading and not (len(heading[1]) > 3 and found and found[-1][1]):
            found.append((line, heading[2], heading[3].replace("`", "").replace("*", ""), []))
        elif found:
            found[-1][3].append(content)
    sections: list[Section] = []
    for line, number, title, body in found:
        text = f"# {title}\n\n" + "\n".join(body).strip().removesuffix("---").strip()
        slug = re.sub(r"\W+", "-", title.lower()).strip("-")
        if body and len(text) > len(title) + 4:
            sections.append(
                Section(
                    f"{document.source}#{slug}", document.source, start + len(sections),
                    number, title, text, line, len(text.split()),
                )
            )  # fmt: skip
    return sections
