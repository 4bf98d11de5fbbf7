"""The index: the folder that holds one analysed corpus, as Parquet tables and a manifest.

It is written beside its place and swapped in, so that a reader sees a whole index or none.
"""

import ctypes
import errno
import json
import os
import re
import secrets
import shutil
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from stat import S_IMODE
from typing import TYPE_CHECKING, Any, BinaryIO

from extract.writing import reason_of

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa
    import pyarrow.parquet as pq

FORMAT = 1
MANIFEST = "manifest.json"
MAX_TABLE_BYTES = 4_000_000_000  # of one table in memory: some ten million rows
_ROWS_AT_ONCE = 8192
_ROWS_PER_GROUP = 2**20
_ABANDONED = 60  # seconds after which a folder that nobody owns was left by a writer

# Column types by table, in the order in which the files are written.
_TEXT, _COUNT, _SHARE = "string", "int32", "float64"
COLUMNS: dict[str, dict[str, str]] = {
    "sections": {
        "section": _TEXT, "source": _TEXT, "position": _COUNT, "number": _TEXT, "title": _TEXT,
        "text": _TEXT, "line": _COUNT, "words": _COUNT,
    },
    "sentences": {
        "section": _TEXT, "sentence": _COUNT, "start": _COUNT, "end": _COUNT, "kind": _TEXT,
    },
    "concepts": {
        "concept": _TEXT, "kind": _TEXT, "aliases": "list", "origin": _TEXT, "mentions": _COUNT,
        "sections": _COUNT, "salience": _SHARE, "defining_section": _TEXT,
        "defining_sentence": _COUNT,
    },
    "mentions": {
        "section": _TEXT, "sentence": _COUNT, "concept": _TEXT, "surface": _TEXT,
        "start": _COUNT, "end": _COUNT, "in_code": "bool",
    },
    "cooccurrences": {
        "source": _TEXT, "target": _TEXT, "sentences": _COUNT, "sections": _COUNT, "npmi": _SHARE,
    },
    "phrases": {
        "source": _TEXT, "target": _TEXT, "phrase": _TEXT, "section": _TEXT, "sentence": _COUNT,
    },
    "analysis/candidates": {
        "section": _TEXT, "sentence": _COUNT, "start": _COUNT, "end": _COUNT, "surface": _TEXT,
        "concept": _TEXT, "evidence": _COUNT,
    },
    "analysis/expansions": {"section": _TEXT, "short": _TEXT, "long": _TEXT},
    "analysis/verbs": {"section": _TEXT, "sentence": _COUNT, "start": _COUNT, "end": _COUNT},
}  # fmt: skip
_MAY_BE_MISSING = {"number", "defining_section", "defining_sentence"}


class UnusableIndexError(ValueError):
    """An index that cannot be read or written; the message says what to do."""


def schema_of(table: str, *, coded: bool = False) -> "pa.Schema":
    """Return the Arrow schema of a table.

    Parameters
    ----------
    table : str
        One of `COLUMNS`.
    coded : bool, default False
        Whether each text is the number of one in a dictionary, as where many rows have the same.
    """
    import pyarrow as pa

    types = {
        "string": pa.dictionary(pa.int32(), pa.string()) if coded else pa.string(),
        "int32": pa.int32(), "float64": pa.float64(),
        "bool": pa.bool_(), "list": pa.list_(pa.string()),
    }  # fmt: skip
    return pa.schema([(name, types[kind]) for name, kind in COLUMNS[table].items()])


def check_place(index: Path) -> None:
    """Raise UnusableIndexError if a place holds something that is no index."""
    try:
        other = index.exists() and not is_index(index) and (index.is_file() or any(index.iterdir()))
    except OSError as error:
        raise UnusableIndexError(
            f"{index}: the index cannot be written ({reason_of(error)})"
        ) from error
    if other:
        raise UnusableIndexError(f"{index} is there and is no index; name another place with -o")


