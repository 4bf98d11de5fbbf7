"""Readers: processes that read documents, one of which is kept, since to start one takes seconds.

A reader is told a folder in a line of its standard input, reads what that asks for, and answers
with a line. To give up what it reads is to end it.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from threading import Event, Lock, Timer

_WAITS = "waits"  # the answer of a reader that is ready for other documents
_IDLE = 600  # seconds that a reader is kept without documents
_ROOT = Path(__file__).parent.parent

_lock = Lock()
_kept: "list[tuple[Reader, Timer]]" = []  # one at most, for it holds some hundred megabytes


class Reader:
    """A process that reads what it is told to, once or again and again."""

    def __init__(self) -> None:
        """Start the process; an `OSError` says why that cannot be."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "ui.reading"],
            cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        self.waits = False  # whether it is ready for other documents

    def read(self, folder: Path, limit: float) -> str:
        """Have it read what a folder asks for; return how it ended, if it told no result there.

        Parameters
        ----------
        folder : Path
        limit : float
            Seconds after which it is ended.
        """
        too_long = Event()

        def stop() -> None:
            too_long.set()
            self.end()

        timer = _start_timer(limit, stop)
        answer = self._ask(folder)
        timer.cancel()
        self.waits = answer == _WAITS and not too_long.is_set()
        if not self.waits:
            self.leave()
        if too_long.is_set():
            return "took more than an hour; try fewer documents"
        if (self._process.returncode or 0) < 0:
            return "was ended by the system, as when memory runs out; try fewer documents"
        return "ended without a result; try fewer documents"

    def _ask(self, folder: Path) -> str:
        told, answers = self._process.stdin, self._process.stdout
        if told is None or answers is None:
            return ""
        with suppress(OSError):  # it has ended
            told.write(f"{json.dumps(str(folder))}\n")
            told.flush()
        return answers.readline().strip()

    def is_there(self) -> bool:
        """Tell whether its process has not ended."""
        return self._process.poll() is None

    def end(self) -> None:
        """End it, whatever it does."""
        self._process.terminate()

    def wait(self) -> None:
        """Wait until it has ended."""
        self._process.wait()

    def leave(self) -> None:
        """Let it end, now that there is nothing more to read, and wait until it has."""
        with suppress(OSError), self._process:
            pass


def _start_timer(seconds: float, work: Callable[[], None]) -> Timer:
    timer = Timer(seconds, work)
    timer.daemon = True  # else the server could not end before
    timer.start()
    return timer


def take() -> Reader:
    """Return a reader that is kept, or a new one; an `OSError` says why there is none."""
    with _lock:
        while _kept:
            reader, timer = _kept.pop()
            timer.cancel()
            if reader.is_there():
                return reader
            reader.leave()
    return Reader()


def keep(reader: Reader) -> None:
    """Keep a reader for other documents for a while, unless there is one already."""
    with _lock:
        spare = not _kept
        if spare:
            _kept.append((reader, _start_timer(_IDLE, partial(_dismiss, reader))))
    if not spare:
        reader.leave()


def _dismiss(reader: Reader) -> None:
    with _lock:
        found = [kept for kept in _kept if kept[0] is reader]
        if found:
            _kept.remove(found[0])
    if found:
        reader.leave()


def prepare() -> None:
    """Have a reader ready, for somebody is about to choose documents."""
    with suppress(OSError):  # who reads will be told
        keep(take())


def serve(read: Callable[[Path], bool]) -> None:
    """Be a reader: read the folders that are told, until no more come.

    Parameters
    ----------
    read : callable
        Reads what a folder asks for; returns whether the process is fit for other documents.
    """
    # What a library may print is no answer.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    with suppress(OSError, KeyboardInterrupt):  # nobody waits for an answer any more
        for line in sys.stdin:
            waits = read(Path(json.loads(line)))
            print(_WAITS if waits else "ends", file=answers, flush=True)
            if not waits:
                break
