"""Garbage collection: none while a great many objects are made that all stay."""

import gc
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
