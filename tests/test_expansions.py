"""Short forms and their long forms."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.expansions import find_expansions, long_form_of


def pairs(text: str) -> list[tuple[str, str]]:
    return [(text[slice(*short)], text[slice(*long)]) for short, long in find_expansions(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Every Pod Disruption Budget (PDB) counts.", [("PDB", "Pod Disruption Budget")]),
        ("Use a Software Bill of Materials (SBOM).", [("SBOM", "Software Bill of Materials")]),
        ("The CRI (Container Runtime Interface) is old.", [("CRI", "Container Runtime Interface")]),
        ("Budgets, or Pod Disruption Budgets (PDBs), help.", [("PDBs", "Pod Disruption Budgets")]),
        ("It costs little (USD) today.", []),
        ("The kernel (version 6) is new.", []),
        ("İzmir’İn Pod Disruption Budget (PDB)", [("PDB", "Pod Disruption Budget")]),
        ("İzmir’İn PDB (Pod Disruption Budget)", [("PDB", "Pod Disruption Budget")]),
        ("Nothing here (see below).", []),
    ],
)
def test_a_long_form_stands_before_or_in_the_parentheses(text, expected):
    assert pairs(text) == expected


@pytest.mark.parametrize(
    ("short", "text", "expected"),
    [
        ("RBAC", "role-based access control", "role-based access control"),
        ("RBAC", "access control", None),
        ("OCI", "the Open Container Initiative", "Open Container Initiative"),
        ("CPU", "processor", None),
        ("ESP", "it also needs IP protocol 50", None),  # no word begins with an E
        ("2", "API gateway", None),
        ("v2", "Kubernetes service", None),
        ("PDB", "İİİ Pod Disruption Budget", "Pod Disruption Budget"),  # "i̇" is two characters
    ],
)
def test_a_long_form_is_the_end_of_a_text_that_spells_the_short_one(short, text, expected):
    assert long_form_of(short, text) == expected


class CountedText(str):
    """A text that counts the characters that are copied of it."""

    copied = 0

    def __getitem__(self, key):
        part = super().__getitem__(key)
        self.copied += len(part)
        return part


def test_of_a_long_text_only_what_is_near_the_parentheses_is_copied():
    text = CountedText("A Pod Disruption Budget (PDB). " * 1_000)
    assert len(list(find_expansions(text))) == 1_000
    assert text.copied <= 200 * 1_000


@given(st.text(alphabet="aAbBİ ()-\n", max_size=60))
def test_every_long_form_begins_with_the_first_letter_of_its_short_form(text):
    for short, long in pairs(text):
        assert long[0].casefold() == short[0].casefold()
