"""The commands ``prerequisites`` and ``path``: what comes before what, and the way to a goal."""

import argparse
import sys
from pathlib import Path


def add_prerequisites(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command ``prerequisites`` to a parser."""
    parser = commands.add_parser(
        "prerequisites",
        help="write which concepts come before which",
        description="Write the prerequisite relations that the text implies, with a score (0..1), "
        "reasons and sections. They hold no cycle.",
    )
    parser.add_argument("index", metavar="INDEX")
    parser.add_argument(
        "-o", "--output", required=True, type=Path, metavar="FILE", help="ends with .csv"
    )
    parser.set_defaults(run=_prerequisites)


def add_path(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command ``path`` to a parser."""
    parser = commands.add_parser(
        "path",
        help="show the way to a concept, and what to read for it",
        description="Show in which order to learn what a concept needs, with reasons and reading.",
    )
    parser.add_argument("index", metavar="INDEX")
    parser.add_argument(
        "--to", action="append", required=True, metavar="CONCEPT", help="may be given again"
    )
    parser.add_argument(
        "--from", dest="start", metavar="CONCEPT", help="known, and where the path begins"
    )
    parser.add_argument(
        "--known", default="", metavar="A,B,...", help="concepts that need not be learned"
    )
    parser.add_argument(
        "--alternatives", type=_count, default=0, metavar="N", help="show N other paths, too"
    )
    parser.add_argument(
        "--avoid-hubs", action="store_true", help="leave out what almost everything builds on"
    )
    parser.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help="ends with .md, .csv or .json"
    )
    parser.set_defaults(run=_path)


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) > 20:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of paths; give 0 to 20")
    return int(text)


def _prerequisites(options: argparse.Namespace) -> int:
    from graph.concept_graph import build_concept_graph, load_index
    from graph.files import ExportError, write_text
    from graph.path_export import prerequisites_csv
    from graph.prerequisites import find_prerequisites

    if options.output.suffix.lower() != ".csv":
        raise ExportError(f"{options.output}: end the name of the file with .csv")
    index = load_index(options.index)
    dag = find_prerequisites(index, build_concept_graph(index))
    write_text(options.output, prerequisites_csv(dag))
    sys.stdout.write(f"{options.output}\n")
    return 0


def _path(options: argparse.Namespace) -> int:
    from graph.concept_graph import build_concept_graph, load_index
    from graph.files import write_text
    from graph.path_export import PathWithReading, choose_path_format, paths_markdown
    from graph.path_reading import reading_list
    from graph.paths import find_paths
    from graph.prerequisites import find_prerequisites
    from graph.search import find_concept

    form = choose_path_format(options.output) if options.output else paths_markdown
    index = load_index(options.index)
    graph = build_concept_graph(index)
    known = [name for name in options.known.split(",") if name.strip()]
    paths = find_paths(
        find_prerequisites(index, graph),
        [find_concept(graph, name) for name in options.to],
        known=[find_concept(graph, name) for name in known],
        start=find_concept(graph, options.start) if options.start else None,
        alternatives=options.alternatives,
        avoid_hubs=options.avoid_hubs,
    )
    text = form([PathWithReading(path, reading_list(index, path)) for path in paths])
    if options.output:
        write_text(options.output, text)
        sys.stdout.write(f"{options.output}\n")
    else:
        sys.stdout.write(text)
    return 0
