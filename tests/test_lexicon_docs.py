"""The documentation of the lexicon: its example is one, and it names every key."""

from pathlib import Path

from extract.lexicon import KINDS, SHIPPED_LEXICONS, LexiconConcept, parse_lexicon

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "docs" / "lexicon.md").read_text(encoding="utf-8")


def test_the_example_is_a_lexicon():
    example = TEXT.split("```toml\n")[1].split("```")[0]
    found = parse_lexicon(example, "docs/lexicon.md")
    assert [concept.name for concept in found] == ["Pod Disruption Budget", "Go", "final stage"]
    assert found[1].ambiguous == {"Go"}
    assert found[2].hidden


def test_every_key_and_every_kind_is_explained():
    keys = set(LexiconConcept.__slots__) - {"own"}
    assert all(f"| `{key}` |" in TEXT for key in keys)
    assert all(f"`{kind}`" in TEXT for kind in KINDS)


def test_every_lexicon_points_to_its_documentation():
    for file in SHIPPED_LEXICONS.glob("*.toml"):
        assert "docs/lexicon.md" in file.read_text(encoding="utf-8").split("\n")[0]
