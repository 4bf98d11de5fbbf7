"""Names: all the known ones that an index is made with, from the shipped lexicon to one's own."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from extract.curation import Entries, format_entries, read_entries
from extract.lexicon import (
    SHIPPED_LEXICONS,
    LexiconConcept,
    overrule,
    own_lexicon,
    parse_lexicon,
    read_lexicons,
)

# What the settings of a manifest say of names.
OF_NAMES = frozenset(("lexicon", "lexicon_concepts", "shipped_names", "given_names"))


@dataclass(frozen=True, slots=True)
class Names:
    """The known names of an index; the later overrule the earlier."""

    shipped: bool = True  # whether those of the shipped lexicon count
    given: Entries = ()  # of the files that the index was made with
    own: Entries = ()  # of the file beside the index

    def lexicon(self) -> list[LexiconConcept]:
        """Return all of them as one lexicon."""
        return list(_combine(self))

    def describe(self) -> dict[str, Any]:
        """Return what a manifest says of them, so that they need not be given again."""
        return {
            "lexicon": _digest(self),
            "lexicon_concepts": len(_combine(self)),
            "shipped_names": self.shipped,
            "given_names": format_entries(self.given) if self.given else "",
        }


# A change of one's own names asks for the same ones again and again.
@lru_cache(maxsize=8)
def _combine(names: Names) -> tuple[LexiconConcept, ...]:
    shipped = _shipped() if names.shipped else ()
    return tuple(overrule(overrule(shipped, names.given), names.own))


@lru_cache(maxsize=8)
def _digest(names: Names) -> str:
    written = hashlib.sha256()
    for entry in _combine(names):
        values = (getattr(entry, key) for key in LexiconConcept.__slots__)
        # A set is written in another order by each process.
        ordered = [sorted(one) if isinstance(one, frozenset) else one for one in values]
        written.update(repr(ordered).encode())
    return written.hexdigest()


@cache
def _shipped() -> tuple[LexiconConcept, ...]:
    return tuple(read_lexicons([SHIPPED_LEXICONS]))


def read_names(lexicons: Iterable[Path], index: Path) -> Names:
    """Return the names of some lexicon files or folders, and those beside an index.

    Raises
    ------
    extract.lexicon.LexiconError
        For a lexicon that cannot be used.
    """
    paths = list(lexicons)
    given = read_lexicons(path for path in paths if path != SHIPPED_LEXICONS)
    return Names(SHIPPED_LEXICONS in paths, tuple(given), read_entries(own_lexicon(index)))


def names_of(settings: dict[str, Any], index: Path) -> Names:
    """Return the names that an index was made with, with what is beside it now.

    Parameters
    ----------
    settings : dict
        Of its manifest.
    index : Path

    Raises
    ------
    extract.lexicon.LexiconError
        For a lexicon that cannot be used.
    """
    written = settings.get("given_names", "")
    given = parse_lexicon(written, f"{index}") if isinstance(written, str) else []
    own = read_entries(own_lexicon(index))
    shipped = settings.get("shipped_names", True) is True
    return Names(shipped, tuple(replace(entry, own=True) for entry in given), own)


def made_with(settings: dict[str, Any], names: Names) -> bool:
    """Tell whether an index with these settings was made with the names."""
    return settings.items() >= names.describe().items()


def with_own(names: Names, own: Sequence[LexiconConcept]) -> Names:
    """Return names with other ones beside the index."""
    return replace(names, own=tuple(own))
