"""Which section and which sentence explain a concept."""

import pandas as pd

from extract.analysis import analyse
from extract.lexicon import LexiconConcept
from extract.resolve import resolve
from extract.sections import Section

LEXICON = [
    LexiconConcept("SPIFFE", "standard"),
    LexiconConcept("SPIRE", "tool"),
    LexiconConcept("Trivy", "tool"),
    LexiconConcept("Vault", "tool"),
]


def explained(
    *sections: tuple[str, str], discovery: bool = False
) -> dict[str, tuple[str, str | None]]:
    """Return the title of the section, and the sentence, that explain each concept."""
    records = []
    for place, (title, body) in enumerate(sections):
        text = f"# {title}\n\n{body}"
        records.append(Section(title, "a.md", place, None, title, text, 1, 1))
    analysis = analyse(records, LEXICON, discovery=discovery)
    tables = resolve(records, analysis, LEXICON, discovery=discovery)
    sentences = tables["sentences"].set_index(["section", "sentence"])
    texts = {record.section: record.text for record in records}
    found = {}
    for row in tables["concepts"].itertuples():
        if pd.isna(row.defining_section):
            continue
        sentence = None
        if not pd.isna(row.defining_sentence):
            place = sentences.loc[(row.defining_section, int(row.defining_sentence))]
            sentence = texts[row.defining_section][place["start"] : place["end"]]
        found[row.concept] = (row.defining_section, sentence)
    return found


def test_the_sentence_that_says_what_it_is_explains_it():
    found = explained(
        ("Zero trust", "Services use SPIFFE. Trust nothing."),
        ("Identity", "Names matter. SPIFFE is a standard for identity."),
    )
    assert found["SPIFFE"] == ("Identity", "SPIFFE is a standard for identity.")


def test_so_does_the_sentence_that_says_what_it_does():
    said = "An SVID lasts. A SPIRE divides one network into several trust domains. The Trivy scans."
    found = explained(("Identity", said), discovery=True)
    assert found["SPIRE"][1] == "A SPIRE divides one network into several trust domains."
    assert "Trivy" not in found  # it points back, and says too little


def test_a_title_about_one_concept_explains_it_better_than_a_list():
    found = explained(
        ("Tools for scanning", "- **Trivy**: finds vulnerabilities in images\n"),
        ("What is Trivy good for?", "Trivy scans. Trivy reports."),
    )
    assert found["Trivy"][0] == "What is Trivy good for?"


def test_a_list_entry_explains_what_nothing_else_does():
    found = explained(("Tools", "- **Vault**: keeps secrets away from the image\n"))
    assert found["Vault"] == ("Tools", "**Vault**: keeps secrets away from the image")


def test_a_row_of_a_table_is_quoted_where_it_is_a_term_and_its_explanation():
    head = "| a | b |\n|---|---|\n"
    terms = explained(("Terms", head + "| Trivy | a scanner of images and of their packages |"))
    assert terms["Trivy"][1] == "Trivy | a scanner of images and of their packages"
    wide = head.replace("| b |", "| b | c |").replace("---|\n", "---|---|\n")
    compared = explained(("Tools", wide + "| Trivy | images and the packages in them | fast |"))
    assert compared["Trivy"] == ("Tools", None)


def test_a_concept_that_is_only_used_is_not_explained():
    assert "SPIRE" not in explained(("Identity", "Certificates come from SPIRE every hour."))
