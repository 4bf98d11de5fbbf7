"""Measure each stage at several sizes of a corpus: time, memory and the size of the index.

    python -m benchmarks.scale DOCS ... --words 10000 100000 1000000 10000000

DOCS are cut, or multiplied with varied names (`benchmarks.corpora`), to each number of words; the
index of each is made in a new process, and its graph in another. Seconds are of the processor, in
one process; memory is the peak of the process.
"""

import argparse
import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from benchmarks.corpora import write_corpus
from extract.analysis import analyse
from extract.cooccurrences import count_cooccurrences
from extract.index import write_index
from extract.lexicon import SHIPPED_LEXICONS, read_lexicons
from extract.resolve import resolve
from extract.reuse import read_corpus

Result = TypeVar("Result")

_COLUMNS = (
    "words", "read", "extract", "choose", "count", "write", "index MB", "memory MB",
    "concepts", "edges", "load", "graph", "prerequisites", "gaps", "graph memory MB",
)  # fmt: skip


class _Watch:
    """The processor time of each stage."""

    def __init__(self) -> None:
        self.figures: dict[str, float] = {}

    def time(self, stage: str, work: Callable[[], Result]) -> Result:
        started = time.process_time()
        result = work()
        self.figures[stage] = time.process_time() - started
        return result


def _peak() -> float:
    """Return the peak memory of this process in MB."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def make_index(corpus: Path, index: Path) -> dict[str, float]:
    """Make an index, and return what each stage takes."""
    watch, lexicon = _Watch(), read_lexicons([SHIPPED_LEXICONS])
    read = watch.time("read", lambda: read_corpus([corpus], None, None, lambda *_: None))
    sections = read.sections
    analysis = watch.time("extract", lambda: analyse(sections, lexicon))
    tables = watch.time("choose", lambda: resolve(sections, analysis, lexicon))
    # Choosing includes counting; here it is done once more to tell the two apart.
    watch.time("count", lambda: count_cooccurrences(tables["mentions"], len(sections)))
    watch.figures["choose"] -= watch.figures["count"]
    manifest: dict[str, Any] = {"settings": {}, "files": {}}
    watch.time("write", lambda: write_index(index, tables, manifest))
    size = sum(file.stat().st_size for file in index.rglob("*") if file.is_file())
    words = sum(section.words for section in sections)
    return {**watch.figures, "words": words, "index MB": size / 1e6, "memory MB": _peak()}


def make_graph(index: Path) -> dict[str, float]:
    """Build the graph of an index, and return what each stage takes."""
    from graph.concept_graph import build_concept_graph, load_index
    from graph.corpus_gaps import find_corpus_gaps
    from graph.curriculum import reference_curriculum
    from graph.prerequisites import find_prerequisites

    watch = _Watch()
    tables = watch.time("load", lambda: load_index(index))
    graph = watch.time("graph", lambda: build_concept_graph(tables))
    watch.time("prerequisites", lambda: find_prerequisites(tables, graph))
    watch.time("gaps", lambda: find_corpus_gaps(reference_curriculum(tables), graph))
    sizes = {"concepts": graph.number_of_nodes(), "edges": graph.number_of_edges()}
    return {**watch.figures, **sizes, "graph memory MB": _peak()}


def _apart(work: Callable[..., dict[str, float]], *arguments: object) -> dict[str, float]:
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(work, arguments)


def measure(docs: Sequence[Path], words: int) -> dict[str, float]:
    """Return the figures of a corpus of so many words."""
    with tempfile.TemporaryDirectory() as folder:
        corpus, index = Path(folder, "corpus"), Path(folder, "index")
        write_corpus(docs, words, corpus)
        return _apart(make_index, corpus, index) | _apart(make_graph, index)


def main() -> None:
    """Print a line per size."""
    parser = argparse.ArgumentParser(description="Measure each stage at several sizes.")
    parser.add_argument("docs", nargs="+", type=Path, metavar="DOCS")
    parser.add_argument("--words", nargs="+", type=int, required=True, metavar="N")
    options = parser.parse_args()
    print(" | ".join(_COLUMNS))
    for words in options.words:
        figures = measure(options.docs, words)
        print(
            " | ".join(f"{figures[name]:,.1f}".removesuffix(".0") for name in _COLUMNS), flush=True
        )


if __name__ == "__main__":
    main()
