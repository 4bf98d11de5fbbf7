"""Stories of the Explore page, in a real browser on the shipped sample."""

import json
import re
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser import (
    NARROW,
    WIDE,
    NewPage,
    Visit,
    camera,
    download,
    expect_lit,
    heading,
    panel,
    place_by_disc,
    place_of,
    place_on_edge,
    settle,
    shown_nodes,
    shown_topics,
)

pytest_plugins = ["tests.browser_fixtures"]
pytestmark = pytest.mark.browser

SPIFFE = "?see=concept&see=SPIFFE"


@pytest.fixture
def page(visit: Visit) -> Page:
    page = visit()
    settle(page)
    return page


def click_node(page: Page, node: str, *, graph: str = "concepts") -> None:
    page.mouse.click(*place_of(page, node, graph=graph))


def search_for(page: Page, text: str) -> None:
    box = page.get_by_role("combobox", name="Search")
    box.fill(text)
    box.press("Enter")


# ---- Click and read -------------------------------------------------------------------------


def test_a_click_on_a_concept_shows_the_questions_that_speak_of_it(page: Page) -> None:
    click_node(page, "cosign")
    expect(heading(page)).to_have_text("cosign")
    for number in ("276", "277"):
        question = panel(page).locator("section").filter(has_text=f"{number}. ")
        expect(question.locator("mark").first).to_have_text(re.compile("cosign", re.IGNORECASE))


def test_a_click_moves_nothing(page: Page) -> None:
    before = camera(page)
    click_node(page, "SPIFFE")
    expect(heading(page)).to_have_text("SPIFFE")
    settle(page)
    assert camera(page) == before


def test_a_click_is_answered_without_sending_the_graph_again(new_page: NewPage, app: str) -> None:
    page = new_page("about:blank")
    received: list[int] = []
    page.on(
        "websocket",
        lambda socket: socket.on("framereceived", lambda frame: received.append(len(frame))),
    )
    page.goto(app)
    settle(page)
    first = sum(received)
    click_node(page, "SPIFFE")
    expect(heading(page)).to_have_text("SPIFFE")
    settle(page)
    assert sum(received) - first < 50_000 < first


def test_at_first_no_label_overlaps_another(page: Page) -> None:
    boxes = page.evaluate(
        "conceptGraphExplorer.graphs.get('concepts').labels.placed.map(({ box }) => box)"
    )
    assert len(boxes) > 60
    for place, (left, top, right, bottom) in enumerate(boxes):
        for other in boxes[place + 1 :]:
            apart = left >= other[2] or right <= other[0] or top >= other[3] or bottom <= other[1]
            assert apart


def test_at_first_no_label_hides_one_of_the_largest_discs(page: Page) -> None:
    hidden = page.evaluate(
        """() => {
          const { labels, ranked, network } = conceptGraphExplorer.graphs.get("concepts");
          const scale = network.getScale();
          return ranked.slice(0, 12).flatMap(({ id, x, y }) =>
            labels.placed.filter(({ id: other, box: [left, top, right, bottom] }) =>
              other !== id && left < x * scale && x * scale < right &&
              top < y * scale && y * scale < bottom));
        }"""
    )
    assert hidden == []


@pytest.mark.parametrize("viewport", [WIDE, NARROW])
def test_the_graph_fills_its_place(new_page: NewPage, app: str, viewport: ViewportSize) -> None:
    page = new_page(app, viewport=viewport)
    settle(page)
    assert min(shares(page)) > 0.6


def shares(page: Page) -> list[float]:
    """Return how much of the width and height of its place the graph takes."""
    found: list[float] = page.evaluate(
        """() => {
          const { canvas, nodes, network } = conceptGraphExplorer.graphs.get("concepts");
          const places = [...nodes.values()].map((node) => network.canvasToDOM(node));
          const share = (values, whole) => (Math.max(...values) - Math.min(...values)) / whole;
          return [
            share(places.map(({ x }) => x), canvas.clientWidth),
            share(places.map(({ y }) => y), canvas.clientHeight),
          ];
        }"""
    )
    return found


def test_the_whole_graph_fills_its_place_in_a_window_of_another_shape(page: Page) -> None:
    tall = "conceptGraphExplorer.graphs.get('concepts').canvas.clientHeight"
    before = page.evaluate(tall)
    page.emulate_media(reduced_motion="reduce")  # the camera is there at once
    page.set_viewport_size({**WIDE, "height": 500})
    page.wait_for_function(f"{tall} < {before}")
    page.get_by_role("button", name="Show everything").click()
    assert min(shares(page)) > 0.6


