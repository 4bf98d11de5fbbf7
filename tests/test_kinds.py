"""Guessing what sort of thing a discovered concept is."""

import pytest

from extract.kinds import guess_kind


@pytest.mark.parametrize(
    ("name", "after", "kind"),
    [
        ("Zot", " is a vendor-neutral registry for images", "tool"),
        ("Bottlerocket", " is an operating system for containers", "tool"),
        ("SARIF", " (Static Analysis Results) is a JSON-based format for findings", "standard"),
        ("strangling", " is a pattern for moving off old systems", "practice"),
        ("Linkerd", " is a service mesh project of the foundation", "tool"),
    ],
)
def test_a_definition_says_what_it_is(name, after, kind):
    assert guess_kind(name, after, in_code=False, capitals=False) == kind


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("docker scout", "command"),
        ("--read-only", "command"),
        ("go.sum", "file"),
        ("/etc/hosts", "file"),
        ("replicas", "concept"),
    ],
)
def test_code_is_known_by_its_form(name, kind):
    assert guess_kind(name, "", in_code=True, capitals=False) == kind


def test_without_a_definition_a_capital_names_a_tool_and_a_gerund_a_practice():
    assert guess_kind("Zincati", "", in_code=False, capitals=True) == "tool"
    assert guess_kind("lazy pulling", "", in_code=False, capitals=False) == "practice"
    assert guess_kind("image layer", "", in_code=False, capitals=False) == "concept"
