"""Work list: what may be put right, the most likely first, for a person to decide."""

import streamlit as st

from extract import curation
from extract.curation import Entries
from extract.suggestions import Suggestion
from ui import state
from ui.curating import show_preview
from ui.loaders import Corpus, load_lexicon, load_suggestions
from ui.markup import plain
from ui.pieces import shown_of

_SHOWN = 25
_HEIGHT = 480  # pixels


def show_worklist(corpus: Corpus, own: Entries) -> None:
    """Show the suggestions, and for one of them what it would change.

    Parameters
    ----------
    corpus : Corpus
    own : tuple of LexiconConcept
        What is put right so far.
    """
    found = load_suggestions(corpus)
    if not found:
        st.success("Nothing stands out that would have to be put right.")
        return
    left, right = st.columns(2, gap="large")
    with left:
        st.caption(
            "Each suggestion stands for itself; nothing is changed before you say so. "
            f"{shown_of(min(len(found), _SHOWN), len(found))}."
        )
        shown = found[:_SHOWN]
        # In a frame, so that the decision is at hand: beside it, or under it on a phone.
        with st.container(height=_HEIGHT):
            place = st.radio(
                "What may be put right", range(len(shown)), key=state.SUGGESTION,
                format_func=lambda place: _say(shown[place]) if place < len(shown) else "",
                captions=[one.reason for one in shown],
            )  # fmt: skip
    with right:
        _show_decision(corpus, own, shown[place if place is not None and place < len(shown) else 0])


def _say(suggestion: Suggestion) -> str:
    names = [plain(name) for name in suggestion.concepts]
    if suggestion.action == "merge":
        return f"Is {names[1]} the same as {names[0]}?"
    return f"Is {names[0]} a concept at all?"


def _show_decision(corpus: Corpus, own: Entries, suggestion: Suggestion) -> None:
    lexicon, concepts = load_lexicon(corpus), corpus.index.concepts
    entries = [curation.describe(name, lexicon, concepts) for name in suggestion.concepts]
    kept = own
    for entry in entries:
        if corpus.graph.nodes[entry.name]["origin"] == "discovered":
            kept = curation.promote(kept, entry)
    if suggestion.action == "merge":
        merged, refusal = curation.merge(own, *entries), ("They are two", kept)
        show_preview(corpus, merged, label="Merge", refusal=refusal)
    else:
        hidden, refusal = curation.hide(own, entries[0]), ("It is a concept", kept)
        show_preview(corpus, hidden, label="Hide", refusal=refusal)
