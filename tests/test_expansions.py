"""Short forms and their long forms."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.expansions import find_expansions, singular


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
        ("Nothing here (see below).", []),
    ],
)
def test_a_long_form_stands_before_or_in_the_parentheses(text, expected):
    assert pairs(text) == expected


def test_the_plural_of_a_short_form_is_taken_off():
    assert [singular(short) for short in ("PDBs", "DNS", "TLS")] == ["PDB", "DNS", "TLS"]


@given(st.text(alphabet="aAbB ()-\n", max_size=60))
def test_every_long_form_begins_with_the_first_letter_of_its_short_form(text):
    for short, long in pairs(text):
        assert long[0].casefold() == short[0].casefold()
