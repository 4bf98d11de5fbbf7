"""Stories of the Corpus page, in a real browser: own documents, own names, and nobody else's."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect

from extract.index import read_table
from tests.browser import NewPage, heading, idle, panel, settle, shown_nodes
from tests.serving import serve
from tests.writers import Code, Question, Text, write_csv, write_docx, write_html, write_markdown

pytest_plugins = ["tests.browser_fixtures"]
pytestmark = pytest.mark.browser

_READ = 120_000  # milliseconds in which documents are read on a busy machine


def questions(first: int, *subjects: str) -> list[Question]:
    return [
        Question(
            number,
            f"What is {subject}?",
            [
                Text([("strong", subject), ("plain", " is a tool that works with Sigstore.")]),
                Text([("plain", f"Teams run {subject} beside cosign and Kubernetes.")]),
                Code("bash", f"# start it\n{subject.lower()} run"),
            ],
        )
        for number, subject in enumerate(subjects, first)
    ]


def payload(name: str, data: bytes) -> FilePayload:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": data}


FILES = [
    payload("one.html", write_html(questions(1, "Trivy", "Grype"))),
    payload("two.docx", write_docx(questions(3, "Falco", "Tetragon"))),
    payload("three.csv", write_csv(questions(5, "Kyverno", "Cilium"))),
]


def open_part(
    new_page: NewPage, app: str, part: str, query: str = "", *, alone: bool = False
) -> Page:
    page = new_page(f"{app}/corpus?part={part}{query}", alone=alone)
    expect(page.get_by_role("radio", name=part.replace("+", " "))).to_be_visible()
    idle(page)
    return page


def show_part(page: Page, part: str) -> None:
    page.get_by_role("radio", name=part).click()
    idle(page)


def read(page: Page, files: list[FilePayload]) -> None:
    """Upload files and wait until they are read."""
    page.locator("input[type=file]").first.set_input_files(files)
    expect(page.get_by_text(str(files[-1]["name"]))).to_be_visible()
    page.get_by_role("button", name="Read", exact=True).click()
    expect(page.get_by_text(re.compile(r"^Read \d+ files? in"))).to_be_visible(timeout=_READ)
    idle(page)


def choose(page: Page, label: str, option: str) -> None:
    box = page.get_by_role("combobox", name=label)
    box.click()
    box.fill(option)
    page.get_by_role("option", name=option, exact=True).click()
    idle(page)


def opened(page: Page) -> Locator:
    return page.get_by_text(re.compile(r"(Your documents|The documents of this app): "))


def names_on_graph(page: Page) -> set[str]:
    page.get_by_role("link", name="Explore").click()
    settle(page)
    names = set(shown_nodes(page))
    page.get_by_role("link", name="Corpus").click()
    expect(page.get_by_role("radio", name="Documents")).to_be_visible()
    idle(page)
    return names


# --- one's own documents, one's own names ---


def test_three_formats_are_read_two_concepts_merged_undone_and_nothing_is_lost(new_page, app):
    page = open_part(new_page, app, "Documents")
    expect(opened(page)).to_contain_text("The documents of this app: 4 files, 50 questions")
    page.locator("input[type=file]").first.set_input_files(FILES)
    page.get_by_role("button", name="Read", exact=True).click()
    expect(page.get_by_test_id("stProgress")).to_be_visible()
    expect(page.get_by_text("Read 3 files in")).to_be_visible(timeout=_READ)
    expect(opened(page)).to_contain_text("Your documents: 3 files, 6 questions")
    tools = {"Trivy", "Grype", "Falco", "Tetragon", "Kyverno", "Cilium"}
    assert names_on_graph(page) >= tools

    show_part(page, "Names")
    choose(page, "What to do", "Merge")
    choose(page, "Concept", "Trivy")
    choose(page, "Takes in", "Grype")
    expect(page.get_by_text(re.compile(r"\d+ → \d+ concepts"))).to_be_visible()
    page.get_by_role("button", name="Merge", exact=True).click()
    expect(page.get_by_text("1 name put right")).to_be_visible()
    idle(page)
    assert "Grype" not in names_on_graph(page)

    show_part(page, "Names")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Nothing put right so far")).to_be_visible()
    idle(page)
    assert names_on_graph(page) >= tools

    show_part(page, "Names")
    page.get_by_role("button", name="Redo").click()
    expect(page.get_by_text("1 name put right")).to_be_visible()
    idle(page)
    page.reload()
    expect(page.get_by_text("1 name put right")).to_be_visible()
    expect(page.get_by_role("button", name="Undo")).to_be_enabled()
    show_part(page, "Documents")
    expect(opened(page)).to_contain_text("Your documents: 3 files, 6 questions")
    assert "Grype" not in names_on_graph(page)


def test_two_browsers_with_two_corpora_do_not_see_each_others(new_page, app):
    one, other = (open_part(new_page, app, "Documents", alone=True) for _ in range(2))
    read(one, [payload("one.md", write_markdown(questions(1, "Trivy")))])
    read(other, [payload("other.md", write_markdown(questions(1, "Falco")))])
    for page, mine, theirs in ((one, "Trivy", "Falco"), (other, "Falco", "Trivy")):
        names = names_on_graph(page)
        assert mine in names
        assert theirs not in names
    # Not by the address either: it leads to nothing but names.
    stranger = new_page(one.url, alone=True)
    expect(stranger.get_by_role("radio", name="Documents")).to_be_visible()
    expect(opened(stranger)).to_contain_text("The documents of this app")


def test_what_a_visitor_puts_right_is_theirs_alone(new_page, app, shipped_index):
    page = open_part(new_page, app, "Names", "&concept=cosign")
    choose(page, "What to do", "Hide")
    page.get_by_role("button", name="Hide", exact=True).click()
    expect(page.get_by_text("1 name put right")).to_be_visible()
    idle(page)
    assert "cosign" not in names_on_graph(page)
    assert "cosign" in set(read_table(shipped_index, "concepts")["concept"])
    other = open_part(new_page, app, "Names", alone=True)
    expect(other.get_by_text("Nothing put right so far")).to_be_visible()


def test_what_takes_long_can_be_cancelled(new_page, app):
    page = open_part(new_page, app, "Documents")
    long = b"".join(write_markdown(questions(1, f"Tool{n}")) for n in range(3_000))
    page.locator("input[type=file]").first.set_input_files([payload("long.md", long)])
    page.get_by_role("button", name="Read", exact=True).click()
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_text("The reading was cancelled")).to_be_visible()
    expect(opened(page)).to_contain_text("The documents of this app")


def test_files_that_cannot_be_read_are_told_and_those_that_were_are_gone_once_closed(new_page, app):
    page = open_part(new_page, app, "Documents")
    read(
        page, [payload("good.md", b"# What is Trivy?\n\nA scanner.\n"), payload("bad.pdf", b"%PDF")]
    )
    expect(page.get_by_text("1 file could not be read.")).to_be_visible()
    expect(opened(page)).to_contain_text("Your documents: 1 file, 1 section")
    page.get_by_role("button", name="Delete mine").click()
    expect(page.get_by_text("Delete your 2 uploaded files from this app?")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Delete", exact=True)).to_be_hidden()
    expect(opened(page)).to_contain_text("Your documents: 1 file, 1 section")
    page.get_by_role("button", name="Delete mine").click()
    page.get_by_role("button", name="Delete", exact=True).click()
    expect(page.get_by_text("Deleted: your 2 uploaded files.")).to_be_visible()
    expect(opened(page)).to_contain_text("The documents of this app")
    page.reload()
    expect(opened(page)).to_contain_text("The documents of this app")


def test_of_many_documents_the_first_are_shown_while_the_others_are_read(new_page, tmp_path):
    docs = tmp_path / "docs"
    docs.mkdir()
    for number in range(12):
        text = write_markdown(questions(1, *(f"Tool{number}x{part}" for part in range(120))))
        (docs / f"{number}.md").write_bytes(text)
    (docs / "binary.md").write_bytes(bytes(range(256)) * 9)
    with serve(docs, cache=tmp_path) as address:
        page = new_page(address)
        expect(page.get_by_text("This is a first part.")).to_be_visible(timeout=_READ)
        settle(page)
        expect(page.get_by_text("binary.md was not read")).to_be_visible(timeout=_READ)
        expect(panel(page).get_by_text(re.compile("^1,440 questions"))).to_be_visible(timeout=_READ)
        expect(page.get_by_test_id("stProgress")).to_have_count(0)


# --- names ---


def test_a_concept_is_added_by_selecting_its_name_in_a_text(visit):
    page = visit("/corpus?part=Names")
    choose(page, "What to do", "Add a concept")
    text = page.get_by_role("region", name="Text")
    paragraph = text.locator("p").first
    paragraph.scroll_into_view_if_needed()
    paragraph.dblclick(position={"x": 20, "y": 10})
    field = page.get_by_role("textbox", name="Name")
    expect(field).to_have_value(re.compile(r"^\w+$"))
    assert field.input_value() in paragraph.inner_text()
    expect(page.get_by_role("button", name="Add a concept")).to_be_visible()


def test_the_same_words_can_be_selected_again_after_the_name_was_overwritten(visit):
    page = visit("/corpus?part=Names")
    choose(page, "What to do", "Add a concept")
    paragraph = page.get_by_role("region", name="Text").locator("p").first
    paragraph.scroll_into_view_if_needed()
    paragraph.dblclick(position={"x": 20, "y": 10})
    field = page.get_by_role("textbox", name="Name")
    expect(field).to_have_value(re.compile(r"^\w+$"))
    selected = field.input_value()
    field.fill("another name")
    field.press("Enter")
    idle(page)
    expect(field).to_have_value("another name")
    paragraph.dblclick(position={"x": 20, "y": 10})
    expect(field).to_have_value(selected)


def test_the_work_list_offers_what_may_be_put_right(new_page, app):
    page = open_part(new_page, app, "Work+list")
    first = page.get_by_role("radiogroup", name="What may be put right").get_by_role("radio").first
    expect(first).to_be_checked()
    question = page.get_by_role("radiogroup", name="What may be put right").locator("label").first
    said = question.inner_text()
    page.get_by_role("button", name="They are two").click()
    expect(page.get_by_text("1 name put right")).to_be_visible()
    idle(page)
    expect(question).not_to_have_text(said)


def test_the_panel_leads_to_where_a_name_is_put_right(visit):
    page = visit("?see=concept&see=SPIFFE")
    settle(page)
    expect(heading(page)).to_have_text("SPIFFE")
    link = page.get_by_role("link", name="Rename, merge or hide")
    foot, legend = link.bounding_box(), page.get_by_role("group", name="Topics").bounding_box()
    assert foot["y"] + foot["height"] <= legend["y"] + legend["height"]  # within the panel's frame
    link.click()
    expect(page.get_by_role("combobox", name="Concept")).to_have_value("SPIFFE")
    page.go_back()
    expect(heading(page)).to_have_text("SPIFFE")


def test_names_are_taken_home_as_a_lexicon(new_page, app, tmp_path: Path):
    page = open_part(new_page, app, "Names", "&concept=cosign")
    choose(page, "What to do", "Hide")
    page.get_by_role("button", name="Hide", exact=True).click()
    expect(page.get_by_text("1 name put right")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="lexicon.toml").click()
    download.value.save_as(tmp_path / "lexicon.toml")
    assert 'name = "cosign"' in (tmp_path / "lexicon.toml").read_text()
    assert "hidden = true" in (tmp_path / "lexicon.toml").read_text()


def test_a_source_on_the_web_is_linked_from_its_section(new_page, app):
    page = open_part(new_page, app, "Documents")
    page.get_by_role("textbox", name="Where they are on the web").fill("https://docs.example/")
    read(page, [payload("guide.md", b"# What is Trivy?\n\nTrivy is a scanner.\n")])
    page.get_by_role("link", name="Explore").click()
    settle(page)
    page.goto(f"{app}?see=question&see=guide.md%23what-is-trivy")
    settle(page)
    link = panel(page).get_by_role("link", name="guide.md, line 1")
    expect(link).to_have_attribute(
        "href", "https://docs.example/guide.md#what-is-trivy:~:text=What%20is%20Trivy%3F"
    )


def test_no_visitor_is_offered_the_files_of_the_machine(visit):
    page = visit("/corpus?part=Documents")
    expect(page.get_by_text("Open what lies on this machine")).to_have_count(0)