def test_the_picture_is_the_same_at_each_visit(page: Page, new_page: NewPage, app: str) -> None:
    other = new_page(app)
    settle(other)
    assert camera(other) == camera(page)


def test_a_moving_camera_stops_when_its_graph_is_left(page: Page) -> None:
    page.evaluate(
        """() => {
          const next = requestAnimationFrame;
          globalThis.requestAnimationFrame = (frame) => { globalThis.late = frame; };
          const { root } = conceptGraphExplorer.graphs.get("concepts");
          root.querySelector("[data-do=closer]").click();
          globalThis.requestAnimationFrame = next;
        }"""
    )
    page.get_by_role("radio", name="Table").click()
    page.wait_for_function("!conceptGraphExplorer.graphs.has('concepts')")
    page.evaluate("late(performance.now())")  # a frame that was asked for before


def test_a_click_on_a_line_shows_what_binds_its_ends(page: Page) -> None:
    click_node(page, "SPIFFE")
    expect(heading(page)).to_have_text("SPIFFE")
    settle(page)
    other, x, y = place_on_edge(page, "SPIFFE")
    page.mouse.click(x, y)
    expect(heading(page)).to_have_text(re.compile(rf"SPIFFE and {other}|{other} and SPIFFE"))
    often = re.compile(r"Together .*more often than by chance\s*association [01]\.\d\d")
    expect(panel(page).get_by_role("listitem").first).to_have_text(often)
    expect(panel(page)).to_contain_text("stability")
    marks = panel(page).locator("section").first.locator("mark")
    spiffe = re.compile("^(?:spiffe|secure production.*)$", re.IGNORECASE)  # no SPIFFE ID
    expect(marks.filter(has_text=spiffe).first).to_be_visible()
    expect(marks.filter(has_not_text=spiffe).first).to_be_visible()


@pytest.mark.parametrize(
    ("query", "least", "most"),
    [
        pytest.param("", 5, 8, id="a line beside a disc"),
        pytest.param(SPIFFE, -9, 0, id="a lit line over a disc that is not"),
    ],
)
def test_a_click_opens_what_the_pointer_is_told_of(
    visit: Visit, query: str, least: float, most: float
) -> None:
    page = visit(query)
    settle(page)
    one, other, x, y = place_by_disc(page, least, most)
    page.mouse.move(x, y)
    expect(page.get_by_role("tooltip")).to_contain_text(f"{one} - {other}: ")
    page.mouse.click(x, y)
    expect(heading(page)).to_have_text(re.compile(f"{one} and {other}|{other} and {one}"))


def test_a_tip_goes_as_soon_as_something_else_is_shown(page: Page) -> None:
    tip = page.get_by_role("tooltip")
    x, y = place_of(page, "SPIFFE")
    page.mouse.move(x, y)
    expect(tip).to_contain_text("SPIFFE: ")
    page.mouse.down()
    expect(tip).to_be_hidden()
    page.mouse.up()
    expect(heading(page)).to_have_text("SPIFFE")
    page.mouse.move(*place_of(page, "cosign"))
    expect(tip).to_contain_text("cosign: ")
    page.go_back()
    expect(heading(page)).to_have_text("What these documents are about")
    expect(tip).to_be_hidden()


def test_a_click_on_the_ground_clears_the_selection(page: Page) -> None:
    click_node(page, "cosign")
    expect(heading(page)).to_have_text("cosign")
    frame = page.get_by_role("application").bounding_box()
    page.mouse.click(frame["x"] + 8, frame["y"] + 70)
    expect(heading(page)).to_have_text("What these documents are about")
    expect_lit(page)


def test_a_question_opens_whole_and_its_concepts_lead_on(page: Page) -> None:
    click_node(page, "cosign")
    panel(page).get_by_role("link", name="Read it whole").first.click()
    expect(panel(page)).to_contain_text("question 276")
    expect(heading(page)).to_contain_text("cosign")
    page.wait_for_function("conceptGraphExplorer.graphs.get('concepts').strong.includes('cosign')")
    panel(page).get_by_role("link", name="Kyverno", exact=True).first.click()
    expect(heading(page)).to_have_text("Kyverno")
    expect_lit(page, "Kyverno")


