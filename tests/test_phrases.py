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
        # The joint name and the verb belong to the phrase, a second clause does not.
        ("SPIRE’s server signs SVIDs.", [("SPIRE", "’s server signs", "SVID")]),
        ("SPIRE rotates keys, so an SVID lives an hour.", []),
        ("SPIRE writes `A_KEY` to _SVIDs_.", [("SPIRE", "writes A_KEY to", "SVID")]),
        ("SPIRE is fast — you rotate SVIDs.", []),
        ("With SPIRE you rotate SVIDs.", []),
        ("Use Trivy and Snyk.", []),
        ("Trivy is fast. Snyk is not.", []),
    ],
)
def test_a_phrase_is_the_verb_and_what_it_needs_between_two_concepts(sentence, expected):
    assert phrases(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "cut"),
    [
        ("SPIRE issues SVIDs, once an hour.", False),
        ("SPIRE issues [SVIDs](svid.md) to services.", False),
        ("SPIRE uses SVIDs to prove who calls.", False),
        ("SPIRE gives each SVID a name.", True),
        ("SPIRE checks SVID lifetimes.", True),
        ("SPIRE checks an SVID’s lifetime.", True),
        ("SPIRE notices that SVIDs expire.", True),
        ("SPIRE allows SVIDs to expire.", True),
        ("SPIRE turns an SVID into a file.", True),
        ("SPIRE can turn off SVIDs to save memory.", False),
        ("SPIRE keeps an SVID from getting old.", True),
        ("SPIRE needs an SVID from a server.", False),
        ("The server SPIRE rotates SVIDs hourly.", False),
        ("SPIRE signs the SVID assembly.", True),
        ("The team behind it says that trouble with SPIRE stops SVIDs.", True),
        ("Traffic between SPIREs must pass an SVID.", True),
        ("Every key that passes the SPIRE can use SVIDs.", True),
    ],
)
def test_a_phrase_says_nothing_that_its_sentence_says_of_something_else(sentence, cut):
    assert (phrases(sentence) == []) is cut


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SPIRE, an early implementation of SVIDs, came first.", "is an early implementation of"),
        ("SPIRE (the server for SVIDs) runs everywhere.", "is the server for"),
        ("SVIDs are documents. SPIRE is their reference issuer.", "is the reference issuer of"),
        ("An SVID is a document. SPIRE (its issuer) is a server.", "is the issuer of"),
        ("An SVID proves a name, and SPIRE is its issuer.", "is the issuer of"),
    ],
)
def test_a_noun_that_says_what_one_is_of_the_other_binds_them_as_a_verb_does(text, expected):
    assert ("SPIRE", expected, "SVID") in phrases(text)


@pytest.mark.parametrize(
    "text",
    [
        "An SVID is a document. It lives an hour. SPIRE is its issuer.",  # of the hour?
        "Keep an SVID safe. SPIRE is its issuer.",  # the sentence is about no concept
        "An SVID is a document. SPIRE, its agents and Trivy run.",  # a list
        "An SVID is a document. SPIRE is its own server and client.",
    ],
)
def test_a_pronoun_that_may_mean_something_else_binds_nothing(text):
    assert [found for found in phrases(text) if "of" in found[1]] == []
