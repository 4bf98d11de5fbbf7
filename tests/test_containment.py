"""Which concepts have the names of others in theirs."""

import networkx as nx

from graph.containment import is_within, names_within


def graph(**aliases: tuple[str, ...]) -> "nx.Graph[str]":
    found: nx.Graph[str] = nx.Graph()
    for name, others in aliases.items():
        found.add_node(name.replace("_", " "), aliases=others, sections=1)
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


def test_a_word_that_is_only_an_alias_is_not_meant_between_other_words() -> None:
    # The crust that "crust" is short for has nothing to do with this one.
    concepts = graph(bread_crust=("crust",), geology=("earth crust science",))
    concepts.add_edge("bread crust", "geology")
    assert names_within(concepts) == {}


def test_a_common_word_that_is_only_an_alias_is_meant_in_another_where_both_are_mentioned() -> None:
    concepts = graph(baking_sheet=("sheet",), ledger=("balance sheet",))
    assert names_within(concepts) == {}
    concepts.add_edge("baking sheet", "ledger")
    assert names_within(concepts) == {("baking sheet", "ledger"): ("sheet", "balance sheet")}


def test_a_canonical_name_may_end_with_a_common_word_that_is_an_alias() -> None:
    found = names_within(graph(wheat_flour=("flour",), rye_flour=()))
    assert found == {("wheat flour", "rye flour"): ("flour", "rye flour")}


def test_a_short_form_is_meant_wherever_it_opens_a_name() -> None:
    # No common word, so nothing else is meant by it.
    found = names_within(graph(sourdough_starter=("SDS",), crumpet=("SDS crumpet",)))
    assert found == {("sourdough starter", "crumpet"): ("SDS", "SDS crumpet")}


def test_one_of_several_qualified_names_of_a_general_concept_does_not_count() -> None:
    concepts = graph(oven=("brick oven", "gas oven"), brick=())
    assert names_within(concepts) == {("brick", "oven"): ("brick", "brick oven")}
    concepts.nodes["oven"]["sections"] = 2
    assert names_within(concepts) == {}


def test_the_only_name_that_qualifies_a_concept_counts() -> None:
    concepts = graph(proof=("dough proof", "batter proof"), dough=("batter",))
    concepts.nodes["proof"]["sections"] = 2
    assert ("dough", "proof") in names_within(concepts)


def test_a_canonical_name_counts_however_general_it_is() -> None:
    concepts = graph(brick_oven=("oven", "gas oven"), brick=())
    concepts.nodes["brick oven"]["sections"] = 2
    assert names_within(concepts) == {("brick", "brick oven"): ("brick", "brick oven")}
