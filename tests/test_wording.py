"""Counts with their nouns, and text in which nothing is markup."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from graph.wording import escape_markdown

# Where exports put text, and what Markdown makes of the place itself.
PLACES = {
    "{}": {"paragraph"},
    "# {}": {"heading"},
    "- [ ] step\n  - {}": {"bullet_list", "list_item", "paragraph"},
    "| {} |\n| --- |\n| cell |": {"table", "thead", "tbody", "tr", "th", "td"},
    "before\n{}": {"paragraph"},
}


def tokens_of(markdown: str) -> list[Token]:
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    return reader.parse(markdown)


signs = st.sampled_from(
    [
        "-", "+", "=", ">", "#", "1.", "2)", "1", ".", "---", "===", "```", "~~~", "*", "**", "_",
        "__", "~~", "`", "[", "](", ")", "![", "[x]: ", "<", "<b>", "<!--", "-->", "&lt;", "&#64;",
        "|", "|---|", "\\", " ", "\n", "\n\n", "\t", "    ", "$", "$$", ":", "://", "a", "x y",
        "https://tea.example", "www.tea.example", "@tea",
    ]
)  # fmt: skip
# Markdown itself replaces the character of number zero.
letters = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
texts = st.one_of(st.lists(signs, max_size=12).map("".join), letters)


@pytest.mark.parametrize("place", PLACES)
@given(text=texts)
@example(text="- x")
@example(text="+ x")
@example(text="1. x")
@example(text="1)")
@example(text="---")
@example(text="===")
def test_a_text_is_read_as_it_is_and_makes_no_element(place: str, text: str) -> None:
    said = " ".join(text.split())
    tokens = tokens_of(place.format(escape_markdown(text)))
    inlines = [token for token in tokens if token.type == "inline"]
    if said:
        kinds = {token.type.removesuffix("_open").removesuffix("_close") for token in tokens}
        assert kinds <= PLACES[place] | {"inline"}
        assert {child.type for token in inlines for child in token.children or ()} <= {
            "text",
            "softbreak",
        }
        read = ["".join(child.content for child in token.children or ()) for token in inlines]
        assert said in (text.removeprefix("before") for text in read)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("$x$ and $y$", r"\$x\$ and \$y\$", id="formulas"),
        pytest.param("ask @tea", r"ask \@tea", id="a name of somebody"),
        pytest.param("see https://tea.example", r"see https\://tea.example", id="an address"),
        pytest.param("see WWW.tea.example", r"see WWW\.tea.example", id="an address without https"),
        pytest.param(":red[tea] :tea:", r"\:red\[tea\] \:tea:", id="a colour and an emoji"),
    ],
)
def test_what_others_add_to_markdown_means_nothing(text: str, expected: str) -> None:
    assert escape_markdown(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "A well-known tea - or two + milk = breakfast.",
        "Version 1.2 (of 2026): 3) and 4. come later!",
        "1.5 litres at 3 @ 20 %",
        'Who says so? The cook\'s "book", {page 3}; and he.',
    ],
)
def test_what_means_nothing_is_left_as_it_is(text: str) -> None:
    assert escape_markdown(text) == text
