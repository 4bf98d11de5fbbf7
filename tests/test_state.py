"""State: whatever an address holds, what is open has one of a few shapes."""

from typing import get_args
from urllib.parse import parse_qs

from hypothesis import given
from hypothesis import strategies as st

from ui.state import Kind, Selection, parse_focus, parse_selection

values = st.lists(st.sampled_from([*get_args(Kind), "1", "2", "-1", "", "a"]) | st.text())


@given(values)
def test_any_address_selects_something_of_a_known_kind_or_nothing(values):
    selection = parse_selection(values)
    assert selection.kind in get_args(Kind)
    assert selection == Selection() or list(selection.names) == list(dict.fromkeys(values[1:]))
    assert len(selection.names) <= 5


@given(values)
def test_a_selection_leads_to_itself_by_its_own_address(values):
    selection = parse_selection(values)
    query = parse_qs(selection.query()[1:], keep_blank_values=True)
    assert parse_selection(query["see"]) == selection


@given(values)
def test_a_focus_is_one_concept_and_one_or_two_steps(values):
    focus = parse_focus(values)
    assert focus is None or values == [focus.concept, str(focus.steps)]
    assert focus is None or focus.steps in {1, 2}
