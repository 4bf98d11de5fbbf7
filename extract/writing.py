"""Writing: a file that others find whole, as it was or as it is to be."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from stat import S_IMODE
from typing import BinaryIO


@contextmanager
def write_beside(file: Path) -> Iterator[BinaryIO]:
    """Yield a file beside a place, which is put there in one step when the context ends.

    Who may read a file that is replaced may read the new one; else it is as any file that the
    process makes. Where the context ends with an error, what was there is left as it was.

    Raises
    ------
    OSError
        If the place cannot be written.
    """
    beside = file.parent / f".{file.name}-{secrets.token_hex(4)}"
    beside.touch(exist_ok=False)
    try:
        with beside.open("wb") as output:
            with suppress(FileNotFoundError):  # before there is anything to read
                beside.chmod(S_IMODE(file.stat().st_mode))
            yield output
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)


def reason_of(error: OSError) -> str:
    """Return why something could not be read or written, without where.

    Not every error has a number, and Arrow adds to one that has the place in its own code.

    >>> reason_of(OSError(28, "[Errno 28] when writing to a file", "a.md"))
    'No space left on device'
    >>> reason_of(OSError("the stream ended early"))
    'the stream ended early'
    """
    return os.strerror(error.errno) if error.errno else str(error)
