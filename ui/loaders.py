"""Loaders: from what the app was started with to an index and its graph. Every cache is here."""

import hashlib
import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import networkx as nx
import streamlit as st

from extract.index import MANIFEST, is_index
from graph.backbone import rank
from graph.concept_graph import Index, build_concept_graph, load_index
from graph.connections import focus
from graph.topics import topic_map
from ui.component import Picture, draw, draw_topics, pack
from ui.filters import Filters, apply_filters
from ui.state import Focus

if TYPE_CHECKING:
    from extract.build import Report

SAMPLE = Path(__file__).parent.parent / "data" / "sample"
_OPENED = "opened"  # key of the session


@dataclass(frozen=True, slots=True)
class Corpus:
    """An index, as the pages use it."""

    index: Index
    graph: nx.Graph  # frozen
    stamp: str  # changes with the index


def open_corpus() -> Corpus:
    """Return the corpus that the app was started with; documents are read where that is needed.

    Documents are looked through once in each visit: what has changed since is read again, and
    the rest is used as it is. Where there is nothing to show, the page ends with one sentence
    that says why.
    """
    index = st.session_state.get(_OPENED)
    try:
        if index is None:
            index = _find_index(_argument())
            st.session_state[_OPENED] = index
        return load_corpus(index, _stamp(index))
    except (ValueError, OSError) as error:
        st.error(str(error), icon=":material/error:")
        st.stop()


def _argument() -> Path:
    """Return the index or the documents that follow ``--`` on the command line."""
    return Path(sys.argv[1]) if sys.argv[1:] else SAMPLE


def _find_index(path: Path) -> Path:
    if is_index(path):
        return path
    if not path.exists():
        raise ValueError(f"{path} does not exist; start the app with a folder, a file or an index.")
    return _read_documents(path)


def _read_documents(path: Path) -> Path:
    from extract.build import build_index

    index = cache_folder() / hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:16]
    with st.empty():
        progress = _progress()
        # Two visitors at once: the second finds what the first has made.
        with _building():
            report = build_index([path], index, progress=progress)
        st.empty()
    _tell_skipped(report)
    return index


def _progress() -> Callable[[str, int, int], None]:
    said = {
        "reading": "Reading the documents",
        "extracting": "Finding the concepts",
        "choosing": "Choosing what counts",
        "writing": "Writing the index",
    }
    bar = st.progress(0.0, "Looking at the documents …")

    def tell(stage: str, done: int, total: int) -> None:
        count = f": {done:,} of {total:,}" if total else ""
        bar.progress(done / total if total else 1.0, f"{said.get(stage, stage)}{count} …")

    return tell


def _tell_skipped(report: "Report") -> None:
    for skipped in report.skipped[:3]:
        st.toast(f"{skipped.source} was not read: {skipped.reason}", icon=":material/warning:")


def cache_folder() -> Path:
    """Return the folder for indexes that the app makes, after the conventions of the system."""
    home = Path.home()
    if sys.platform == "win32":
        place = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif sys.platform == "darwin":
        place = home / "Library" / "Caches"
    else:
        place = Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache")
    folder = place / "concept-graph-explorer"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        folder = Path(tempfile.gettempdir()) / "concept-graph-explorer"
        folder.mkdir(exist_ok=True)
    return folder


def _stamp(index: Path) -> str:
    state = (index / MANIFEST).stat()
    return f"{state.st_mtime_ns} {state.st_ino}"


@st.cache_resource(max_entries=1)
def _building() -> Lock:
    return Lock()


# cache_resource shares one object between all visits instead of copying it on every run; that is
# safe because the graph is frozen and nobody changes the tables.
@st.cache_resource(max_entries=4, show_spinner="Building the concept graph …")
def load_corpus(index: Path, stamp: str) -> Corpus:
    """Return an index with its graph; `stamp` changes when the index does."""
    tables = load_index(index)
    return Corpus(tables, build_concept_graph(tables), f"{index} {stamp}")


@st.cache_resource(max_entries=4, show_spinner=False)
def load_names(_corpus: Corpus, stamp: str) -> list[str]:
    """Return the concepts as the search box lists them."""
    return rank(_corpus.graph, _corpus.graph)


@st.cache_resource(max_entries=64, show_spinner=False)
def load_view(_corpus: Corpus, stamp: str, filters: Filters, on: Focus | None) -> nx.Graph:
    """Return the part of the graph that the filters leave, or the neighbourhood in focus."""
    if on is not None and on.concept in _corpus.graph:
        return focus(_corpus.graph, on.concept, steps=on.steps)
    return apply_filters(_corpus.graph, filters)


# Sent once, and the start of all that is shown later; hence the same bytes for the same index.
@st.cache_resource(max_entries=4, show_spinner=False)
def load_picture(_corpus: Corpus, stamp: str) -> tuple[Picture, bytes]:
    """Return the picture that a visit opens with, and as it is sent."""
    view = load_view(_corpus, stamp, Filters(), None)
    picture = draw(view, "concepts", "Graph of the most salient concepts")
    return picture, pack(picture)


@st.cache_resource(max_entries=4, show_spinner=False)
def load_topic_picture(_corpus: Corpus, stamp: str) -> bytes:
    """Return the map of the topics, as it is sent."""
    return pack(draw_topics(topic_map(_corpus.graph), "Map of the topics"))
