"""Measure the steps from tables to a picture on a graph of any size.

    python -m benchmarks.large_graph [--concepts 100000] [--edges 1000000]

The graph is drawn from a seed: concepts whose salience falls with their rank (Zipf 1949) in topics,
where nine in ten edges stay within one. Seconds of the processor, in one process.
"""

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import numpy as np
import pandas as pd

from extract.index import COLUMNS
from graph.backbone import select_view
from graph.centrality import measure_centrality
from graph.concept_graph import Index, build_concept_graph
from graph.layout import lay_out
from graph.topics import find_topics, name_topics

Result = TypeVar("Result")

_TOPICS = 40
_WITHIN = 0.9  # share of the edges that stay within a topic


def draw(concepts: int, edges: int, folder: Path, *, seed: int = 0) -> Index:
    """Return the tables of an index with so many concepts, and about so many edges."""
    random = np.random.default_rng(seed)
    chance = 1 / (np.arange(concepts) + 10.0)
    chance /= chance.sum()
    # Twice as many as wanted, for many pairs come twice.
    left = random.choice(concepts, edges * 2, p=chance)
    near = random.random(len(left)) < _WITHIN
    right = random.choice(concepts, len(left), p=chance)
    # Concepts of one topic have the same remainder.
    right = np.where(near, right - right % _TOPICS + left % _TOPICS, right) % concepts
    pairs = np.stack([np.minimum(left, right), np.maximum(left, right)], axis=1)[left != right]
    pairs, counts = np.unique(pairs, axis=0, return_counts=True)
    kept = np.sort(random.permutation(len(pairs))[:edges])
    names = np.array([f"concept {number:07}" for number in range(concepts)])
    cooccurrences = pd.DataFrame(
        {
            "source": names[pairs[kept, 0]],
            "target": names[pairs[kept, 1]],
            "sentences": counts[kept],
            "sections": counts[kept],
            "npmi": random.random(len(kept)),
        }
    )
    table = pd.DataFrame(
        {
            "concept": names, "kind": "concept", "aliases": [()] * concepts,
            "origin": "discovered", "mentions": 1, "sections": 1,
            "salience": chance / chance.max(), "defining_section": None,
            "defining_sentence": np.nan,
        }
    )  # fmt: skip
    empty = {name: pd.DataFrame(columns=list(COLUMNS[name])) for name in COLUMNS}
    return Index(
        folder, {}, empty["sections"], empty["sentences"], table, empty["mentions"],
        cooccurrences, empty["phrases"],
    )  # fmt: skip


def measure(index: Index) -> None:
    """Print the time of a whole graph, and of each of its steps."""
    graph = _timed("graph, with all", lambda: build_concept_graph(index))
    topics = _timed("topics", lambda: find_topics(graph))
    _timed("names of topics", lambda: name_topics(graph, topics))
    _timed("centrality", lambda: measure_centrality(graph))
    _timed("layout", lambda: lay_out(graph, topics))
    _timed("view (backbone)", lambda: select_view(graph))
    print(f"{graph.number_of_nodes():,} concepts, {graph.number_of_edges():,} edges")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"{'peak memory':18} {peak * (1 if sys.platform == 'darwin' else 1024) / 1e6:7,.0f} MB")


def _timed(step: str, work: Callable[[], Result]) -> Result:
    started = time.process_time()
    result = work()
    print(f"{step:18} {time.process_time() - started:7.1f} s", flush=True)
    return result


def main() -> None:
    """Measure a graph of the size that the command line asks for."""
    parser = argparse.ArgumentParser(description="Measure the steps on a large graph.")
    parser.add_argument("--concepts", type=int, default=100_000, metavar="N")
    parser.add_argument("--edges", type=int, default=1_000_000, metavar="N")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measure(draw(options.concepts, options.edges, Path(folder)))


if __name__ == "__main__":
    main()
