"""Formats: the same questions in any of them are the same sections with the same concepts."""

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, StreamObject

from extract.blocks import read_blocks
from extract.build import build_index
from extract.documents import (
    READERS,
    Document,
    SourceFile,
    UnreadableDocumentError,
    find_files,
    parse_document,
    read_document,
)
from extract.formats.pairs import (
    Columns,
    find_columns,
    name_columns,
    read_rows,
    suggest_columns,
)
from extract.index import read_table
from extract.places import describe_place
from extract.sections import Section, split_sections
from tests.writers import WRITERS, Code, Items, Question, Table, Text

QUESTIONS = [
    Question(
        11,
        "What does cosign add to a container image?",
        [
            Text([("strong", "cosign"), ("plain", " is a tool that signs container images.")]),
            Text([("plain", "The signature lands beside the image, in the same OCI registry.")]),
            Code("bash", "# sign by digest\ncosign sign --yes ghcr.io/acme/app@sha256:0f3a"),
        ],
    ),
    Question(
        12,
        "How does a Pod Disruption Budget (PDB) protect a Deployment?",
        [
            Text([("plain", "It limits evictions while somebody drains a node with "),
                  ("code", "kubectl drain"), ("plain", ".")]),
            Items([
                [("strong", "minAvailable"), ("plain", ": Pods that have to stay")],
                [("code", "maxUnavailable"), ("plain", ": Pods that may go")],
            ]),
            Code("yaml", "kind: PodDisruptionBudget\nspec:\n  minAvailable: 2\n  # <two> & more"),
        ],
    ),
    Question(
        13,
        "Which runtimes implement the Container Runtime Interface (CRI)?",
        [
            Table([["Runtime", "Language"], ["containerd", "Go"], ["CRI-O", "Go"]]),
            Text([("plain", "The kubelet calls snake_case_names over gRPC; if x < y, nothing.")]),
        ],
    ),
    Question(
        14,
        "Explain zero-trust networking with SPIFFE.",
        [Text([("plain", "SPIRE is a tool that issues SVIDs to workloads. SPIFFE names them.")])],
    ),
]  # fmt: skip
TITLES = {question.title for question in QUESTIONS}


def sections(name: str, data: bytes) -> list[Section]:
    return split_sections(parse_document(name, data))


def concepts(folder: Path, suffix: str) -> dict[str, set[str]]:
    """Return the concepts of each question, read from a file of its own."""
    file = folder / f"questions{suffix}"
    file.write_bytes(WRITERS[suffix](QUESTIONS))
    build_index([file], folder / "index")
    title_of = read_table(folder / "index", "sections").set_index("section")["title"]
    mentions = read_table(folder / "index", "mentions")
    titles = mentions["section"].map(title_of)
    return mentions["concept"].groupby(titles).agg(set).to_dict()


@pytest.fixture(scope="module")
def from_markdown(tmp_path_factory):
    found = concepts(tmp_path_factory.mktemp("markdown"), ".md")
    assert set(found) == TITLES
    assert found[QUESTIONS[1].title] >= {"Pod Disruption Budget", "kubectl drain", "Pod"}
    return found


def test_every_converter_but_that_of_pdf_is_tried_on_the_questions():
    read = {reader.convert for reader in READERS.values()}
    tried = {READERS[suffix].convert for suffix in WRITERS}
    assert read - tried == {READERS[".pdf"].convert}


@pytest.mark.parametrize("suffix", sorted(set(WRITERS) - {".md"}))
def test_the_same_questions_have_the_same_concepts_in_any_format(suffix, from_markdown, tmp_path):
    assert concepts(tmp_path, suffix) == from_markdown


@pytest.mark.parametrize("suffix", sorted(WRITERS))
def test_numbers_and_order_are_kept_in_any_format(suffix):
    found = sections(f"questions{suffix}", WRITERS[suffix](QUESTIONS))
    assert [(section.number, section.title) for section in found] == [
        (str(question.number), question.title) for question in QUESTIONS
    ]


