"""The lexicon: known names, their kinds and aliases, and what ambiguous ones need as evidence."""

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from extract.collecting import no_collection
from extract.language import key_of
from extract.writing import reason_of

SHIPPED_LEXICONS = Path(__file__).parent / "lexicons"

KINDS = (
    "tool", "standard", "resource", "concept", "practice", "command", "file", "organization",
)  # fmt: skip

_LISTS = ("aliases", "ambiguous", "context")
_SWITCHES = ("case", "code", "hidden")
# Up to this many letters, an all-capital name is an acronym that a lower-case word does not mean.
_LONGEST_ACRONYM = 5


@dataclass(frozen=True, slots=True)
class LexiconConcept:
    """A known concept, as a lexicon file states it."""

    name: str  # canonical
    kind: str  # one of KINDS
    aliases: tuple[str, ...] = ()
    ambiguous: frozenset[str] = frozenset()  # surfaces that need evidence
    case: bool = False  # evidence: written exactly so, where a capital means something
    context: tuple[str, ...] = ()  # evidence: one of these occurs in the section, lower case
    code: bool = False  # evidence enough: written as inline code
    hidden: bool = False  # matched, and then left out of the index
    own: bool = False  # from a file of the user's

    def surfaces(self) -> tuple[str, ...]:
        """Return the canonical name and the aliases."""
        return (self.name, *self.aliases)


_KEYS = tuple(key for key in LexiconConcept.__slots__ if key != "own")


class LexiconError(ValueError):
    """A lexicon that cannot be used; the message names the file and the concept."""


def read_lexicon(path: Path) -> list[LexiconConcept]:
    """Return the concepts of one lexicon file, in its order.

    Parameters
    ----------
    path : Path
        A TOML file with ``[[concept]]`` tables: ``name``, ``kind`` and, where useful,
        ``aliases``, ``ambiguous``, ``case``, ``context``, ``code``, ``hidden``.

    Raises
    ------
    LexiconError
        If the file cannot be read, is no TOML, or has a concept that is not of this form.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise LexiconError(f"{path}: the lexicon cannot be read ({reason_of(error)})") from error
    except UnicodeDecodeError as error:
        raise LexiconError(f"{path}: the lexicon is not UTF-8; save it as UTF-8") from error
    return parse_lexicon(text, str(path))


def parse_lexicon(text: str, path: str) -> list[LexiconConcept]:
    """Return the concepts of a lexicon file's text; `path` is what messages call it.

    Raises
    ------
    LexiconError
        As `read_lexicon`.
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(f"{path}: the lexicon is no valid TOML: {error}") from error
    except RecursionError as error:
        raise LexiconError(f"{path}: the lexicon nests too deeply; write it flat") from error
    unknown = sorted(set(table) - {"concept"})
    if unknown or not isinstance(table.get("concept", []), list):
        raise LexiconError(f"{path}: a lexicon holds [[concept]] tables only, not {unknown}")
    return [_concept(path, row, entry) for row, entry in enumerate(table.get("concept", []), 1)]


def _concept(path: str, row: int, entry: object) -> LexiconConcept:
    problem = _problem(entry)
    if problem or not isinstance(entry, dict):
        name = repr(entry.get("name")) if isinstance(entry, dict) else repr(entry)
        raise LexiconError(f"{path}: concept {row} ({name}) {problem}")
    tidy = {
        key: tuple(" ".join(text.split()) for text in entry.get(key, []) if text.strip())
        for key in _LISTS
    }
    concept = LexiconConcept(
        name=" ".join(entry["name"].split()),
        kind=entry.get("kind", "concept"),
        aliases=tidy["aliases"],
        ambiguous=frozenset(tidy["ambiguous"]),
        context=tuple(map(str.casefold, tidy["context"])),
        **{key: entry.get(key, False) for key in _SWITCHES},
    )
    stray = sorted(concept.ambiguous - set(concept.surfaces()))
    if stray:
        raise LexiconError(
            f"{path}: concept {row} ({concept.name!r}) calls {stray[0]!r} ambiguous, "
            "which is neither its name nor an alias"
        )
    return concept


