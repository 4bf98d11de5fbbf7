"""State: whatever an address holds, what is open has one of a few shapes."""

from typing import get_args
from urllib.parse import parse_qs

from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from ui.state import GOALS, Kind, Selection, parse_focus, parse_selection

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


def test_of_more_goals_than_there_may_be_the_first_gives_way():
    def page():
        import streamlit as st

        from ui import state

        st.multiselect("Goals", list("abcdef"), key=state.GOALS, max_selections=state.MOST_GOALS)
        st.button("Learn f", on_click=state.follow_path, args=("?to=f",))

    app = AppTest.from_function(page).run()
    app.multiselect[0].set_value(list("abcde")).run()
    app.button[0].click().run()
    assert not app.exception
    assert app.session_state[GOALS] == list("bcdef")
