"""The verb phrases that bind two concepts of one sentence."""

import pytest

from extract.analysis import analyse
from extract.lexicon import LexiconConcept
from extract.resolve import resolve
from extract.sections import Section

LEXICON = [
    LexiconConcept(name, "tool")
    for name in ("cosign", "signature", "OCI artifact", "SPIRE", "SVID", "Trivy", "Snyk")
]


def phrases(sentence: str) -> list[tuple[str, str, str]]:
    text = f"# T\n\n{sentence}\n"
    section = Section("s", "a.md", 0, None, "T", text, 1, 1)
    tables = resolve([section], analyse([section], LEXICON), LEXICON, discovery=False)
    table = tables["phrases"]
    return list(zip(table["source"], table["phrase"], table["target"], strict=True))


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Here cosign stores signatures as OCI artifacts.",
            [("cosign", "stores signatures as", "OCI artifact"), ("cosign", "stores", "signature")],
        ),
        ("The server SPIRE rotates its **SVIDs** often.", [("SPIRE", "rotates", "SVID")]),
        ("Use Trivy and Snyk.", []),
        ("Trivy is fast. Snyk is not.", []),
    ],
)
def test_a_phrase_is_the_verb_and_what_it_needs_between_two_concepts(sentence, expected):
    assert phrases(sentence) == expected
