"""Memory: what visits leave behind is given back to the machine."""

import ctypes
import gc
import os
import sys
import time
from threading import Thread

from extract.collecting import give_back

_EVERY = 60.0  # seconds
_ARENA_MAX = -8  # M_ARENA_MAX of glibc's malloc.h


def start() -> None:
    """Begin to give back, each minute, what nobody uses any more. To be called before all else."""
    # Arrow's own allocator keeps what it once had, and the C library more, the more threads ask it.
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    _call("mallopt", _ARENA_MAX, 2)
    Thread(target=_go_on, name="memory", daemon=True).start()


def _go_on() -> None:
    while True:
        time.sleep(_EVERY)
        collect()


def collect() -> None:
    """Give back what nobody uses any more."""
    gc.collect()  # graphs and sessions refer to themselves
    give_back()


def _call(function: str, *arguments: int) -> None:
    """Call a function of the C library, if it has it: glibc does, others do not."""
    if sys.platform == "linux":
        found = getattr(ctypes.CDLL(None), function, None)
        if found is not None:
            found(*arguments)
