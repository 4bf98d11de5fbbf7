"""Writing: a file that others find whole, as it was or as it is to be."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


@contextmanager
def write_beside(file: Path) -> Iterator[BinaryIO]:
    """Yield a file beside a place, which is put there in one step when the context ends.

    Where the context ends with an error, what was there is left as it was.

    Raises
    ------
    OSError
        If the place cannot be written.
    """
    descriptor, name = tempfile.mkstemp(prefix=f".{file.name}-", dir=file.parent)
    beside = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as output:
            yield output
        beside.chmod(0o644)
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)
