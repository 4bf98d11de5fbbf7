"""The command ``python -m graph gaps``: hold a curriculum, or the corpus itself, against it."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph.coverage import Coverage
    from graph.report import Report


def add_gaps(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to a parser."""
    parser = commands.add_parser(
        "gaps",
        help="see what a curriculum lacks, or what the corpus leaves open",
        description="Hold a curriculum against an index, or the corpus of the index against "
        "itself. Coverage is a share by importance.",
    )
    parser.add_argument("index", metavar="INDEX")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument(
        "--curriculum",
        action="append",
        type=Path,
        metavar="FILE",
        help="a syllabus, list, folder or index; given twice, both are shown side by side",
    )
    what.add_argument("--self", action="store_true", help="hold the corpus against itself")
    parser.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help="ends with .md, .json, .csv or .html"
    )
    parser.add_argument(
        "--minutes", type=_minutes, default=60.0, metavar="N", help="of the reading plan (60)"
    )
    parser.add_argument(
        "--fail-under",
        type=_percent,
        metavar="PERCENT",
        help="exit with status 1 if the coverage by importance is below",
    )
    parser.set_defaults(run=_gaps)


def _minutes(text: str) -> float:
    try:
        minutes = float(text)
    except ValueError:
        minutes = 0.0
    if not 0 < minutes < 1e6:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of minutes; give 1 or more")
    return minutes


def _percent(text: str) -> float:
    try:
        percent = float(text)
    except ValueError:
        percent = -1.0
    if not 0 <= percent <= 100:
        raise argparse.ArgumentTypeError(f"{text!r} is no percentage; give a number from 0 to 100")
    return percent


def _gaps(options: argparse.Namespace) -> int:
    from graph.report import choose_format, report_markdown, write_report

    if options.self and options.fail_under is not None:
        raise ValueError("--fail-under needs --curriculum, for a corpus covers itself")
    if options.output:
        choose_format(options.output)  # before the work, not after it
    coverages: list[Coverage] = []
    if options.self:
        report = _report_corpus(options.index)
    else:
        report, coverages = _report_curricula(options)
    if options.output:
        write_report(report, options.output)
        sys.stdout.write(f"{options.output}\n")
    else:
        sys.stdout.write(report_markdown(report))
    lowest = min((coverage.total.weighted for coverage in coverages), default=1.0)
    if options.fail_under is not None and 100 * lowest < options.fail_under:
        _tell(f"the coverage by importance is {100 * lowest:.1f} %, below {options.fail_under:g} %")
        return 1
    return 0


def _report_corpus(path: Path) -> "Report":
    from graph.concept_graph import build_concept_graph, load_index
    from graph.corpus_gaps import find_corpus_gaps
    from graph.corpus_report import report_corpus
    from graph.curriculum import reference_curriculum

    index = load_index(path)
    graph = build_concept_graph(index)
    corpus = reference_curriculum(index)
    return report_corpus(corpus, find_corpus_gaps(corpus, graph), graph)


def _report_curricula(options: argparse.Namespace) -> "tuple[Report, list[Coverage]]":
    from graph.concept_graph import build_concept_graph, load_index
    from graph.coverage import describe_reference, measure_coverage
    from graph.curriculum import read_curriculum, reference_curriculum
    from graph.gap_report import report_comparison, report_gaps
    from graph.prerequisites import find_prerequisites

    index = load_index(options.index)
    _tell("reading the curriculum ...")
    curricula = [read_curriculum([path], index) for path in options.curriculum]
    for curriculum in curricula:
        for item in curriculum.skipped:
            _tell(f"not read: {item.source}: {item.reason}")
    _tell("finding prerequisites ...")
    graph = build_concept_graph(index)
    reference = describe_reference(
        index, graph, find_prerequisites(index, graph), reference_curriculum(index).explanations
    )
    _tell("comparing ...")
    coverages = [measure_coverage(curriculum, reference) for curriculum in curricula]
    if len(coverages) > 1:
        return report_comparison(coverages, reference), coverages
    return report_gaps(coverages[0], reference, minutes=options.minutes), coverages


def _tell(message: str) -> None:
    sys.stderr.write(f"graph: {message}\n")
