"""Whether the verb behind a concept says what it does."""

import pytest

from extract.predicates import acts


@pytest.mark.parametrize(
    ("said", "verb", "expected"),
    [
        ("A VLAN divides one switch", "divides", True),
        ("A VLAN, divides", "divides", True),
        ("A VLAN of which one divides", "divides", False),
        ("A VLAN is divided", "is divided", False),
        ("A VLAN needs a switch", "needs", False),
        ("A VLAN started it", "started", False),
        ("A VLAN can feed it", "can feed", False),
        ("A VLAN feeds it", "feeds", True),
    ],
)
def test_a_verb_that_follows_at_once_says_what_its_subject_does(said, verb, expected):
    start = said.index(verb)
    assert acts(said, said.index("VLAN") + 4, [(start, start + len(verb))]) is expected


def test_a_verb_before_the_subject_says_nothing_of_it():
    assert not acts("divides VLAN", 12, [(0, 7)])
