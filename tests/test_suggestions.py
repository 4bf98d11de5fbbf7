"""Suggestions: what may be one concept, and what may be none, for a person to judge."""

import pandas as pd
import pytest

from extract.build import build_index
from extract.index import COLUMNS, read_table
from extract.suggestions import suggest

TABLES = ("sections", "concepts", "cooccurrences", "analysis/candidates")


def tables(*concepts, pairs=()):
    """Return an index without text: concepts, and which of them share sections.

    Of each concept there are name, origin and mentions, then its aliases.
    """
    rows = [
        (name, "concept", aliases, origin, count, 1, 0.5, None, None)
        for name, origin, count, *aliases in concepts
    ]
    empty = {name: pd.DataFrame(columns=list(COLUMNS[name])) for name in TABLES}
    candidates = pd.DataFrame(
        [("s", 0, 0, 1, name, "", 0) for name, *_ in concepts],
        columns=list(COLUMNS["analysis/candidates"]),
    )
    return {
        **empty,
        "sections": pd.DataFrame({"section": ["s"]}),
        "concepts": pd.DataFrame(rows, columns=list(COLUMNS["concepts"])),
        "cooccurrences": pd.DataFrame(
            [(*sorted(pair), 1, 1, 0.1) for pair in pairs], columns=list(COLUMNS["cooccurrences"])
        ),
        "analysis/candidates": candidates,
    }


def merges(found):
    return [suggestion.concepts for suggestion in found if suggestion.action == "merge"]


def test_a_slip_of_the_pen_is_found_and_the_commoner_spelling_stays():
    found = suggest(tables(("Prometheus", "discovered", 9), ("Promehteus", "discovered", 1)))
    assert merges(found) == [("Prometheus", "Promehteus")]
    assert found[0].reason == "they differ in one letter"


@pytest.mark.parametrize(
    ("one", "other"),
    [("IPv4 address", "IPv6 address"), ("gRPC", "CRPC"), ("inbound", "outbound")],
)
def test_names_that_differ_in_a_digit_or_in_much_of_a_word_are_two(one, other):
    assert merges(suggest(tables((one, "discovered", 2), (other, "discovered", 2)))) == []


def test_initials_may_be_short_for_a_name_more_so_where_both_occur():
    concepts = [("BST", "discovered", 3), ("binary search tree", "discovered", 3)]
    apart = suggest(tables(*concepts))
    together = suggest(tables(*concepts, pairs=[("BST", "binary search tree")]))
    assert merges(apart) == merges(together) == [("BST", "binary search tree")]
    assert apart[0].score < together[0].score == 0.9


@pytest.mark.parametrize(
    "concepts",
    [
        [("AS", "discovered", 5, "autonomous system"), ("ARP spoofing", "discovered", 1)],
        [("OS", "discovered", 2), ("object store", "lexicon", 3, "OBS")],
    ],
)
def test_an_acronym_that_is_spelled_out_is_short_for_nothing_else(concepts):
    assert merges(suggest(tables(*concepts))) == []


def test_a_name_may_say_the_last_word_of_what_its_acronym_is_short_for_once_more():
    found = suggest(
        tables(
            ("GIN index", "discovered", 3),
            ("Generalized Inverted Index", "discovered", 1),
            ("GiST index", "discovered", 2),
            ("GIN tree index", "discovered", 1),
            pairs=[("GIN index", "Generalized Inverted Index")],
        )
    )
    assert merges(found) == [("GIN index", "Generalized Inverted Index")]


COMPANY = [("switch", "lexicon", 9), ("loop", "lexicon", 9)]


def test_what_an_acronym_is_short_for_may_stand_without_its_last_word():
    concepts = [
        ("STP", "discovered", 3, "Spanning Tree Protocol"),
        ("Spanning Tree", "discovered", 2),
    ]
    company = [(name, other) for name, *_ in concepts for other, *_ in COMPANY]
    assert merges(suggest(tables(*concepts, *COMPANY, pairs=company))) == [("STP", "Spanning Tree")]


@pytest.mark.parametrize(
    ("origin", "found"), [("discovered", [("query planner", "planner")]), ("lexicon", [])]
)
def test_a_name_may_go_on_for_a_longer_one_that_is_said_once_beside_it(origin, found):
    long = ("query planner", "lexicon" if found else "discovered", 1)
    concepts = [long, ("planner", origin, 4), *COMPANY]
    company = [(name, other) for name, *_ in concepts[:2] for other, *_ in COMPANY]
    together = ("query planner", "planner")
    assert merges(suggest(tables(*concepts, pairs=[*company, together]))) == found
    assert merges(suggest(tables(*concepts, pairs=company))) == []


def test_a_short_name_in_the_same_company_may_be_the_long_one():
    concepts = [
        ("HashiCorp Vault", "discovered", 4),
        ("Vault", "discovered", 5),
        ("secret", "lexicon", 9),
    ]
    company = [("HashiCorp Vault", "secret"), ("Vault", "secret")]
    assert merges(suggest(tables(*concepts, pairs=company))) == [("Vault", "HashiCorp Vault")]
    assert merges(suggest(tables(*concepts, pairs=company[:1]))) == []


def test_what_is_known_is_left_alone():
    found = suggest(tables(("Prometheus", "lexicon", 9), ("Prometheuss", "user", 1)))
    assert found == []


def test_of_a_known_concept_and_a_discovered_one_the_known_one_stays():
    found = suggest(tables(("Prometheus", "lexicon", 1), ("Prometheuz", "discovered", 9)))
    assert merges(found) == [("Prometheus", "Prometheuz")]


def test_no_suggestion_is_drawn_from_others():
    # Each is a letter from the next, but the first two letters from the last.
    names = ("kubernetes", "kubernetez", "kubernetzz")
    found = merges(suggest(tables(*((name, "discovered", 3) for name in names))))
    assert {frozenset(pair) for pair in found} == {frozenset(names[:2]), frozenset(names[1:])}


def test_a_name_that_was_hardly_accepted_is_doubted(tmp_path):
    text = "# What is cosign?\n\ncosign is a tool.\n\n**blue thing**: a blue thing.\n"
    (tmp_path / "a.md").write_text(text)
    build_index([tmp_path / "a.md"], tmp_path / "index")
    read = {name: read_table(tmp_path / "index", name) for name in TABLES}
    hidden = {s.concepts[0] for s in suggest(read) if s.action == "hide"}
    assert hidden <= set(read["concepts"]["concept"][read["concepts"]["origin"] == "discovered"])


def test_the_most_likely_come_first(shipped_index):
    read = {name: read_table(shipped_index, name) for name in TABLES}
    found = suggest(read)
    scores = [suggestion.score for suggestion in found]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
    assert len(suggest(read, limit=3)) == 3
