"""Which concepts have the names of others in theirs."""

import networkx as nx

from graph.containment import is_within, names_within


def graph(**aliases: tuple[str, ...]) -> "nx.Graph[str]":
    found: nx.Graph[str] = nx.Graph()
    for name, others in aliases.items():
        found.add_node(name.replace("_", " "), aliases=others)
    return found


def test_a_name_is_within_one_that_has_its_words_side_by_side() -> None:
    assert is_within("oven", "wood oven")
    assert is_within("rye flour", "dark rye flour mix")
    assert not is_within("rye mix", "rye flour mix")


def test_a_name_is_not_within_itself_nor_within_a_longer_word() -> None:
    assert not is_within("oven", "Ovens")
    assert not is_within("rye", "ryegrass")


def test_plural_case_and_hyphens_do_not_matter() -> None:
    assert is_within("Ovens", "wood-oven door")


def test_an_option_is_no_word_of_a_name() -> None:
    assert not is_within("--steam", "steam oven")
    assert is_within("--steam", "bake --steam")


def test_an_alias_counts_as_a_name() -> None:
    found = names_within(graph(heat=("oven heat",), oven=()))
    assert found == {("oven", "heat"): ("oven", "oven heat")}


def test_of_two_that_contain_each_other_the_canonical_names_decide() -> None:
    found = names_within(graph(oven=("stone oven door",), oven_door=()))
    assert found == {("oven", "oven door"): ("oven", "oven door")}


def test_two_that_contain_each_other_by_aliases_alone_contain_nothing() -> None:
    found = names_within(graph(heat=("oven", "bread heat"), stove=("bread", "oven stove")))
    assert found == {}
