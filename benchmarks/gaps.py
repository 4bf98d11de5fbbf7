"""Planted gaps: sections taken away from a corpus, and whether the report names what they held.

    python -m benchmarks.gaps [DOCS_OR_INDEX]...

Without any, the shipped sample is taken.

In each trial a random concept is chosen, and the sections are taken away that

- *explain* it: the remaining corpus is held against the whole one, and the concept should be among
  the first ten rows of "What to add";
- *explain* it, and the remaining corpus is held against itself: the concept, which at least five
  other sections mention, should be among the first ten of "Never explained";
- *bridge* it, naming it together with the concept of another topic that it is tied to most: the
  remaining corpus still names both, and is held against the whole one; the concept should be in
  the first ten rows of "Connections to make".

No published benchmark of this kind is known to us.
"""

import random
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from extract.build import build_index
from extract.index import is_index
from graph.concept_graph import build_concept_graph, load_index
from graph.corpus_gaps import find_unexplained
from graph.coverage import Coverage, Reference, describe_reference, measure_coverage
from graph.curriculum import Curriculum, reference_curriculum
from graph.missing_links import TELLING, find_missing_links
from graph.prerequisites import find_prerequisites

if TYPE_CHECKING:
    import pandas as pd

TRIALS = 100
FIRST = 10
SAMPLE = Path(__file__).parent.parent / "data" / "sample"


@dataclass(frozen=True, slots=True)
class Corpus:
    """A corpus, as a curriculum and as a reference."""

    whole: Curriculum
    reference: Reference
    explaining: dict[str, set[str]]  # sections by concept
    mentioning: dict[str, set[str]]  # in prose
    bridging: dict[str, set[str]]  # that name it with a concept of another topic


def read_corpus(path: Path) -> Corpus:
    """Return a corpus from documents or an index."""
    if not is_index(path):
        index = Path(tempfile.mkdtemp()) / "index"
        build_index([path], index)
        path = index
    tables = load_index(path)
    graph = build_concept_graph(tables)
    whole = reference_curriculum(tables)
    reference = describe_reference(
        tables, graph, find_prerequisites(tables, graph), whole.explanations
    )
    explaining: dict[str, set[str]] = defaultdict(set)
    for item in whole.explanations:
        explaining[item.concept].add(item.section)
    prose = whole.mentions[~whole.mentions["in_code"]]
    mentioning = {
        str(concept): set(sections) for concept, sections in prose.groupby("concept")["section"]
    }
    everywhere = {
        str(concept): set(sections)
        for concept, sections in whole.mentions.groupby("concept")["section"]
    }
    bridging = {}
    for concept in graph:
        other = _strongest_bridge(reference, concept)
        together = everywhere[concept] & everywhere.get(other, set())
        if together and together < everywhere[concept] and together < everywhere[other]:
            bridging[concept] = together
    return Corpus(whole, reference, explaining, mentioning, bridging)


def _strongest_bridge(reference: Reference, concept: str) -> str:
    """Return the concept of another topic that one is tied to most tellingly, or ""."""
    nodes, edges = reference.graph.nodes, reference.graph[concept]
    bridges = [
        (edge["alpha"], other)
        for other, edge in edges.items()
        if nodes[other]["topic"] != nodes[concept]["topic"]
        and edge["sentences"]
        and edge["alpha"] < TELLING
    ]
    return min(bridges, default=(1.0, ""))[1]


def leave_out(curriculum: Curriculum, sections: Collection[str]) -> Curriculum:
    """Return a curriculum without some of its sections."""

    def keep(table: "pd.DataFrame") -> "pd.DataFrame":
        return table[~table["section"].isin(sections)]

    return replace(
        curriculum,
        sections=keep(curriculum.sections),
        sentences=keep(curriculum.sentences),
        mentions=keep(curriculum.mentions),
        explanations=tuple(
            item for item in curriculum.explanations if item.section not in sections
        ),
        listed=tuple(line for line in curriculum.listed if line.section not in sections),
    )


def gap_is_named(corpus: Corpus, concept: str) -> bool:
    """Tell whether the report against the whole names a concept whose explanations are gone."""
    return concept in _first_gaps(_measure(corpus, corpus.explaining[concept]))


def unexplained_is_named(corpus: Corpus, concept: str) -> bool:
    """Tell whether the report against itself names a concept whose explanations are gone."""
    rest = leave_out(corpus.whole, corpus.explaining[concept])
    return concept in {found.concept for found in find_unexplained(rest)[:FIRST]}


def bridge_is_named(corpus: Corpus, concept: str) -> bool:
    """Tell whether the report against the whole names a concept whose bridge is gone."""
    coverage = _measure(corpus, corpus.bridging[concept])
    links = find_missing_links(coverage, corpus.reference)[:FIRST]
    return any(concept in (link.source, link.target) for link in links)


def _measure(corpus: Corpus, gone: Iterable[str]) -> Coverage:
    return measure_coverage(leave_out(corpus.whole, set(gone)), corpus.reference)


def _first_gaps(coverage: Coverage) -> set[str]:
    gaps = [row.concept for row in coverage.concepts if row.explained and row.status != "covered"]
    return set(gaps[:FIRST])


def run(corpus: Corpus) -> None:
    """Print the share of trials in which the report names the planted gap."""
    often = {
        concept
        for concept, sections in corpus.explaining.items()
        if len(corpus.mentioning[concept] - sections) >= 5
    }
    kinds: dict[str, tuple[Callable[[Corpus, str], bool], set[str]]] = {
        "explanation gone, against the whole": (gap_is_named, set(corpus.explaining)),
        "explanation gone, against itself": (unexplained_is_named, often),
        "bridge gone, against the whole": (bridge_is_named, set(corpus.bridging)),
    }
    for name, (is_named, concepts) in kinds.items():
        generator = random.Random(0)  # noqa: S311 - no secret
        chosen = generator.sample(sorted(concepts), min(TRIALS, len(concepts)))
        found = sum(is_named(corpus, concept) for concept in chosen)
        share = f"{found / len(chosen):.0%}" if chosen else "-"
        print(f"{name:38}{found:4} of {len(chosen):3}  {share}")


if __name__ == "__main__":
    for place in map(Path, sys.argv[1:] or [str(SAMPLE)]):
        print(place)
        run(read_corpus(place))
