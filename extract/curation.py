"""Curation: what a person changes about the concepts, as entries of a lexicon of their own.

Each change is a function from the entries of that lexicon to its entries. The file that keeps
them (`extract.lexicon.own_lexicon`) has the form of any lexicon: docs/lexicon.md.
"""

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from extract.language import key_of
from extract.lexicon import KINDS, LexiconConcept, LexiconError, read_lexicon
from extract.writing import reason_of, write_beside

if TYPE_CHECKING:
    import pandas as pd

Entries = tuple[LexiconConcept, ...]  # in the order of their names

_HEADER = "# Names of your own: they count before the shipped ones. Format: docs/lexicon.md\n"
_MOST_UNDONE = 200  # states that are kept
_LINE = 100  # characters


class CurationError(ValueError):
    """A change that cannot be made; its message is one sentence that says why."""


class Change(NamedTuple):
    """What becomes of one concept."""

    concept: str
    before: int | None  # mentions; None: there is no such concept
    after: int | None


# --- the entries, in a file ---


def read_entries(path: Path) -> Entries:
    """Return the entries of a lexicon of one's own; there are none where there is no file.

    Raises
    ------
    extract.lexicon.LexiconError
        If the file cannot be used.
    """
    if not path.exists():
        return ()
    if not path.is_file():  # a pipe would be waited for
        raise LexiconError(f"{path}: the lexicon is no regular file; remove it, or write one")
    return _ordered(replace(entry, own=True) for entry in read_lexicon(path))


def write_entries(path: Path, entries: Entries) -> None:
    """Write a lexicon of one's own beside its place, then put it there in one step.

    Raises
    ------
    CurationError
        If it cannot be written. What was there is left as it was.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with write_beside(path) as file:
            file.write(format_entries(entries).encode())
            file.flush()
            os.fsync(file.fileno())  # nothing could make them again
    except OSError as error:
        raise CurationError(
            f"{path}: the names could not be written ({reason_of(error)}); they are as they were"
        ) from error


def format_entries(entries: Entries) -> str:
    """Return entries as a lexicon file: one key a line, so that a change is a line of a diff."""
    return "\n".join([_HEADER, *(_format(entry) for entry in entries)])


def _format(entry: LexiconConcept) -> str:
    lines = ["[[concept]]", f"name = {_quote(entry.name)}", f"kind = {_quote(entry.kind)}"]
    lists = {
        "aliases": entry.aliases,
        "ambiguous": sorted(entry.ambiguous),
        "context": entry.context,
    }
    lines += [_format_list(key, texts) for key, texts in lists.items() if texts]
    lines += [f"{key} = true" for key in ("case", "code", "hidden") if getattr(entry, key)]
    return "\n".join([*lines, ""])


def _format_list(key: str, texts: Iterable[str]) -> str:
    quoted = list(map(_quote, texts))
    line = f"{key} = [{', '.join(quoted)}]"
    if len(line) <= _LINE:
        return line
    return "\n".join([f"{key} = [", *(f"    {text}," for text in quoted), "]"])


def _quote(text: str) -> str:
    # JSON's strings are TOML's, but for one control character.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


# --- what can be changed ---


def describe(
    concept: str, lexicon: Sequence[LexiconConcept], concepts: "pd.DataFrame"
) -> LexiconConcept:
    """Return a concept as the entry that states it: its known one, or what was discovered.

    Parameters
    ----------
    concept : str
        Canonical name.
    lexicon : sequence of LexiconConcept
        All known names, one's own among them.
    concepts : pandas.DataFrame
        The table ``concepts`` of the index.

    Raises
    ------
    CurationError
        If there is no such concept.
    """
    for entry in lexicon:
        if entry.name == concept:
            return replace(entry, own=True)
    rows = concepts[concepts["concept"] == concept]
    if rows.empty:
        raise CurationError(f"there is no concept called {concept!r}")
    kind, aliases = str(rows["kind"].iloc[0]), rows["aliases"].iloc[0]
    return LexiconConcept(concept, kind, tuple(map(str, aliases)), own=True)


def promote(own: Entries, concept: LexiconConcept) -> Entries:
    """Make a discovered concept a known one, whatever the documents say of it later."""
    return _put(own, concept)


def rename(own: Entries, concept: LexiconConcept, name: str) -> Entries:
    """Give a concept another canonical name; the former one stays an alias.

    Raises
    ------
    CurationError
        If the name is empty, or the one that it has.
    """
    name = _tidy(name)
    if name == concept.name:
        raise CurationError(f"{name!r} is its name already")
    aliases = _apart(name, [concept.name, *concept.aliases])
    return _put(own, replace(concept, name=name, aliases=aliases), concept.name)


def merge(own: Entries, into: LexiconConcept, other: LexiconConcept) -> Entries:
    """Make two concepts one, which keeps the name and the kind of the first.

    Raises
    ------
    CurationError
        If they are one already.
    """
    if into.name == other.name:
        raise CurationError(f"{into.name!r} cannot be merged with itself")
    merged = replace(
        into,
        aliases=_apart(into.name, [*into.aliases, *other.surfaces()]),
        ambiguous=into.ambiguous | other.ambiguous,
        case=into.case or other.case,
        context=tuple(dict.fromkeys([*into.context, *other.context])),
        code=into.code or other.code,
    )
    return _put(own, _pruned(merged), other.name)


def split(
    own: Entries, concept: LexiconConcept, surfaces: Sequence[str], kind: str | None = None
) -> Entries:
    """Make some of a concept's aliases a concept of their own, called by the first of them.

    Raises
    ------
    CurationError
        If no alias is named, one that it does not have, or another spelling of its name.
    """
    strange = [surface for surface in surfaces if surface not in concept.aliases]
    if not surfaces or strange:
        given = repr(strange[0]) if strange else "nothing"
        raise CurationError(f"{given} is no alias of {concept.name!r}; choose some that are")
    if key_of(surfaces[0]) == key_of(concept.name):
        raise CurationError(
            f"{surfaces[0]!r} is the same name as {concept.name!r}, in another spelling; "
            "choose another one first"
        )
    rest = tuple(alias for alias in concept.aliases if alias not in surfaces)
    part = replace(
        concept, name=surfaces[0], kind=_kind(kind or concept.kind), aliases=tuple(surfaces[1:])
    )
    return _put(_put(own, _pruned(replace(concept, aliases=rest))), _pruned(part))


def hide(own: Entries, concept: LexiconConcept) -> Entries:
    """Leave a concept out of the index, with all its names."""
    return _put(own, replace(concept, hidden=True))


def change_kind(own: Entries, concept: LexiconConcept, kind: str) -> Entries:
    """Say what sort of thing a concept is.

    Raises
    ------
    CurationError
        If there is no such kind, or it is the one that it has.
    """
    if kind == concept.kind:
        raise CurationError(f"{concept.name!r} is a {kind} already")
    return _put(own, replace(concept, kind=_kind(kind)))


def add_alias(own: Entries, concept: LexiconConcept, alias: str) -> Entries:
    """Give a concept one more name.

    Raises
    ------
    CurationError
        If the name is empty, or one that it has.
    """
    alias = _tidy(alias)
    if alias in concept.surfaces():
        raise CurationError(f"{alias!r} is a name of {concept.name!r} already")
    return _put(own, replace(concept, aliases=(*concept.aliases, alias)))


def add(own: Entries, name: str, kind: str = "concept") -> Entries:
    """Add a concept.

    Raises
    ------
    CurationError
        If the name is empty, or there is no such kind.
    """
    return _put(own, LexiconConcept(_tidy(name), _kind(kind), own=True))


def adopt(own: Entries, shared: Iterable[LexiconConcept]) -> Entries:
    """Take in the entries of a lexicon that somebody shared, before one's own of those names."""
    for entry in shared:
        own = _put(own, entry)
    return own


