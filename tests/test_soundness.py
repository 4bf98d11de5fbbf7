"""Soundness: an index from somebody else is checked before anything relies on it."""

import os
import random
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import extract.index
from extract.build import build_index, try_names
from extract.index import COLUMNS, UnusableIndexError, read_table, schema_of, write_index
from extract.lexicon import LexiconConcept
from extract.suggestions import suggest
from graph.concept_graph import build_concept_graph, load_concept_graph, load_index
from graph.curriculum import read_curriculum
from graph.evidence import concept_evidence
from graph.prerequisites import find_prerequisites

TEXT = "# Pods\n\nA Pod runs a container.\n"


def tables() -> dict[str, pd.DataFrame]:
    rows = {
        "sections": [("s", "a.md", 0, None, "Pods", TEXT, 1, 6)],
        "sentences": [("s", 0, 2, 6, "title"), ("s", 1, 8, 31, "paragraph")],
        "concepts": [
            ("container", "concept", ["container"], "discovered", 1, 1, 0.5, None, None),
            ("Pod", "resource", ["Pod"], "lexicon", 1, 1, 1.0, "s", 1),
        ],
        "mentions": [
            ("s", 1, "Pod", "Pod", 10, 13, False),
            ("s", 1, "container", "container", 21, 30, False),
        ],
        "cooccurrences": [("Pod", "container", 1, 1, 0.0)],
        "phrases": [("Pod", "container", "runs", "s", 1)],
    }
    return {name: pd.DataFrame(rows.get(name, []), columns=list(COLUMNS[name])) for name in COLUMNS}


@pytest.fixture
def index(tmp_path):
    write_index(tmp_path / "index", tables(), {"files": {}, "settings": {}})
    return tmp_path / "index"


def test_a_sound_index_is_loaded(index):
    assert sorted(load_concept_graph(index)) == ["Pod", "container"]


def test_an_index_in_which_nothing_is_mentioned_is_loaded(tmp_path):
    nothing = {name: table[:0] for name, table in tables().items() if name != "sections"}
    write_index(tmp_path / "index", tables() | nothing, {"files": {}, "settings": {}})
    assert len(load_concept_graph(tmp_path / "index")) == 0


@pytest.mark.parametrize(
    ("table", "column", "value", "fault"),
    [
        ("sections", "text", "# P", "sentences has a place outside of its section's text"),
        ("sections", "text", None, "sections misses a value of 'text'"),
        ("sections", "line", -1, "sections has a negative 'line'"),
        ("sections", "position", 5, "sections has positions that are not those of an order"),
        ("mentions", "concept", "Pod", "concepts has one that is nowhere mentioned"),
        ("concepts", "sections", 0, "concepts has one that no section mentions"),
        ("sentences", "end", 33, "sentences has a place outside"),
        ("mentions", "end", 2_000_000_000, "mentions has a place outside"),
        ("mentions", "start", -1, "mentions has a negative 'start'"),
        ("mentions", "start", 31, "mentions has a place outside"),
        ("mentions", "section", "elsewhere", "mentions has a 'section' that is in no other table"),
        ("mentions", "sentence", 9, "mentions has a 'sentence' that is in no other table"),
        ("sentences", "sentence", 1, "sentences has a section whose sentences are not numbered"),
        ("mentions", "concept", "Secret", "mentions has a 'concept' that is in no other table"),
        ("concepts", "concept", "Pod", "concepts has two rows of one 'concept'"),
        ("concepts", "kind", "<img src=x>", "concepts has a 'kind' that there is not"),
        ("concepts", "salience", float("inf"), "concepts has a 'salience' outside of 0..1"),
        ("concepts", "aliases", None, "concepts misses a value of 'aliases'"),
        ("concepts", "defining_section", "elsewhere", "concepts has a 'defining_section'"),
        ("cooccurrences", "target", "Secret", "cooccurrences has a 'target'"),
        ("cooccurrences", "target", "Pod", "cooccurrences has a pair twice, or not in"),
        ("cooccurrences", "npmi", 1.5, "cooccurrences has an 'npmi' outside of -1..1"),
        ("cooccurrences", "npmi", float("nan"), "cooccurrences misses a value of 'npmi'"),
        ("cooccurrences", "sections", 0, "cooccurrences has a pair that no section mentions"),
        ("phrases", "source", "Secret", "phrases has a 'source' that is in no other table"),
    ],
)  # fmt: skip
def test_tables_that_contradict_each_other_get_one_sentence(index, table, column, value, fault):
    forged = tables()
    forged[table][column] = [value] * len(forged[table])
    write_index(index, forged, {"files": {}, "settings": {}})
    with pytest.raises(UnusableIndexError, match="contradicts itself: ") as caught:
        load_index(index)
    assert fault in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_table_of_another_type_is_refused(index):
    frame = tables()["cooccurrences"].assign(sentences=["many"])
    frame.to_parquet(index / "cooccurrences.parquet", index=False)
    with pytest.raises(UnusableIndexError, match=r"cooccurrences\.parquet is missing or damaged"):
        load_index(index)


