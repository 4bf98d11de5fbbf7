"""Blocks: a section read as text, of which each character knows where it stands."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from extract.blocks import Block, Span, read_blocks
from tests.strategies import markdown


def read(body: str) -> list[Block]:
    title, *blocks = read_blocks(f"# Title\n\n{body}")
    assert title == Block("title", "Title", (2, 3, 4, 5, 6))
    return blocks


def kinds(body: str) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in read(body)]


def marked(body: str) -> list[tuple[str, str]]:
    [block] = read(body)
    return [(span.kind, block.text[span.start : span.end]) for span in block.spans]


def test_a_section_is_read_block_by_block() -> None:
    body = (
        "Two\nlines.\n\n- first\n  more\n\n  second\n- [x] done\n\n> quoted\n\n"
        "| a | b |\n|---|---|\n| c | |\n\n```sh\nls\n  -l\n```\n\n### Head ###\n\n    code\n"
    )
    assert kinds(body) == [
        ("paragraph", "Two lines."),
        ("item", "first more"),
        ("paragraph", "second"),
        ("item", "done"),
        ("paragraph", "quoted"),
        ("cell", "a"),
        ("cell", "b"),
        ("cell", "c"),
        ("code", "ls\n  -l"),
        ("heading", "Head"),
        ("code", "code"),
    ]


def test_a_title_is_read_as_it_stands() -> None:
    assert read_blocks("# What are *args and __init__?")[0].text == "What are *args and __init__?"


def test_marks_become_spans() -> None:
    body = "- **Trivy**: scans *all `layers` of* [an image](https://example.org/a_b 'Image')"
    assert marked(body) == [
        ("strong", "Trivy"),
        ("emphasis", "all layers of"),
        ("code", "layers"),
        ("link", "an image"),
    ]


def test_a_strong_list_head_begins_its_item() -> None:
    [block] = read("1. **Build**: compile")
    assert block.text == "Build: compile"
    assert block.spans == (Span(0, 5, "strong"),)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("a \\*b\\* &amp; c&nbsp;d &lt;e&gt;", "a *b* & c d <e>"),
        ("see https://example.org/a_b?c=d now", "see now"),
        ("see <https://example.org> or www.example.org.", "see or"),
        ("![diagram](a.png) of a pod", "of a pod"),
        ("[![badge](a.svg)](b) text", "text"),
        ("`` a ` b `` and `https://kept.example`", "a ` b and https://kept.example"),
        ("a\\\nb  \nc", "a b c"),
        ("~~old~~ new", "old new"),
        ("snake_case_name and 2 * 3 * 4", "snake_case_name and 2 * 3 * 4"),
    ],
)
def test_text_is_what_a_reader_sees(body: str, text: str) -> None:
    assert kinds(body) == [("paragraph", text)]


def test_a_range_of_text_leads_back_to_its_source() -> None:
    section = "# T\n\n- Use a **Pod\n  Disruption** `Budget` (PDB)"
    block = read_blocks(section)[1]
    start = block.text.index("Pod")
    end = block.text.index("(PDB)")
    assert block.text[start:end] == "Pod Disruption Budget "
    source = section[block.offsets[start] : block.offsets[end - 1] + 1]
    assert source == "Pod\n  Disruption** `Budget` "


def test_cells_lead_back_to_their_row_even_where_they_repeat() -> None:
    section = "# T\n\n| a | a |\n|---|---|\n| `x \\| y` | a |\n"
    cells = read_blocks(section)[1:]
    assert [(cell.text, cell.offsets[0]) for cell in cells] == [
        ("a", 7), ("a", 11), ("x | y", 28), ("a", 38),
    ]  # fmt: skip


def test_code_in_a_list_leads_back_to_its_lines() -> None:
    section = "# T\n\n1. a\n\n   ```\n   ls\n     -l\n   ```\n"
    code = read_blocks(section)[2]
    assert code.text == "ls\n  -l"
    assert [section[place] for place in code.offsets] == list(code.text)


def test_text_without_a_title_has_no_title_block() -> None:
    assert [block.kind for block in read_blocks("Only prose.")] == ["paragraph"]
    assert read_blocks("") == []


@given(markdown)
@example("\u00a0\n&amp; x")
@example("a `\n  b` c")
@example("> - \tq\n>   `r`")
@example("|a|\n|-|\n|\\||")
def test_every_character_of_a_block_stands_in_the_section(text: str) -> None:
    for block in read_blocks(text):
        assert block.text
        assert len(block.text) == len(block.offsets)
        assert list(block.offsets) == sorted(block.offsets)
        for character, place in zip(block.text, block.offsets, strict=True):
            source = text[place]
            # White space becomes a space, and an entity stands where it begins.
            assert character == source or (character + source).isspace() or source in "&\0"
        for span in block.spans:
            assert 0 <= span.start < span.end <= len(block.text)


@given(st.lists(st.sampled_from(["alpha", "beta", "*gamma*", "`delta`"]), min_size=1))
def test_blocks_follow_one_another_as_in_the_section(words: list[str]) -> None:
    body = "\n\n".join(f"{'- ' if index % 3 else ''}{word}" for index, word in enumerate(words))
    blocks = read(body)
    assert [block.text for block in blocks] == [word.strip("*`") for word in words]
    places = [block.offsets[0] for block in blocks]
    assert places == sorted(places)


@pytest.mark.parametrize(
    "text",
    [
        "x" * 1_000_000,
        "word " * 100_000,
        "# h\n" * 20_000,
        ">" * 10_000 + " deep",
        "- " * 10_000 + "deep",
        "[" * 10_000,
        "**a " * 10_000,
        "`" * 10_000 + " `",
        "|a" * 5_000 + "|\n" + "|-" * 5_000 + "|\n",
    ],
    ids=lambda text: text[:6],
)
def test_long_and_deep_texts_are_read(text: str) -> None:
    assert all(len(block.text) == len(block.offsets) for block in read_blocks(text))
