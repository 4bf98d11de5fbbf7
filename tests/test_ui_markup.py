"""Tests of ui.markup: text of documents as HTML in which nothing of the documents is code."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.evidence import Mark
from ui.markup import mark_text, render_section

NONE: set[str] = set()
PLAIN = [
    "p",
    "h3",
    "h4",
    "pre",
    "em",
    "strong",
    "s",
    "ul",
    "li",
    "blockquote",
    "hr",
    "br",
    "span",
    "table",
    "thead",
    "tbody",
    "tr",
    "mark",
]
ALLOWED = {
    **dict.fromkeys(PLAIN, NONE),
    "a": {"href", "class", "target", "rel"},
    "code": {"class"},
    "div": {"class"},
    "h2": {"tabindex"},
    "ol": {"start"},
    "td": {"style"},
    "th": {"style"},
}


class Reading(HTMLParser):
    """What a browser would see: the text, the tags with their attributes, the links."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text = ""
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.linked: list[tuple[str | None, str]] = []
        self.feed(html)
        self.close()

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag like <hr />."""
        self.tags.append((tag, dict(attrs)))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag that opens."""
        self.tags.append((tag, dict(attrs)))
        if tag == "a":
            self.linked.append((dict(attrs)["href"], ""))
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Insist on tags that are nested."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Note text."""
        self.text += data
        if "a" in self.open:
            href, text = self.linked.pop()
            self.linked.append((href, text + data))


def address(concept: str) -> str:
    return f"?see={concept}"


def render(text: str, *names: str) -> str:
    """Render a section with every occurrence of some names marked."""
    marks = [
        Mark(found.start(), found.end(), name)
        for name in names
        for found in re.finditer(re.escape(name), text)
    ]
    return render_section(text, marks, address)


def test_a_sentence_is_escaped_and_its_mentions_are_marked() -> None:
    marked = mark_text("<b>kettle</b> & teapot", [Mark(3, 9, "kettle"), Mark(16, 22, "teapot")])
    assert marked == "&lt;b&gt;<mark>kettle</mark>&lt;/b&gt; &amp; <mark>teapot</mark>"


def test_of_two_mentions_that_overlap_the_first_is_marked() -> None:
    marks = [Mark(0, 6, "kettle"), Mark(3, 9, "tlebel")]
    assert mark_text("kettlebell", marks) == "<mark>kettle</mark>bell"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "a kettle", '<p>a <a class="mention" href="?see=kettle">kettle</a></p>', id="prose"
        ),
        pytest.param(
            "**kettle**",
            '<p><strong><a class="mention" href="?see=kettle">kettle</a></strong></p>',
            id="bold",
        ),
        pytest.param(
            "`kettle on`",
            '<p><code><a class="mention" href="?see=kettle">kettle</a> on</code></p>',
            id="code",
        ),
        pytest.param(
            "# A kettle",
            '<h2 tabindex="-1">A <a class="mention" href="?see=kettle">kettle</a></h2>',
            id="title",
        ),
        pytest.param(
            "[kettle](https://tea.example/kettle)",
            '<p><a href="https://tea.example/kettle" target="_blank" rel="noopener noreferrer">'
            "<mark>kettle</mark></a></p>",
            id="link, whose address stays as it is",
        ),
        pytest.param(
            "<https://tea.example/kettle>",
            '<p><a href="https://tea.example/kettle" target="_blank" rel="noopener noreferrer">'
            "https://tea.example/kettle</a></p>",
            id="bare address",
        ),
        pytest.param(
            "![a kettle](https://tea.example/spy.png)",
            '<p>a <a class="mention" href="?see=kettle">kettle</a></p>',
            id="picture, named and not loaded",
        ),
        pytest.param("<script>kettle()", None, id="HTML, shown as text"),
        pytest.param("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>", id="script"),
        pytest.param("[x](kettle.md)", "<p><span>x</span></p>", id="link to another file"),
        pytest.param("[x](?see=trap)", "<p><span>x</span></p>", id="link that mimics ours"),
    ],
)
def test_a_section_is_rendered_with_its_mentions_as_links(text: str, expected: str | None) -> None:
    html = render(text, "kettle").strip()
    if expected is None:
        assert Reading(html).text == text
    else:
        assert html == expected


def test_a_mention_across_markup_is_linked_piece_by_piece() -> None:
    html = render_section("`tea` kettle", [Mark(1, 12, "tea kettle")], address)
    assert Reading(html).linked == [("?see=tea kettle", "tea"), ("?see=tea kettle", " kettle")]


def test_mentions_in_tables_and_fences_are_linked() -> None:
    text = "| pot | use |\n|---|---|\n| kettle | boils |\n\n```sh\nkettle --on <now>\n```\n"
    reading = Reading(render(text, "kettle"))
    assert reading.linked == [("?see=kettle", "kettle")] * 2
    assert "kettle --on <now>" in reading.text


words = st.sampled_from(["kettle", "tea", "pot", "a<b", "&amp;", '"', "x", "*", "_", "`", "\\"])
pieces = st.sampled_from(
    [
        " ", "\n", "\n\n", "# ", "## ", "- ", "1. ", "> ", "**", "*", "_", "`", "```\n", "| ",
        "|\n", "|---|---|\n", "[", "](", ")", "](https://x.example/", "![", "<", ">", "<b>", "</b>",
        "<script>", "<img src=x onerror=y>", "javascript:", "    ", "~~", "---\n", ":", "&lt;",
    ]
)  # fmt: skip
documents = st.lists(words | pieces, max_size=40).map("".join)


@given(documents | st.text())
def test_no_text_becomes_code(text: str) -> None:
    for tag, attributes in Reading(render(text, "kettle", "tea")).tags:
        assert set(attributes) <= ALLOWED[tag]
        link = attributes.get("href", "?see=")
        assert link.startswith(("?see=", "https://", "http://", "mailto:"))


@given(documents)
def test_marking_mentions_changes_no_word_of_the_text(text: str) -> None:
    marked, plain = Reading(render(text, "kettle", "pot")), Reading(render(text))
    assert marked.text == plain.text
