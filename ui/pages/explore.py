"""Explore: the concept graph beside what the documents say about it."""

import streamlit as st

from ui import explorer, state
from ui.component import Changes, differ, draw, show_graph, show_text
from ui.filters import show_filters
from ui.loaders import load_names, load_picture, load_topic_picture, load_view, open_corpus
from ui.panel import panel
from ui.search import show_search

corpus = open_corpus()
selection = state.read_selection()

with st.container(horizontal=True, vertical_alignment="bottom"):
    show_search(corpus.graph, load_names(corpus, corpus.stamp), selection)
    shown = st.segmented_control(
        "View", state.VIEWS, default=state.VIEWS[0], key=state.VIEW, required=True,
        label_visibility="collapsed", bind="query-params",
    )  # fmt: skip
    with st.popover("Filters", icon=":material/tune:"):
        filters = show_filters(corpus.graph)

left, right = st.columns([8, 5], gap="small")
with left:
    on = state.read_focus()
    view = explorer.complete_view(
        corpus.graph, load_view(corpus, corpus.stamp, filters, on), selection
    )
    if shown == "Topic map":
        topics = load_topic_picture(corpus, corpus.stamp)
        chosen = selection.names if selection.kind == "topic" else ()
        show_graph(topics, Changes("topics", [], [], [], strong=chosen), on_event=explorer.answer)
    elif shown == "Concepts":
        picture, packed = load_picture(corpus, corpus.stamp)
        changes = differ(picture, draw(view, picture.name, picture.label))
        changes = explorer.light_up(corpus, view, selection, changes)
        show_graph(packed, changes, on_event=explorer.answer)
with right:
    show_text(panel(corpus, selection), key="panel", label="Evidence", on_open=state.follow)
