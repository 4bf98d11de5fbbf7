"""Measure how long a person waits who puts a name right, or adds a file.

    python -m benchmarks.curation [DOCS]

Seconds of the clock and, in brackets, of the processor: on a shared machine only the latter says
what the work takes.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from extract import curation
from extract.build import add_documents, build_index, try_names, update_names
from extract.index import read_table
from extract.lexicon import own_lexicon
from extract.names import Names
from graph.concept_graph import build_concept_graph, load_index

ROOT = Path(__file__).parent.parent

Timer = Callable[[], tuple[float, float]]  # seconds of the clock, and of the processor


def main() -> int:
    """Print a table; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("docs", nargs="?", type=Path, default=ROOT / "data" / "sample")
    parser.add_argument("--steps", type=int, default=8, metavar="N", help="names to hide (8)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder, "index")
        report = build_index([options.docs], index)
        print(f"{report.files} files, {report.words:,} words, {report.concepts:,} concepts\n")
        for name, times in measure(index, options.steps).items():
            clock, work = (median(values) for values in zip(*times, strict=True))
            print(f"{name:36}{clock:8.2f} s ({work:.2f} s)")
    return 0


def measure(index: Path, steps: int) -> dict[str, list[tuple[float, float]]]:
    """Return the times of each step."""
    times: dict[str, list[tuple[float, float]]] = {
        "preview of a change": [], "change, with its graph": [], "one more file": [],
    }  # fmt: skip
    graph = build_concept_graph(load_index(index))
    concepts = read_table(index, "concepts")
    names = concepts.sort_values("mentions")["concept"].tolist()[-steps:]
    own: curation.Entries = ()
    for name in names:
        lexicon = Names(own=own).lexicon()
        changed = curation.hide(own, curation.describe(name, lexicon, concepts))
        with timed() as taken:
            try_names(index, changed)
        times["preview of a change"].append(taken())
        with timed() as taken:
            curation.write_entries(own_lexicon(index), changed)
            update_names(index, before=own)
            graph = build_concept_graph(load_index(index), former=graph)
        times["change, with its graph"].append(taken())
        own = changed
    for number in range(3):
        file = index.with_name(f"more-{number}.md")
        file.write_text(f"# What is kedge {number}?\n\nA kedge holds a ship.\n", encoding="utf-8")
        with timed() as taken:
            add_documents([file], index)
        times["one more file"].append(taken())
    return times


@contextmanager
def timed() -> Iterator[Timer]:
    """Yield a function that returns how long the block took."""
    clock, work = time.perf_counter(), time.process_time()
    taken = (0.0, 0.0)
    yield lambda: taken
    taken = (time.perf_counter() - clock, time.process_time() - work)


if __name__ == "__main__":
    sys.exit(main())
