"""Curating: a visitor's changes are tried, applied, undone and done again."""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import streamlit as st

from extract import curation
from extract.build import update_names
from extract.curation import Change, CurationError, Entries, History
from extract.lexicon import LexiconError, own_lexicon
from graph.wording import plural
from ui import state, visits
from ui.errors import TOLD, say
from ui.launch import read_launch
from ui.loaders import Corpus, load_changes, load_corpus, load_history, load_lock, stamp_of
from ui.markup import plain
from ui.pieces import shown_of

_SHOWN = 100  # concepts of a preview


def show_preview(
    corpus: Corpus, entries: Entries, *, label: str, refusal: tuple[str, Entries] | None = None
) -> None:
    """Show what a change would change, and a button that makes it.

    Parameters
    ----------
    corpus : Corpus
    entries : Entries
        What would be put right then.
    label : str
        Of the button.
    refusal : tuple of (str, Entries), optional
        Another button, that makes another change.
    """
    try:
        changes = load_changes(corpus, entries)
    except TOLD as error:
        st.error(plain(_say(corpus, error)), icon=":material/error:")
        return
    _show_changes(corpus, changes)
    with st.container(horizontal=True):
        st.button(
            label, icon=":material/check:", type="primary", on_click=apply, args=(corpus, entries)
        )
        if refusal is not None:
            st.button(
                refusal[0], icon=":material/close:", on_click=apply, args=(corpus, refusal[1])
            )


def _show_changes(corpus: Corpus, changes: Sequence[Change]) -> None:
    before = len(corpus.graph)
    after = before + sum(c.before is None for c in changes) - sum(c.after is None for c in changes)
    mentions = sum((change.after or 0) - (change.before or 0) for change in changes)
    if not changes:
        st.info("These documents do not change by it.")
        return
    more = f"{mentions:+,} mentions" if mentions else "as many mentions"
    st.markdown(f"{before:,} → **{plural(after, 'concept')}**, {more}")
    rows = [
        {
            "Concept": concept,
            "Mentions now": "not there" if now is None else f"{now:,}",
            "Then": "gone" if then is None else f"{then:,}",
        }
        for concept, now, then in changes[:_SHOWN]
    ]
    st.dataframe(rows, hide_index=True)
    if len(changes) > _SHOWN:
        st.caption(f"{shown_of(_SHOWN, len(changes))}.")


def apply(corpus: Corpus, entries: Entries) -> None:
    """Make a change. To be called in a callback."""
    try:
        index = _place(corpus)
        with load_lock(index):
            history = _current(index)
            _write(index, history.now, entries)
            load_history(index)[0] = history.change(entries)
        _open(index, corpus)
    except TOLD as error:
        state.put_message(_say(corpus, error))


def step(corpus: Corpus, *, back: bool) -> None:
    """Undo a change, or make it again. To be called in a callback."""
    try:
        index = corpus.index.path
        with load_lock(index):
            history = _current(index)
            moved = history.undo() if back else history.redo()
            _write(index, history.now, moved.now)
            load_history(index)[0] = moved
        _open(index, corpus)
    except TOLD as error:
        state.put_message(_say(corpus, error))


def _say(corpus: Corpus, error: Exception) -> str:
    """Return what an error means; the places of this machine are its owner's alone to see."""
    if read_launch().owner:
        return say(error)
    return say(error, within=visits.own_folder() or corpus.index.path.parent)


def show_history(corpus: Corpus) -> Entries | None:
    """Show the buttons that undo and redo, and the one that saves the names as a file.

    Returns
    -------
    tuple of LexiconConcept, or None
        What is put right so far; None if the file that keeps it cannot be used, which is told.
    """
    index, message = corpus.index.path, state.take_message()
    try:
        history = _current(index)
    except LexiconError as error:
        said = f"No name can be put right until this is mended: {_say(corpus, error)}."
        st.error(plain(said), icon=":material/error:")
        return None
    with st.container(horizontal=True, vertical_alignment="center"):
        count = plural(len(history.now), "name")
        st.markdown(f"**{count} put right**" if history.now else "Nothing put right so far")
        st.space("stretch")
        st.button(
            "Undo", icon=":material/undo:", disabled=not history.past, on_click=step,
            args=(corpus,), kwargs={"back": True},
        )  # fmt: skip
        st.button(
            "Redo", icon=":material/redo:", disabled=not history.future, on_click=step,
            args=(corpus,), kwargs={"back": False},
        )  # fmt: skip
        st.download_button(
            "lexicon.toml", curation.format_entries(history.now), "lexicon.toml",
            on_click="ignore", icon=":material/download:", disabled=not history.now,
        )  # fmt: skip
    if read_launch().owner:
        st.caption(f"Kept in {plain(str(own_lexicon(index)))}")
    if message:
        st.error(plain(message), icon=":material/error:")
    return history.now


def _place(corpus: Corpus) -> Path:
    """Return the index that a visitor may change: their own, a copy, or the owner's."""
    index, folder = corpus.index.path, visits.own_folder()
    if read_launch().owner or (folder is not None and index == visits.own_index(folder)):
        return index
    return visits.borrow_index(index)


def _current(index: Path) -> History:
    """Return the history of the names beside an index, which may have been edited meanwhile."""
    now = curation.read_entries(own_lexicon(index))
    kept = load_history(index)
    if kept[0].now != now:
        kept[0] = kept[0].change(now) if kept[0].past or kept[0].now else History(now=now)
    return kept[0]


def _write(index: Path, before: Entries, entries: Entries) -> None:
    curation.write_entries(own_lexicon(index), entries)
    try:
        update_names(index, before=before)
    except TOLD:
        # What the index was made with; else it is brought up to date when it is opened next.
        with suppress(CurationError):
            curation.write_entries(own_lexicon(index), before)
        raise


def _open(index: Path, corpus: Corpus) -> None:
    state.keep_index(index)
    # Now, while the former graph is at hand: what is still there stays in its place.
    load_corpus(index, stamp_of(index), corpus.graph)