def write_index(
    index: Path, tables: "Mapping[str, pd.DataFrame]", manifest: Mapping[str, Any]
) -> None:
    """Write an index beside its place, then put it there in one step.

    Parameters
    ----------
    index : Path
        The folder; an index that is there is replaced.
    tables : mapping of str to pandas.DataFrame
        The tables of `COLUMNS`.
    manifest : mapping
        What belongs into ``manifest.json``; the format's version is added.

    Raises
    ------
    UnusableIndexError
        If the place holds something that is no index, or cannot be written. What was there
        is left as it was.
    """
    index = Path(os.path.realpath(index))  # a link stays one
    check_place(index)
    try:
        index.parent.mkdir(parents=True, exist_ok=True)
        beside = index.parent / f".{index.name}-{secrets.token_hex(4)}"
        beside.mkdir()
        owned = _own(beside)
    except OSError as error:
        raise UnusableIndexError(
            f"{index}: the index cannot be written ({reason_of(error)})"
        ) from error
    try:
        _remove_left(index)
        for name in COLUMNS:
            file = beside / f"{name}.parquet"
            file.parent.mkdir(exist_ok=True)
            _write_table(tables[name], name, file)
        text = json.dumps({"format": FORMAT, **manifest}, indent=1, ensure_ascii=False)
        (beside / MANIFEST).write_text(text + "\n", encoding="utf-8")
        with suppress(FileNotFoundError):  # who may read the former one may read the new one
            beside.chmod(S_IMODE(index.stat().st_mode))
        _swap_in(beside, index)
    except OSError as error:
        raise UnusableIndexError(
            f"{index}: the index could not be written ({reason_of(error)}); "
            "what was there before is unchanged"
        ) from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)
        if owned is not None:
            os.close(owned)


def _write_table(frame: "pd.DataFrame", name: str, file: Path) -> None:
    import pandas as pd
    import pyarrow as pa
    import pyarrow.parquet as pq

    plain, coded = schema_of(name), schema_of(name, coded=True)
    in_memory = pa.schema(
        [
            (coded if isinstance(frame[column].dtype, pd.CategoricalDtype) else plain).field(column)
            for column in plain.names
        ]
    )
    with pq.ParquetWriter(file, plain, compression="zstd") as writer:
        # A group of rows at a time, for what are categories in memory is written out there.
        for start in range(0, max(1, len(frame)), _ROWS_PER_GROUP):
            rows = frame.iloc[start : start + _ROWS_PER_GROUP]
            table = pa.Table.from_pandas(rows, schema=in_memory, preserve_index=False)
            writer.write_table(table.cast(plain).replace_schema_metadata())


def _own(folder: Path) -> int | None:
    """Lock a folder until what is returned is closed, at the latest by the end of the process.

    None, where the system cannot, or somebody else has locked it.
    """
    try:
        import fcntl
    except ImportError:  # Windows
        return None
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        return None
    return descriptor


def _remove_left(index: Path) -> None:
    """Remove what writers of this index have left that were killed: nobody owns it any more."""
    name = re.compile(rf"\.{re.escape(index.name)}-[a-z0-9_]{{8}}")
    for folder in index.parent.iterdir():
        with suppress(OSError):  # others may remove it at the same time
            # A writer owns its folder a moment after it has made it.
            if name.fullmatch(folder.name) and time.time() - folder.stat().st_mtime > _ABANDONED:
                owned = _own(folder)
                if owned is not None:
                    shutil.rmtree(folder, ignore_errors=True)
                    os.close(owned)


def _swap_in(beside: Path, index: Path) -> None:
    """Put the folder `beside` at `index`; a reader finds the former one or the new one."""
    if not index.exists():
        try:
            beside.rename(index)
        except OSError:
            if not index.exists():
                raise
            # Another writer was faster; the last one wins.
        else:
            return
    if not _exchange(beside, index):
        # Without an exchange in one step, the former index stays beside until the new one is in.
        former = beside.with_name(beside.name + ".former")
        index.rename(former)
        try:
            beside.rename(index)
        except OSError:
            former.rename(index)
            raise
        shutil.rmtree(former)


def _exchange(one: Path, other: Path) -> bool:
    """Swap two folders in one step, where the system can (Linux renameat2, macOS renamex_np)."""
    if os.name != "posix":
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    names = os.fsencode(one), os.fsencode(other)
    if sys.platform == "linux" and hasattr(libc, "renameat2"):
        at_cwd, exchange = -100, 2
        result = libc.renameat2(at_cwd, names[0], at_cwd, names[1], exchange)
    elif sys.platform == "darwin" and hasattr(libc, "renamex_np"):
        result = libc.renamex_np(*names, 2)
    else:
        return False
    if result == 0:
        return True
    if ctypes.get_errno() in {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP}:
        return False
    raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(other))


def is_index(path: Path) -> bool:
    """Tell whether a folder holds an index."""
    try:
        return (path / MANIFEST).is_file()
    except OSError:  # a name too long, or a folder that may not be looked into
        return False


