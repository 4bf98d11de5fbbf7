"""Opening: from an index or documents on this machine to an index that can be shown.

What can be read in seconds is read while the page waits; of more documents, the first are shown
while the others are read beside the page.
"""

import hashlib
import time
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path
from threading import Lock

import streamlit as st

from extract.index import is_index, read_manifest
from extract.lexicon import own_lexicon
from ui import reading
from ui.errors import TOLD, ReadingError
from ui.launch import check_there
from ui.markup import plain
from ui.reading import Reading, Task
from ui.storage import data_folder

_STAGES = {
    "starting": "Starting",
    "reading": "Reading the documents",
    "matching": "Finding the names",
    "extracting": "Finding the concepts",
    "choosing": "Choosing what counts",
    "writing": "Writing the index",
    "drawing": "Laying out the graph",
}
_LOOK = 0.2  # seconds between two looks at how far a reading is


def find_index(path: Path) -> Path:
    """Return the index that a path is, or one that holds the documents there.

    Raises
    ------
    errors of `ui.errors.TOLD`
        If there is nothing that can be read; the message says why.
    """
    if is_index(path):
        _apply_own_names(path)
        return path
    check_there(path)
    indexes = data_folder() / "indexes"
    indexes.mkdir(exist_ok=True)
    index = indexes / hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:16]
    place = st.empty()
    with place.container():
        if reading.is_long([path]):
            _begin(path, index)
        else:
            _read_at_once(path, index)
    place.empty()
    return index


def _read_at_once(path: Path, index: Path) -> None:
    from extract.build import build_index

    bar = st.progress(0.0, "Looking at the documents …")

    def tell(stage: str, done: int, total: int) -> None:
        bar.progress(done / total if total else 1.0, _say(stage, done, total))

    # Of two visitors at once, the second finds what the first has made.
    with _building():
        report = build_index([path], index, progress=tell)
    _tell_skipped((one.source, one.reason) for one in report.skipped)


def _begin(path: Path, index: Path) -> None:
    """Have the documents read beside the page, and wait until there is something to show."""
    folder = _beside(index)
    with _building():
        folder.mkdir(exist_ok=True)
        found = reading.look(folder)
        if found is None or not found.goes_on:
            root = path if path.is_dir() else path.parent
            reading.start(folder, Task((str(path),), str(root), str(index)))
    bar = st.progress(0.0, "Looking at the documents …")
    while not (is_index(index) or reading.is_ready(folder)):
        found = reading.look(folder)
        if found:
            bar.progress(found.share, say_how_far(found))
        time.sleep(_LOOK)
    found = reading.look(folder)
    if found and found.state == "failed" and not is_index(index):
        raise ReadingError(found.message)
    if found and not found.goes_on:
        _tell_report(found)  # else `_follow` does, at the end


def _beside(index: Path) -> Path:
    """Return the folder in which the reading of an index speaks with the page."""
    return index.with_name(f"{index.name}-reading")


def show_rest(index: Path) -> None:
    """Show how far the reading is, if more documents follow; then the page is loaded anew."""
    found = reading.look(_beside(index))
    if found and found.goes_on:
        _follow(_beside(index))


@st.fragment(run_every=1.0)
def _follow(folder: Path) -> None:
    found = reading.look(folder)
    if found is None or not found.goes_on:
        if found:
            _tell_report(found)
        st.rerun()
    part = "This is a first part. " if found.first else ""
    st.progress(found.share, f"{part}{say_how_far(found)}")


def say_how_far(found: Reading) -> str:
    """Return in words how far a reading is."""
    if found.state == "waiting":
        return "Waiting for others to be read …"
    return _say(found.stage, found.done, found.total)


def _say(stage: str, done: int, total: int) -> str:
    count = f": {done:,} of {total:,}" if total else ""
    return f"{_STAGES.get(stage, stage)}{count} …"


def _tell_report(found: Reading) -> None:
    if found.report:
        _tell_skipped((one["source"], one["reason"]) for one in found.report["skipped"])


def _tell_skipped(skipped: Iterable[tuple[str, str]]) -> None:
    found = list(skipped)
    for source, reason in found[:3]:
        said = plain(f"{source} was not read: {reason}")
        st.toast(said, icon=":material/warning:")
    if found[3:]:
        st.toast(f"{len(found) - 3:,} more files were not read.", icon=":material/warning:")


def _apply_own_names(index: Path) -> None:
    """Bring an index up to date with the names beside it, which may have been edited."""
    from extract.names import made_with, names_of

    settings = read_manifest(index)["settings"]
    # One that cannot be written, or whose names or pipeline cannot be used, is shown as it is.
    with suppress(*TOLD):
        if own_lexicon(index).is_file() and not made_with(settings, names_of(settings, index)):
            from extract.build import update_names

            with _building():
                update_names(index)


@cache
def _building() -> Lock:
    return Lock()
