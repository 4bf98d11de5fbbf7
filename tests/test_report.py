"""Reports in four formats: nothing of the documents is markup, code or a formula."""

import csv
import io
import json
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.files import ExportError
from graph.report import (
    Bar,
    Chart,
    Report,
    Table,
    make_table,
    report_csv,
    report_html,
    report_json,
    report_markdown,
    write_report,
)

HOSTILE = '<script>alert("x")</script> | **bold** [link](javascript:x) `code`'
CHART = Chart("Coverage", ("covered", "missing"), (Bar("All", (1, 3), "1 of 4 (25 %)"),))


def report(text: str = "Steam", *, chart: Chart = CHART) -> Report:
    table = Table("What to add", text, ("Concept", "Sections"), ((text, (text, text)),))
    records = Table("Records", "", ("concept", "count", "sections"), ((text, 3, (text,)),))
    return Report(text, (text,), (chart,), (table,), records)


class Page(HTMLParser):
    """The tags of a page, and the text in them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: D102
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:  # noqa: D102
        self.text += data


def test_text_of_documents_is_no_html() -> None:
    page = Page(report_html(report(HOSTILE)))
    assert "script" not in {tag for tag, _ in page.tags}
    assert HOSTILE in page.text


def test_the_page_loads_nothing() -> None:
    page = Page(report_html(report()))
    loading = {"src", "href", "data", "action", "style", "onload"}
    assert not [attrs for _, attrs in page.tags if loading & attrs.keys()]
    policies = [
        attrs["content"] for tag, attrs in page.tags if tag == "meta" and "content" in attrs
    ]
    assert any(policy and policy.startswith("default-src 'none'") for policy in policies)


def test_a_bar_is_as_long_as_its_parts_say_and_says_them() -> None:
    page = Page(report_html(report()))
    bars = [attrs for tag, attrs in page.tags if tag == "svg" and attrs.get("role") == "img"]
    assert [bar["aria-label"] for bar in bars] == ["1 covered, 3 missing"]
    widths = [attrs["width"] for tag, attrs in page.tags if tag == "rect" and "x" in attrs]
    assert widths == ["25.00%", "75.00%"]


def test_a_bar_without_parts_has_no_length() -> None:
    chart = Chart("Coverage", ("covered", "missing"), (Bar("All", (0, 0), "nothing"),))
    page = Page(report_html(report(chart=chart)))
    assert not [attrs for tag, attrs in page.tags if tag == "rect" and "x" in attrs]


def test_text_of_documents_is_no_markdown() -> None:
    from markdown_it import MarkdownIt

    html = MarkdownIt("commonmark").enable("table").render(report_markdown(report(HOSTILE)))
    tags = {tag for tag, _ in Page(html).tags}
    assert not tags & {"script", "strong", "a", "code"}
    assert HOSTILE in Page(html).text


def test_a_pipe_does_not_end_a_cell() -> None:
    lines = report_markdown(report("a | b")).splitlines()
    assert "| a \\| b | a \\| b; a \\| b |" in lines


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_of_the_csv_is_a_formula(start: str) -> None:
    rows = list(csv.reader(io.StringIO(report_csv(report(f"{start}1+1")), newline="")))
    assert rows[1] == [f"'{start}1+1", "3", f"'{start}1+1"]


def test_the_json_holds_every_record_by_column() -> None:
    content = json.loads(report_json(report("Steam")))
    assert content["records"] == [{"concept": "Steam", "count": 3, "sections": ["Steam"]}]
    assert content["charts"][0]["bars"][0]["parts"] == [1, 3]


def test_a_long_table_shows_its_beginning_and_says_how_much_more_there_is() -> None:
    table = make_table("Title", "Note", ("n",), [(number,) for number in range(100)])
    assert (len(table.rows), table.more) == (60, 40)
    shown = report_markdown(Report("R", (), (), (table,), table))
    assert "And 40 more" in shown


def test_an_empty_table_says_that_nothing_was_found() -> None:
    assert make_table("Title", "Note", ("n",), []).note == "Nothing was found."


@given(st.text(max_size=60))
def test_any_text_gives_a_whole_table_in_every_format(text: str) -> None:
    made = report(text)
    assert Page(report_html(made)).tags
    assert json.loads(report_json(made))["title"] == text
    assert len(list(csv.reader(io.StringIO(report_csv(made), newline="")))) == 2
    grid = [line for line in report_markdown(made).split("\n") if line.startswith("| ")]
    assert len(grid) == 6  # two tables of a head, a rule and a row


def test_a_report_is_written_in_the_format_that_its_name_ends_with(tmp_path: Path) -> None:
    write_report(report(), tmp_path / "gaps.HTML")
    assert (tmp_path / "gaps.HTML").read_text().startswith("<!doctype html>")


def test_an_unknown_format_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"\.md, \.json, \.csv or \.html"):
        write_report(report(), tmp_path / "gaps.docx")
