"""Documents to sections, mentions and co-occurrences: everything that reads language.

The names below are the Python interface; `examples/learning_path.ipynb` shows it at work. They are
imported when they are used, for spaCy and pandas take seconds.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extract.build import Report, Settings, add_documents, build_index, update_names
    from extract.index import read_manifest, read_table

__all__ = [
    "Report", "Settings", "add_documents", "build_index", "read_manifest", "read_table",
    "update_names",
]  # fmt: skip

_HOMES = {
    "extract.build": ("Report", "Settings", "add_documents", "build_index", "update_names"),
    "extract.index": ("read_manifest", "read_table"),
}


def __getattr__(name: str) -> object:
    home = next((module for module, names in _HOMES.items() if name in names), None)
    if home is None:
        raise AttributeError(f"module 'extract' has no attribute {name!r}")
    return getattr(import_module(home), name)
