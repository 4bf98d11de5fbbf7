"""Hostile text in the app: on every page, in a real browser, attacks are shown and do nothing."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from urllib.parse import urlencode

import networkx as nx
import pytest
from playwright.sync_api import Dialog, Page, expect

from graph.concept_graph import build_concept_graph, load_index
from graph.paths import LearningPath, find_paths
from graph.prerequisites import find_prerequisites
from tests.browser import Stay, go, heading, idle, panel, place_of, settle
from tests.hostile import attacks
from tests.serving import serve
from ui.gap_analysis import GAP_PARTS

pytest_plugins = ["tests.browser_fixtures"]
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def hostile_app(hostile_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of the app on that index."""
    with serve(hostile_index, cache=tmp_path_factory.mktemp("cache")) as address:
        yield address


@pytest.fixture
def page(stay: Stay, hostile_app: str) -> Iterator[Page]:
    """Return a page of that app; at the end, no attack may have left a trace."""
    page = stay(hostile_app)
    dialogs: list[str] = []
    opened: list[Page] = []

    def dismiss(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    def note(popup: Page) -> None:
        opened.append(popup)

    page.on("dialog", dismiss)
    page.on("popup", note)
    settle(page)
    yield page
    page.remove_listener("dialog", dismiss)
    page.remove_listener("popup", note)
    assert (dialogs, opened) == ([], [])
    assert page.evaluate("globalThis.intruded ?? 0") == 0
    assert page.locator("script:not([src]):not([type])", has_text="intruded").count() == 0


def query_of(**query: object) -> str:
    return "?" + urlencode(query, doseq=True)


def follow(page: Page, **query: object) -> None:
    """Follow a link of the panel; the page is not loaded anew."""
    panel(page).evaluate(
        """(panel, href) => {
          const link = document.createElement("a");
          link.href = href;
          panel.append(link);
          link.click();
        }""",
        query_of(**query),
    )


def readable() -> list[str]:
    # What a browser shows as it is; the others are opened all the same.
    return [text for text in sorted(attacks()) if text.isprintable() and text == text.strip()]


def tags(page: Page, part: str) -> int:
    """Count the elements in a part of the page that nothing of the app's own has."""
    strange = "script, img, iframe, style, input, video, object, marquee, math, form, base, link"
    return page.get_by_role("region", name=part).locator(f":is({strange})").count()


# --- Explore ---


def test_concepts_compared_are_shown_as_they_are_named(page):
    names = readable()
    for start in range(0, len(names), 40):
        some = names[start : start + 5]
        follow(page, see=["concept", *some])
        expect(heading(page)).to_have_text(", ".join(some), use_inner_text=False)


def test_a_concept_opens_with_all_that_is_said_of_it(page):
    for attack in ("<img src=x onerror=alert(1)>", "\u202etxt.exe", "\x1b[31mx"):
        follow(page, see=["concept", attack])
        expect(heading(page)).to_have_text(attack, use_inner_text=False)
        expect(panel(page).locator("mark").first).to_be_visible()


def test_every_section_opens_whole(page):
    names = sorted(attacks())
    for number, start in enumerate(range(0, len(names), 25)):
        follow(page, see=["question", f"{names[start]}#{number}"])
        expect(panel(page).locator("article")).to_contain_text(
            f"{names[start + 1]} is what".split()[-1]
        )
        idle(page)
        assert tags(page, "Evidence") == 0


def test_the_other_views_show_them_too(page):
    for view in ("Topic map", "Table"):
        page.get_by_role("radio", name=view).click()
        idle(page)
        expect(panel(page)).to_contain_text("What these documents are about")


def test_a_search_repeats_what_was_typed_as_text(page):
    for attack in readable()[::40]:
        follow(page, see=["search", attack])
        expect(heading(page)).to_have_text(attack, use_inner_text=False)


# --- Learning paths ---


@pytest.fixture(scope="module")
def longest(hostile_index: Path) -> LearningPath:
    """Return the longest path that leads through attacks."""
    index = load_index(hostile_index)
    dag = find_prerequisites(index, build_concept_graph(index))
    goal = max(sorted(dag), key=lambda concept: len(nx.ancestors(dag, concept)))
    [path] = find_paths(dag, [goal])
    assert len(path.steps) > 10
    return path


def test_a_learning_path_leads_through_attacks(page, hostile_app, longest):
    go(page, f"{hostile_app}/paths{query_of(to=longest.goals)}")
    expect(heading(page)).to_have_text(f"To {longest.goals[0]}", use_inner_text=False)
    named = panel(page).locator("ul.reasons strong").all_text_contents()
    assert named == [step.concept for step in longest.steps]
    assert tags(page, "Evidence") == 0
    settle(page)
    drawn = "conceptGraphExplorer.graphs.get('path').network.body.nodeIndices"
    assert sorted(page.evaluate(drawn)) == sorted(named)  # even "constructor"
    for step in longest.steps[-3:]:
        page.mouse.move(*place_of(page, step.concept, graph="path"))
        expect(page.get_by_role("tooltip")).to_have_text(f"{step.concept}: tool")


def test_what_is_known_and_what_leads_nowhere_is_told_as_text(page, hostile_app, longest):
    known, *_, goal = [step.concept for step in longest.steps]
    go(page, f"{hostile_app}/paths{query_of(to=goal, known=known)}")
    expect(panel(page)).to_contain_text("Builds on what you know")
    assert tags(page, "Evidence") == 0
    start = "![x](https://intruder.invalid/x.png)"
    go(page, f"{hostile_app}/paths" + query_of(**{"to": known, "from": start}))
    expect(page.get_by_test_id("stAlert")).to_contain_text(start)


def test_the_syllabus_holds_every_attack_as_text(page, hostile_app):
    go(page, f"{hostile_app}/paths?paths=Syllabus")
    syllabus = page.get_by_role("region", name="Syllabus")
    expect(syllabus.locator("h3").first).to_be_visible()
    shown = syllabus.locator(".chip a").all_text_contents()
    assert len(shown) == len(attacks())
    assert set(readable()) <= set(shown)
    assert tags(page, "Syllabus") == 0


# --- Gap analysis ---

CURRICULUM = "\n\n".join(f"## {text}\n\nA lesson on {text}, and then {text}." for text in attacks())
FILES = [
    ("<img src=x onerror=alert(1)>.md", CURRICULUM),
    ("![x](https:intruder.invalid).md", CURRICULUM[: len(CURRICULUM) // 2]),
    ("[x](javascript:alert(1)).pdf", "no such thing"),
]


def give(page: Page, address: str, *files: tuple[str, str]) -> None:
    go(page, f"{address}/gaps?curriculum=Files")
    page.locator("input[type=file]").set_input_files(
        [{"name": name, "mimeType": "text/plain", "buffer": text.encode()} for name, text in files]
    )


def test_a_curriculum_of_attacks_is_text_in_every_finding(page, hostile_app):
    give(page, hostile_app, FILES[0])
    expect(heading(page)).to_have_text("Coverage by topic")
    for part in GAP_PARTS:
        page.get_by_role("radio", name=part, exact=True).click()
        idle(page)
        assert tags(page, "Evidence") == 0
        assert page.get_by_test_id("stException").count() == 0
    for attack in readable()[::50]:
        follow(page, see=["concept", attack])
        expect(heading(page)).to_have_text(attack, use_inner_text=False)
        assert tags(page, "Evidence") == 0


def test_names_of_curricula_are_text_side_by_side_and_in_messages(page, hostile_app):
    give(page, hostile_app, *FILES)
    for name, _ in FILES[:2]:
        expect(page.get_by_text(f"{name}: The curriculum covers")).to_be_visible()
    expect(page.get_by_test_id("stAlert")).to_contain_text(FILES[2][0])
    assert page.get_by_test_id("stMain").locator("a[href^=javascript], img").count() == 0


# --- Corpus ---


def test_names_that_are_put_right_are_shown_as_they_are(page, hostile_app):
    for part in ("Documents", "Work list"):
        go(page, f"{hostile_app}/corpus{query_of(part=part)}")
        expect(page.get_by_role("radio", name=part)).to_be_checked()
    names = readable()
    for name in (names[0], "![x](https://intruder.invalid/x.png)"):
        go(page, f"{hostile_app}/corpus{query_of(part='Names', concept=name)}")
        expect(page.get_by_role("combobox", name="Concept")).to_have_value(name)
        also = page.get_by_test_id("stCaptionContainer").filter(has_text="also: ")
        expect(also).to_contain_text(f"{name} {name}"[:99])
        assert also.locator("img, code, em, strong").count() == 0


# --- the address of every page ---

PARAMETERS = {
    "": "see focus rank topics kinds concepts weight sentences code view",
    "paths": "see to known from basics paths",
    "gaps": "see curriculum gaps status shown named minutes",
    "corpus": "part concept",
}


@pytest.mark.parametrize("name", PARAMETERS, ids=lambda name: name or "explore")
def test_no_parameter_of_the_address_is_more_than_text(page, hostile_app, name):
    for attack, open_address in (
        ("<img src=x onerror=alert(1)>", page.goto),
        ("1e999\x00", partial(go, page)),
    ):
        query = query_of(**{key: [attack, attack] for key in PARAMETERS[name].split()})
        open_address(f"{hostile_app}/{name}{query}")
        shown = page.get_by_test_id("stMain").get_by_role("radio").or_(panel(page))
        expect(shown.first).to_be_visible()
        idle(page)
        expect(page.get_by_test_id("stException")).to_have_count(0)


# --- should any of it fail ---


def test_the_policy_of_the_pages_stops_a_script_that_came_through(new_page, hostile_app):
    page = new_page(hostile_app, bypass_csp=False)
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text))
    expect(panel(page)).to_be_visible()
    # Drawn with the scripts that it has; all its own are allowed.
    expect(page.locator("canvas").first).to_be_visible()
    assert [text for text in refused if "Content Security Policy" in text] == []
    page.evaluate(
        """async () => {
          const place = document.createElement("div");
          place.innerHTML = "<img src=x onerror='globalThis.intruded = 1'>";
          const script = document.createElement("script");
          script.textContent = "globalThis.intruded = 1";
          document.body.append(place, script);
          await new Promise((done) => place.firstChild.addEventListener("error", done));
        }"""
    )
    assert page.evaluate("globalThis.intruded ?? 0") == 0
    asked = page.evaluate("fetch('https://intruder.invalid/').then(() => true, () => false)")
    assert asked is False
    assert len([text for text in refused if "Content Security Policy" in text]) >= 3
