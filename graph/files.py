"""Files: results written whole or not at all, and tables that hold no formulas."""

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from extract.writing import reason_of, write_beside

Format = TypeVar("Format")

# A spreadsheet takes a cell that begins so for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class ExportError(ValueError):
    """A result that cannot be written; the message says what to do."""


def format_of(file: Path, formats: Mapping[str, Format]) -> Format:
    """Return the format that the name of a file ends with.

    Parameters
    ----------
    file : Path
    formats : mapping of str
        Two or more, by the ending of the name in small letters, in the order to tell them in.

    Raises
    ------
    ExportError
        If there is no such format.

    Examples
    --------
    >>> format_of(Path("report.MD"), {".md": "Markdown", ".csv": "a table"})
    'Markdown'
    """
    ending = file.suffix.lower()
    if ending not in formats:
        *most, last = formats
        listed = f"{', '.join(most)} or {last}"
        raise ExportError(f"{file}: there is no such format; end its name with {listed}")
    return formats[ending]


def write_text(file: Path, text: str) -> None:
    """Write a text beside its place, then put it there in one step.

    Raises
    ------
    ExportError
        If the place cannot be written.
    """
    try:
        with write_beside(file) as output:
            output.write(text.encode())
    except OSError as error:
        raise ExportError(f"{file} cannot be written ({reason_of(error)})") from error


def csv_text(header: Iterable[str], rows: Iterable[Iterable[Any]]) -> str:
    """Return a table as comma-separated values, in which no text is a formula."""
    output = io.StringIO()
    writer = csv.writer(output)
    writer.writerow(header)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return output.getvalue()


def _cell(value: Any) -> Any:  # noqa: ANN401 - text or number
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value
