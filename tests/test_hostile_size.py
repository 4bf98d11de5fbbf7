"""Hostile size and shape: twice as much takes about twice as long, whatever it is made of."""

import io
import zipfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from itertools import count
from pathlib import Path
from time import process_time
from timeit import timeit

import pytest
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, NameObject, StreamObject

from extract.blocks import MAX_INLINE, read_blocks
from extract.build import build_index
from extract.documents import UnreadableDocumentError, parse_document
from extract.expansions import find_expansions
from extract.lexicon import LexiconError, read_lexicon
from extract.sections import split_sections
from graph.evidence import Mark
from ui.markup import render_section

N = 20_000  # characters, and twice as many
_TIMES = 3.0  # twice the size may take so many times as long: a square would take four times
_SLACK = 0.3  # seconds, for what the machine does besides
_ATTEMPTS = 3

SHAPES: dict[str, Callable[[int], str]] = {
    "words": lambda n: "a " * (n // 2),
    "one word": lambda n: "a" * n,
    "blanks": lambda n: "a" + " " * n + "b",
    "empty lines": lambda n: "\n" * n + "a",
    "quotations in quotations": lambda n: "> " * (n // 2) + "a",
    "lists in lists": lambda n: "\n".join(" " * (2 * k) + "- a" for k in range(int(n**0.5))),
    "list markers": lambda n: "- " * (n // 2) + "a",
    "open brackets": lambda n: "[" * n,
    "open images": lambda n: "![" * (n // 2),
    "open links": lambda n: "[a](" * (n // 4),
    "mixed emphasis": lambda n: "*_" * (n // 2),
    "a title of asterisks": lambda n: "# a" + "*" * n + "#1#",
    "an item of asterisks": lambda n: "+ a" + "*" * n + "#1#",
    "ever longer backticks": lambda n: "a".join("`" * k for k in range(int((2 * n) ** 0.5))),
    "open tags": lambda n: "<" * n,
    "open elements": lambda n: "<div>" * (n // 5),
    "open comments": lambda n: "<!--" * (n // 4),
    "open attributes": lambda n: "<a " + 'a="' * (n // 3),
    "open shortcodes": lambda n: "{{< " * (n // 4),
    "open templates": lambda n: "{% " * (n // 3),
    "open fences": lambda n: "```\n" * (n // 4),
    "definitions of links": lambda n: "[a]: x\n" * (n // 7),
    "entities": lambda n: "&amp;" * (n // 5),
    "damaged encoding": lambda n: "â€" * (n // 2),
    "parentheses": lambda n: "(" * n,
    "short forms": lambda n: "(AB) " * (n // 5),
    "details": lambda n: "<details><summary>" * (n // 18),
    "cells": lambda n: "| a " * (n // 8) + "|\n" + "|---" * (n // 8) + "|\n",
}


def read(text: str, name: str = "a.md") -> None:
    for section in split_sections(parse_document(name, text.encode())):
        for block in read_blocks(section.text):
            list(find_expansions(block.text))


def seconds(work: Callable[[], object]) -> float:
    """Return how much of the processor's time a piece of work takes.

    Without looking for cycles, among all that the tests before have left: that takes its time now
    and then, whatever the size.
    """
    return timeit(work, timer=process_time, number=1)


def grows_with_size(work: Callable[[int], object], size: int) -> bool:
    """Tell whether twice the size takes about twice the time.

    Others use the machine as well: what seems to take longer is timed again, up to three times.
    """
    times = (
        (seconds(partial(work, size)), seconds(partial(work, 2 * size))) for _ in range(_ATTEMPTS)
    )
    return any(long < _TIMES * short + _SLACK for short, long in times)


@pytest.mark.parametrize("shape", SHAPES)
def test_twice_the_size_takes_about_twice_the_time(shape):
    assert grows_with_size(lambda size: read(SHAPES[shape](size)), N)


@pytest.mark.parametrize("shape", ["words", "blanks", "empty lines"])
@pytest.mark.parametrize("name", ["a.html", "a.rst"])
def test_so_it_does_in_other_formats(name, shape):
    def read_if_it_can_be(size: int) -> None:
        with suppress(UnreadableDocumentError):
            read(SHAPES[shape](size), name)

    assert grows_with_size(read_if_it_can_be, N)


ANALYSED: dict[str, Callable[[int], str]] = {
    "open brackets": lambda n: "[" * (n // 20),
    "words of brackets": lambda n: f"{'[' * 150} " * (n // 150),
    "a name that depends on its company": lambda n: "Pod, node, " * (n // 11),
    "a name after another": lambda n: "".join(f"Ab{number}cd " for number in range(n // 30)),
    "what is what": lambda n: "A Pod is a node. " * (n // 17),
    "phrases": lambda n: "container image registry of " * (n // 28),
    "code": lambda n: "`a.b.c` " * (n // 8),
}


@pytest.mark.parametrize("shape", ANALYSED)
def test_so_does_the_whole_way_to_an_index(shape, tmp_path: Path):
    places = (tmp_path / str(number) for number in count())  # each is made anew

    def build(size: int) -> None:
        file = tmp_path / f"{size}.md"
        file.write_text(f"# What is a Pod?\n\n{ANALYSED[shape](size)}\n")
        build_index([file], next(places))

    build(100)  # loads what is loaded once
    assert grows_with_size(build, 3 * N)


def test_a_line_of_ten_million_characters_gets_one_sentence():
    line = "a ![ (a+)+" * 1_000_000
    with pytest.raises(UnreadableDocumentError, match="10,000,005 characters without a heading"):
        split_sections(parse_document("a.md", line.encode()))
    assert sum(len(block.text) for block in read_blocks(line)) > 4_000_000


def test_headings_are_as_many_sections_in_time_that_grows_with_their_number():
    def split(headings: int) -> None:
        text = "".join(f"# Heading {number}\n\nText.\n\n" for number in range(headings))
        assert len(split_sections(parse_document("a.md", text.encode()))) == headings

    assert grows_with_size(split, 2_500)


def test_a_section_is_shown_in_time_that_grows_with_its_mentions_and_links():
    def show(mentions: int) -> None:
        text = "# x\n\n" + "pod [a](b)\n\n" * mentions
        marks = [Mark(5 + 12 * place, 8 + 12 * place, "pod") for place in range(mentions)]
        html = render_section(text, marks, str)
        assert html.count('class="mention"') == min(mentions, 6_399)

    assert grows_with_size(show, 4_000)


def test_a_paragraph_beyond_measure_is_read_as_it_is_written():
    text = "*pod* " * (MAX_INLINE // 6)
    [_, short] = read_blocks(f"# x\n\n{text}")
    assert short.text.startswith("pod pod")
    [_, long] = read_blocks(f"# x\n\n{text}{text}")
    assert long.text.startswith("*pod* *pod*")
    assert [long.offsets[0], long.offsets[-1]] == [5, 5 + 2 * len(text) - 2]


def test_a_line_that_never_ends_gets_one_sentence_and_what_stands_beside_it_is_read(tmp_path: Path):
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "long.md").write_text("a pod runs " * 100_000)
    (docs / "odd.md").write_text("# What is a pod?\n\nA Pod runs containers.\n")
    report = build_index([docs], tmp_path / "index")
    [skipped] = report.skipped
    assert (report.files, skipped.source) == (1, "long.md")
    assert "1,100,007 characters without a heading from line 1 on" in skipped.reason


def write_pdf(content: bytes, pages: int) -> bytes:
    """Return a PDF whose pages all draw the same."""
    writer = PdfWriter()
    stream = StreamObject()
    stream[NameObject("/Filter")] = NameObject("/FlateDecode")
    stream._data = zlib.compress(content)
    drawn = writer._add_object(stream)
    for _ in range(pages):
        writer.add_blank_page(200, 200)[NameObject("/Contents")] = drawn
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def test_a_pdf_that_never_ends_gets_one_sentence():
    endless = write_pdf(b"q Q\n" * 2_000_000, 1_000)  # 8 MB a page
    assert len(endless) < 300_000
    with pytest.raises(UnreadableDocumentError, match="draws more than 50 MB up to page 7; split"):
        parse_document("a.pdf", endless)


def test_a_pdf_whose_pages_are_in_a_circle_gets_one_sentence():
    writer = PdfWriter(clone_from=io.BytesIO(write_pdf(b"", 1)))
    pages = writer._root_object.raw_get("/Pages")
    pages.get_object()[NameObject("/Kids")] = ArrayObject([pages, pages])
    output = io.BytesIO()
    writer.write(output)
    with pytest.raises(UnreadableDocumentError, match="is no PDF that can be read"):
        parse_document("a.pdf", output.getvalue())


def test_a_word_document_that_unpacks_without_end_gets_one_sentence():
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 201_000_000)
    with pytest.raises(UnreadableDocumentError, match="unpacks to more than 200 MB"):
        parse_document("a.docx", output.getvalue())


def test_a_lexicon_of_brackets_gets_one_sentence(tmp_path: Path):
    file = tmp_path / "deep.toml"
    file.write_text("concept = " + "[" * 100_000)
    with pytest.raises(LexiconError, match=r"deep\.toml: the lexicon"):
        read_lexicon(file)


def test_names_of_a_lexicon_are_no_patterns(tmp_path: Path):
    (tmp_path / "own.toml").write_text(
        '[[concept]]\nname = "(a+)+$"\nkind = "tool"\n[[concept]]\nname = ".*"\nkind = "tool"\n'
    )
    names = [concept.name for concept in read_lexicon(tmp_path / "own.toml")]
    assert names == ["(a+)+$", ".*"]
