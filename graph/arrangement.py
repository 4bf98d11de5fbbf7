"""Arrangement: topics, centrality and layout, computed once of an index and stored beside it."""

import json
import math
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from extract.index import open_parquet
from extract.writing import write_beside

if TYPE_CHECKING:
    import networkx as nx
    import pyarrow as pa

# Raised whenever topics, centrality or layout are computed otherwise than before.
_VERSION = 3
_FILE = "graph.parquet"


class Arrangement(NamedTuple):
    """The topic, the centrality and the position of every concept."""

    topic_names: list[str]
    nodes: dict[str, tuple[int, float, float, float]]  # topic, centrality, x, y


def arrangement_of(graph: "nx.Graph[str]") -> Arrangement:
    """Return the arrangement that a concept graph has."""
    return Arrangement(
        graph.graph["topic_names"],
        {
            concept: (node["topic"], node["centrality"], node["x"], node["y"])
            for concept, node in graph.nodes(data=True)
        },
    )


def read_arrangement(index: Path, digest: str, concepts: Collection[str]) -> Arrangement | None:
    """Return what was stored for these very tables and fits their concepts, if anything does.

    Parameters
    ----------
    index : Path
    digest : str
        `graph.concept_graph.Index.digest` of the tables.
    concepts : collection of str
    """
    import pyarrow as pa

    if not (index / _FILE).is_file():
        return None  # not yet there; or a pipe, which would be waited for
    try:
        with (index / _FILE).open("rb") as source:
            file = open_parquet(source)
            metadata = file.schema_arrow.metadata or {}
            if metadata.get(b"index") != _key(digest).encode():
                return None
            columns = file.read(use_threads=False).cast(_schema()).to_pydict()
            names = json.loads(metadata[b"topic_names"])
    except (OSError, pa.ArrowException, ValueError, KeyError, RecursionError):
        return None  # damaged: it is computed anew
    rows = zip(columns["topic"], columns["centrality"], columns["x"], columns["y"], strict=True)
    arrangement = Arrangement(names, dict(zip(columns["concept"], rows, strict=True)))
    return arrangement if _fits(arrangement, concepts) else None


def write_arrangement(index: Path, digest: str, arrangement: Arrangement) -> None:
    """Store what was computed of the tables beside them, where that can be written."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    values: dict[str, list[Any]] = {
        "concept": list(arrangement.nodes),
        **{
            name: [row[column] for row in arrangement.nodes.values()]
            for column, name in enumerate(("topic", "centrality", "x", "y"))
        },
    }
    try:
        metadata = {"index": _key(digest), "topic_names": json.dumps(arrangement.topic_names)}
        table = pa.table(values, _schema().with_metadata(metadata))
        with write_beside(index / _FILE) as file:
            pq.write_table(table, file, compression="zstd")
    except OSError:
        return  # a place that only reads: the next visit computes it again


def _fits(arrangement: Arrangement, concepts: Collection[str]) -> bool:
    """Tell whether what was stored can be of this index; it may come from somebody else."""
    names, nodes = arrangement
    return (
        isinstance(names, list)
        and all(isinstance(name, str) for name in names)
        and all(concept in nodes for concept in concepts)
        and all(
            None not in node and 0 <= node[0] < len(names) and all(map(math.isfinite, node[1:]))
            for node in nodes.values()
        )
    )


def _key(digest: str) -> str:
    return f"{_VERSION} {digest}"


def _schema() -> "pa.Schema":
    import pyarrow as pa

    columns = dict.fromkeys(("centrality", "x", "y"), pa.float64())
    return pa.schema({"concept": pa.string(), "topic": pa.int32(), **columns})
