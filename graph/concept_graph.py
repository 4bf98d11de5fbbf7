"""The concept graph: concepts as nodes, what they share as edges."""

import hashlib
import math
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import networkx as nx
import numpy as np

from extract.collecting import give_back, no_collection
from extract.index import (
    MANIFEST,
    UnusableIndexError,
    is_index,
    read_manifest,
    read_table,
    text_or_none,
)
from graph.arrangement import Arrangement, arrangement_of, read_arrangement, write_arrangement
from graph.backbone import disparity
from graph.centrality import measure_centrality
from graph.continuity import carry_arrangement
from graph.layout import lay_out
from graph.soundness import find_fault, place_names
from graph.topics import find_topics, has_rest, name_topics
from graph.wording import unit

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

_PAIRS = "cooccurrences"  # by far the most rows of few different texts
_TABLES = ("sections", "sentences", "concepts", "mentions", _PAIRS, "phrases")
_MOST_READINGS = 3  # of tables that are replaced while they are read
_MOST_PHRASES = 5  # that an edge carries


@dataclass(frozen=True, slots=True)
class Index:
    """The tables of an index (`extract.index.COLUMNS`) that a graph is made of."""

    path: Path
    manifest: dict[str, Any]
    sections: "pd.DataFrame"  # labelled by ``section``
    sentences: "pd.DataFrame"
    concepts: "pd.DataFrame"
    mentions: "pd.DataFrame"
    cooccurrences: "pd.DataFrame"  # ``source`` and ``target`` are categories
    phrases: "pd.DataFrame"
    digest: str = ""  # of the manifest: other tables have another one


class EdgePhrase(NamedTuple):
    """A verb phrase that leads from one concept to the next, in the order of reading."""

    source: str
    phrase: str
    target: str
    sentences: int  # that say so


def load_index(index: Path) -> Index:
    """Read the tables of an index.

    Raises
    ------
    extract.index.UnusableIndexError
        If there is no index, or it cannot be read, or its tables contradict each other.
    """
    for _ in range(_MOST_READINGS):
        digest = _digest(index)
        manifest = read_manifest(index)
        tables = {name: read_table(index, name, coded=name == _PAIRS) for name in _TABLES}
        if _digest(index) == digest:
            break  # else a new index took its place meanwhile
    else:
        raise UnusableIndexError(f"{index} is being written; try again in a moment")
    if fault := find_fault(tables):
        raise UnusableIndexError(
            f"{index} contradicts itself: {fault}; make the index again with python -m extract"
        )
    give_back()  # what it took to unpack and to check, which is as much as the tables
    sections = tables.pop("sections").set_index("section", drop=False).rename_axis(None)
    return Index(path=index, manifest=manifest, sections=sections, digest=digest, **tables)


def _digest(index: Path) -> str:
    if not is_index(index):
        return ""  # `read_manifest` says what is wrong with it
    with suppress(FileNotFoundError):  # between two states of it
        return hashlib.sha256((index / MANIFEST).read_bytes()).hexdigest()
    return ""


def load_concept_graph(index: Path) -> "nx.Graph[str]":
    """Return the concept graph of an index, as `build_concept_graph` describes it.

    Topics, centrality and layout are computed the first time and stored beside the tables, in
    ``graph.parquet``; where that place cannot be written, they are computed each time.

    Raises
    ------
    extract.index.UnusableIndexError
        If there is no index, or it cannot be read.
    """
    return build_concept_graph(load_index(index))


def build_concept_graph(
    index: Index,
    *,
    former: "nx.Graph[str] | None" = None,
    whole: "nx.Graph[str] | None" = None,
) -> "nx.Graph[str]":
    """Build the graph of the concepts of an index, and store beside it what takes long.

    Parameters
    ----------
    index : Index
    former : networkx.Graph, optional
        The graph before a small change; what is still there stays where it is.
    whole : networkx.Graph, optional
        A graph with all of these concepts, and more, whose topics and places they keep.

    Returns
    -------
    networkx.Graph
        Frozen; ``graph.graph["topic_names"]`` lists the names of the topics, and
        ``graph.graph["unit"]`` is what a section is called (`graph.wording.unit`).

        Nodes are canonical names in alphabetical order, with ``kind``, ``aliases`` (tuple),
        ``origin``, ``mentions`` and ``sections`` (counts), ``salience`` (0..1),
        ``defining_section`` (id or None), ``defining_sentence`` (0-based in that section, or
        None), ``topic`` (place in the list of topics), ``centrality`` (0..1, the greatest is 1),
        ``degree`` and the position ``x``, ``y`` (pixels at zoom 1, y downwards).

        Edges join concepts that share a section, with ``sentences`` and ``sections`` (counts of
        those that mention both), ``npmi`` (-1..1), ``weight`` (above 0, `weigh`), ``alpha``
        (0..1, `graph.backbone.disparity`) and ``phrases`` (tuple of `EdgePhrase`).
    """
    graph = _join(index)
    if whole is None:
        arrangement = read_arrangement(index.path, index.digest, graph)
    else:
        arrangement = arrangement_of(whole)
    if arrangement is None:
        arrangement = (carry_arrangement(graph, former) if former else None) or _arrange(graph)
        write_arrangement(index.path, index.digest, arrangement)
    graph.graph.update(topic_names=arrangement.topic_names, unit=unit(index))
    for concept, (topic, centrality, x, y) in arrangement.nodes.items():
        if concept in graph:
            graph.nodes[concept].update(topic=topic, centrality=centrality, x=x, y=y)
    nx.freeze(graph)
    return graph


