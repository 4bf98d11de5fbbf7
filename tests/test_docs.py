"""The documentation: commands, options, columns, limits and links are those that there are."""

import ast
import doctest
import re
import runpy
import sys
import tomllib
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from textwrap import dedent

import pytest
from streamlit.testing.v1 import AppTest

from docs import pictures
from extract import __main__ as extract_command
from extract.blocks import MAX_INLINE
from extract.documents import MAX_BYTES, READERS
from extract.index import COLUMNS, MAX_TABLE_BYTES
from extract.sections import MAX_SECTION
from graph import __main__ as graph_command
from tests.browser import Visit
from ui.uploads import MOST_FILES, MOST_UNPACKED

pytest_plugins = ["tests.browser_fixtures"]

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
REFERENCE = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")
CHAPTERS = {
    chapter.split("\n", 1)[0]: chapter for chapter in re.split(r"^## ", REFERENCE, flags=re.M)
}
WITH_EXAMPLES = sorted(
    ".".join(module.relative_to(ROOT).with_suffix("").parts)
    for package in ("extract", "graph", "ui", "benchmarks")
    for module in (ROOT / package).rglob("*.py")
    if "\n    >>> " in module.read_text(encoding="utf-8")
)
# Tags of the app's own, between which no text of documents is put.
OWN_TAGS = ('<div class="text"></div>', "<script>(.*?)</script>")
GRAPH_COMMANDS = ("stats", "topics", "prerequisites", "path", "gaps", "diff", "export")


def options_in_help(
    main: Callable[[list[str]], int], command: list[str], capsys: pytest.CaptureFixture[str]
) -> set[str]:
    with pytest.raises(SystemExit) as stop:
        main([*command, "-h"])
    assert stop.value.code == 0
    lines = re.findall(r"^  (-.*?)(?:  |$)", capsys.readouterr().out, flags=re.M)
    return {option for line in lines for option in re.findall(r"--[a-z-]+", line)} - {"--help"}


def options_in_reference(chapter: str) -> set[str]:
    heads = re.findall(r"^\| (`-.*?) \| ", CHAPTERS[chapter], flags=re.M)
    return {option for head in heads for option in re.findall(r"--[a-z-]+", head)}


@pytest.mark.parametrize("command", [[], ["add"]], ids=["extract", "extract add"])
def test_the_reference_has_the_options_of_extract_and_no_others(command, capsys):
    chapter = " ".join(["python -m extract", *command])
    there = options_in_help(extract_command.main, command, capsys)
    assert options_in_reference(chapter) == there


@pytest.mark.parametrize("command", GRAPH_COMMANDS)
def test_the_reference_has_the_options_of_graph_and_no_others(command, capsys):
    there = options_in_help(graph_command.main, [command], capsys)
    assert options_in_reference(f"python -m graph {command}") == there


def test_the_reference_has_every_command_of_graph(capsys):
    with pytest.raises(SystemExit):
        graph_command.main(["-h"])
    commands = re.findall(r"^    ([a-z]+)(?: |$)", capsys.readouterr().out, flags=re.M)
    assert sorted(commands) == sorted(GRAPH_COMMANDS)


def test_the_reference_has_every_table_and_column_of_an_index():
    rows = {
        name: set(re.findall(r"[a-z_]+", columns))
        for name, columns in re.findall(
            r"^\| `([a-z/]+)` \| .*? \| (.*) \|$", CHAPTERS["The files of an index"], flags=re.M
        )
    }
    for table, columns in COLUMNS.items():
        assert set(columns) <= rows[table]


def test_the_reference_has_the_limits_that_hold():
    limits = CHAPTERS["Limits"]
    assert f"| a document | {MAX_BYTES // 10**6} MB |" in limits
    assert f"| a section | {MAX_SECTION:,} characters |" in limits
    assert f"{MAX_INLINE:,} characters; longer ones" in limits
    assert f"in memory | {MAX_TABLE_BYTES // 10**9} GB |" in limits
    assert f"{MOST_FILES:,} files, {MOST_UNPACKED // 10**6} MB in all" in limits
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert f"upload size ({config['server']['maxUploadSize']} MB)" in REFERENCE