def forget(own: Entries, name: str) -> Entries:
    """Take an entry back: the concept is what the documents and the other lexicons make of it.

    Raises
    ------
    CurationError
        If there is no entry of this name.
    """
    if all(entry.name != name for entry in own):
        raise CurationError(f"nothing of your own is called {name!r}")
    return tuple(entry for entry in own if entry.name != name)


def _put(own: Entries, entry: LexiconConcept, former: str | None = None) -> Entries:
    """Put an entry in the place of what has its name, or its former one, or takes its names."""
    taken = {key_of(surface) for surface in entry.surfaces() if surface not in entry.ambiguous}
    rest = (
        other
        for other in own
        if other.name not in {entry.name, former} and key_of(other.name) not in taken
    )
    return _ordered([*rest, replace(entry, own=True)])


def _ordered(entries: Iterable[LexiconConcept]) -> Entries:
    return tuple(sorted(entries, key=lambda entry: (entry.name.casefold(), entry.name)))


def _apart(name: str, aliases: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(alias for alias in aliases if alias != name))


def _pruned(entry: LexiconConcept) -> LexiconConcept:
    """Leave out what is said of surfaces that the entry no longer has."""
    ambiguous = entry.ambiguous & set(entry.surfaces())
    if ambiguous:
        return replace(entry, ambiguous=ambiguous)
    return replace(entry, ambiguous=ambiguous, case=False, context=(), code=False)


def _tidy(name: str) -> str:
    name = " ".join(name.split())
    if not any(map(str.isalnum, name)):
        raise CurationError("a name needs letters or digits")
    return name


def _kind(kind: str) -> str:
    if kind not in KINDS:
        raise CurationError(f"{kind!r} is no kind; choose one of {', '.join(KINDS)}")
    return kind


# --- what comes of it ---


def find_changes(before: "pd.DataFrame", after: "pd.DataFrame") -> list[Change]:
    """Return the concepts of which a change makes something else, the greatest change first.

    Parameters
    ----------
    before, after : pandas.DataFrame
        The tables ``concepts`` (`extract.build.try_names` makes the later one).
    """
    columns = ["kind", "mentions"]
    old, new = (
        {
            name: (kind, int(mentions), tuple(aliases))
            for name, kind, mentions, aliases in zip(
                table["concept"], *(table[column] for column in columns), table["aliases"],
                strict=True,
            )
        }
        for table in (before, after)
    )  # fmt: skip
    changes = [
        Change(name, old[name][1] if name in old else None, new[name][1] if name in new else None)
        for name in old.keys() | new.keys()
        if old.get(name) != new.get(name)
    ]
    return sorted(changes, key=_greatest_first)


def _greatest_first(change: Change) -> tuple[int, str]:
    return -abs((change.after or 0) - (change.before or 0)), change.concept


@dataclass(frozen=True, slots=True)
class History:
    """The states that entries were in, so that changes can be undone and done again."""

    past: tuple[Entries, ...] = ()
    now: Entries = ()
    future: tuple[Entries, ...] = ()

    def change(self, entries: Entries) -> "History":
        """Return the history after a change."""
        return History((*self.past, self.now)[-_MOST_UNDONE:], entries)

    def undo(self) -> "History":
        """Return the history one change earlier; where there was none, it stays as it is."""
        if not self.past:
            return self
        return History(self.past[:-1], self.past[-1], (self.now, *self.future))

    def redo(self) -> "History":
        """Return the history after the change that was undone last, if one was."""
        if not self.future:
            return self
        return History((*self.past, self.now), self.future[0], self.future[1:])
