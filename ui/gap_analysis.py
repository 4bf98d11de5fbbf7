"""Gap analysis: one curriculum held against the corpus, in figures, tables, a graph and a plan."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import streamlit as st

from graph.gap_report import (
    BEYOND,
    CONNECTIONS,
    MINUTES,
    ORDER,
    READING_PLAN,
    note_of_list,
    percent,
)
from graph.report import FORMATS, Report
from graph.wording import plural
from ui import explorer, state
from ui.component import show_graph
from ui.downloads import offer
from ui.errors import TOLD, say
from ui.gap_panel import NO_EVIDENCE, concept_html, coverage_html
from ui.gap_tables import gap_table, show_findings, show_gap_table, show_report
from ui.loaders import (
    Corpus,
    load_coverage,
    load_gap_report,
    load_placements,
    load_reference,
)
from ui.markup import plain
from ui.panel_column import show_panel
from ui.picture import Highlight, differ, pack
from ui.state import Selection
from ui.statuses import LABELS, NAME, draw_statuses
from ui.views import load_evidence

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from graph.coverage import Coverage
    from ui.curricula import GivenCurriculum

_FORMAT_NAMES = {".html": "Page to print (HTML)", ".md": "Markdown", ".csv": "Table (CSV)",
                 ".json": "JSON"}  # fmt: skip


def read_coverages(corpus: Corpus, given: "Sequence[GivenCurriculum]") -> "list[Coverage]":
    """Return what each curriculum covers; of those that cannot be read, say why."""
    coverages = []
    for one in given:
        try:
            coverages.append(load_coverage(corpus, *one))
        except TOLD as error:
            st.error(plain(say(error)), icon=":material/error:")
    return coverages


def show_figures(coverage: "Coverage") -> None:
    """Show how much is covered in all."""
    total = coverage.total
    with st.container(horizontal=True, gap="medium"):
        st.metric(
            "Coverage by importance", f"{percent(total.weighted)} %", width="content",
            help=f"Of the {plural(total.concepts, 'concept')} that the corpus explains, each "
            "counted by its importance: how much the corpus speaks of it, and how many others "
            "need it first.",
        )  # fmt: skip
        st.metric("Covered", f"{total.covered:,} of {total.concepts:,}", width="content")
        st.metric("Mentioned only", f"{total.mentioned:,}", width="content")
        st.metric("Missing", f"{total.missing:,}", width="content")
    if note := note_of_list(coverage):
        st.caption(note)


def show_parts(corpus: Corpus, coverage: "Coverage", selection: Selection) -> None:
    """Show the findings, one kind at a time, beside the evidence."""
    part = st.segmented_control(
        "Findings", list(GAP_PARTS), default=next(iter(GAP_PARTS)), key=state.GAP_PART,
        required=True, bind="query-params", label_visibility="collapsed",
    )  # fmt: skip
    with _beside(_panel(corpus, coverage, selection), selection):
        GAP_PARTS[part](corpus, coverage, selection)


def show_tables(corpus: Corpus, report: Report, selection: Selection) -> None:
    """Show all tables of a report beside the evidence."""
    chosen = selection.kind != "nothing"
    html = load_evidence(corpus, selection, state.ranks_by_association()) if chosen else NO_EVIDENCE
    with _beside(html, selection):
        show_report(report, selection)


@contextmanager
def _beside(html: str, selection: Selection) -> Iterator[None]:
    left, right = st.columns([8, 5], gap="small")
    with left:
        yield
    with right:
        show_panel(html, selection, state.follow)


def _panel(corpus: Corpus, coverage: "Coverage", selection: Selection) -> str:
    if selection.kind == "nothing":
        return coverage_html(coverage)
    placements = load_placements(corpus, coverage)
    concept = selection.names[0] if selection.kind == "concept" else ""
    return concept_html(coverage, concept, placements, corpus.index.sections) + load_evidence(
        corpus, selection, state.ranks_by_association()
    )


def _show_concepts(corpus: Corpus, coverage: "Coverage", selection: Selection) -> None:
    reference = load_reference(corpus)
    with st.container(horizontal=True, vertical_alignment="center"):
        statuses = _choose_statuses(state.STATUSES, ["missing", "mentioned"])
        named_too = st.toggle(
            "Also what the corpus only names", key=state.NAMED_TOO, bind="query-params"
        )
    placements = load_placements(corpus, coverage)
    table = gap_table(coverage, reference, placements, statuses, named_too=named_too)
    show_gap_table(table, selection)


def _choose_statuses(key: str, default: list[str]) -> list[str]:
    return st.pills(
        "Status", list(LABELS), format_func=LABELS.__getitem__, default=default,
        selection_mode="multi", key=key, bind="query-params", label_visibility="collapsed",
    )  # fmt: skip


def _show_graph(corpus: Corpus, coverage: "Coverage", selection: Selection) -> None:
    chosen = _choose_statuses(state.SHOWN_STATUSES, list(LABELS))
    picture = draw_statuses(corpus.graph, coverage, LABELS)
    drawn = draw_statuses(corpus.graph, coverage, chosen or LABELS)
    shown = {node["id"] for node in drawn.nodes}
    view = replace(
        differ(picture, drawn),
        topics=[LABELS[status] for status in chosen] if 0 < len(chosen) < len(LABELS) else [],
        status=f"{len(shown):,} of {coverage.total.concepts:,} explained concepts",
    )
    lit = Highlight(NAME, [concept for concept in selection.concepts if concept in shown])
    show_graph(pack(picture), pack(view), lit, _answer)


def _answer(event: dict[str, Any]) -> None:
    """Do what was asked for by a click or a key in the graph."""
    names = [str(name) for name in event["names"]]
    match event["kind"]:
        case "topics":  # of the legend, which here are statuses
            state.show_statuses([status for status, label in LABELS.items() if label in names])
        case "expand" | "focus":
            state.select(Selection("concept", (names[0],)))
        case "leave":
            pass
        case _:
            explorer.answer(event)


def _show_plan(corpus: Corpus, coverage: "Coverage", selection: Selection) -> None:
    st.slider(
        "Minutes for reading", 5, 240, MINUTES, step=5, key=state.MINUTES, bind="query-params"
    )
    _show_table(READING_PLAN, corpus, coverage, selection)


def _show_table(title: str, corpus: Corpus, coverage: "Coverage", selection: Selection) -> None:
    tables = make_report(corpus, [coverage]).tables
    found = next(table for table in tables if table.title.startswith(title))
    show_findings(found, selection)


GAP_PARTS: "dict[str, Callable[[Corpus, Coverage, Selection], None]]" = {
    "Concepts": _show_concepts,
    "Graph": _show_graph,
    "Order": partial(_show_table, ORDER),
    "Reading plan": _show_plan,
    "Connections": partial(_show_table, CONNECTIONS),
    "Beyond": partial(_show_table, BEYOND),
}


def make_report(corpus: Corpus, coverages: "Sequence[Coverage]") -> Report:
    """Return the report on one curriculum, or on several side by side."""
    return load_gap_report(corpus, tuple(coverages), state.read_minutes(MINUTES))


def show_downloads(make: "Callable[[], Report]") -> None:
    """Show a button for each format; the file is made when its button is pressed."""
    with st.popover("Download", icon=":material/download:"), st.container(gap="xxsmall"):
        for ending, label in _FORMAT_NAMES.items():
            offer(label, f"gap-analysis{ending}", partial(_write, ending, make))


def _write(ending: str, make: "Callable[[], Report]") -> str:
    return FORMATS[ending](make())
