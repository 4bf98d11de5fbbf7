"""The command ``python -m graph diff``: what came, went and changed between two indexes."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from graph.wording import plural

if TYPE_CHECKING:
    from graph.difference import Difference

_CHECKS = ("removed", "added", "any")


def add_diff(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to a parser."""
    parser = commands.add_parser(
        "diff",
        help="see what came, went or changed between two indexes",
        description="Compare an index with an earlier one, or the indexes of two books. What "
        "changed most, for the sizes of the two corpora, comes first.",
    )
    parser.add_argument("before", type=Path, metavar="INDEX", help="the earlier index")
    parser.add_argument("after", type=Path, metavar="INDEX", help="the later index")
    parser.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help="ends with .md, .json, .csv or .html"
    )
    parser.add_argument(
        "--fail-on",
        choices=_CHECKS,
        help="exit with status 1 if concepts went (removed), came (added), or either (any); a "
        "concept with a new name, of which the old one is an alias, is still there",
    )
    parser.set_defaults(run=_diff)


def _diff(options: argparse.Namespace) -> int:
    from graph.concept_graph import load_index
    from graph.difference import compare_indexes
    from graph.difference_report import report_difference
    from graph.report import choose_format, report_markdown, write_report

    if options.output:
        choose_format(options.output)  # before the work, not after it
    before, after = load_index(options.before), load_index(options.after)
    difference = compare_indexes(before, after)
    report = report_difference(difference, (str(options.before), str(options.after)))
    if options.output:
        write_report(report, options.output)
        sys.stdout.write(f"{options.output}\n")
    else:
        sys.stdout.write(report_markdown(report))
    return _check(difference, options.fail_on)


def _check(difference: "Difference", fail_on: str | None) -> int:
    faults = {
        "removed": (len(difference.went), "went"),
        "added": (len(difference.came), "came"),
    }
    asked = faults if fail_on == "any" else {fail_on: faults[fail_on]} if fail_on else {}
    found = [f"{plural(count, 'concept')} {verb}" for count, verb in asked.values() if count]
    if found:
        sys.stderr.write(f"graph: {' and '.join(found)}\n")
    return 1 if found else 0
