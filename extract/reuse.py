"""Reuse: the corpus of a run, put together from files and from what an index knows of them."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extract.analysis import ANALYSIS, Progress, Tables
from extract.documents import (
    Skipped,
    SourceFile,
    UnreadableDocumentError,
    find_files,
    read_document,
)
from extract.index import (
    COLUMNS,
    UnusableIndexError,
    is_index,
    read_manifest,
    read_table,
    text_or_none,
)
from extract.names import OF_NAMES
from extract.sections import Section, split_sections

if TYPE_CHECKING:
    import pandas as pd

TOOL_VERSION = "0.2.0"
_WITH_PLACES = ("analysis/candidates", "analysis/verbs")


@dataclass(frozen=True, slots=True)
class Former:
    """An index as far as it can be used again."""

    manifest: dict[str, Any]
    files: dict[str, dict[str, Any]]  # what the manifest says of each source
    tables: Tables  # the sections, and their analysis


@dataclass(frozen=True, slots=True)
class Corpus:
    """The sections of all files, in reading order."""

    sections: list[Section]
    files: dict[str, dict[str, Any]]  # what the manifest says of each source
    fresh: frozenset[str]  # sources that were read in this run
    skipped: tuple[Skipped, ...]


def find_former(index: Path, settings: dict[str, Any]) -> Former | None:
    """Return the index at a place, if its analysis holds under these settings.

    Another lexicon is no hindrance: `extract.analysis.match_again` looks for its names.
    """
    if not is_index(index):
        return None
    try:
        former = read_former(index)
    except UnusableIndexError:
        return None  # of another version, or damaged: it is made anew
    return (
        former if _besides_names(former.manifest["settings"]) == _besides_names(settings) else None
    )


def _besides_names(settings: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in settings.items() if key not in OF_NAMES}


def read_former(index: Path) -> Former:
    """Return what an index knows of its files.

    Raises
    ------
    UnusableIndexError
        If there is no index, or none of this version of the program.
    """
    manifest = read_manifest(index)
    if manifest.get("tool") != TOOL_VERSION or not _is_complete(manifest):
        raise UnusableIndexError(
            f"{index} was made by another version of this program; make it again with: "
            f"python -m extract DOCS -o {index}"
        )
    tables = {name: read_table(index, name, coded=True) for name in ANALYSIS}
    tables["sections"] = read_table(index, "sections")
    stray = next((name for name in _WITH_PLACES if not _is_within(tables[name], tables)), None)
    if stray:
        raise UnusableIndexError(
            f"{index} contradicts itself: {stray} has a place that is in no text; "
            "make the index again with python -m extract"
        )
    return Former(manifest, manifest["files"], tables)


def _is_within(table: "pd.DataFrame", tables: Tables) -> bool:
    """Tell whether an index has all sentences and texts that a table of its analysis speaks of."""
    of = table["section"].cat
    counts = tables["sentences"].groupby("section", observed=True).size()
    most = counts.reindex(of.categories, fill_value=0).to_numpy()[of.codes] - 1
    lengths = tables["sections"].set_index("section")["text"].str.len()
    longest = lengths.reindex(of.categories, fill_value=0).to_numpy()[of.codes]
    return bool(
        table["sentence"].between(0, most).all()
        and table["start"].between(0, table["end"]).all()
        and table["end"].between(0, longest).all()
    )


def _is_complete(manifest: dict[str, Any]) -> bool:
    """Tell whether a manifest says what a run needs; it may come from somebody else."""
    files, counts = manifest.get("files"), manifest.get("counts")
    return (
        isinstance(manifest.get("settings"), dict)
        and isinstance(counts, dict)
        and isinstance(counts.get("concepts"), int)
        and isinstance(files, dict)
        and all(
            isinstance(file, dict) and file.keys() >= {"sha256", "sections", "repaired"}
            for file in files.values()
        )
    )


def read_corpus(
    paths: Sequence[Path], former: Former | None, root: Path | None, tell: Progress
) -> Corpus:
    """Read files and folders; what the former index has of a file is taken from there."""
    found, skipped = find_files(paths, root)
    known = former.files if former else {}
    return _gather(found, known, _rows_by_source(former), skipped, tell)


def extend_corpus(
    paths: Sequence[Path], former: Former, root: Path | None, tell: Progress
) -> Corpus:
    """Read files, and take all other documents from the former index.

    Files that it has under the same name are replaced at their place; the others come last.

    Raises
    ------
    ValueError
        If a file does not lie in `root`.
    """
    found, skipped = find_files(paths, root)
    outside = next((file for file in found if file.source.startswith("../")), None)
    if outside:
        raise ValueError(f"{outside.path} does not lie in {root}; name another folder with --root")
    given = {file.source: file for file in found}
    order = list(dict.fromkeys([*former.files, *given]))
    files = [given.get(source) or source for source in order]
    return _gather(files, former.files, _rows_by_source(former), skipped, tell)


def keep_corpus(former: Former) -> Corpus:
    """Return the corpus of an index as it is."""
    sections = read_sections(former.tables["sections"])
    return Corpus(sections, former.files, frozenset(), ())


def _gather(
    found: Iterable[SourceFile | str],
    known: dict[str, dict[str, Any]],
    rows: "dict[str, pd.DataFrame]",
    skipped: Sequence[Skipped],
    tell: Progress,
) -> Corpus:
    """Put the corpus together from files, and from names of sources to take as they are."""
    found = list(found)
    skipped = list(skipped)
    sections: list[Section] = []
    files: dict[str, dict[str, Any]] = {}
    fresh = set()
    for done, file in enumerate(found):
        tell("reading", done, len(found))
        source = file if isinstance(file, str) else file.source
        entry = known.get(source)
        try:
            if isinstance(file, str) or (entry and entry["sha256"] == _sha256(file.path)):
                new = read_sections(rows[source]) if source in rows else []
                files[source] = known[source]
            else:
                document = read_document(file)
                new = split_sections(document)
                fresh.add(source)
                files[source] = {
                    "size": document.size,
                    "sha256": document.sha256,
                    "sections": len(new),
                    "repaired": document.repaired,
                }
        except UnreadableDocumentError as error:
            skipped.append(Skipped(source, str(error)))
            continue
        sections += [
            replace(section, position=len(sections) + place) for place, section in enumerate(new)
        ]
    return Corpus(sections, files, frozenset(fresh), tuple(skipped))


def _rows_by_source(former: Former | None) -> "dict[str, pd.DataFrame]":
    if former is None:
        return {}
    return {str(source): rows for source, rows in former.tables["sections"].groupby("source")}


def _sha256(path: Path) -> str | None:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None  # reading it says why


def read_sections(rows: "pd.DataFrame") -> list[Section]:
    """Return the sections that rows of the table ``sections`` describe, in reading order."""
    ordered = rows.sort_values("position")
    columns = {name: ordered[name].tolist() for name in COLUMNS["sections"]}
    columns["number"] = [text_or_none(number) for number in columns["number"]]
    return [Section(*values) for values in zip(*columns.values(), strict=True)]
