"""Loaders: from what the app was started with to an index, its graph, and what is found in them.

A corpus is kept as long as a visit has it open, and what is made of it as long as the corpus: when
the visit ends, all goes with it. Every cache is here, or in `ui.views`, by the same decorator.
"""

from collections import deque
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field
from functools import wraps
from pathlib import Path
from threading import Lock, RLock
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, TypeVarTuple
from weakref import WeakValueDictionary

import streamlit as st

from extract.index import MANIFEST, is_index, read_table
from graph.concept_graph import Index, build_concept_graph, load_index
from graph.without_code import without_code
from ui import reading, state, visits
from ui.launch import read_launch
from ui.opening import find_index, show_rest

if TYPE_CHECKING:
    import networkx as nx

    from extract.curation import Change, Entries, History
    from extract.lexicon import LexiconConcept
    from extract.suggestions import Suggestion
    from graph.coverage import Coverage, Reference
    from graph.path_reading import ReadingList
    from graph.paths import LearningPath
    from graph.placements import Placement
    from graph.report import Report


Given = TypeVarTuple("Given")
Made = TypeVar("Made")


class _Kept(NamedTuple):
    """What one loader has made of a corpus."""

    lock: RLock
    made: dict[tuple[object, ...], Any]  # by what else it was given; the last used stands last


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Corpus:
    """An index with its graph, as the pages use it. Shared by all visits: not to be changed."""

    index: Index
    graph: "nx.Graph[str]"
    stamp: str  # tells one state of one index from all others
    kept: dict[Callable[..., Any], _Kept] = field(default_factory=dict, repr=False)  # by loader


_open: WeakValueDictionary[str, Corpus] = WeakValueDictionary()  # by stamp
# What the app was started with stays when nobody is there: the next one need not wait for it.
_served: deque[Corpus] = deque(maxlen=1)


def per_corpus(
    most: int = 1, spinner: str = ""
) -> Callable[[Callable[[Corpus, *Given], Made]], Callable[[Corpus, *Given], Made]]:
    """Keep what a function makes of a corpus: the last few results, as long as the corpus.

    Results are shared between visits, which is safe: graphs are frozen, and nobody changes
    tables. Visits that want the same at once wait for the first of them.
    """

    def decorate(make: Callable[[Corpus, *Given], Made]) -> Callable[[Corpus, *Given], Made]:
        @wraps(make)
        def load(corpus: Corpus, *given: *Given) -> Made:
            lock, made = corpus.kept.setdefault(make, _Kept(RLock(), {}))
            with lock:
                if given in made:
                    result: Made = made.pop(given)
                else:
                    with st.spinner(spinner) if spinner else nullcontext():
                        result = make(corpus, *given)
                made[given] = result
                if len(made) > most:
                    del made[next(iter(made))]
            return result

        return load

    return decorate


def open_corpus() -> Corpus:
    """Return the corpus that this visit has opened: its own, or that which the app started with.

    Documents are looked through once in each visit: what has changed since is read again, and
    the rest is used as it is.

    Raises
    ------
    errors of `ui.errors.TOLD`
        Where there is nothing to show.
    """
    index, awaited = state.read_index(), state.read_awaited()
    if awaited is not None and is_index(awaited) and reading.is_ready(awaited.parent):
        index = awaited
        state.keep_index(index)
        state.await_index(None)
    if index is None or not is_index(index):
        index = _own_index() or find_index(read_launch().path)
        state.keep_index(index)
    show_rest(index)
    return load_corpus(index, stamp_of(index))


def _own_index() -> Path | None:
    folder = visits.own_folder()
    index = visits.own_index(folder) if folder else None
    return index if index and is_index(index) else None


def stamp_of(index: Path) -> str:
    """Return what tells one state of one index from all others."""
    manifest = (index / MANIFEST).stat()
    return f"{index} {manifest.st_mtime_ns} {manifest.st_ino}"


def load_corpus(index: Path, stamp: str, former: "nx.Graph[str] | None" = None) -> Corpus:
    """Return an index with its graph; `stamp` changes when the index does.

    After a small change, `former` is the graph before it: what is still there stays in place.
    """
    corpus = _open.get(stamp) or _read_corpus(index, stamp, former)
    state.hold(corpus)
    if not visits.is_own(index):
        _served.append(corpus)
    return corpus


def _read_corpus(index: Path, stamp: str, former: "nx.Graph[str] | None") -> Corpus:
    # Of two visits at once, the second finds what the first has read.
    with load_lock(index):
        corpus = _open.get(stamp)
        if corpus is None:
            with st.spinner("Building the concept graph …"):
                tables = load_index(index)
                corpus = Corpus(tables, build_concept_graph(tables, former=former), stamp)
                _open[stamp] = corpus
    return corpus


