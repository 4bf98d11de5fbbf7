"""The graph in the formats of other tools, read back by those that are at hand."""

import csv
import io
import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.concept_graph import EdgePhrase, Index, build_concept_graph, load_index
from graph.export import (
    FORMATS,
    concepts_csv,
    cypher,
    edges_csv,
    gexf,
    graphml,
    node_link_json,
    write_export,
    write_topics,
)
from graph.files import ExportError


def graph_of(one: str, other: str) -> "nx.Graph[str]":
    """Return two concepts and an edge, with hostile names."""
    graph: nx.Graph[str] = nx.Graph(topic_names=[one])
    for name in (one, other):
        graph.add_node(
            name, kind="tool", aliases=(other,), origin="user", mentions=1, sections=1,
            salience=0.5, defining_section=None, defining_sentence=None, topic=0, centrality=0.0,
            degree=1, x=1.0, y=2.0,
        )  # fmt: skip
    graph.add_edge(
        one, other, sentences=1, sections=1, npmi=0.5, weight=1.0, alpha=0.1,
        phrases=(EdgePhrase(one, "runs", other, 1),),
    )  # fmt: skip
    return graph


# Names that are hard on a format, among them characters that XML cannot hold.
names = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
pairs = st.lists(names, min_size=2, max_size=2, unique=True)


NUMBERS = {
    "salience", "centrality", "mentions", "sections", "degree", "topic", "x", "y",
    "weight", "sentences", "npmi", "alpha",
}  # fmt: skip


def numbers_of(
    graph: "nx.Graph[str]",
) -> tuple[dict[str, dict[str, float]], dict[frozenset[str], dict[str, float]]]:
    """Return all numbers of the concepts, and of the edges."""

    def of(values: dict[str, Any]) -> dict[str, float]:
        return {name: value for name, value in values.items() if name in NUMBERS}

    return (
        {concept: of(node) for concept, node in graph.nodes.items()},
        {frozenset(ends): of(edge) for ends, edge in graph.edges.items()},
    )


def test_graphml_keeps_every_number_of_every_concept_and_edge(
    baking_graph: "nx.Graph[str]",
) -> None:
    read = nx.parse_graphml(graphml(baking_graph))
    assert numbers_of(read) == numbers_of(baking_graph)


def test_graphml_keeps_names_kinds_and_topics_and_lists_as_texts(
    baking_graph: "nx.Graph[str]",
) -> None:
    read = nx.parse_graphml(graphml(baking_graph))
    starter, dough = read.nodes["starter"], read.nodes["dough"]
    topic = baking_graph.nodes["starter"]["topic"]
    assert (starter["kind"], starter["aliases"]) == ("resource", "levain")
    assert starter["topic_name"] == baking_graph.graph["topic_names"][topic]
    assert (starter["defining_section"], dough["defining_section"]) == ("2", "")
    assert read["dough"]["yeast"]["phrases"] == "yeast raises dough"


def test_gexf_keeps_every_number_and_has_the_places_upside_down_as_gephi_counts(
    baking_graph: "nx.Graph[str]",
) -> None:
    read = nx.read_gexf(io.BytesIO(gexf(baking_graph).encode()))
    assert numbers_of(read) == numbers_of(baking_graph)
    for concept, node in baking_graph.nodes.items():
        there = read.nodes[concept]["viz"]["position"]
        assert (there["x"], there["y"]) == (node["x"], -node["y"])


def test_gexf_does_not_tell_the_day(baking_graph: "nx.Graph[str]") -> None:
    assert "lastmodified" not in gexf(baking_graph)


def test_json_keeps_the_whole_graph_but_for_tuples_which_are_lists(
    baking_graph: "nx.Graph[str]",
) -> None:
    def as_lists(values: dict[str, Any]) -> Any:
        return json.loads(json.dumps(values))

    read = nx.node_link_graph(json.loads(node_link_json(baking_graph)), edges="edges")
    assert read.graph == baking_graph.graph
    assert list(read.nodes) == list(baking_graph.nodes)
    for concept, node in baking_graph.nodes.items():
        assert read.nodes[concept] == as_lists(node)
    assert len(read.edges) == len(baking_graph.edges)
    for ends, edge in baking_graph.edges.items():
        assert read.edges[ends] == as_lists(edge)


@given(pairs)
def test_any_name_survives_xml(ends: list[str]) -> None:
    graph = graph_of(*ends)
    for text in (graphml(graph), gexf(graph)):
        ElementTree.fromstring(text)  # noqa: S314 - our own text
    assert len(nx.parse_graphml(graphml(graph))) == 2