def test_one_question_leads_to_the_next(visit: Visit) -> None:
    page = visit("?see=concept&see=cosign")
    panel(page).get_by_role("link", name="Read it whole").first.click()
    expect(panel(page)).to_contain_text("question 276")
    panel(page).get_by_role("link", name="277. ").click()
    expect(panel(page)).to_contain_text("question 277")


def test_a_neighbour_in_the_panel_is_selected_in_the_graph(page: Page) -> None:
    click_node(page, "SPIFFE")
    panel(page).get_by_role("link", name="SPIRE", exact=True).first.click()
    expect(heading(page)).to_have_text("SPIRE")
    expect_lit(page, "SPIRE")


def test_neighbours_are_ranked_by_strength_or_by_association(page: Page) -> None:
    click_node(page, "cosign")
    near = panel(page).get_by_role("listitem")
    expect(near.first).to_be_visible()
    strongest = near.all_inner_texts()
    panel(page).get_by_role("link", name="by association").click()
    expect(panel(page).locator("a[aria-current=true]")).to_have_text("by association")
    assert near.all_inner_texts() != strongest
    expect_lit(page, "cosign")


def test_what_to_learn_before_and_after_is_said_with_reasons(page: Page) -> None:
    click_node(page, "SPIFFE")
    panel(page).get_by_role("link", name="What to learn before and after").click()
    expect(heading(page)).to_have_text("Before and after SPIFFE", timeout=30_000)
    expect(panel(page).get_by_role("link", name="SPIRE", exact=True)).to_be_visible()
    expect_lit(page, "SPIFFE")


# ---- Find -----------------------------------------------------------------------------------


def test_a_concept_is_found_by_name_or_alias_or_with_a_typing_error(page: Page) -> None:
    for typed, concept in (
        ("spiffe", "SPIFFE"),
        ("k8s", "Kubernetes"),
        ("pdb", "Pod Disruption Budget"),
        ("kuberentes", "Kubernetes"),
    ):
        search_for(page, typed)
        expect(heading(page)).to_have_text(concept)
        expect_lit(page, concept)


def test_what_is_typed_on_is_not_taken_for_what_was_suggested_before(page: Page) -> None:
    box = page.get_by_role("combobox", name="Search")
    box.press_sequentially("p")
    first = page.get_by_role("option", selected=True)
    expect(first).to_be_visible()
    assert "prometheus" not in first.inner_text().casefold()
    page.keyboard.insert_text("rometheus")
    box.press("Enter")
    expect(heading(page)).to_have_text("Prometheus")


def test_the_suggestion_that_the_arrows_lead_to_is_taken(page: Page) -> None:
    box = page.get_by_role("combobox", name="Search")
    box.press_sequentially("p")
    second = page.get_by_role("option").nth(1)
    concept = second.get_attribute("data-concept")
    box.press("ArrowDown")
    expect(second).to_have_attribute("aria-selected", "true")
    box.press("Enter")
    expect(heading(page)).to_have_text(str(concept))


def test_what_nothing_is_called_is_said(page: Page) -> None:
    box = page.get_by_role("combobox", name="Search")
    box.press_sequentially("qqqqq")
    expect(page.get_by_role("listbox")).to_contain_text("Nothing is called so")
    box.press("Enter")
    expect(panel(page)).to_contain_text("Nothing in these documents is called so")


def test_what_is_found_comes_into_view(page: Page) -> None:
    page.get_by_role("button", name="Zoom in").click(click_count=5)
    search_for(page, "spiffe")
    expect(heading(page)).to_have_text("SPIFFE")
    page.wait_for_function(
        """() => {
          const { network, nodes, canvas } = conceptGraphExplorer.graphs.get("concepts");
          const { x, y } = network.canvasToDOM(nodes.get("SPIFFE"));
          return x > 0 && y > 0 && x < canvas.clientWidth && y < canvas.clientHeight;
        }"""
    )


# ---- See less, or other things --------------------------------------------------------------


def test_the_legend_shows_one_topic_alone(page: Page) -> None:
    chip = page.get_by_role("group", name=re.compile("Topics")).get_by_role("button").first
    topic = chip.inner_text()
    everything = len(shown_nodes(page))
    chip.click()
    expect(chip).to_have_attribute("aria-pressed", "true")
    settle(page)
    assert len(shown_topics(page)) == 1
    assert len(shown_nodes(page)) < everything
    assert topic.split(" ")[0] in page.url
    chip.click()
    expect(chip).to_have_attribute("aria-pressed", "false")
    settle(page)
    assert len(shown_nodes(page)) == everything