def weigh(
    sentences: "NDArray[Any]", sections: "NDArray[Any]", npmi: "NDArray[Any]"
) -> "NDArray[np.float64]":
    """Return how strongly pairs of concepts are bound.

    Counts go by their logarithm, and a shared section, which binds all that it mentions, half as
    far as a shared sentence. The association factor is 1 for concepts that only come together
    and 1/2 for independent ones: what is everywhere is weighed down, and never deleted.

    Parameters
    ----------
    sentences, sections : arrays of int
        Units that mention both.
    npmi : array of float
        -1..1.

    Returns
    -------
    array of float64
        ``(log2(1 + sentences) + log2(1 + sections) / 2) * (1 + npmi) / 2``, above 0.
    """
    count = np.log2(1.0 + sentences) + 0.5 * np.log2(1.0 + sections)
    # A pair that avoids each other still meets: its edge must not vanish.
    return np.asarray(count * np.maximum(1.0 + npmi, 0.02) / 2)


def _join(index: Index) -> "nx.Graph[str]":
    concepts = index.concepts.sort_values("concept")
    graph: nx.Graph[str] = nx.Graph()
    with no_collection():
        graph.add_nodes_from(_nodes(concepts))
        graph.add_edges_from(_edges(index, list(graph)))
    for concept, degree in graph.degree():
        graph.nodes[concept]["degree"] = degree
    return graph


def _nodes(concepts: "pd.DataFrame") -> Iterator[tuple[str, dict[str, Any]]]:
    rows: list[dict[str, Any]] = concepts.to_dict("records")  # type: ignore[assignment]
    for row in rows:
        explained = not math.isnan(row["defining_sentence"])  # what is missing reads as NaN
        yield (
            row.pop("concept"),
            {
                **row,
                "aliases": tuple(row["aliases"]),
                "defining_section": text_or_none(row["defining_section"]),
                "defining_sentence": int(row["defining_sentence"]) if explained else None,
            },
        )


def _edges(index: Index, concepts: list[str]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield the edges in the order of their ends; `concepts` are all, in alphabetical order."""
    pairs = index.cooccurrences
    ends = [place_names(pairs[end], concepts) for end in ("source", "target")]
    order = np.lexsort(ends[::-1])
    left, right = (end[order] for end in ends)
    counts = [pairs[name].to_numpy()[order] for name in ("sentences", "sections", "npmi")]
    weights = weigh(*counts)
    alphas = disparity(left, right, weights)
    phrases = _phrases(index.phrases)
    # Written out, and one at a time, for this is the loop that a large index waits for, and what
    # fills its memory; for the same reason a concept's name is one object in all its edges.
    for source, target, sentences, sections, npmi, weight, alpha in zip(
        map(concepts.__getitem__, left.tolist()),
        map(concepts.__getitem__, right.tolist()),
        *(column.tolist() for column in (*counts, weights, alphas)),
        strict=True,
    ):
        yield (
            source,
            target,
            {
                "sentences": sentences,
                "sections": sections,
                "npmi": npmi,
                "weight": weight,
                "alpha": alpha,
                "phrases": phrases.get((source, target), ()),
            },
        )


def _phrases(table: "pd.DataFrame") -> dict[tuple[str, str], tuple[EdgePhrase, ...]]:
    counts = Counter(zip(table["source"], table["phrase"], table["target"], strict=True))
    found: dict[tuple[str, str], list[EdgePhrase]] = {}
    for (source, phrase, target), count in sorted(counts.items(), key=lambda x: (-x[1], x[0])):
        pair = (source, target) if source < target else (target, source)
        found.setdefault(pair, []).append(EdgePhrase(source, phrase, target, count))
    return {pair: tuple(phrases[:_MOST_PHRASES]) for pair, phrases in found.items()}


def _arrange(graph: "nx.Graph[str]") -> Arrangement:
    topics = find_topics(graph)
    topic_of = {concept: place for place, topic in enumerate(topics) for concept in topic}
    centrality = measure_centrality(graph)
    positions = lay_out(graph, topics)
    return Arrangement(
        name_topics(graph, topics, rest=has_rest(graph, topics)),
        {
            concept: (topic_of[concept], centrality[concept], *positions[concept])
            for concept in graph
        },
    )