@pytest.mark.parametrize("suffix", sorted(WRITERS))
def test_code_keeps_its_lines_and_stays_apart_from_prose(suffix):
    [_, second, *_] = sections(f"questions{suffix}", WRITERS[suffix](QUESTIONS))
    code = "kind: PodDisruptionBudget\nspec:\n  minAvailable: 2\n  # <two> & more\n```"
    assert code in second.text


# --- places ---


@pytest.mark.parametrize(
    ("suffix", "place"),
    [
        (".ipynb", "cell 4"),  # the first is that of the title
        (".json", "item 3"),
        (".jsonl", "line 3"),
    ],
)
def test_a_section_leads_back_to_its_place_in_the_file(suffix, place):
    third = sections(f"questions{suffix}", WRITERS[suffix](QUESTIONS))[2]
    assert describe_place(third.source, third.line) == place


@pytest.mark.parametrize(
    "suffix", sorted(suffix for suffix in WRITERS if READERS[suffix].unit == "line")
)
def test_a_line_is_the_one_with_the_title_in_the_file(suffix):
    data = WRITERS[suffix](QUESTIONS)
    for section in sections(f"questions{suffix}", data):
        assert section.title in data.decode().split("\n")[section.line - 1]


def test_a_word_document_is_counted_in_paragraphs():
    # A title, the first heading, its two paragraphs and two lines of code: the next is the 7th.
    found = sections("questions.docx", WRITERS[".docx"](QUESTIONS))
    assert [section.line for section in found][:2] == [2, 7]


# --- web pages ---

PAGE = """<!doctype html>
<html><head><title>Pods | Docs</title></head><body>
<header><a href="/">Home of Kafka</a></header>
<article>
<h2>Life &amp; death<a class="anchor" href="#life">#</a></h2>
<p>A *pod* named <code>a|b</code> is
not &lt;pod-name&gt;, __init__ or &amp;lt;.
<ul><li>one<li>two</ul>
<details><summary>More of it</summary><p>A check.</details>
</article>
<aside>Buy Terraform</aside></body></html>"""


def test_a_page_is_its_content_without_the_site_around_it():
    [section] = sections("page.html", PAGE.encode())
    assert (section.title, section.line) == ("Life & death", 5)
    assert "- one\n- two" in section.text
    assert "More of it" in section.text
    assert "Kafka" not in section.text
    assert "Terraform" not in section.text


def test_characters_that_mean_something_in_markdown_are_text():
    [section] = sections("page.html", PAGE.encode())
    text = " ".join(block.text for block in read_blocks(section.text))
    assert "A *pod* named a|b is not <pod-name>, __init__ or &lt;." in text


def test_questions_that_unfold_are_sections():
    page = "<details><summary>What is {}?</summary><p>A thing.</details>\n"
    found = sections("faq.html", (page.format("a Pod") + page.format("a node")).encode())
    assert [(s.title, s.line) for s in found] == [("What is a Pod?", 1), ("What is a node?", 2)]


def test_a_page_without_a_heading_has_the_title_of_its_window():
    [section] = sections("x.html", b"<title>Guide</title><p>Pods are groups.</p>")
    assert section.title == "Guide"


# --- reStructuredText ---


def test_directives_and_roles_of_sphinx_are_read_as_their_text():
    text = (
        "Title\n=====\n\nSee :ref:`the guide <guide>` and :py:func:`~os.path.join`.\n\n"
        ".. tab-item:: Linux\n\n   Use ``apt``.\n\n   .. prompt:: bash\n\n      apt install\n\n"
        ".. include:: /etc/passwd\n\n.. raw:: html\n\n   <script>\n"
    )
    [section] = sections("page.rst", text.encode())
    assert section.text == (
        "# Title\n\nSee the guide and os.path.join.\n\n**Linux**\n\nUse `apt`.\n\n"
        "```bash\napt install\n```"
    )


def test_what_is_said_of_a_version_is_read():
    text = (
        "Title\n=====\n\nText.\n\n.. versionadded:: 2.1\n\n"
        ".. deprecated:: 3.0 Use a Deployment\n   instead.\n\n"
        ".. versionchanged:: 4.0\n   Retries wait.\n"
    )
    [section] = sections("page.rst", text.encode())
    assert section.text == "# Title\n\nText.\n\nUse a Deployment\ninstead.\n\nRetries wait."


