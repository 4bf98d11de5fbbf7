"""Reading: documents are turned into an index by a process of its own, while the page goes on.

``python -m ui.reading`` is that process (`ui.readers`). It and the page speak through files in a
folder, each written beside its place and renamed: what is to be read, how far that is, and what
came of it.
"""

import json
import os
import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal

from extract.writing import reason_of
from graph.files import ExportError, write_text
from ui import readers
from ui.errors import TOLD, say

if TYPE_CHECKING:
    from extract.build import Report
    from extract.documents import SourceFile

State = Literal["waiting", "reading", "done", "failed", "cancelled"]

_TASK, _STATE = "task.json", "reading.json"
_FIRST = 100_000  # bytes of documents that are read for a first graph, in seconds
_LITTLE = 20_000  # words after which a process is kept: memory that more took would stay with it
_TELL = 0.3  # seconds between two reports of how far it is
_LONGEST = 3_600  # seconds that a reading may take


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be read."""

    paths: tuple[str, ...]
    root: str  # the folder that names of sources begin at
    index: str
    base_url: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """How far a reading is, or what came of it."""

    state: State
    stage: str = ""
    done: int = 0
    total: int = 0  # 0: not known
    first: bool = False  # whether a first part is there to be seen
    message: str = ""  # why it failed
    report: dict[str, Any] | None = None  # as `extract.build.Report`, with ``seconds``

    @property
    def goes_on(self) -> bool:
        """Whether there is more to come."""
        return self.state in {"waiting", "reading"}

    @property
    def share(self) -> float:
        """How much of the stage is done, 0 to 1."""
        return min(self.done / self.total, 1.0) if self.total else 0.0


_STARTING = Reading("reading", "starting")  # until the process tells more


# --- the page's side ---

_AT_ONCE = os.cpu_count() or 1  # readings; who comes later waits
_pool = ThreadPoolExecutor(max_workers=_AT_ONCE, thread_name_prefix="reading")
_lock = Lock()
_running: dict[Path, "tuple[Future[None], list[readers.Reader]]"] = {}


def start(folder: Path, task: Task) -> None:
    """Begin to read; what is being read in this folder is given up first."""
    cancel(folder)
    _write(folder / _TASK, asdict(task))
    reader: list[readers.Reader] = []  # none before it begins, and none when it has ended
    with _lock:
        _tell(folder, Reading("waiting") if len(_running) >= _AT_ONCE else _STARTING)
        _running[folder] = _pool.submit(_run, folder, reader), reader


def _run(folder: Path, reader: list[readers.Reader]) -> None:
    """Have a process read, and tell how it ended, if it did not do so itself."""
    with _lock, suppress(ExportError):  # there may be room when it is read
        if not _is_given_up(folder, reader):
            _tell(folder, _STARTING)
    end = _finish(folder, reader)
    with _lock:
        if _is_given_up(folder, reader):
            return  # who gave it up says so, or has begun anew
        try:
            found = look(folder)
            if found and found.goes_on:
                _tell(folder, Reading("failed", message=f"The reading {end}."))
        finally:
            del _running[folder]  # what came of it is in the folder


def _is_given_up(folder: Path, reader: list[readers.Reader]) -> bool:
    return _running.get(folder, (None, None))[1] is not reader


def _finish(folder: Path, reader: list[readers.Reader]) -> str:
    """Wait for a process that reads; return how it ended and what to do, if it told no result."""
    try:
        taken = readers.take()
    except OSError as error:
        return f"could not begin ({reason_of(error)}); try again later"
    with _lock:
        reader.append(taken)
        if _is_given_up(folder, reader):
            taken.end()
    end = taken.read(folder, _LONGEST)
    with _lock:
        reader.clear()  # who cancels now must not end what others have read next
        given_up = _is_given_up(folder, reader)
    if taken.waits:
        if given_up:
            taken.leave()
        else:
            readers.keep(taken)
    return end


def cancel(folder: Path) -> None:
    """Give up what is being read; what was there before, or a first part, stays."""
    with _lock:
        future, reader = _running.pop(folder, (None, []))
        ended = list(reader)
        for one in ended:
            one.end()
    if future is None or future.done():
        return
    future.cancel()
    for one in ended:
        one.wait()
    with suppress(ExportError):  # on a full disk, it is told to be interrupted
        _tell(folder, Reading("cancelled"))


def look(folder: Path) -> Reading | None:
    """Return how far the reading in a folder is, if there was any."""
    goes_on = folder in _running  # asked first, for it may end while its state is read
    try:
        found = Reading(**json.loads((folder / _STATE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    if found.goes_on and not goes_on:
        # The server that had begun it has ended since.
        return Reading("failed", message="The reading was interrupted; begin it again.")
    return found


def is_long(paths: Sequence[Path]) -> bool:
    """Tell whether there are so many documents that a first part of them is to be shown."""
    root = paths[0] if paths[0].is_dir() else paths[0].parent
    return bool(_beginning(paths, root))


def is_ready(folder: Path) -> bool:
    """Tell whether what is being read in a folder, or a first part of it, can be shown."""
    found = look(folder)
    return found is None or found.first or not found.goes_on


def _tell(folder: Path, reading: Reading) -> None:
    if folder.is_dir():  # it may have been closed meanwhile
        _write(folder / _STATE, asdict(reading))


def _write(file: Path, content: dict[str, Any]) -> None:
    write_text(file, json.dumps(content))


# --- the process ---


def main(folder: Path) -> bool:
    """Read what the folder asks for; return whether this process is fit for other documents."""
    told = 0.0
    first = False

    def tell(stage: str, done: int, total: int) -> None:
        nonlocal told
        if time.monotonic() - told > _TELL:
            told = time.monotonic()
            with suppress(ExportError):  # there may be room for the index, or again later
                _tell(folder, Reading("reading", stage, done, total, first))

    began = time.monotonic()
    try:
        from extract.build import Settings, build_index
        from extract.documents import NoDocumentsError
        from graph.concept_graph import load_concept_graph

        task = Task(**json.loads((folder / _TASK).read_text(encoding="utf-8")))
        paths, root, index = list(map(Path, task.paths)), Path(task.root), Path(task.index)
        settings = Settings(base_url=task.base_url)
        beginning = _beginning(paths, root)
        read = 0
        if beginning and not index.exists():
            with suppress(NoDocumentsError):  # others may be readable
                read = build_index(
                    beginning, index, root=root, settings=settings, progress=tell
                ).read  # fmt: skip
                tell("drawing", 0, 0)
                load_concept_graph(index)  # lays it out, so that the page need not
                first = True
        report = build_index(paths, index, root=root, settings=settings, progress=tell)
        tell("drawing", 0, 0)
        load_concept_graph(index)
    except TOLD as error:
        return _end(folder, Reading("failed", message=_without_folder(say(error), folder)))
    report = replace(report, read=report.read + read)
    seconds = time.monotonic() - began
    done = Reading("done", report=_describe(report, folder, seconds))
    return _end(folder, done) and report.words <= _LITTLE


def _end(folder: Path, reading: Reading) -> bool:
    """Tell what came of a reading; return whether it could be told."""
    try:
        _tell(folder, reading)
    except ExportError:
        return False  # the page tells that there was no result
    return True


def _beginning(paths: Sequence[Path], root: Path) -> list[Path]:
    """Return the first documents of many, enough for a first graph; none, if there are few."""
    from extract.documents import find_files

    found, _ = find_files(paths, root)
    chosen: list[SourceFile] = []
    size = 0
    for file in found:
        if size >= _FIRST:
            return [file.path for file in chosen]
        chosen.append(file)
        with suppress(OSError):  # a link to nothing, say: reading it tells why
            size += file.path.stat().st_size
    return []


def _describe(report: "Report", folder: Path, seconds: float) -> dict[str, Any]:
    described = asdict(report)
    for skipped in described["skipped"]:
        skipped["reason"] = _without_folder(skipped["reason"], folder)
    return {**described, "seconds": round(seconds, 1)}


def _without_folder(message: str, folder: Path) -> str:
    """Leave the places of this machine out of a message to a visitor."""
    return message.replace(f"{folder / 'documents'}{os.sep}", "").replace(f"{folder}{os.sep}", "")


if __name__ == "__main__":
    with suppress(*TOLD):  # who reads will be told
        from extract.build import load

        load()
    readers.serve(main)
