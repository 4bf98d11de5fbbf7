"""The page that holds a graph and its evidence: whole, without a network, and harmless."""

import base64
import hashlib
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Page, expect

from graph.concept_graph import Index, build_concept_graph, load_index
from graph.standalone import standalone_html
from tests import baking as corpus

if TYPE_CHECKING:
    from tests.browser import NewPage

pytest_plugins = ["tests.browser_fixtures"]

EVIL = "<img src=x onerror=document.title='owned'></script><script>document.title='owned'</script>"


@pytest.fixture(scope="module")
def page_text(baking: Index) -> str:
    return standalone_html(build_concept_graph(baking), baking)


def content_of(text: str) -> dict[str, Any]:
    found = re.search(r'id="content">(.*?)</script>', text, re.DOTALL)
    assert found
    content: dict[str, Any] = json.loads(found[1])
    return content


def test_the_page_holds_concepts_edges_and_the_sentences_of_evidence(page_text: str) -> None:
    content = content_of(page_text)
    names = [concept["name"] for concept in content["concepts"]]
    assert sorted(names) == sorted(corpus.CONCEPTS)
    sourdough = content["concepts"][names.index("sourdough")]
    (told,) = sourdough["evidence"]
    text, kind, marks, _ = content["sections"][told]["sentences"][1]
    assert (text, kind) == ("A sourdough is a dough that wild yeast raises.", "paragraph")
    assert [text[start:end] for start, end, _ in marks] == ["sourdough", "dough", "wild yeast"]


@pytest.mark.parametrize(
    ("source", "place"),
    [("guide.md", "line 1"), ("guide.pdf", "page 1"), ("guide.docx", "paragraph 1")],
)
def test_where_a_section_stands_is_said_in_the_words_of_its_format(
    source: str, place: str, baking: Index
) -> None:
    index = replace(baking, sections=baking.sections.assign(source=source, line=1))
    content = content_of(standalone_html(build_concept_graph(index), index))
    assert {(section["source"], section["place"]) for section in content["sections"]} == {
        (source, place)
    }


def test_the_page_names_no_address_to_load_from(page_text: str) -> None:
    assert not re.search(r"""(?:src|href)\s*=\s*["']?(?:https?:)?//""", page_text)
    assert "default-src 'none'" in page_text


def test_only_the_scripts_of_the_page_may_run(page_text: str) -> None:
    scripts = re.findall(r"<script>(.*?)</script>", page_text, re.DOTALL)
    (policy,) = re.findall(r"script-src ([^\";]*)", page_text)
    digests = [
        base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in scripts
    ]
    assert policy.split() == [f"'sha256-{digest}'" for digest in digests]


def test_the_same_index_gives_the_same_page(baking: Index, page_text: str) -> None:
    assert standalone_html(build_concept_graph(baking), baking) == page_text


@pytest.fixture
def page(new_page: "NewPage", page_text: str, tmp_path: Path) -> Page:
    file = tmp_path / "graph.html"
    file.write_text(page_text, encoding="utf-8")
    return new_page(file.as_uri(), offline=True)


@pytest.mark.browser
def test_a_concept_is_found_by_an_alias_and_shows_its_sections(page: Page) -> None:
    page.get_by_role("searchbox", name="Find a concept").fill("natural leaven")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("sourdough")
    expect(page.locator("blockquote").first).to_have_text(
        "A sourdough is a dough that wild yeast raises."
    )
    expect(page.locator("mark").first).to_have_text("sourdough")
    expect(page.get_by_role("heading", name="1. What is a sourdough?")).to_be_visible()


@pytest.mark.browser
def test_a_click_on_a_node_shows_the_concept(page: Page) -> None:
    # Of two dots that overlap, the later one would be hit: the last one is on top.
    x, y = page.evaluate(
        """() => {
          const id = concepts.length - 1;
          const at = conceptGraph.canvasToDOM(conceptGraph.getPositions([id])[id]);
          const frame = document.querySelector("canvas").getBoundingClientRect();
          return [frame.x + at.x, frame.y + at.y];
        }"""
    )
    page.mouse.click(x, y)
    expect(page.get_by_role("heading", level=1)).to_have_text("yeast")


@pytest.mark.browser
def test_a_connection_shows_the_sentences_that_mention_both(page: Page) -> None:
    page.get_by_role("button", name="flour", exact=True).click()
    page.get_by_role("listitem").filter(has_text="starter").get_by_text("1 question").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("flour|starter"))
    expect(page.locator("blockquote")).to_have_count(2)


@pytest.mark.browser
def test_escape_shows_everything_again(page: Page) -> None:
    page.get_by_role("button", name="flour", exact=True).click()
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", level=1)).to_have_text("Concept graph of 5 questions")


@pytest.mark.browser
def test_text_from_documents_stays_text(
    new_page: "NewPage", tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(corpus, "SECTIONS", [(f"Why {EVIL}?", [f"An oven {EVIL} bakes bread."])])
    kinds = {"oven": ("tool", [EVIL]), "bread": ("resource", [])}
    monkeypatch.setattr(corpus, "CONCEPTS", kinds)
    monkeypatch.setattr(corpus, "DEFINITIONS", {"oven": ("1", 1)})
    monkeypatch.setattr(corpus, "PHRASES", [("oven", "bread", EVIL, "1", 1)])
    index = load_index(corpus.write_baking_index(tmp_path / "index"))
    file = tmp_path / "evil.html"
    file.write_text(standalone_html(build_concept_graph(index), index), encoding="utf-8")
    page = new_page(file.as_uri(), offline=True)
    page.get_by_role("button", name="oven", exact=True).first.click()
    expect(page.get_by_role("heading", level=3)).to_have_text(f"1. Why {EVIL}?")
    page.get_by_text("1 question", exact=True).first.click()
    expect(page.get_by_text(f"oven {EVIL} bread")).to_be_visible()
    assert page.locator("img").count() == 0
    expect(page).to_have_title("Concept graph of 1 question")
