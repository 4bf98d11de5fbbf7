"""Writing and reading an index: whole or not at all."""

import json
import os

import pandas as pd
import pytest

from extract.index import (
    COLUMNS,
    UnusableIndexError,
    is_index,
    read_manifest,
    read_table,
    write_index,
)


def tables(text: str) -> dict[str, pd.DataFrame]:
    empty = {name: pd.DataFrame(columns=list(columns)) for name, columns in COLUMNS.items()}
    row = ("a#x", "a.md", 0, None, "X", text, 1, 2)
    return empty | {"sections": pd.DataFrame([row], columns=list(COLUMNS["sections"]))}


def test_what_is_written_is_read_again(tmp_path):
    write_index(tmp_path / "index", tables("# X\n\nNaïve café"), {"files": {}, "settings": {}})
    assert is_index(tmp_path / "index")
    assert read_table(tmp_path / "index", "sections")["text"].tolist() == ["# X\n\nNaïve café"]
    assert read_table(tmp_path / "index", "concepts").columns.tolist() == list(COLUMNS["concepts"])
    assert read_manifest(tmp_path / "index")["format"] == 1


def test_texts_that_are_categories_are_written_as_the_texts(tmp_path):
    columns = {"section": ["b", "a", "b"], "sentence": 0, "start": 0, "end": 1, "kind": "item"}
    plain = pd.DataFrame(columns)
    coded = plain.astype({"section": "category", "kind": "category"})
    for name, sentences in (("plain", plain), ("coded", coded)):
        write_index(tmp_path / name, tables("x") | {"sentences": sentences}, {})
    written = [(tmp_path / name / "sentences.parquet").read_bytes() for name in ("plain", "coded")]
    assert written[0] == written[1]
    read = read_table(tmp_path / "coded", "sentences", coded=True)
    assert read["section"].cat.categories.tolist() == ["b", "a"]
    assert read["section"].tolist() == ["b", "a", "b"]


def test_an_index_replaces_the_former_one_and_leaves_nothing_beside(tmp_path):
    write_index(tmp_path / "index", tables("old"), {})
    write_index(tmp_path / "index", tables("new"), {})
    assert read_table(tmp_path / "index", "sections")["text"].tolist() == ["new"]
    assert [path.name for path in tmp_path.iterdir()] == ["index"]


@pytest.mark.parametrize("umask", [0o022, 0o077], ids=oct)
def test_a_new_index_has_the_rights_of_any_folder_and_a_replaced_one_keeps_its_own(tmp_path, umask):
    former = os.umask(umask)
    try:
        write_index(tmp_path / "index", tables("old"), {})
        (tmp_path / "other").mkdir()
        assert (tmp_path / "index").stat().st_mode == (tmp_path / "other").stat().st_mode
        (tmp_path / "index").chmod(0o750)
        write_index(tmp_path / "index", tables("new"), {})
        assert (tmp_path / "index").stat().st_mode & 0o777 == 0o750
    finally:
        os.umask(former)


def test_a_failed_write_leaves_the_former_index(tmp_path):
    write_index(tmp_path / "index", tables("old"), {})
    broken = tables("new") | {"mentions": pd.DataFrame({"section": [1]})}
    with pytest.raises(Exception, match=r"sentence"):
        write_index(tmp_path / "index", broken, {})
    assert read_table(tmp_path / "index", "sections")["text"].tolist() == ["old"]
    assert [path.name for path in tmp_path.iterdir()] == ["index"]


class LostTables(dict[str, pd.DataFrame]):
    """Tables that cannot be had, for a reason without a number, as Arrow gives some."""

    def __missing__(self, name: str) -> pd.DataFrame:
        raise OSError(f"{name}: the stream ended early")


def test_an_error_without_a_number_is_told_in_its_own_words(tmp_path):
    with pytest.raises(UnusableIndexError, match=r"\(sections: the stream ended early\); what was"):
        write_index(tmp_path / "index", LostTables(), {})
    assert list(tmp_path.iterdir()) == []


def test_a_place_whose_name_is_too_long_gets_one_sentence(tmp_path):
    with pytest.raises(UnusableIndexError, match="the index cannot be written"):
        write_index(tmp_path / ("i" * 300), tables("new"), {})
    with pytest.raises(UnusableIndexError, match="is no index"):
        read_manifest(tmp_path / ("i" * 300))


def test_a_folder_with_other_things_is_never_replaced(tmp_path):
    (tmp_path / "index").mkdir()
    (tmp_path / "index" / "thesis.txt").write_text("years of work")
    with pytest.raises(UnusableIndexError, match="is there and is no index; name another place"):
        write_index(tmp_path / "index", tables("new"), {})
    assert (tmp_path / "index" / "thesis.txt").read_text() == "years of work"


@pytest.mark.parametrize(
    ("manifest", "sentence"),
    [
        (None, "is no index; make one with: python -m extract DOCS -o"),
        ("not json", "cannot be read; make the index again"),
        (json.dumps({"format": 99}), "has format 99, and this program reads format 1"),
        (json.dumps(["format"]), "has format None"),
        (json.dumps({"format": 1, "files": [], "settings": {}}), "does not tell its files"),
        (json.dumps({"format": 1, "files": {"a": 1}, "settings": {}}), "does not tell its files"),
        ("[" * 100_000, "cannot be read; make the index again"),
    ],
)
def test_an_unusable_index_says_what_to_do(tmp_path, manifest, sentence):
    if manifest is not None:
        (tmp_path / "manifest.json").write_text(manifest)
    with pytest.raises(UnusableIndexError, match=sentence):
        read_manifest(tmp_path)


@pytest.mark.parametrize("content", [b"", b"PAR1 no parquet PAR1"])
def test_a_damaged_table_is_named(tmp_path, content):
    write_index(tmp_path / "index", tables("x"), {})
    (tmp_path / "index" / "concepts.parquet").write_bytes(content)
    with pytest.raises(UnusableIndexError, match=r"concepts\.parquet is missing or damaged"):
        read_table(tmp_path / "index", "concepts")


def test_a_table_with_other_columns_is_refused(tmp_path):
    write_index(tmp_path / "index", tables("x"), {})
    other = (tmp_path / "index" / "mentions.parquet").read_bytes()
    (tmp_path / "index" / "concepts.parquet").write_bytes(other)
    with pytest.raises(UnusableIndexError, match="has other columns"):
        read_table(tmp_path / "index", "concepts")
