"""Documents: the input files of a corpus, found in reading order and decoded to repaired text."""

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from extract.decoding import clean, decode, mend
from extract.formats.converted import ConversionError, Converted
from extract.formats.notebook import convert_notebook
from extract.formats.pairs import convert_csv, convert_json, convert_json_lines, may_hold_pairs
from extract.formats.pdf import convert_pdf
from extract.formats.restructured import convert_rst
from extract.formats.webpage import convert_html
from extract.formats.word import convert_docx

MAX_BYTES = 20_000_000  # about three million words: no single document is that long
_BEGINNING = 20_000  # bytes by which a table of questions is told from other data


class Reader(NamedTuple):
    """How files of a kind are read."""

    convert: Callable[[bytes], Converted]
    unit: str = "line"  # what `Section.line` counts


def _read_text(data: bytes) -> Converted:
    return Converted(decode(data))


# By the suffix of a file's name.
READERS = {
    ".csv": Reader(convert_csv),
    ".docx": Reader(convert_docx, "paragraph"),
    ".htm": Reader(convert_html),
    ".html": Reader(convert_html),
    ".ipynb": Reader(convert_notebook, "cell"),
    ".json": Reader(convert_json, "item"),
    ".jsonl": Reader(convert_json_lines),
    ".markdown": Reader(_read_text),
    ".md": Reader(_read_text),
    ".mdx": Reader(_read_text),
    ".ndjson": Reader(convert_json_lines),
    ".pdf": Reader(convert_pdf, "page"),
    ".rst": Reader(convert_rst),
    ".text": Reader(_read_text),
    ".tsv": Reader(convert_csv),
    ".txt": Reader(_read_text),
    ".xhtml": Reader(convert_html),
}
# What lies among documents in these forms is mostly data about them.
TABLES = frozenset((".csv", ".json", ".jsonl", ".ndjson", ".tsv"))


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file of the corpus, not read yet."""

    path: Path
    source: str  # path relative to the corpus, with forward slashes


@dataclass(frozen=True, slots=True)
class Document:
    """One input file, decoded and repaired."""

    source: str  # path relative to the corpus, with forward slashes
    text: str  # repaired text, newline as "\n"
    size: int  # bytes of the file
    sha256: str  # of the file's bytes
    repaired: bool  # whether a damaged encoding was mended
    places: tuple[int, ...] = ()  # of each line in the file, if not the lines themselves

    def place(self, line: int) -> int:
        """Return where in the file a line (1-based) of the text comes from."""
        return self.places[min(line, len(self.places)) - 1] if self.places else line


@dataclass(frozen=True, slots=True)
class Skipped:
    """One input that was not read."""

    source: str
    reason: str  # one sentence: what is wrong and what to do


class UnreadableDocumentError(ValueError):
    """A file that is no document; its message is one sentence that says why."""


class NoDocumentsError(ValueError):
    """A corpus without a single readable file; its message is one sentence that says why."""


def read_documents(paths: Sequence[Path]) -> Iterator[Document | Skipped]:
    """Read the documents of a corpus one after the other, in reading order.

    Parameters
    ----------
    paths : sequence of Path
        Files and folders.

    Yields
    ------
    Document or Skipped
        What could be read, and what could not, with the reason.

    Raises
    ------
    NoDocumentsError
        At the end, if nothing could be read.
    """
    files, skipped = find_files(paths)
    yield from skipped
    reasons = [item.reason for item in skipped]
    read = 0
    for file in files:
        try:
            yield read_document(file)
            read += 1
        except UnreadableDocumentError as error:
            reasons.append(str(error))
            yield Skipped(file.source, str(error))
    if not read:
        raise NoDocumentsError(explain_nothing(reasons))


def explain_nothing(reasons: Sequence[str]) -> str:
    """Say in one sentence why there is nothing to read, given the reasons of what was skipped."""
    if not reasons:
        return f"There is nothing to read; give a file or a folder with {_kinds()} files."
    more = f" ({len(reasons) - 1} more inputs could not be read either.)" if reasons[1:] else ""
    return f"{reasons[0]}{more}"


def find_files(
    paths: Sequence[Path], root: Path | None = None
) -> tuple[list[SourceFile], list[Skipped]]:
    """Find the files of a corpus in reading order, and what cannot be one of them.

    Folders are searched to any depth in natural order (``2.md`` before ``10.md``, a folder's
    files before its folders); names that begin with a dot, and files of kinds that cannot be
    read, are passed over. A file that is reached twice counts once.

    Parameters
    ----------
    paths : sequence of Path
        Files and folders.
    root : Path, optional
        The folder that names of sources begin at; by default the one that holds them all.

    Returns
    -------
    files : list of SourceFile
        Not opened yet.
    skipped : list of Skipped
        Paths that do not exist, and folders that cannot be opened or hold no file to read.
    """
    root = root or _corpus_root(paths)
    files: dict[str, SourceFile] = {}
    skipped: list[Skipped] = []
    for path in paths:
        source = _relative(path, root)
        if _is_folder(path):
            found, failed = _walk(path, root)
            skipped += failed
            if not found and not failed:
                skipped.append(
                    Skipped(source, f"The folder {str(path)!r} holds no {_kinds()} files.")
                )
        elif not os.path.lexists(path):
            reason = f"There is no file or folder {str(path)!r}; check the path."
            skipped.append(Skipped(source, reason))
            continue
        else:
            found = [path]
        for file in found:
            files.setdefault(os.path.realpath(file), SourceFile(file, _relative(file, root)))
    return list(files.values()), skipped


def read_document(file: SourceFile) -> Document:
    """Read one file.

    Raises
    ------
    UnreadableDocumentError
        If the file cannot be opened, is empty, too large, not text, or of an unknown kind.
    """
    _reader(file.path.name, repr(str(file.path)))
    return parse_document(file.source, _read_bytes(file.path), name=str(file.path))


def parse_document(source: str, data: bytes, *, name: str | None = None) -> Document:
    """Return the document that the bytes of a file hold.

    Parameters
    ----------
    source : str
        Path relative to the corpus; its ending tells the kind of the file.
    data : bytes
    name : str, optional
        What messages call the file; `source` otherwise.

    Raises
    ------
    UnreadableDocumentError
        If the bytes are empty, too many, not text, or of an unknown kind.
    """
    name = repr(name or source)
    reader = _reader(source, name)
    _check_size(len(data), name)
    if not data.strip():
        raise UnreadableDocumentError(f"{name} is empty; remove it, or write into it.")
    try:
        converted = reader.convert(data)
    except ConversionError as error:
        raise UnreadableDocumentError(f"{name} {error}") from None
    except ValueError:
        raise UnreadableDocumentError(
            f"{name} is not text, although its name says so; convert it to Markdown."
        ) from None
    mended = mend(converted.text)
    text = clean(mended)
    if not text.strip():
        raise UnreadableDocumentError(f"{name} has no text in it; remove it, or write into it.")
    digest = hashlib.sha256(data).hexdigest()
    repaired = mended != converted.text
    return Document(source, text, len(data), digest, repaired, converted.places)


def _reader(path: str, name: str) -> Reader:
    reader = READERS.get(Path(path).suffix.lower() or ".txt")
    if reader is None:
        raise UnreadableDocumentError(
            f"{name} is of a kind that cannot be read; give {_kinds()} files."
        )
    return reader


def _check_size(size: int, name: str) -> None:
    if size > MAX_BYTES:
        raise UnreadableDocumentError(
            f"{name} has {size / 1e6:,.0f} MB, and a document may have "
            f"{MAX_BYTES / 1e6:,.0f} MB; split it into several files."
        )


def _read_bytes(path: Path) -> bytes:
    name = repr(str(path))
    try:
        # A pipe or device would wait, or never end.
        if path.exists() and not path.is_file():
            raise UnreadableDocumentError(f"{name} is not a regular file; give a file or a folder.")
        _check_size(path.stat().st_size, name)
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise UnreadableDocumentError(
            f"{name} cannot be opened ({reason.lower()}); check the file and its permissions."
        ) from None


def _walk(folder: Path, root: Path) -> tuple[list[Path], list[Skipped]]:
    from natsort import natsort_keygen, ns

    # The operating system's own order would differ from machine to machine.
    natural = natsort_keygen(alg=ns.IGNORECASE)

    def in_order(names: Iterable[str]) -> list[str]:
        return sorted(names, key=lambda name: (natural(name), name))

    files: list[Path] = []
    skipped: list[Skipped] = []

    def note(error: OSError) -> None:
        path = Path(error.filename)
        reason = f"The folder {str(path)!r} cannot be opened ({(error.strerror or '').lower()}); "
        skipped.append(Skipped(_relative(path, root), reason + "check its permissions."))

    visited: set[str] = set()
    for place, folders, names in os.walk(folder, onerror=note, followlinks=True):
        # A link may lead back to a folder above it.
        real = os.path.realpath(place)
        if real in visited:
            folders.clear()
            continue
        visited.add(real)
        folders[:] = in_order(name for name in folders if name[0] != ".")
        for name in in_order(names):
            if name[0] != "." and is_document(Path(place, name)):
                files.append(Path(place, name))
    return files, skipped


def is_document(file: Path) -> bool:
    """Tell whether a file in a folder is a document: of a kind that can be read, no plain table."""
    suffix = file.suffix.lower()
    if suffix not in TABLES:
        return suffix in READERS
    try:
        with file.open("rb") as beginning:
            return may_hold_pairs(suffix, beginning.read(_BEGINNING))
    except OSError:
        return True  # reading it says why


def _corpus_root(paths: Sequence[Path]) -> Path:
    if len(paths) == 1 and _is_folder(paths[0]):
        return paths[0].absolute()
    parents = [path.absolute().parent for path in paths]
    return Path(os.path.commonpath(parents)) if parents else Path()


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # the name is too long, or a folder above it is closed
        return False


def _relative(path: Path, root: Path) -> str:
    # A name may hold bytes that are no text; tables and files need text.
    relative = os.fsencode(Path(os.path.relpath(path, root)).as_posix())
    return relative.decode("utf-8", errors="backslashreplace")


def _kinds() -> str:
    *most, last = sorted(READERS)
    return f"{', '.join(most)} or {last}"
