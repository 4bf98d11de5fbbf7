"""What is stored beside the tables of an index, and when it is used again."""

import shutil
from collections.abc import Iterable
from itertools import cycle
from pathlib import Path
from typing import Any

import networkx as nx
import pandas as pd
import pytest

from extract.build import Settings, build_index
from extract.index import COLUMNS, UnusableIndexError, read_manifest, read_table, write_index
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


State = tuple[dict[str, pd.DataFrame], dict[str, Any]]


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory) -> tuple[State, State]:
    """Return the tables and manifests of two indexes."""
    folder = tmp_path_factory.mktemp("states")
    found = []
    for name, text in (("one", "# One\n\nTrivy.\n"), ("two", "# Two\n\nTrivy scans images.\n" * 3)):
        (folder / "notes.md").write_text(text)
        build_index([folder / "notes.md"], folder / name, settings=BARE)
        tables = {table: read_table(folder / name, table) for table in COLUMNS}
        found.append((tables, read_manifest(folder / name)))
    return found[0], found[1]


def write_before(
    monkeypatch: pytest.MonkeyPatch, index: Path, at: str, states: Iterable[State]
) -> None:
    """Let another writer replace the index by the next state whenever a table is to be read."""
    left = iter(states)

    def read(place: Path, table: str, *, coded: bool = False) -> pd.DataFrame:
        if table == at and (state := next(left, None)):
            write_index(index, *state)
        return read_table(place, table, coded=coded)

    monkeypatch.setattr("graph.concept_graph.read_table", read)


@pytest.mark.parametrize("table", ["sections", "sentences", "concepts", "mentions", "phrases"])
def test_an_index_that_is_replaced_while_it_is_read_is_the_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, states: tuple[State, State], table: str
) -> None:
    one, two = states
    write_index(tmp_path / "index", *one)
    write_before(monkeypatch, tmp_path / "index", table, [two])
    found, whole = (load_index(tmp_path / "index") for _ in range(2))
    assert (found.digest, found.manifest) == (whole.digest, whole.manifest)
    assert found.manifest["counts"]["sections"] == len(found.sections) == 3
    for name in ("sections", "sentences", "concepts", "mentions", "cooccurrences", "phrases"):
        pd.testing.assert_frame_equal(getattr(found, name), getattr(whole, name))


def test_an_index_that_is_replaced_again_and_again_while_it_is_read_is_not_mixed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, states: tuple[State, State]
) -> None:
    write_index(tmp_path / "index", *states[0])
    write_before(monkeypatch, tmp_path / "index", "phrases", cycle(reversed(states)))
    with pytest.raises(UnusableIndexError, match="is being written; try again"):
        load_index(tmp_path / "index")


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
