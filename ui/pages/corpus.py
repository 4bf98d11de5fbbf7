"""Corpus: one's own documents, and one's own names for what is in them."""

import streamlit as st

from ui import state
from ui.curating import show_history
from ui.documents import show_documents
from ui.loaders import open_corpus
from ui.naming import show_naming
from ui.worklist import show_worklist

corpus = open_corpus()

part = st.segmented_control(
    "Part", state.PARTS, default=state.DOCUMENTS, key=state.PART, required=True,
    label_visibility="collapsed", bind="query-params",
)  # fmt: skip
if part == state.DOCUMENTS:
    show_documents(corpus)
elif (own := show_history(corpus)) is not None:
    show_part = show_naming if part == state.NAMES else show_worklist
    show_part(corpus, own)
