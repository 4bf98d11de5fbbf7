"""Stories of the Learning paths page, in a real browser on the shipped sample."""

import csv
import io
import json
import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import NARROW, Visit, download, heading, panel, place_of, settle, shown_nodes

pytest_plugins = ["tests.browser_fixtures"]
pytestmark = pytest.mark.browser

GOAL = "/paths?to=keyless+signing"


def steps(page: Page) -> Locator:
    """Return the concepts of the steps, in order."""
    return panel(page).locator("ul.reasons strong")


def test_without_a_goal_the_page_tells_where_to_begin(visit: Visit) -> None:
    page = visit("/paths")
    expect(heading(page)).to_have_text("Where to begin")
    goals = page.get_by_role("region", name="Goals")
    expect(goals.get_by_role("heading")).to_have_text("What do you want to learn?")
    page.get_by_role("radio", name="Syllabus").click()
    syllabus = page.get_by_role("region", name="Syllabus")
    expect(syllabus.get_by_role("heading", name="Level 1", exact=True)).to_be_visible()
    expect(syllabus.get_by_role("link", name="container", exact=True)).to_be_visible()


def test_a_goal_that_is_suggested_is_a_click_away(visit: Visit) -> None:
    page = visit("/paths")
    goal = page.get_by_role("region", name="Goals").get_by_role("link").first
    name = goal.inner_text()
    goal.click()
    expect(heading(page)).to_have_text(f"To {name}")
    expect(steps(page).last).to_have_text(name)


def test_a_goal_is_chosen_and_the_way_to_it_is_shown(visit: Visit) -> None:
    page = visit("/paths")
    wish = page.get_by_role("combobox", name="I want to learn")
    wish.fill("keyless")
    page.get_by_role("option", name="keyless signing").click()
    page.keyboard.press("Escape")
    expect(heading(page)).to_have_text("To keyless signing")
    expect(steps(page).last).to_have_text("keyless signing")
    settle(page)
    assert set(shown_nodes(page, graph="path")) == set(steps(page).all_inner_texts())
    expect(page).to_have_url(re.compile(r"to=keyless(\+|%20)signing"))


def test_each_step_has_its_reading_and_what_builds_on_another_a_reason(visit: Visit) -> None:
    page = visit(GOAL)
    expect(heading(page)).to_have_text("To keyless signing")
    rows = panel(page).locator("ul.reasons > li").all_inner_texts()
    path = json.loads(download(page, "JSON"))["paths"][0]
    assert any(step["needs"] for step in path["steps"])
    for row, step in zip(rows, path["steps"], strict=True):
        assert re.search(r"Read \d+\. .+ \((\d+ minutes?|with step \d+)\)", row)
        for need, told in zip(step["needs"], step["told"], strict=True):
            assert f"{'Needs' if told else 'Comes after'} {need}: " in row
        assert ("Only mentioned there" in row) == (step["says"] == "mention")


def test_what_is_known_needs_no_step_and_stays_in_the_address(visit: Visit) -> None:
    page = visit(GOAL)
    expect(heading(page)).to_have_text("To keyless signing")
    before = steps(page).all_inner_texts()
    panel(page).get_by_role("link", name=f"I know {before[0]}", exact=True).click()
    expect(steps(page)).not_to_have_count(len(before))
    assert before[0] not in steps(page).all_inner_texts()
    expect(page).to_have_url(re.compile("known="))
    page.reload()
    expect(steps(page).first).not_to_have_text(before[0])
    expect(panel(page)).to_contain_text("Builds on what you know")


def test_a_step_shows_why_it_is_needed_and_leads_back(visit: Visit) -> None:
    page = visit(GOAL)
    expect(heading(page)).to_have_text("To keyless signing")
    settle(page)
    step = steps(page).all_inner_texts()[-1]
    page.mouse.click(*place_of(page, step, graph="path"))
    expect(heading(page)).to_have_text(step)
    expect(panel(page).get_by_role("heading", name="Why here")).to_be_visible()
    panel(page).get_by_role("link", name="Back to the path").click()
    expect(heading(page)).to_have_text("To keyless signing")


def test_each_level_is_left_of_the_next(visit: Visit) -> None:
    page = visit(GOAL)
    expect(heading(page)).to_have_text("To keyless signing")
    settle(page)
    path = json.loads(download(page, "JSON"))["paths"][0]
    across = {
        step["concept"]: place_of(page, step["concept"], graph="path")[0] for step in path["steps"]
    }
    for step in path["steps"]:
        assert all(across[need] < across[step["concept"]] for need in step["needs"])


