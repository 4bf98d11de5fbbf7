"""Which sections explain which concepts, and by what sign."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.explanations import Explanation
from tests.courses import CONCEPTS, make_curriculum

FILLER = "It is mixed in the evening, rests for a night in the cold, and is shaped by hand at dawn."


def explain(*said: str, title: str = "Notes") -> dict[str, Explanation]:
    return {item.concept: item for item in make_curriculum([(title, said)]).explanations}


@pytest.mark.parametrize(
    ("sentence", "sign"),
    [
        pytest.param("A sourdough is a dough raised by wild cultures.", "is", id="is a"),
        pytest.param("Sourdough is fermented dough that tastes sour.", "is", id="no article"),
        pytest.param("In baking, steam is the vapour of water.", "is", id="after a clause"),
        pytest.param("**Steam** (vapour) is the gas of water.", "is", id="bold, parenthesis"),
        pytest.param("Yeast raises the dough.", "does", id="does"),
        pytest.param("It is raised by yeast, a fungus of one cell.", "gloss", id="gloss"),
        pytest.param("Steam, a very hot gas, is everywhere.", "gloss", id="gloss of the subject"),
        pytest.param("The vapour of water is called steam.", "name", id="given a name"),
        pytest.param("- Salt: slows the dough down.", "entry", id="entry of a list"),
    ],
)
def test_a_sentence_explains_its_subject(sentence: str, sign: str) -> None:
    found = explain(sentence)
    assert [item.sign for item in found.values()] == [sign]


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param("Steam is used by every baker.", id="is done to"),
        pytest.param("Steam is stored.", id="is done"),
        pytest.param("Steam is not a spice at all.", id="is not"),
        pytest.param("Steam can bake a loaf.", id="may do"),
        pytest.param("Steam does both.", id="helping verb"),
        pytest.param("A starter needs a warm place.", id="what it needs"),
        pytest.param("In sourdough, keeps the flavour well.", id="after its own preposition"),
        pytest.param("Yeast raised the dough in 1876.", id="what it did once"),
        pytest.param("Is steam a gas of water?", id="question"),
        pytest.param("We add flour, a pinch, and salt.", id="list"),
        pytest.param("Flour and steam are the best known.", id="second of two subjects"),
        pytest.param("$ steam is a gas of water", id="code"),
        pytest.param("- Salt: yes", id="short entry"),
        pytest.param("Once there is steam, a soft crust forms.", id="next clause"),
        pytest.param("It needs flour, a pinch or two.", id="next of a list"),
        pytest.param("When a loaf is hot, steam leaves it.", id="in a case"),
        pytest.param("Mix it with the named yeast.", id="named before"),
    ],
)
def test_a_sentence_that_only_names_something_explains_nothing(sentence: str) -> None:
    assert explain(sentence) == {}


def test_a_title_with_text_below_explains_what_it_names() -> None:
    assert explain(FILLER, FILLER, title="How hot is the oven?")["Oven"].sign == "title"


def test_a_title_without_text_below_explains_nothing() -> None:
    assert explain(title="How hot is the oven?") == {}


def test_a_title_that_names_three_things_is_about_none_of_them() -> None:
    assert explain(FILLER, FILLER, title="Flour, salt and yeast") == {}


def test_where_a_title_says_what_happens_is_not_what_it_is_about() -> None:
    assert list(explain(FILLER, FILLER, title="How does crust form in an oven?")) == ["Crust"]
    assert list(explain(FILLER, FILLER, title="What happens in an oven?")) == ["Oven"]
    said = [FILLER, FILLER, "We heat the oven.", "The oven is hot; we close the oven."]
    assert list(explain(*said, title="How does crust form in an oven?")) == ["Crust", "Oven"]
    assert list(explain(FILLER, FILLER, title="Steam with salt")) == ["Salt", "Steam"]


def test_a_heading_counts_only_the_text_up_to_the_next_heading() -> None:
    found = explain("# Steam", "# Oven", FILLER)
    assert list(found) == ["Oven"]


def test_title_and_sentence_add_up_and_the_sentence_is_quoted() -> None:
    # 4 for "is a", and 3 * (1 + 5 / 5) / 2 = 3 for a title that is the name.
    [found] = explain("Steam is a gas of water.", FILLER, FILLER, title="Steam").values()
    assert (found.sentence, found.sign, found.strength) == (1, "is", 7.0)


def test_only_what_something_is_defines_it() -> None:
    found = explain("Yeast raises the dough.", "Steam is a gas of water.")
    assert {concept: item.defines for concept, item in found.items()} == {
        "Yeast": False,
        "Steam": True,
    }


sentences = st.sampled_from(
    [f"{name} is a thing of the kitchen." for name in CONCEPTS]
    + [f"We use {name.lower()} here." for name in CONCEPTS]
    + [f"- {name}" for name in CONCEPTS]
    + [f"$ use {name.lower()}" for name in CONCEPTS]
)
courses = st.lists(
    st.tuples(st.sampled_from(CONCEPTS), st.lists(sentences, max_size=5)), max_size=5
)


@given(courses)
def test_each_section_is_judged_by_itself(course: list[tuple[str, list[str]]]) -> None:
    together = [(item.concept, item.strength) for item in make_curriculum(course).explanations]
    alone = [
        (item.concept, item.strength)
        for section in course
        for item in make_curriculum([section]).explanations
    ]
    assert together == alone
