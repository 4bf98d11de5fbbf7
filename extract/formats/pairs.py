"""Pairs: tables of questions and answers (CSV, TSV, JSON, JSON Lines), their columns by name."""

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from extract.decoding import decode
from extract.formats.converted import ConversionError, Converted, mark, take_marks, unmarked
from extract.questions import asks

# How columns are called, the clearest names first.
_QUESTION = (
    "question", "questions", "question text", "question title", "q", "title", "prompt", "query",
    "instruction", "problem", "front",
)  # fmt: skip
_ANSWER = (
    "answer", "answers", "answer text", "accepted answer", "best answer", "a", "response",
    "responses", "reply", "solution", "explanation", "completion", "output", "back", "content",
    "text", "body", "description",
)  # fmt: skip
_DETAILS = ("question body", "details", "body", "description")
_NUMBER = ("number", "no", "nr", "num", "#", "question number", "question no", "question id", "id")
_LONGEST_NUMBER = 8
_DELIMITERS = ",;\t|"
_MOST_CHARACTERS = 20_000_000  # of a cell
_NAME_IN_JSON = re.compile(r'"((?:[^"\\]|\\.){1,30})"\s*:')
_FENCE = re.compile(r"\s*(?:`{3,}|~{3,})")


class Columns(NamedTuple):
    """The columns that make a pair."""

    question: str
    answer: str
    number: str | None = None
    details: str | None = None  # more of the question


class Row(NamedTuple):
    """One row of a table."""

    place: int  # 1-based: its first line in the file; in JSON, its place in the list
    cells: dict[str, str]  # by the names of the columns


def convert_csv(data: bytes) -> Converted:
    """Return a table: questions with answers where columns are called so, else all its cells.

    Raises
    ------
    ConversionError
        If the bytes are no table, or an empty one.
    """
    text = unmarked(decode(data))
    delimiter = _delimiter(text)
    names, rows = _read_csv(text, delimiter)
    columns = find_columns(names)
    return _write_pairs(rows, columns) if columns else _write_table(text, delimiter)


def convert_json(data: bytes) -> Converted:
    """Return the questions and answers of a JSON file; places count its items.

    Raises
    ------
    ConversionError
        If the bytes are no JSON, or none of questions and answers.
    """
    return _convert_records(_read_json(unmarked(decode(data))))


def convert_json_lines(data: bytes) -> Converted:
    """Return the questions and answers of a file with JSON on each line.

    Raises
    ------
    ConversionError
        If a line is no JSON, or they hold no questions and answers.
    """
    return _convert_records(_read_json_lines(unmarked(decode(data))))


def _convert_records(rows: Sequence[Row]) -> Converted:
    columns = find_columns(_names(rows))
    if columns is None:
        raise ConversionError(
            'holds no pairs that are called "question" and "answer"; give its fields these names.'
        )
    return _write_pairs(rows, columns)


def find_columns(names: Sequence[str]) -> Columns | None:
    """Return which columns are question and answer by their names, if any are.

    >>> find_columns(["ID", "Question", "Accepted_Answer", "Votes"])
    Columns(question='Question', answer='Accepted_Answer', number='ID', details=None)
    """
    by_name = {_plain(name): name for name in reversed(names)}
    question = _first(_QUESTION, by_name)
    answer = _first(_ANSWER, by_name, besides=[question])
    if question is None or answer is None:
        return None
    return Columns(
        question,
        answer,
        _first(_NUMBER, by_name, besides=[question, answer]),
        _first(_DETAILS, by_name, besides=[question, answer]),
    )


def suggest_columns(names: Sequence[str], rows: Sequence[Mapping[str, str]]) -> Columns:
    """Return which columns may be question and answer, for a person to say so.

    By their names, and of the others those with the longest texts, as a question stands before its
    answer.

    >>> rows = [{"id": "1", "Frage": "Was ist das?", "Antwort": "Ein Pod."}]
    >>> suggest_columns(["id", "Frage", "Antwort"], rows)
    Columns(question='Frage', answer='Antwort', number=None, details=None)
    """
    by_name = {_plain(name): name for name in reversed(names)}
    size = {name: sum(len(row.get(name, "")) for row in rows) for name in names}
    longest = sorted(names, key=lambda name: -size[name])
    question = _first(_QUESTION, by_name)
    answer = _first(_ANSWER, by_name, besides=[question])
    if question is None and answer is None:
        question, answer = sorted(longest[:2], key=names.index)
    question = question or next(name for name in longest if name != answer)
    return Columns(question, answer or next(name for name in longest if name != question))


def _plain(name: str) -> str:
    return " ".join(re.split(r"[\s_.-]+", name.casefold())).strip()


def _first(
    wanted: Sequence[str], by_name: Mapping[str, str], besides: Sequence[str | None] = ()
) -> str | None:
    found = (by_name[name] for name in wanted if name in by_name)
    return next((name for name in found if name not in besides), None)


def may_hold_pairs(suffix: str, beginning: bytes) -> bool:
    """Tell by its first bytes whether a file may be a table of questions and answers."""
    text = beginning.decode("utf-8-sig", errors="ignore")
    if suffix in {".csv", ".tsv"}:
        rows = csv.reader(text.splitlines()[:1], delimiter=_delimiter(text))
        return any(find_columns(names) for names in rows)
    return find_columns(_NAME_IN_JSON.findall(text)) is not None


def read_rows(suffix: str, data: bytes) -> list[Row]:
    """Return the rows of a table, for a person to choose its columns.

    Parameters
    ----------
    suffix : str
        ``.csv``, ``.tsv``, ``.json``, ``.jsonl`` or ``.ndjson``.
    data : bytes

    Raises
    ------
    ConversionError
        If the bytes are no such table.
    """
    text = unmarked(decode(data))
    if suffix in {".csv", ".tsv"}:
        return _read_csv(text, _delimiter(text))[1]
    return _read_json(text) if suffix == ".json" else _read_json_lines(text)


