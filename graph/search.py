"""Search: from what a person types to the concepts that it may mean."""

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from extract.language import key_of
from extract.termhood import commonness
from graph.containment import words_of
from graph.once import once

if TYPE_CHECKING:
    import networkx as nx

# Similarity (0..100) below which two spellings are different words rather than typing errors.
_SIMILAR = 75.0
_INSTANCES = 3  # of concepts, for who asks for one that is not there
_FUNCTION_WORD = 6.0  # `commonness` from which on a word, such as "with", tells nothing
_SHORTEST_FUZZY = 4  # characters; shorter words are one error away from too many others


_PUNCTUATION = re.compile(r"[,;!?()\"“”]")


class Match(NamedTuple):
    """A concept that a search found."""

    concept: str
    surface: str  # the name or alias that matched


class UnknownConceptError(ValueError):
    """A name that no concept goes by; the message suggests others."""


class _Surface(NamedTuple):
    """A name that a concept goes by."""

    folded: str
    joined: str  # the same without spaces
    lemmas: str  # of its words, each between spaces
    surface: str
    concept: str
    alias: bool
    salience: float


def search(graph: "nx.Graph[str]", text: str, limit: int = 10) -> list[Match]:
    """Return the concepts that a text may mean, the likeliest first.

    Names and aliases are compared without regard to case, accents, hyphens and spaces: the
    same name, then the same alias, a beginning, the beginning of a word, initials, a part, then
    names with a few typing errors, and at last the names that the text is made of: of "oven for
    rye bread" rye bread, and oven. Ties go to the more salient concept.

    Parameters
    ----------
    graph : networkx.Graph
        As `graph.concept_graph.build_concept_graph` returns it.
    text : str
        What was typed; blank text finds nothing.
    limit : int, default 10
        At most so many concepts, each once.
    """
    typed = fold(text)
    if not typed:
        return []
    surfaces = _surfaces(graph)
    ranked: list[tuple[tuple[float, ...], str, _Surface]] = []
    for surface in surfaces:
        tier = _tier(typed, surface)
        if tier is not None:
            # Secret and secret may be two concepts: as it is written, it is meant.
            other = surface.surface != text.strip()
            key = (tier, other, -surface.salience, surface.alias, len(surface.folded))
            ranked.append((key, surface.surface, surface))
    ranked.sort(key=lambda item: item[:2])
    found: dict[str, Match] = {}
    for _, _, surface in ranked:
        found.setdefault(surface.concept, Match(surface.concept, surface.surface))
        if len(found) == limit:
            return list(found.values())
    for surface in [*_similar(typed, surfaces, limit + len(found)), *_named_in(text, surfaces)]:
        found.setdefault(surface.concept, Match(surface.concept, surface.surface))
    return list(found.values())[:limit]


def find_concept(graph: "nx.Graph[str]", name: str) -> str:
    """Return the canonical name of the concept that a name or an alias means.

    Parameters
    ----------
    graph : networkx.Graph
        As `graph.concept_graph.build_concept_graph` returns it.
    name : str
        As `search` compares names; the plural will do.

    Raises
    ------
    UnknownConceptError
        If no concept has that name; the message says which are near, or else a few that there are.
    """
    found = search(graph, name, limit=3)
    if found and _means(name, found[0].surface):
        return found[0].concept
    near = ", ".join([match.concept for match in found] or _sharing(graph, name)[:_INSTANCES])
    if near:
        hint = f"; did you mean {near}?"
    else:
        salient = sorted(graph, key=lambda concept: (-graph.nodes[concept]["salience"], concept))
        hint = f"; there are, for instance, {', '.join(salient[:_INSTANCES])}" if salient else ""
    raise UnknownConceptError(f"there is no concept {name!r}{hint}")


def fold(text: str) -> str:
    """Return a text as it is compared: lower case, without accents, words by single spaces.

    Examples
    --------
    >>> fold("Multi-Stage  Build")
    'multi stage build'
    """
    plain = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(plain.replace("-", " ").replace("_", " ").split())


# A frozen graph never changes, so its names are folded once.
@once
def _surfaces(graph: "nx.Graph[str]") -> tuple[_Surface, ...]:
    found = []
    for concept, node in graph.nodes(data=True):
        names = {concept, *node["aliases"]}
        for name in sorted(names):
            alias = name != concept
            lemmas = f" {' '.join(words_of(name))} "
            found.append(
                _Surface(fold(name), _key(name), lemmas, name, concept, alias, node["salience"])
            )
    return tuple(found)


def _key(text: str) -> str:
    return fold(text).replace(" ", "")


def _means(name: str, surface: str) -> bool:
    return _key(name) == _key(surface) or key_of(name) == key_of(surface)


def _tier(typed: str, surface: _Surface) -> int | None:
    folded = surface.folded
    if surface.joined == typed.replace(" ", ""):
        return 1 if surface.alias else 0
    if folded.startswith(typed):
        return 2
    if f" {typed}" in folded:
        return 3
    if len(typed) > 1 and "".join(word[0] for word in folded.split()) == typed:
        return 4
    if len(typed) >= _SHORTEST_FUZZY and typed in folded:
        return 5
    return None


def _named_in(text: str, surfaces: tuple[_Surface, ...]) -> list[_Surface]:
    """Return the names that stand in a text, the longest first, and none inside of another."""
    typed = f" {' '.join(words_of(_PUNCTUATION.sub(' ', text)))} "
    named = [surface for surface in surfaces if surface.lemmas in typed]
    named.sort(key=lambda one: (-len(one.lemmas), -one.salience, one.concept, one.surface))
    found: list[_Surface] = []
    for surface in named:
        if not any(surface.lemmas in longer.lemmas for longer in found):
            found.append(surface)
    return found


def _sharing(graph: "nx.Graph[str]", name: str) -> list[str]:
    """Return the concepts with rarer words of a name in theirs, those with most of them first."""
    wanted = {word for word in words_of(name) if commonness(word) < _FUNCTION_WORD}
    shared: dict[str, int] = {}
    for surface in _surfaces(graph):
        count = len(wanted.intersection(surface.lemmas.split()))
        if count > shared.get(surface.concept, 0):
            shared[surface.concept] = count
    return sorted(shared, key=lambda one: (-shared[one], -graph.nodes[one]["salience"], one))


def _similar(typed: str, surfaces: tuple[_Surface, ...], limit: int) -> list[_Surface]:
    from rapidfuzz import fuzz, process

    if len(typed) < _SHORTEST_FUZZY:
        return []
    hits = process.extract(
        typed,
        [surface.folded for surface in surfaces],
        scorer=fuzz.ratio,
        score_cutoff=_SIMILAR,
        limit=4 * limit,
    )
    ranked = [(-score, -surfaces[at].salience, surfaces[at].concept, at) for _, score, at in hits]
    return [surfaces[at] for *_, at in sorted(ranked)]
