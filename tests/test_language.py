"""The lemma and the key under which the spellings of one name meet."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.language import key_of, lemma_of, load_pipeline


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