def read_manifest(index: Path) -> dict[str, Any]:
    """Return the manifest of an index.

    Raises
    ------
    UnusableIndexError
        If there is none, or it is of a version that this program does not read.
    """
    if not is_index(index):
        raise UnusableIndexError(
            f"{index} is no index; make one with: python -m extract DOCS -o {index}"
        )
    try:
        manifest = json.loads((index / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise UnusableIndexError(
            f"{index / MANIFEST} cannot be read; make the index again with python -m extract"
        ) from error
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        found = manifest.get("format") if isinstance(manifest, dict) else None
        raise UnusableIndexError(
            f"{index} has format {found!r}, and this program reads format {FORMAT}; "
            "make the index again with python -m extract"
        )
    if not all(isinstance(manifest.get(key), dict) for key in ("files", "settings")) or not all(
        isinstance(file, dict) and file.keys() >= {"sections", "repaired"}
        for file in manifest["files"].values()
    ):
        raise UnusableIndexError(
            f"{index / MANIFEST} does not tell its files and settings as it should; "
            "make the index again with python -m extract"
        )
    return manifest


def read_table(index: Path, table: str, *, coded: bool = False) -> "pd.DataFrame":
    """Return one table of an index.

    Parameters
    ----------
    index : Path
    table : str
        One of `COLUMNS`.
    coded : bool, default False
        Whether texts are to be categories, which take less memory where many rows have the same.

    Returns
    -------
    pandas.DataFrame
        With the columns of ``COLUMNS[table]``; what is missing is NaN (`text_or_none`).

    Raises
    ------
    UnusableIndexError
        If the file is missing, damaged, misses a value, or has other columns.
    """
    import pyarrow as pa

    file = index / f"{table}.parquet"
    try:
        # One file and no more: a folder of that name, or a list of others, is no table.
        # Opening a pipe would wait for ever.
        if not file.is_file():
            raise FileNotFoundError(file)
        with file.open("rb") as source:
            parquet = open_parquet(source)
            fits = parquet.schema_arrow.names == list(COLUMNS[table])
            columns = _read_batches(parquet, file, schema_of(table, coded=coded)) if fits else None
        if columns is not None:
            columns.validate(full=True)  # offsets and UTF-8, which a forged file may break
            _check_there(columns, index, table)
            frame: pd.DataFrame = columns.unify_dictionaries().to_pandas(use_threads=False)
            return frame
    except UnusableIndexError:
        raise
    except (OSError, ValueError, pa.ArrowException) as error:
        raise UnusableIndexError(
            f"{file} is missing or damaged; make the index again with python -m extract"
        ) from error
    raise UnusableIndexError(f"{file} has other columns than an index of format {FORMAT}")


def open_parquet(source: BinaryIO) -> "pq.ParquetFile":
    """Return an open Parquet file, to be read with ``use_threads=False``.

    So Arrow starts no threads, which may abort a process that ends soon after (its issue 34314).
    """
    import pyarrow.parquet as pq

    return pq.ParquetFile(source, pre_buffer=False)


def text_or_none(value: object) -> str | None:
    """Return a text of a table, or None where it is missing: pandas has NaN there."""
    return value if isinstance(value, str) else None


def _check_there(columns: "pa.Table", index: Path, table: str) -> None:
    """Refuse a table that misses a value, or a text of a list."""
    import pyarrow as pa
    import pyarrow.compute as pc

    for name, column in zip(columns.column_names, columns.columns, strict=True):
        missing = column.null_count
        if pa.types.is_list(column.type):
            missing += pc.list_flatten(column).null_count
        if missing and name not in _MAY_BE_MISSING:
            raise UnusableIndexError(
                f"{index} contradicts itself: {table} misses a value of {name!r}; "
                "make the index again with python -m extract"
            )


def _read_batches(parquet: "pq.ParquetFile", file: Path, schema: "pa.Schema") -> "pa.Table":
    """Return a table, unless it grows beyond all measure: some bytes can stand for many rows."""
    import pyarrow as pa

    batches, size = [], 0
    for batch in parquet.iter_batches(_ROWS_AT_ONCE, use_threads=False):
        batches.append(batch.cast(schema))
        size += batch.nbytes
        if size > MAX_TABLE_BYTES:
            raise UnusableIndexError(
                f"{file} unpacks to more than {MAX_TABLE_BYTES / 1e9:,.0f} GB; "
                "make an index of fewer documents"
            )
    return pa.Table.from_batches(batches, schema)
