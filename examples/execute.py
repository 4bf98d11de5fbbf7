"""Run the notebooks beside this file again, and store what they show: ``make notebooks``."""

from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode

PLACE = Path(__file__).parent


def execute(file: Path) -> NotebookNode:
    """Return a notebook with the outputs that it has now, and nothing of when and where."""
    notebook: NotebookNode = nbformat.read(file, as_version=4)
    place = {"metadata": {"path": str(PLACE)}}
    # What a cell prints may come in pieces, which a busy machine cuts otherwise.
    client = NotebookClient(notebook, record_timing=False, coalesce_streams=True, resources=place)
    client.execute()
    notebook.metadata["language_info"] = {"name": "python"}
    return notebook


if __name__ == "__main__":
    for file in sorted(PLACE.glob("*.ipynb")):
        nbformat.write(execute(file), file)