@given(pairs)
def test_any_name_survives_csv(ends: list[str]) -> None:
    rows = list(csv.DictReader(io.StringIO(concepts_csv(graph_of(*ends)), newline="")))
    assert len(rows) == 2


@pytest.mark.parametrize("name", ["=cmd()", "+1", "-x", "@sum", "\tx"])
def test_no_cell_is_a_formula(name: str) -> None:
    for text in (concepts_csv(graph_of(name, "b")), edges_csv(graph_of(name, "b"))):
        cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
        assert f"'{name}" in cells
        numbers = [cell for cell in cells if re.fullmatch(r"[-+]?[\d.]+", cell)]
        assert not [
            cell for cell in cells if cell.startswith(tuple("=+-@\t\r")) and cell not in numbers
        ]


def test_the_tables_say_what_the_graph_says(baking_graph: "nx.Graph[str]") -> None:
    concepts = {
        row["concept"]: row for row in csv.DictReader(io.StringIO(concepts_csv(baking_graph)))
    }
    assert list(concepts) == sorted(baking_graph)
    assert (concepts["oven"]["kind"], concepts["oven"]["mentions"]) == ("tool", "4")
    edges = list(csv.DictReader(io.StringIO(edges_csv(baking_graph))))
    assert len(edges) == baking_graph.number_of_edges()
    assert all(row["source"] < row["target"] for row in edges)


def test_cypher_merges_concepts_and_what_joins_them(baking_graph: "nx.Graph[str]") -> None:
    text = cypher(baking_graph)
    assert "MERGE (c:Concept {name: row.name})" in text
    assert "{source: 'dough', target: 'yeast', values: {weight: " in text


@given(pairs)
def test_no_name_leaves_its_quotes_in_cypher(ends: list[str]) -> None:
    text = cypher(graph_of(*ends))
    # Without its quoted texts, a statement is only keys, numbers and what this module writes.
    bare = re.sub(r"'(?:[^'\\]|\\.)*'", "''", text, flags=re.DOTALL)
    assert bare == re.sub(r"'(?:[^'\\]|\\.)*'", "''", cypher(graph_of("a", "b")), flags=re.DOTALL)


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_format_is_written_whole_and_the_same_each_time(
    baking_graph: "nx.Graph[str]", baking: Index, tmp_path: Path, suffix: str
) -> None:
    texts = []
    for name in ("one", "two"):
        files = write_export(baking_graph, baking, tmp_path / f"{name}{suffix}")
        texts.append([file.read_bytes() for file in files])
    assert texts[0] == texts[1]
    assert all(texts[0])
    assert not list(tmp_path.glob(".*"))


def test_csv_is_two_files(baking_graph: "nx.Graph[str]", baking: Index, tmp_path: Path) -> None:
    files = write_export(baking_graph, baking, tmp_path / "bread.csv")
    assert [file.name for file in files] == ["bread.csv", "bread-edges.csv"]


def test_a_format_that_is_not_there_is_named(
    baking_graph: "nx.Graph[str]", baking: Index, tmp_path: Path
) -> None:
    with pytest.raises(ExportError, match=r"no such format; end its name with \.graphml, .* or"):
        write_export(baking_graph, baking, tmp_path / "bread.xlsx")
    with pytest.raises(ExportError, match=r"end its name with \.csv or \.json"):
        write_topics(baking_graph, tmp_path / "topics.txt")


def test_a_place_that_is_not_there_is_named(
    baking_graph: "nx.Graph[str]", baking: Index, tmp_path: Path
) -> None:
    with pytest.raises(ExportError, match=r"bread\.json cannot be written \(No such file"):
        write_export(baking_graph, baking, tmp_path / "missing" / "bread.json")


def test_topics_are_written_as_a_table_or_as_lists(
    baking_graph: "nx.Graph[str]", tmp_path: Path
) -> None:
    write_topics(baking_graph, tmp_path / "topics.csv")
    write_topics(baking_graph, tmp_path / "topics.json")
    rows = list(csv.DictReader((tmp_path / "topics.csv").read_text().splitlines()))
    listed = json.loads((tmp_path / "topics.json").read_text())
    assert len(rows) == len(baking_graph)
    assert [row["concept"] for row in rows] == [c for topic in listed for c in topic["concepts"]]


def test_no_damage_of_the_encoding_reaches_an_export(sample_index: Path) -> None:
    index = load_index(sample_index)
    graph = build_concept_graph(index)
    for form in FORMATS.values():
        text = form(graph, index)
        assert not re.search("\u00e2\u20ac|\u00f0\u0178|\ufffd", text)