def test_every_format_is_documented():
    text = (ROOT / "docs" / "corpora.md").read_text(encoding="utf-8")
    assert [suffix for suffix in READERS if f"`{suffix}`" not in text] == []


def recipe(title: str, folder: Path, number: int = 0) -> Path:
    """Write a piece of code of a recipe of docs/extending.md to a file."""
    text = (ROOT / "docs" / "extending.md").read_text(encoding="utf-8")
    [chapter] = re.findall(rf"^## {title}\n(.*?)(?=^## |\Z)", text, flags=re.M | re.S)
    code = re.findall(r"^ *```python\n(.*?)^ *```$", chapter, flags=re.M | re.S)[number]
    file = folder / "recipe.py"
    file.write_text(dedent(code), encoding="utf-8")
    return file


def test_the_recipe_for_a_format_converts_and_keeps_places(tmp_path):
    convert = runpy.run_path(str(recipe("A document format", tmp_path)))["convert_wiki"]
    text, places = convert(b"== Pods ==\n\nA '''Pod''' is a group.")
    assert text == "## Pods\n\nA **Pod** is a group."
    assert places == (1, 2, 3)


def test_the_recipe_for_a_page_shows_its_table(tmp_path, monkeypatch, shipped_index):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setattr(sys, "argv", ["streamlit_app.py", str(shipped_index)])
    file = recipe("A page of the app, or a tab of one", tmp_path)
    app = AppTest.from_file(file, default_timeout=120).run()
    assert not app.exception
    assert list(app.dataframe[0].value) == ["Topic", "Concepts"]


@pytest.mark.browser
def test_the_story_of_the_recipe_for_a_page_is_true(visit: Visit, tmp_path: Path) -> None:
    file = recipe("A page of the app, or a tab of one", tmp_path, 1)
    told = runpy.run_path(str(file))
    [story] = [told[name] for name in told if name.startswith("test_")]
    story(visit)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_between_pages_leads_somewhere(page):
    links = re.findall(r"\]\((?!https?:|#)([^)#\s]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_every_picture_is_made_by_the_script_and_shown():
    made = {f"{name}.png" for name in pictures.SHOWN}
    text = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    assert made == {picture.name for picture in pictures.PLACE.iterdir()}
    assert made == set(re.findall(r"pictures/([a-z]+\.png)", text))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_modules_that_pages_name_are_there(page):
    named = re.findall(
        r"`((?:extract|graph|ui|tests|benchmarks|docs|deploy|data)/[\w./-]+)`",
        page.read_text(encoding="utf-8"),
    )
    assert [name for name in named if not (ROOT / name).exists()] == []


def has_tags_for_text(module: Path) -> bool:
    """Tell whether a module has tags in a text of its code that is no docstring."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return any(
        isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told
        and node.value not in OWN_TAGS and re.search("</?[a-z]", node.value)
        for node in ast.walk(tree)
    )  # fmt: skip


def test_the_threat_model_names_the_modules_that_make_html_of_text():
    making = {
        str(module.relative_to(ROOT))
        for module in [ROOT / "streamlit_app.py", *(ROOT / "ui").rglob("*.py")]
        if has_tags_for_text(module) or "from html import" in module.read_text(encoding="utf-8")
    }
    model = (ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8")
    [row] = [line for line in model.split("\n") if "make HTML of text" in line]
    assert set(re.findall(r"`(ui/\w+\.py)`", row)) == making


def test_for_every_module_it_is_said_what_belongs_there():
    guide = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    modules = [
        f"{package}/{module.name}"
        for package in ("extract", "graph", "ui")
        for module in sorted((ROOT / package).glob("*.py"))
        if module.name != "__init__.py"
    ]
    assert [module for module in modules if f"`{module}`" not in guide] == []


@pytest.mark.parametrize("module", WITH_EXAMPLES)
def test_the_examples_in_docstrings_give_what_they_show(module):
    tried = doctest.testmod(import_module(module))
    assert tried.attempted > 0
    assert tried.failed == 0
