"""Hostile text: in whatever form a graph leaves the program, text stays text."""

import csv
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import networkx as nx
import pytest
from markdown_it import MarkdownIt

from graph.concept_graph import Index, build_concept_graph, load_index
from graph.export import concepts_csv, cypher, edges_csv, gexf, graphml
from graph.path_export import (
    PathWithReading,
    paths_csv,
    paths_markdown,
    prerequisites_csv,
    syllabus_csv,
    syllabus_markdown,
)
from graph.path_reading import reading_list
from graph.paths import find_paths, syllabus
from graph.prerequisites import find_prerequisites
from graph.report import Bar, Chart, Report, Table, report_csv, report_html, report_markdown
from graph.standalone import standalone_html
from tests.browser import NewPage
from tests.hostile import attacks
from ui.markup import mark_text, render_section

pytest_plugins = ["tests.browser_fixtures"]

# XML 1.0 cannot hold these; they are shown by pictures, or by the mark of the unknown.
SHOWN = {code: 0x2400 + code for code in range(32) if chr(code) not in "\t\n\r"} | {
    0xFFFF: "\ufffd"
}


@pytest.fixture(scope="module")
def index(hostile_index: Path) -> Index:
    return load_index(hostile_index)


@pytest.fixture(scope="module")
def graph(index: Index) -> "nx.Graph[str]":
    return build_concept_graph(index)


def test_no_cell_of_a_table_is_a_formula(graph):
    cells = [
        cell
        for text in (concepts_csv(graph), edges_csv(graph))
        for row in csv.reader(text.splitlines(keepends=True))
        for cell in row
    ]
    assert len(cells) > 10_000
    formulas = [cell for cell in cells if re.match(r"[=+\-@\t\r\n＝＋－＠]", cell)]
    assert [cell for cell in formulas if not re.fullmatch(r"-?\d+(\.\d+)?(e-\d+)?", cell)] == []


def test_graphml_gives_back_all_names(graph):
    read = nx.parse_graphml(graphml(graph))
    # An attribute of XML gives back white space as spaces.
    names = {re.sub(r"[\t\r\n]", " ", name.translate(SHOWN)) for name in graph}
    assert {re.sub(r"[\t\r\n]", " ", name) for name in read} == names


def test_gexf_is_well_formed(graph):
    root = ET.fromstring(gexf(graph))  # noqa: S314 - what the program has just written
    names = [node.get("label") for node in root.iter("{http://www.gexf.net/1.2draft}node")]
    assert len(names) == len(graph)


@pytest.mark.parametrize("decoded", [False, True], ids=["as written", "unicode escapes first"])
def test_names_stay_inside_the_strings_of_cypher(graph, decoded):
    script = cypher(graph)
    if decoded:
        # Some versions of Neo4j do so before anything else, whatever stands before the backslash.
        script = re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), script)
    code = re.sub(r"'(?:[^'\\]|\\.)*'", "''", script, flags=re.DOTALL)
    assert "'" not in code.replace("''", "")
    assert "DELETE" not in code
    assert len(re.findall(r";$", code, re.MULTILINE)) == code.count(";")


def test_a_section_becomes_html_without_any_tag_of_its_own(index):
    tags = set()
    for section in index.sections["text"]:
        html = render_section(section, [], lambda concept: concept)
        tags |= {tag.split()[0] for tag in re.findall(r"<(/?[^>]*)>", html)}
        for address in re.findall(r'href="([^"]*)"', html):
            assert address.startswith(("http://", "https://", "mailto:"))
    assert tags <= {
        "h2", "/h2", "p", "/p", "a", "/a", "span", "/span", "code", "/code", "em", "/em", "br",
        "strong", "/strong", "ul", "/ul", "li", "/li", "pre", "/pre", "h3", "/h3", "hr", "s", "/s",
        "blockquote", "/blockquote",
    }  # fmt: skip


@pytest.mark.parametrize("text", ["\ue001", "&#xE001;", "&#XE000;", "&#57345;", "&#x0f8ff;"])
def test_characters_that_mark_mentions_are_no_marks_in_a_text(text):
    html = render_section(f"# x\n\n{text} pod", [], lambda concept: concept)
    assert "<a" not in html
    assert html.endswith(" pod</p>\n")


