"""What the sections say of a concept, and of two, on a corpus that can be read through."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from graph.concept_graph import EdgePhrase, Index, load_index
from graph.evidence import (
    Mark,
    Neighbour,
    concept_evidence,
    concept_sections,
    definition,
    neighbours,
    pair_evidence,
    section_marks,
)

if TYPE_CHECKING:
    import networkx as nx


def test_the_section_that_defines_a_concept_comes_first(baking: Index) -> None:
    assert concept_sections(baking, "starter") == ["2", "1"]


def test_a_title_tells_more_than_mentions(baking: Index) -> None:
    # Steam: twice in section 3, twice in 4, where the title has it. Both mention it twice.
    assert concept_sections(baking, "steam") == ["4", "3"]


def test_what_is_mentioned_more_often_comes_first_else(baking: Index) -> None:
    # Crust, twice in section 4; bread, once in 3 and once in 4: the order of reading.
    assert concept_sections(baking, "bread") == ["3", "4"]


def test_evidence_quotes_the_sentences_that_mention_a_concept(baking: Index) -> None:
    (section,) = concept_evidence(baking, "sourdough")
    assert (section.number, section.source, section.line) == ("1", "baking.md", 1)
    assert [sentence.text for sentence in section.sentences] == [
        "What is a sourdough?",
        "A sourdough is a dough that wild yeast raises.",
    ]


def test_a_mark_is_the_mention_in_the_quoted_text(baking: Index) -> None:
    # The asterisks of **dough**, which stand before "wild yeast", are not quoted.
    (section,) = concept_evidence(baking, "yeast")
    (sentence,) = section.sentences
    assert sentence.marks == (Mark(28, 38, "yeast"),)
    assert sentence.text[28:38] == "wild yeast"


def test_markup_and_addresses_are_not_quoted(baking: Index) -> None:
    (section,) = concept_evidence(baking, "DDT")
    assert section.sentences[0].text == "It follows from the desired dough temperature (DDT)."
    assert section.mentions == 2


def test_a_line_of_code_says_that_it_is_code(baking: Index) -> None:
    section = concept_evidence(baking, "oven")[0]
    assert [(sentence.text, sentence.in_code) for sentence in section.sentences] == [
        ("How hot is the oven?", False),
        ("The oven bakes bread with steam.", False),
        ("$ oven --heat 230 --steam", True),
    ]


def test_the_number_of_sections_can_be_limited(baking: Index) -> None:
    assert [found.section for found in concept_evidence(baking, "starter", limit=1)] == ["2"]


def test_an_edge_shows_the_sentences_that_mention_both(baking: Index) -> None:
    (section,) = pair_evidence(baking, "flour", "starter")
    assert [sentence.text for sentence in section.sentences] == [
        "A starter lives on flour and water.",
        "Feed the starter flour each day.",
    ]
    assert {mark.concept for mark in section.sentences[0].marks} == {"flour", "starter"}


def test_what_is_said_of_two_concepts_in_a_sentence_that_names_one_is_shown(
    shipped_index: Path,
) -> None:
    section, *_ = pair_evidence(load_index(shipped_index), "SPIFFE", "SPIRE")
    assert any("is its reference implementation" in one.text for one in section.sentences)


def test_where_no_sentence_mentions_both_each_is_shown(baking: Index) -> None:
    (section,) = pair_evidence(baking, "starter", "yeast")
    assert [sentence.text for sentence in section.sentences] == [
        "A sourdough is a dough that wild yeast raises.",
        "It needs a starter.",
    ]


def test_sections_with_more_common_sentences_come_first(baking: Index) -> None:
    # Oven and steam: two sentences of section 3 (one of code), none of 4.
    assert [section.section for section in pair_evidence(baking, "oven", "steam")] == ["3", "4"]


def test_both_ways_round_an_edge_is_the_same(baking: Index) -> None:
    assert pair_evidence(baking, "oven", "steam") == pair_evidence(baking, "steam", "oven")


def test_every_mention_of_a_section_is_marked_in_its_text(baking: Index) -> None:
    text = baking.sections.at["3", "text"]
    assert [(text[mark.start : mark.end], mark.concept) for mark in section_marks(baking, "3")] == [
        ("oven", "oven"), ("oven", "oven"), ("bread", "bread"), ("steam", "steam"),
        ("oven", "oven"), ("steam", "steam"),
    ]  # fmt: skip


def test_neighbours_are_ranked_by_weight(baking_graph: "nx.Graph[str]") -> None:
    found = neighbours(baking_graph, "oven")
    # Steam shares two sentences and two sections, bread one and two, crust one and one.
    assert [neighbour.concept for neighbour in found] == ["steam", "bread", "crust"]
    assert found[1][2:] == (1.0, 1, 2, (EdgePhrase("oven", "bakes", "bread", 1),))
    assert isinstance(found[0], Neighbour)


def test_neighbours_can_be_ranked_by_npmi(baking_graph: "nx.Graph[str]") -> None:
    # Yeast comes in one section only, as dough and sourdough do; a starter in two.
    found = neighbours(baking_graph, "yeast", by_npmi=True)
    assert [neighbour.concept for neighbour in found] == ["dough", "sourdough", "starter"]


def test_a_definition_is_the_sentence_that_says_what_it_is(baking: Index) -> None:
    found = definition(baking, "sourdough")
    assert found is not None
    assert (found.section, found.number, found.title) == ("1", "1", "What is a sourdough?")
    assert found.sentence is not None
    assert found.sentence.text == "A sourdough is a dough that wild yeast raises."


def test_a_section_may_define_a_concept_without_such_a_sentence(baking: Index) -> None:
    found = definition(baking, "starter")
    assert found is not None
    assert (found.section, found.sentence) == ("2", None)


def test_what_is_only_mentioned_has_no_definition(baking: Index) -> None:
    assert definition(baking, "water") is None


def test_a_concept_that_is_not_there_is_named(baking: Index, baking_graph: "nx.Graph[str]") -> None:
    for ask in (concept_evidence, concept_sections, definition):
        with pytest.raises(KeyError, match="no concept 'butter'"):
            ask(baking, "butter")
    with pytest.raises(KeyError, match="no concept 'butter'"):
        pair_evidence(baking, "oven", "butter")
    with pytest.raises(KeyError, match="butter"):
        neighbours(baking_graph, "butter")


def test_a_section_that_is_not_there_is_named(baking: Index) -> None:
    with pytest.raises(KeyError, match="no section '9'"):
        section_marks(baking, "9")


def test_the_marks_of_a_concept_are_its_names_in_the_text(sample_index: Path) -> None:
    index = load_index(sample_index)
    by_concept = list(index.mentions.groupby("concept"))
    for concept, mentions in by_concept[::7]:
        found = [
            sentence.text[mark.start : mark.end]
            for section in concept_evidence(index, str(concept), limit=None)
            for sentence in section.sentences
            for mark in sentence.marks
        ]
        assert sorted(found) == sorted(map(_without_markup, mentions["surface"]))


def _without_markup(surface: str) -> str:
    return re.sub(r"[*`]", "", surface).replace("\n", " ")


@pytest.mark.parametrize(
    ("concept", "numbers"),
    [
        ("cosign", {"276", "277"}),
        ("SPIFFE", {"280", "292"}),
        ("CRI", {"251", "291"}),
        ("Pod Disruption Budget", {"294"}),
    ],
)
def test_concepts_of_the_sample_lead_to_their_questions(
    sample_index: Path, concept: str, numbers: set[str]
) -> None:
    found = concept_evidence(load_index(sample_index), concept)
    assert numbers <= {section.number for section in found}
