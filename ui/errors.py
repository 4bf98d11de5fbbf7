"""Errors: what could not be done, in one sentence for whoever asked for it."""

import os
from pathlib import Path

from extract.curation import CurationError
from extract.documents import NoDocumentsError, UnreadableDocumentError
from extract.index import UnusableIndexError
from extract.language import PipelineError
from extract.lexicon import LexiconError
from extract.places import AddressError
from graph.files import ExportError


class LaunchError(ValueError):
    """A start of the app that makes no sense; the message says what to do."""


class ReadingError(ValueError):
    """Documents of which nothing could be read; the message says why."""


# What files, documents and disks can be to blame for. Any other error is a fault of the program.
TOLD = (
    AddressError, CurationError, ExportError, LaunchError, LexiconError, NoDocumentsError,
    OSError, PipelineError, ReadingError, UnreadableDocumentError, UnusableIndexError,
)  # fmt: skip


def say(error: Exception, *, within: Path | None = None) -> str:
    """Return what an error of `TOLD` means; names of what lies in `within` begin there.

    >>> say(OSError(28, "No space left on device", "/srv/visits/a"), within=Path("/srv"))
    'visits/a cannot be read or written (No space left on device)'
    """
    said = str(error)
    if isinstance(error, OSError):
        place = error.filename or "what is needed"
        said = f"{place} cannot be read or written ({error.strerror or error})"
    return said if within is None else said.replace(f"{within}{os.sep}", "")