def test_a_quoted_sentence_has_no_tags(graph):
    assert not any(re.search("[<>\"']", mark_text(name, [])) for name in graph)


@pytest.fixture(scope="module")
def dag(index: Index, graph: "nx.Graph[str]") -> "nx.DiGraph[str]":
    return find_prerequisites(index, graph)


@pytest.fixture(scope="module")
def found(index: Index, dag: "nx.DiGraph[str]") -> list[PathWithReading]:
    goal = max(sorted(dag), key=lambda concept: len(nx.ancestors(dag, concept)))
    paths = find_paths(dag, [goal])
    assert len(paths[0].steps) > 10
    return [PathWithReading(path, reading_list(index, path)) for path in paths]


def markup_of(markdown: str) -> set[str]:
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    tokens = reader.parse(markdown)
    return {token.type for one in tokens for token in (one, *(one.children or ()))}


def test_a_learning_path_and_a_syllabus_have_only_their_own_markup(found, dag):
    for markdown in (paths_markdown(found), syllabus_markdown(syllabus(dag))):
        assert markup_of(markdown).isdisjoint(
            {"html_block", "html_inline", "link_open", "image", "code_inline", "em_open", "fence"}
        )


def test_a_learning_path_and_a_syllabus_as_tables_have_no_formula(found, dag):
    tables = (paths_csv(found), syllabus_csv(syllabus(dag)), prerequisites_csv(dag))
    for row in csv.reader("".join(tables).splitlines(keepends=True)):
        assert not any(re.match(r"[=+\-@\t\r\n＝]", cell) for cell in row)


@pytest.fixture(scope="module")
def report() -> Report:
    told = tuple(attacks())
    chart = Chart(told[0], told[:2], tuple(Bar(text, (1.0, 2.0), text) for text in told))
    table = Table(told[1], told[2], ("a", "b"), tuple((text, (text, text)) for text in told))
    return Report(told[3], told, (chart,), (table,), table)


def test_a_report_in_markdown_has_only_its_own_markup(report):
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    tokens = [
        child
        for token in reader.parse(report_markdown(report))
        for child in (token, *(token.children or ()))
    ]
    markup = {"html_block", "html_inline", "link_open", "image", "code_inline", "em_open"}
    assert markup.isdisjoint(token.type for token in tokens)
    cells = [token.content for token in tokens if token.type == "inline"]
    assert len(cells) >= 3 * len(report.lead)


def test_a_report_as_a_table_has_no_formula(report):
    for row in csv.reader(report_csv(report).splitlines(keepends=True)):
        assert not any(re.match(r"[=+\-@\t\r\n＝]", cell) for cell in row)


@pytest.mark.browser
def test_a_report_as_a_page_runs_nothing_and_asks_for_nothing(
    report: Report, new_page: NewPage, tmp_path: Path
) -> None:
    file = tmp_path / "report.html"
    file.write_text(report_html(report), encoding="utf-8", newline="")
    page = new_page("about:blank")
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda request: said.append(request.url))
    page.goto(file.as_uri())
    assert said == [file.as_uri()]
    assert page.locator("main :is(script, img, iframe, a, input, style, base, link)").count() == 0
    assert page.locator("main tbody tr").count() == 2 * len(report.lead)


@pytest.mark.browser
def test_the_page_of_its_own_runs_nothing_and_asks_for_nothing(
    graph: "nx.Graph[str]", index: Index, new_page: NewPage, tmp_path: Path
) -> None:
    file = tmp_path / "graph.html"
    file.write_text(standalone_html(graph, index), encoding="utf-8", newline="")
    page = new_page("about:blank")
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda request: said.append(request.url))
    page.goto(file.as_uri())
    shown = page.evaluate(
        """() => {
          const names = [];
          concepts.forEach((concept, id) => {
            showConcept(id);
            names.push(panel.querySelector("h1").textContent === concept.name);
          });
          edges.forEach((edge, number) => showEdge(number));
          topics.forEach((topic, number) => showTopic(number));
          showAll();
          return [names.length, names.every((same) => same), globalThis.intruded ?? 0];
        }"""
    )
    assert shown == [len(graph), True, 0]
    assert said == [file.as_uri()]
