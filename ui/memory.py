"""Memory: what visits leave behind is given back to the machine."""

import ctypes
import gc
import sys
import time
from threading import Thread

_EVERY = 60.0  # seconds


def start() -> None:
    """Begin to give back, each minute, what nobody uses any more."""
    Thread(target=_go_on, name="memory", daemon=True).start()


def _go_on() -> None:
    while True:
        time.sleep(_EVERY)
        give_back()


def give_back() -> None:
    """Give back what nobody uses any more."""
    gc.collect()  # graphs and sessions refer to themselves
    arrow = sys.modules.get("pyarrow")
    if arrow is not None:
        arrow.default_memory_pool().release_unused()
    if sys.platform == "linux":
        # The C library keeps what is freed, for each thread apart; not all have such a call.
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)
