"""Stores: documents and indexes at s3://, gs://, abfs:// or wherever else fsspec reaches.

What a run needs is copied to this machine, and an index that it changed is copied back.
"""

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any

from extract.documents import READERS
from extract.index import COLUMNS, MANIFEST

_ADDRESS = re.compile(r"([a-z][a-z0-9+.-]*)://(.*)", re.DOTALL)
_TABLES = tuple(f"{name}.parquet" for name in COLUMNS)
_STORED_WITH = "graph.parquet"  # what `graph` keeps beside the tables; another index has another


class StoreError(ValueError):
    """A store that cannot be read or written; the message says what to do."""


@contextmanager
def copies() -> Iterator[Path]:
    """Yield a folder for copies, which goes when the context ends.

    Raises
    ------
    ValueError
        Whatever was raised inside, with the addresses of what is copied in place of the copies.
    """
    with tempfile.TemporaryDirectory(prefix="concept-graph-") as name:
        folder = Path(name).resolve()
        try:
            yield folder
        except ValueError as error:
            if (told := name_copies(str(error), folder)) == str(error):
                raise
            raise StoreError(told) from error


def name_copies(text: str, folder: Path) -> str:
    """Return a text in which copies in a folder have the addresses of what they are copies of."""
    return re.sub(rf"{re.escape(str(folder))}[\\/]([a-z0-9+.-]+)[\\/]", r"\1://", text)


def place_of(location: str, folder: Path) -> Path:
    """Return where a copy of a location is, or the location itself, if it is on this machine.

    Raises
    ------
    StoreError
        If the address leads out of its store.
    """
    address = _ADDRESS.fullmatch(location)
    if not address:
        return Path(location)
    inside = PurePosixPath(address[2].lstrip("/"))
    if ".." in inside.parts or not inside.parts:
        raise StoreError(f"{location!r} names no place in a store; give one like s3://BUCKET/DOCS")
    return folder / address[1] / inside


def fetch_documents(location: str, folder: Path) -> Path:
    """Copy a file, or the files that can be read below a prefix; return where the copies are.

    Names that begin with a dot are passed over, as in folders of this machine.

    Raises
    ------
    StoreError
        If the store cannot be reached or read.
    """
    place = place_of(location, folder)
    if not _ADDRESS.fullmatch(location):
        return place
    with _told(location):
        store, root = _open(location)
        if store.isfile(root):
            place.parent.mkdir(parents=True, exist_ok=True)
            store.get_file(root, str(place))
            return place
        names = [name for name in _below(store, root) if _is_read(name)]
        if names:
            place.mkdir(parents=True, exist_ok=True)
        for name in names:
            (place / name).parent.mkdir(parents=True, exist_ok=True)
        # At once: most stores answer many requests at a time.
        store.get([f"{root}/{name}" for name in names], [str(place / name) for name in names])
    return place


@contextmanager
def open_index(location: str, folder: Path) -> Iterator[Path]:
    """Yield an index as a folder of this machine; what is changed there is written to the store.

    Its objects are written whole, and the manifest goes first and comes back last: who reads the
    index meanwhile finds none.

    Raises
    ------
    StoreError
        If the store cannot be reached, read or written, or holds something else at that place.
    """
    index = place_of(location, folder)
    if not _ADDRESS.fullmatch(location):
        yield index
        return
    with _told(location):
        store, root = _open(location)
        before = _fetch_index(store, root, index, location)
    yield index
    if (index / MANIFEST).exists() and (index / MANIFEST).read_bytes() != before:
        with _told(location):
            _put_index(index, store, root, location)


def _fetch_index(store: Any, root: str, index: Path, location: str) -> bytes | None:  # noqa: ANN401
    """Copy an index and the names beside it; return the manifest, or None without an index."""
    index.parent.mkdir(parents=True, exist_ok=True)
    if store.isfile(f"{root}.lexicon.toml"):
        own = index.with_name(f"{index.name}.lexicon.toml")
        store.get_file(f"{root}.lexicon.toml", str(own))
    if not store.isfile(f"{root}/{MANIFEST}"):
        return None
    manifest: bytes = store.cat_file(f"{root}/{MANIFEST}")
    for name in sorted({*_TABLES, _STORED_WITH}.intersection(_below(store, root))):
        (index / name).parent.mkdir(parents=True, exist_ok=True)
        store.get_file(f"{root}/{name}", str(index / name))
    store.invalidate_cache()
    if not store.isfile(f"{root}/{MANIFEST}") or store.cat_file(f"{root}/{MANIFEST}") != manifest:
        raise StoreError(f"{location} is being written; try again when that is done")
    (index / MANIFEST).write_bytes(manifest)
    return manifest


def _put_index(index: Path, store: Any, root: str, location: str) -> None:  # noqa: ANN401
    # A run that was stopped leaves tables without a manifest.
    if any(name not in {*_TABLES, _STORED_WITH, MANIFEST} for name in _below(store, root)):
        raise StoreError(f"{location} is there and is no index; name another place with -o")
    for name in (MANIFEST, _STORED_WITH):
        if store.isfile(f"{root}/{name}"):
            store.rm_file(f"{root}/{name}")
    for name in (*_TABLES, MANIFEST):
        store.put_file(str(index / name), f"{root}/{name}")
    store.invalidate_cache()


def _below(store: Any, root: str) -> list[str]:  # noqa: ANN401 - fsspec has no types
    # A prefix that ends with "/" is an object, too, where a folder was made in a browser.
    found = (name.removeprefix(root).lstrip("/") for name in store.find(root))
    return sorted(name for name in found if name and not name.endswith("/"))


def _is_read(name: str) -> bool:
    path = PurePosixPath(name)
    # Also keeps ".." out, so that no copy lies outside the folder of copies.
    return path.suffix.lower() in READERS and not any(part[0] == "." for part in path.parts)


def _open(location: str) -> tuple[Any, str]:
    """Return the file system of an address, and the place in it."""
    try:
        from fsspec.core import url_to_fs
    except ImportError:
        raise StoreError(
            f"{location} needs fsspec; install it with: pip install -r requirements-cluster.txt"
        ) from None
    store, root = url_to_fs(location)
    return store, str(root).rstrip("/")


@contextmanager
def _told(location: str) -> Iterator[None]:
    """Give whatever a store raises the form of one sentence."""
    try:
        yield
    except StoreError:
        raise
    except Exception as error:  # each store has errors of its own, with no base but this
        reason = " ".join(str(error).split()) or type(error).__name__
        raise StoreError(
            f"{location} cannot be reached ({reason}); check the address, the credentials of its "
            "store, and that the store's package (s3fs, gcsfs, adlfs) is installed"
        ) from error