@per_corpus()
def load_prose(corpus: Corpus) -> "nx.Graph[str]":
    """Return the concept graph of what is said outside of code."""
    return build_concept_graph(without_code(corpus.index), whole=corpus.graph)


@per_corpus(spinner="Finding out what builds on what …")
def load_prerequisites(corpus: Corpus) -> "nx.DiGraph[str]":
    """Return which concepts to learn before which others."""
    from graph.prerequisites import find_prerequisites

    return find_prerequisites(corpus.index, corpus.graph)


@per_corpus(16)
def load_reading(corpus: Corpus, path: "LearningPath") -> "ReadingList":
    """Return what to read for a path."""
    from graph.path_reading import reading_list

    return reading_list(corpus.index, path)


@per_corpus()
def load_reference(corpus: Corpus) -> "Reference":
    """Return the corpus as what curricula are held against."""
    from graph.coverage import describe_reference
    from graph.curriculum import reference_curriculum

    explanations = reference_curriculum(corpus.index).explanations
    return describe_reference(corpus.index, corpus.graph, load_prerequisites(corpus), explanations)


@per_corpus(4, "Reading the curriculum …")
def load_coverage(corpus: Corpus, name: str, data: bytes) -> "Coverage":
    """Return what a curriculum, of which `data` are the bytes, covers of the corpus."""
    from graph.coverage import measure_coverage
    from graph.curriculum import parse_curriculum

    return measure_coverage(parse_curriculum(name, data, corpus.index), load_reference(corpus))


@per_corpus(4)
def load_placements(corpus: Corpus, coverage: "Coverage") -> "dict[str, Placement]":
    """Return where what a curriculum does not cover would belong."""
    from graph.placements import find_placements

    return find_placements(coverage, load_reference(corpus))


@per_corpus(4)
def load_gap_report(corpus: Corpus, coverages: "tuple[Coverage, ...]", minutes: int) -> "Report":
    """Return the report on one curriculum, or on several side by side."""
    from graph.gap_report import report_comparison, report_gaps

    reference = load_reference(corpus)
    if len(coverages) > 1:
        return report_comparison(coverages, reference)
    return report_gaps(coverages[0], reference, minutes=minutes)


@per_corpus(spinner="Looking for gaps …")
def load_corpus_report(corpus: Corpus) -> "Report":
    """Return what the corpus leaves open."""
    from graph.corpus_gaps import find_corpus_gaps
    from graph.corpus_report import report_corpus
    from graph.curriculum import reference_curriculum

    whole = reference_curriculum(corpus.index)
    return report_corpus(whole, find_corpus_gaps(whole, corpus.graph), corpus.graph)


@per_corpus()
def load_weights(corpus: Corpus) -> list[float]:
    """Return the weights of all connections, the least first."""
    return sorted(edge["weight"] for edge in corpus.graph.edges.values())


@per_corpus()
def load_names(corpus: Corpus) -> list[str]:
    """Return the concepts as lists of choices show them: in alphabetical order."""
    return sorted(corpus.graph, key=lambda concept: (concept.casefold(), concept))


@per_corpus()
def load_lexicon(corpus: Corpus) -> "list[LexiconConcept]":
    """Return all known names that an index was made with."""
    from extract.names import names_of

    return names_of(corpus.index.manifest["settings"], corpus.index.path).lexicon()


@per_corpus(4, "Trying it …")
def load_changes(corpus: Corpus, own: "Entries") -> "list[Change]":
    """Return what other names of one's own would change."""
    from extract.build import try_names
    from extract.curation import find_changes

    return find_changes(corpus.index.concepts, try_names(corpus.index.path, own)["concepts"])


@per_corpus(spinner="Looking for what may be put right …")
def load_suggestions(corpus: Corpus) -> "list[Suggestion]":
    """Return what may be put right, the most likely first."""
    from extract.suggestions import suggest

    candidates = read_table(corpus.index.path, "analysis/candidates")
    index = corpus.index
    return suggest(
        {
            "sections": index.sections,
            "concepts": index.concepts,
            "cooccurrences": index.cooccurrences,
            "analysis/candidates": candidates,
        }
    )


@st.cache_resource(max_entries=64, show_spinner=False)
def load_history(index: Path) -> "list[History]":
    """Return the states that the names beside an index were in, as the one item of a list."""
    from extract.curation import History

    del index

    return [History()]


@st.cache_resource(max_entries=256, show_spinner=False)
def load_lock(index: Path) -> Lock:
    """Return what keeps two visits from reading an index, or changing its names, at once."""
    del index
    return Lock()
