"""The example notebook and the Python interface that it shows."""

import tempfile
from importlib import import_module
from pathlib import Path

import nbformat
import pytest

import extract
import graph
from examples.execute import execute

ROOT = Path(__file__).parent.parent
NOTEBOOK = ROOT / "examples" / "learning_path.ipynb"


def printed(notebook: nbformat.NotebookNode) -> list[str]:
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    return [output["text"] for output in outputs if output["output_type"] == "stream"]


def test_the_notebook_runs_and_leads_to_its_goal():
    path, reading, coverage = printed(execute(NOTEBOOK))
    assert path.rstrip().split("\n")[-1].startswith("keyless signing: ")
    assert "keyless signing" in reading
    assert "by importance; the first to add: " in coverage


def test_the_notebook_is_stored_with_what_it_prints_and_draws():
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    assert len(printed(notebook)) == 3
    assert sum("image/png" in output.get("data", {}) for output in outputs) == 3


def test_the_stored_notebook_is_small_and_says_nothing_of_the_machine():
    text = NOTEBOOK.read_text(encoding="utf-8")
    assert len(text) < 200_000
    places = (ROOT, Path.home(), Path(tempfile.gettempdir()))
    assert not any(f"{place}/" in text for place in places)


def test_documents_become_a_learning_path_in_ten_lines():
    cells = nbformat.read(NOTEBOOK, as_version=4).cells
    cell = next(cell for cell in cells if "build_index" in cell.source and cell.cell_type == "code")
    assert len([line for line in cell.source.split("\n") if line]) <= 11  # a loop takes two


@pytest.mark.parametrize("package", [extract, graph], ids=["extract", "graph"])
def test_every_public_name_leads_to_what_has_that_name(package):
    for name in package.__all__:
        assert getattr(package, name).__name__ == name
    assert sorted(name for names in package._HOMES.values() for name in names) == package.__all__


@pytest.mark.parametrize("package", ["extract", "graph"])
def test_an_unknown_name_is_refused(package):
    with pytest.raises(AttributeError, match=f"module '{package}' has no attribute 'nonsense'"):
        _ = import_module(package).nonsense
