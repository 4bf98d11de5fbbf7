"""Reading lexicon files, and refusing them with one sentence."""

from pathlib import Path

import pytest

from extract.lexicon import LexiconConcept, LexiconError, is_acronym, read_lexicon, read_lexicons

GOOD = """
[[concept]]
name = "Go"
kind = "tool"
aliases = ["Golang"]
ambiguous = ["Go"]
case = true
context = ["Compiler"]
"""


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_a_concept_is_read_with_the_evidence_that_it_needs(tmp_path):
    assert read_lexicon(write(tmp_path / "names.toml", GOOD)) == [
        LexiconConcept(
            "Go", "tool", ("Golang",), frozenset({"Go"}), case=True, context=("compiler",)
        )
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[[concept]\n", "is no valid TOML"),
        ("[concepts]\n", r"holds \[\[concept\]\] tables only"),
        ("[[concept]]\nkind = 'tool'\n", r"concept 1 \(None\) needs a name"),
        ("[[concept]]\nname = 'X'\nkind = 'thing'\n", "unknown kind 'thing'; choose one of tool"),
        ("[[concept]]\nname = 'X'\nalias = []\n", "unknown key 'alias'; known are name"),
        ("[[concept]]\nname = 'X'\naliases = 'Y'\n", "needs a list of strings as 'aliases'"),
        ("[[concept]]\nname = 'X'\ncase = 1\n", "needs true or false as 'case'"),
        ("[[concept]]\nname = 'X'\nambiguous = ['Y']\n", "calls 'Y' ambiguous"),
    ],
)
def test_a_lexicon_that_cannot_be_used_says_why(tmp_path, text, sentence):
    file = write(tmp_path / "names.toml", text)
    with pytest.raises(LexiconError, match=sentence) as error:
        read_lexicon(file)
    assert str(error.value).startswith(str(file))


def test_a_missing_lexicon_is_named(tmp_path):
    with pytest.raises(LexiconError, match=r"none\.toml: the lexicon cannot be read"):
        read_lexicon(tmp_path / "none.toml")


def test_of_two_concepts_with_one_name_the_later_file_counts(tmp_path):
    first = write(tmp_path / "a.toml", GOOD)
    second = write(tmp_path / "b.toml", "[[concept]]\nname = 'Go'\nkind = 'practice'\n")
    assert [concept.kind for concept in read_lexicons([first, second])] == ["practice"]


@pytest.mark.parametrize("surface", ["CRI", "mTLS".upper(), "CRI-O"])
def test_a_short_name_in_capitals_is_an_acronym(surface):
    assert is_acronym(surface)


@pytest.mark.parametrize("surface", ["Pod", "API server", "KUBERNETES", "x"])
def test_other_names_are_none(surface):
    assert not is_acronym(surface)
