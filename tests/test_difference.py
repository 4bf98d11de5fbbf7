"""Difference: what came, went and changed between two indexes, and the command's exit status."""

import csv
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.build import build_index
from extract.lexicon import own_lexicon
from graph.__main__ import main
from graph.concept_graph import load_index
from graph.difference import compare_indexes, surprise

BEFORE = {
    "1.md": "# What is cosign?\n\ncosign signs images. cosign writes to a registry.\n",
    "2.md": "# What is Trivy?\n\nTrivy scans images for containerd.\n",
}
AFTER = {
    "1.md": "# What is cosign?\n\ncosign signs images. cosign, cosign, cosign and cosign.\n",
    "2.md": "# What is Grype?\n\nGrype scans images for containerd.\n",
}


def index(folder: Path, files: dict[str, str], names: str = "") -> Path:
    docs = folder / "docs"
    docs.mkdir(parents=True)
    for name, text in files.items():
        (docs / name).write_text(text)
    if names:
        own_lexicon(folder / "index").write_text(names)
    build_index([docs], folder / "index")
    return folder / "index"


@pytest.fixture(scope="module")
def before(tmp_path_factory):
    return index(tmp_path_factory.mktemp("before"), BEFORE)


@pytest.fixture(scope="module")
def after(tmp_path_factory):
    return index(tmp_path_factory.mktemp("after"), AFTER)


def test_an_index_does_not_differ_from_itself(before):
    difference = compare_indexes(load_index(before), load_index(before))
    assert (difference.concepts, difference.edges) == ((), ())


def test_concepts_come_go_and_change(before, after):
    difference = compare_indexes(load_index(before), load_index(after))
    assert {(c.concept, c.before, c.after) for c in difference.came} == {("Grype", None, 2)}
    gone = {c.concept: c.before for c in difference.went}
    assert gone["Trivy"] == 2
    assert ("cosign", 3, 6) in {c[:3] for c in difference.changed}
    assert "containerd" not in {c.concept for c in difference.concepts}


def test_connections_come_and_go_with_their_sections(before, after):
    edges = {e[:2]: e[2:4] for e in compare_indexes(load_index(before), load_index(after)).edges}
    assert edges["Trivy", "containerd"] == (1, None)
    assert edges["Grype", "containerd"] == (None, 1)


def test_what_went_one_way_came_the_other(before, after):
    there = compare_indexes(load_index(before), load_index(after))
    back = compare_indexes(load_index(after), load_index(before))
    assert {c.concept for c in there.went} == {c.concept for c in back.came}
    assert {e[:2] for e in there.edges} == {e[:2] for e in back.edges}


def test_a_concept_with_another_name_is_still_there(before, tmp_path):
    names = '[[concept]]\nname = "Aqua Trivy"\nkind = "tool"\naliases = ["Trivy"]\n'
    renamed = index(tmp_path, BEFORE, names)
    difference = compare_indexes(load_index(before), load_index(renamed))
    assert (difference.concepts, difference.edges) == ((), ())
    assert difference.renamed == (("Trivy", "Aqua Trivy"),)


def test_what_was_merged_into_another_concept_has_its_name_now(before, tmp_path):
    names = '[[concept]]\nname = "Trivy"\nkind = "tool"\naliases = ["containerd"]\n'
    merged = index(tmp_path, BEFORE, names)
    difference = compare_indexes(load_index(before), load_index(merged))
    assert difference.renamed == (("containerd", "Trivy"),)
    assert difference.went == ()


def test_a_change_is_as_surprising_as_chance_makes_it():
    # 10 and 20 of 1,000 words each; 15 expected: 2 (10 ln(10/15) + 20 ln(20/15)) = 3.398.
    assert surprise(10, 20, (1000, 1000)) == pytest.approx(3.398, abs=0.001)
    assert surprise(10, 20, (1000, 2000)) == 0.0


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(1, 10**9), st.integers(1, 10**9))
def test_surprise_is_never_negative_and_the_same_both_ways(before, after, size, other):
    there = surprise(before, after, (size, other))
    assert there >= 0
    assert there == pytest.approx(surprise(after, before, (other, size)), abs=1e-5)


# --- the command ---


def test_the_command_reports_and_its_status_tells_what_was_asked(before, after, capsys):
    assert main(["diff", str(before), str(after)]) == 0
    assert "Grype" in capsys.readouterr().out
    assert main(["diff", str(before), str(after), "--fail-on", "removed"]) == 1
    assert " went" in capsys.readouterr().err
    assert main(["diff", str(before), str(after), "--fail-on", "added"]) == 1
    assert capsys.readouterr().err == "graph: 1 concept came\n"
    assert main(["diff", str(before), str(before), "--fail-on", "any"]) == 0


def test_of_equal_indexes_one_sentence_says_that_they_are(before, capsys):
    assert main(["diff", str(before), str(before), "--fail-on", "any"]) == 0
    title, *said = capsys.readouterr().out.split("\n\n")
    assert title.startswith("# From ")
    assert said == ["Both indexes hold the same concepts and connections, equally often.\n"]


def test_what_did_not_change_has_no_table(before, after, capsys):
    main(["diff", str(before), str(after)])
    said = capsys.readouterr().out
    assert "## Concepts that came" in said
    assert "## Concepts with another name" not in said
    assert "Nothing was found" not in said


def test_files_hold_every_change(before, after, tmp_path):
    difference = compare_indexes(load_index(before), load_index(after))
    for name in ("d.csv", "d.json", "d.md", "d.html"):
        assert main(["diff", str(before), str(after), "-o", str(tmp_path / name)]) == 0
    rows = list(csv.DictReader((tmp_path / "d.csv").read_text(encoding="utf-8").splitlines()))
    assert len(rows) == len(difference.concepts) + len(difference.edges)
    written = json.loads((tmp_path / "d.json").read_text())
    assert len(written["records"]) == len(rows)


def test_a_connection_that_changed_names_both_its_ends(tmp_path):
    files = {"1.md": "# One\n\ncosign works with Trivy.\n"}
    once = index(tmp_path / "once", files)
    twice = index(tmp_path / "twice", {**files, "2.md": "# Two\n\nTrivy works with cosign.\n"})
    assert main(["diff", str(once), str(twice), "-o", str(tmp_path / "d.json")]) == 0
    tables = {
        table["title"]: table["rows"]
        for table in json.loads((tmp_path / "d.json").read_text())["tables"]
    }
    [row] = tables["Connections that changed most"]
    assert (row["Concept"], row["With"], row["Before"], row["After"]) == ("Trivy", "cosign", 1, 2)


def test_what_is_no_index_is_one_sentence_and_status_2(before, tmp_path, capsys):
    assert main(["diff", str(before), str(tmp_path)]) == 2
    assert "is no index" in capsys.readouterr().err
    assert main(["diff", str(before), str(before), "-o", str(tmp_path / "d.xyz")]) == 2
    assert "there is no such format" in capsys.readouterr().err