def _problem(entry: object) -> str | None:
    """Say what is wrong with a concept of a lexicon file."""
    if not isinstance(entry, dict):
        return "is no table; write [[concept]] above its keys"
    if not isinstance(entry.get("name"), str) or not entry["name"].strip():
        return "needs a name"
    unknown = sorted(set(entry) - set(_KEYS))
    if unknown:
        known = ", ".join(_KEYS)
        return f"has the unknown key {unknown[0]!r}; known are {known}"
    if entry.get("kind", "concept") not in KINDS:
        return f"has the unknown kind {entry['kind']!r}; choose one of {', '.join(KINDS)}"
    for key in _LISTS:
        texts = entry.get(key, [])
        if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
            return f"needs a list of strings as {key!r}"
    for key in _SWITCHES:
        if not isinstance(entry.get(key, False), bool):
            return f"needs true or false as {key!r}"
    return None


@no_collection()
def read_lexicons(paths: Iterable[Path]) -> list[LexiconConcept]:
    """Return the concepts of several lexicons, each of which overrules those before it.

    Parameters
    ----------
    paths : iterable of Path
        Files, or folders whose ``*.toml`` files are read in the order of their names. Of two
        concepts with one name, the later counts.

    Raises
    ------
    LexiconError
        As `read_lexicon`.
    """
    concepts: list[LexiconConcept] = []
    for path in paths:
        own: dict[str, LexiconConcept] = {}
        for file in sorted(path.glob("*.toml")) if path.is_dir() else [path]:
            for concept in read_lexicon(file):
                own.pop(concept.name, None)
                shipped = path == SHIPPED_LEXICONS
                own[concept.name] = concept if shipped else replace(concept, own=True)
        concepts = overrule(concepts, list(own.values()))
    return concepts


def overrule(
    concepts: Sequence[LexiconConcept], later: Sequence[LexiconConcept]
) -> list[LexiconConcept]:
    """Return the concepts of two lexicons, where the later one's surfaces are its own.

    A concept whose name the later lexicon has, as a name, as an alias that needs no evidence, or
    as one of a concept that asks for all the evidence that this one does, is gone; one that loses
    an alias keeps the others. This is how a lexicon renames, merges, splits and hides what another
    one states.
    """
    names = {concept.name for concept in later}
    taken = {
        key_of(surface)
        for concept in later
        for surface in concept.surfaces()
        if surface not in concept.ambiguous
    }
    asked = {surface: concept for concept in later for surface in concept.ambiguous}
    kept = []
    for concept in concepts if later else ():
        if concept.name in names or key_of(concept.name) in taken:
            continue
        other = asked.get(concept.name)
        if other and concept.name in concept.ambiguous and _asks_for_all(other, concept):
            continue
        aliases = tuple(alias for alias in concept.aliases if key_of(alias) not in taken)
        if len(aliases) < len(concept.aliases):
            ambiguous = concept.ambiguous & {concept.name, *aliases}
            concept = replace(concept, aliases=aliases, ambiguous=ambiguous)
        kept.append(concept)
    return [*(kept if later else concepts), *later]


def _asks_for_all(later: LexiconConcept, concept: LexiconConcept) -> bool:
    """Tell whether a concept asks for all the evidence that another one asks for."""
    return (
        set(concept.context) <= set(later.context)
        and concept.case <= later.case
        and concept.code <= later.code
    )


def own_lexicon(index: Path) -> Path:
    """Return the place of the names that belong to an index: beside it, so that they outlive it.

    >>> own_lexicon(Path("build/notes")).as_posix()
    'build/notes.lexicon.toml'
    """
    place = index if index.name else index.resolve()
    return place.with_name(f"{place.name}.lexicon.toml")


def is_acronym(surface: str) -> bool:
    """Tell whether a surface is a short name in capitals, which a lower-case word does not mean."""
    letters = [character for character in surface if character.isalpha()]
    return (
        2 <= len(letters) <= _LONGEST_ACRONYM
        and all(letter.isupper() for letter in letters)
        and " " not in surface
    )


def substitutes(concepts: Sequence[LexiconConcept]) -> dict[str, tuple[str, ...]]:
    """Return the one-word aliases that stand for a one-word name inside longer names too.

    "K8s" for "Kubernetes" makes "K8s Secret" a spelling of "Kubernetes Secret".

    Returns
    -------
    dict of str to tuple of str
        From canonical name to its aliases of one word that need no evidence.
    """
    return {
        concept.name: words
        for concept in concepts
        if " " not in concept.name
        and (
            words := tuple(
                alias
                for alias in concept.aliases
                if " " not in alias and alias not in concept.ambiguous
            )
        )
    }