def test_a_field_that_describes_a_parameter_is_named_by_it():
    text = (
        "Title\n=====\n\nA call.\n\n:param str name: Of the queue.\n:raises KeyError: Or not.\n"
        ":raises ValueError, KeyError: Both.\n"
    )
    [section] = sections("page.rst", text.encode())
    assert section.text == (
        "# Title\n\nA call.\n\n**`name`:**\n\nOf the queue.\n\n**`KeyError`:**\n\nOr not."
        "\n\n**raises ValueError, KeyError:**\n\nBoth."
    )


# --- PDF ---


def write_pdf(pages: list[list[tuple[int, str]]]) -> bytes:
    """Return a PDF of pages, whose lines are given with their size in points."""
    writer = PdfWriter()
    helvetica = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    fonts = DictionaryObject({NameObject("/F"): helvetica})
    for lines in pages:
        drawn = [
            f"BT /F {size} Tf 72 {720 - 30 * place} Td ({text}) Tj ET"
            for place, (size, text) in enumerate(lines)
        ]
        stream = StreamObject()
        stream.set_data("\n".join(drawn).encode())
        page = writer.add_blank_page(612, 792)
        page[NameObject("/Contents")] = writer._add_object(stream)
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def test_larger_lines_of_a_pdf_are_headings_and_places_are_pages():
    pages = [
        [(20, "What is a Pod?"), (11, "A Pod is a group of contain-"), (11, "ers on a node.")],
        [(20, "What is a node?"), (11, "A node is a machine in the cluster.")],
    ]
    first, second = sections("a.pdf", write_pdf(pages))
    assert (first.title, first.line) == ("What is a Pod?", 1)
    assert first.text == "# What is a Pod?\n\nA Pod is a group of containers on a node."
    assert (second.title, second.line) == ("What is a node?", 2)


# --- tables ---


@pytest.mark.parametrize(
    ("names", "columns"),
    [
        (["question", "answer"], Columns("question", "answer")),
        (["ID", "Prompt", "Response"], Columns("Prompt", "Response", number="ID")),
        (["Title", "Body", "Accepted Answer"], Columns("Title", "Accepted Answer", None, "Body")),
        (["title", "body"], Columns("title", "body")),
        (["Q", "A"], Columns("Q", "A")),
        (["question"], None),
        (["name", "price"], None),
        ([], None),
    ],
)
def test_columns_are_found_by_their_names(names, columns):
    assert find_columns(names) == columns


@pytest.mark.parametrize(
    ("names", "suggested"),
    [
        (["file", "line", "question"], ("question", "file")),
        (["line", "reply", "file"], ("file", "reply")),
        (["line", "file"], ("line", "file")),
    ],
)
def test_of_columns_that_are_unclear_the_likely_ones_are_suggested(names, suggested):
    row = {"file": "guide.md", "line": "12", "question": "What is a Pod?", "reply": "A group."}
    assert suggest_columns(names, [row])[:2] == suggested


def test_columns_that_a_person_has_chosen_are_written_under_clear_names():
    data = "Thema;Erklärung;Nr\nPod;Eine Gruppe;7\n".encode()
    rows = read_rows(".csv", data)
    assert rows[0].cells == {"Thema": "Pod", "Erklärung": "Eine Gruppe", "Nr": "7"}
    named = name_columns(rows, Columns("Thema", "Erklärung", "Nr"))
    assert named.decode() == "number,question,answer\n7,Pod,Eine Gruppe\n"


def test_an_answer_with_headings_of_its_own_stays_with_its_question():
    text = 'question,answer\nWhy?,"# Because\n\n```\n# comment\n```"\nHow?,So.\n'
    first, second = sections("x.csv", text.encode())
    assert first.text == "# Why?\n\n## Because\n\n```\n# comment\n```"
    assert second.line == 7


