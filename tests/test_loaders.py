"""Loaders and memory: what is kept of a corpus, for how long, and what is given back."""

import gc
import shutil
import sys
import weakref
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from graph.concept_graph import build_concept_graph, load_index
from ui import memory, state
from ui.filters import Filters
from ui.loaders import (
    Corpus,
    load_coverage,
    load_gap_report,
    load_names,
    load_placements,
)
from ui.storage import data_folder
from ui.views import load_graph_view

ROOT = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def data(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


@pytest.fixture
def corpus(shipped_index) -> Corpus:
    index = load_index(shipped_index)
    return Corpus(index, build_concept_graph(index), "one")


def test_what_is_made_of_a_corpus_is_made_once(corpus):
    assert load_names(corpus) is load_names(corpus)


def test_what_a_curriculum_lacks_is_worked_out_once(corpus):
    coverage = load_coverage(corpus, "course.md", b"# Pods\n\nA Pod is a group of containers.\n")
    assert load_placements(corpus, coverage) is load_placements(corpus, coverage)
    report = load_gap_report(corpus, (coverage,), 60)
    assert load_gap_report(corpus, (coverage,), 60) is report
    assert load_gap_report(corpus, (coverage,), 5) is not report


def test_each_corpus_has_its_own(corpus):
    other = Corpus(corpus.index, corpus.graph, "another")
    assert load_names(corpus) == load_names(other)
    assert load_names(corpus) is not load_names(other)


def test_of_many_views_those_are_kept_that_were_used_last(corpus):
    def view(concepts):
        return load_graph_view(corpus, Filters(concepts=concepts), None)

    first, second = view(20), view(21)
    for concepts in range(22, 36):  # sixteen are kept
        view(concepts)
    assert view(20) is first
    view(36)
    assert view(20) is first
    assert view(21) is not second


def test_a_corpus_goes_with_the_visit_that_has_it_open(shipped_index, monkeypatch):
    own = data_folder() / "visits" / "somebody" / "index"
    shutil.copytree(shipped_index, own)
    monkeypatch.setattr(sys, "argv", ["streamlit_app.py", str(shipped_index)])
    app = AppTest.from_file(ROOT / "streamlit_app.py", default_timeout=120)
    app.session_state[state._INDEX] = own
    app.run()
    corpus = weakref.ref(app.session_state[state._HELD])
    assert corpus().index.path == own
    memory.collect()
    assert corpus() is not None
    del app
    memory.collect()
    assert corpus() is None


def test_what_refers_to_itself_is_given_back():
    class Loop: ...

    loop = Loop()
    loop.itself = loop
    gone = weakref.ref(loop)
    gc.disable()
    try:
        del loop
        assert gone() is not None
        memory.collect()
        assert gone() is None
    finally:
        gc.enable()