def test_a_double_click_shows_the_neighbourhood_alone(page: Page) -> None:
    page.mouse.dblclick(*place_of(page, "SPIFFE"))
    expect(page.get_by_text("Around SPIFFE")).to_be_visible()
    expect(heading(page)).to_have_text("SPIFFE")
    settle(page)
    one_step = set(shown_nodes(page))
    assert "SPIRE" in one_step
    page.get_by_role("button", name="2 steps").click()
    expect(page.get_by_role("button", name="2 steps")).to_have_attribute("aria-pressed", "true")
    settle(page)
    assert "SPIFFE" in shown_nodes(page)
    page.get_by_role("button", name="Show all").click()
    expect(page.get_by_text("Around SPIFFE")).to_be_hidden()
    assert len(shown_nodes(page)) > len(one_step)


def test_a_double_click_is_for_what_its_first_click_hit(page: Page, visit: Visit) -> None:
    concept, x, y = place_of_two_things(page, visit)
    page = visit()
    settle(page)
    page.mouse.dblclick(x, y)
    expect(page.get_by_text(f"Around {concept}", exact=True)).to_be_visible()


def place_of_two_things(page: Page, visit: Visit) -> tuple[str, float, float]:
    """Return a place beside a disc, on a line that leads there and is lit once that is clicked."""
    beside = page.evaluate(
        """() => {
          const graph = conceptGraphExplorer.graphs.get("concepts");
          const { network, nodes, edges, canvas } = graph;
          const frame = canvas.getBoundingClientRect();
          return [...edges.values()].flatMap(({ from, to }) => {
            const [one, other] = [nodes.get(from), nodes.get(to)];
            const [across, down] = [other.x - one.x, other.y - one.y];
            const share = (one.size + 6 / network.getScale()) / Math.hypot(across, down);
            const at = network.canvasToDOM({
              x: one.x + share * across,
              y: one.y + share * down,
            });
            const hit = share < 0.5 && graph.itemAt(at)?.id === from;
            return hit ? [[from, frame.x + at.x, frame.y + at.y]] : [];
          });
        }"""
    )
    for concept, x, y in beside:
        page = visit("?" + urlencode({"see": ["concept", concept]}, doseq=True))
        expect_lit(page, concept)
        item = page.evaluate(
            """([x, y]) => {
              const graph = conceptGraphExplorer.graphs.get("concepts");
              const frame = graph.canvas.getBoundingClientRect();
              return graph.itemAt({ x: x - frame.x, y: y - frame.y }).id;
            }""",
            [x, y],
        )
        if item != concept:
            return concept, x, y
    raise LookupError("no disc has a lit line beside it")


def test_a_topic_chosen_beside_a_neighbourhood_is_shown_of_the_whole_graph(visit: Visit) -> None:
    page = visit("?focus=SPIFFE&focus=1")
    expect(page.get_by_text("Around SPIFFE")).to_be_visible()
    settle(page)
    assert len(shown_topics(page)) > 1
    chip = page.get_by_role("group", name=re.compile("Topics")).get_by_role("button").first
    chip.click()
    expect(chip).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_text("Around SPIFFE")).to_be_hidden()
    settle(page)
    assert len(shown_topics(page)) == 1
    # Alone, a neighbourhood has all its topics again, and no chip says otherwise.
    page.mouse.dblclick(*place_of(page, shown_nodes(page)[0]))
    expect(chip).to_have_attribute("aria-pressed", "false")
    settle(page)
    assert len(shown_topics(page)) > 1


def test_the_map_of_the_topics_opens_into_their_concepts(page: Page) -> None:
    page.get_by_role("radio", name="Topic map").click()
    page.wait_for_function("globalThis.conceptGraphExplorer.graphs.has('topics')")
    click_node(page, "0", graph="topics")
    panel(page).get_by_role("link", name="Show this topic alone").click()
    page.wait_for_function("globalThis.conceptGraphExplorer.graphs.has('concepts')")
    settle(page)
    assert shown_topics(page) == {0}