def test_another_way_leaves_out_what_it_is_named_for(visit: Visit) -> None:
    page = visit(GOAL)
    way = page.get_by_role("radio", name=re.compile("^without ")).first
    left_out = way.inner_text().removeprefix("without ")
    expect(steps(page).filter(has_text=re.compile(f"^{re.escape(left_out)}$"))).to_have_count(1)
    way.click()
    expect(steps(page).filter(has_text=re.compile(f"^{re.escape(left_out)}$"))).to_have_count(0)


def test_what_is_left_to_learn_is_drawn_within_the_picture(visit: Visit) -> None:
    page = visit(GOAL)
    expect(heading(page)).to_have_text("To keyless signing")
    settle(page)
    while steps(page).count() > 2:
        first = steps(page).first.inner_text()
        panel(page).get_by_role("link", name=f"I know {first}", exact=True).click()
        expect(steps(page).filter(has_text=re.compile(f"^{re.escape(first)}$"))).to_have_count(0)
        settle(page)
        picture = page.locator(".canvas canvas").bounding_box()
        assert picture
        nodes = shown_nodes(page, graph="path")
        assert set(steps(page).all_inner_texts()) <= set(nodes)
        across, down = zip(*(place_of(page, node, graph="path") for node in nodes), strict=True)
        assert picture["x"] < min(across) < max(across) < picture["x"] + picture["width"]
        assert picture["y"] < min(down) < max(down) < picture["y"] + picture["height"]
        # It fills its place in one of the two directions.
        shares = (
            (max(across) - min(across)) / picture["width"],
            (max(down) - min(down)) / picture["height"],
        )
        assert max(shares) > 0.6


def test_where_nothing_is_left_to_learn_other_goals_are_suggested(visit: Visit) -> None:
    page = visit("/paths?to=Docker&known=Docker")
    expect(panel(page)).to_contain_text("Nothing is left to learn")
    goals = page.get_by_role("region", name="Goals")
    expect(goals.get_by_role("heading")).to_have_text("What else do you want to learn?")
    expect(goals.get_by_role("link").first).to_be_visible()


def test_where_nothing_leads_to_the_goal_the_page_says_so(visit: Visit) -> None:
    page = visit("/paths?to=CRI&from=Pod+Disruption+Budget")
    expect(page.get_by_text("No evidence connects Pod Disruption Budget to CRI")).to_be_visible()


def test_a_path_is_taken_home_in_every_format(visit: Visit) -> None:
    page = visit(GOAL)
    expect(heading(page)).to_have_text("To keyless signing")
    names = steps(page).all_inner_texts()
    checklist = download(page, "Checklist (Markdown)")
    assert re.findall(r"- \[ \] \*\*\d+\. (.+)\*\*", checklist) == names
    rows = list(csv.DictReader(io.StringIO(download(page, "Table"), newline="")))
    assert [row["concept"] for row in rows if row["path"] == "1"] == names
    [first, *_] = json.loads(download(page, "JSON"))["paths"]
    assert [step["concept"] for step in first["steps"]] == names


def test_the_syllabus_is_taken_home(visit: Visit) -> None:
    assert "## Level 1" in download(visit("/paths"), "Syllabus (Markdown)")


def test_a_concept_of_the_syllabus_becomes_the_goal(visit: Visit) -> None:
    page = visit("/paths?paths=Syllabus")
    page.get_by_role("region", name="Syllabus").get_by_role(
        "link", name="SPIFFE", exact=True
    ).click()
    expect(heading(page)).to_have_text("To SPIFFE")


def test_on_paper_every_step_is_there_and_no_control(visit: Visit) -> None:
    page = visit(GOAL)
    expect(heading(page)).to_have_text("To keyless signing")
    page.emulate_media(media="print")
    for step in steps(page).all():
        expect(step).to_be_visible()
    assert panel(page).evaluate("(text) => text.scrollHeight <= text.clientHeight + 1")
    expect(page.get_by_role("button", name="Download", exact=True)).to_be_hidden()


def test_on_a_phone_nothing_is_wider_than_the_screen(visit: Visit) -> None:
    page = visit(GOAL, viewport=NARROW)
    expect(heading(page)).to_have_text("To keyless signing")
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth <= innerWidth")
