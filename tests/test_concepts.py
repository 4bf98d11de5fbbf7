"""From candidates to concepts and mentions, on a corpus of three short sections."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.analysis import Tables, analyse
from extract.concepts import place_mentions
from extract.discovery import canonical_name
from extract.lexicon import LexiconConcept
from extract.resolve import resolve
from extract.sections import Section

LEXICON = [
    LexiconConcept("Kubernetes", "tool", ("K8s",)),
    LexiconConcept("image", "concept"),
    LexiconConcept("image layer", "concept"),
    LexiconConcept("Docker Swarm", "tool"),
]


def corpus(*bodies: str, lexicon: list[LexiconConcept] = LEXICON, discovery: bool = True) -> Tables:
    sections = []
    for number, body in enumerate(bodies, 1):
        text = f"# Question {number}\n\n{body}"
        sections.append(
            Section(f"s{number}", "a.md", number - 1, None, "Q", text, number, len(text.split()))
        )
    return resolve(sections, analyse(sections, lexicon), lexicon, discovery=discovery)


def mentions(tables: Tables) -> list[tuple[str, str]]:
    table = tables["mentions"]
    return list(zip(table["surface"], table["concept"], strict=True))


def test_of_nested_names_the_longest_counts():
    found = mentions(corpus("An image layer is a part of an image.", discovery=False))
    assert found == [("image layer", "image layer"), ("image", "image")]


def test_a_name_of_two_known_ones_joined_by_a_slash_is_two():
    found = mentions(corpus("It runs on Kubernetes/Docker Swarm.", discovery=False))
    assert [concept for _, concept in found] == ["Kubernetes", "Docker Swarm"]


def test_a_short_form_and_its_long_form_become_one_concept():
    tables = corpus(
        "A Software Bill of Materials (SBOM) is an inventory. They publish the SBOMs.",
        "Without an SBOM nobody knows.",
    )
    concepts = tables["concepts"].set_index("concept")
    assert concepts.loc["SBOM", "aliases"] == ["Software Bill of Materials"]
    assert concepts.loc["SBOM", "mentions"] == 4
    assert concepts.loc["SBOM", "sections"] == 2
    assert concepts.loc["SBOM", "origin"] == "discovered"


def test_a_known_name_takes_in_the_long_form_that_the_text_gives():
    lexicon = [LexiconConcept("CRI", "standard")]
    tables = corpus("The Container Runtime Interface (CRI) came in 2016.", lexicon=lexicon)
    concepts = tables["concepts"].set_index("concept")
    assert "Container Runtime Interface" in concepts.loc["CRI", "aliases"]


def test_a_short_form_that_is_a_word_counts_in_capitals_only():
    tables = corpus("The Utilization Saturation Errors (USE) method is of use. People use USE.")
    [row] = [row for row in tables["concepts"].itertuples() if "USE" in (row.concept, *row.aliases)]
    surfaces = {surface for surface, concept in mentions(tables) if concept == row.concept}
    assert surfaces == {"Utilization Saturation Errors", "USE"}


def test_plain_words_are_no_concepts():
    tables = corpus("A new image needs a final stage, the gold standard of this approach.")
    assert set(tables["concepts"]["concept"]) == {"image"}


TASKS = (
    "A **task** is a unit of work. A periodic task is started by the clock.",
    "Each task has an owner. A remote task runs elsewhere, and a task may retry.",
    "A chained task starts after another task. Every task is logged as a task.",
)


def test_a_plain_word_is_a_concept_of_documents_that_are_about_it():
    about, beside = corpus(*TASKS), corpus("A **task** is a unit of work.", *["A page."] * 9)
    assert "task" in set(about["concepts"]["concept"])
    assert "task" not in set(beside["concepts"]["concept"])


def test_three_spellings_of_one_kind_of_it_do_not_make_a_plain_word_a_concept():
    kinds = "(?:remote|chained)"
    spelled = [re.sub(kinds, "periodic", text, flags=re.IGNORECASE) for text in TASKS]
    tables = corpus(*spelled, "Periodic tasks are Periodic Tasks, and no other task is.")
    assert "task" not in set(tables["concepts"]["concept"])


def test_a_known_name_that_never_means_its_concept_can_be_discovered():
    lexicon = [
        LexiconConcept(
            "Kafka broker", "concept", ("broker",), frozenset({"broker"}), context=("kafka",)
        )
    ]
    texts = [text.replace("task", "broker") for text in TASKS]
    assert "broker" in set(corpus(*texts, lexicon=lexicon)["concepts"]["concept"])
    meant = corpus(*texts, "With Kafka, a broker keeps partitions.", lexicon=lexicon)
    assert "broker" not in set(meant["concepts"]["concept"])


def test_the_last_name_of_a_full_name_is_the_same_concept_where_it_keeps_its_capital():
    tables = corpus(
        "We store the keys in **HashiCorp Vault**. The app asks Vault for them at the start.",
        "For this the operators of the cluster keep HashiCorp Vault, since Vault is audited.",
    )
    names = tables["concepts"].set_index("concept")
    [vault] = [name for name in names.index if "Vault" in name]
    assert {vault, *names.loc[vault, "aliases"]} == {"Vault", "HashiCorp Vault"}


def test_hidden_concepts_are_left_out():
    lexicon = [LexiconConcept("Kubernetes", "tool", hidden=True)]
    assert mentions(corpus("Kubernetes runs.", lexicon=lexicon, discovery=False)) == []


def test_the_title_of_a_template_names_nothing():
    tables = corpus("a", "b", "c", discovery=True)  # three sections titled "Question n"
    assert tables["concepts"].empty


def test_every_mention_is_what_the_text_says(sample_index):
    from extract.index import read_table

    texts = read_table(sample_index, "sections").set_index("section")["text"]
    table = read_table(sample_index, "mentions")
    rows = zip(table["section"], table["start"], table["end"], table["surface"], strict=True)
    assert all(texts[section][start:end] == surface for section, start, end, surface in rows)


spans = st.tuples(st.integers(0, 3), st.integers(0, 30), st.integers(1, 8), st.sampled_from("ab"))


@given(st.lists(spans, max_size=30))
def test_mentions_never_overlap_and_each_left_out_overlaps_a_longer_or_equal_one(rows):
    import pandas as pd

    table = pd.DataFrame(
        [(section, 0, start, start + length, "", "", 0) for section, start, length, _ in rows],
        columns=["section", "sentence", "start", "end", "surface", "concept", "evidence"],
    )
    placed = place_mentions(table, [name for *_, name in rows])
    for one, other in pairwise(placed):
        assert one.section < other.section or one.end <= other.start
    for section, start, length, _ in rows:
        assert any(
            mention.section == section
            and mention.start < start + length
            and start < mention.end
            and mention.end - mention.start >= length
            for mention in placed
        )


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ({"Bind mounts": 1, "bind mounts": 2}, "bind mount"),
        ({"GitHub": 3, "Github": 1}, "GitHub"),
        ({"snapshotters": 2, "snapshotter": 1}, "snapshotter"),
    ],
)
def test_the_most_frequent_spelling_is_the_name_in_the_singular(written, name):
    assert canonical_name(written, written) == name
