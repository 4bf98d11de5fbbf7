"""What single sentences say about the order of two concepts, or that they are alike."""

import re

import pytest

from graph.concept_graph import Index
from graph.statements import (
    Mention,
    Sentence,
    find_coordinated,
    find_statements,
    read_sentences,
)


def sentence(text: str, *, kind: str = "paragraph", number: int = 1) -> Sentence:
    """Return a sentence in which what stands in braces is a concept."""
    mentions, plain = [], ""
    for part in re.split(r"(\{[^}]*\})", text):
        if part.startswith("{"):
            mentions.append(Mention(part[1:-1], len(plain), len(plain) + len(part) - 2))
            plain += part[1:-1]
        else:
            plain += part
    return Sentence("s", number, kind, plain, mentions)


def said(text: str, *, kind: str = "paragraph") -> set[tuple[str, str, str]]:
    return {
        (statement.signal, before, after)
        for (before, after), found in find_statements([sentence(text, kind=kind)]).items()
        for statement in found
    }


def test_what_a_definition_uses_comes_before_what_it_defines() -> None:
    assert said("A {sourdough} is a {dough} that {yeast} raises.") == {
        ("definition", "dough", "sourdough"),
        ("definition", "yeast", "sourdough"),
    }


def test_a_remark_in_parentheses_is_no_example() -> None:
    assert said("Here we mix the {dough} ({salt}) and bake.") == {("example", "dough", "salt")}
    assert said("Here we mix the {dough} ({salt} comes later) and bake.") == set()


def test_what_is_said_in_passing_defines_nothing() -> None:
    assert said("A {sourdough} is a {dough}, and the {oven} bakes it.") == {
        ("definition", "dough", "sourdough"),
        ("reference", "oven", "sourdough"),
    }


def test_what_a_sentence_about_a_concept_mentions_is_a_reference() -> None:
    assert said("The {crust} sets while the {oven} dries.") == {("reference", "oven", "crust")}


def test_a_sentence_that_opens_with_other_words_is_about_nothing() -> None:
    assert said("We bake the {crust} until it is hard, as the {oven} dries.") == set()


def test_a_name_in_parentheses_is_an_example_and_no_part_of_the_definition() -> None:
    assert said("A {leaven} ({sourdough}) is a {dough}.") == {
        ("definition", "dough", "leaven"),
        ("example", "leaven", "sourdough"),
    }


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        ("Here {baking} requires an {oven}.", "oven", "baking"),
        ("Here {bread} is based on {dough}.", "dough", "bread"),
        ("Here a {stone} for the {oven} helps.", "oven", "stone"),
        ("Here we add {salt} to every {dough}.", "dough", "salt"),
    ],
)
def test_a_phrase_tells_what_the_other_builds_on(text: str, before: str, after: str) -> None:
    assert said(text) == {("phrase", before, after)}


@pytest.mark.parametrize("words", ["such as", "like", ", for example,", ", e.g.", "including", "("])
def test_an_example_comes_after_what_it_is_an_example_of(words: str) -> None:
    assert said(f"We use a {{leaven}} {words} {{sourdough}}") == {
        ("example", "leaven", "sourdough")
    }


def test_markup_between_two_concepts_does_not_matter() -> None:
    assert said("Here **{baking}** requires `{oven}`.") == {("phrase", "oven", "baking")}


def test_a_phrase_longer_than_sixty_characters_says_nothing() -> None:
    assert said(f"Here {{a}} {'x' * 60} for {{b}}.") == set()


@pytest.mark.parametrize("kind", ["code"])
def test_code_states_nothing(kind: str) -> None:
    assert said("{a} is a {b}", kind=kind) == set()


def test_a_title_defines_nothing() -> None:
    assert said("{sourdough} is a {dough}", kind="title") == set()


@pytest.mark.parametrize(
    "text",
    [
        "Use {butter} or {oil}.",
        "Use {butter}, {oil}.",
        "{butter} vs. {oil}",
        "{butter}/{oil}",
        "Use **{butter}** and the {oil}.",
        "With {butter} (melted) or {oil}.",
    ],
)
def test_names_side_by_side_are_coordinated(text: str) -> None:
    assert find_coordinated([sentence(text)]) == {("butter", "oil")}


def test_all_of_an_enumeration_are_coordinated() -> None:
    found = find_coordinated([sentence("{a}, {b} and {c} keep.")])
    assert found == {("a", "b"), ("a", "c"), ("b", "c")}


def test_names_with_other_words_between_them_are_not_coordinated() -> None:
    assert find_coordinated([sentence("Put {butter} into {oil}.")]) == set()


def test_the_heads_of_neighbouring_items_are_coordinated() -> None:
    items = [
        sentence("**{butter}**: soft, from {milk}", kind="item", number=2),
        sentence("{oil} (cold): liquid", kind="item", number=3),
    ]
    assert find_coordinated(items) == {("butter", "oil")}


def test_heads_of_items_far_from_each_other_are_not_coordinated() -> None:
    items = [
        sentence("{butter}: soft", kind="item", number=2),
        sentence("{oil}: liquid", kind="item", number=9),
    ]
    assert find_coordinated(items) == set()


def test_sentences_are_read_in_the_order_of_the_corpus_with_their_mentions(baking: Index) -> None:
    sentences = list(read_sentences(baking))
    assert [one.section for one in sentences] == sorted(one.section for one in sentences)
    first = next(one for one in sentences if one.kind == "paragraph")
    assert first.text == "A sourdough is a **dough** that wild yeast raises."
    assert [(one.concept, first.text[one.start : one.end]) for one in first.mentions] == [
        ("sourdough", "sourdough"),
        ("dough", "dough"),
        ("yeast", "wild yeast"),
    ]
