"""Sentences that say something out of their place."""

from pathlib import Path

import pytest

from extract.build import build_index
from extract.index import read_table
from graph.concept_graph import Index, load_index
from graph.evidence import Sentence, concept_evidence
from graph.quotes import quote

POINTING_BACK = [
    "A process may write to the disk of the host. Kubernetes prevents that.",
    "A process may write to the disk of the host. Kubernetes does not allow this by default.",
    "A server often runs many processes. It starts them with Kubernetes.",
    "A server often runs many processes. Without them, Kubernetes waits.",
]
BOUND = [
    "Kubernetes restarts a process until it works.",
    "Kubernetes has a tool that builds images.",
    "Kubernetes shows that a process is small.",
]
ELSEWHERE = [
    "### Processes\n\n",
    "A process may write to the disk of the host.\n\n",
    "- A process may write to the disk of the host.\n- ",
    "A process may write to the disk of the host" + ", and to that of another" * 9 + ". ",
]
TEXTS = [
    *POINTING_BACK,
    *(f"A server runs many processes. {sentence}" for sentence in BOUND),
    *(f"{before}Kubernetes prevents that." for before in ELSEWHERE),
]


@pytest.fixture(scope="module")
def quotes(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Return the quote of each text's last sentence about Kubernetes."""
    folder = tmp_path_factory.mktemp("quotes")
    for number, text in enumerate(TEXTS):
        (folder / f"{number:02}.md").write_text(f"# Text\n\n{text}\n", encoding="utf-8")
    build_index(sorted(folder.glob("*.md")), folder / "index")
    index = load_index(folder / "index")
    last: dict[str, str] = {}
    for section in concept_evidence(index, "Kubernetes"):
        last[section.source] = quoted(index, section.section, section.sentences[-1]).text
    return [text for _, text in sorted(last.items())]


def quoted(index: Index, section: str, sentence: Sentence) -> Sentence:
    return quote(index, section, sentence, read_table(index.path, "analysis/verbs"))


@pytest.mark.parametrize("text", POINTING_BACK)
def test_a_sentence_whose_pronoun_points_back_is_quoted_with_the_one_before(
    quotes: list[str], text: str
) -> None:
    assert quotes[TEXTS.index(text)] == text


@pytest.mark.parametrize("sentence", BOUND)
def test_a_sentence_that_binds_its_pronouns_is_quoted_alone(
    quotes: list[str], sentence: str
) -> None:
    assert quotes[TEXTS.index(f"A server runs many processes. {sentence}")] == sentence


@pytest.mark.parametrize("before", ELSEWHERE)
def test_what_stands_elsewhere_or_is_long_is_not_quoted_with_it(
    quotes: list[str], before: str
) -> None:
    assert quotes[TEXTS.index(f"{before}Kubernetes prevents that.")] == "Kubernetes prevents that."


def test_the_marks_of_a_quote_stay_on_their_words(shipped_index: Path) -> None:
    index = load_index(shipped_index)
    longer = 0
    for section in concept_evidence(index, "image digest"):
        for sentence in section.sentences:
            found = quoted(index, section.section, sentence)
            longer += found != sentence
            said = [sentence.text[mark.start : mark.end] for mark in sentence.marks]
            assert [found.text[mark.start : mark.end] for mark in found.marks] == said
            assert found.text.endswith(sentence.text)
    assert longer
