"""Visits: the folder in which a browser's own documents are kept, seen by no other browser.

A random token in a cookie leads to it, so that a page that is loaded anew finds it again.
"""

import hashlib
import os
import re
import secrets
import shutil
import tempfile
import time
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from extract.index import UnusableIndexError, is_index
from extract.lexicon import own_lexicon
from extract.writing import reason_of
from ui import state
from ui.launch import read_launch
from ui.storage import data_folder

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

_DAYS = 7  # without a visit, after which a folder is removed
_MOST = 200  # folders that are kept
_TOKEN = re.compile(r"[0-9a-f]{64}")


def own_folder() -> Path | None:
    """Return the folder of this browser, if it has one."""
    for token in (state.read_visit(), st.context.cookies.get(_cookie_name())):
        if isinstance(token, str) and _TOKEN.fullmatch(token) and _place(token).is_dir():
            state.keep_visit(token)
            # Another visit may remove it meanwhile, or nothing be written any more.
            with suppress(OSError):
                os.utime(_place(token))  # the week begins anew
            return _place(token)
    return None


def make_folder() -> Path:
    """Return the folder of this browser; if it has none, it gets one."""
    folder = own_folder()
    if folder is None:
        token = secrets.token_hex(32)
        folder = _place(token)
        folder.mkdir(parents=True, mode=0o700)
        _sweep(folder.parent)
        state.keep_visit(token)
    return folder


def remove_folder() -> None:
    """Remove the folder of this browser with all that is in it."""
    folder = own_folder()
    if folder is not None:
        shutil.rmtree(folder, ignore_errors=True)
    state.keep_visit(None)


def own_index(folder: Path) -> Path:
    """Return the place of the index in the folder of a browser."""
    return folder / "index"


def is_own(index: Path) -> bool:
    """Tell whether an index lies in the folder of some browser."""
    return data_folder() / "visits" in index.parents


def documents(folder: Path) -> Path:
    """Return the place of the documents in the folder of a browser."""
    return folder / "documents"


def borrow_index(index: Path) -> Path:
    """Copy an index, with the names beside it, into this browser's folder; return the copy.

    Raises
    ------
    extract.index.UnusableIndexError
        If it cannot be copied whole; then there is no copy.
    """
    try:
        copy = own_index(make_folder())
        if not is_index(copy):
            _copy_index(index, copy)
    except OSError as error:
        raise UnusableIndexError(
            f"The documents could not be copied for your changes ({reason_of(error)}); "
            "nothing was changed"
        ) from error
    return copy


def _copy_index(index: Path, copy: Path) -> None:
    beside = Path(tempfile.mkdtemp(prefix=".index-", dir=copy.parent))
    try:
        for file in index.rglob("*"):
            if file.is_file():
                place = beside / file.relative_to(index)
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file, place)
        if own_lexicon(index).is_file():  # first, for without an index it means nothing
            shutil.copyfile(own_lexicon(index), own_lexicon(copy))
        beside.rename(copy)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def remember() -> None:
    """Let the browser keep the token of its folder, if it has one, for another week."""
    if own_folder() is not None:
        cookie = f"{_cookie_name()}={state.read_visit()}; max-age={_DAYS * 86_400}"
        _cookie()(key="visit", data=cookie.encode())


def _cookie_name() -> str:
    """Return the name of this app's cookie: browsers send the cookies of one port to all others."""
    opened = os.fsencode(read_launch().path.resolve())
    return f"concept_graph_visit_{hashlib.sha256(opened).hexdigest()[:8]}"


@cache
def _cookie() -> "ComponentRenderer":
    script = (Path(__file__).parent / "frontend" / "visit.js").read_text(encoding="utf-8")
    return st.components.v2.component("visit", js=script)


def _place(token: str) -> Path:
    # Who can list the folders cannot make a cookie of their names.
    return data_folder() / "visits" / hashlib.sha256(token.encode()).hexdigest()[:32]


def _sweep(visits: Path) -> None:
    """Remove the folders that nobody came back to, and the oldest of too many."""
    ages = []
    for folder in visits.iterdir():
        with suppress(FileNotFoundError):  # another visit may remove it meanwhile
            ages.append((time.time() - folder.stat().st_mtime, folder))
    for place, (age, folder) in enumerate(sorted(ages)):
        if age > _DAYS * 86_400 or place >= _MOST:
            shutil.rmtree(folder, ignore_errors=True)