def test_a_line_between_two_topics_leaves_what_is_selected(page: Page) -> None:
    page.get_by_role("radio", name="Topic map").click()
    page.wait_for_function("globalThis.conceptGraphExplorer.graphs.has('topics')")
    click_node(page, "0", graph="topics")
    expect(panel(page).get_by_role("link", name="Show this topic alone")).to_be_visible()
    settle(page)
    topic = heading(page).inner_text()
    _, x, y = place_on_edge(page, "0", graph="topics")
    page.mouse.move(x, y)
    expect(page.get_by_role("tooltip")).to_contain_text("connections")
    page.evaluate(
        """() => {
          const graph = conceptGraphExplorer.graphs.get("topics");
          const { send } = graph;
          globalThis.sent = [];
          graph.send = (event) => { sent.push(event.kind); send(event); };
        }"""
    )
    page.mouse.click(x, y)
    click_node(page, "1", graph="topics")
    expect(heading(page)).not_to_have_text(topic)
    assert page.evaluate("sent") == ["topic"]  # of the second click


def test_two_concepts_are_compared(page: Page) -> None:
    click_node(page, "cosign")
    page.keyboard.down("Shift")
    click_node(page, "Sigstore")
    page.keyboard.up("Shift")
    expect(heading(page)).to_have_text("cosign, Sigstore")
    expect(panel(page)).to_contain_text("What connects them")
    expect(panel(page).get_by_role("listitem").filter(has_text="276. ")).to_be_visible()
    panel(page).get_by_role("link", name="Take cosign out").click()
    expect(heading(page)).to_have_text("Sigstore")


def test_what_is_selected_is_selected_in_the_table(page: Page) -> None:
    click_node(page, "Kubernetes")
    expect(heading(page)).to_have_text("Kubernetes")
    page.get_by_role("radio", name="Table").click()
    expect(page.get_by_test_id("stDataFrame").first).to_be_visible()
    # Read from what the table offers to screen readers.
    expect(page.locator("tr[aria-selected=true]").first).to_contain_text("Kubernetes")


def test_the_table_of_a_neighbourhood_says_so_and_leads_back(visit: Visit) -> None:
    page = visit("?view=Table&focus=cosign&focus=1")
    expect(page.get_by_text("Around cosign, 1 step")).to_be_visible()
    concepts = page.get_by_role("tab", name=re.compile("concepts"))
    few = concepts.inner_text()
    page.get_by_role("button", name="Show all").click()
    expect(page.get_by_text("Around cosign")).to_be_hidden()
    expect(concepts).not_to_have_text(few)
    assert "focus" not in page.url


def test_a_row_of_the_table_is_selected_everywhere(page: Page) -> None:
    page.get_by_role("radio", name="Table").click()
    table = page.get_by_test_id("stDataFrame").first
    expect(table).to_be_visible()
    frame = table.bounding_box()
    page.mouse.click(frame["x"] + 18, frame["y"] + 54)  # the first row's box
    expect(heading(page)).not_to_have_text("What these documents are about")
    chosen = heading(page).inner_text()
    page.get_by_role("radio", name="Concepts").click()
    settle(page)
    expect_lit(page, chosen)


# ---- Links and history ----------------------------------------------------------------------


def test_a_link_opens_the_same_in_another_browser(page: Page, new_page: NewPage) -> None:
    page.get_by_role("group", name=re.compile("Topics")).get_by_role("button").first.click()
    settle(page)
    search_for(page, "spiffe")
    expect(heading(page)).to_have_text("SPIFFE")
    settle(page)
    shown, address = shown_nodes(page), page.url
    other = new_page(address, alone=True)
    settle(other)
    expect(heading(other)).to_have_text("SPIFFE")
    assert sorted(shown_nodes(other)) == sorted(shown)
    expect_lit(other, "SPIFFE")


def test_back_and_forward_go_through_what_was_selected(page: Page) -> None:
    click_node(page, "cosign")
    expect(heading(page)).to_have_text("cosign")
    search_for(page, "spiffe")
    expect(heading(page)).to_have_text("SPIFFE")
    page.go_back()
    expect(heading(page)).to_have_text("cosign")
    expect_lit(page, "cosign")
    page.get_by_role("button", name="Forward", exact=True).click()
    expect(heading(page)).to_have_text("SPIFFE")
    page.get_by_role("button", name="Back", exact=True).click()
    expect(heading(page)).to_have_text("cosign")


