"""Outlines: which lines list what is to be taught."""

import pytest

from graph.outlines import is_full_sentence
from tests.courses import make_curriculum


def listed(*said: str, title: str = "Week 1") -> list[str]:
    return [line.concept for line in make_curriculum([(title, said)]).listed]


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("- Firing the oven", id="item"),
        pytest.param("Firing the oven", id="paragraph"),
        pytest.param("- Heat (oven, stove, etc.)", id="abbreviation at its end"),
        pytest.param("- The oven.", id="a few words with a stop"),
    ],
)
def test_a_line_lists_what_it_names(line: str) -> None:
    assert listed(line) == ["Oven"]


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("- We fire up the oven at dawn.", id="sentence"),
        pytest.param("$ oven --heat 230", id="code"),
        pytest.param("- Firing the oven " + "and waiting " * 12, id="a sentence without its stop"),
    ],
)
def test_what_is_no_line_lists_nothing(line: str) -> None:
    assert listed(line) == []


def test_an_introduction_makes_no_prose_of_a_list() -> None:
    assert listed("This week is about heat.", "- Oven", "- Steam") == ["Oven", "Steam"]


def test_a_list_in_the_midst_of_prose_is_no_outline() -> None:
    said = ["This week is about heat.", "It is a hot one.", "- Oven", "- Steam", "We wait and see."]
    assert listed(*said) == []


def test_a_title_is_a_line_where_nothing_is_said_below_it() -> None:
    assert listed(title="The oven") == ["Oven"]
    assert listed("We fire it up at dawn.", title="The oven") == []


def test_an_unanswered_question_lists_nothing() -> None:
    assert listed(title="How hot is the oven?") == []


def test_a_list_below_a_question_answers_it_and_is_no_outline() -> None:
    assert listed("- Oven", "- Steam", title="What does one need for bread?") == []


def test_a_line_lists_a_concept_once() -> None:
    assert listed("- Oven, oven and steam") == ["Oven", "Steam"]


def test_abbreviations_end_no_sentence() -> None:
    assert not is_full_sentence("Use kinds of heat, e.g.")
    assert is_full_sentence("Use kinds of heat.")