def test_counts_beyond_all_measure_are_refused(index):
    frame = tables()["cooccurrences"].assign(sentences=[2**40])
    frame.to_parquet(index / "cooccurrences.parquet", index=False)
    with pytest.raises(UnusableIndexError, match=r"cooccurrences\.parquet is missing or damaged"):
        load_index(index)


def test_a_table_that_another_version_has_written_is_read_or_refused_in_one_sentence(index):
    frame = tables()["cooccurrences"]
    frame.to_parquet(index / "cooccurrences.parquet", index=False, version="1.0")
    assert len(load_index(index).cooccurrences) == 1
    frame.assign(lift=1.0).to_parquet(index / "cooccurrences.parquet", index=False)
    with pytest.raises(UnusableIndexError, match="has other columns than an index of format 1"):
        load_index(index)
    # The last bytes of a file name its form; none such is known yet.
    data = (index / "concepts.parquet").read_bytes()
    (index / "concepts.parquet").write_bytes(data[:-4] + b"PAR9")
    with pytest.raises(UnusableIndexError, match="is missing or damaged"):
        load_index(index)


def test_bytes_that_unpack_beyond_all_measure_are_refused(index, monkeypatch):
    monkeypatch.setattr(extract.index, "MAX_TABLE_BYTES", 1_000_000)
    text = pd.concat([tables()["sections"].assign(text="x" * 1000)] * 10_000)
    text.to_parquet(index / "sections.parquet", index=False, compression="zstd")
    assert (index / "sections.parquet").stat().st_size < 100_000
    with pytest.raises(UnusableIndexError, match="unpacks to more than"):
        read_table(index, "sections")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes here")
@pytest.mark.parametrize("name", ["manifest.json", "concepts.parquet", "graph.parquet"])
def test_a_pipe_in_place_of_a_file_is_not_waited_for(index, name):
    (index / name).unlink(missing_ok=True)
    os.mkfifo(index / name)
    if name == "graph.parquet":
        assert len(load_concept_graph(index)) == 2
    else:
        with pytest.raises(UnusableIndexError):
            load_concept_graph(index)


def test_a_link_in_place_of_a_table_leads_nowhere(index, tmp_path):
    (tmp_path / "secret").write_text("a secret")
    (index / "phrases.parquet").unlink()
    (index / "phrases.parquet").symlink_to(tmp_path / "secret")
    with pytest.raises(UnusableIndexError, match="is missing or damaged") as caught:
        load_index(index)
    assert "a secret" not in str(caught.value)


def test_what_a_link_leads_to_is_not_written_to(index, tmp_path):
    (tmp_path / "secret").write_text("a secret")
    (index / "graph.parquet").symlink_to(tmp_path / "secret")
    load_concept_graph(index)
    assert (tmp_path / "secret").read_text() == "a secret"


@pytest.mark.parametrize("model", ["/tmp/pipeline", "../pipeline", ["x"], "a-b", ""])  # noqa: S108
def test_no_pipeline_is_loaded_from_a_place_that_an_index_names(index, model, tmp_path):
    write_index(index, tables(), {"files": {}, "settings": {"model": model}})
    (tmp_path / "plan.md").write_text("# Pods\n\nA Pod runs a container.\n")
    with pytest.raises(ValueError, match="no spaCy pipeline is installed under the name"):
        read_curriculum([tmp_path / "plan.md"], load_index(index))


