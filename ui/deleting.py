"""Deleting: what a browser keeps here goes, once its visitor has seen what that is."""

from contextlib import suppress
from pathlib import Path

import streamlit as st

from extract.curation import read_entries
from extract.lexicon import LexiconError, own_lexicon
from graph.wording import plural
from ui import reading, state, visits
from ui.uploads import kept_files


def ask_to_delete(folder: Path) -> None:
    """Show a button that says what would be deleted, and deletes it when it is pressed there."""
    own = _describe(folder)
    with st.popover("Delete mine", icon=":material/delete:"):
        st.markdown(f"Delete your {own} from this app? This cannot be undone.")
        st.button("Delete", icon=":material/delete:", type="primary", on_click=_delete, args=(own,))


def _describe(folder: Path) -> str:
    """Return what a visitor has here: files, and names that they put right."""
    files, names = len(kept_files(visits.documents(folder))), 0
    with suppress(LexiconError):  # a damaged file goes all the same
        names = len(read_entries(own_lexicon(visits.own_index(folder))))
    counts = ((files, "uploaded file"), (names, "own name"))
    return " and ".join(plural(count, noun) for count, noun in counts if count) or "copy"


def _delete(own: str) -> None:
    folder = visits.own_folder()
    if folder:
        reading.cancel(folder)
    visits.remove_folder()
    state.keep_index(None)
    state.await_index(None)
    st.toast(f"Deleted: your {own}.", icon=":material/check_circle:", duration="long")
