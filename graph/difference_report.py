"""Difference report: what came, went and changed between two indexes, as tables."""

from graph.difference import ConceptChange, Difference
from graph.report import Cell, Report, Table, make_table
from graph.wording import plural


def report_difference(difference: Difference, names: tuple[str, str]) -> Report:
    """Return a difference as tables.

    Parameters
    ----------
    difference : Difference
    names : (str, str)
        What the two indexes are called, the earlier one first.
    """
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


def _by_mentions(changes: tuple[ConceptChange, ...]) -> list[ConceptChange]:
    return sorted(changes, key=lambda c: (-max(c.before or 0, c.after or 0), c.concept))
