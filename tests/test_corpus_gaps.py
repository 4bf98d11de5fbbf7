"""What a corpus leaves open, held against itself."""

from hypothesis import given
from hypothesis import strategies as st

from graph.corpus_gaps import (
    find_duplicates,
    find_forward_references,
    find_redundant,
    find_unasked,
    find_unexplained,
    find_unspelled_acronyms,
)
from tests.courses import CONCEPTS, Course, make_curriculum


def test_a_concept_that_three_sections_use_and_none_explains_is_unexplained() -> None:
    course = [("One", ["We use salt."]), ("Two", ["Salt, salt."]), ("Three", ["More salt."])]
    [found] = find_unexplained(make_curriculum(course))
    assert (found.concept, found.sections, found.asked) == (
        "Salt",
        ("course#1", "course#0", "course#2"),
        False,
    )


def test_one_explanation_is_enough() -> None:
    course = [("One", ["We use salt."]), ("Two", ["Salt is a mineral."]), ("Three", ["Salt."])]
    assert find_unexplained(make_curriculum(course)) == []


def test_two_sections_call_for_no_explanation_yet() -> None:
    course = [("One", ["We use salt."]), ("Two", ["More salt."])]
    assert find_unexplained(make_curriculum(course)) == []


def test_code_calls_for_no_explanation() -> None:
    course = [("One", ["$ salt"]), ("Two", ["$ salt"]), ("Three", ["$ salt"])]
    assert find_unexplained(make_curriculum(course)) == []


def test_an_unexplained_concept_that_a_title_names_has_been_asked() -> None:
    course = [("Why salt?", ["We use it."]), ("Two", ["We use salt."]), ("Three", ["More salt."])]
    assert [found.asked for found in find_unexplained(make_curriculum(course))] == [True]


def test_a_concept_that_half_of_the_text_and_no_title_names_is_unasked() -> None:
    # Ten titles name flour; the text names flour 10 and salt 10 times, titles included: of 30
    # mentions 10 are in titles, so that titles would name salt 3.33 times, and e^-3.33 < 0.05.
    course = [("Flour", ["We use flour and salt."])] * 10
    [found] = find_unasked(make_curriculum(course))
    assert found.concept == "Salt"
    assert round(found.expected, 2) == 3.33


def test_a_corpus_with_few_titles_has_nothing_unasked() -> None:
    course = [("Flour", ["We use flour and salt."])] * 5
    assert find_unasked(make_curriculum(course)) == []


def test_a_concept_used_twice_before_it_is_defined_is_a_forward_reference() -> None:
    course = [("One", ["We use salt."]), ("Two", ["More salt."]), ("Three", ["Salt is a mineral."])]
    [found] = find_forward_references(make_curriculum(course))
    assert (found.concept, found.defined, found.used) == (
        "Salt",
        "course#2",
        ("course#0", "course#1"),
    )


def test_what_is_used_after_its_definition_is_no_forward_reference() -> None:
    course = [("One", ["Salt is a mineral."]), ("Two", ["We use salt."]), ("Three", ["More salt."])]
    assert find_forward_references(make_curriculum(course)) == []


def test_a_concept_defined_twice_is_a_duplicate() -> None:
    course = [("One", ["Salt is a mineral."]), ("Two", ["Salt is a crystal."])]
    [found] = find_duplicates(make_curriculum(course))
    assert (found.concept, found.sections) == ("Salt", ("course#0", "course#1"))


def test_a_section_whose_every_concept_and_pair_stands_elsewhere_brings_nothing_new() -> None:
    said = ["Salt, flour and steam."]
    course: Course = [("One", ["Salt is a mineral."]), ("Two", said), ("Three", said)]
    found = find_redundant(make_curriculum(course))
    assert [item.section for item in found] == ["course#1", "course#2"]
    assert [item.concepts for item in found] == [3, 3]


def test_a_section_with_a_pair_of_its_own_brings_something_new() -> None:
    course: Course = [
        ("One", ["Salt and flour.", "Steam and flour."]),
        ("Two", ["Salt and flour.", "Steam and flour.", "Salt and steam."]),
    ]
    found = find_redundant(make_curriculum(course))
    assert [item.section for item in found] == ["course#0"]


def test_a_section_that_explains_first_brings_something_new() -> None:
    said = ["Salt, flour and steam."]
    course: Course = [("One", ["Salt is a mineral.", *said]), ("Two", said)]
    assert [item.section for item in find_redundant(make_curriculum(course))] == ["course#1"]


def acronyms(*said: str) -> list[str]:
    """Return the short forms that nothing spells out, in sections with a sentence each."""
    corpus = make_curriculum([("Notes", [sentence]) for sentence in said])
    return [found.acronym for found in find_unspelled_acronyms(corpus)]


def test_a_short_form_that_nothing_spells_out_is_found() -> None:
    assert acronyms("Mind the DDT.", "Take the DDT.", "DDT again.") == ["DDT"]


def test_a_short_form_in_parentheses_after_its_long_form_is_spelled_out() -> None:
    said = ("Mind the desired dough temperature (DDT).", "Take the DDT.", "DDT again.")
    assert acronyms(*said) == []


def test_a_long_form_in_parentheses_spells_out_as_well() -> None:
    said = ("Mind the DDT (desired dough temperature).", "Take the DDT.", "DDT again.")
    assert acronyms(*said) == []


def test_short_forms_of_general_english_need_no_long_form() -> None:
    assert acronyms("Mind the CPU.", "Take the CPU.", "CPU again.") == []


sentences = st.sampled_from(
    [f"{name} is a thing of the kitchen." for name in CONCEPTS]
    + [f"We use {one} and {other}." for one in CONCEPTS for other in CONCEPTS if one < other]
)
courses = st.lists(st.tuples(st.just("Notes"), st.lists(sentences, max_size=4)), max_size=6)


@given(courses)
def test_a_concept_is_unexplained_or_explained_but_never_both(course: Course) -> None:
    corpus = make_curriculum(course)
    unexplained = {found.concept for found in find_unexplained(corpus, least=1)}
    explained = {item.concept for item in corpus.explanations}
    assert not unexplained & explained
    assert unexplained | explained == set(corpus.mentions["concept"])


@given(courses)
def test_leaving_out_a_redundant_section_loses_no_concept(course: Course) -> None:
    corpus = make_curriculum(course)
    for found in find_redundant(corpus):
        rest = corpus.mentions[corpus.mentions["section"] != found.section]
        assert set(rest["concept"]) == set(corpus.mentions["concept"])
