"""The commands that read an index: ``python -m graph COMMAND INDEX ...``."""

import argparse
import os
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from extract.arguments import Parser
from extract.stores import copies, open_index
from graph.diff_command import add_diff
from graph.gap_command import add_gaps
from graph.path_command import add_path, add_prerequisites

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]


def main(arguments: list[str] | None = None) -> int:
    """Run a command; return its exit status: 0, 1 for a failed check, or 2 for unusable input."""
    parser: argparse.ArgumentParser = Parser(
        prog="python -m graph", description="See what an index holds, and take it elsewhere."
    )
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for add in (
        _add_stats,
        _add_topics,
        add_prerequisites,
        add_path,
        add_gaps,
        add_diff,
        _add_export,
    ):
        add(commands)
    options = parser.parse_args(arguments)
    # Arrow's own allocator keeps a fifth of a gigabyte that the graph of a large index needs.
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    try:
        with copies() as folder, ExitStack() as stack:
            if "index" in options:
                options.index = stack.enter_context(open_index(options.index, folder))
            status: int = options.run(options)
        sys.stdout.flush()
    except ValueError as error:
        print(f"graph: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        # Who read the output, `head` perhaps, has had enough of it; Python must not flush again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return status


def _add_stats(commands: "Commands") -> None:
    parser = commands.add_parser("stats", help="count what the index holds")
    parser.add_argument("index", metavar="INDEX")
    parser.set_defaults(run=_stats)


def _stats(options: argparse.Namespace) -> int:
    from collections import Counter

    from graph.concept_graph import build_concept_graph, load_index

    index = load_index(options.index)
    graph = build_concept_graph(index)
    kinds = Counter(node["kind"] for node in graph.nodes.values())
    rows = [
        ("files", len(index.manifest["files"])),
        ("sections", len(index.sections)),
        ("words", int(index.sections["words"].sum())),
        ("sentences", len(index.sentences)),
        ("mentions", len(index.mentions)),
        ("concepts", len(graph)),
        *((f"  {kind}", count) for kind, count in sorted(kinds.items())),
        ("co-occurrences", graph.number_of_edges()),
        ("  in one sentence", int((index.cooccurrences["sentences"] > 0).sum())),
        ("topics", len(graph.graph["topic_names"])),
    ]
    for name, count in rows:
        print(f"{name:20}{count:>12,}")
    return 0


def _add_topics(commands: "Commands") -> None:
    parser = commands.add_parser("topics", help="list the topics and their concepts")
    parser.add_argument("index", metavar="INDEX")
    parser.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help="write all of it: .csv or .json"
    )
    parser.set_defaults(run=_topics)


def _topics(options: argparse.Namespace) -> int:
    from graph.concept_graph import load_concept_graph
    from graph.export import write_topics
    from graph.topics import list_topics
    from graph.wording import plural

    graph = load_concept_graph(options.index)
    if options.output:
        write_topics(graph, options.output)
        print(options.output)
        return 0
    for topic in list_topics(graph):
        print(f"{topic.topic + 1}. {topic.name} ({plural(len(topic.concepts), 'concept')})")
        print(f"   {', '.join(topic.concepts[:12])}")
    return 0


def _add_export(commands: "Commands") -> None:
    parser = commands.add_parser("export", help="write the graph for another tool")
    parser.add_argument("index", metavar="INDEX")
    parser.add_argument(
        "-o",
        "--output",
        required=True,
        type=Path,
        metavar="FILE",
        help="ends with .graphml, .gexf, .json, .csv, .html or .cypher",
    )
    parser.set_defaults(run=_export)


def _export(options: argparse.Namespace) -> int:
    from graph.concept_graph import build_concept_graph, load_index
    from graph.export import write_export

    index = load_index(options.index)
    for file in write_export(build_concept_graph(index), index, options.output):
        print(file)
    return 0


if __name__ == "__main__":
    sys.exit(main())
