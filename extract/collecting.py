"""Collecting what is no longer used: when Python is to look for it, and giving it back."""

import ctypes
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_collection() -> Iterator[None]:
    """Leave cycles alone for a while; a function that it decorates, while that runs.

    Python looks for cycles each time that so many objects have been made, among all that are
    there; where millions of rows are built it finds none, and takes a third of the time.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def give_back() -> None:
    """Give back to the system what has been freed: Arrow and glibc keep much of it."""
    import pyarrow as pa

    pa.default_memory_pool().release_unused()
    if sys.platform == "linux":
        libc = ctypes.CDLL(None)
        if hasattr(libc, "malloc_trim"):
            libc.malloc_trim(0)
