"""Counting what is mentioned together, against a count by hand and a naive one."""

from collections import Counter
from itertools import combinations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.cooccurrences import MOST_TOGETHER, count_cooccurrences, npmi

sections = st.lists(
    st.lists(st.tuples(st.integers(0, 3), st.sampled_from("abcde")), max_size=6), max_size=8
)


def mentions(*units):
    """Return a table of mentions, from the (sentence, concept) pairs of each section."""
    rows = [(number, *mention) for number, unit in enumerate(units) for mention in unit]
    return pd.DataFrame(rows, columns=["section", "sentence", "concept"])


def test_a_pair_counts_once_per_sentence_and_once_per_section():
    # The first section has two sentences that name both, one of them twice.
    table = mentions(
        [(0, "Pod"), (0, "kubelet"), (0, "Pod"), (1, "kubelet"), (1, "Pod"), (2, "Pod")],
        [(0, "Pod")],
    )
    [row] = count_cooccurrences(table, sections=4).itertuples(index=False)
    # p(Pod) = 2/4, p(kubelet) = p(both) = 1/4: log(2) / log(4) = 0.5.
    assert row == ("Pod", "kubelet", 2, 1, pytest.approx(0.5))


def test_concepts_of_different_sentences_share_their_section_only():
    [row] = count_cooccurrences(mentions([(0, "b"), (1, "a")]), 9).itertuples(index=False)
    assert row[:4] == ("a", "b", 0, 1)


def test_npmi_is_one_for_names_that_never_part_and_zero_for_independent_ones():
    assert npmi(3, 3, 3, 12) == pytest.approx(1.0)
    assert npmi(2, 4, 4, 8) == pytest.approx(0.0)  # 2/8 = 4/8 * 4/8
    assert npmi(5, 5, 5, 5) == 0.0  # in every unit


@given(sections, st.integers(1, 9))
def test_the_counts_are_those_of_a_naive_count_however_few_meetings_fit(units, fit):
    in_sections: Counter[tuple[str, str]] = Counter()
    in_sentences: Counter[tuple[str, str]] = Counter()
    for unit in units:
        in_sections.update(combinations(sorted({concept for _, concept in unit}), 2))
        for number in range(4):
            named = {concept for sentence, concept in unit if sentence == number}
            in_sentences.update(combinations(sorted(named), 2))
    table = count_cooccurrences(mentions(*units), len(units), meetings_at_once=fit)
    pairs = list(zip(table["source"], table["target"], strict=True))
    assert dict(zip(pairs, table["sections"], strict=True)) == in_sections
    assert table["sentences"].tolist() == [in_sentences[pair] for pair in pairs]
    assert pairs == sorted(pairs)
    assert table["npmi"].between(-1, 1).all()


def test_in_a_crowded_section_what_is_mentioned_most_shares_it_and_who_shares_a_sentence():
    names = [f"c{number:04}" for number in range(MOST_TOGETHER + 2)]
    # The last two are mentioned once, all others twice; the last two share a sentence.
    unit = [(number, name) for number, name in enumerate(names[:-2])] * 2
    unit += [(len(names), name) for name in names[-2:]]
    table = count_cooccurrences(mentions(unit, [(0, names[0]), (1, names[1])]), 2)
    found = {(row.source, row.target): row.sections for row in table.itertuples()}
    often = MOST_TOGETHER
    assert len(found) == often * (often - 1) // 2 + 1
    assert found[names[0], names[1]] == 2
    assert found[names[-2], names[-1]] == 1
    assert (names[0], names[-1]) not in found
