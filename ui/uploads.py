"""Uploads: the files that a visitor sends, also in an archive, kept in a folder of theirs.

Nothing that they send says where on this machine it is written: a path in an archive gives names
of folders and of the file, and no more.
"""

import io
import lzma
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from extract.documents import MAX_BYTES, READERS, TABLES, Skipped
from extract.formats.converted import ConversionError
from extract.formats.pairs import find_columns, read_rows
from extract.writing import reason_of, write_beside

MOST_FILES = 5_000
MOST_UNPACKED = 100_000_000  # bytes, of all that a visitor keeps here
_MOST_RATIO = 200  # times what it takes in the archive: text does not shrink so much
_DEEPEST = 10  # folders
_LONGEST = 120  # bytes of a name
_LARGEST_TABLE = 5_000_000  # bytes that are looked through for a person to choose columns
_SHOWN = 3  # rows of one, to choose by
_STRANGE = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\/]')


class Upload(NamedTuple):
    """A file that was sent."""

    name: str  # perhaps with folders before it
    data: bytes


def keep(uploads: Sequence[Upload], folder: Path) -> list[Skipped]:
    """Write the documents among uploads into a folder; return what was not written, and why.

    Archives (``.zip``) are unpacked; archives inside of them are not. A file of the same name is
    replaced.
    """
    folder.mkdir(parents=True, exist_ok=True)
    there = [file.stat().st_size for file in kept_files(folder)]
    files, room = MOST_FILES - len(there), MOST_UNPACKED - sum(there)
    skipped: list[Skipped] = []
    for found in _unpack([one for one in uploads if not _is_hidden(one.name)], files, room):
        if isinstance(found, Skipped):
            skipped.append(found)
            continue
        reason = _fault(found)
        if not reason and (files <= 0 or len(found.data) > room):
            reason = (
                f"There is room for {MOST_FILES:,} files of {MOST_UNPACKED / 1e6:.0f} MB in all."
            )
        if reason:
            skipped.append(Skipped(found.name, reason))
            continue
        place = folder.joinpath(*_parts(found.name))
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            with write_beside(place) as file:
                file.write(found.data)
        except (FileExistsError, NotADirectoryError, IsADirectoryError):
            reason = "A file and a folder would have the same name; rename one of them."
            skipped.append(Skipped(found.name, reason))
            continue
        except OSError as error:
            reason = f"It could not be kept ({reason_of(error)}); send it again later."
            skipped.append(Skipped(found.name, reason))
            continue
        files, room = files - 1, room - len(found.data)
    return skipped


def kept_files(folder: Path) -> list[Path]:
    """Return the files that are kept in a folder, or below it, by their paths."""
    return sorted(file for file in folder.rglob("*") if file.is_file())


def _fault(upload: Upload) -> str:
    """Say why an upload is no document to keep, if it is none."""
    suffix = Path(upload.name).suffix.lower()
    if not _parts(upload.name):
        return "It has no name; give it one."
    if suffix == ".zip":
        return "It is an archive inside another one; unpack it first."
    if suffix and suffix not in READERS:
        return f"Files that end with {suffix} cannot be read."
    if len(upload.data) > MAX_BYTES:
        return f"It has more than {MAX_BYTES / 1e6:.0f} MB; split it."
    return ""


def _unpack(uploads: Sequence[Upload], files: int, room: int) -> Iterator[Upload | Skipped]:
    for upload in uploads:
        if Path(upload.name).suffix.lower() == ".zip":
            yield from _read_archive(upload, files, room)
        else:
            yield upload


def _read_archive(upload: Upload, files: int, room: int) -> Iterator[Upload | Skipped]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(upload.data))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        yield Skipped(upload.name, "It is no archive that can be read; pack it anew.")
        return
    with archive:
        entries = [entry for entry in archive.infolist() if _is_wanted(entry)]
        if len(entries) > files:
            reason = f"It holds more than the {MOST_FILES:,} files that there is room for."
            yield Skipped(upload.name, reason)
            return
        if sum(entry.file_size for entry in entries) > room:
            reason = (
                f"It unpacks to more than the {MOST_UNPACKED / 1e6:.0f} MB that there is room for."
            )
            yield Skipped(upload.name, reason)
            return
        for entry in entries:
            yield _read_entry(archive, entry)


def _is_wanted(entry: zipfile.ZipInfo) -> bool:
    """Tell whether an entry may be a document: no folder, no link, nothing hidden."""
    kind = entry.external_attr >> 28
    return not entry.is_dir() and kind in {0, 8} and not _is_hidden(entry.filename)


def _is_hidden(name: str) -> bool:
    """Tell whether a path leads through what programs keep for themselves."""
    parts = set(re.split(r"[/\\]", name)) - {".", ".."}
    return any(part.startswith(".") or part == "__MACOSX" for part in parts)


def _read_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Upload | Skipped:
    if Path(entry.filename).suffix.lower() not in READERS:
        return Skipped(entry.filename, "Files of this kind cannot be read.")
    if entry.file_size > max(1_000_000, _MOST_RATIO * entry.compress_size):
        return Skipped(entry.filename, "It is packed as only an attack would be.")
    if entry.flag_bits & 1:
        return Skipped(entry.filename, "It needs a password; pack it without one.")
    try:
        with archive.open(entry) as file:
            # What an archive says of its sizes need not be true.
            data = file.read(min(entry.file_size, MAX_BYTES) + 1)
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, OSError, ValueError, EOFError,
            NotImplementedError, RuntimeError):  # fmt: skip
        return Skipped(entry.filename, "It is damaged; pack it anew.")
    if len(data) > entry.file_size:
        return Skipped(entry.filename, "It is larger than the archive says; pack it anew.")
    return Upload(entry.filename, data)


def _parts(name: str) -> list[str]:
    """Return the folders and the file that a path names, each as a name that says only that."""
    parts = [
        _STRANGE.sub("_", unicodedata.normalize("NFC", part)).strip(" .") or "_"
        for part in re.split(r"[/\\]", name)
        if part.strip(" .")
    ]
    return [_shorten(part) for part in parts[-_DEEPEST:]]


def _shorten(part: str) -> str:
    stem, suffix = Path(part).stem, Path(part).suffix
    while len(f"{stem}{suffix}".encode(errors="replace")) > _LONGEST and (stem or suffix):
        stem, suffix = (stem[:-1], suffix) if stem else (stem, suffix[:-1])
    return f"{stem}{suffix}".encode(errors="replace").decode()


class Unclear(NamedTuple):
    """A table whose names of columns do not tell which are questions and answers."""

    file: Path
    columns: list[str]
    rows: list[dict[str, str]]  # the first ones, by column


def find_unclear(folder: Path) -> list[Unclear]:
    """Return the tables in a folder of which a person has to choose the columns."""
    found = []
    for file in kept_files(folder):
        if file.suffix.lower() in TABLES:
            there = file.stat()
            found.append(_look_through(file, there.st_mtime_ns, there.st_size))
    return [table for table in found if table]


@lru_cache(maxsize=200)
def _look_through(file: Path, _changed: int, size: int) -> Unclear | None:
    """Return a table if it is unclear; a page asks again and again while a file stays the same."""
    if size > _LARGEST_TABLE:
        return None
    try:
        rows = read_rows(file.suffix.lower(), file.read_bytes())
    except (ConversionError, ValueError, OSError):
        return None  # reading it says why
    columns = list(dict.fromkeys(name for row in rows[:100] for name in row.cells))
    if len(columns) < 2 or find_columns(columns):
        return None
    return Unclear(file, columns, [row.cells for row in rows[:_SHOWN]])
