"""What a person types, and the concepts that it finds."""

from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.concept_graph import load_concept_graph
from graph.search import Match, UnknownConceptError, find_concept, fold, search

CONCEPTS = {
    # canonical name: aliases, salience
    "role-based access control": (("RBAC",), 0.5),
    "ingress": ((), 0.4),
    "ingress controller": ((), 0.6),
    "access token": ((), 0.3),
    "Café Müller": ((), 0.1),
    "Secret": ((), 0.2),
    "secret": ((), 0.7),
}


@pytest.fixture(scope="module")
def graph() -> "nx.Graph[str]":
    named: nx.Graph[str] = nx.Graph()
    for concept, (aliases, salience) in CONCEPTS.items():
        named.add_node(concept, aliases=aliases, salience=salience)
    return named


def found(graph: "nx.Graph[str]", text: str) -> list[str]:
    return [match.concept for match in search(graph, text)]


def test_an_alias_finds_its_concept_and_says_so(graph: "nx.Graph[str]") -> None:
    assert search(graph, "rbac")[0] == Match("role-based access control", "RBAC")


def test_the_very_name_comes_before_longer_ones(graph: "nx.Graph[str]") -> None:
    # Although the ingress controller is the more salient.
    assert found(graph, "ingress") == ["ingress", "ingress controller"]


def test_of_several_beginnings_the_most_salient_comes_first(graph: "nx.Graph[str]") -> None:
    assert found(graph, "ingr") == ["ingress controller", "ingress"]


def test_a_beginning_comes_before_the_beginning_of_a_later_word(graph: "nx.Graph[str]") -> None:
    assert found(graph, "acc") == ["access token", "role-based access control"]


def test_initials_find_a_name(graph: "nx.Graph[str]") -> None:
    assert found(graph, "ic") == ["ingress controller"]


def test_a_part_of_a_word_finds_it(graph: "nx.Graph[str]") -> None:
    assert found(graph, "gress") == ["ingress controller", "ingress"]


@pytest.mark.parametrize("typed", ["ingres", "ingrss", "igress", "ingerss", "inngress"])
def test_a_typing_error_is_forgiven(graph: "nx.Graph[str]", typed: str) -> None:
    assert "ingress" in found(graph, typed)[:2]


def test_hyphens_accents_and_case_do_not_matter(graph: "nx.Graph[str]") -> None:
    assert found(graph, "Role Based ACCESS control") == ["role-based access control"]
    assert found(graph, "cafe muller") == ["Café Müller"]


def test_as_it_is_written_it_is_meant(graph: "nx.Graph[str]") -> None:
    assert found(graph, "Secret") == ["Secret", "secret"]
    assert found(graph, "secret") == ["secret", "Secret"]


def test_blank_text_finds_nothing(graph: "nx.Graph[str]") -> None:
    assert search(graph, "  ") == []


def test_no_more_is_found_than_asked_for(graph: "nx.Graph[str]") -> None:
    assert len(search(graph, "s", limit=2)) == 2


def test_a_phrase_finds_the_names_that_it_is_made_of_the_longest_first(
    graph: "nx.Graph[str]",
) -> None:
    # Not the ingress, which only stands in the longer name.
    typed = "ingress controllers, with RBAC"
    assert found(graph, typed) == ["ingress controller", "role-based access control"]


def test_a_name_with_a_typing_error_comes_before_what_it_is_made_of(
    graph: "nx.Graph[str]",
) -> None:
    assert found(graph, "ingress controler") == ["ingress controller", "ingress"]


@given(st.text(max_size=30), st.integers(1, 5))
def test_a_concept_is_found_at_most_once(text: str, limit: int) -> None:
    named: nx.Graph[str] = nx.Graph()
    named.add_node("signal", aliases=("sig", "signals"), salience=0.5)
    named.add_node("signature", aliases=("sig file",), salience=0.5)
    concepts = [match.concept for match in search(named, text, limit=limit)]
    assert len(concepts) == len(set(concepts)) <= limit


@given(st.text())
def test_folding_again_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_a_concept_goes_by_any_of_its_names(graph: "nx.Graph[str]") -> None:
    assert find_concept(graph, "RBAC") == "role-based access control"
    assert find_concept(graph, "Ingress-Controller") == "ingress controller"
    assert find_concept(graph, "ingress controllers") == "ingress controller"


def test_a_name_that_nothing_has_gets_suggestions(graph: "nx.Graph[str]") -> None:
    message = r"there is no concept 'ingres'; did you mean ingress controller, ingress\?"
    with pytest.raises(UnknownConceptError, match=message):
        find_concept(graph, "ingres")
    with pytest.raises(UnknownConceptError, match=r"did you mean access token, ingress\?"):
        find_concept(graph, "the ingress of access tokens")
    with pytest.raises(UnknownConceptError, match=r"mean role-based access control\?"):
        find_concept(graph, "the roles of visitors")
    with pytest.raises(UnknownConceptError, match="no concept 'xyz'; there are, for"):
        find_concept(graph, "xyz")
    with pytest.raises(UnknownConceptError, match=r"there is no concept 'xyz'$"):
        find_concept(nx.Graph(), "xyz")


@pytest.mark.parametrize(
    ("typed", "concept"),
    [
        ("pdb", "Pod Disruption Budget"),
        ("k8s", "Kubernetes"),
        ("kuberntes", "Kubernetes"),
        ("cosing", "cosign"),
        ("spife", "SPIFFE"),
    ],
)
def test_the_sample_is_found_by_alias_and_in_spite_of_errors(
    sample_index: Path, typed: str, concept: str
) -> None:
    assert search(load_concept_graph(sample_index), typed)[0].concept == concept
