"""Storage: where the app keeps the indexes that it makes, and the names that people give."""

import os
import sys
import tempfile
from pathlib import Path


def data_folder() -> Path:
    """Return the folder for the app's data, after the conventions of the system.

    It is no cache, for what people put right lies there, beside the indexes.
    """
    if sys.platform == "win32":
        place = os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local"
    elif sys.platform == "darwin":
        place = Path.home() / "Library" / "Application Support"
    else:
        place = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    folder = Path(place) / "concept-graph-explorer"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        folder = Path(tempfile.gettempdir()) / "concept-graph-explorer"
        folder.mkdir(exist_ok=True)
    return folder
