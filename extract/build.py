"""Build: from documents to an index, re-using what an earlier run has already read."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from extract.analysis import (
    ANALYSIS,
    Map,
    Progress,
    Tables,
    analyse,
    join,
    load_matcher,
    match_again,
)
from extract.documents import NoDocumentsError, Skipped, explain_nothing
from extract.index import check_place, write_index
from extract.language import model_of
from extract.lexicon import SHIPPED_LEXICONS, LexiconConcept
from extract.names import Names, made_with, names_of, read_names, with_own
from extract.places import check_base_url
from extract.resolve import resolve
from extract.reuse import (
    TOOL_VERSION,
    Corpus,
    Former,
    extend_corpus,
    find_former,
    keep_corpus,
    read_corpus,
    read_former,
)
from extract.termhood import commonness


@dataclass(frozen=True, slots=True)
class Settings:
    """What decides, beside the documents, what an index says.

    The names beside the index (`extract.lexicon.own_lexicon`) always count, after these.
    """

    lexicons: tuple[Path, ...] = (SHIPPED_LEXICONS,)  # files, or folders of files
    discovery: bool = True  # names that no lexicon has may become concepts
    model: str | None = None  # an installed spaCy pipeline; the shipped one otherwise
    base_url: str | None = None  # where the documents are on the web; the former one otherwise


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
class _Run:
    """How an index is made."""

    settings: Settings
    names: Names
    before: Names | None = None  # of the former index, if they are known
    workers: int | Map = 1
    tell: Progress = lambda _stage, _done, _all: None

    def describe(self) -> dict[str, Any]:
        """Return what the manifest says of it."""
        return {
            **self.names.describe(),
            "discovery": self.settings.discovery,
            "model": self.settings.model or "shipped",
        }


def load() -> None:
    """Load what every index takes: the pipeline, with the shipped names, and how common words are.

    Later ones of this process find it there.
    """
    load_matcher(tuple(Names().lexicon()), None)
    commonness("index")


def build_index(
    paths: Sequence[Path],
    index: Path,
    *,
    root: Path | None = None,
    settings: Settings | None = None,
    workers: int | Map = 1,
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
    root : Path, optional
        The folder that names of sources begin at; by default the one that holds them all.
    settings : Settings, optional
    workers : int, or function; default 1
        Processes that analyse sections, or what does it elsewhere (`extract.cluster.connect`);
        the index does not depend on it.
    progress : callable, optional
        Is told the stage, and how many of its units are done.

    Raises
    ------
    NoDocumentsError
        If nothing could be read.
    LexiconError, UnusableIndexError, ValueError
        For a lexicon, an index or a pipeline that cannot be used.
    """
    check_place(index)  # before the work, not after it
    settings = settings or Settings()
    run = _Run(settings, read_names(settings.lexicons, index), None, workers, progress or _silent)
    former = find_former(index, run.describe())
    corpus = read_corpus(paths, former, root, run.tell)
    if not corpus.files:
        raise NoDocumentsError(explain_nothing([item.reason for item in corpus.skipped]))
    return _make(index, corpus, former, run)


def add_documents(
    paths: Sequence[Path],
    index: Path,
    *,
    root: Path | None = None,
    lexicons: tuple[Path, ...] | None = None,
    workers: int | Map = 1,
    progress: Progress | None = None,
) -> Report:
    """Read documents into an index; its other documents are not looked at.

    A file that the index has under the same name is replaced; the others come last in the order
    of reading.

    Parameters
    ----------
    paths : sequence of Path
        Files and folders.
    index : Path
        An index.
    root : Path, optional
        The folder that names of sources begin at; by default the one that holds them all.
    lexicons : tuple of Path, optional
        As in `Settings`; by default those that the index was made with. Other names are looked
        for in all documents.
    workers, progress
        As for `build_index`.

    Raises
    ------
    NoDocumentsError, LexiconError, UnusableIndexError, ValueError
        As `build_index`; also if there is no index, or a path does not lie in `root`.
    """
    former = read_former(index)
    described = former.manifest["settings"]
    names = read_names(lexicons, index) if lexicons is not None else names_of(described, index)
    run = _Run(_former_settings(former), names, None, workers, progress or _silent)
    corpus = extend_corpus(paths, former, root, run.tell)
    if len(corpus.skipped) and not corpus.fresh and corpus.files == former.files:
        raise NoDocumentsError(explain_nothing([item.reason for item in corpus.skipped]))
    return _make(index, corpus, former, run)


