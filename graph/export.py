"""Export: the concept graph in the formats of other tools."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import networkx as nx

from graph.concept_graph import Index
from graph.files import csv_text, format_of, write_text
from graph.standalone import standalone_html
from graph.topics import Topic, list_topics
from graph.vis import topic_colour

# What XML 1.0 cannot hold, not even escaped.
_NO_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ROWS_AT_ONCE = 500  # of one Cypher statement

_NODE_FIELDS = (
    "kind", "topic", "topic_name", "salience", "centrality", "mentions", "sections", "degree",
    "aliases", "origin", "defining_section", "x", "y",
)  # fmt: skip
_EDGE_FIELDS = ("weight", "sentences", "sections", "npmi", "alpha", "phrases")


def write_export(graph: "nx.Graph[str]", index: Index, file: Path) -> list[Path]:
    """Write a graph in the format that the name of the file ends with.

    Parameters
    ----------
    graph : networkx.Graph
        The concept graph of `index`.
    index : Index
    file : Path
        Ends with one of `FORMATS`. With ``.csv``, the edges go to a second file, beside it.

    Returns
    -------
    list of Path
        The files, each written beside its place and then renamed.

    Raises
    ------
    graph.files.ExportError
        If there is no such format, or the place cannot be written.
    """
    texts = {file: format_of(file, FORMATS)(graph, index)}
    if file.suffix.lower() == ".csv":
        texts[file.with_name(f"{file.stem}-edges{file.suffix}")] = edges_csv(graph)
    for path, text in texts.items():
        write_text(path, text)
    return list(texts)


def write_topics(graph: "nx.Graph[str]", file: Path) -> None:
    """Write each concept with its topic, as a table (.csv) or as a list per topic (.json).

    Raises
    ------
    graph.files.ExportError
        If there is no such format, or the place cannot be written.
    """
    form = format_of(file, {".csv": _topics_csv, ".json": _topics_json})
    write_text(file, form(list_topics(graph)))


def _topics_csv(topics: Iterable[Topic]) -> str:
    rows = ((*topic[:2], concept) for topic in topics for concept in topic.concepts)
    return csv_text(("topic", "name", "concept"), rows)


def _topics_json(topics: Iterable[Topic]) -> str:
    listed = [topic._asdict() for topic in topics]
    return json.dumps(listed, ensure_ascii=False, indent=1) + "\n"


def graphml(graph: "nx.Graph[str]") -> str:
    """Return the graph as GraphML, with lists as texts joined by "; "."""
    return "\n".join(nx.generate_graphml(_flat(graph))) + "\n"


def gexf(graph: "nx.Graph[str]") -> str:
    """Return the graph as GEXF 1.2 for Gephi, with positions, sizes and colours."""
    flat = _flat(graph)
    for node in flat.nodes.values():
        red, green, blue = bytes.fromhex(topic_colour(node["topic"])[1:])
        node["viz"] = {
            # Gephi's y runs upwards.
            "position": {"x": node["x"], "y": -node["y"], "z": 0.0},
            "color": {"r": red, "g": green, "b": blue, "a": 1.0},
            "size": 10.0 * (1 + node["salience"]),
        }
    text = "\n".join(nx.generate_gexf(flat)) + "\n"
    # The day of the export is no part of the graph, and would make each export another file.
    return re.sub(r' lastmodifieddate="[^"]*"', "", text, count=1)


def node_link_json(graph: "nx.Graph[str]") -> str:
    """Return the graph as JSON for D3 and for `networkx.node_link_graph`."""
    linked = nx.node_link_data(graph, edges="edges")
    return json.dumps(linked, ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def concepts_csv(graph: "nx.Graph[str]") -> str:
    """Return the concepts as CSV with a header, in alphabetical order."""
    rows = ((concept, *_values(node, _NODE_FIELDS)) for concept, node in _flat(graph).nodes.items())
    return csv_text(("concept", *_NODE_FIELDS), rows)


def edges_csv(graph: "nx.Graph[str]") -> str:
    """Return the edges as CSV with a header, by their ends in alphabetical order."""
    rows = (
        (source, target, *_values(edge, _EDGE_FIELDS))
        for source, target, edge in _flat(graph).edges(data=True)
    )
    return csv_text(("source", "target", *_EDGE_FIELDS), rows)


def cypher(graph: "nx.Graph[str]") -> str:
    """Return the graph as Cypher statements for Neo4j: (:Concept)-[:CO_OCCURS_WITH]-(:Concept).

    They can be run again: what is there is updated.
    """
    flat = _flat(graph)
    nodes = [{"name": concept, **node} for concept, node in flat.nodes.items()]
    edges = [
        {"source": source, "target": target, "values": edge}
        for source, target, edge in flat.edges(data=True)
    ]
    statements = [
        "CREATE CONSTRAINT concept_name IF NOT EXISTS FOR (c:Concept) REQUIRE c.name IS UNIQUE",
        *(
            f"UNWIND {rows} AS row\nMERGE (c:Concept {{name: row.name}})\nSET c += row"
            for rows in _cypher_batches(nodes)
        ),
        *(
            f"UNWIND {rows} AS row\n"
            "MATCH (a:Concept {name: row.source}), (b:Concept {name: row.target})\n"
            "MERGE (a)-[r:CO_OCCURS_WITH]->(b)\nSET r += row.values"
            for rows in _cypher_batches(edges)
        ),
    ]
    return "".join(f"{statement};\n" for statement in statements)


# By the ending of the file's name.
FORMATS: dict[str, Callable[["nx.Graph[str]", Index], str]] = {
    ".graphml": lambda graph, _: graphml(graph),
    ".gexf": lambda graph, _: gexf(graph),
    ".json": lambda graph, _: node_link_json(graph),
    ".csv": lambda graph, _: concepts_csv(graph),
    ".html": standalone_html,
    ".cypher": lambda graph, _: cypher(graph),
}


def _flat(graph: "nx.Graph[str]") -> "nx.Graph[str]":
    """Return a copy with numbers and texts only, in order, fit for every format."""
    names = graph.graph["topic_names"]
    flat: nx.Graph[str] = nx.Graph()
    for concept in sorted(graph):
        node = graph.nodes[concept]
        fields = {**node, "topic_name": names[node["topic"]]}
        flat.add_node(_clean(concept), **_scalars(fields, _NODE_FIELDS))
    for source, target in sorted((min(edge), max(edge)) for edge in graph.edges):
        fields = graph[source][target]
        phrases = [
            f"{phrase.source} {phrase.phrase} {phrase.target}" for phrase in fields["phrases"]
        ]
        values = _scalars({**fields, "phrases": phrases}, _EDGE_FIELDS)
        flat.add_edge(_clean(source), _clean(target), **values)
    return flat


def _scalars(fields: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    values = {}
    for name in names:
        value = fields[name]
        if isinstance(value, list | tuple):
            value = "; ".join(value)
        values[name] = _clean(value or "") if isinstance(value, str | None) else value
    return values


def _clean(text: str) -> str:
    # Shown rather than left out, so that two names remain two.
    return _NO_XML.sub(
        lambda found: chr(0x2400 + ord(found[0])) if found[0] < " " else "\ufffd", text
    )


def _values(fields: Mapping[str, Any], names: Iterable[str]) -> Iterator[Any]:
    return (fields[name] for name in names)


def _cypher_batches(rows: list[dict[str, Any]]) -> Iterator[str]:
    for at in range(0, len(rows), _ROWS_AT_ONCE):
        batch = rows[at : at + _ROWS_AT_ONCE]
        yield "[\n " + ",\n ".join(map(_cypher_value, batch)) + "\n]"


def _cypher_value(value: Any) -> str:  # noqa: ANN401 - text, number or mapping
    if isinstance(value, dict):
        pairs = (f"{key}: {_cypher_value(inner)}" for key, inner in value.items())
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, str):
        quoted = value.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n")
        # Some versions of Neo4j decode \u0027 before reading strings, even behind a backslash.
        return "'" + quoted.replace("\\u", "\\\\u0075") + "'"
    return repr(value)
