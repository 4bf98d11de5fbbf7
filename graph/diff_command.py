"""The command ``python -m graph diff``: what came, went and changed between two indexes."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from graph.wording import plural

if TYPE_CHECKING:
    from graph.difference import ConceptChange, Difference
    from graph.report import Cell, Report

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


def report_difference(difference: "Difference", names: tuple[str, str]) -> "Report":
    """Return a difference as tables (`graph.report`)."""
    from graph.report import Report, Table, make_table

    came, went, changed = difference.came, difference.went, difference.changed
    edges = difference.edges
    gone = {change.concept for change in (*came, *went)}
    between = [edge for edge in edges if not {edge.source, edge.target} & gone]
    tables = (
        make_table(
            "Concepts that came",
            "Only the later index has them.",
            ("Concept", "Mentions"),
            [(change.concept, change.after) for change in _by_mentions(came)],
        ),
        make_table(
            "Concepts that went",
            "Only the earlier index has them.",
            ("Concept", "Mentions before"),
            [(change.concept, change.before) for change in _by_mentions(went)],
        ),
        make_table(
            "Concepts that changed most",
            "More or fewer mentions than the sizes of the two corpora explain.",
            ("Concept", "Before", "After", "Surprise"),
            [(c.concept, c.before, c.after, c.surprise) for c in changed],
        ),
        make_table(
            "Concepts with another name",
            "The later index has the earlier name as an alias.",
            ("Before", "After"),
            difference.renamed,
        ),
        make_table(
            "Connections that changed most",
            "Between concepts that both indexes have: in how many sections they meet.",
            ("Concept", "With", "Before", "After", "Surprise"),
            [(e.source, e.target, e.before or 0, e.after or 0, e.surprise) for e in between],
        ),
    )
    lead: tuple[str, ...] = (
        f"{plural(len(came), 'concept')} came, {len(went):,} went; mentioned more or less often: "
        f"{len(changed):,}.",
        f"{plural(sum(edge.before is None for edge in edges), 'connection')} came, "
        f"{sum(edge.after is None for edge in edges):,} went.",
    )
    if not (difference.concepts or edges or difference.renamed):
        lead = ("Both indexes hold the same concepts and connections, equally often.",)
    columns = ("what", "source", "target", "before", "after", "surprise")
    records: list[tuple[Cell, ...]] = [
        *(("concept", name, None, *counts) for name, *counts in difference.concepts),
        *(("connection", *edge) for edge in edges),
        *(("another name", *pair, None, None, None) for pair in difference.renamed),
    ]
    return Report(
        title=f"From {names[0]} to {names[1]}",
        lead=lead,
        charts=(),
        tables=tuple(table for table in tables if table.rows),
        records=Table("Everything", "", columns, tuple(records)),
    )


def _by_mentions(changes: "tuple[ConceptChange, ...]") -> "list[ConceptChange]":
    return sorted(changes, key=lambda c: (-max(c.before or 0, c.after or 0), c.concept))