def test_a_neighbourhood_of_what_is_not_there_is_the_whole_graph(visit: Visit) -> None:
    page = visit("?focus=Nonsense&focus=1")
    settle(page)
    expect(page.get_by_text("Around Nonsense")).to_be_hidden()
    assert {"cosign", "SPIFFE"} <= set(shown_nodes(page))


@pytest.mark.parametrize(
    "query",
    ["?see=concept&see=Nonsense", "?see=edge&see=cosign&see=Nonsense", "?see=question&see=x%23y"],
)
def test_a_link_to_what_is_not_there_says_so(visit: Visit, query: str) -> None:
    page = visit(query)
    expect(heading(page)).to_have_text("Not in these documents")


# ---- Every person ---------------------------------------------------------------------------


def test_the_keyboard_alone_selects_moves_reads_and_clears(page: Page) -> None:
    page.get_by_role("application").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(heading(page)).not_to_have_text("What these documents are about")
    first = heading(page).inner_text()
    expect_lit(page, first)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(heading(page)).not_to_have_text(first)
    second = heading(page).inner_text()
    expect_lit(page, second)
    page.keyboard.press("Escape")
    expect(heading(page)).to_have_text("What these documents are about")
    page.keyboard.press("Enter")
    expect(heading(page)).to_have_text(second)
    panel(page).get_by_role("link", name="Read it whole").first.press("Enter")
    expect(panel(page).get_by_role("article")).to_be_visible()
    expect(heading(page)).to_be_focused()
    page.keyboard.press("Escape")
    expect(heading(page)).to_have_text("What these documents are about")


def test_escape_clears_after_a_click(page: Page) -> None:
    click_node(page, "cosign")
    expect(heading(page)).to_have_text("cosign")
    page.keyboard.press("Escape")
    expect(heading(page)).to_have_text("What these documents are about")


@pytest.mark.parametrize("reading", [False, True])
def test_one_escape_brings_the_whole_graph_back(page: Page, reading: bool) -> None:
    everything = len(shown_nodes(page))
    page.mouse.dblclick(*place_of(page, "SPIFFE"))
    expect(page.get_by_text("Around SPIFFE")).to_be_visible()
    expect(heading(page)).to_have_text("SPIFFE")
    settle(page)
    if reading:
        panel(page).focus()
    page.keyboard.press("Escape")
    expect(page.get_by_text("Around SPIFFE")).to_be_hidden()
    expect(heading(page)).to_have_text("What these documents are about")
    settle(page)
    assert len(shown_nodes(page)) == everything
    page.go_back()  # one step, too
    expect(page.get_by_text("Around SPIFFE")).to_be_visible()
    expect(heading(page)).to_have_text("SPIFFE")


def test_dark_mode_paints_the_graph_for_a_dark_ground(new_page: NewPage, app: str) -> None:
    page = new_page(app, color_scheme="dark")
    settle(page)
    ground, theme = page.evaluate(
        "(({colours, theme}) => [colours.ground, theme])"
        "(conceptGraphExplorer.graphs.get('concepts'))"
    )
    assert (ground, theme) == ("#12161c", "dark")


def test_a_narrow_page_has_the_panel_below_the_graph_and_fits(new_page: NewPage, app: str) -> None:
    page = new_page(app + SPIFFE, viewport=NARROW)
    settle(page)
    expect(heading(page)).to_have_text("SPIFFE")
    graph, text = page.get_by_role("application").bounding_box(), panel(page).bounding_box()
    assert text["y"] > graph["y"] + graph["height"]
    assert text["x"] + text["width"] <= NARROW["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]


# ---- Take it with you -----------------------------------------------------------------------


def test_the_exported_page_works_from_disk_without_a_network(
    page: Page, new_page: NewPage, tmp_path: Path
) -> None:
    file = tmp_path / "graph.html"
    file.write_text(download(page, "Interactive page"), encoding="utf-8")
    alone = new_page(file.as_uri())
    expect(alone.locator("canvas").first).to_be_visible()
    expect(alone.get_by_text("cosign").first).to_be_attached()


def test_the_exported_json_holds_the_whole_graph(page: Page) -> None:
    graph = json.loads(download(page, "JSON"))
    assert {"cosign", "SPIFFE"} <= {node["id"] for node in graph["nodes"]}


def test_the_picture_is_saved_as_png(page: Page, tmp_path: Path) -> None:
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save as picture").click()
    file = tmp_path / "picture.png"
    waiting.value.save_as(file)
    assert file.read_bytes().startswith(b"\x89PNG")
