"""Gap report: what a curriculum lacks, or several side by side, in words that one can act on.

What a corpus itself leaves open is told by `graph.corpus_report`.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from extract.blocks import read_inline
from extract.index import text_or_none
from graph.coverage import ConceptCoverage, Coverage, Reference, TopicCoverage
from graph.missing_links import find_missing_links
from graph.placements import Placement, find_placements
from graph.reading_plan import ReadingPlan, plan_reading
from graph.report import Bar, Cell, Chart, Report, Table, make_table
from graph.sequence import OrderFault, find_order_faults
from graph.wording import plural, unit

if TYPE_CHECKING:
    import pandas as pd

MINUTES = 60  # of a reading plan, if nothing else is said
# What the titles of these tables begin with.
ORDER, READING_PLAN, CONNECTIONS = "Order", "Reading plan", "Connections to make"
BEYOND = "Beyond the reference"

_MOST_SECTIONS = 3  # named for one finding
_MOST_NEEDING = 3
_MOST_QUOTED = 200  # characters of a sentence


def report_gaps(coverage: Coverage, reference: Reference, *, minutes: float = MINUTES) -> Report:
    """Return what a curriculum lacks, in order of priority, and what to do about it.

    Parameters
    ----------
    coverage : Coverage
    reference : Reference
    minutes : float, default 60
        For the reading plan.
    """
    placements = find_placements(coverage, reference)
    gaps = [row for row in coverage.concepts if row.lacking]
    return Report(
        title=f"Gap analysis: {coverage.curriculum.name}",
        lead=_lead(coverage, reference),
        charts=(_topic_chart(coverage),),
        tables=(
            _gap_table(gaps, placements, reference),
            _order_table(find_order_faults(coverage, reference)),
            _plan_table(plan_reading(coverage, reference, minutes), reference),
            _link_table(coverage, reference),
            _beyond_table(coverage),
            _covered_table(coverage),
        ),
        records=_records(coverage, placements, reference),
    )


def report_comparison(coverages: Sequence[Coverage], reference: Reference) -> Report:
    """Return how two or more curricula cover one reference, side by side."""
    names = _distinct([coverage.curriculum.name for coverage in coverages])
    rows = _side_by_side(coverages)
    differing = [row for row in rows if len(set(row[2:])) > 1]
    return Report(
        title=f"Curricula side by side: {' and '.join(names)}",
        lead=tuple(
            f"{name}: {sentence}"
            for name, coverage in zip(names, coverages, strict=True)
            for sentence in _lead(coverage, reference)[:1]
        ),
        charts=tuple(_topic_chart(coverage) for coverage in coverages),
        tables=(
            make_table(
                "Where they differ",
                "Concepts that the reference explains and the curricula treat differently, by "
                "falling importance.",
                ("Concept", "Importance", *names),
                differing,
            ),
            make_table(
                "What all of them lack",
                "Concepts that the reference explains and no curriculum covers.",
                ("Concept", "Importance", *names),
                [row for row in rows if "covered" not in row[2:] and row not in differing],
            ),
        ),
        records=Table("Records", "", ("concept", "importance", *names), tuple(rows)),
    )


def _distinct(names: Sequence[str]) -> tuple[str, ...]:
    """Return names of which none is there twice; those that are get a number."""
    return tuple(
        f"{name} ({place})" if (place := names[:at].count(name) + 1) > 1 else name
        for at, name in enumerate(names)
    )


def _side_by_side(coverages: Sequence[Coverage]) -> list[tuple[Cell, ...]]:
    statuses = [
        {row.concept: row.status for row in coverage.concepts if row.explained}
        for coverage in coverages
    ]
    ranked = sorted(
        (row for row in coverages[0].concepts if row.explained),
        key=lambda row: (-row.importance, row.concept),
    )
    return [
        (row.concept, percent(row.importance), *(status[row.concept] for status in statuses))
        for row in ranked
    ]


def percent(share: float) -> int:
    """Return a share of 0..1 as a whole number of 0..100."""
    return round(100 * share)


def _lead(coverage: Coverage, reference: Reference) -> tuple[str, ...]:
    total = coverage.total
    lead = [
        f"The curriculum covers {percent(total.weighted)} % of what the reference explains, by "
        f"importance: {total.covered:,} of {plural(total.concepts, 'concept')}. It names "
        f"{total.mentioned:,} more without explaining them, and {total.missing:,} not at all.",
        "A concept is covered if a sentence or a section says what it is or does, or if a line of "
        "an outline lists it. Importance (0 to 100) is how much the reference speaks of a concept "
        "and how many others need it first; gaps near to what the curriculum names come first.",
    ]
    if note := note_of_list(coverage):
        lead.append(note)
    if others := len(reference.graph) - total.concepts:
        lead.append(
            f"What the reference only names does not count: {plural(others, 'more concept')}."
        )
    lead += [f"Not read: {item.source}: {item.reason}" for item in coverage.curriculum.skipped]
    return tuple(lead)


def note_of_list(coverage: Coverage) -> str | None:
    """Say what cannot be found in a curriculum that is a list and no text, if it is one."""
    if not coverage.curriculum.is_list:
        return None
    return (
        "The curriculum is a list: what a line of it names counts as covered. What a course only "
        "mentions, or uses before it introduces it, its text alone can show."
    )


def _topic_chart(coverage: Coverage) -> Chart:
    return Chart(
        title=f"Coverage by topic: {coverage.curriculum.name}",
        parts=("covered", "mentioned only", "missing"),
        bars=tuple(map(_topic_bar, (coverage.total, *coverage.topics))),
    )


def _topic_bar(topic: TopicCoverage) -> Bar:
    return Bar(
        label=topic.name,
        parts=(topic.covered, topic.mentioned, topic.missing),
        note=f"{topic.covered:,} of {topic.concepts:,}; {percent(topic.weighted)} % by importance",
    )


def _gap_table(
    gaps: Sequence[ConceptCoverage], placements: dict[str, Placement], reference: Reference
) -> Table:
    title = section_labels(reference.index.sections)
    return make_table(
        "What to add",
        "Concepts that the reference explains and the curriculum does not cover, with the "
        f"{unit(reference.index)}s to take in and the place where they would belong.",
        ("Concept", "Status", "Importance", "Why", "Take in", "Where it belongs"),
        [
            (
                row.concept, row.status, percent(row.importance), why(row), title(row.sections),
                where(placements.get(row.concept)),
            )
            for row in gaps
        ],
    )  # fmt: skip


def why(row: ConceptCoverage) -> str:
    """Say in one sentence why a concept is a gap."""
    said = f"named only within “{row.longer}”" if row.longer else "not named"
    if row.status == "mentioned" and row.place:
        said = f"named in “{row.place.title}”, not explained"
    if row.needed_for:
        names = ", ".join(row.needed_for[:_MOST_NEEDING])
        more = len(row.needed_for) - _MOST_NEEDING
        return f"{said}; comes before {names}{f' and {more} more' if more > 0 else ''}"
    if row.blocks:
        if row.blocks == 1:
            return f"{said}; one concept of the reference comes after it"
        return f"{said}; {row.blocks:,} concepts of the reference come after it"
    return said


def where(placement: Placement | None) -> str:
    """Say where a concept would belong."""
    if placement is None:
        return ""
    parts = [f"“{placement.title}”"]
    if placement.line:
        parts.append(f"after the line “{quote(placement.line)}”")
    if placement.after:
        parts.append(f"after {placement.after}")
    if placement.before:
        parts.append(f"before {placement.before}")
    return ", ".join(parts)


def quote(markdown: str) -> str:
    """Return a sentence or line as plain text, shortened."""
    text = " ".join(read_inline(markdown).split())
    return text if len(text) <= _MOST_QUOTED else f"{text[:_MOST_QUOTED].rstrip()}…"


def section_labels(sections: "pd.DataFrame") -> Callable[[Sequence[str]], tuple[str, ...]]:
    """Return a function that names the first few of some sections.

    The name is number and title, and the file as well if several sections have the same.
    """
    rows = list(
        zip(
            sections["section"],
            map(text_or_none, sections["number"]),
            sections["title"],
            sections["source"],
            strict=True,
        )
    )
    names = {
        section: title if number is None else f"{number} {title}"
        for section, number, title, _ in rows
    }
    count = Counter(names.values())
    labels = {
        section: f"{names[section]} ({source})" if count[names[section]] > 1 else names[section]
        for section, _, _, source in rows
    }
    return lambda chosen: tuple(labels[section] for section in chosen[:_MOST_SECTIONS])


def _order_table(faults: Sequence[OrderFault]) -> Table:
    return make_table(
        ORDER,
        "Concepts that are used before they are introduced, and prerequisites that come later or "
        "not at all. The prerequisites are estimated from the reference: judge them.",
        ("Concept", "Fault", "Comes before", "Where", "Introduced in"),
        [
            (
                fault.concept, fault.kind, fault.needed_by[:5],
                f"“{fault.place.title}”: {quote(fault.place.text)}",
                fault.introduced.title if fault.introduced else "",
            )
            for fault in faults
        ],
    )  # fmt: skip


def _plan_table(plan: ReadingPlan, reference: Reference) -> Table:
    one = unit(reference.index).capitalize()
    return make_table(
        f"{READING_PLAN}: {plan.minutes:.0f} minutes",
        f"{one}s of the reference, those first that close most in a minute, at 200 words a minute: "
        f"stop where you like. They take the coverage by importance from {percent(plan.before)} % "
        f"to {percent(plan.after)} %.",
        (one, "Minutes", "Covered then, %", "Closes"),
        [
            (
                " ".join(filter(None, (item.number, item.title))), item.minutes,
                percent(item.after), item.closes,
            )
            for item in plan.readings
        ],
    )  # fmt: skip


def _link_table(coverage: Coverage, reference: Reference) -> Table:
    title = section_labels(reference.index.sections)
    return make_table(
        CONNECTIONS,
        "Concepts that the curriculum names in separate sections only, and the reference ties "
        "together; those that join two topics come first.",
        ("Concepts", "Joins topics", "Tied together in"),
        [
            ((link.source, link.target), "yes" if link.bridge else "no", title(link.sections))
            for link in find_missing_links(coverage, reference)
        ],
    )


def _beyond_table(coverage: Coverage) -> Table:
    beyond = [row for row in coverage.concepts if row.status == "beyond" and row.place]
    return make_table(
        BEYOND,
        "Concepts that the curriculum names and the reference does not.",
        ("Concept", "Depth", "Where"),
        [(row.concept, row.depth, _place(row)) for row in beyond],
    )


def _covered_table(coverage: Coverage) -> Table:
    covered = [row for row in coverage.concepts if row.explained and row.status == "covered"]
    return make_table(
        "Covered",
        "Concepts that the reference explains and the curriculum covers, with the place that "
        "treats them best.",
        ("Concept", "Depth", "Importance", "Where"),
        [(row.concept, row.depth, percent(row.importance), _place(row)) for row in covered],
    )


def _place(row: ConceptCoverage) -> str:
    return f"“{row.place.title}”: {quote(row.place.text)}" if row.place else ""


def _records(coverage: Coverage, placements: dict[str, Placement], reference: Reference) -> Table:
    names = reference.graph.graph["topic_names"]
    columns = (
        "concept", "status", "depth", "explained_by_reference", "kind", "topic", "importance",
        "nearness", "priority", "salience", "blocks", "needed_for", "place", "evidence", "take_in",
        "belongs_in", "belongs_after", "belongs_before",
    )  # fmt: skip
    rows = []
    for row in coverage.concepts:
        placement = placements.get(row.concept)
        rows.append(
            (
                row.concept, row.status, row.depth, "yes" if row.explained else "no", row.kind,
                names[row.topic] if row.topic is not None else "", round(row.importance, 4),
                round(row.nearness, 4), round(row.priority, 4), round(row.salience, 4), row.blocks,
                row.needed_for,
                row.place.section if row.place else "", quote(row.place.text) if row.place else "",
                row.sections, placement.section if placement else "",
                placement.after if placement else "", placement.before if placement else "",
            )
        )  # fmt: skip
    return Table("Records", "", columns, tuple(rows))
