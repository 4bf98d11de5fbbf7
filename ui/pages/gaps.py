"""Gap analysis: what a curriculum lacks, or the corpus leaves open, and what to do about it."""

from functools import partial

import streamlit as st

from ui import state
from ui.curricula import ITSELF, choose_source, give_curricula
from ui.gap_analysis import (
    make_report,
    read_coverages,
    show_downloads,
    show_figures,
    show_parts,
    show_tables,
)
from ui.loaders import load_corpus_report, open_corpus

corpus = open_corpus()
selection = state.read_selection()

with st.container(horizontal=True, vertical_alignment="bottom"):
    source = choose_source(corpus)
    downloads = st.container(width="content")

if source == ITSELF:
    report = load_corpus_report(corpus)
    with downloads:
        show_downloads(lambda: report)
    show_tables(corpus, report, selection)
    st.stop()

coverages = read_coverages(corpus, give_curricula(source))
if not coverages:
    st.info("Give a curriculum to see what it covers of the corpus, and what it lacks.")
    st.stop()
with downloads:
    show_downloads(partial(make_report, corpus, coverages))
if len(coverages) > 1:
    show_tables(corpus, make_report(corpus, coverages), selection)
else:
    show_figures(coverages[0])
    show_parts(corpus, coverages[0], selection)