def test_any_damage_to_a_table_is_told_as_such_or_each_concept_still_has_its_evidence(index):
    dice = random.Random(0)  # noqa: S311 - the same damage each time
    told = 0
    for name in ("sections", "concepts", "mentions", "cooccurrences"):
        file = index / f"{name}.parquet"
        whole = file.read_bytes()
        for _ in range(100):
            damaged = bytearray(whole)
            for _ in range(dice.randint(1, 4)):
                damaged[dice.randrange(len(damaged))] = dice.randrange(256)
            file.write_bytes(damaged[: dice.choice([len(damaged), dice.randrange(len(damaged))])])
            try:
                loaded = load_index(index)
            except UnusableIndexError:
                told += 1
                continue
            # A changed letter may give a concept another name; it must have that everywhere.
            for concept in loaded.concepts["concept"]:
                assert concept_evidence(loaded, concept)
        file.write_bytes(whole)
    assert told > 200
    assert load_index(index)


@pytest.fixture(scope="module")
def analysed(tmp_path_factory) -> tuple[Path, Path]:
    """Return an index and its documents."""
    folder = tmp_path_factory.mktemp("analysed")
    documents = folder / "documents"
    documents.mkdir()
    text = f"{TEXT}A Pod Disruption Budget (PDB) limits how many Pods go at once.\n"
    (documents / "a.md").write_text(text, encoding="utf-8")
    build_index([documents], folder / "index")
    return folder / "index", documents


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-100])


def swap(file: Path) -> None:
    shutil.copyfile(file.with_name("verbs.parquet"), file.with_name("expansions.parquet"))
    shutil.copyfile(file.parent.with_name("mentions.parquet"), file)


def lie(column: str, value: object) -> Callable[[Path], None]:
    """Return what puts a value into all rows of a table that has such a column."""

    def forge(file: Path) -> None:
        table = f"analysis/{file.stem}"
        frame = read_table(file.parent.parent, table)
        if column in frame.columns:
            forged = frame.assign(**{column: pd.Series([value] * len(frame), dtype=object)})
            rows = pa.Table.from_pandas(forged, schema_of(table), preserve_index=False)
            pq.write_table(rows.replace_schema_metadata(), file)

    return forge


LIES = [
    lie("section", "elsewhere"), lie("section", None), lie("sentence", 9), lie("sentence", -1),
    lie("sentence", None), lie("start", 2**31 - 1), lie("start", None), lie("end", 0),
    lie("end", None), lie("surface", None), lie("concept", "elsewhere"), lie("concept", None),
    lie("evidence", -1), lie("short", None), lie("long", ""),
]  # fmt: skip


@pytest.mark.parametrize("damage", [Path.unlink, cut, swap, *LIES])
def test_a_damaged_or_lying_analysis_is_told_or_made_anew(analysed, damage, tmp_path):
    sound, documents = analysed
    index = tmp_path / "index"
    shutil.copytree(sound, index)
    for file in sorted((index / "analysis").iterdir()):
        damage(file)
    whole = load_index(index)
    for use in (
        lambda: find_prerequisites(whole, build_concept_graph(whole)),
        lambda: read_curriculum([documents / "a.md"], whole),
        lambda: suggest(
            {"sections": whole.sections, "concepts": whole.concepts,
             "cooccurrences": whole.cooccurrences,
             "analysis/candidates": read_table(index, "analysis/candidates")}
        ),
        lambda: try_names(index, [LexiconConcept("limit", "concept", ("limits",))]),
    ):  # fmt: skip
        with suppress(UnusableIndexError):
            use()
    # The documents are there: what cannot be used again is read again.
    (documents / "b.md").write_text("# Containers\n\nA container has an image.\n", "utf-8")
    build_index([documents], index)
    again = load_index(index)
    assert set(again.sections["source"]) == {"a.md", "b.md"}
    find_prerequisites(again, build_concept_graph(again))


def test_a_damaged_layout_is_made_again(index):
    whole = load_concept_graph(index)
    stored = (index / "graph.parquet").read_bytes()
    dice = random.Random(0)  # noqa: S311 - the same damage each time
    for _ in range(20):
        damaged = bytearray(stored)
        damaged[dice.randrange(len(damaged))] ^= dice.randrange(1, 256)
        (index / "graph.parquet").write_bytes(damaged)
        graph = build_concept_graph(load_index(index))
        assert sorted(graph) == sorted(whole)
        names = graph.graph["topic_names"]
        assert all(0 <= node["topic"] < len(names) for node in graph.nodes.values())


def test_an_index_that_cannot_be_written_to_is_read_all_the_same(index):
    copy = shutil.copytree(index, index.with_name("copy"))
    (copy / "graph.parquet").mkdir()  # nothing can be put in the place of a folder
    assert sorted(load_concept_graph(copy)) == ["Pod", "container"]
