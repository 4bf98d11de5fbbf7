"""What one section shows: names, phrases, markup, ambiguous words, code."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract import evidence
from extract.candidates import analyse_sections
from extract.language import load_pipeline
from extract.lexicon import LexiconConcept
from extract.matching import build_matcher
from extract.sections import Section

LEXICON = [
    LexiconConcept("Pod Disruption Budget", "resource", ("PDB",)),
    LexiconConcept("Kubernetes", "tool", ("K8s",)),
    LexiconConcept("Kubernetes Secret", "resource", ("Secret",), frozenset({"Secret"}), case=True),
    LexiconConcept("Go", "tool", ("Golang",), frozenset({"Go"}), case=True, context=("compiler",)),
    LexiconConcept("zero trust", "practice"),
    LexiconConcept("Mann–Whitney test", "concept"),
    LexiconConcept("JSON", "standard", ("json",)),
    LexiconConcept("CRI", "standard"),
]


def analyse(body: str, title: str = "A title") -> evidence.SectionAnalysis:
    text = f"# {title}\n\n{body}"
    section = Section("s", "s.md", 0, None, title, text, 1, len(text.split()))
    nlp = load_pipeline()
    [analysis] = analyse_sections([section], nlp, build_matcher(LEXICON, nlp))
    return analysis


def known(body: str, title: str = "A title") -> list[tuple[str, str]]:
    return [
        (candidate.surface, candidate.concept)
        for candidate in analyse(body, title).candidates
        if candidate.concept
    ]


def bits(body: str, surface: str) -> int:
    found = [c.evidence for c in analyse(body).candidates if c.surface == surface]
    assert found, f"{surface!r} is no candidate"
    return found[0]


@pytest.mark.parametrize(
    "surface",
    [
        "Pod Disruption Budget",
        "pod disruption budgets",
        "Pod-Disruption-Budget",
        "PodDisruptionBudget",
        "PDBs",
    ],
)
def test_a_known_name_is_found_in_every_spelling(surface):
    assert known(f"The {surface} limits evictions.") == [(surface, "Pod Disruption Budget")]


def test_an_en_dash_between_letters_is_a_hyphen_and_punctuation_elsewhere():
    assert known("Zero–trust networks.") == [("Zero–trust", "zero trust")]
    assert known("The Mann-Whitney test.") == [("Mann-Whitney test", "Mann–Whitney test")]
    assert known("They start from zero – trust comes later.") == []


def test_an_alias_stands_for_its_concept_inside_longer_names():
    assert ("K8s Secret", "Kubernetes Secret") in known("Mount a K8s Secret there.")


def test_an_acronym_counts_in_capitals_only_unless_the_lexicon_says_otherwise():
    assert known("The cri is not the CRI, but json is JSON.") == [
        ("CRI", "CRI"),
        ("json", "JSON"),
        ("JSON", "JSON"),
    ]


def test_an_ambiguous_name_needs_its_capital_where_a_capital_means_something():
    assert known("They store it in a Secret, not as a secret.") == [("Secret", "Kubernetes Secret")]
    assert known("Secret plans are no resource.") == []
    assert len(known("Secret data goes there. The Secret is mounted.")) == 2


def test_what_something_is_not_is_no_mention_of_it():
    assert known("That is a non-zero trust policy, not zero trust.") == [
        ("zero trust", "zero trust")
    ]
    assert known("It runs non-Kubernetes workloads.") == [("Kubernetes", "Kubernetes")]


def test_an_ambiguous_name_needs_its_context():
    assert known("Go is fast to learn, and its compiler is fast, too.") == [("Go", "Go")]
    assert known("Go there, and take the Go board with you.") == []
    assert ("Go", "Go") in known("Golang is called Go by most.")


def test_markup_is_evidence_and_no_part_of_the_name():
    body = "Use **lazy pulling**, or `kubectl rollout undo deploy/x` and `--read-only=true`.\n"
    assert bits(body, "lazy pulling") & evidence.STRONG
    assert bits(body, "kubectl rollout") & evidence.CODE
    assert bits(body, "--read-only") & evidence.CODE


def test_the_head_of_a_list_item_is_marked():
    assert bits("- **Registrator**: registers containers\n", "Registrator") & evidence.HEAD
    assert bits("- bind mount - a host path\n", "bind mount") & evidence.HEAD


def test_a_definition_is_noticed_and_a_pointer_is_none():
    assert bits("A sidecar is a container beside another.", "sidecar") & evidence.DEFINED
    assert bits("SPIRE (its runtime) is an implementation.", "SPIRE") & evidence.DEFINED
    assert not bits("The obstacle is the cost.", "obstacle") & evidence.DEFINED


def test_a_short_form_and_its_long_form_are_expanded():
    analysis = analyse("An Open Policy Agent (OPA) decides.")
    assert analysis.expansions == (evidence.Expansion("OPA", "Open Policy Agent"),)


def test_names_in_code_blocks_are_looked_up_and_marked_as_code():
    found = [
        candidate
        for candidate in analyse(
            "Run this:\n\n```yaml\nkind: PodDisruptionBudget\n```\n"
        ).candidates
        if candidate.concept
    ]
    [candidate] = found
    assert candidate.surface == "PodDisruptionBudget"
    assert candidate.evidence & evidence.FENCED


def test_the_cells_of_a_table_row_are_one_sentence():
    body = "| flag | meaning |\n|---|---|\n| CRI | JSON |\n| zero trust | K8s |\n"
    by_concept = {c.concept: c.sentence for c in analyse(body).candidates if c.concept}
    assert by_concept["CRI"] == by_concept["JSON"]
    assert by_concept["zero trust"] == by_concept["Kubernetes"] != by_concept["CRI"]


def test_sentences_end_at_stops_but_not_inside_abbreviations_and_versions():
    analysis = analyse("Use containerd v1.7, e.g. on Linux. It works! Does it? Yes. eBPF runs.")
    assert [sentence.kind for sentence in analysis.sentences] == ["title"] + ["paragraph"] * 5


def test_a_sentence_may_begin_with_a_small_letter() -> None:
    body = (
        "Sigstore is a project. cosign signs images, keys etc. with it (approx. five). "
        "`kubectl` shows them. `cp . there` copies them."
    )
    text = f"# A title\n\n{body}"
    assert [text[one.start : one.end] for one in analyse(body).sentences[1:]] == [
        "Sigstore is a project.",
        "cosign signs images, keys etc. with it (approx. five).",
        "`kubectl` shows them.",
        "`cp . there` copies them.",
    ]


@given(st.text(max_size=200))
def test_any_text_is_analysed_with_offsets_inside_it(body):
    analysis = analyse(body)
    for candidate in analysis.candidates:
        sentence = analysis.sentences[candidate.sentence]
        assert sentence.start <= candidate.start < candidate.end <= sentence.end


def test_a_word_that_stands_there_twice_is_no_phrase() -> None:
    surfaces = {
        one.surface for one in analyse("The list list page shows the node pool.").candidates
    }
    assert "node pool" in surfaces
    assert not any("list list" in surface for surface in surfaces)


def test_a_name_in_small_letters_that_ends_a_compound_is_another_name() -> None:
    assert known("The go-kubernetes client talks to a kubernetes-native API.") == [
        ("kubernetes", "Kubernetes")
    ]
    assert known("Go-Kubernetes and Kubernetes.") == [("Kubernetes", "Kubernetes")] * 2


def test_a_gerund_that_has_an_object_ends_no_name() -> None:
    surfaces = {
        one.surface
        for one in analyse(
            "The tasks using Redis do image signing, and Kubernetes networking helps. "
            "A physical node hosting the port is watched."
        ).candidates
    }
    assert {"tasks", "physical node", "image signing", "Kubernetes networking"} <= surfaces
    assert not any(name in surfaces for name in ("tasks using Redis", "physical node hosting"))


def test_an_optional_plural_is_no_part_of_a_name() -> None:
    surfaces = {one.surface for one in analyse("It asks the DNS resolver(s) of a host.").candidates}
    assert "DNS resolver" in surfaces
    assert not any("(" in surface for surface in surfaces)


def test_a_sentence_without_an_end_is_cut():
    analysis = analyse(" ".join(f"w{number}" for number in range(700)))
    assert [sentence.kind for sentence in analysis.sentences] == ["title"] + ["paragraph"] * 3
