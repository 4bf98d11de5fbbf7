"""Stories of the Gap analysis page, in a real browser on the shipped sample."""

import csv
import io
import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfWriter

from tests.browser import (
    NARROW,
    NewPage,
    Visit,
    download,
    heading,
    panel,
    place_of,
    settle,
    shown_nodes,
)

pytest_plugins = ["tests.browser_fixtures"]
pytestmark = pytest.mark.browser


def scan() -> bytes:
    """Return a PDF whose one page holds no text."""
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def upload(page: Page, *files: tuple[str, bytes]) -> None:
    page.get_by_role("radio", name="Files").click()
    page.locator("input[type=file]").set_input_files(
        [{"name": name, "mimeType": "text/plain", "buffer": data} for name, data in files]
    )


def figure(page: Page, label: str) -> str:
    """Return what stands under a label."""
    metric = page.get_by_test_id("stMetric").filter(has_text=re.compile(f"^{label}"))
    return metric.last.get_by_test_id("stMetricValue").inner_text()


def test_the_page_opens_with_the_coverage_of_the_sample(visit: Visit) -> None:
    page = visit("/gaps")
    expect(heading(page)).to_have_text("Coverage by topic")
    covered, explained = figure(page, "Covered").split(" of ")
    missing, mentioned = figure(page, "Missing"), figure(page, "Mentioned only")
    assert int(covered) + int(mentioned) + int(missing) == int(explained)
    bars = panel(page).get_by_role("img")
    assert bars.count() == panel(page).get_by_role("heading", level=3).count() > 3
    expect(bars.first).to_have_accessible_name(
        re.compile(r"\d+ covered, \d+ mentioned only, \d+ missing")
    )


def test_a_row_of_the_table_shows_what_is_missing_and_what_to_read(visit: Visit) -> None:
    page = visit("/gaps")
    expect(heading(page)).to_have_text("Coverage by topic")
    table = page.get_by_test_id("stDataFrame").first
    table.scroll_into_view_if_needed()
    table.click(position={"x": 18, "y": 54})
    expect(panel(page)).to_contain_text("Mentioned only.")
    expect(panel(page)).to_contain_text("Take in")
    panel(page).get_by_role("link", name="Coverage by topic").click()
    expect(heading(page)).to_have_text("Coverage by topic")


def test_a_concept_of_the_findings_is_found_again_in_the_whole_graph(visit: Visit) -> None:
    page = visit("/gaps?see=concept&see=SPIFFE")
    expect(heading(page).first).to_have_text("SPIFFE")
    # A part of the graph alone can be shown only where the graph is.
    expect(panel(page).get_by_role("link", name="Show its neighbourhood alone")).to_have_count(0)
    page.get_by_role("link", name="Show it in the whole graph").click()
    expect(page).to_have_url(re.compile(r"/\?see=concept&see=SPIFFE$"))
    expect(panel(page).get_by_role("link", name="Show its neighbourhood alone")).to_be_visible()


def test_a_gap_leads_to_the_question_that_closes_it(visit: Visit) -> None:
    page = visit("/gaps?see=concept&see=ephemeral+container")
    expect(panel(page)).to_contain_text("Missing.")
    expect(panel(page)).to_contain_text("Belongs into")
    panel(page).get_by_role("link", name=re.compile("^281 ")).click()
    expect(panel(page)).to_contain_text("question 281")


def test_what_is_covered_is_quoted_from_the_curriculum(visit: Visit) -> None:
    page = visit("/gaps?see=concept&see=Rekor")
    expect(panel(page)).to_contain_text("Covered.")
    expect(panel(page).locator("q").first).to_contain_text("transparency log")


def test_the_graph_is_coloured_by_status(visit: Visit) -> None:
    page = visit("/gaps?gaps=Graph")
    settle(page)
    colours = page.evaluate(
        """() => {
          const { nodes } = conceptGraphExplorer.graphs.get("gaps");
          return ["Rekor", "cosign", "Pod", "Portainer"].map((id) => nodes.get(id).color);
        }"""
    )
    assert colours[0] == colours[1]
    assert len(set(colours)) == 3


def test_a_click_in_the_graph_shows_the_gap(visit: Visit) -> None:
    page = visit("/gaps?gaps=Graph")
    settle(page)
    page.mouse.click(*place_of(page, "Portainer", graph="gaps"))
    expect(panel(page)).to_contain_text("Missing.")
    expect(heading(page)).to_have_text("Portainer")


def test_the_legend_shows_one_status_alone(visit: Visit) -> None:
    page = visit("/gaps?gaps=Graph")
    settle(page)
    before = shown_nodes(page, graph="gaps")
    page.get_by_role("button", name="Covered", exact=True).last.click()
    page.wait_for_function(
        "(before) => conceptGraphExplorer.graphs.get('gaps').nodes.size < before", arg=len(before)
    )
    assert "cosign" in shown_nodes(page, graph="gaps")
    assert "Portainer" not in shown_nodes(page, graph="gaps")


