"""The lemma and the key under which the spellings of one name meet, and the pipeline."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from extract.language import key_of, lemma_of, load_pipeline, singular_acronym

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize(
    ("word", "lemma"),
    [
        ("Pods", "pod"),
        ("policies", "policy"),
        ("caches", "cache"),
        ("branches", "branch"),
        ("boxes", "box"),
        ("databases", "database"),
        ("indices", "index"),
        ("status", "status"),
        ("class", "class"),
        ("redis", "redis"),
        ("series", "series"),
        ("cookies", "cookie"),
    ],
)
def test_a_plural_meets_its_singular(word, lemma):
    assert lemma_of(word) == lemma
    assert lemma_of(lemma) == lemma


@pytest.mark.parametrize(
    ("word", "lemma"), [("DNS", "dns"), ("PDBs", "pdb"), ("IDs", "id"), ("K8s", "k8s")]
)
def test_an_acronym_loses_only_the_s_of_its_plural(word, lemma):
    assert lemma_of(word) == lemma


def test_the_plural_of_an_acronym_is_taken_off_and_no_other():
    words = ("PDBs", "DNS", "TLS", "Pods", "s", "")
    assert [singular_acronym(word) for word in words] == ["PDB", "DNS", "TLS", "Pods", "s", ""]


@pytest.mark.parametrize(
    "spelling", ["zero trust", "zero-trust", "Zero Trust", "ZeroTrust", "zero\u2011trust"]
)
def test_the_spellings_of_a_name_share_a_key(spelling):
    assert key_of(spelling) == "zerotrust"


def test_an_option_is_not_the_words_it_is_made_of():
    assert key_of("--read-only") != key_of("read only")


@given(st.text(max_size=40))
def test_every_text_has_a_key_whatever_its_case(text):
    assert key_of(text.lower()) == key_of(text.lower().strip())


def test_a_pipeline_that_is_not_installed_is_named():
    with pytest.raises(ValueError, match="no spaCy pipeline is installed under the name 'nope'"):
        load_pipeline("nope")


@pytest.mark.parametrize("name", ["pipeline", "./pipeline", "numpy", "", "['pipeline']"])
def test_no_folder_and_no_other_package_is_taken_for_a_pipeline(name, tmp_path, monkeypatch):
    spacy.blank("en").to_disk(tmp_path / "pipeline")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ValueError, match="no spaCy pipeline is installed under the name"):
        load_pipeline(name)


def test_an_installed_pipeline_is_loaded(tmp_path):
    (tmp_path / "own_tagger.py").write_text(
        "import spacy\nfrom extract.language import SHIPPED_MODEL\n\n\n"
        "def load(**options):\n    return spacy.load(SHIPPED_MODEL, **options)\n"
    )
    described = tmp_path / "own_tagger-1.0.dist-info"
    described.mkdir()
    (described / "METADATA").write_text("Metadata-Version: 2.1\nName: own_tagger\nVersion: 1.0\n")
    (described / "entry_points.txt").write_text("[spacy_models]\nown_tagger = own_tagger\n")
    # spaCy looks for what is installed once in a process.
    probe = (
        "from extract.language import load_pipeline as load; print(load('own_tagger').pipe_names)"
    )
    done = subprocess.run(
        [sys.executable, "-c", probe],
        env={"PYTHONPATH": f"{ROOT}{os.pathsep}{tmp_path}"}, capture_output=True, text=True,
    )  # fmt: skip
    assert "'morphologizer'" in done.stdout, done.stderr
