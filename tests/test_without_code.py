"""Tests of graph.without_code: an index as if its documents held no code."""

from dataclasses import replace
from pathlib import Path

import pytest

from graph.concept_graph import Index, build_concept_graph, load_index
from graph.without_code import without_code


@pytest.fixture(scope="module")
def index(shipped_index: Path) -> Index:
    return load_index(shipped_index)


def test_no_mention_in_code_is_left(index: Index) -> None:
    prose = without_code(index)
    assert not prose.mentions["in_code"].any()
    assert len(prose.mentions) == (~index.mentions["in_code"]).sum()


def test_counts_are_those_of_the_mentions_that_are_left(index: Index) -> None:
    prose = without_code(index)
    for row in prose.concepts.itertuples():
        found = prose.mentions[prose.mentions["concept"] == row.concept]
        assert (row.mentions, row.sections) == (len(found), found["section"].nunique())


def test_two_concepts_that_meet_in_code_alone_are_not_connected(index: Index) -> None:
    prose = without_code(index)
    sections = prose.mentions.groupby("concept")["section"].apply(set)
    for pair in prose.cooccurrences.itertuples():
        assert pair.sections == len(sections[pair.source] & sections[pair.target]) > 0


def test_topics_and_places_stay_those_of_the_whole(index: Index, tmp_path: Path) -> None:
    (tmp_path / "graph.parquet").mkdir()  # so that nothing can be kept beside the tables
    index = replace(index, path=tmp_path)
    graph = build_concept_graph(index)
    prose = build_concept_graph(without_code(index), whole=graph)
    assert 0 < len(prose) < len(graph)
    for concept, node in prose.nodes.items():
        whole = graph.nodes[concept]
        assert [node[key] for key in ("topic", "x", "y")] == [whole[k] for k in ("topic", "x", "y")]
