"""Build: from documents to an index, re-using what an earlier run has already read."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extract.analysis import ANALYSIS, Progress, Tables, analyse, join
from extract.documents import (
    NoDocumentsError,
    Skipped,
    UnreadableDocumentError,
    explain_nothing,
    find_files,
    read_document,
)
from extract.index import COLUMNS, is_index, read_manifest, read_table, write_index
from extract.lexicon import SHIPPED_LEXICONS, LexiconConcept, read_lexicons
from extract.resolve import resolve
from extract.sections import Section, split_sections

if TYPE_CHECKING:
    import pandas as pd

TOOL_VERSION = "0.1.0"


@dataclass(frozen=True, slots=True)
class Settings:
    """What decides, beside the documents, what an index says."""

    lexicons: tuple[Path, ...] = (SHIPPED_LEXICONS,)  # files, or folders of files
    discovery: bool = True  # names that no lexicon has may become concepts
    model: str | None = None  # an installed spaCy pipeline; the shipped one otherwise


@dataclass(frozen=True, slots=True)
class Report:
    """What a run read and found."""

    files: int
    read: int  # files that had to be read in this run
    sections: int
    words: int
    concepts: int
    repaired: tuple[str, ...]  # sources whose damaged encoding was mended
    skipped: tuple[Skipped, ...]


@dataclass(frozen=True, slots=True)
class _Former:
    """The index that a run finds at its place, as far as it can be used again."""

    manifest: dict[str, Any]
    files: dict[str, dict[str, Any]]
    tables: Tables


@dataclass(frozen=True, slots=True)
class _Corpus:
    """The sections of all files, in reading order."""

    sections: list[Section]
    files: dict[str, dict[str, Any]]  # what the manifest says of each source
    fresh: frozenset[str]  # sources that were read in this run
    skipped: tuple[Skipped, ...]


def build_index(
    paths: Sequence[Path],
    index: Path,
    *,
    settings: Settings | None = None,
    workers: int = 1,
    progress: Progress | None = None,
) -> Report:
    """Read documents, find their concepts, and write the index.

    Files that an index at the same place holds already, unchanged and under the same settings,
    are not read again; if that is true of all, nothing is written.

    Parameters
    ----------
    paths : sequence of Path
        Files and folders.
    index : Path
        The folder to write.
    settings : Settings, optional
    workers : int, default 1
        Processes that analyse sections; the index does not depend on their number.
    progress : callable, optional
        Is told the stage, and how many of its units are done.

    Raises
    ------
    NoDocumentsError
        If nothing could be read.
    LexiconError, UnusableIndexError, ValueError
        For a lexicon, an index or a pipeline that cannot be used.
    """
    settings = settings or Settings()
    tell = progress or (lambda _stage, _done, _all: None)
    lexicon = read_lexicons(settings.lexicons)
    described = _describe_settings(settings, lexicon)
    former = _read_former(index, described)
    corpus = _read_corpus(paths, former, tell)
    if not corpus.files:
        raise NoDocumentsError(explain_nothing([item.reason for item in corpus.skipped]))
    if former and list(former.files.items()) == list(corpus.files.items()):
        return _report(corpus, former.manifest["counts"]["concepts"])

    fresh = [section for section in corpus.sections if section.source in corpus.fresh]
    analysis = analyse(fresh, lexicon, settings.model, workers=workers, progress=tell)
    if former:
        kept = {section.section for section in corpus.sections} - {
            section.section for section in fresh
        }
        analysis = join(
            {
                name: former.tables[name][former.tables[name]["section"].isin(kept)]
                for name in ANALYSIS
            },
            analysis,
            corpus.sections,
        )
    tell("choosing", 0, 0)
    tables = resolve(corpus.sections, analysis, lexicon, discovery=settings.discovery)
    tell("writing", 0, 0)
    manifest = {
        "tool": TOOL_VERSION,
        "settings": described,
        "counts": {name: len(table) for name, table in tables.items()},
        "files": corpus.files,
    }
    write_index(index, tables, manifest)
    return _report(corpus, len(tables["concepts"]))


def _describe_settings(settings: Settings, lexicon: Sequence[LexiconConcept]) -> dict[str, Any]:
    names = repr([replace(entry, ambiguous=frozenset()) for entry in lexicon]) + repr(
        [sorted(entry.ambiguous) for entry in lexicon]
    )
    return {
        "lexicon": hashlib.sha256(names.encode()).hexdigest(),
        "lexicon_concepts": len(lexicon),
        "discovery": settings.discovery,
        "model": settings.model or "shipped",
    }


def _read_former(index: Path, described: dict[str, Any]) -> _Former | None:
    if not is_index(index):
        return None
    try:
        manifest = read_manifest(index)
    except ValueError:
        return None  # of another version, or damaged: it is made anew
    if (manifest.get("settings"), manifest.get("tool")) != (described, TOOL_VERSION):
        return None
    if not _is_complete(manifest):
        return None
    try:
        tables = {name: read_table(index, name) for name in ("sections", *ANALYSIS)}
    except ValueError:
        return None
    return _Former(manifest, manifest["files"], tables)


def _is_complete(manifest: dict[str, Any]) -> bool:
    """Tell whether a manifest says what a run needs; it may come from somebody else."""
    files, counts = manifest.get("files"), manifest.get("counts")
    return (
        isinstance(counts, dict)
        and isinstance(counts.get("concepts"), int)
        and isinstance(files, dict)
        and all(
            isinstance(file, dict) and file.keys() >= {"sha256", "sections", "repaired"}
            for file in files.values()
        )
    )


def _read_corpus(paths: Sequence[Path], former: _Former | None, tell: Progress) -> _Corpus:
    found, skipped = find_files(paths)
    sections: list[Section] = []
    files: dict[str, dict[str, Any]] = {}
    fresh = set()
    kept = dict(list(former.tables["sections"].groupby("source"))) if former else {}
    for done, file in enumerate(found):
        tell("reading", done, len(found))
        known = former.files.get(file.source) if former else None
        try:
            if known and known["sha256"] == _sha256(file.path):
                rows = kept.get(file.source)
                new = [] if rows is None else _sections_of(rows)
                files[file.source] = known
            else:
                document = read_document(file)
                new = split_sections(document)
                fresh.add(file.source)
                files[file.source] = {
                    "size": document.size,
                    "sha256": document.sha256,
                    "sections": len(new),
                    "repaired": document.repaired,
                }
        except UnreadableDocumentError as error:
            skipped.append(Skipped(file.source, str(error)))
            continue
        sections += [
            replace(section, position=len(sections) + place) for place, section in enumerate(new)
        ]
    return _Corpus(sections, files, frozenset(fresh), tuple(skipped))


def _sha256(path: Path) -> str | None:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None  # reading it says why


def _sections_of(rows: "pd.DataFrame") -> list[Section]:
    columns = [rows.sort_values("position")[name].tolist() for name in COLUMNS["sections"]]
    return [Section(*values) for values in zip(*columns, strict=True)]


def _report(corpus: _Corpus, concepts: int) -> Report:
    return Report(
        files=len(corpus.files),
        read=len(corpus.fresh),
        sections=len(corpus.sections),
        words=sum(section.words for section in corpus.sections),
        concepts=concepts,
        repaired=tuple(source for source, file in corpus.files.items() if file["repaired"]),
        skipped=corpus.skipped,
    )
