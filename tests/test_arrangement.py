"""What is stored beside the tables of an index, and when it is used again."""

import shutil
from pathlib import Path
from threading import Thread

import networkx as nx
import pytest

from extract.build import Settings, build_index
from extract.index import COLUMNS, read_manifest, read_table, write_index
from graph.arrangement import Arrangement, read_arrangement, write_arrangement
from graph.concept_graph import build_concept_graph, load_concept_graph, load_index
from tests.baking import CONCEPTS, write_baking_index

BARE = Settings(lexicons=())


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


def test_what_was_computed_of_tables_that_were_replaced_is_not_used_for_the_new_ones(
    tmp_path: Path,
) -> None:
    docs, index = tmp_path / "notes.md", tmp_path / "index"
    docs.write_text("# What is cosign?\n\ncosign signs images. Trivy scans images.\n")
    build_index([docs], index, settings=BARE)
    old = load_index(index)
    docs.write_text("# What is Trivy?\n\nTrivy scans images. cosign signs images, too.\n")
    build_index([docs], index, settings=BARE)
    build_concept_graph(old)
    new = load_index(index)
    assert read_arrangement(index, new.digest, ["Trivy"]) is None
    assert set(build_concept_graph(new)) == set(new.concepts["concept"])


def test_an_index_that_is_replaced_while_it_is_read_is_the_one_or_the_other(tmp_path: Path) -> None:
    docs, index = tmp_path / "notes.md", tmp_path / "index"
    states = []
    for name, text in (("one", "# One\n\nTrivy.\n"), ("two", "# Two\n\nTrivy.\n" * 40)):
        docs.write_text(text)
        build_index([docs], tmp_path / name, settings=BARE)
        tables = {table: read_table(tmp_path / name, table) for table in COLUMNS}
        states.append((tables, read_manifest(tmp_path / name)))

    write_index(index, *states[0])
    for number in range(20):
        writer = Thread(target=write_index, args=(index, *states[number % 2]))
        writer.start()
        found = load_index(index)
        writer.join()
        assert found.manifest["counts"]["sections"] == len(found.sections)


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
    "arrangement",
    [
        pytest.param(Arrangement(["a"], {"oven": (0, 0.5, 1.0, 2.0)}), id="a concept is missing"),
        pytest.param(Arrangement(["a"], {"bread": (1, 0.5, 1.0, 2.0)}), id="a nameless topic"),
        pytest.param(Arrangement(["a"], {"bread": (0, 0.5, float("nan"), 2.0)}), id="no place"),
    ],
)
def test_what_does_not_fit_the_index_is_not_used(tmp_path: Path, arrangement: Arrangement) -> None:
    index = write_baking_index(tmp_path / "index")
    write_arrangement(index, "digest", arrangement)
    assert read_arrangement(index, "digest", ["bread"]) is None


def test_what_is_stored_is_what_is_read(tmp_path: Path) -> None:
    index = write_baking_index(tmp_path / "index")
    arrangement = Arrangement(["bread", "other"], {"bread": (1, 0.5, 1.0, -2.0)})
    write_arrangement(index, "digest", arrangement)
    assert read_arrangement(index, "digest", ["bread"]) == arrangement