def update_names(index: Path, *, before: Sequence[LexiconConcept] | None = None) -> Report:
    """Bring an index up to date with its names, without reading or tagging anything again.

    Parameters
    ----------
    index : Path
        An index.
    before : sequence of LexiconConcept, optional
        What was beside it when it was made, if that is known: only the difference is looked for
        then.

    Raises
    ------
    LexiconError, UnusableIndexError, ValueError
        For a lexicon, an index or its pipeline that cannot be used.
    """
    former = read_former(index)
    names = names_of(former.manifest["settings"], index)
    known = None if before is None else with_own(names, before)
    run = _Run(_former_settings(former), names, known)
    return _make(index, keep_corpus(former), former, run)


def try_names(index: Path, own: Sequence[LexiconConcept]) -> Tables:
    """Return the tables that an index would have with other names beside it; write nothing.

    Raises
    ------
    LexiconError, UnusableIndexError, ValueError
        For a lexicon, an index or its pipeline that cannot be used.
    """
    former = read_former(index)
    names = names_of(former.manifest["settings"], index)
    run = _Run(_former_settings(former), with_own(names, own), names)
    return _make_tables(keep_corpus(former), former, run)


def _former_settings(former: Former) -> Settings:
    described = former.manifest["settings"]
    return Settings(discovery=described.get("discovery", True) is True, model=model_of(described))


def _silent(stage: str, done: int, total: int) -> None:
    del stage, done, total


def _make(index: Path, corpus: Corpus, former: Former | None, run: _Run) -> Report:
    described = run.describe()
    there = former.manifest.get("base_url") if former else None
    base_url = run.settings.base_url or there
    check_base_url(base_url)
    if (
        former
        and base_url == there
        and former.manifest["settings"] == described
        and list(former.files.items()) == list(corpus.files.items())
    ):
        return _report(corpus, former.manifest["counts"]["concepts"])
    tables = _make_tables(corpus, former, run)
    run.tell("writing", 0, 0)
    manifest = {
        "tool": TOOL_VERSION,
        "settings": described,
        "counts": {name: len(table) for name, table in tables.items()},
        "files": corpus.files,
    }
    if base_url:
        manifest["base_url"] = base_url
    write_index(index, tables, manifest)
    return _report(corpus, len(tables["concepts"]))


def _make_tables(corpus: Corpus, former: Former | None, run: _Run) -> Tables:
    model = run.settings.model
    lexicon = run.names.lexicon()
    look = partial(
        analyse, lexicon=lexicon, model=model,
        discovery=run.settings.discovery, workers=run.workers, progress=run.tell,
    )  # fmt: skip
    fresh = [section for section in corpus.sections if section.source in corpus.fresh]
    analysis = look(fresh)
    if former:
        kept = [section for section in corpus.sections if section.source not in corpus.fresh]
        known = _keep_analysis(former, {section.section for section in kept})
        renamed = not made_with(former.manifest["settings"], run.names)
        if renamed and run.settings.discovery:
            run.tell("matching", 0, 0)
            known = match_again(kept, known, lexicon, before=_before(former, run), model=model)
        elif renamed:
            known = look(kept)  # without discovery, only the names were noted
        analysis = join(known, analysis, corpus.sections)
        del known  # of a large corpus, as much again
    run.tell("choosing", 0, 0)
    return resolve(corpus.sections, analysis, lexicon, discovery=run.settings.discovery)


def _keep_analysis(former: Former, kept: set[str]) -> Tables:
    tables = {name: former.tables[name] for name in ANALYSIS}
    return {name: table[table["section"].isin(kept)] for name, table in tables.items()}


def _before(former: Former, run: _Run) -> list[LexiconConcept] | None:
    """Return the names of the former index, if the caller knows them right."""
    right = run.before and made_with(former.manifest["settings"], run.before)
    return run.before.lexicon() if run.before and right else None


def _report(corpus: Corpus, concepts: int) -> Report:
    return Report(
        files=len(corpus.files),
        read=len(corpus.fresh),
        sections=len(corpus.sections),
        words=sum(section.words for section in corpus.sections),
        concepts=concepts,
        repaired=tuple(source for source, file in corpus.files.items() if file["repaired"]),
        skipped=corpus.skipped,
    )
