"""Naming: the ways to put a concept right, each with what it would change."""

from collections.abc import Callable

import streamlit as st

from extract import curation
from extract.curation import CurationError, Entries
from extract.lexicon import KINDS, LexiconConcept, LexiconError, parse_lexicon
from ui import pieces, state
from ui.component import show_selectable
from ui.curating import show_preview
from ui.loaders import Corpus, load_lexicon, load_names
from ui.markup import plain

_Ask = Callable[[Corpus, Entries, LexiconConcept], Entries | None]
_ADD = "Add a concept"


def show_naming(corpus: Corpus, own: Entries) -> None:
    """Let someone choose a concept and what is to be done with it.

    Parameters
    ----------
    corpus : Corpus
    own : tuple of LexiconConcept
        What is put right so far.
    """
    left, right = st.columns(2, gap="large")
    with left:
        action = st.selectbox("What to do", [*_ACTIONS, _ADD], key=state.ACTION)
        try:
            entries = _ask(corpus, own, action)
        except (CurationError, LexiconError) as error:
            st.warning(plain(f"{str(error)[0].upper()}{str(error)[1:]}."))
            entries = None
    with right:
        if entries is None:
            st.caption("What it would change is shown here before anything is changed.")
        else:
            show_preview(corpus, entries, label=action)
    _show_own(corpus, own)


def _ask(corpus: Corpus, own: Entries, action: str) -> Entries | None:
    if action == _ADD:
        return _add(corpus, own)
    concept = st.selectbox(
        "Concept", load_names(corpus), index=None, key=state.CONCEPT, bind="query-params"
    )
    if concept is None:
        return None
    entry = curation.describe(concept, load_lexicon(corpus), corpus.index.concepts)
    also = [alias for alias in entry.aliases if alias.casefold() != concept.casefold()]
    origin = corpus.graph.nodes[concept]["origin"]
    names = ", ".join(map(plain, also[:12]))
    st.caption(f"{entry.kind}, {_ORIGINS[origin]}{'; also: ' if also else ''}{names}")
    return _ACTIONS[action](corpus, own, entry)


_ORIGINS = {
    "lexicon": "known to the app",
    "discovered": "discovered in the documents",
    "user": "named by you",
}


def _rename(corpus: Corpus, own: Entries, entry: LexiconConcept) -> Entries | None:
    del corpus
    name = st.text_input("New name", max_chars=100)
    return curation.rename(own, entry, name) if name.strip() else None


def _merge(corpus: Corpus, own: Entries, entry: LexiconConcept) -> Entries | None:
    names = [name for name in load_names(corpus) if name != entry.name]
    name = st.selectbox("Takes in", names, index=None)
    if name is None:
        return None
    other = curation.describe(name, load_lexicon(corpus), corpus.index.concepts)
    return curation.merge(own, entry, other)


def _split(corpus: Corpus, own: Entries, entry: LexiconConcept) -> Entries | None:
    del corpus
    if not entry.aliases:
        raise CurationError("it has one name only")
    surfaces = st.multiselect("Its names that mean something else", entry.aliases)
    return curation.split(own, entry, surfaces) if surfaces else None


def _hide(corpus: Corpus, own: Entries, entry: LexiconConcept) -> Entries | None:
    del corpus
    return curation.hide(own, entry)


def _change_kind(corpus: Corpus, own: Entries, entry: LexiconConcept) -> Entries | None:
    del corpus
    kind = st.selectbox("Kind", [kind for kind in KINDS if kind != entry.kind], index=None)
    return curation.change_kind(own, entry, kind) if kind else None


def _add_alias(corpus: Corpus, own: Entries, entry: LexiconConcept) -> Entries | None:
    del corpus
    alias = st.text_input("Also called", max_chars=100)
    return curation.add_alias(own, entry, alias) if alias.strip() else None


def _promote(corpus: Corpus, own: Entries, entry: LexiconConcept) -> Entries | None:
    if corpus.graph.nodes[entry.name]["origin"] != "discovered":
        raise CurationError("it is known already")
    return curation.promote(own, entry)


_ACTIONS: dict[str, _Ask] = {
    "Rename": _rename,
    "Merge": _merge,
    "Split": _split,
    "Hide": _hide,
    "Change the kind": _change_kind,
    "Add an alias": _add_alias,
    "Make a known concept": _promote,
}


def _add(corpus: Corpus, own: Entries) -> Entries | None:
    name = st.text_input(
        "Name", key=state.NEW_NAME, max_chars=100,
        placeholder="Type it, or select it in a text below",
    )  # fmt: skip
    kind = st.selectbox("Kind", KINDS, KINDS.index("concept"))
    sections = corpus.index.sections
    section: str | None = st.selectbox(
        "Text",
        sections["section"].tolist(),
        format_func=lambda chosen: sections.loc[chosen, "title"],
    )
    if section is not None:  # else there are none
        show_selectable(
            pieces.section_text(corpus.index, section), label="Text",
            on_select=lambda words: state.put_text(state.NEW_NAME, words),
        )  # fmt: skip
    return curation.add(own, name, kind) if name.strip() else None


# --- what there is ---


def _show_own(corpus: Corpus, own: Entries) -> None:
    with st.expander(f"All names of your own ({len(own)})"):
        if own:
            st.dataframe(
                [
                    {"Name": entry.name, "Kind": entry.kind, "Also": ", ".join(entry.aliases),
                     "Hidden": entry.hidden}
                    for entry in own
                ],
                hide_index=True,
            )  # fmt: skip
            name = st.selectbox("Take back", [entry.name for entry in own], index=None)
            if name:
                show_preview(corpus, curation.forget(own, name), label="Take it back")
        shared = st.file_uploader("Add names that somebody shared", "toml")
        if shared is not None:
            try:
                text = shared.getvalue().decode("utf-8-sig")
                entries = curation.adopt(own, parse_lexicon(text, shared.name))
            except LexiconError as error:
                st.error(f"They cannot be used: {plain(str(error))}.", icon=":material/error:")
            except UnicodeDecodeError:
                said = f"{shared.name} is not UTF-8; save it as UTF-8."
                st.error(f"They cannot be used: {plain(said)}", icon=":material/error:")
            else:
                show_preview(corpus, entries, label="Add them")