def name_columns(rows: Sequence[Row], columns: Columns) -> bytes:
    """Return a table as CSV in which the given columns are called what they are."""
    output = io.StringIO()
    writer = csv.writer(output, lineterminator="\n")
    chosen = {"number": columns.number, "question": columns.question, "answer": columns.answer,
              "details": columns.details}  # fmt: skip
    kept = {name: column for name, column in chosen.items() if column}
    writer.writerow(kept)
    writer.writerows([row.cells.get(column, "") for column in kept.values()] for row in rows)
    return output.getvalue().encode()


# --- reading ---


def _delimiter(text: str) -> str:
    """Return what stands between the cells: in the first line, what divides it most."""
    first = text[:20_000].partition("\n")[0]
    bare = re.sub(r'"[^"]*"', "", first)
    return max(_DELIMITERS, key=lambda mark: (bare.count(mark), -_DELIMITERS.index(mark)))


def _read_csv(text: str, delimiter: str) -> tuple[list[str], list[Row]]:
    csv.field_size_limit(_MOST_CHARACTERS)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: list[Row] = []
    names: list[str] = []
    line = 1
    try:
        for cells in reader:
            if not names:
                names = [name.strip() for name in cells]
            elif any(cell.strip() for cell in cells):
                rows.append(Row(line, dict(zip(names, cells, strict=False))))
            line = reader.line_num + 1
    except csv.Error as error:
        raise ConversionError(f"is no table of comma-separated values ({error}).") from error
    return names, rows


def _read_json(text: str) -> list[Row]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ConversionError("is no JSON, although its name says so; check it.") from error
    if isinstance(value, dict):
        lists = [part for part in value.values() if _is_list_of_records(part)]
        if lists:
            value = lists[0]
        elif sum(map(asks, value)) > len(value) / 2 and _all_texts(value):
            value = [{"question": question, "answer": value[question]} for question in value]
    items = value if isinstance(value, list) else [value]
    return [Row(place, _texts(item)) for place, item in enumerate(items, 1) if _texts(item)]


def _read_json_lines(text: str) -> list[Row]:
    rows = []
    for line, written in enumerate(text.split("\n"), 1):
        try:
            cells = _texts(json.loads(written)) if written.strip() else {}
        except (ValueError, RecursionError) as error:
            raise ConversionError(f"has no JSON on line {line}; mend it there.") from error
        if cells:
            rows.append(Row(line, cells))
    return rows


def _is_list_of_records(value: object) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _all_texts(value: Mapping[str, object]) -> bool:
    return all(isinstance(part, str) for part in value.values())


def _texts(record: object) -> dict[str, str]:
    if not isinstance(record, dict):
        return {}
    return {str(name): _text(value) for name, value in record.items()}


def _text(value: Any) -> str:  # noqa: ANN401 - whatever JSON holds
    if isinstance(value, list):
        return "\n\n".join(filter(None, map(_text, value)))
    if isinstance(value, dict):
        inner = _first(_ANSWER, {_plain(str(name)): str(name) for name in value})
        return _text(value[inner]) if inner in value else ""
    return "" if value is None or isinstance(value, bool) else str(value)


def _names(rows: Sequence[Row]) -> list[str]:
    return list(dict.fromkeys(name for row in rows for name in row.cells))


# --- writing ---


def _write_pairs(rows: Sequence[Row], columns: Columns) -> Converted:
    pairs = list(filter(None, (_write_pair(row, columns) for row in rows)))
    if not pairs:
        raise ConversionError("has no text in it; remove it, or write into it.")
    return take_marks("\n\n".join(pairs))


def _write_pair(row: Row, columns: Columns) -> str:
    def cell(column: str | None) -> str:
        return row.cells.get(column or "", "").replace("\r\n", "\n").strip()

    question = " ".join(cell(columns.question).split()).lstrip("#").strip()
    number = cell(columns.number)
    label = f" {number}" if number.isalnum() and len(number) <= _LONGEST_NUMBER else ""
    parts = [_below_heading(part) for part in map(cell, (columns.details, columns.answer)) if part]
    if not question and number and parts:
        question = f"Question{label}"
    if question:
        # The word makes it a question, whatever it says.
        parts.insert(0, f"# {mark(row.place)}Question{label}: {question}")
    # A row without a question or a number goes on with the answer above it.
    return "\n\n".join(parts)


def _below_heading(markdown: str) -> str:
    """Set headings of the first level one lower, for they belong to the question above them."""
    return "\n".join(_lower(markdown.split("\n")))


def _lower(lines: Sequence[str]) -> Iterator[str]:
    in_code = False
    for line in lines:
        in_code ^= bool(_FENCE.match(line))
        yield f"#{line}" if line.startswith("# ") and not in_code else line


def _write_table(text: str, delimiter: str) -> Converted:
    try:
        rows = [
            [" ".join(cell.split()) for cell in row]
            for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
            if any(cell.strip() for cell in row)
        ]
    except csv.Error as error:
        raise ConversionError(f"is no table of comma-separated values ({error}).") from error
    if not rows:
        raise ConversionError("has no text in it; remove it, or write into it.")
    width = max(map(len, rows))
    if width == 1:
        return Converted("\n".join(f"- {row[0]}" for row in rows))
    table = [row + [""] * (width - len(row)) for row in rows]
    table.insert(1, ["---"] * width)
    return Converted("\n".join("| " + " | ".join(map(_cell, row)) + " |" for row in table))


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
