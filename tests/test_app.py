"""The app without a browser: what it opens, what it says, and what the address decides."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from extract.index import MANIFEST
from graph.concept_graph import load_concept_graph, load_index
from ui.markup import plain
from ui.storage import data_folder

OpenApp = Callable[..., AppTest]  # from an index or documents, and the query of the address

ROOT = Path(__file__).parent.parent
TEXT = """# Q1. What is a kettle?

A **kettle** boils water for tea. A teapot keeps the tea warm.

# Q2. What is a teapot?

A **teapot** brews tea with water from a kettle. A tea cosy keeps a teapot warm.
"""


@pytest.fixture(autouse=True)
def cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Keep the indexes that the app makes away from those of the person who runs the tests."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path / "data" / "concept-graph-explorer" / "indexes"


@pytest.fixture
def open_app(monkeypatch: pytest.MonkeyPatch) -> OpenApp:
    def open_app(argument: Path, **query: str | list[str]) -> AppTest:
        monkeypatch.setattr(sys, "argv", ["streamlit_app.py", str(argument)])
        app = AppTest.from_file(ROOT / "streamlit_app.py", default_timeout=120)
        for name, value in query.items():
            app.query_params[name] = value
        return app.run()

    return open_app


def sent(app: AppTest, part: str) -> dict[str, Any]:
    """Return what the app sends to one of its components."""
    for element in app.get("bidi_component"):
        if part in element.proto.id:
            content: dict[str, Any] = json.loads(element.proto.bytes)
            return content
    raise AssertionError(f"the page has no {part}")


def test_the_page_opens_with_an_overview(open_app: OpenApp, shipped_index: Path) -> None:
    app = open_app(shipped_index)
    assert not app.exception
    assert "50 questions" in sent(app, "panel")["html"]


def test_documents_are_read_once_and_kept(open_app: OpenApp, cache: Path, tmp_path: Path) -> None:
    documents = tmp_path / "tea.md"
    documents.write_text(TEXT, encoding="utf-8")
    assert "2 questions" in sent(open_app(documents), "panel")["html"]
    (index,) = cache.iterdir()
    made = (index / MANIFEST).stat()
    assert "2 questions" in sent(open_app(documents), "panel")["html"]
    assert (index / MANIFEST).stat().st_mtime_ns == made.st_mtime_ns


def test_documents_that_have_changed_are_read_again(open_app: OpenApp, tmp_path: Path) -> None:
    documents = tmp_path / "tea.md"
    documents.write_text(TEXT, encoding="utf-8")
    open_app(documents)
    documents.write_text(TEXT + "\n# Q3. What is a tea cosy?\n\nA hat for a teapot.\n", "utf-8")
    assert "3 questions" in sent(open_app(documents), "panel")["html"]


@pytest.mark.parametrize("name", ["missing", "empty", "binary.md"])
def test_what_cannot_be_read_gets_one_sentence(
    open_app: OpenApp, tmp_path: Path, name: str
) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "binary.md").write_bytes(bytes(range(256)) * 64)
    app = open_app(tmp_path / name)
    assert not app.exception
    (error,) = app.error
    assert error.value.count(". ") == 0, error.value
    assert plain(name) in error.value or name == "empty"


def test_a_server_without_anything_to_open_ends_with_one_sentence(tmp_path: Path) -> None:
    command = [
        sys.executable, "-m", "streamlit", "run", "streamlit_app.py", "--server.headless=true",
        "--server.port=0", "--", str(tmp_path / "missing"),
    ]  # fmt: skip
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert ended.returncode == 2
    assert ended.stderr.splitlines()[-1].endswith(
        "missing is not there; start the app with an index, or with a file or folder to read."
    )


def test_an_index_of_another_version_is_refused_with_the_way_out(
    open_app: OpenApp, tmp_path: Path
) -> None:
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / MANIFEST).write_text('{"format": 99}', encoding="utf-8")
    (error,) = open_app(tmp_path / "old").error
    assert "format 99" in error.value
    assert "python -m extract" in error.value


def test_the_picture_holds_the_most_salient_concepts_and_no_more(
    open_app: OpenApp, shipped_index: Path
) -> None:
    picture = sent(open_app(shipped_index), "graph-concepts")
    assert len(picture["nodes"]) == 300
    assert len(picture["edges"]) == 1000
    assert {"Kubernetes", "cosign", "SPIFFE"} <= {node["id"] for node in picture["nodes"]}


def test_the_address_decides_what_is_selected(open_app: OpenApp, shipped_index: Path) -> None:
    app = open_app(shipped_index, see=["concept", "cosign"])
    assert "276. " in sent(app, "panel")["html"]
    assert sent(app, "highlight-concepts")["strong"] == ["cosign"]


def test_a_concept_that_the_view_lacks_comes_with_its_ties(
    open_app: OpenApp, shipped_index: Path
) -> None:
    app = open_app(shipped_index, see=["concept", "SPIFFE"], concepts="20")
    view, highlight = sent(app, "view-concepts"), sent(app, "highlight-concepts")
    assert "SPIFFE" in view["hide"]
    assert "SPIFFE" in {node["id"] for node in highlight["nodes"]}
    ends = {(edge["from"], edge["to"]) for edge in highlight["edges"]}
    assert ends
    assert all("SPIFFE" in pair for pair in ends)


def test_the_view_is_sent_as_what_differs_from_the_picture(
    open_app: OpenApp, shipped_index: Path
) -> None:
    assert sent(open_app(shipped_index), "view-concepts")["hide"] == []
    view = sent(open_app(shipped_index, concepts="20"), "view-concepts")
    hidden = [name for name in view["hide"] if "\n" not in name]  # nodes, not edges
    assert len(hidden) == 280


def test_the_map_lights_up_the_topic_of_a_concept(open_app: OpenApp, shipped_index: Path) -> None:
    graph = load_concept_graph(shipped_index)
    app = open_app(shipped_index, see=["concept", "cosign"], view="Topic map")
    assert sent(app, "highlight-topics")["strong"] == [str(graph.nodes["cosign"]["topic"])]


def test_filters_of_the_address_are_set_in_their_widgets(
    open_app: OpenApp, shipped_index: Path
) -> None:
    app = open_app(shipped_index, kinds=["tool"], sentences="true", weight="1.5")
    assert app.multiselect(key="kinds").value == ["tool"]
    assert app.slider(key="weight").value == 1.5
    assert app.toggle(key="sentences").value is True


def test_a_filter_that_nothing_passes_leaves_an_empty_graph_and_no_error(
    open_app: OpenApp, shipped_index: Path
) -> None:
    app = open_app(shipped_index)
    names = app.multiselect(key="topics").options
    app.multiselect(key="topics").set_value(names[:1])
    app.multiselect(key="kinds").set_value(["organization"])
    app.slider(key="weight").set_value(4.0)
    app.run()
    assert not app.exception
    assert sent(app, "view-concepts")["nodes"] == []


def test_what_only_code_mentions_can_be_left_out(open_app: OpenApp, shipped_index: Path) -> None:
    index = load_index(shipped_index)
    in_prose = index.mentions[~index.mentions["in_code"]]["concept"].nunique()
    everything = str(len(index.concepts))
    app = open_app(shipped_index, code="false", concepts=everything, view="Table")
    assert len(app.dataframe[0].value) == in_prose < len(index.concepts)


def test_the_tables_hold_what_the_picture_shows(open_app: OpenApp, shipped_index: Path) -> None:
    app = open_app(shipped_index, view="Table")
    concepts, connections = (table.value for table in app.dataframe)
    assert len(concepts) == 300
    assert len(connections) == 1000
    assert set(connections["Concept"]) | set(connections["With"]) <= set(concepts["Concept"])
    assert {"Questions"} == {"Questions", "Sections"} & {*concepts, *connections}
    said = connections[["Concept", "What is said", "With"]].itertuples(index=False, name=None)
    assert ("SPIRE", "rotates", "SVID") in said


def test_hostile_documents_are_shown_as_text(open_app: OpenApp, tmp_path: Path) -> None:
    documents = tmp_path / "<b>tea.md"
    hostile = TEXT.replace("kettle", "<img src=x onerror=alert(1)>").replace("teapot", "<script>")
    documents.write_text(hostile + "\n`</script><script>alert(2)</script>`\n", encoding="utf-8")
    assert not open_app(documents).exception
    section = (
        load_index(next(iter((data_folder() / "indexes").iterdir()))).sections["section"].iloc[0]
    )
    for see in (["question", section], ["search", "<script>"], ["concept", "<script>"]):
        html = sent(open_app(documents, see=see), "panel")["html"]
        assert "<script" not in html
        assert "<img" not in html
        assert "<b>" not in html


@pytest.mark.parametrize(
    "see",
    [["nonsense"], ["concept"], ["edge", "cosign"], ["topic", "x"], ["question", "'; DROP"], [""]],
)
def test_an_address_that_makes_no_sense_opens_the_page_all_the_same(
    open_app: OpenApp, shipped_index: Path, see: list[str]
) -> None:
    app = open_app(shipped_index, see=see, focus="cosign", view="Globe", concepts="many")
    assert not app.exception
    assert sent(app, "panel")["html"]
