"""Report: findings as charts and tables, written as Markdown, CSV, JSON or a page to print."""

import base64
import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from html import escape
from pathlib import Path
from typing import Any

from graph.files import csv_text, format_of, write_text
from graph.wording import escape_markdown

_STYLE = Path(__file__).with_name("report.css")
_MOST_ROWS = 60  # of a table; the records hold all

Cell = str | int | float | None | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a chart, divided into parts."""

    label: str
    parts: tuple[float, ...]  # 0 or more each; of `Chart.parts`
    note: str  # what the bar says, in words


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars under each other, each as long as the others."""

    title: str
    parts: tuple[str, ...]
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Findings of one kind, the most important first."""

    title: str
    note: str  # what it shows, and what to do about it
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    more: int = 0  # rows left out


@dataclass(frozen=True, slots=True)
class Report:
    """All there is to say."""

    title: str
    lead: tuple[str, ...]  # sentences
    charts: tuple[Chart, ...]
    tables: tuple[Table, ...]
    records: Table  # everything, one finding a row, for other programs


def make_table(
    title: str, note: str, columns: tuple[str, ...], rows: Iterable[tuple[Cell, ...]]
) -> Table:
    """Return a table of the first findings; without any, it says so."""
    found = tuple(rows)
    said = note if found else "Nothing was found."
    return Table(title, said, columns, found[:_MOST_ROWS], max(0, len(found) - _MOST_ROWS))


def write_report(report: Report, file: Path) -> None:
    """Write a report in the format that the name of the file ends with.

    Raises
    ------
    graph.files.ExportError
        If there is no such format, or the place cannot be written.
    """
    write_text(file, choose_format(file)(report))


def choose_format(file: Path) -> Callable[[Report], str]:
    """Return what writes the format that the name of a file ends with.

    Raises
    ------
    graph.files.ExportError
        If there is no such format.
    """
    return format_of(file, FORMATS)


def report_markdown(report: Report) -> str:
    """Return a report as Markdown, in which nothing of the documents is markup."""
    parts = [f"# {escape_markdown(report.title)}", *map(escape_markdown, report.lead)]
    for chart in report.charts:
        rows = [(bar.label, *map(_number, bar.parts), bar.note) for bar in chart.bars]
        parts += [f"## {escape_markdown(chart.title)}", _grid(("", *chart.parts, ""), rows)]
    for table in report.tables:
        parts += [f"## {escape_markdown(table.title)}", escape_markdown(table.note)]
        if table.rows:
            parts.append(_grid(table.columns, table.rows))
        if table.more:
            parts.append(_more(table))
    return "\n\n".join(parts) + "\n"


def _grid(columns: tuple[str, ...], rows: Any) -> str:  # noqa: ANN401 - rows of cells
    lines = [columns, ("---",) * len(columns), *rows]
    return "\n".join(
        "| "
        + " | ".join(cell if cell == "---" else escape_markdown(_text(cell)) for cell in line)
        + " |"
        for line in lines
    )


def _text(cell: Cell) -> str:
    if isinstance(cell, tuple):
        return "; ".join(cell)
    if isinstance(cell, float):
        return f"{cell:.2f}"
    return "" if cell is None else str(cell)


def _number(value: float) -> str:
    return f"{value:g}"


def _more(table: Table) -> str:
    return f"And {table.more:,} more, which the CSV and JSON files hold."


def report_json(report: Report) -> str:
    """Return a report as JSON: ``title``, ``lead``, ``charts``, and ``records`` by column."""
    records = [dict(zip(report.records.columns, row, strict=True)) for row in report.records.rows]
    tables = [
        {
            "title": table.title,
            "note": table.note,
            "rows": [dict(zip(table.columns, row, strict=True)) for row in table.rows],
        }
        for table in report.tables
    ]
    content = {
        "title": report.title,
        "lead": report.lead,
        "charts": [asdict(chart) for chart in report.charts],
        "tables": tables,
        "records": records,
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def report_csv(report: Report) -> str:
    """Return the records of a report as a table."""
    rows = (
        ["; ".join(cell) if isinstance(cell, tuple) else cell for cell in row]
        for row in report.records.rows
    )
    return csv_text(report.records.columns, rows)


def report_html(report: Report) -> str:
    """Return a report as a page that loads nothing, follows light and dark, and prints well."""
    style = _STYLE.read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'"
    body = [
        f"<h1>{escape(report.title)}</h1>",
        *(f"<p>{escape(sentence)}</p>" for sentence in report.lead),
        *map(_chart_html, report.charts),
        *map(_table_html, report.tables),
    ]
    return "\n".join(
        (
            "<!doctype html>",
            '<html lang="en">',
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(report.title)}</title>",
            f"<style>{style}</style>",
            "<main>",
            *body,
            "</main>",
            "</html>",
            "",
        )
    )


def _chart_html(chart: Chart) -> str:
    legend = "".join(
        f'<li><svg class="key" aria-hidden="true"><rect class="part{place}" width="100%" '
        f'height="100%"/></svg>{escape(name)}</li>'
        for place, name in enumerate(chart.parts)
    )
    bars = "".join(
        f'<tr><th scope="row">{escape(bar.label)}</th><td>{_bar_html(chart, bar)}</td>'
        f"<td>{escape(bar.note)}</td></tr>"
        for bar in chart.bars
    )
    return (
        f"<section><h2>{escape(chart.title)}</h2>"
        f'<ul class="legend">{legend}</ul>'
        f'<table class="chart"><tbody>{bars}</tbody></table></section>'
    )


def _bar_html(chart: Chart, bar: Bar) -> str:
    total = sum(bar.parts) or 1
    said = ", ".join(
        f"{_number(value)} {name}" for name, value in zip(chart.parts, bar.parts, strict=True)
    )
    rects = []
    start = 0.0
    for place, value in enumerate(bar.parts):
        width = 100 * value / total
        if value:
            rects.append(
                f'<rect class="part{place}" x="{start:.2f}%" width="{width:.2f}%" height="100%"/>'
            )
        start += width
    return f'<svg class="bar" role="img" aria-label="{escape(said)}">{"".join(rects)}</svg>'


def _table_html(table: Table) -> str:
    head = "".join(f'<th scope="col">{escape(column)}</th>' for column in table.columns)
    rows = "".join(
        "<tr>" + "".join(_cell_html(place, cell) for place, cell in enumerate(row)) + "</tr>"
        for row in table.rows
    )
    grid = f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    grid = f'<div class="wide">{grid}</div>' if rows else ""
    more = f"<p>{_more(table)}</p>" if table.more else ""
    return (
        f"<section><h2>{escape(table.title)}</h2><p>{escape(table.note)}</p>{grid}{more}</section>"
    )


def _cell_html(place: int, cell: Cell) -> str:
    if place == 0:
        return f'<th scope="row">{escape(_text(cell))}</th>'
    if isinstance(cell, tuple):
        return "<td>" + "<br>".join(map(escape, cell)) + "</td>"
    kind = ' class="number"' if isinstance(cell, (int, float)) else ""
    return f"<td{kind}>{escape(_text(cell))}</td>"


FORMATS: dict[str, Callable[[Report], str]] = {
    ".md": report_markdown,
    ".json": report_json,
    ".csv": report_csv,
    ".html": report_html,
}
