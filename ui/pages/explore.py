"""Explore: the concept graph beside what the documents say about it."""

import streamlit as st

from ui import explorer, state
from ui.component import show_graph, show_text
from ui.downloads import show_downloads
from ui.filters import show_filters
from ui.loaders import open_corpus
from ui.search import show_search
from ui.tables import show_tables
from ui.views import (
    focus_within,
    load_graph_view,
    load_panel,
    load_picture,
    load_topic_picture,
    load_view,
)

corpus = open_corpus()
selection = state.read_selection()

with st.container(horizontal=True, vertical_alignment="center"):
    show_search(corpus.graph, selection)
    shown = st.segmented_control(
        "View", state.VIEWS, default=state.CONCEPT_GRAPH, key=state.VIEW, required=True,
        label_visibility="collapsed", bind="query-params",
    )  # fmt: skip
    with st.container(horizontal=True, width="content"):
        with st.popover("Filters", icon=":material/tune:"):
            filters = show_filters(corpus.graph)
        with st.popover("Download", icon=":material/download:"), st.container(gap="xxsmall"):
            show_downloads(corpus)

left, right = st.columns([8, 5], gap="small")
with left:
    on = focus_within(corpus, filters, state.read_focus())
    view = load_graph_view(corpus, filters, on)
    if shown == state.TABLE:
        show_tables(view, on, selection)
    elif shown == state.TOPIC_MAP:
        lit = explorer.highlight_topics(corpus, selection)
        show_graph(*load_topic_picture(corpus), lit, explorer.answer)
    else:
        _, picture = load_picture(corpus)
        lit = explorer.highlight(corpus, view, on, selection)
        show_graph(picture, load_view(corpus, filters, on), lit, explorer.answer)
with right, st.container(key="evidence"):
    html = load_panel(corpus, selection, state.ranks_by_association())
    show_text(html, key="panel", label="Evidence", on_open=state.follow)
    if selection.kind == "concept" and len(selection.names) == 1:
        st.page_link(
            "ui/pages/corpus.py", label="Rename, merge or hide", icon=":material/edit:",
            query_params={state.PART: state.NAMES, state.CONCEPT: selection.names[0]},
        )  # fmt: skip
