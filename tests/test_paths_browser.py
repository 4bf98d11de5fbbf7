"""Stories of the Learning paths page, in a real browser on the shipped sample."""

import csv
import io
import json
import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import NARROW, NewPage, download, heading, panel, place_of, settle, shown_nodes

pytest_plugins = ["tests.browser_fixtures"]
pytestmark = pytest.mark.browser

OpenPaths = Callable[..., Page]  # from the query of the address, and options of the browser

GOAL = "?to=keyless+signing"


@pytest.fixture
def open_paths(new_page: NewPage, app: str) -> OpenPaths:
    def open_paths(query: str = "", **options: object) -> Page:
        page = new_page(f"{app}/paths{query}", **options)
        page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
        return page

    return open_paths


def steps(page: Page) -> Locator:
    """Return the concepts of the steps, in order."""
    return panel(page).locator("ul.reasons strong")


def address(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def test_without_a_goal_the_page_tells_where_to_begin(open_paths: OpenPaths) -> None:
    page = open_paths()
    expect(heading(page)).to_have_text("Where to begin")
    syllabus = page.get_by_role("region", name="Syllabus")
    expect(syllabus.get_by_role("heading", name="Level 1", exact=True)).to_be_visible()
    expect(syllabus.get_by_role("link", name="container", exact=True)).to_be_visible()


def test_a_goal_is_chosen_and_the_way_to_it_is_shown(open_paths: OpenPaths) -> None:
    page = open_paths()
    wish = page.get_by_role("combobox", name="I want to learn")
    wish.fill("keyless")
    page.get_by_role("option", name="keyless signing").click()
    page.keyboard.press("Escape")
    expect(heading(page)).to_have_text("To keyless signing")
    expect(steps(page).last).to_have_text("keyless signing")
    settle(page)
    assert set(shown_nodes(page, graph="path")) == set(steps(page).all_inner_texts())
    assert address(page)["to"] == ["keyless signing"]


def test_each_step_has_its_reading_and_all_but_the_first_a_reason(open_paths: OpenPaths) -> None:
    page = open_paths(GOAL)
    expect(heading(page)).to_have_text("To keyless signing")
    rows = panel(page).locator("ul.reasons > li").all_inner_texts()
    assert all(re.search(r"Read \d+\. .+ \(\d+ minutes?\)", row) for row in rows)
    assert all(re.search(r"question \d+|contains|comes first|more general", r) for r in rows[1:])


def test_what_is_known_needs_no_step_and_stays_in_the_address(open_paths: OpenPaths) -> None:
    page = open_paths(GOAL)
    expect(heading(page)).to_have_text("To keyless signing")
    before = steps(page).all_inner_texts()
    panel(page).get_by_role("link", name=f"I know {before[0]}", exact=True).click()
    expect(steps(page)).not_to_have_count(len(before))
    assert before[0] not in steps(page).all_inner_texts()
    assert address(page)["known"] == [before[0]]
    page.reload()
    expect(steps(page).first).not_to_have_text(before[0])
    expect(panel(page)).to_contain_text("Builds on what you know")


def test_a_step_shows_why_it_is_needed_and_leads_back(open_paths: OpenPaths) -> None:
    page = open_paths(GOAL)
    expect(heading(page)).to_have_text("To keyless signing")
    settle(page)
    step = steps(page).all_inner_texts()[1]
    page.mouse.click(*place_of(page, step, graph="path"))
    expect(heading(page)).to_have_text(step)
    expect(panel(page).get_by_role("heading", name="Why first")).to_be_visible()
    panel(page).get_by_role("link", name="Back to the path").click()
    expect(heading(page)).to_have_text("To keyless signing")


def test_each_level_is_left_of_the_next(open_paths: OpenPaths) -> None:
    page = open_paths(GOAL)
    expect(heading(page)).to_have_text("To keyless signing")
    settle(page)
    path = json.loads(download(page, "JSON"))["paths"][0]
    across = {
        step["concept"]: place_of(page, step["concept"], graph="path")[0] for step in path["steps"]
    }
    for step in path["steps"]:
        assert all(across[need] < across[step["concept"]] for need in step["needs"])


def test_another_way_leaves_out_what_it_is_named_for(open_paths: OpenPaths) -> None:
    page = open_paths(GOAL)
    way = page.get_by_role("radio", name=re.compile("^without ")).first
    left_out = way.inner_text().removeprefix("without ")
    expect(steps(page).filter(has_text=re.compile(f"^{re.escape(left_out)}$"))).to_have_count(1)
    way.click()
    expect(steps(page).filter(has_text=re.compile(f"^{re.escape(left_out)}$"))).to_have_count(0)


def test_where_nothing_leads_to_the_goal_the_page_says_so(open_paths: OpenPaths) -> None:
    page = open_paths("?to=CRI&from=Pod+Disruption+Budget")
    expect(page.get_by_text("No evidence connects Pod Disruption Budget to CRI")).to_be_visible()


def test_a_path_is_taken_home_in_every_format(open_paths: OpenPaths) -> None:
    page = open_paths(GOAL)
    expect(heading(page)).to_have_text("To keyless signing")
    names = steps(page).all_inner_texts()
    checklist = download(page, "Checklist (Markdown)")
    assert re.findall(r"- \[ \] \*\*\d+\. (.+)\*\*", checklist) == names
    rows = list(csv.DictReader(io.StringIO(download(open_paths(GOAL), "Table"), newline="")))
    assert [row["concept"] for row in rows if row["path"] == "1"] == names
    [first, *_] = json.loads(download(open_paths(GOAL), "JSON"))["paths"]
    assert [step["concept"] for step in first["steps"]] == names


def test_the_syllabus_is_taken_home(open_paths: OpenPaths) -> None:
    assert "## Level 1" in download(open_paths(), "Syllabus (Markdown)")


def test_a_concept_of_the_syllabus_becomes_the_goal(open_paths: OpenPaths) -> None:
    page = open_paths()
    page.get_by_role("region", name="Syllabus").get_by_role(
        "link", name="SPIFFE", exact=True
    ).click()
    expect(heading(page)).to_have_text("To SPIFFE")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_paper_every_step_is_there_and_no_control(open_paths: OpenPaths, scheme: str) -> None:
    page = open_paths(GOAL, color_scheme=scheme)
    expect(heading(page)).to_have_text("To keyless signing")
    page.emulate_media(media="print")
    for step in steps(page).all():
        expect(step).to_be_visible()
    assert panel(page).evaluate("(text) => text.scrollHeight <= text.clientHeight + 1")
    expect(page.get_by_role("button", name="Download", exact=True)).to_be_hidden()


def test_on_a_phone_nothing_is_wider_than_the_screen(open_paths: OpenPaths) -> None:
    page = open_paths(GOAL, viewport=NARROW)
    expect(heading(page)).to_have_text("To keyless signing")
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth <= innerWidth")
