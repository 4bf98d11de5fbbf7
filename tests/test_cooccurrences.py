"""Counting what is mentioned together, against a count by hand and a naive one."""

from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.cooccurrences import Cooccurrence, count_cooccurrences, npmi

units = st.lists(st.lists(st.sampled_from("abcde"), max_size=6), max_size=8)


def test_a_pair_counts_once_per_sentence_and_once_per_section():
    # Two sections; the first has two sentences, both of which name Pod and kubelet.
    rows = count_cooccurrences(
        [["Pod", "kubelet", "Pod"], ["kubelet", "Pod"], ["Pod"]],
        [["Pod", "kubelet"], ["Pod"]],
        units=4,
    )
    # p(Pod) = 2/4, p(kubelet) = p(both) = 1/4: log(2) / log(4) = 0.5.
    assert rows == [Cooccurrence("Pod", "kubelet", 2, 1, pytest.approx(0.5))]


def test_npmi_is_one_for_names_that_never_part_and_zero_for_independent_ones():
    assert npmi(3, 3, 3, 12) == pytest.approx(1.0)
    assert npmi(2, 4, 4, 8) == pytest.approx(0.0)  # 2/8 = 4/8 * 4/8


@given(units)
def test_the_counts_are_those_of_a_naive_count(sections):
    naive: Counter[tuple[str, str]] = Counter()
    for section in sections:
        naive.update({tuple(sorted(pair)) for pair in combinations(set(section), 2)})
    rows = count_cooccurrences([], sections, units=len(sections))
    assert {(row.source, row.target): row.sections for row in rows} == dict(naive)
    assert rows == sorted(rows)
    assert all(row.source < row.target and -1 <= row.npmi <= 1 for row in rows)
