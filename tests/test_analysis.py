"""Analysing sections: in any number of processes, with discovery and without."""

import pandas as pd

from extract.analysis import ANALYSIS, analyse, join
from extract.evidence import WHOLE
from extract.index import COLUMNS
from extract.lexicon import LexiconConcept
from extract.sections import Section

LEXICON = [LexiconConcept("Pod", "resource"), LexiconConcept("container runtime", "tool")]


def section(number, body):
    text = f"# Question {number}\n\n{body}"
    return Section(f"s{number}", "s.md", number, None, f"Question {number}", text, 1, 9)


# More than the two batches of 200 sections that two processes can share.
SECTIONS = [
    section(number, f"A Pod asks the **node agent {number}** for a container runtime.\n")
    for number in range(450)
]


def assert_same(one, other):
    for name in ANALYSIS:
        pd.testing.assert_frame_equal(one[name], other[name])


def test_the_tables_do_not_depend_on_the_number_of_processes():
    assert_same(analyse(SECTIONS, LEXICON), analyse(SECTIONS, LEXICON, workers=2))


def test_the_tables_have_the_columns_of_the_index_even_if_empty():
    for sections in (SECTIONS[:1], []):
        tables = analyse(sections, LEXICON)
        assert {name: list(table) for name, table in tables.items()} == {
            name: list(COLUMNS[name]) for name in ANALYSIS
        }


def test_each_text_of_an_analysis_is_kept_once_in_alphabetical_order():
    # Three batches, each of which meets texts that the others do not.
    candidates = analyse(SECTIONS, LEXICON)["analysis/candidates"]
    for text in ("section", "surface", "concept"):
        assert candidates[text].cat.categories.tolist() == sorted(set(candidates[text]))


def test_joined_analyses_stand_in_the_order_of_the_sections():
    tables = analyse(SECTIONS[:6], LEXICON)
    even, odd = analyse(SECTIONS[0:6:2], LEXICON), analyse(SECTIONS[1:6:2], LEXICON)
    assert_same(join(odd, even, SECTIONS[:6]), tables)


def test_without_discovery_the_known_names_are_the_same_and_nothing_else_is_there():
    full = analyse(SECTIONS[:5], LEXICON)
    known = analyse(SECTIONS[:5], LEXICON, discovery=False)
    candidates = full["analysis/candidates"]
    wanted = candidates[candidates["concept"] != ""].reset_index(drop=True)
    assert set(wanted["concept"]) == {"Pod", "container runtime"}
    # That a name is a whole noun phrase, the tagger alone can tell.
    wanted["evidence"] &= ~WHOLE
    for text in ("section", "surface", "concept"):
        wanted[text] = wanted[text].cat.remove_unused_categories()
    pd.testing.assert_frame_equal(known["analysis/candidates"], wanted)
    pd.testing.assert_frame_equal(known["sentences"], full["sentences"])
    assert known["analysis/verbs"].empty
    assert not full["analysis/verbs"].empty
