"""Gap tables: what a curriculum makes of each concept, and other findings, to sort and search."""

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Literal

import streamlit as st

from graph.coverage import Coverage, Reference
from graph.gap_report import percent, section_labels, where, why
from graph.placements import Placement
from graph.report import Report, Table
from ui import state
from ui.pieces import shown_of
from ui.state import Selection
from ui.statuses import LABELS

if TYPE_CHECKING:
    import pandas as pd
    from streamlit.elements.lib.column_config_utils import ColumnConfigMappingInput

_CONCEPTS = "gap_table"
_COLUMNS: "ColumnConfigMappingInput" = {
    "Concept": st.column_config.TextColumn(width=170),
    "Importance": st.column_config.ProgressColumn(
        format="%d",
        min_value=0,
        max_value=100,
        width=120,
        help="What is important and near to what the course teaches comes first.",
    ),
    "Why": st.column_config.TextColumn(width=300),
    "Take in": st.column_config.ListColumn(width=300),
    "Question": st.column_config.TextColumn(width=280),
    "Section": st.column_config.TextColumn(width=280),
    "Belongs": st.column_config.TextColumn(width=300),
}


def gap_table(
    coverage: Coverage,
    reference: Reference,
    placements: Mapping[str, Placement],
    statuses: Collection[str],
    *,
    named_too: bool,
) -> "pd.DataFrame":
    """Return the concepts of some statuses, by falling priority.

    Parameters
    ----------
    coverage : Coverage
    reference : Reference
    placements : mapping of str to Placement
    statuses : collection of str
    named_too : bool
        Whether those count that the reference only names.

    Returns
    -------
    pandas.DataFrame
        ``Concept``, ``Status``, ``Importance`` (0..100), ``Why``, ``Take in`` (list),
        ``Belongs``, ``Needed by`` (count), ``Depth``, ``Topic``.
    """
    import pandas as pd

    rows = [
        row for row in coverage.concepts if row.status in statuses and (row.explained or named_too)
    ]
    titles = section_labels(reference.index.sections)
    topics = reference.graph.graph["topic_names"]
    return pd.DataFrame(
        {
            "Concept": [row.concept for row in rows],
            "Status": [LABELS[row.status] for row in rows],
            "Importance": [percent(row.importance) for row in rows],
            "Why": [
                f"in “{row.place.title}”" if row.status == "covered" and row.place else why(row)
                for row in rows
            ],
            "Take in": [list(titles(row.sections)) for row in rows],
            "Belongs": [where(placements.get(row.concept)) for row in rows],
            "Needed by": [row.blocks for row in rows],
            "Depth": [row.depth for row in rows],
            "Topic": [topics[row.topic] if row.topic is not None else "" for row in rows],
        }
    )


def show_gap_table(table: "pd.DataFrame", selection: Selection) -> None:
    """Show the table; selecting a row selects its concept."""
    _show(table, _CONCEPTS, selection, height=560)


def show_findings(table: Table, selection: Selection) -> None:
    """Show findings of another kind, with what they mean; rows about a concept select it."""
    import pandas as pd

    st.caption(table.note)
    if not table.rows:
        return
    columns = zip(table.columns, zip(*table.rows, strict=True), strict=True)
    frame = pd.DataFrame(
        {
            name: [list(cell) if isinstance(cell, tuple) else cell for cell in column]
            for name, column in columns
        }
    )
    if table.columns[0] == "Concept":
        _show(frame, f"{_CONCEPTS} {table.title}", selection)
    else:
        st.dataframe(frame, hide_index=True, column_config=_COLUMNS)
    if table.more:
        shown = shown_of(len(table.rows), len(table.rows) + table.more)
        st.caption(f"{shown}; the downloads hold all.")


def _show(
    table: "pd.DataFrame", key: str, selection: Selection, *, height: int | Literal["auto"] = "auto"
) -> None:
    chosen = table["Concept"].isin(selection.concepts).to_numpy()
    state.put_row(key, int(chosen.argmax()) if chosen.any() else None)
    st.dataframe(
        table, key=key, hide_index=True, height=height, selection_mode="single-row",
        on_select=lambda: _select(table, key), column_config=_COLUMNS,
    )  # fmt: skip


def _select(table: "pd.DataFrame", key: str) -> None:
    row = state.read_row(key)
    concept = None if row is None else str(table["Concept"][row])
    state.select(Selection("concept", (concept,)) if concept else Selection())


def show_report(report: Report, selection: Selection) -> None:
    """Show a report: what it begins with, and its tables one under the other."""
    for sentence in report.lead:
        st.text(sentence)
    for table in report.tables:
        st.subheader(table.title, divider=False, anchor=False)
        show_findings(table, selection)
