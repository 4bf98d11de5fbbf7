"""What is stored beside the tables of an index, and when it is used again."""

import shutil
from pathlib import Path

import networkx as nx
import pytest

from graph.concept_graph import load_concept_graph
from graph.places import Places, read_places, write_places
from tests.baking import CONCEPTS, write_baking_index


def test_topics_and_layout_are_stored_and_read_again(tmp_path: Path) -> None:
    index = write_baking_index(tmp_path / "index")
    first = load_concept_graph(index)
    stored = (index / "graph.parquet").read_bytes()
    assert nx.utils.graphs_equal(load_concept_graph(index), first)
    assert (index / "graph.parquet").read_bytes() == stored


def test_the_same_index_gives_the_same_bytes(tmp_path: Path) -> None:
    indexes = [write_baking_index(tmp_path / name) for name in ("one", "two")]
    for index in indexes:
        load_concept_graph(index)
    one, two = ((index / "graph.parquet").read_bytes() for index in indexes)
    assert one == two


def test_what_was_stored_for_another_index_is_not_used(tmp_path: Path) -> None:
    index = write_baking_index(tmp_path / "index")
    load_concept_graph(index)
    (index / "graph.parquet").rename(tmp_path / "graph.parquet")
    manifest = index / "manifest.json"
    manifest.write_text(manifest.read_text().replace("baking.md", "bread.md"))
    shutil.copy(tmp_path / "graph.parquet", index)
    load_concept_graph(index)
    assert (index / "graph.parquet").read_bytes() != (tmp_path / "graph.parquet").read_bytes()


def test_a_damaged_store_is_made_anew(tmp_path: Path) -> None:
    index = write_baking_index(tmp_path / "index")
    graph = load_concept_graph(index)
    (index / "graph.parquet").write_bytes(b"PAR1 no more")
    assert nx.utils.graphs_equal(load_concept_graph(index), graph)


def test_where_nothing_can_be_stored_the_graph_is_computed(tmp_path: Path) -> None:
    index = write_baking_index(tmp_path / "index")
    (index / "graph.parquet").mkdir()
    assert set(load_concept_graph(index)) == set(CONCEPTS)
    assert not list(index.glob(".*"))


@pytest.mark.parametrize(
    "places",
    [
        pytest.param(Places(["a"], {"oven": (0, 0.5, 1.0, 2.0)}), id="a concept is missing"),
        pytest.param(Places(["a"], {"bread": (1, 0.5, 1.0, 2.0)}), id="a topic without a name"),
        pytest.param(Places(["a"], {"bread": (0, 0.5, float("nan"), 2.0)}), id="no place"),
    ],
)
def test_what_does_not_fit_the_index_is_not_used(tmp_path: Path, places: Places) -> None:
    index = write_baking_index(tmp_path / "index")
    write_places(index, places)
    assert read_places(index, ["bread"]) is None


def test_what_is_stored_is_what_is_read(tmp_path: Path) -> None:
    index = write_baking_index(tmp_path / "index")
    places = Places(["bread", "other"], {"bread": (1, 0.5, 1.0, -2.0)})
    write_places(index, places)
    assert read_places(index, ["bread"]) == places
