"""Documents and indexes in a store, here the one that fsspec keeps in memory."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fsspec
import pytest

from extract.__main__ import main
from extract.index import read_table
from extract.stores import StoreError, fetch_documents, open_index
from graph.__main__ import main as graph_main

DOCUMENTS = {
    "guide/one.md": "# What is cosign?\n\ncosign is a tool that signs container images.\n",
    "guide/10.md": "# What is Trivy?\n\nTrivy scans container images.\n",
    "guide/2.md": "# What is a Pod?\n\nA Pod holds containers.\n",
}


@pytest.fixture
def store() -> Iterator[Any]:
    memory = fsspec.filesystem("memory")
    for name, text in DOCUMENTS.items():
        memory.pipe_file(f"/docs/{name}", text.encode())
    yield memory
    memory.rm("/", recursive=True)


def extract(*arguments: str | Path) -> int:
    return main([*map(str, arguments), "--quiet"])


def test_an_index_of_a_store_has_the_bytes_of_one_made_here(store, tmp_path):
    for name, text in DOCUMENTS.items():
        file = tmp_path / "docs" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    here = tmp_path / "index"
    assert extract(tmp_path / "docs", "-o", here) == 0
    assert extract("memory://docs", "-o", "memory://index") == 0
    files = {
        file.relative_to(here).as_posix(): file.read_bytes()
        for file in here.rglob("*")
        if file.is_file()
    }
    stored = {name.removeprefix("/index/"): store.cat_file(name) for name in store.find("/index")}
    assert stored == files


@pytest.mark.usefixtures("store")
def test_what_an_index_in_a_store_knows_is_not_read_again(capsys):
    assert extract("memory://docs", "-o", "memory://index") == 0
    assert extract("memory://docs", "-o", "memory://index") == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("memory://index: 3 files (3 read), 3 sections")
    assert second.startswith("memory://index: 3 files (0 read), 3 sections")


@pytest.mark.usefixtures("store")
def test_a_file_of_a_store_is_added_to_an_index_of_a_store(capsys):
    assert extract("memory://docs/guide/2.md", "-o", "memory://index") == 0
    added = ["memory://docs/guide/one.md", "--root", "memory://docs/guide"]
    assert extract("add", "memory://index", *added) == 0
    assert "memory://index: 2 files (1 read), 2 sections" in capsys.readouterr().out


def test_the_graph_of_an_index_in_a_store_is_read_and_the_index_left_alone(store, capsys):
    assert extract("memory://docs", "-o", "memory://index") == 0
    before = {name: store.cat_file(name) for name in store.find("/index")}
    assert graph_main(["stats", "memory://index"]) == 0
    assert "files                          3" in capsys.readouterr().out
    assert {name: store.cat_file(name) for name in store.find("/index")} == before


def test_only_documents_are_copied_and_none_out_of_their_folder(store, tmp_path):
    store.pipe_file("/docs/../escaped.md", b"# Out?\n")
    store.pipe_file("/docs/.hidden.md", b"# Hidden?\n")
    store.pipe_file("/docs/photo.png", b"\x89PNG")
    there = fetch_documents("memory://docs", tmp_path / "copies")
    copied = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert sorted(file.relative_to(there).as_posix() for file in copied) == sorted(DOCUMENTS)


def test_a_message_names_what_is_in_the_store_and_not_its_copy(store, capsys):
    store.pipe_file("/docs/broken.pdf", b"no PDF")
    assert extract("memory://docs", "-o", "memory://index") == 0
    assert "'memory://docs/broken.pdf'" in capsys.readouterr().err
    assert extract("memory://nothing", "-o", "memory://index") == 2
    assert "There is no file or folder 'memory://nothing'" in capsys.readouterr().err
    assert graph_main(["stats", "memory://nothing"]) == 2
    assert "memory://nothing is no index" in capsys.readouterr().err


def test_who_reads_while_the_index_is_written_finds_none(store, monkeypatch):
    assert extract("memory://docs", "-o", "memory://index") == 0
    put, seen = store.put_file, []

    def watch(*arguments: Any, **options: Any) -> None:
        seen.append(store.exists("/index/manifest.json"))
        put(*arguments, **options)

    monkeypatch.setattr(store, "put_file", watch)
    assert extract("memory://docs/guide/2.md", "-o", "memory://index") == 0
    assert len(seen) > 5
    assert not any(seen)
    assert store.exists("/index/manifest.json")


def test_an_index_that_changes_while_it_is_copied_is_not_used(store, tmp_path, monkeypatch):
    assert extract("memory://docs", "-o", "memory://index") == 0
    get = store.get_file

    def change(*arguments: Any, **options: Any) -> None:
        store.pipe_file("/index/manifest.json", b"{}")
        get(*arguments, **options)

    monkeypatch.setattr(store, "get_file", change)
    with (
        pytest.raises(StoreError, match="memory://index is being written; try again"),
        open_index("memory://index", tmp_path),
    ):
        pass


def test_a_place_that_holds_something_else_is_left_as_it_is(store, capsys):
    assert extract("memory://docs", "-o", "memory://docs") == 2
    assert "memory://docs is there and is no index" in capsys.readouterr().err
    assert [name.removeprefix("/docs/") for name in store.find("/docs")] == sorted(DOCUMENTS)


def test_own_names_beside_an_index_in_a_store_count(store, tmp_path):
    names = b'[[concept]]\nname = "tool that signs"\nkind = "practice"\n'
    store.pipe_file("/index.lexicon.toml", names)
    assert extract("memory://docs", "-o", "memory://index") == 0
    with open_index("memory://index", tmp_path) as index:
        assert "tool that signs" in set(read_table(index, "concepts")["concept"])


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("nosuch://docs", "nosuch://docs cannot be reached (Protocol not known: nosuch"),
        ("memory://../etc", "'memory://../etc' names no place in a store"),
    ],
)
def test_a_store_that_cannot_be_used_is_told_of_in_one_sentence(location, reason, tmp_path, capsys):
    assert extract(location, "-o", tmp_path / "index") == 2
    assert f"extract: {reason}" in capsys.readouterr().err


def test_without_fsspec_it_is_said_how_to_install_it(tmp_path, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    assert extract("memory://docs", "-o", tmp_path / "index") == 2
    assert "install it with: pip install -r requirements-cluster.txt" in capsys.readouterr().err