def test_no_answer_of_a_table_is_lost_for_want_of_a_question():
    # A row with a number of its own is another question; a row without goes on with the last one.
    text = "id,question,answer\n1,Why?,So.\n,,And so on.\n2,,Packer bakes.\n3,,\n4,How?,Thus.\n"
    found = sections("x.csv", text.encode())
    assert [(section.number, section.text, section.line) for section in found] == [
        ("1", "# Why?\n\nSo.\n\nAnd so on.", 2),
        ("2", "# Question 2\n\nPacker bakes.", 4),
        ("4", "# How?\n\nThus.", 6),
    ]


def test_a_json_object_of_questions_and_answers_needs_no_names():
    [first, second] = sections(
        "x.json", b'{"What is a Pod?": "A group.", "And a node?": "A host."}'
    )
    assert (first.title, second.title) == ("What is a Pod?", "And a node?")


def test_among_documents_only_tables_of_questions_are_read(tmp_path):
    for name, text in {
        "a.md": "# A", "faq.csv": "Question,Answer\nWhy?,So.\n", "prices.csv": "Item,Price\nx,1\n",
        "faq.json": '[{"question": "Why?", "answer": "So."}]', "package.json": '{"name": "x"}',
        "log.jsonl": '{"level": "info"}\n',
    }.items():  # fmt: skip
        (tmp_path / name).write_text(text)
    files, skipped = find_files([tmp_path])
    assert [file.source for file in files] == ["a.md", "faq.csv", "faq.json"]
    assert skipped == []
    [named], _ = find_files([tmp_path / "prices.csv"])
    assert named.source == "prices.csv"


# --- what cannot be read ---


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("x.html", b"<div>" * 2_000 + b"deep", "nests its tags too deeply"),
        ("x.html", b"<script>run()</script>", "is a page without text"),
        ("x.ipynb", b"{}", "is no Jupyter notebook"),
        ("x.ipynb", b'{"cells": []}', "is a notebook without text"),
        ("x.docx", b"PK\x03\x04 damaged", "is no Word document"),
        ("x.docx", b"\xd0\xcf\x11\xe0 old", "needs a password or is of Word before 2007"),
        ("x.pdf", b"%PDF-1.7 damaged", "is no PDF that can be read"),
        ("x.json", b"{", "is no JSON"),
        ("x.json", b"[" * 100_000, "is no JSON"),
        ("x.json", b'{"name": "x"}', 'called "question" and "answer"'),
        ("x.jsonl", b'{"question": "a", "answer": "b"}\n{', "has no JSON on line 2"),
        ("x.csv", b"question,answer\n,\n", "has no text in it"),
        ("x.rst", b"x" * 20_000, "has a line of more than 10,000 characters"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_in_one_sentence(name, data, sentence):
    with pytest.raises(UnreadableDocumentError, match=sentence) as error:
        parse_document(name, data)
    assert str(error.value).startswith(f"'{name}' ")
    assert str(error.value).endswith(".")


@given(
    suffix=st.sampled_from(sorted(READERS)),
    data=st.binary(max_size=300) | st.text(max_size=300).map(str.encode),
)
def test_any_bytes_are_read_or_refused(suffix, data):
    try:
        document = parse_document(f"x{suffix}", data)
    except UnreadableDocumentError:
        return
    lines = document.text.count("\n") + 1
    assert len(document.places) in {0, lines}
    assert all(section.line >= 1 for section in split_sections(document))


@given(
    suffix=st.sampled_from(sorted(WRITERS)),
    text=st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=60),
)
def test_any_text_may_be_an_answer(suffix, text):
    question = Question(1, "What is a Pod?", [Text([("plain", text)])])
    assert isinstance(parse_document(f"x{suffix}", WRITERS[suffix]([question])), Document)


def test_a_file_on_disk_is_read_by_its_suffix(tmp_path):
    file = tmp_path / "Questions.HTML"
    file.write_bytes(WRITERS[".html"](QUESTIONS))
    document = read_document(SourceFile(file, file.name))
    assert len(split_sections(document)) == len(QUESTIONS)
