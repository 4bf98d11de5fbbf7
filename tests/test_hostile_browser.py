"""Hostile text in the app: on every page, in a real browser, attacks are shown and do nothing."""

from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from graph.concept_graph import load_concept_graph
from tests.browser import NewPage, heading, panel, settle
from tests.hostile import attacks, write_hostile_index

pytest_plugins = ["tests.browser_fixtures"]
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def hostile_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of the app on an index that consists of attacks."""
    from tests.browser_fixtures import serve  # pytest has to load that module first

    folder = tmp_path_factory.mktemp("hostile")
    (folder / "cache").mkdir()
    write_hostile_index(folder / "index")
    load_concept_graph(folder / "index")
    with serve(folder / "index", cache=folder / "cache") as address:
        yield address


@pytest.fixture
def page(new_page: NewPage, hostile_app: str) -> Iterator[Page]:
    """Return a page of that app; at the end, no attack may have left a trace."""
    page = new_page(hostile_app)
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    settle(page)
    yield page
    assert dialogs == []
    assert page.evaluate("globalThis.intruded ?? 0") == 0
    assert page.locator("script:not([src]):not([type])", has_text="intruded").count() == 0
    assert page.context.pages == [page]


def open_query(page: Page, app: str, **query: object) -> None:
    page.goto(f"{app}/?{urlencode(query, doseq=True)}")
    settle(page)


def readable() -> list[str]:
    # What a browser shows as it is; the others are opened all the same.
    return [text for text in sorted(attacks()) if text.isprintable() and text == text.strip()]


def test_concepts_compared_are_shown_as_they_are_named(page, hostile_app):
    names = readable()
    for start in range(0, len(names), 40):
        some = names[start : start + 5]
        open_query(page, hostile_app, see=["concept", *some])
        expect(heading(page)).to_have_text(", ".join(some), use_inner_text=False)


@pytest.mark.parametrize("attack", ["<img src=x onerror=alert(1)>", "\u202etxt.exe", "\x1b[31mx"])
def test_a_concept_opens_with_all_that_is_said_of_it(page, hostile_app, attack):
    open_query(page, hostile_app, see=["concept", attack])
    expect(panel(page).locator("mark").first).to_be_visible()


def test_every_section_opens_whole(page, hostile_app):
    names = sorted(attacks())
    for number, start in enumerate(range(0, len(names), 25)):
        open_query(page, hostile_app, see=["question", f"{names[start]}#{number}"])
        expect(panel(page).locator("article")).to_be_visible()
        assert panel(page).locator("article :is(script, img, svg, iframe, style)").count() == 0


def test_the_other_views_show_them_too(page, hostile_app):
    for view in ("Topic map", "Table"):
        page.goto(f"{hostile_app}/?{urlencode({'view': view})}")
        page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
        expect(panel(page)).to_contain_text("What these documents are about")


@pytest.mark.parametrize("name", ["see", "focus", "topics", "kinds", "concepts", "weight", "view"])
def test_no_parameter_of_the_address_is_more_than_text(page, hostile_app, name):
    for attack in ("<img src=x onerror=alert(1)>", "1e999\x00"):
        page.goto(f"{hostile_app}/?{urlencode({name: [attack, attack]}, doseq=True)}")
        page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
        expect(panel(page)).to_be_visible()
        expect(page.locator("[data-testid=stException]")).to_have_count(0)


def test_a_search_repeats_what_was_typed_as_text(page, hostile_app):
    for attack in readable()[::40]:
        open_query(page, hostile_app, see=["search", attack])
        expect(heading(page)).to_have_text(attack, use_inner_text=False)


def test_names_that_are_put_right_are_shown_as_they_are(page, hostile_app):
    names = readable()
    for part in ("Documents", "Work list"):
        page.goto(f"{hostile_app}/corpus?{urlencode({'part': part})}")
        expect(page.get_by_role("radio", name=part)).to_be_checked()
    for name in names[:: len(names) // 20]:
        query = urlencode({"part": "Names", "concept": name})
        page.goto(f"{hostile_app}/corpus?{query}")
        expect(page.get_by_role("combobox", name="Concept")).to_have_value(name)