def test_what_is_selected_is_lit_in_the_graph(visit: Visit) -> None:
    page = visit("/gaps?gaps=Graph&see=concept&see=cosign")
    settle(page)
    page.wait_for_function(
        "conceptGraphExplorer.graphs.get('gaps').strong?.length === 1"
        " || conceptGraphExplorer.graphs.get('gaps').emphasis?.strong?.length === 1"
    )


def test_both_faults_of_order_are_shown(visit: Visit) -> None:
    page = visit("/gaps?gaps=Order&see=concept&see=SPIRE")
    expect(page.get_by_text("used before they are introduced")).to_be_visible()
    expect(panel(page)).to_contain_text("Covered.")


def test_a_list_of_topics_is_held_against_the_corpus(visit: Visit) -> None:
    page = visit("/gaps")
    upload(page, ("topics.txt", b"Trivy\nFalco\nimage signing\n"))
    expect(page.get_by_test_id("stMetric").first).to_be_visible()
    expect(page.get_by_test_id("stMetricValue").nth(1)).to_have_text(re.compile("^[23] of "))


def test_two_files_stand_side_by_side(visit: Visit) -> None:
    page = visit("/gaps")
    upload(page, ("one.txt", b"Trivy\nFalco\n"), ("two.txt", b"Trivy\nRekor\n"))
    expect(page.get_by_role("heading", name="Where they differ")).to_be_visible()


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        pytest.param("scan.pdf", scan(), "text recognition", id="scan"),
        pytest.param("table.md", b"PK\x03\x04" + bytes(3000), "is not text", id="spreadsheet"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_in_one_sentence(
    visit: Visit, name: str, data: bytes, said: str
) -> None:
    page = visit("/gaps")
    upload(page, (name, data))
    alert = page.get_by_role("alert").filter(has_text=said)
    expect(alert).to_be_visible()
    assert name in alert.inner_text()
    assert "/" not in alert.inner_text()


def test_pasted_topics_are_held_against_the_corpus(visit: Visit) -> None:
    page = visit("/gaps")
    page.get_by_role("radio", name="Text").click()
    expect(page.get_by_text("Give a curriculum")).to_be_visible()
    box = page.get_by_role("textbox", name=re.compile("Topics"))
    box.fill("- Trivy\n- <script>alert(1)</script> Falco")
    box.press("Control+Enter")
    expect(page.get_by_test_id("stMetricValue").nth(1)).to_have_text(re.compile("^[12] of "))


def test_the_corpus_is_held_against_itself(visit: Visit) -> None:
    page = visit("/gaps")
    page.get_by_role("radio", name="This corpus").click()
    expect(page.get_by_role("heading", name="Never explained")).to_be_visible()
    expect(page.get_by_role("heading", name="Topics that hardly meet")).to_be_visible()
    expect(panel(page)).to_contain_text("Choose a row")


def test_more_minutes_close_more_gaps(visit: Visit) -> None:
    after = []
    for minutes in (10, 60):
        page = visit(f"/gaps?gaps=Reading+plan&minutes={minutes}")
        said = page.get_by_text("They take the coverage by importance")
        expect(said).to_be_visible()
        after.append(int(re.findall(r"(\d+) %", said.inner_text())[-1]))
    assert after[0] < after[1]


def test_the_report_is_downloaded_in_every_format(visit: Visit) -> None:
    page = visit("/gaps")
    assert download(page, "Markdown").startswith("# Gap analysis: curriculum.md")
    rows = list(csv.DictReader(io.StringIO(download(page, "Table (CSV)"), newline="")))
    assert {row["concept"]: row["status"] for row in rows}["Rekor"] == "covered"
    records = json.loads(download(page, "JSON"))["records"]
    assert len(records) == len(rows)


def test_the_page_to_print_needs_nothing_but_itself(
    visit: Visit, new_page: NewPage, tmp_path: Path
) -> None:
    file = tmp_path / "gaps.html"
    file.write_text(download(visit("/gaps"), "Page to print"), encoding="utf-8")
    for scheme in ("light", "dark"):
        page = new_page(file.as_uri(), color_scheme=scheme, viewport=NARROW)
        expect(page.get_by_role("heading", name="Coverage by topic")).to_be_visible()
        first = page.get_by_role("img").first
        assert first.evaluate("(bar) => bar.getBoundingClientRect().width") > 100
        green = first.locator("rect").first.evaluate("(part) => getComputedStyle(part).fill")
        assert green != "rgb(0, 0, 0)"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert len(page.pdf()) > 10_000


def test_on_a_phone_nothing_is_wider_than_the_screen(visit: Visit) -> None:
    page = visit("/gaps", viewport=NARROW)
    expect(heading(page)).to_have_text("Coverage by topic")
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth <= innerWidth")


def test_the_address_keeps_what_was_chosen(visit: Visit) -> None:
    page = visit("/gaps")
    page.get_by_role("radio", name="Connections").click()
    expect(
        page.get_by_text("Concepts that the curriculum names in separate sections")
    ).to_be_visible()
    page.reload()
    expect(
        page.get_by_text("Concepts that the curriculum names in separate sections")
    ).to_be_visible()
