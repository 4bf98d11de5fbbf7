"""Notebooks: the Markdown and the code of Jupyter files, without what the code printed."""

import json
from typing import Any

from extract.decoding import decode
from extract.formats.converted import ConversionError, Converted, mark, take_marks, unmarked


def convert_notebook(data: bytes) -> Converted:
    """Return the cells of a notebook; places are cells.

    Raises
    ------
    ConversionError
        If the bytes are no notebook, or one without text.
    """
    try:
        notebook: Any = json.loads(unmarked(decode(data)))
        cells = notebook["cells"] if "cells" in notebook else notebook["worksheets"][0]["cells"]
        language = _language(notebook.get("metadata", {}))
        texts = [_read_cell(cell, language) for cell in cells]
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise ConversionError("is no Jupyter notebook, although its name says so.") from error
    marked = [f"{mark(place)}{text}" for place, text in enumerate(texts, 1) if text]
    if not marked:
        raise ConversionError("is a notebook without text; remove it, or write into it.")
    return take_marks("\n\n".join(marked))


def _language(metadata: dict[str, Any]) -> str:
    stated = metadata.get("language_info", {}).get("name")
    language = str(stated or metadata.get("kernelspec", {}).get("language") or "python")
    return language if language.isalnum() else ""


def _read_cell(cell: dict[str, Any], language: str) -> str:
    source = cell.get("source", cell.get("input", ""))
    text = (source if isinstance(source, str) else "".join(source)).strip("\n").rstrip()
    if cell["cell_type"] != "code" or not text:
        return text if cell["cell_type"] in {"markdown", "heading"} else ""
    fence = "~~~~" if "```" in text else "```"
    return f"{fence}{language}\n{text}\n{fence}"
