"""Learning paths: what to learn first, and what to read for it."""

import streamlit as st

from ui import state
from ui.learning import (
    ask,
    choose_way,
    find_ways,
    show_downloads,
    show_goals,
    show_path,
    show_steps,
    show_syllabus,
)
from ui.loaders import open_corpus

corpus = open_corpus()
selection = state.read_selection()

with st.container(horizontal=True, vertical_alignment="bottom"):
    wish = ask(corpus)
    downloads = st.container(width="content")

ways = find_ways(corpus, wish)
with st.container(horizontal=True):
    shown = st.segmented_control(
        "View", state.PATH_VIEWS, default=state.STEPS, key=state.PATH_VIEW, required=True,
        label_visibility="collapsed", bind="query-params",
    )  # fmt: skip
    path = choose_way(ways)
with downloads:
    show_downloads(corpus, path, ways)

with st.container(key="path"):
    left, right = st.columns([8, 5], gap="small")
with left:
    if shown == state.SYLLABUS:
        show_syllabus(corpus)
    elif path and path.steps:
        show_path(corpus, path, selection)
    else:
        show_goals(corpus, wish)
with right:
    show_steps(corpus, path, wish.known, selection)
